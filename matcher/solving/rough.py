"""Rough prices of mentors from small random blocks: linear in the number of people.

A market in random order comes in; a price a mentor goes out. They are only a start: any
prices lead to the same optimum, good ones sooner.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from typing import Final

import numpy as np

from matcher.solving.flow import seat, seating_of
from matcher.solving.market import Array, Market, part_of
from matcher.solving.scan import NO_THRESHOLD, block_of, each_part, scan_block
from matcher.solving.weights import Weights, weigh

_COLUMNS: Final = 40

Part = tuple[Market, Array, int]
"""A small market, the positions of its mentors in the large one, and the round's key."""


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
    columns, _, _ = scan_block(block)
    state = seating_of(
        columns,
        np.zeros(len(columns.mentor), dtype=np.bool_),
        placing=weights.placing,
        wanted=market.wanted,
        places=market.places,
        price=free.copy(),
        threshold=-weights.placing,
    )
    seat(state)
    return mentors, state.price / weights.point
