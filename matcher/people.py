"""The people of a round, and the market of arrays that the solver works on.

A roster, the ledger, the programme and a day come in; a People goes out. Settings become
bounds and small tables here, once; nothing here decides anything.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.ledger import Ledger, State
from matcher.points import choice_points, gap_points, near_points, need_points
from matcher.solving.market import (
    ANY_ORGANISATION,
    GRADES,
    PLACED_POINTS_WAITING,
    PLACED_WAITING_POINTS,
    POINTS_PLACED_WAITING,
    PREFER_UNRELATED,
    REFUSE_RELATED,
    Array,
    Market,
)
from roster.confirmation import is_expired, months_between
from roster.model import IN_PERSON, REMOTE, Grade, MatchingSettings, Profile, Programme, Roster

Positions = NDArray[np.intp]
"""Positions of mentors in `People.mentors`."""

Pairs = Sequence[tuple[int, int]]
"""Positions of mentees and mentors."""


@dataclass(frozen=True, kw_only=True)
class People:
    """Everybody who takes part in a round, by login, and the market they make.

    `earlier` and `managed` hold the pairs (positions) that the ledger knows and that work
    for each other; `own` the position of a mentee among the mentors, -1 for none.
    """

    mentees: tuple[Profile, ...]
    mentors: tuple[Profile, ...]
    market: Market
    own: Array
    earlier: Mapping[int, frozenset[int]]
    managed: Mapping[int, frozenset[int]]
    programme: Programme

    @property
    def areas_matter(self) -> bool:
        """Whether a mentor has to offer something that is sought."""
        return self.programme.settings.matching.areas != ANY_AREA

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Positions of mentees by login."""
        return {each.github: position for position, each in enumerate(self.mentees)}

    @cached_property
    def column(self) -> Mapping[str, int]:
        """Positions of mentors by login."""
        return {each.github: position for position, each in enumerate(self.mentors)}

    @cached_property
    def helpers(self) -> tuple[Positions, ...]:
        """For each area, the mentors who offer it."""
        market = self.market
        owner = np.repeat(np.arange(market.mentors), np.diff(market.offer_start))
        order = np.argsort(market.offer_area, kind="stable")
        cuts = np.searchsorted(market.offer_area[order], np.arange(1, len(market.area_group)))
        return tuple(np.split(owner[order], cuts))

    def helpers_of(self, mentee: int) -> Positions:
        """The mentors who offer something that a mentee seeks, or whom the mentee chose."""
        market = self.market
        needs = market.need_area[market.need_start[mentee] : market.need_start[mentee + 1]]
        chosen = [self.column[each] for each in self.mentees[mentee].choices if each in self.column]
        lists = [*(self.helpers[int(area)] for area in needs), np.array(chosen, dtype=np.intp)]
        found: Positions = np.unique(np.concatenate(lists))
        return found


def takes_part(profile: Profile, *, programme: Programme, today: date) -> bool:
    """Say whether a person is neither paused nor expired."""
    months = programme.settings.expiry_months
    return not profile.paused and not is_expired(profile.confirmed, today=today, months=months)


def people_of_round(
    roster: Roster,
    ledger: Ledger,
    *,
    programme: Programme,
    today: date,
    before: Iterable[tuple[str, str]] = (),
) -> People:
    """Gather the mentees who wait for a mentor, and every mentor.

    `before` names pairs (mentee, mentor) of a round that was not carried out: they earn the
    points for staying put.
    """
    active = [
        each for each in roster.profiles if takes_part(each, programme=programme, today=today)
    ]
    outstanding = {each.mentee for each in ledger.proposals if each.state.takes_a_place}
    return arrange(
        [each for each in active if each.is_mentee and each.github not in outstanding],
        [each for each in active if each.is_mentor],
        ledger,
        programme=programme,
        today=today,
        before=before,
    )


