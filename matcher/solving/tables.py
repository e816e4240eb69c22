"""A market as the compiled loops read it: masks of areas, posting lists, lists of exceptions.

A market, its weights and prices come in; tuples of arrays go out, laid out like the structures
of machine/market.h that have their names. What is done with them stands in machine/pairs.c.
"""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.solving.machine.running import Bools, Int32s, Int64s, Uint64s
from matcher.solving.market import GRADES, Array, Market
from matcher.solving.weights import Weights

PERSON: Final = np.dtype(
    [
        ("hash", np.uint64),
        ("organisation", np.int32),
        ("places", np.int32),
        ("bonus", np.int32),
        ("region", np.int16),
        ("profession", np.int16),
        ("grade", np.int8),
        ("lowest", np.int8),
        ("highest", np.int8),
        ("remote", np.bool_),
        ("in_person", np.bool_),
    ],
    align=True,
)
"""One mentee or mentor, side by side in memory; each side leaves what it lacks at 0."""

Persons = Annotated[NDArray[np.void], PERSON]


class Mentees(NamedTuple):
    """`person` (n) of PERSON; needs by falling points; exceptions by mentor, each once.

    Needs hold the bits that a mentor's mask has if the area (`need_bit`), or one of its group
    (`need_group`), is offered.
    """

    person: Persons
    need_start: Int32s
    need_bit: Int32s
    need_group: Int32s
    need_full: Int32s
    need_near: Int32s
    special_start: Int64s
    special_mentor: Int32s
    special_chosen: Bools
    special_forbidden: Bools
    special_points: Int64s


class Mentors(NamedTuple):
    """`person` (m) of PERSON; `mask` uint64 (m x words) has a bit an area, then a group."""

    person: Persons
    mask: Uint64s
    words: int


class Rules(NamedTuple):
    """Tables and single numbers as in Market, and the units of Weights."""

    gap_points: Int32s
    related: Bools
    organisations: int
    organisation_rule: int
    unrelated_points: int
    profession_points: int
    region_points: int
    point: int
    tie: int
    key: int


class Shelf(NamedTuple):
    """Mentors with places, three times over, on lists by rising cost: price less bonus.

    First by area, grade and profession; then by area, grade and region, of those who meet in
    person; then by area and grade. Way w has the lists `first[w] + (area * 11 + grade) *
    width[w] + number`, where number is the profession, the region or 0; list c is
    `start[c]:start[c + 1]` of `mentor` int32 and `cost` int64.
    """

    first: Int64s
    width: Int64s
    start: Int64s
    mentor: Int32s
    cost: Int64s


class Columns(NamedTuple):
    """Listed pairs by mentee: mentee i has `start[i]:start[i + 1]` of `mentor` and `weight`."""

    start: Int64s
    mentor: Int32s
    weight: Int64s


class Block(NamedTuple):
    """What a scan of some mentees needs: `listed` are columns of these mentees alone."""

    mentees: Mentees
    mentors: Mentors
    rules: Rules
    shelf: Shelf
    price: Int64s
    threshold: Int64s
    listed: Columns
    most: int


def mentees_of(market: Market) -> Mentees:
    """Arrange the mentees of a market."""
    owner = np.repeat(np.arange(market.mentees), np.diff(market.need_start))
    order = np.lexsort((market.need_area, -market.need_full.astype(np.int64), owner))
    area = market.need_area[order].astype(np.int32)
    return Mentees(
        person=_people(market, "mentee", "lowest_grade", "highest_grade"),
        need_start=market.need_start,
        need_bit=area,
        need_group=len(market.area_group) + market.area_group[area].astype(np.int32),
        need_full=market.need_full[order],
        need_near=market.need_near[order],
        **_specials(market),
    )


def _people(market: Market, side: str, *others: str) -> Array:
    """Put the arrays of one side into one array of PERSON."""
    person = np.zeros(len(getattr(market, f"{side}_hash")), dtype=PERSON)
    for name in ("hash", "organisation", "region", "profession", "grade", "remote", "in_person"):
        person[name] = getattr(market, f"{side}_{name}")
    for name in others:
        person[name.removesuffix("_grade")] = getattr(market, name)
    return person


def _specials(market: Market) -> dict[str, Array]:
    """Merge chosen, extra and forbidden pairs into one list a mentee, each mentor once."""
    choices, extras, refused = (
        len(each) for each in (market.choice_mentee, market.extra_mentee, market.forbidden_mentee)
    )
    mentee = np.concatenate((market.choice_mentee, market.extra_mentee, market.forbidden_mentee))
    mentor = np.concatenate((market.choice_mentor, market.extra_mentor, market.forbidden_mentor))
    points = np.concatenate(
        (market.choice_points, market.extra_points, np.zeros(refused, dtype=np.int32))
    )
    kind = np.repeat(np.arange(3), (choices, extras, refused))
    pair = mentee.astype(np.int64) * max(market.mentors, 1) + mentor
    known, where = np.unique(pair, return_inverse=True)
    where = where.reshape(-1)
    total = np.zeros(len(known), dtype=np.int64)
    np.add.at(total, where, points)
    owner = known // max(market.mentors, 1)
    return {
        "special_start": np.searchsorted(owner, np.arange(market.mentees + 1)),
        "special_mentor": (known % max(market.mentors, 1)).astype(np.int32),
        "special_chosen": _marked(len(known), where[kind == 0]),
        "special_forbidden": _marked(len(known), where[kind == 2]),  # noqa: PLR2004
        "special_points": total,
    }


