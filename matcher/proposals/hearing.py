"""What people said on one proposal, taken into account: comments, labels and a closed issue.

A case and the comments on it come in; the block as it stands after them goes out. Only the
two people, by number, and organisers are heard; each comment counts once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from forge.port import Account, Comment
from matcher.proposals.answers import Answer, read_answer
from matcher.proposals.machine_block import MOST_COUNTED, MachineBlock, Reason, Role
from matcher.proposals.reading import ORGANISERS_LABELS, Case, Known
from matcher.proposals.transitions import Event, Guard, next_state

_NEED_A_ROLE: Final = frozenset({Event.ACCEPT, Event.DECLINE, Event.PAUSE})
_NOTE: Final = re.compile(r"<!-- mentor-match note ([a-z]{1,20}) (\d{4}-\d\d-\d\d) -->\s*\Z")
_LABEL: Final = re.compile(r"organiser: ([a-z]+)(?: for (mentee|mentor))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A comment of our own: of which kind, and the day it was planned for."""

    kind: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A case after everybody was heard; `is_unclear` where somebody must be told how to answer."""

    case: Case
    block: MachineBlock
    notes: tuple[Note, ...]
    is_unclear: bool = False


def note_mark(kind: str, day: date) -> str:
    """Write the line by which our own comment is known again."""
    return f"<!-- mentor-match note {kind} {day} -->"


def hear(case: Case, known: Known, *, today: date) -> Heard:
    """Hear the comments on a case in their order, then labels, then whether it was closed."""
    comments = known.comments.get(case.issue.number, ())
    notes = tuple(_notes(comments, known.account))
    heard = Heard(case=case, block=case.block, notes=notes)
    if not case.is_live:
        return heard
    for comment in comments:
        heard = _hear_one(heard, comment, known)
    for label in case.issue.labels:
        heard = replace(heard, block=_obey_label(heard, label, today))
    if not case.issue.is_open and heard.block.state.takes_a_place:
        heard = replace(heard, block=happen(heard, Event.WITHDRAW, day=today))
    return heard


def happen(
    heard: Heard,
    event: Event,
    *,
    day: date,
    role: Role | None = None,
    reason: Reason | None = None,
    holds: Iterable[Guard] = (),
) -> MachineBlock:
    """Let an event happen to a case, by the table; the same block where it means nothing."""
    block = heard.block
    if event is Event.ACCEPT and role in block.accepted:
        return block
    state = next_state(block.state, event, {*holds, *_holding(heard, role)})
    if state is None:
        return block
    after = replace(block, state=state, since=day if state is not block.state else block.since)
    if event is Event.CONTINUE:
        after = replace(after, continued=day)
    if role is None:
        return after
    after = replace(after, heard={**block.heard, role: day})
    if event is Event.ACCEPT:
        after = replace(after, accepted=tuple(sorted({*block.accepted, role})))
    if event is Event.DECLINE:
        after = replace(after, declined_by=role, reason=reason)
    if event is Event.PAUSE:
        after = replace(after, paused={**block.paused, role: day})
    return after


def last_question(heard: Heard) -> date | None:
    """The day on which an active pair was asked whether to go on, unless it has answered since."""
    begun = max(heard.block.since, heard.block.continued or date.min)
    asked = [each.day for each in heard.notes if each.kind == "asked" and each.day >= begun]
    return max((day for day in asked if day > begun), default=None)


def _holding(heard: Heard, role: Role | None) -> Iterable[Guard]:
    if role is not None:
        has_other = role.other in heard.block.accepted
        yield Guard.OTHER_SAID_YES if has_other else Guard.OTHER_IS_OPEN
    if last_question(heard) is not None:
        yield Guard.WAS_ASKED


def _notes(comments: Iterable[Comment], account: Account) -> Iterable[Note]:
    for each in comments:
        found = _NOTE.search(each.body) if each.author.number == account.number else None
        if found is not None:
            yield Note(kind=found[1], day=date.fromisoformat(found[2]))


def _hear_one(heard: Heard, comment: Comment, known: Known) -> Heard:
    block = heard.block
    if comment.author.is_bot or comment.author.number == known.account.number:
        return heard
    answer = read_answer(comment.body)
    speaker = _speaker(comment.author, block)
    if answer is None or (speaker is None and comment.author.number not in known.organisers):
        return heard
    if _has_counted(comment, block):
        return heard
    may_act = comment.author.number in known.organisers
    role = answer.role if answer.role is not None and may_act else speaker
    if not _is_sayable(answer, speaker=speaker, role=role):
        return replace(heard, is_unclear=heard.is_unclear or block.state.takes_a_place)
    assert answer.event is not None  # noqa: S101 -- what can be said is an event
    after = happen(heard, answer.event, day=comment.written.date(), role=role, reason=answer.reason)
    is_unclear = heard.is_unclear or (after is block and _means_nothing(block, answer, role))
    counted = tuple(sorted({*block.counted, comment.number}))[-MOST_COUNTED:]
    return replace(heard, block=replace(after, counted=counted), is_unclear=is_unclear)


def _speaker(author: Account, block: MachineBlock) -> Role | None:
    return next((role for role in Role if block.number(role) == author.number), None)


def _has_counted(comment: Comment, block: MachineBlock) -> bool:
    counted = block.counted
    is_past = len(counted) == MOST_COUNTED and comment.number < counted[0]
    return is_past or comment.number in counted


def _is_sayable(answer: Answer, *, speaker: Role | None, role: Role | None) -> bool:
    """Whether the command is one, and it is clear for whom it was said."""
    if answer.event is None or (answer.role is not None and answer.role is not role):
        return False
    return role is not None or (speaker is None and answer.event not in _NEED_A_ROLE)


def _means_nothing(block: MachineBlock, answer: Answer, role: Role | None) -> bool:
    """Whether a command does not fit the state, so that a word on what does would help."""
    is_repeated = answer.event is Event.ACCEPT and role in block.accepted
    return block.state.takes_a_place and not is_repeated


def _obey_label(heard: Heard, label: str, today: date) -> MachineBlock:
    found = _LABEL.fullmatch(label) if label in ORGANISERS_LABELS else None
    if found is None:
        return heard.block
    role = Role(found[2]) if found[2] else None
    return happen(heard, Event(found[1]), day=today, role=role)