def arrange(
    mentees: Iterable[Profile],
    mentors: Iterable[Profile],
    ledger: Ledger,
    *,
    programme: Programme,
    today: date,
    before: Iterable[tuple[str, str]] = (),
) -> People:
    """Arrange these people as a market, in the order of their logins."""
    seekers = tuple(sorted(mentees, key=lambda each: each.github))
    helpers = tuple(sorted(mentors, key=lambda each: each.github))
    row = {each.github: position for position, each in enumerate(seekers)}
    column = {each.github: position for position, each in enumerate(helpers)}
    matching = programme.settings.matching
    again = matching.again_after_months
    earlier = [
        (row[each.mentee], column[each.mentor])
        for each in ledger.proposals
        if each.mentee in row and each.mentor in column
        if _stands_between(each.state, each.opened, today, again)
    ]
    managed = [*_managed(seekers, column), *((j, i) for i, j in _managed(helpers, row))]
    own = np.array([column.get(each.github, -1) for each in seekers], dtype=np.int32)
    # Any: the tables hold arrays and whole numbers, and Market checks each.
    parts: dict[str, Any] = {
        **_of_side(seekers, programme, "mentee"),
        **_of_side(helpers, programme, "mentor"),
        **_of_mentees(seekers, programme, ledger),
        **_of_mentors(helpers, programme, ledger),
        **(_needs_and_offers if matching.areas != ANY_AREA else _no_areas)(
            seekers, helpers, programme
        ),
        **_tables(seekers, helpers, programme),
        **_listed("choice", _choices(seekers, column, matching)),
        **_listed("extra", _staying(before, row, column, matching)),
        **_listed("forbidden", _forbidden(own, earlier, managed)),
    }
    market = Market(**parts)
    return People(
        mentees=seekers,
        mentors=helpers,
        market=market,
        own=own,
        earlier=_by_mentee(earlier),
        managed=_by_mentee(managed),
        programme=programme,
    )


def _stands_between(state: State, opened: date, today: date, again: int | None) -> bool:
    """Whether an earlier proposal keeps two people from being proposed to each other again."""
    if again is None or state is State.DECLINED or state.takes_a_place:
        return True
    return months_between(opened, today) < again


def _managed(people: Sequence[Profile], others: Mapping[str, int]) -> list[tuple[int, int]]:
    """Pairs of a person and the one of the others whom they call their manager."""
    return [
        (position, others[each.manager])
        for position, each in enumerate(people)
        if each.manager is not None and each.manager in others
    ]