def _marked(count: int, positions: Array) -> Array:
    marks = np.zeros(count, dtype=np.bool_)
    marks[positions] = True
    return marks


def slice_of(mentees: Mentees, first: int, last: int) -> Mentees:
    """Return the mentees from `first` to below `last` as arrays of their own."""
    parts = {}
    for name in Mentees._fields:
        array = getattr(mentees, name)
        if name.endswith("_start"):
            parts[name] = array[first : last + 1] - array[first]
        elif name.startswith("need_"):
            parts[name] = array[mentees.need_start[first] : mentees.need_start[last]]
        elif name.startswith("special_"):
            parts[name] = array[mentees.special_start[first] : mentees.special_start[last]]
        else:
            parts[name] = array[first:last]
    return Mentees(**parts)


def mentors_of(market: Market) -> Mentors:
    """Arrange the mentors of a market."""
    areas = len(market.area_group)
    words = (areas + int(market.area_group.max(initial=-1)) + 1 + 63) // 64
    mask = np.zeros((market.mentors, max(words, 1)), dtype=np.uint64)
    owner = np.repeat(np.arange(market.mentors), np.diff(market.offer_start))
    for bit in (
        market.offer_area.astype(np.int64),
        areas + market.area_group[market.offer_area].astype(np.int64),
    ):
        np.bitwise_or.at(mask, (owner, bit >> 6), np.uint64(1) << (bit & 63).astype(np.uint64))
    return Mentors(
        person=_people(market, "mentor", "places", "bonus"), mask=mask, words=mask.shape[1]
    )


def rules_of(market: Market, weights: Weights, key: int) -> Rules:
    """Arrange the numbers of a market; `key` makes the ties of this round its own."""
    return Rules(
        gap_points=market.gap_points,
        related=market.related,
        organisations=len(market.related),
        organisation_rule=market.organisation_rule,
        unrelated_points=market.unrelated_points,
        profession_points=market.profession_points,
        region_points=market.region_points,
        point=weights.point,
        tie=weights.tie,
        key=key,
    )


def shelf_of(market: Market, price: Array, point: int, only: Array | None = None) -> Shelf:
    """Put mentors who have places on lists, the cheapest first; a point weighs `point`.

    `only` bool (m) leaves the others away.
    """
    cost = price - market.bonus.astype(np.int64) * point
    owner = np.repeat(np.arange(market.mentors, dtype=np.int32), np.diff(market.offer_start))
    here = market.places > 0 if only is None else only & (market.places > 0)
    free = here[owner]
    owner, area = owner[free], market.offer_area[free].astype(np.int64)
    cheapest = np.empty(market.mentors, dtype=np.int64)
    cheapest[np.argsort(cost, kind="stable")] = np.arange(market.mentors)
    order = np.argsort(cheapest[owner], kind="stable")
    owner, cell = owner[order], (area * GRADES + market.mentor_grade[owner])[order]
    region = np.where(market.mentor_in_person, market.mentor_region, -1)
    ways = [
        _lists(cell, owner, number, len(market.area_group) * GRADES)
        for number in (market.mentor_profession, region, np.zeros_like(region))
    ]
    lists = np.cumsum([0, *(len(start) - 1 for start, _, _ in ways)])
    length = np.cumsum([0, *(len(mentor) for _, mentor, _ in ways)])
    starts = [start[:-1] + begin for (start, _, _), begin in zip(ways, length, strict=False)]
    mentors = np.concatenate([mentor for _, mentor, _ in ways])
    return Shelf(
        first=lists[:-1],
        width=np.array([width for _, _, width in ways]),
        start=np.concatenate((*starts, length[-1:])),
        mentor=mentors,
        cost=cost[mentors],
    )


def _lists(cell: Array, owner: Array, number: Array, cells: int) -> tuple[Array, Array, int]:
    """Sort mentors, given by rising cost, into lists; return starts, mentors and the width."""
    width = int(number.max(initial=0)) + 1
    known = number[owner] >= 0
    owner, place = owner[known], cell[known] * width + number[owner[known]]
    # The narrowest type sorts fastest: NumPy counts 16 bits at a time.
    order = np.argsort(place.astype(np.int32), kind="stable")
    count = np.bincount(place, minlength=cells * width)
    return np.concatenate(([0], np.cumsum(count))), owner[order], width
