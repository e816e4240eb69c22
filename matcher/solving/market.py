"""A market: everybody of a round as integer arrays, checked once, in an order of its own.

Plain arrays come in and a Market goes out. It knows neither prices nor assignments.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""An array whose element type is stated where it is described."""

GRADES: Final = 11
"""Grades are absolute ranks from 0 to 10."""

ANY_ORGANISATION: Final = 0
REFUSE_RELATED: Final = 1
PREFER_UNRELATED: Final = 2


PLACED_WAITING_POINTS: Final = 0
PLACED_POINTS_WAITING: Final = 1
POINTS_PLACED_WAITING: Final = 2
WAITING_POINTS_PLACED: Final = 3


class MarketError(ValueError):
    """Arrays that describe no market; the message names the array and what it must hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """The n mentees, m mentors, A areas, G groups and O organisations of a round.

    Mentees, arrays of n: `mentee_grade`, `lowest_grade`, `highest_grade` int8 (the last two
    bound the mentor's grade, both included); `mentee_organisation` int32; `mentee_region`,
    `mentee_profession` int16 (-1 for none); `mentee_remote`, `mentee_in_person` bool;
    `waiting` int32 >= 0 (a higher class goes first); `wanted` int8 from 1 to 3 (mentors at
    once); `mentee_hash` uint64, all different.

    Needs of mentee i are the positions `need_start[i]:need_start[i + 1]` (int32, n + 1) of
    `need_area` int16 (no area twice), `need_full` int32 (points if the mentor offers that
    very area) and `need_near` int32 (points if only another area of its group is offered).

    Mentors, arrays of m: `mentor_grade`, `mentor_organisation`, `mentor_region`,
    `mentor_profession`, `mentor_remote`, `mentor_in_person`, `mentor_hash` as above;
    `places` int32 >= 0; `bonus` int32 (points in every pair); offers of mentor j are
    `offer_area[offer_start[j]:offer_start[j + 1]]`, int16 and int32.

    Tables: `area_group` int16 (A); `gap_points` int32 (11 x 11: mentee's, mentor's grade);
    `related` bool (O x O); `organisation_rule` one of ANY_ORGANISATION, REFUSE_RELATED,
    PREFER_UNRELATED (with `unrelated_points`); `profession_points`; `region_points` (both
    meet in person in one region).

    Lists of pairs, int32 positions: a chosen pair needs no covered area; extra points count
    for eligible pairs only; a forbidden pair is never made. No points are negative. `aims`
    names the order in which most placed, longest waiting and most points count.
    """

    mentee_grade: Array
    lowest_grade: Array
    highest_grade: Array
    mentee_organisation: Array
    mentee_region: Array
    mentee_profession: Array
    mentee_remote: Array
    mentee_in_person: Array
    need_start: Array
    need_area: Array
    need_full: Array
    need_near: Array
    waiting: Array
    wanted: Array
    mentee_hash: Array
    mentor_grade: Array
    mentor_organisation: Array
    mentor_region: Array
    mentor_profession: Array
    mentor_remote: Array
    mentor_in_person: Array
    offer_start: Array
    offer_area: Array
    places: Array
    bonus: Array
    mentor_hash: Array
    area_group: Array
    gap_points: Array
    related: Array
    organisation_rule: int
    unrelated_points: int
    profession_points: int
    region_points: int
    choice_mentee: Array
    choice_mentor: Array
    choice_points: Array
    extra_mentee: Array
    extra_mentor: Array
    extra_points: Array
    forbidden_mentee: Array
    forbidden_mentor: Array
    aims: int = PLACED_WAITING_POINTS

    def __post_init__(self) -> None:
        """Refuse arrays that the compiled loops could not read safely."""
        for field in fields(self):
            kind = _KINDS.get(field.name)
            if kind is not None:
                array: Array = np.ascontiguousarray(getattr(self, field.name), dtype=kind)
                object.__setattr__(self, field.name, array)
        _check_lengths(self)
        _check_values(self)

    @property
    def mentees(self) -> int:
        """How many mentees there are."""
        return len(self.mentee_grade)

    @property
    def mentors(self) -> int:
        """How many mentors there are."""
        return len(self.mentor_grade)


_OF_MENTEES: Final = {
    "mentee_grade": np.int8,
    "lowest_grade": np.int8,
    "highest_grade": np.int8,
    "mentee_organisation": np.int32,
    "mentee_region": np.int16,
    "mentee_profession": np.int16,
    "mentee_remote": np.bool_,
    "mentee_in_person": np.bool_,
    "waiting": np.int32,
    "wanted": np.int8,
    "mentee_hash": np.uint64,
}
_OF_MENTORS: Final = {
    "mentor_grade": np.int8,
    "mentor_organisation": np.int32,
    "mentor_region": np.int16,
    "mentor_profession": np.int16,
    "mentor_remote": np.bool_,
    "mentor_in_person": np.bool_,
    "places": np.int32,
    "bonus": np.int32,
    "mentor_hash": np.uint64,
}
_OF_PAIRS: Final = {
    f"{kind}_{what}": np.int32
    for kind, parts in (
        ("choice", ("mentee", "mentor", "points")),
        ("extra", ("mentee", "mentor", "points")),
        ("forbidden", ("mentee", "mentor")),
    )
    for what in parts
}
_KINDS: Final[dict[str, type]] = {
    **_OF_MENTEES,
    **_OF_MENTORS,
    **_OF_PAIRS,
    "need_start": np.int32,
    "need_area": np.int16,
    "need_full": np.int32,
    "need_near": np.int32,
    "offer_start": np.int32,
    "offer_area": np.int16,
    "area_group": np.int16,
    "gap_points": np.int32,
    "related": np.bool_,
}


def _check_lengths(market: Market) -> None:
    n, m = market.mentees, market.mentors
    lengths = dict.fromkeys(_OF_MENTEES, n) | dict.fromkeys(_OF_MENTORS, m)
    lengths |= {"need_start": n + 1, "offer_start": m + 1}
    lengths |= dict.fromkeys(("need_full", "need_near"), len(market.need_area))
    for name in _OF_PAIRS:
        lengths[name] = len(getattr(market, f"{name.split('_')[0]}_mentee"))
    for name, length in lengths.items():
        _require(getattr(market, name).shape == (length,), f"{name} must hold {length} values")
    _require(market.gap_points.shape == (GRADES, GRADES), "gap_points must be 11 x 11")
    organisations = len(market.related)
    _require(
        market.related.shape == (organisations, organisations), "related must be a square table"
    )


def _check_values(market: Market) -> None:
    areas = len(market.area_group)
    ranges: tuple[tuple[str, int, int | None], ...] = (
        ("mentee_grade", 0, GRADES),
        ("lowest_grade", 0, GRADES),
        ("highest_grade", 0, GRADES),
        ("mentor_grade", 0, GRADES),
        ("mentee_organisation", 0, len(market.related)),
        ("mentor_organisation", 0, len(market.related)),
        ("need_area", 0, areas),
        ("offer_area", 0, areas),
        ("area_group", 0, None),
        ("waiting", 0, None),
        ("wanted", 1, 4),
        ("places", 0, None),
        *((name, 0, None) for name in ("need_full", "need_near", "bonus", "gap_points")),
        *((name, 0, None) for name in ("choice_points", "extra_points")),
        *((f"{kind}_mentee", 0, market.mentees) for kind in ("choice", "extra", "forbidden")),
        *((f"{kind}_mentor", 0, market.mentors) for kind in ("choice", "extra", "forbidden")),
    )
    for name, least, end in ranges:
        array = getattr(market, name)
        inside = array.size == 0 or (array.min() >= least and (end is None or array.max() < end))
        _require(bool(inside), f"{name} must hold values from {least} to below {end}")
    for name in ("unrelated_points", "profession_points", "region_points"):
        _require(getattr(market, name) >= 0, f"{name} must not be negative")
    _require(market.organisation_rule in {0, 1, 2}, "organisation_rule must be 0, 1 or 2")
    _require(market.aims in range(4), "aims must be from 0 to 3")
    _check_slices(market.need_start, market.need_area, "need")
    _check_slices(market.offer_start, market.offer_area, "offer")
    for name in ("mentee_hash", "mentor_hash"):
        array = getattr(market, name)
        _require(len(np.unique(array)) == len(array), f"{name} must hold different values")


def _check_slices(start: Array, areas: Array, name: str) -> None:
    rising = start[0] == 0 and start[-1] == len(areas) and bool(np.all(np.diff(start) >= 0))
    _require(bool(rising), f"{name}_start must rise from 0 to the number of {name}s")
    owner = np.repeat(np.arange(len(start) - 1), np.diff(start))
    pairs = owner.astype(np.int64) * (1 << 16) + areas
    _require(len(np.unique(pairs)) == len(pairs), f"{name}_area must not repeat for one person")


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise MarketError(message)


def part_of(market: Market, mentees: Array, mentors: Array) -> Market:
    """Return the market of some mentees and mentors, given by position, in the order given."""
    taken = {name: getattr(market, name)[mentees] for name in _OF_MENTEES}
    taken |= {name: getattr(market, name)[mentors] for name in _OF_MENTORS}
    need_start, needs = _slices(market.need_start, mentees)
    offer_start, offers = _slices(market.offer_start, mentors)
    taken |= {name: getattr(market, name)[needs] for name in ("need_area", "need_full")}
    taken |= {"need_near": market.need_near[needs], "offer_area": market.offer_area[offers]}
    taken |= {"need_start": need_start, "offer_start": offer_start}
    row, column = _places_in(mentees, market.mentees), _places_in(mentors, market.mentors)
    for kind in ("choice", "extra", "forbidden"):
        taken |= _pairs_within(market, kind, row, column)
    return replace(market, **taken)


def _slices(start: Array, people: Array) -> tuple[Array, Array]:
    """Starts and positions of the slices of some people, put one behind the other."""
    length = np.diff(start)[people]
    begin = np.zeros(len(people) + 1, dtype=np.int64)
    np.cumsum(length, out=begin[1:])
    positions = np.arange(begin[-1]) + np.repeat(start[:-1][people] - begin[:-1], length)
    return begin, positions


def _places_in(people: Array, count: int) -> Array:
    places = np.full(count, -1, dtype=np.int64)
    places[people] = np.arange(len(people))
    return places


def _pairs_within(market: Market, kind: str, row: Array, column: Array) -> dict[str, Array]:
    mentee = row[getattr(market, f"{kind}_mentee")]
    mentor = column[getattr(market, f"{kind}_mentor")]
    inside = (mentee >= 0) & (mentor >= 0)
    found = {f"{kind}_mentee": mentee[inside], f"{kind}_mentor": mentor[inside]}
    if kind != "forbidden":
        found[f"{kind}_points"] = getattr(market, f"{kind}_points")[inside]
    return found
