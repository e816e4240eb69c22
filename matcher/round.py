"""One run of the matcher: from a roster and the ledger to pairings with reasons and a proof.

Pure: the same roster, ledger, programme and day give the same round, whatever the order
the people came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np

from matcher.eligibility import Truths
from matcher.explanation import praise, reasons_of, smallest_change, why_unmatched
from matcher.ledger import Ledger
from matcher.pairings import NextBest, Pairing, Proof, Round, Shortage, Unmatched
from matcher.people import People, people_of_round
from matcher.solving.certificate import best_of_all, check
from matcher.solving.market import PLACED_POINTS_WAITING, PLACED_WAITING_POINTS, Array
from matcher.solving.openings import open_mentors
from matcher.solving.solve import Assignment, solve
from matcher.solving.weights import weigh
from roster.model import Programme, Roster

_MOST_CHANGES: Final = 1000
"""For how many people the smallest change is looked up: each is compared with all mentors."""

_MOST_SHORTAGES: Final = 10


@dataclass(frozen=True, kw_only=True)
class Solved:
    """A round in positions: the people, the optimal assignment, and its proof."""

    people: People
    assignment: Assignment
    proof: Proof

    @property
    def spare(self) -> Array:
        """How many places each mentor has left."""
        market = self.people.market
        left: Array = market.places - np.bincount(self.assignment.mentor, minlength=market.mentors)
        return left

    @cached_property
    def is_open(self) -> Truths:
        """Which mentors could take one more while nobody is left out for it.

        Where points come before places, only those who have room.
        """
        found = self.assignment
        if self.people.market.aims not in {PLACED_WAITING_POINTS, PLACED_POINTS_WAITING}:
            return self.spare > 0
        return open_mentors(self.people.market, found.mentee, found.mentor)


def solve_round(
    roster: Roster,
    ledger: Ledger,
    *,
    programme: Programme,
    today: date,
    before: Iterable[tuple[str, str]] = (),
    prices: Mapping[str, int] | None = None,
    executor: Executor | None = None,
) -> Solved:
    """Find the best pairings there are, and check the proof over every eligible pair.

    Pairs `before` (mentee, mentor) earn the points for staying put. From the `prices` of an
    earlier round (points by mentor) this one starts warm: sooner done, with the same result.
    """
    people = people_of_round(roster, ledger, programme=programme, today=today, before=before)
    start = None
    if prices:
        start = np.array([prices.get(each.github, 0) for each in people.mentors], dtype=np.int64)
    assignment = solve(people.market, key=today.toordinal(), prices=start, executor=executor)
    verdict = check(people.market, assignment.certificate, executor=executor)
    return Solved(
        people=people,
        assignment=assignment,
        proof=Proof(
            is_proven=verdict.proven,
            eligible_pairs=verdict.eligible,
            violations=verdict.violations,
            gap=verdict.gap,
        ),
    )


def prices_of(solved: Solved) -> dict[str, int]:
    """What one more place with each mentor would be worth, in points, where it is worth any."""
    certificate, point = solved.assignment.certificate, weigh(solved.people.market).point
    points = (certificate.price // point).tolist()
    both = zip(solved.people.mentors, points, strict=True)
    return {mentor.github: price for mentor, price in both if price > 0}


def told(solved: Solved, ledger: Ledger) -> Round:
    """Put a solved round into words."""
    people, assignment = solved.people, solved.assignment
    placed = set(assignment.mentee.tolist())
    left_out = [row for row in range(len(people.mentees)) if row not in placed]
    return Round(
        pairings=tuple(_pairings(solved)),
        unmatched=tuple(_unmatched(solved, left_out)),
        waiting=sum(each.state.takes_a_place for each in ledger.proposals),
        places=int(people.market.places.sum()),
        proof=solved.proof,
        shortages=shortages_of(solved, left_out),
    )


def _pairings(solved: Solved) -> Iterable[Pairing]:
    people, assignment = solved.people, solved.assignment
    others = next_best(solved, most=1)
    for row, column in zip(assignment.mentee.tolist(), assignment.mentor.tolist(), strict=True):
        pair = praise(people, row, column)
        yield Pairing(
            mentee=people.mentees[row].github,
            mentor=people.mentors[column].github,
            score=pair.score,
            reasons=reasons_of(pair),
            next_best=next(iter(others[row]), None),
        )


def next_best(solved: Solved, *, most: int) -> tuple[tuple[NextBest, ...], ...]:
    """Return for each mentee the mentors whom the rules allow beside those of the round.

    Those come first whom the round would miss least: the most points less the mentor's price.
    """
    people, assignment = solved.people, solved.assignment
    paired = set(zip(assignment.mentee.tolist(), assignment.mentor.tolist(), strict=True))
    kept = most + people.programme.settings.matching.proposals_per_mentee
    values = best_of_all(people.market, assignment.certificate, most=kept)
    return tuple(
        tuple(
            NextBest(mentor=people.mentors[each.mentor].github, score=each.points or 0)
            for each in [each for each in pairs if (row, each.mentor) not in paired][:most]
        )
        for row, pairs in enumerate(values)
    )


def _unmatched(solved: Solved, left_out: list[int]) -> Iterable[Unmatched]:
    people = solved.people
    for count, row in enumerate(left_out):
        change = smallest_change(people, row, solved.is_open) if count < _MOST_CHANGES else ""
        why = why_unmatched(people, row)
        yield Unmatched(mentee=people.mentees[row].github, why=f"{why} {change}".strip())


def shortages_of(solved: Solved, left_out: list[int]) -> tuple[Shortage, ...]:
    """The areas that left-out mentees seek and in which nobody can be added to any mentor.

    Every place there keeps somebody placed, so that only a further mentor helps.
    """
    people, market = solved.people, solved.people.market
    if not left_out or not people.areas_matter:
        return ()
    wanted = np.zeros(len(market.area_group), dtype=np.int64)
    for row in left_out:
        needs = market.need_area[market.need_start[row] : market.need_start[row + 1]]
        wanted[needs] += 1
    full = ~solved.is_open
    areas = people.programme.areas
    found = [
        Shortage(
            area=areas[number].name,
            left_out=int(wanted[number]),
            mentors=len(people.helpers[number]),
            places=int(market.places[people.helpers[number]].sum()),
        )
        for number in np.flatnonzero(wanted)
        if full[people.helpers[number]].all()
    ]
    found.sort(key=lambda each: (-each.left_out, each.area))
    return tuple(found[:_MOST_SHORTAGES])
