"""With whom one more could be placed, and who would rather have each other: looks at a result.

A market and the pairs of a result come in; mentors or a count go out. Both look at eligible
pairs by the scan, so that they cost no more than one round of solving.
"""

from __future__ import annotations

import numpy as np

from matcher.solving.market import Array, Market
from matcher.solving.scan import FAR, NO_PAIR, block_of, cut, scan, scan_block
from matcher.solving.tables import Columns
from matcher.solving.weights import weigh

_ROOM = 2**21
"""Pairs for which there is room in one part of a count."""


def open_mentors(market: Market, mentee: Array, mentor: Array) -> Array:
    """Say of each mentor (bool, m) whether one more could come and nobody be left out for it.

    True where there is room, or where a chain of moves to other mentors makes room. Source:
    alternating paths; Berge, Two theorems in graph theory (1957).
    """
    held = np.bincount(mentee, minlength=market.mentees)
    is_open: Array = np.bincount(mentor, minlength=market.mentors) < market.places
    is_open[mentor[held[mentee] > 1]] = True  # who has several can do with one less
    moves = held > 0
    fresh = is_open.copy()
    while fresh.any() and moves.any():
        found = _reaches(market, fresh, moves)
        moves &= ~found
        fresh = np.zeros_like(is_open)
        fresh[mentor[found[mentee]]] = True
        fresh &= ~is_open
        is_open |= fresh
    return is_open


def _reaches(market: Market, mentors: Array, mentees: Array) -> Array:
    """Say of each mentee (bool, n) whether they could be paired with one of some mentors."""
    price = np.where(mentors, 0, FAR // 2)
    block = block_of(
        market,
        weigh(market),
        key=0,
        price=price,
        threshold=np.where(mentees, NO_PAIR, FAR),
        most=1,
        only=mentors,
    )
    columns, _ = scan(block)
    found: Array = np.diff(columns.start) > 0
    return found


def count_rather(market: Market, mentee: Array, mentor: Array, points: Array) -> int:
    """Count the pairs who would both earn more with each other than with somebody they have.

    `points` are those of the pairs of the result. Who has room for more takes anybody. Source:
    blocking pairs; Gale and Shapley, College admissions and the stability of marriage (1962).
    """
    mine = _least(mentee, points, market.wanted)
    theirs = _least(mentor, points, market.places)
    point = weigh(market).point
    block = block_of(
        market,
        weigh(market),
        key=0,
        price=(theirs + 1) * point,
        threshold=np.full(market.mentees, NO_PAIR),
        listed=_taken(market, mentee, mentor),
        most=market.mentors,
    )
    rows = max(_ROOM // max(market.mentors, 1), 1)
    first = total = 0
    for part in cut(block, 1 + market.mentees // rows):
        columns, _ = scan_block(part)
        count = np.diff(columns.start)
        here = np.repeat(mine[first : first + len(count)], count)
        total += int((columns.weight // point > here).sum())
        first += len(count)
    return total


def _taken(market: Market, mentee: Array, mentor: Array) -> Columns:
    order = np.argsort(mentee, kind="stable")
    return Columns(
        start=np.searchsorted(mentee[order], np.arange(market.mentees + 1)),
        mentor=mentor[order].astype(np.int32),
        weight=np.zeros(len(mentor), dtype=np.int64),
    )


def _least(people: Array, points: Array, room: Array) -> Array:
    """The least that each person earns now, -1 where they have room for more."""
    least = np.full(len(room), np.iinfo(np.int64).max)
    np.minimum.at(least, people, points)
    held = np.bincount(people, minlength=len(room))
    found: Array = np.where(held < room, -1, np.where(held > 0, least, 0))
    return found
