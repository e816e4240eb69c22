"""The points, as a table of named components, each at most its weight in settings.

Two people and what they share come in; whole points and the reason in words go out. The
same functions fill the solver's tables, so that a sentence cannot contradict a score. To
add a component: its row here, its weight in settings.yaml and the settings' schema, and
its place in the market (`matcher/arrays.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from roster.model import IN_PERSON, MatchingSettings, Profile, Programme
from roster.shape import parse_schema

ANY_AREA: Final = "any"
"""What the setting `areas` says where anybody may help anybody."""

ORDINALS: Final = ("first", "second", "third", "fourth", "fifth")
_PAID_CHOICES: Final = len(ORDINALS)
WORDS: Final[Mapping[str, str]] = {
    "only near": "can help with something close to {near}",
    "one need": "can help with {names}",
    "all needs": "can help with all {count} areas: {names}",
    "some needs": "can help with {covered} of {count} areas: {names}",
    "and near": ", and with something close to {near}",
    "most wanted": "{name} (most wanted)",
    "choice": "named as {ordinal} choice",
    "same grade": "of the same grade",
    "grade above": "{gap} grade more senior",
    "grades above": "{gap} grades more senior",
    "grade below": "{gap} grade more junior",
    "grades below": "{gap} grades more junior",
    "ideal gap": ", which is ideal",
    "profession": "in the same profession, {profession}",
    "region": "can meet in person in {region}",
    "different_organisation": "from another department",
    "not_yet_helping": "not mentoring anyone yet",
    "stay_put": "paired in the round before",
}
"""The sentences of reasons: written here alone, and handed to the browser as they are.

Each speaks of the mentor, and to everybody: a mentee, a mentor and an organiser read the same.
"""


def need_points(count: int, weight: int) -> tuple[int, ...]:
    """Share a weight among so many needs: the first of k counts k, the last one 1."""
    total = count * (count + 1) // 2
    reached, shares, before = 0, [], 0
    for rank in range(count):
        reached += count - rank
        whole = _rounded(weight * reached, total)
        shares.append(whole - before)
        before = whole
    return tuple(shares)


def near_points(full: int, matching: MatchingSettings) -> int:
    """What another area of the same group earns in place of the area itself."""
    return full * matching.near_areas // 100


def choice_points(rank: int, weight: int) -> int:
    """All for the first choice (rank 0), a fifth less for each later one, then nothing."""
    return _rounded(weight * max(_PAID_CHOICES - rank, 0), _PAID_CHOICES)


def most_needs(programme: Programme) -> int:
    """How many areas a mentee may seek, as the programme's own schema of a profile says."""
    seeks = parse_schema(programme.profile_schema)["properties"]["seeks"]
    return int(seeks.get("maxItems", len(programme.areas)))


def gap_points(gap: int, matching: MatchingSettings) -> int:
    """All points at the ideal gap, less the further away.

    Unless settings say how much is lost a grade, nothing is left one grade beyond the
    furthest that is allowed.
    """
    ideal, weight = matching.ideal_gap, matching.points.get("gap", 0)
    if matching.lost_a_grade is not None:
        return _rounded(weight * max(100 - matching.lost_a_grade * abs(gap - ideal), 0), 100)
    none = max(ideal - matching.smallest_gap, matching.largest_gap - ideal) + 1
    return _rounded(weight * (none - min(abs(gap - ideal), none)), none)


def _rounded(part: int, whole: int) -> int:
    """Part / whole, halves rounded up."""
    return (2 * part + whole) // (2 * whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two people, and what the round knows of them together."""

    mentee: Profile
    mentor: Profile
    programme: Programme
    is_related: bool
    helps_nobody_yet: bool
    stays_put: bool = False

    @property
    def matching(self) -> MatchingSettings:
        """What organisers decided about matching."""
        return self.programme.settings.matching

    @property
    def covered(self) -> tuple[str, ...]:
        """The needs that the mentor offers help with, most wanted first."""
        return tuple(name for name in self.mentee.seeks if name in self.mentor.offers)

    @property
    def near(self) -> tuple[str, ...]:
        """The needs of which the mentor offers only another area of the group."""
        groups = {self.programme.area_by_name[name].group for name in self.mentor.offers}
        return tuple(
            name
            for name in self.mentee.seeks
            if name not in self.mentor.offers and self.programme.area_by_name[name].group in groups
        )

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The needs that the mentor offers no help with."""
        return tuple(name for name in self.mentee.seeks if name not in self.mentor.offers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A named part of a score: whole points from 0 to the weight, and what earned them."""

    name: str
    points: Callable[[Pair, int], int]
    reason: Callable[[Pair], str]


