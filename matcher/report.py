"""A round in figures for the organisers: who was placed, who was not, and how evenly.

A solved round comes in, a Report goes out, as Markdown or as data. It names no person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from matcher.explanation import praise
from matcher.pairings import Proof, Shortage
from matcher.points import need_points
from matcher.round import Solved, shortages_of
from matcher.solving.openings import count_rather
from roster.model import Profile

_MOST_PAIRS: Final = 5_000_000_000
"""How many pairs are compared at most to count those who would rather have each other."""

_MOST_GROUPS: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of a group of mentees were placed."""

    group: str
    mentees: int
    placed: int

    @property
    def percent(self) -> int:
        """The share that was placed, in hundredths, rounded down."""
        return 100 * self.placed // self.mentees


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A round in figures.

    `covered` is the share of what placed mentees seek that their mentors offer, weighted by
    order, in hundredths; `choices` holds for each rank from the first how many mentees named
    a mentor there and how many got them; `rather` counts pairs who would both rather have
    each other, None where the round is too large to compare.
    """

    mentees: int
    placed: int
    pairs: int
    places: int
    spare_places: int
    covered: int
    choices: tuple[tuple[int, int], ...]
    fairness: Mapping[str, tuple[Share, ...]]
    rather: int | None
    shortages: tuple[Shortage, ...]
    proof: Proof


def report_of(solved: Solved) -> Report:
    """Count a solved round."""
    people, found = solved.people, solved.assignment
    mentors: dict[int, list[int]] = {}
    for row, column in zip(found.mentee.tolist(), found.mentor.tolist(), strict=True):
        mentors.setdefault(row, []).append(column)
    left_out = [row for row in range(len(people.mentees)) if row not in mentors]
    return Report(
        mentees=len(people.mentees),
        placed=len(mentors),
        pairs=len(found.mentee),
        places=int(people.market.places.sum()),
        spare_places=int(solved.spare.sum()),
        covered=_covered(solved, mentors),
        choices=tuple(_choices(solved, mentors)),
        fairness={
            "grade": _shares(solved, mentors, lambda each: each.grade.name),
            "organisation": _shares(solved, mentors, lambda each: each.organisation),
            "region": _shares(solved, mentors, lambda each: each.region),
            "rounds waited": _waiting_shares(solved, mentors),
        },
        rather=_rather(solved),
        shortages=shortages_of(solved, left_out),
        proof=solved.proof,
    )


def _covered(solved: Solved, mentors: Mapping[int, Sequence[int]]) -> int:
    got = wanted = 0
    for row, columns in mentors.items():
        seeks = solved.people.mentees[row].seeks
        offered = {name for each in columns for name in solved.people.mentors[each].offers}
        shares = need_points(len(seeks), 1000)
        wanted += sum(shares)
        got += sum(share for name, share in zip(seeks, shares, strict=True) if name in offered)
    return 100 * got // wanted if wanted else 0


def _choices(solved: Solved, mentors: Mapping[int, Sequence[int]]) -> Iterable[tuple[int, int]]:
    named: Counter[int] = Counter()
    honoured: Counter[int] = Counter()
    for row, mentee in enumerate(solved.people.mentees):
        got = {solved.people.mentors[each].github for each in mentors.get(row, ())}
        for rank, choice in enumerate(mentee.choices):
            named[rank] += 1
            honoured[rank] += choice in got
    return ((named[rank], honoured[rank]) for rank in sorted(named))


def _shares(
    solved: Solved, mentors: Mapping[int, Sequence[int]], group_of: Callable[[Profile], str]
) -> tuple[Share, ...]:
    groups = [group_of(each) for each in solved.people.mentees]
    return _counted(groups, mentors)


def _waiting_shares(solved: Solved, mentors: Mapping[int, Sequence[int]]) -> tuple[Share, ...]:
    return _counted([str(each) for each in solved.people.market.waiting.tolist()], mentors)


def _counted(groups: Sequence[str], mentors: Mapping[int, Sequence[int]]) -> tuple[Share, ...]:
    """The largest groups, each with how many of it were placed."""
    all_of, placed = Counter(groups), Counter(groups[row] for row in mentors)
    largest = sorted(all_of.items(), key=lambda each: (-each[1], each[0]))[:_MOST_GROUPS]
    return tuple(
        Share(group=group, mentees=count, placed=placed[group]) for group, count in largest
    )


def _rather(solved: Solved) -> int | None:
    """Count pairs who would both earn more with each other than with somebody they have."""
    market, found = solved.people.market, solved.assignment
    if market.mentees * market.mentors > _MOST_PAIRS:
        return None
    pairs = zip(found.mentee.tolist(), found.mentor.tolist(), strict=True)
    points = [praise(solved.people, row, column).score for row, column in pairs]
    return count_rather(market, found.mentee, found.mentor, np.array(points, dtype=np.int64))


def taken_of(solved: Solved) -> dict[str, int]:
    """Count by login the places of mentors that were taken before the round; none is left out."""
    people = solved.people
    places = zip(people.mentors, people.market.places.tolist(), strict=True)
    return {each.github: each.capacity - left for each, left in places if left < each.capacity}


def as_data(report: Report) -> dict[str, Any]:
    """Write a report for programs."""
    return asdict(report)


def as_markdown(report: Report, *, programme: str) -> str:
    """Write a report for organisers."""
    rather = f"{report.rather:,}" if report.rather is not None else "not counted, so many they are"
    placed = f"{report.placed:,} of {report.mentees:,} mentees have a mentor, in {report.pairs:,}"
    left = f"Mentors had {report.places:,} places, and {report.spare_places:,} are left."
    covered = f"{report.covered} % of what placed mentees seek is covered"
    proof = "proven" if report.proof.is_proven else "NOT proven"
    lines = [
        f"# Round of {programme}",
        "",
        f"{placed} pairs. {left}",
        "",
        f"- {covered}, the most wanted weighted most.",
        f"- Pairs who would both rather have each other: {rather}.",
        f"- The result is {proof} over {report.proof.eligible_pairs:,} possible pairs.",
        "",
    ]
    if report.choices:
        lines += ["## Choices", "", "| choice | named | honoured |", "|---|---:|---:|"]
        lines += [
            f"| {rank} | {named:,} | {honoured:,} |"
            for rank, (named, honoured) in enumerate(report.choices, start=1)
        ]
        lines.append("")
    for title, shares in report.fairness.items():
        if shares:
            lines += [f"## By {title}", "", "| | mentees | placed | % |", "|---|---:|---:|---:|"]
            lines += [
                f"| {each.group} | {each.mentees:,} | {each.placed:,} | {each.percent} |"
                for each in shares
            ]
            lines.append("")
    if report.shortages:
        lines += ["## Where mentors are missing", "", "| area | left out | mentors | places |"]
        lines += ["|---|---:|---:|---:|"]
        lines += [
            f"| {each.area} | {each.left_out:,} | {each.mentors:,} | {each.places:,} |"
            for each in report.shortages
        ]
        lines.append("")
    return "\n".join(lines)
