"""The life of a proposal: one table of state, event, guard and next state.

A state and an event come in, with what is known of the case; the next state goes out, or none
where the event means nothing. It knows no issue, no clock and no words.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matcher.ledger import State


class Event(StrEnum):
    """What can happen to a proposal: the first seven are said by people."""

    ACCEPT = "accept"
    DECLINE = "decline"
    COMPLETE = "complete"
    END = "end"
    CONTINUE = "continue"
    PAUSE = "pause"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    LEAVE = "leave"
    DOUBLE = "double"
    SILENCE = "silence"


class Guard(StrEnum):
    """What must hold for an event to count, in words for the table in the docs."""

    ALWAYS = "always"
    OTHER_SAID_YES = "the other has said yes"
    OTHER_IS_OPEN = "the other has not answered"
    TIME_IS_UP = "not both have answered by the last day"
    PERSON_IS_OUT = "a profile is removed, paused or expired"
    PERSON_IS_GONE = "a profile is removed"
    WAS_ASKED = "the pair was asked, and nobody has answered yet"
    ASKED_LONG_AGO = "the pair was asked, and the time to answer is over"
    IS_SURPLUS = "there is another issue for the pair, or no place for it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row of the table."""

    state: State
    event: Event
    guard: Guard
    next_state: State


def _row(state: State, event: Event, guard: Guard, next_state: State) -> Transition:
    return Transition(state=state, event=event, guard=guard, next_state=next_state)


TABLE: Final = (
    _row(State.PROPOSED, Event.ACCEPT, Guard.OTHER_SAID_YES, State.ACTIVE),
    _row(State.PROPOSED, Event.ACCEPT, Guard.OTHER_IS_OPEN, State.PROPOSED),
    _row(State.PROPOSED, Event.DECLINE, Guard.ALWAYS, State.DECLINED),
    _row(State.PROPOSED, Event.PAUSE, Guard.ALWAYS, State.WITHDRAWN),
    _row(State.PROPOSED, Event.WITHDRAW, Guard.ALWAYS, State.WITHDRAWN),
    _row(State.PROPOSED, Event.EXPIRE, Guard.TIME_IS_UP, State.EXPIRED),
    _row(State.PROPOSED, Event.LEAVE, Guard.PERSON_IS_OUT, State.WITHDRAWN),
    _row(State.PROPOSED, Event.DOUBLE, Guard.IS_SURPLUS, State.WITHDRAWN),
    _row(State.ACTIVE, Event.COMPLETE, Guard.ALWAYS, State.COMPLETED),
    _row(State.ACTIVE, Event.END, Guard.ALWAYS, State.ENDED),
    _row(State.ACTIVE, Event.WITHDRAW, Guard.ALWAYS, State.ENDED),
    _row(State.ACTIVE, Event.CONTINUE, Guard.WAS_ASKED, State.ACTIVE),
    _row(State.ACTIVE, Event.PAUSE, Guard.ALWAYS, State.ACTIVE),
    _row(State.ACTIVE, Event.SILENCE, Guard.ASKED_LONG_AGO, State.ENDED),
    _row(State.ACTIVE, Event.LEAVE, Guard.PERSON_IS_GONE, State.ENDED),
    _row(State.ACTIVE, Event.DOUBLE, Guard.IS_SURPLUS, State.ENDED),
)
"""Every change of state there is. A state that no row begins with is an end."""


def next_state(state: State, event: Event, holds: Container[Guard]) -> State | None:
    """Look up where an event leads, given the guards that hold; None where it means nothing."""
    for row in TABLE:
        is_meant = row.state is state and row.event is event
        if is_meant and (row.guard is Guard.ALWAYS or row.guard in holds):
            return row.next_state
    return None
