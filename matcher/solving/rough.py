"""Rough prices of mentors from small random blocks: linear in the number of people.

A market in random order comes in, and the prices at which to start go out. Any prices lead to
the same optimum, good ones sooner.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from matcher.solving.flow import seat, seating_of
from matcher.solving.market import Array, Market, part_of
from matcher.solving.scan import NO_THRESHOLD, block_of, each_part, scan_block
from matcher.solving.weights import Weights, weigh

_COLUMNS: Final = 40

Part = tuple[Market, Array, int]
"""A small market, the positions of its mentors in the large one, and the round's key."""


_DOUBT: Final = 10
"""By how many points a pair may miss the rough prices and still be listed."""


class Start(NamedTuple):
    """Where a solution starts from: arrays of int64, but for the last.

    The first scan looks at `rough` prices (m) and lists what exceeds `bar` (n). Mentees are
    seated from `price` (m). A place with a mentor who `is_scarce` (bool, m) is thought to
    keep somebody else from being placed.
    """

    rough: Array
    bar: Array
    price: Array
    is_scarce: Array


def cold_start(
    market: Market, weights: Weights, *, key: int, executor: Executor | None, part: int
) -> Start:
    """Start from rough prices that parts of so many mentees give."""
    soft = weigh(market, soft=True)
    rough = rough_prices(market, weights, key=key, executor=executor, part=part)
    levels, firm = (np.unique(np.append(each.placing, 0)) for each in (soft, weights))
    level = np.searchsorted(levels, rough, side="right") - 1
    is_scarce = level > 0
    return Start(
        rough=rough,
        bar=-soft.placing - _DOUBT * soft.point,
        price=np.where(is_scarce, firm[level] + rough - levels[level], _low(rough)),
        is_scarce=is_scarce,
    )


def warm_start(points: Array, weights: Weights) -> Start:
    """Start from prices in points, none beyond what the heaviest pair could pay."""
    placing = int(weights.placing.max(initial=0)) // weights.point
    price: Array = np.clip(points.astype(np.int64), 0, placing + weights.most_points)
    price *= weights.point
    return Start(
        rough=price,
        bar=np.full(len(weights.placing), NO_THRESHOLD, dtype=np.int64),
        price=_low(price),
        is_scarce=np.zeros(len(price), dtype=np.bool_),
    )


def _low(price: Array) -> Array:
    """Prices to seat from: low ones, since raising a price is quicker than lowering it."""
    low: Array = price - price // 2
    return low


def rough_prices(
    market: Market, weights: Weights, *, key: int, executor: Executor | None, part: int
) -> Array:
    """Estimate a price for each mentor, int64 (m), from parts of so many mentees."""
    count = market.mentees // part
    total, times = np.zeros(market.mentors), np.zeros(market.mentors)
    if count > 1:
        parts = _parts(market, count, key)
        for mentors, points in each_part(executor, _price_part, parts):
            total[mentors] += points
            times[mentors] += 1
    points = total / np.maximum(times, 1)
    price: Array = (points * weights.point).astype(np.int64)
    return price


def _parts(market: Market, count: int, key: int) -> Iterator[Part]:
    """Deal out mentees and places: each mentee and each place to one part."""
    bounds = np.linspace(0, market.mentees, count + 1).astype(np.int64)
    places = np.minimum(market.places, market.mentees).astype(np.int64)
    owner = np.repeat(np.arange(market.mentors), places)
    part = np.arange(len(owner)) % count
    order = np.argsort(part, kind="stable")
    ends = np.searchsorted(part[order], np.arange(count + 1))
    for number in range(count):
        mentors, room = np.unique(owner[order[ends[number] : ends[number + 1]]], return_counts=True)
        small = part_of(market, np.arange(bounds[number], bounds[number + 1]), mentors)
        yield replace(small, places=room), mentors, key


def _price_part(part: Part) -> tuple[Array, Array]:
    """Solve a small market over each mentee's best pairs; return prices in points."""
    market, mentors, key = part
    weights = weigh(market, soft=True)
    free = np.zeros(market.mentors, dtype=np.int64)
    block = block_of(
        market,
        weights,
        key=key,
        price=free,
        threshold=np.full(market.mentees, NO_THRESHOLD, dtype=np.int64),
        most=_COLUMNS,
    )
    columns, _ = scan_block(block)
    state = seating_of(
        columns,
        np.zeros(len(columns.mentor), dtype=np.bool_),
        placing=weights.placing,
        wanted=market.wanted,
        places=market.places,
        price=free.copy(),
        floor=free,
        threshold=-weights.placing,
    )
    seat(state)
    return mentors, state.price / weights.point
