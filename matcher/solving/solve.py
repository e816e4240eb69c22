"""The optimum over all eligible pairs, by price-aware column generation: one path, any size.

A Market comes in; an Assignment with the prices that prove it goes out. Rough prices come
from small blocks; a scan lists each mentee's best pairs at these prices; the exact solver
settles the listed pairs; whatever else could improve the result is listed, until nothing can.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.solving.certificate import Certificate
from matcher.solving.flow import Seating, seat, seating_of
from matcher.solving.market import Array, Market, part_of
from matcher.solving.rough import Start, cold_start, warm_start
from matcher.solving.scan import FAR, no_columns, scan
from matcher.solving.tables import (
    Block,
    Columns,
    Mentees,
    Mentors,
    Rules,
    mentees_of,
    mentors_of,
    rules_of,
    shelf_of,
)
from matcher.solving.weights import Weights, weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is done at once; it changes how long a result takes, never the result's worth.

    A mentee starts with `first_columns` listed pairs and gains at most `more_columns` in a
    later turn; rough prices come from parts of at least `part` mentees.
    """

    first_columns: int = 16
    more_columns: int = 6
    part: int = 3000


DEFAULT_EFFORT: Final = Effort()

_BLOCK: Final = 4096
"""How many mentees a scan takes at once, unless told."""

_GENTLE: Final = 4
"""By how many points a free place may become cheaper in a turn, at first."""

_FEW: Final = 20
"""Prices are as good as right once a turn lists a pair for fewer than one mentee in so many."""

_PARTS: Final = 20
"""Into how many parts at most people are dealt for rough prices, if the parts are larger then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Pairs as positions in the Market, int32, sorted by mentee, then mentor; and their proof."""

    mentee: Array
    mentor: Array
    certificate: Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    market: Market
    weights: Weights
    mentees: Mentees
    mentors: Mentors
    rules: Rules
    executor: Executor | None
    blocks: int
    effort: Effort