def _by_mentee(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for mentee, mentor in pairs:
        found.setdefault(mentee, set()).add(mentor)
    return {mentee: frozenset(mentors) for mentee, mentors in found.items()}


def _forbidden(own: Array, earlier: Pairs, managed: Pairs) -> list[tuple[int, int, int]]:
    oneself = [(row, int(column)) for row, column in enumerate(own) if column >= 0]
    return [(*pair, 0) for pair in sorted({*oneself, *earlier, *managed})]


def _choices(
    mentees: Sequence[Profile], column: Mapping[str, int], matching: MatchingSettings
) -> list[tuple[int, int, int]]:
    weight = matching.points.get("choice", 0)
    return [
        (row, column[choice], choice_points(rank, weight))
        for row, mentee in enumerate(mentees)
        for rank, choice in enumerate(mentee.choices)
        if choice in column
    ]


def _staying(
    before: Iterable[tuple[str, str]],
    row: Mapping[str, int],
    column: Mapping[str, int],
    matching: MatchingSettings,
) -> list[tuple[int, int, int]]:
    weight = matching.points.get("stay_put", 0)
    return [
        (row[mentee], column[mentor], weight)
        for mentee, mentor in sorted(set(before))
        if mentee in row and mentor in column
    ]


def _listed(name: str, triples: Sequence[tuple[int, int, int]]) -> dict[str, Array]:
    table = np.array(triples, dtype=np.int32).reshape(-1, 3)
    found = {f"{name}_mentee": table[:, 0], f"{name}_mentor": table[:, 1]}
    return found if name == "forbidden" else {**found, f"{name}_points": table[:, 2]}


def _of_side(people: Sequence[Profile], programme: Programme, side: str) -> dict[str, Array]:
    """What both sides have in common, as arrays."""
    organisations = _numbered(each.name for each in programme.organisations)
    professions, regions = _numbered(programme.professions), _numbered(programme.regions)
    return {
        f"{side}_grade": _numbers(int(each.grade) for each in people),
        f"{side}_organisation": _numbers(organisations[each.organisation] for each in people),
        f"{side}_profession": _numbers(
            professions.get(each.profession or "", -1) for each in people
        ),
        f"{side}_region": _numbers(regions.get(each.region, -1) for each in people),
        f"{side}_remote": np.array([REMOTE in each.meets for each in people], dtype=np.bool_),
        f"{side}_in_person": np.array([IN_PERSON in each.meets for each in people], dtype=np.bool_),
        f"{side}_hash": np.array([_hashed(side, each.github) for each in people], dtype=np.uint64),
    }


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _numbers(values: Iterable[int]) -> Array:
    return np.fromiter(values, dtype=np.int32)


def _hashed(side: str, login: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{side} {login}".encode(), digest_size=8).digest())


def _of_mentees(
    mentees: Sequence[Profile], programme: Programme, ledger: Ledger
) -> dict[str, Array]:
    matching = programme.settings.matching
    waited = _waited(mentees, ledger)
    return {
        **_grades_allowed(mentees, matching),
        "waiting": _numbers(waited),
        "wanted": np.full(len(mentees), matching.proposals_per_mentee, dtype=np.int8),
    }


ANY_AREA = "any"
"""What the setting `areas` says where anybody may help anybody."""


def _areas_of(
    mentees: Sequence[Profile], mentors: Sequence[Profile], programme: Programme
) -> dict[str, Array]:
    is_any = programme.settings.matching.areas == ANY_AREA
    return (_no_areas if is_any else _needs_and_offers)(mentees, mentors, programme)


def _needs_and_offers(
    mentees: Sequence[Profile], mentors: Sequence[Profile], programme: Programme
) -> dict[str, Array]:
    matching = programme.settings.matching
    areas = _numbered(each.name for each in programme.areas)
    groups = _numbered(dict.fromkeys(each.group for each in programme.areas))
    weight = matching.points.get("needs", 0)
    full = [points for each in mentees for points in need_points(len(each.seeks), weight)]
    return {
        "need_start": _starts(len(each.seeks) for each in mentees),
        "need_area": _numbers(areas[name] for each in mentees for name in each.seeks),
        "need_full": _numbers(full),
        "need_near": _numbers(near_points(points, matching) for points in full),
        "offer_start": _starts(len(each.offers) for each in mentors),
        "offer_area": _numbers(areas[name] for each in mentors for name in each.offers),
        "area_group": _numbers(groups[each.group] for each in programme.areas),
    }


def _no_areas(
    mentees: Sequence[Profile], mentors: Sequence[Profile], _: Programme
) -> dict[str, Array]:
    """One area that everybody seeks and everybody offers, and that earns nothing."""
    nothing = np.zeros(len(mentees), dtype=np.int32)
    return {
        "need_start": np.arange(len(mentees) + 1),
        "need_area": nothing,
        "need_full": nothing,
        "need_near": nothing,
        "offer_start": np.arange(len(mentors) + 1),
        "offer_area": np.zeros(len(mentors), dtype=np.int32),
        "area_group": np.zeros(1, dtype=np.int32),
    }


def widest_gap(mentee: Profile, matching: MatchingSettings) -> int:
    """How many grades a mentor may stand above this mentee, at most."""
    if mentee.widest_gap is None or not matching.mentees_may_widen:
        return matching.largest_gap
    return max(mentee.widest_gap, matching.largest_gap)


def _grades_allowed(mentees: Sequence[Profile], matching: MatchingSettings) -> dict[str, Array]:
    """The lowest and the highest grade of a mentor for each mentee.

    Where no grade is left, the lowest is above the highest.
    """
    mine = _numbers(int(each.grade) for each in mentees)
    lowest = mine + matching.smallest_gap
    highest = mine + _numbers(widest_gap(each, matching) for each in mentees)
    nobody = (lowest >= GRADES) | (highest < 0)
    return {
        "lowest_grade": np.where(nobody, GRADES - 1, np.clip(lowest, 0, GRADES - 1)),
        "highest_grade": np.where(nobody, 0, np.clip(highest, 0, GRADES - 1)),
    }


def _starts(counts: Iterable[int]) -> Array:
    return np.concatenate(([0], np.cumsum(_numbers(counts)))).astype(np.int32)


def _waited(mentees: Sequence[Profile], ledger: Ledger) -> list[int]:
    """How many rounds each mentee was left out of, since their last proposal or confirmation."""
    rounds = np.array(sorted({each.opened.toordinal() for each in ledger.proposals}))
    last: dict[str, int] = {}
    for each in ledger.proposals:
        last[each.mentee] = max(last.get(each.mentee, 0), each.opened.toordinal())
    since = [last.get(each.github, each.confirmed.toordinal()) for each in mentees]
    counts = len(rounds) - np.searchsorted(rounds, np.array(since), side="right")
    return [int(each) for each in counts]


def _of_mentors(
    mentors: Sequence[Profile], programme: Programme, ledger: Ledger
) -> dict[str, Array]:
    taken = Counter(each.mentor for each in ledger.proposals if each.state.takes_a_place)
    fresh = programme.settings.matching.points.get("not_yet_helping", 0)
    return {
        "places": _numbers(max(each.capacity - taken[each.github], 0) for each in mentors),
        "bonus": _numbers(0 if taken[each.github] else fresh for each in mentors),
    }


_AIMS = {
    "placed, waiting, points": PLACED_WAITING_POINTS,
    "placed, points, waiting": PLACED_POINTS_WAITING,
    "points, placed, waiting": POINTS_PLACED_WAITING,
}

_ORGANISATION_RULES = {
    "any": ANY_ORGANISATION,
    "different": REFUSE_RELATED,
    "prefer different": PREFER_UNRELATED,
}


def _tables(
    mentees: Sequence[Profile], mentors: Sequence[Profile], programme: Programme
) -> dict[str, Array | int]:
    matching = programme.settings.matching
    present = {each.organisation for each in (*mentees, *mentors)}
    gaps = [
        [gap_points(theirs - mine, matching) for theirs in range(GRADES)] for mine in range(GRADES)
    ]
    return {
        "gap_points": np.array(gaps, dtype=np.int32),
        "related": _related(programme, present),
        "aims": _AIMS[matching.aims],
        "organisation_rule": _ORGANISATION_RULES[matching.organisations],
        "unrelated_points": matching.points.get("different_organisation", 0),
        "profession_points": matching.points.get("profession", 0),
        "region_points": matching.points.get("region", 0),
    }


def _related(programme: Programme, present: set[str]) -> Array:
    """Relate organisations that share a department: the same, a parent, or a common parent."""
    numbers = _numbered(each.name for each in programme.organisations)
    table = np.zeros((len(numbers), len(numbers)), dtype=np.bool_)
    below: dict[str, list[int]] = {}
    for name in present:
        for each in lineage(name, programme):
            below.setdefault(each, []).append(numbers[name])
    for members in below.values():
        table[np.ix_(members, members)] = True
    return table


def lineage(name: str, programme: Programme) -> frozenset[str]:
    """Return an organisation with everything above it."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            organisation = programme.organisation_by_name.get(here)
            waiting += organisation.parents if organisation else ()
    return frozenset(found)


def grade_name(rank: int) -> str:
    """Name a grade by its rank."""
    return Grade(rank).name
