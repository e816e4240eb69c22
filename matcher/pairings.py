"""The answers of the matcher: pairings, people left without one, and a round of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A mentee and a mentor (by login) with the score in points and the reasons in words."""

    mentee: str
    mentor: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A mentee (by login) left without a mentor, and why, in words."""

    mentee: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One run of the matcher: everything sorted by the mentee's login.

    `waiting` counts proposals that were put before and are still open or active, `places`
    the mentees whom the mentors had room for when the round began.
    """

    pairings: tuple[Pairing, ...]
    unmatched: tuple[Unmatched, ...]
    waiting: int
    places: int

    @property
    def summary(self) -> dict[str, Any]:
        """The round in figures, as the command line prints them."""
        return {
            "mentees": len(self.pairings) + len(self.unmatched),
            "matched": len(self.pairings),
            "unmatched": len(self.unmatched),
            "waiting": self.waiting,
            "places": self.places,
            "points": sum(each.score for each in self.pairings),
        }
