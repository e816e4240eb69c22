"""The scan over all eligible pairs: for each mentee the few best that are not listed yet.

People, prices and a threshold a mentee come in; new columns (pairs worth listing) go out.
Mentees are cut into blocks, which run side by side in an executor; the cut never changes
what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np

from matcher.solving.machine.running import Int32s, Int64s, run
from matcher.solving.market import Array, Market
from matcher.solving.tables import (
    Block,
    Columns,
    mentees_of,
    mentors_of,
    rules_of,
    shelf_of,
    slice_of,
)
from matcher.solving.weights import Weights

Found = TypeVar("Found")

FAR = 2**62
"""Above any weight: as a threshold, no pair is worth listing."""

NO_THRESHOLD = -FAR
"""Below any weight minus price: every eligible pair is worth listing."""

NO_PAIR = -1
"""The highest threshold that every eligible pair exceeds where its mentor's price is nought."""


class Scan(NamedTuple):
    """A block with room for what is kept of its `rows` mentees, at most `most` pairs each.

    `stamp` (m) is scratch and starts at -1, `gain` (most) too; `mentor` and `weight` are
    (rows x most), `kept` (rows) how many pairs of each mentee are.
    """

    block: Block
    rows: int
    stamp: Int32s
    gain: Int64s
    mentor: Int32s
    weight: Int64s
    kept: Int32s


def scan(
    everybody: Block, *, executor: Executor | None = None, blocks: int = 1
) -> tuple[Columns, Array]:
    """Find for each mentee the `most` pairs of highest weight minus price above the threshold.

    Returns new columns, and what no pair left out exceeds (int64, n: weight minus price).
    """
    found = list(each_part(executor, scan_block, cut(everybody, blocks)))
    starts = np.concatenate([each.start[1:] - each.start[:-1] for each, _ in found])
    columns = Columns(
        start=np.concatenate(([0], np.cumsum(starts))),
        mentor=np.concatenate([each.mentor for each, _ in found]),
        weight=np.concatenate([each.weight for each, _ in found]),
    )
    return columns, np.concatenate([each for _, each in found])


def each_part(
    executor: Executor | None, work: Callable[[Any], Found], parts: Iterable[Any]
) -> Iterator[Found]:
    """Do the work on each part, in order, where the executor says."""
    return map(work, parts) if executor is None else executor.map(work, list(parts))


def cut(everybody: Block, blocks: int) -> Iterator[Block]:
    """Cut a block into several of about as many mentees each."""
    n = len(everybody.threshold)
    bounds = np.linspace(0, n, max(1, min(blocks, n)) + 1).astype(np.int64)
    for first, last in pairwise(bounds):
        yield everybody._replace(
            mentees=slice_of(everybody.mentees, int(first), int(last)),
            threshold=everybody.threshold[first:last],
            listed=columns_between(everybody.listed, int(first), int(last)),
        )


def columns_between(columns: Columns, first: int, last: int) -> Columns:
    """Return the columns of the mentees from `first` to below `last`."""
    begin, end = columns.start[first], columns.start[last]
    return Columns(
        start=columns.start[first : last + 1] - begin,
        mentor=columns.mentor[begin:end],
        weight=columns.weight[begin:end],
    )


def no_columns(mentees: int) -> Columns:
    """List no pair for so many mentees."""
    return Columns(
        start=np.zeros(mentees + 1, dtype=np.int64),
        mentor=np.zeros(0, dtype=np.int32),
        weight=np.zeros(0, dtype=np.int64),
    )


def block_of(
    market: Market,
    weights: Weights,
    *,
    key: int,
    price: Array,
    threshold: Array,
    most: int,
    only: Array | None = None,
    listed: Columns | None = None,
) -> Block:
    """Arrange a whole market for a scan at these prices; nothing is listed unless told."""
    return Block(
        mentees=mentees_of(market),
        mentors=mentors_of(market),
        rules=rules_of(market, weights, key),
        shelf=shelf_of(market, price, weights.point, only),
        price=price,
        threshold=threshold,
        listed=listed if listed is not None else no_columns(market.mentees),
        most=most,
    )


def scan_block(block: Block) -> tuple[Columns, Array]:
    """Scan one block; a function of its own so that processes can run it."""
    n, room = len(block.threshold), max(block.most, 1)
    mentor = np.empty((n, room), dtype=np.int32)
    weight = np.empty((n, room), dtype=np.int64)
    count = np.zeros(n, dtype=np.int32)
    run(
        "best_pairs",
        Scan(
            block=block._replace(most=room),
            rows=n,
            stamp=np.full(len(block.price), -1, dtype=np.int32),
            gain=np.empty(room, dtype=np.int64),
            mentor=mentor,
            weight=weight,
            kept=count,
        ),
    )
    kept = np.arange(room)[None, :] < count[:, None]
    start = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(count, dtype=np.int64)))
    full = count == room
    rest = block.threshold.copy()
    rest[full] = (weight[full] - block.price[mentor[full]]).min(axis=1, initial=FAR)
    return Columns(start=start, mentor=mentor[kept], weight=weight[kept]), rest
