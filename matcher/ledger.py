"""All proposals so far, as the matcher sees them: who was put to whom, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
    """A pairing (by login) put to both people on a day (UTC), and its state."""

    mentee: str
    mentor: str
    state: State
    opened: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All proposals so far, in the order they were opened."""

    proposals: tuple[Proposal, ...] = ()
