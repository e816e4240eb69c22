"""A market as the compiled loops read it: masks of areas, posting lists, lists of exceptions.

A market, its weights and prices come in; tuples of arrays go out. Here is the one definition
of who may meet and what a pair earns.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matcher.solving.kernel import kernel
from matcher.solving.market import GRADES, Array, Market
from matcher.solving.weights import Weights

UNFIT = -1
"""The points of a pair that is not eligible."""


class Mentees(NamedTuple):
    """Arrays of n as in Market; needs sorted by falling points, exceptions by mentor."""

    grade: Array
    lowest: Array
    highest: Array
    organisation: Array
    region: Array
    profession: Array
    remote: Array
    in_person: Array
    hash: Array
    need_start: Array
    need_area: Array
    need_full: Array
    need_near: Array
    special_start: Array
    special_mentor: Array
    special_chosen: Array
    special_forbidden: Array
    special_points: Array


class Mentors(NamedTuple):
    """Arrays of m as in Market; `mask` uint64 (m x words) has a bit an area, then a group."""

    grade: Array
    organisation: Array
    region: Array
    profession: Array
    remote: Array
    in_person: Array
    hash: Array
    places: Array
    bonus: Array
    mask: Array


class Rules(NamedTuple):
    """Tables as in Market, and the units of Weights."""

    area_group: Array
    gap_points: Array
    related: Array
    organisation_rule: int
    unrelated_points: int
    profession_points: int
    region_points: int
    most_bonus: int
    point: int
    tie: int
    key: int


class Shelf(NamedTuple):
    """Mentors with places by area and grade, each list by rising price.

    The list of area a and grade g is `start[a * 11 + g]:start[a * 11 + g + 1]` of `mentor`
    int32 and `price` int64.
    """

    start: Array
    mentor: Array
    price: Array


def mentees_of(market: Market) -> Mentees:
    """Arrange the mentees of a market."""
    owner = np.repeat(np.arange(market.mentees), np.diff(market.need_start))
    order = np.lexsort((market.need_area, -market.need_full.astype(np.int64), owner))
    return Mentees(
        grade=market.mentee_grade,
        lowest=market.lowest_grade,
        highest=market.highest_grade,
        organisation=market.mentee_organisation,
        region=market.mentee_region,
        profession=market.mentee_profession,
        remote=market.mentee_remote,
        in_person=market.mentee_in_person,
        hash=market.mentee_hash,
        need_start=market.need_start,
        need_area=market.need_area[order],
        need_full=market.need_full[order],
        need_near=market.need_near[order],
        **_specials(market),
    )


def _specials(market: Market) -> dict[str, Array]:
    """Merge chosen, extra and forbidden pairs into one list a mentee, each mentor once."""
    choices, extras, refused = (
        len(each)
        for each in (market.choice_mentee, market.extra_mentee, market.forbidden_mentee)
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
        grade=market.mentor_grade,
        organisation=market.mentor_organisation,
        region=market.mentor_region,
        profession=market.mentor_profession,
        remote=market.mentor_remote,
        in_person=market.mentor_in_person,
        hash=market.mentor_hash,
        places=market.places,
        bonus=market.bonus,
        mask=mask,
    )


def rules_of(market: Market, weights: Weights, key: int) -> Rules:
    """Arrange the tables of a market; `key` makes the ties of this round its own."""
    return Rules(
        area_group=market.area_group,
        gap_points=market.gap_points,
        related=market.related,
        organisation_rule=market.organisation_rule,
        unrelated_points=market.unrelated_points,
        profession_points=market.profession_points,
        region_points=market.region_points,
        most_bonus=int(market.bonus.max(initial=0)),
        point=weights.point,
        tie=weights.tie,
        key=key,
    )


def shelf_of(market: Market, price: Array) -> Shelf:
    """Put the mentors who have places on lists by area and grade, the cheapest first."""
    owner = np.repeat(np.arange(market.mentors, dtype=np.int32), np.diff(market.offer_start))
    area = market.offer_area.astype(np.int64)
    free = market.places[owner] > 0
    owner, area = owner[free], area[free]
    cell = area * GRADES + market.mentor_grade[owner]
    order = np.lexsort((owner, price[owner], cell))
    cells = np.arange(len(market.area_group) * GRADES + 1)
    return Shelf(
        start=np.searchsorted(cell[order], cells),
        mentor=owner[order],
        price=price[owner[order]],
    )


@kernel
def tie_of(one: int, other: int, key: int, tie: int) -> int:
    """A number from 0 to below `tie` that favours nobody: a keyed mix of two hashes."""
    mixed = np.uint64(one) * np.uint64(0x9E3779B97F4A7C15) ^ np.uint64(other) ^ np.uint64(key)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return np.int64(mixed & np.uint64(tie - 1))


@kernel
def points_of(mentees: Mentees, mentors: Mentors, rules: Rules, i: int, j: int) -> int:
    """The points of a pair that is no exception, or UNFIT; the caller knows of a common area."""
    grade = mentors.grade[j]
    if grade < mentees.lowest[i] or grade > mentees.highest[i] or mentors.places[j] <= 0:
        return UNFIT
    near = mentees.region[i] >= 0 and mentees.region[i] == mentors.region[j]
    in_person = near and mentees.in_person[i] and mentors.in_person[j]
    if not in_person and not (mentees.remote[i] and mentors.remote[j]):
        return UNFIT
    points = np.int64(rules.gap_points[mentees.grade[i], grade]) + mentors.bonus[j]
    if rules.organisation_rule != 0:
        related = rules.related[mentees.organisation[i], mentors.organisation[j]]
        if related and rules.organisation_rule == 1:
            return UNFIT
        if not related and rules.organisation_rule == 2:  # noqa: PLR2004
            points += rules.unrelated_points
    if mentees.profession[i] >= 0 and mentees.profession[i] == mentors.profession[j]:
        points += rules.profession_points
    if in_person:
        points += rules.region_points
    return points + need_points(mentees, mentors, rules, i, j)


@kernel
def need_points(mentees: Mentees, mentors: Mentors, rules: Rules, i: int, j: int) -> int:
    """The points of the needs that a mentor covers, exactly or nearly."""
    points = np.int64(0)
    for k in range(mentees.need_start[i], mentees.need_start[i + 1]):
        area = np.int64(mentees.need_area[k])
        if offers(mentors, j, area):
            points += mentees.need_full[k]
        elif offers(mentors, j, len(rules.area_group) + np.int64(rules.area_group[area])):
            points += mentees.need_near[k]
    return points


@kernel
def offers(mentors: Mentors, j: int, bit: int) -> bool:
    """Say whether a mentor's mask has the bit of an area or of a group."""
    return (mentors.mask[j, bit >> 6] >> np.uint64(bit & 63)) & np.uint64(1) != 0


@kernel
def covers(mentees: Mentees, mentors: Mentors, i: int, j: int) -> bool:
    """Say whether a mentor offers at least one needed area exactly."""
    for k in range(mentees.need_start[i], mentees.need_start[i + 1]):
        if offers(mentors, j, np.int64(mentees.need_area[k])):
            return True
    return False


@kernel
def special_points_of(mentees: Mentees, mentors: Mentors, rules: Rules, i: int, s: int) -> int:
    """The points of the pair that stands at `s` in a mentee's list of exceptions, or UNFIT."""
    j = mentees.special_mentor[s]
    if mentees.special_forbidden[s]:
        return UNFIT
    if not (mentees.special_chosen[s] or covers(mentees, mentors, i, j)):
        return UNFIT
    points = points_of(mentees, mentors, rules, i, j)
    return points if points < 0 else points + mentees.special_points[s]


@kernel
def weight_of(mentees: Mentees, mentors: Mentors, rules: Rules, i: int, j: int, points: int) -> int:
    """The weight of a pair: its points and its tie."""
    return points * rules.point + tie_of(mentees.hash[i], mentors.hash[j], rules.key, rules.tie)