def solve(
    market: Market,
    *,
    key: int = 0,
    executor: Executor | None = None,
    blocks: int | None = None,
    effort: Effort = DEFAULT_EFFORT,
    prices: Array | None = None,
) -> Assignment:
    """Assign mentors to mentees: most mentees first, then longest waiting, then most points.

    `key` chooses the round's tie-break. Scans run as `blocks` blocks in `executor` (in this
    process by default); neither changes the result, and nor does the order of the people, nor
    `prices` (points, m) of an earlier round, from which this one starts warm. Raises MarketError
    where 64 bits cannot hold the weights.
    """
    row, column = _order(market.mentee_hash, key), _order(market.mentor_hash, key)
    inside = part_of(market, row, column)
    weights = weigh(inside)
    problem = _Problem(
        market=inside,
        weights=weights,
        mentees=mentees_of(inside),
        mentors=mentors_of(inside),
        rules=rules_of(inside, weights, key),
        executor=executor,
        blocks=blocks or 1 + inside.mentees // _BLOCK,
        effort=effort,
    )
    part = max(effort.part, inside.mentees // _PARTS)
    start = (
        cold_start(inside, weights, key=key, executor=executor, part=part)
        if prices is None
        else warm_start(prices[column], weights)
    )
    state = _generate(problem, start)
    return _assignment(state, row=row, column=column, weights=weights, key=key)


def _order(hashes: Array, key: int) -> Array:
    """An order of people that depends on nothing but their hashes and the round."""
    mixed = (hashes ^ np.uint64(key)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return np.argsort(mixed ^ (mixed >> np.uint64(29)), kind="stable")


def _generate(problem: _Problem, start: Start) -> Seating:
    """List columns and seat the mentees on them in turn, until no pair left out could help.

    Too few columns are listed at first, so that some mentors seem wanted by nobody. If their
    places became free at once, everybody would list them, and all prices would swing. So a
    scarce place keeps its price at first, and falls little by little (du Merle and others,
    Stabilized column generation, 1999).
    """
    mentees = problem.market.mentees
    columns, rest = _scan(
        problem,
        no_columns(mentees),
        price=start.rough,
        bar=start.bar,
        most=problem.effort.first_columns,
    )
    state = _seating(
        problem,
        columns,
        np.zeros(len(columns.mentor), dtype=np.bool_),
        price=start.price,
        floor=_floor(problem, start, start.price, 0),
        threshold=-problem.weights.placing,
    )
    seat(state)
    before, is_gentle = start.rough, True
    while True:
        more, rest = _scan_changed(problem, columns, state, before, rest)
        before = state.price.copy()
        if len(more.mentor) == 0 and not state.floor.any():
            return state
        is_gentle = is_gentle and len(more.mentor) * _FEW > mentees
        columns, taken = merge(columns, more, state.taken)
        state = _seating(
            problem,
            columns,
            taken,
            price=state.price,
            floor=_floor(problem, start, state.price, _GENTLE if is_gentle else None),
            threshold=state.threshold,
        )
        seat(state)


def _floor(problem: _Problem, start: Start, price: Array, step: int | None) -> Array:
    """What a free place may keep of its price: nothing unless it was scarce from the start."""
    if step is None:
        return np.zeros_like(price)
    kept = np.maximum(price - step * problem.weights.point, 0)
    return np.where(start.is_scarce, kept, 0)


def _seating(
    problem: _Problem,
    columns: Columns,
    taken: Array,
    *,
    price: Array,
    floor: Array,
    threshold: Array,
) -> Seating:
    return seating_of(
        columns,
        taken,
        placing=problem.weights.placing,
        wanted=problem.market.wanted,
        places=problem.market.places,
        price=price,
        floor=floor,
        threshold=threshold,
    )


def _scan_changed(
    problem: _Problem, columns: Columns, state: Seating, before: Array, rest: Array
) -> tuple[Columns, Array]:
    """Scan only where a pair left out may have become worth listing.

    At the prices `before`, those of the last scan, no such pair exceeded `rest` (n). At most
    `step` more is possible with a mentor whose price fell by at most `step`: mentees whose
    threshold is lower than that look at everybody, the others only at mentors cheaper still.
    """
    fallen = before - state.price
    step = _best_step(fallen, state.threshold - rest)
    rest = rest + step
    loose = state.threshold < rest
    bar = np.where(loose, state.threshold, FAR)
    some, rest_of_loose = _scan(
        problem, columns, price=state.price, bar=bar, most=problem.effort.more_columns
    )
    bar = np.where(loose, FAR, state.threshold)
    cheaper = fallen > step
    more, rest_of_others = _scan(
        problem,
        columns,
        price=state.price,
        bar=bar,
        most=problem.effort.more_columns,
        only=cheaper,
    )
    found, _ = merge(some, more, np.zeros(len(some.mentor), dtype=np.bool_))
    others = np.maximum(rest, rest_of_others)
    return found, np.where(loose, rest_of_loose, others)


def _best_step(fallen: Array, room: Array) -> int:
    """Choose the step that leaves least to scan: loose mentees x all, others x cheaper mentors."""
    falls = np.sort(fallen[fallen > 0])
    if len(falls) == 0:
        return 0
    steps = [0, *(int(falls[len(falls) * part // 16]) for part in range(16)), int(falls[-1])]
    rooms = np.sort(room)

    def effort(step: int) -> float:
        loose = float(np.searchsorted(rooms, step)) / len(room)
        cheaper = 1.0 - float(np.searchsorted(falls, step, side="right")) / len(falls)
        return loose + (1 - loose) * cheaper * len(falls) / len(fallen)

    return min(steps, key=effort)


def _scan(
    problem: _Problem,
    columns: Columns,
    *,
    price: Array,
    bar: Array,
    most: int,
    only: Array | None = None,
) -> tuple[Columns, Array]:
    market = problem.market
    block = Block(
        mentees=problem.mentees,
        mentors=problem.mentors,
        rules=problem.rules,
        shelf=shelf_of(market, price, problem.weights.point, only),
        price=price,
        threshold=bar,
        listed=columns,
        most=most,
    )
    return scan(block, executor=problem.executor, blocks=problem.blocks)


def merge(columns: Columns, more: Columns, taken: Array) -> tuple[Columns, Array]:
    """Append new columns to each mentee's own; new ones are not taken."""
    old, new = np.diff(columns.start), np.diff(more.start)
    start = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(old + new)))
    to_old = np.arange(len(columns.mentor)) + np.repeat(start[:-1] - columns.start[:-1], old)
    to_new = np.arange(len(more.mentor)) + np.repeat(start[1:] - more.start[1:], new)
    mentor = np.empty(start[-1], dtype=np.int32)
    weight = np.empty(start[-1], dtype=np.int64)
    both = np.zeros(start[-1], dtype=np.bool_)
    mentor[to_old], mentor[to_new] = columns.mentor, more.mentor
    weight[to_old], weight[to_new] = columns.weight, more.weight
    both[to_old] = taken
    return Columns(start=start, mentor=mentor, weight=weight), both


def _assignment(
    state: Seating,
    *,
    row: Array,
    column: Array,
    weights: Weights,
    key: int,
) -> Assignment:
    """Give the result back in the positions of the market that came in."""
    chosen = np.flatnonzero(state.taken)
    owner = np.searchsorted(state.start, chosen, side="right") - 1
    mentee, mentor = row[owner].astype(np.int32), column[state.mentor[chosen]].astype(np.int32)
    order = np.lexsort((mentor, mentee))
    price, value = np.empty_like(state.price), np.empty_like(state.threshold)
    price[column] = state.price
    value[row] = state.threshold + weights.placing
    certificate = Certificate(
        mentee=mentee[order],
        mentor=mentor[order],
        price=price,
        value=value,
        key=key,
    )
    return Assignment(
        mentee=mentee[order],
        mentor=mentor[order],
        certificate=certificate,
    )
