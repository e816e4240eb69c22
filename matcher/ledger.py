"""All proposals so far, as the matcher sees them: who was put to whom, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from roster.model import Profile


class State(StrEnum):
    """Where a proposal is in its life."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    ENDED = "ended"

    @property
    def takes_a_place(self) -> bool:
        """Whether a proposal in this state uses up one of the mentor's places."""
        return self in {State.PROPOSED, State.ACTIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A pairing (by login) put to both people on a day (UTC), and its state.

    `began` is the day on which both had accepted, of a pair that goes on; `closed` the day it
    came to its end. `silent` are the logins of those who let it expire
    without an answer. `heard` holds by login the last day of an answer, `pauses` the last day
    on which somebody asked to be left alone.
    """

    mentee: str
    mentor: str
    state: State
    opened: date
    began: date | None = None
    closed: date | None = None
    silent: tuple[str, ...] = ()
    heard: Mapping[str, date] = field(default_factory=dict)
    pauses: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All proposals so far, in the order they were opened."""

    proposals: tuple[Proposal, ...] = ()


def resting(ledger: Ledger, people: Iterable[Profile], *, expiries: int) -> frozenset[str]:
    """Say who is treated as paused: they asked for it, or let so many proposals expire.

    A later answer ends it, and so does a later `confirmed` day: days that are not before the
    last sign of life still count.
    """
    signs: dict[str, date] = {}
    pauses: dict[str, date] = {}
    expired: dict[str, list[date]] = {}
    for each in ledger.proposals:
        _keep_latest(signs, each.heard)
        _keep_latest(pauses, each.pauses)
        for login in each.silent:
            expired.setdefault(login, []).append(each.closed or each.opened)
    return frozenset(
        each.github
        for each in people
        if _rests(
            max(each.confirmed, signs.get(each.github, date.min)),
            pauses.get(each.github),
            expired.get(each.github, ()),
            expiries,
        )
    )


def _keep_latest(days: dict[str, date], others: Mapping[str, date]) -> None:
    for login, day in others.items():
        days[login] = max(day, days.get(login, day))


def _rests(sign: date, pause: date | None, expired: Iterable[date], most: int) -> bool:
    """Whether what happened since the last sign of life makes somebody rest."""
    is_paused = pause is not None and pause >= sign
    return is_paused or sum(day >= sign for day in expired) >= most
