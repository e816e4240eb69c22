"""Match the sample with this repository's solver: `python -m benchmarks.sample_ours MODE FOLDER`.

MODE says how: `points` (three rounds, most points in each, with the extra points that the
other matcher gives to people who have nobody yet), `headcount` (three rounds, most mentees
placed, then most points, first whoever has no mentor yet) or `joint` (three mentors a mentee
at once). One line of JSON on stdout holds the pairs of each round.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.measuring import peak_megabytes
from benchmarks.sample_rules import (
    GAP_POINTS,
    GRADE_NAMES,
    IDENTITY_POINTS,
    PROFESSION_POINTS,
    ROUNDS,
    UNMATCHED_POINTS,
    Pair,
    Person,
    read_mentees,
    read_mentors,
)
from matcher.solving.market import GRADES, REFUSE_RELATED, Array, Market
from matcher.solving.solve import Assignment, solve

MODES: Final = ("points", "headcount", "joint")

_NOBODY: Final = len(GRADE_NAMES)
"""The area of those who stand for staying without a mentor; areas before it are grades."""

_NEW: Final = _NOBODY + 1
"""The area of mentors who have no mentee yet; areas after it are identities."""


def market_of(
    mentees: list[Person], mentors: list[Person], earlier: list[Pair], mode: str
) -> Market:
    """Describe a round by areas: each mentor offers their grade and identities.

    A mentee needs, with these points, the two grades above theirs and their identity. Where
    points come first, a place with nobody for everyone earns 0 points at every grade: as all
    can then be placed, points alone decide, and these pairs are dropped again. Extra points
    then go with either grade for a mentee who has nobody, and else with a mentor who has.
    """
    extra = UNMATCHED_POINTS if mode == "points" else 0
    nobody = len(GRADE_NAMES) if mode == "points" else 0
    taught, teaching = {i for i, _ in earlier}, {j for _, j in earlier}
    n, m = len(mentees), len(mentors) + nobody
    identity = _numbers(mentees, mentors)
    grade = np.array([each.grade for each in mentees])
    needs = [_needs(each, identity, extra, i not in taught) for i, each in enumerate(mentees)]
    offers = [
        [each.grade, *[_NEW] * (j not in teaching), *(identity[what] for what in each.identities)]
        for j, each in enumerate(mentors)
    ]
    offers += [[_NOBODY]] * nobody
    organisations = {each.organisation: 0 for each in (*mentees, *mentors)}
    organisations = {name: at for at, name in enumerate(organisations)}
    professions = {name: at for at, name in enumerate({each.profession: 0 for each in mentees})}
    each_way = ROUNDS if mode == "joint" else 1
    points = np.array([points for each in needs for points in each.values()])
    pairs = np.array(earlier).reshape(-1, 2)
    none = np.zeros(0)
    return Market(
        mentee_grade=grade,
        lowest_grade=grade + min(GAP_POINTS),
        highest_grade=np.minimum(grade + max(GAP_POINTS), GRADES - 1),
        mentee_organisation=np.array([organisations[each.organisation] for each in mentees]),
        mentee_region=np.full(n, -1),
        mentee_profession=np.array([professions[each.profession] for each in mentees]),
        mentee_remote=np.ones(n),
        mentee_in_person=np.zeros(n),
        need_start=_starts(needs),
        need_area=np.array([area for each in needs for area in each]),
        need_full=points,
        need_near=np.zeros_like(points),
        waiting=np.array([int(mode == "headcount" and i not in taught) for i in range(n)]),
        wanted=np.full(n, each_way),
        mentee_hash=np.arange(n) * 2,
        mentor_grade=np.array([*(each.grade for each in mentors), *range(nobody)]),
        mentor_organisation=np.array(
            [
                *(organisations[each.organisation] for each in mentors),
                *[len(organisations)] * nobody,
            ]
        ),
        mentor_region=np.full(m, -1),
        mentor_profession=np.array(
            [
                *(professions.get(each.profession, -1) for each in mentors),
                *[-1] * nobody,
            ]
        ),
        mentor_remote=np.ones(m),
        mentor_in_person=np.zeros(m),
        offer_start=_starts(offers),
        offer_area=np.array([area for each in offers for area in each]),
        places=np.array([*[each_way] * len(mentors), *[n] * nobody]),
        bonus=np.zeros(m),
        mentor_hash=np.arange(m) * 2 + 1,
        area_group=np.arange(_NEW + 1 + len(identity)),
        gap_points=np.zeros((GRADES, GRADES)),
        related=np.eye(len(organisations) + 1),
        organisation_rule=REFUSE_RELATED,
        unrelated_points=0,
        profession_points=PROFESSION_POINTS,
        region_points=0,
        choice_mentee=none,
        choice_mentor=none,
        choice_points=none,
        extra_mentee=none,
        extra_mentor=none,
        extra_points=none,
        forbidden_mentee=pairs[:, 0],
        forbidden_mentor=pairs[:, 1],
    )


def _numbers(mentees: list[Person], mentors: list[Person]) -> dict[str, int]:
    """Number the identities as areas."""
    names = sorted({name for each in (*mentees, *mentors) for name in each.identities})
    return {name: _NEW + 1 + at for at, name in enumerate(names)}


def _needs(mentee: Person, identity: dict[str, int], extra: int, new: bool) -> dict[int, int]:
    """Points by area; the extra ones once at most, since grades exclude each other."""
    grades = {mentee.grade + gap: points + extra * new for gap, points in GAP_POINTS.items()}
    within = {grade: points for grade, points in grades.items() if grade < GRADES}
    return {
        **within,
        _NOBODY: 0,
        _NEW: extra * (not new),
        **{identity[what]: IDENTITY_POINTS for what in mentee.identities},
    }


def _starts(lists: list[list[int]] | list[dict[int, int]]) -> Array:
    return np.cumsum([0, *map(len, lists)])


def match(
    mentees: list[Person], mentors: list[Person], mode: str
) -> list[tuple[Market, Assignment, list[Pair]]]:
    """Match in one or three rounds; give what each was, found, and paired in rows."""
    rounds = []
    earlier: list[Pair] = []
    for _ in range(1 if mode == "joint" else ROUNDS):
        market = market_of(mentees, mentors, earlier, mode)
        found = solve(market)
        both = zip(found.mentee.tolist(), found.mentor.tolist(), strict=True)
        pairs = [(i, j) for i, j in both if j < len(mentors)]
        rounds.append((market, found, pairs))
        earlier += pairs
    return rounds


def main() -> None:
    """Match the sample and print the pairs."""
    mode, folder = sys.argv[1], Path(sys.argv[2])
    rounds = match(read_mentees(folder), read_mentors(folder), mode)
    answer = {"rounds": [pairs for _, _, pairs in rounds], "peak": peak_megabytes()}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
