"""The order of aims as one whole number a pair, with proof that nothing overflows.

A market comes in; the units of its aims go out. To place a mentee weighs more than all
points together, and a point more than all ties together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.solving.market import (
    PLACED_POINTS_WAITING,
    PLACED_WAITING_POINTS,
    POINTS_PLACED_WAITING,
    WAITING_POINTS_PLACED,
    Array,
    Market,
    MarketError,
)

_ROOM: Final = 2**63 // 4
"""The solver adds up at most a distance, a value and a price, each at most the largest weight."""

_FINEST_TIE: Final = 2**16


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Units of the aims: a pair weighs `points * point + tie`, with 0 <= tie < `tie`.

    `placing` int64 (n) is what a mentee's first mentor weighs on top of the pair: a class of
    waiting is worth its number in their order, nothing for who waited no round. Only the
    order of waiting classes counts, not the distance between them: sets of mentees that can
    be placed form a matroid, so that most placed and best classes first never conflict
    (Edmonds, Matroids and the greedy algorithm, 1971).
    """

    point: int
    tie: int
    placing: Array
    most_points: int


def weigh(market: Market, *, soft: bool = False) -> Weights:
    """Find units for a market; with `soft` ones several pairs outweigh a place.

    Soft ones serve rough prices, which are means over many parts.

    Raises MarketError where 64 bits cannot hold the weights.
    """
    most = _most_points(market)
    slots = max(1, min(int(market.wanted.sum()), int(market.places.sum(dtype=np.int64))))
    classes, rank = np.unique(market.waiting, return_inverse=True)
    rank = rank.reshape(-1).astype(np.int64) + int(classes.min(initial=0) > 0)
    tie = _FINEST_TIE
    units = _UNITS[market.aims]
    while tie > 1 and _largest(units(most, slots, len(classes), tie), most, len(classes)) >= _ROOM:
        tie //= 2
    point, first, step = units(most, slots, len(classes), tie)
    if _largest((point, first, step), most, len(classes)) >= _ROOM:
        message = f"{slots} places, {most} points and {len(classes)} waiting classes are too many"
        raise MarketError(f"{message} for whole numbers of 64 bits")
    placing = first + rank * step
    if soft:
        placing = np.minimum(placing, (1 + rank) * (most + 1) * point)
    return Weights(point=point, tie=tie, placing=placing, most_points=most)


Units = tuple[int, int, int]
"""What a point weighs, what placing somebody of the lowest class weighs, and each class more."""


def _placed_waiting_points(most: int, slots: int, _: int, tie: int) -> Units:
    point = slots * tie
    base = (most * slots + 1) * point
    return point, base, base


def _placed_points_waiting(most: int, slots: int, classes: int, tie: int) -> Units:
    step = slots * tie
    point = slots * max(classes, 1) * step
    return point, (most * slots + 2) * point, step


def _points_placed_waiting(_: int, slots: int, classes: int, tie: int) -> Units:
    step = slots * tie
    first = slots * max(classes, 1) * step
    return 2 * slots * first + step, first, step


def _waiting_points_placed(most: int, slots: int, _: int, tie: int) -> Units:
    first = slots * tie
    point = (slots + 1) * first
    return point, first, (most * slots + 1) * point


_UNITS: Final = {
    PLACED_WAITING_POINTS: _placed_waiting_points,
    PLACED_POINTS_WAITING: _placed_points_waiting,
    POINTS_PLACED_WAITING: _points_placed_waiting,
    WAITING_POINTS_PLACED: _waiting_points_placed,
}
"""Each aim outweighs all that comes after it, and a point or a class all ties together."""


def _largest(units: Units, most: int, classes: int) -> int:
    """The heaviest that a mentee's first pair can be, also where points are soft."""
    point, first, step = units
    placing = max(first + classes * step, (most + 1) * point * max(classes, 1))
    return placing + (most + 1) * point


def _most_points(market: Market) -> int:
    """No pair earns more points than this."""
    best = np.maximum(market.need_full, market.need_near).astype(np.int64)
    total = np.concatenate(([0], np.cumsum(best)))
    needs = total[market.need_start[1:]] - total[market.need_start[:-1]]
    lists = (market.choice_points, market.extra_points)
    tables = (needs, market.gap_points, market.bonus)
    return (
        sum(int(part.max(initial=0)) for part in tables)
        + sum(int(part.sum(dtype=np.int64)) if _repeats(market) else int(part.max(initial=0))
              for part in lists)
        + market.unrelated_points + market.profession_points + market.region_points
    )  # fmt: skip


def _repeats(market: Market) -> bool:
    """Say whether a pair stands twice in a list, so that its points add up."""
    lists = (
        (market.choice_mentee, market.choice_mentor),
        (market.extra_mentee, market.extra_mentor),
    )
    for mentee, mentor in lists:
        pairs = mentee.astype(np.int64) * max(market.mentors, 1) + mentor
        if len(np.unique(pairs)) < len(pairs):
            return True
    return False