def _needs(pair: Pair, weight: int) -> int:
    if pair.matching.areas == ANY_AREA:
        return 0
    shares = zip(pair.mentee.seeks, need_points(len(pair.mentee.seeks), weight), strict=True)
    near = pair.near
    return sum(
        points if name in pair.mentor.offers else near_points(points, pair.matching)
        for name, points in shares
        if name in pair.mentor.offers or name in near
    )


def _needs_reason(pair: Pair) -> str:
    seeks, covered = pair.mentee.seeks, pair.covered
    if not covered:
        return WORDS["only near"].format(near=", ".join(pair.near))
    names = ", ".join(
        WORDS["most wanted"].format(name=name) if name == seeks[0] and len(seeks) > 1 else name
        for name in covered
    )
    near = WORDS["and near"].format(near=", ".join(pair.near)) if pair.near else ""
    if len(seeks) == 1:
        return WORDS["one need"].format(names=names)
    share = WORDS["all needs" if len(covered) == len(seeks) else "some needs"]
    return share.format(covered=len(covered), count=len(seeks), names=names) + near


def _choice(pair: Pair, weight: int) -> int:
    chosen = pair.mentor.github in pair.mentee.choices
    return choice_points(pair.mentee.choices.index(pair.mentor.github), weight) if chosen else 0


def _choice_reason(pair: Pair) -> str:
    rank = pair.mentee.choices.index(pair.mentor.github)
    return WORDS["choice"].format(ordinal=ORDINALS[rank])


def _gap_reason(pair: Pair) -> str:
    gap = pair.mentor.grade - pair.mentee.grade
    if gap == 0:
        return WORDS["same grade"]
    grades = "grade" if abs(gap) == 1 else "grades"
    ideal = WORDS["ideal gap"] if gap == pair.matching.ideal_gap else ""
    return WORDS[f"{grades} {'above' if gap > 0 else 'below'}"].format(gap=abs(gap)) + ideal


def _same_profession(pair: Pair) -> bool:
    return pair.mentee.profession is not None and pair.mentee.profession == pair.mentor.profession


def _meet_in_person(pair: Pair) -> bool:
    both = IN_PERSON in pair.mentee.meets and IN_PERSON in pair.mentor.meets
    return both and pair.mentee.region == pair.mentor.region


def _preferred_organisation(pair: Pair) -> bool:
    return pair.matching.organisations == "prefer different" and not pair.is_related


COMPONENTS: Final = (
    Component(name="needs", points=_needs, reason=_needs_reason),
    Component(name="choice", points=_choice, reason=_choice_reason),
    Component(
        name="gap",
        points=lambda pair, _: gap_points(pair.mentor.grade - pair.mentee.grade, pair.matching),
        reason=_gap_reason,
    ),
    Component(
        name="profession",
        points=lambda pair, weight: weight if _same_profession(pair) else 0,
        reason=lambda pair: WORDS["profession"].format(profession=pair.mentee.profession),
    ),
    Component(
        name="region",
        points=lambda pair, weight: weight if _meet_in_person(pair) else 0,
        reason=lambda pair: WORDS["region"].format(region=pair.mentee.region),
    ),
    Component(
        name="different_organisation",
        points=lambda pair, weight: weight if _preferred_organisation(pair) else 0,
        reason=lambda _: WORDS["different_organisation"],
    ),
    Component(
        name="not_yet_helping",
        points=lambda pair, weight: weight if pair.helps_nobody_yet else 0,
        reason=lambda _: WORDS["not_yet_helping"],
    ),
    Component(
        name="stay_put",
        points=lambda pair, weight: weight if pair.stays_put else 0,
        reason=lambda _: WORDS["stay_put"],
    ),
)


def earned(pair: Pair) -> tuple[tuple[Component, int], ...]:
    """Give each component with the points that a pair earns for it."""
    return tuple(
        (component, component.points(pair, weight))
        for component in COMPONENTS
        for weight in (pair.matching.points.get(component.name, 0),)
        if weight
    )
