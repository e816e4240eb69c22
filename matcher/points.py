"""The points, as a table of named components, each at most its weight in settings.

For a block of mentees against all mentors each component gives whole points; a score is
their sum. The same table says in words what a pairing earned. To add a component, add its
row here, its weight in settings.yaml and in the settings' schema.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.eligibility import (
    Rows,
    covered_weight,
    grade_gap,
    meets_in_person,
    same_department,
)
from matcher.people import Numbers, People, Truths
from roster.model import MatchingSettings, Profile

_MOST_CHOICES: Final = 5
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A named part of a score.

    `points` takes a block of mentees and the weight and gives (mentees of the block) x
    (mentors) whole points from 0 to the weight; `reason` says in words what earned them.
    """

    name: str
    points: Callable[[People, Rows, MatchingSettings, int], Numbers]
    reason: Callable[[Profile, Profile, MatchingSettings], str]


def _share(part: Numbers, whole: Numbers, weight: int) -> Numbers:
    """The weight times part/whole in whole points, halves rounded up."""
    shared: Numbers = (2 * weight * part + whole) // (2 * np.maximum(whole, 1))
    return shared


def _needs(people: People, rows: Rows, _: MatchingSettings, weight: int) -> Numbers:
    whole = people.mentees.areas[rows].sum(axis=1, dtype=np.int32)
    return _share(covered_weight(people, rows), whole[:, None], weight)


def _choice(people: People, rows: Rows, _: MatchingSettings, weight: int) -> Numbers:
    first, last, _step = rows.indices(len(people.mentees.people))
    table = np.zeros((last - first, len(people.mentors.people)), dtype=np.int32)
    for (row, column), rank in people.choices.items():
        if first <= row < last:
            table[row - first, column] = (2 * weight * (_MOST_CHOICES - rank) + _MOST_CHOICES) // (
                2 * _MOST_CHOICES
            )
    return table


def _gap(people: People, rows: Rows, settings: MatchingSettings, weight: int) -> Numbers:
    """All points at the ideal gap, and none one grade beyond the furthest allowed."""
    ideal = settings.ideal_gap
    none = max(ideal - settings.smallest_gap, settings.largest_gap - ideal) + 1
    off = np.minimum(np.abs(grade_gap(people, rows) - ideal), none)
    return _share(none - off, np.full_like(off, none), weight)


def _profession(people: People, rows: Rows, _: MatchingSettings, weight: int) -> Numbers:
    mine, theirs = people.mentees.profession[rows, None], people.mentors.profession[None, :]
    return _where((mine == theirs) & (mine >= 0), weight)


def _region(people: People, rows: Rows, _: MatchingSettings, weight: int) -> Numbers:
    return _where(meets_in_person(people, rows), weight)


def _organisation(people: People, rows: Rows, settings: MatchingSettings, weight: int) -> Numbers:
    counts = settings.organisations == "prefer different"
    return _where(~same_department(people, rows), weight if counts else 0)


def _where(truths: Truths, weight: int) -> Numbers:
    return truths.astype(np.int32) * np.int32(weight)


def _needs_reason(mentee: Profile, mentor: Profile, _: MatchingSettings) -> str:
    covered = [name for name in mentee.seeks if name in mentor.offers]
    names = [
        f"{name} (most wanted)" if name == mentee.seeks[0] and len(mentee.seeks) > 1 else name
        for name in covered
    ]
    if len(mentee.seeks) == 1:
        return f"covers the one need: {names[0]}"
    share = "all" if len(covered) == len(mentee.seeks) else f"{len(covered)} of"
    return f"covers {share} {len(mentee.seeks)} needs: {', '.join(names)}"


def _choice_reason(mentee: Profile, mentor: Profile, _: MatchingSettings) -> str:
    return f"the mentee’s {_ORDINALS[mentee.choices.index(mentor.github)]} choice"


def _gap_reason(mentee: Profile, mentor: Profile, settings: MatchingSettings) -> str:
    gap = mentor.grade - mentee.grade
    plural = "" if abs(gap) == 1 else "s"
    ideal = ", the ideal gap" if gap == settings.ideal_gap else ""
    side = "above" if gap >= 0 else "below"
    return f"{abs(gap)} grade{plural} {side} the mentee{ideal}"


COMPONENTS: Final = (
    Component(name="needs", points=_needs, reason=_needs_reason),
    Component(name="choice", points=_choice, reason=_choice_reason),
    Component(name="gap", points=_gap, reason=_gap_reason),
    Component(
        name="profession",
        points=_profession,
        reason=lambda mentee, *_: f"the same profession, {mentee.profession}",
    ),
    Component(
        name="region",
        points=_region,
        reason=lambda mentee, *_: f"can meet in person in {mentee.region}",
    ),
    Component(
        name="different_organisation",
        points=_organisation,
        reason=lambda *_: "from another department",
    ),
)


def scores(people: People, rows: Rows, settings: MatchingSettings) -> Numbers:
    """Add up the points of all components: (mentees of the block) x (mentors)."""
    first, last, _ = rows.indices(len(people.mentees.people))
    total = np.zeros((last - first, len(people.mentors.people)), dtype=np.int32)
    for component in COMPONENTS:
        weight = settings.points.get(component.name, 0)
        if weight:
            total += component.points(people, rows, settings, weight)
    return total


def earned(people: People, settings: MatchingSettings) -> tuple[tuple[Component, int], ...]:
    """For two people arranged as a pair, give each component with the points it earned."""
    return tuple(
        (component, int(component.points(people, slice(0, 1), settings, weight)[0, 0]))
        for component in COMPONENTS
        for weight in (settings.points.get(component.name, 0),)
    )
