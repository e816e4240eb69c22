"""The answers of the matcher: pairings, people left without one, and a round of both."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBest:
    """The mentor (by login) whom the rules allow and who would have scored most otherwise."""

    mentor: str
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A mentee and a mentor (by login) with the score in points and the reasons in words.

    `next_best` is None where nobody else was possible.
    """

    mentee: str
    mentor: str
    score: int
    reasons: tuple[str, ...]
    next_best: NextBest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A mentee (by login) left without a mentor, and why, in words."""

    mentee: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the check of the prices found over every eligible pair; it needs no solver.

    `gap` is by how much a better assignment could exceed this one: nothing where it is
    proven.
    """

    is_proven: bool
    eligible_pairs: int
    violations: int
    gap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """An area in which every place is taken while people who seek it are left out."""

    area: str
    left_out: int
    mentors: int
    places: int


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
    proof: Proof
    shortages: tuple[Shortage, ...] = ()

    @property
    def placed(self) -> int:
        """How many mentees have at least one mentor."""
        return len({each.mentee for each in self.pairings})

    @property
    def summary(self) -> dict[str, Any]:
        """The round in figures, as the command line prints them."""
        return {
            "mentees": self.placed + len(self.unmatched),
            "matched": self.placed,
            "unmatched": len(self.unmatched),
            "waiting": self.waiting,
            "places": self.places,
            "points": sum(each.score for each in self.pairings),
            "certificate": {
                "proven": self.proof.is_proven,
                "eligible_pairs": self.proof.eligible_pairs,
                "violations": self.proof.violations,
                "gap": self.proof.gap,
            },
            "shortages": [asdict(each) for each in self.shortages],
        }
