"""Answers in words: why a pairing, why not, and why somebody is left without one.

Everything is said from the same tables that decide, so that no sentence can contradict
them. Words are neutral, since organisers and both people read them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.eligibility import RULES
from matcher.ledger import Ledger
from matcher.people import People, people_of_pair
from matcher.points import earned
from roster.model import Profile, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class PairExplanation:
    """A pair looked at closely: the sentences of broken rules, and points by reason.

    `points` holds the reason in words with its points; both are empty where they do not
    apply.
    """

    broken: tuple[str, ...]
    points: tuple[tuple[str, int], ...]

    @property
    def is_eligible(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.broken

    @property
    def score(self) -> int:
        """The points added up."""
        return sum(points for _, points in self.points)


def explain_pair(
    mentee: Profile, mentor: Profile, ledger: Ledger, *, programme: Programme
) -> PairExplanation:
    """Say of any two people which hard rules they break and what points they would earn."""
    settings = programme.settings.matching
    people = people_of_pair(mentee, mentor, ledger, programme=programme)
    return PairExplanation(
        broken=tuple(
            rule.broken(mentee, mentor, settings)
            for rule in RULES
            if not rule.allows(people, slice(0, 1), settings)[0, 0]
        ),
        points=tuple(
            (component.reason(mentee, mentor, settings), points)
            for component, points in earned(people, settings)
            if points
        ),
    )


def reasons_of(pair: PairExplanation) -> tuple[str, ...]:
    """Write each reason of a pairing with its points, as a sentence."""
    return tuple(
        f"{reason[0].upper()}{reason[1:]} ({points} point{'' if points == 1 else 's'})."
        for reason, points in pair.points
    )


def why_unmatched(people: People, row: int, *, programme: Programme) -> str:
    """Say which rule took the last mentors away from a mentee, or that places ran out."""
    settings = programme.settings.matching
    mentee = people.mentees.people[row]
    if not people.mentors.people:
        return "There are no mentors in this round."
    left = np.ones(len(people.mentors.people), dtype=np.bool_)
    for rule in RULES:
        still = left & rule.allows(people, slice(row, row + 1), settings)[0]
        if not still.any():
            return rule.nobody(mentee, settings)
        left = still
    count = int(left.sum())
    fits = "1 mentor fits" if count == 1 else f"{count} mentors fit"
    return f"{fits}, but all their places go to pairings that place as many people or score more."
