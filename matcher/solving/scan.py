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

from matcher.solving.kernel import Whole, kernel
from matcher.solving.market import GRADES, Array
from matcher.solving.tables import (
    Mentees,
    Mentors,
    Row,
    Rules,
    Shelf,
    meeting_points,
    need_points,
    slice_of,
    special_points,
    weight_of,
)

Found = TypeVar("Found")

FAR = 2**62
"""Above any weight: as a threshold, no pair is worth listing."""

NO_THRESHOLD = -FAR
"""Below any weight minus price: every eligible pair is worth listing."""


class Columns(NamedTuple):
    """Listed pairs by mentee: mentee i has `start[i]:start[i + 1]` of `mentor` and `weight`."""

    start: Array
    mentor: Array
    weight: Array


class Block(NamedTuple):
    """What a scan of some mentees needs: `listed` are columns of these mentees alone."""

    mentees: Mentees
    mentors: Mentors
    rules: Rules
    gap_points: Array
    related: Array
    shelf: Shelf
    price: Array
    threshold: Array
    listed: Columns
    most: int


def scan(
    everybody: Block, *, executor: Executor | None = None, blocks: int = 1
) -> tuple[Columns, Array, int]:
    """Find for each mentee the `most` pairs of highest weight minus price above the threshold.

    Returns new columns, what no pair left out exceeds (int64, n: weight minus price), and
    how many pairs were looked at.
    """
    found = list(_each(executor, scan_block, cut(everybody, blocks)))
    starts = np.concatenate([each.start[1:] - each.start[:-1] for each, _, _ in found])
    columns = Columns(
        start=np.concatenate(([0], np.cumsum(starts))),
        mentor=np.concatenate([each.mentor for each, _, _ in found]),
        weight=np.concatenate([each.weight for each, _, _ in found]),
    )
    rest = np.concatenate([each for _, each, _ in found])
    return columns, rest, sum(seen for _, _, seen in found)


def _each(
    executor: Executor | None, work: Callable[[Any], Found], parts: Iterable[Any]
) -> Iterator[Found]:
    return map(work, parts) if executor is None else executor.map(work, parts)


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


def scan_block(block: Block) -> tuple[Columns, Array, int]:
    """Scan one block; a function of its own so that processes can run it."""
    n, room = len(block.threshold), max(block.most, 1)
    mentor = np.empty((n, room), dtype=np.int32)
    weight = np.empty((n, room), dtype=np.int64)
    count = np.zeros(n, dtype=np.int32)
    seen = _best_pairs(block, mentor, weight, count)
    kept = np.arange(room)[None, :] < count[:, None]
    start = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(count, dtype=np.int64)))
    full = count == room
    rest = block.threshold.copy()
    rest[full] = (weight[full] - block.price[mentor[full]]).min(axis=1, initial=FAR)
    return Columns(start=start, mentor=mentor[kept], weight=weight[kept]), rest, int(seen)


@kernel
def _best_pairs(block: Block, mentor: Array, weight: Array, count: Array) -> Whole:
    """Fill (n x most) arrays of mentors and weights and the count of each; return pairs seen."""
    # Numba counts references whenever a tuple is opened: once here, and never in the loops.
    mentees, rules, shelf, listed = block.mentees, block.rules, block.shelf, block.listed
    gap_points, related, masks = block.gap_points, block.related, block.mentors.mask
    people, others = mentees.person, block.mentors.person
    need_start, need_bit, need_group = mentees.need_start, mentees.need_bit, mentees.need_group
    need_full, need_near = mentees.need_full, mentees.need_near
    starts, offered, costs = shelf.start, shelf.mentor, shelf.cost
    firsts, widths, price = shelf.first, shelf.width, block.price
    stamp = np.full(len(price), -1, dtype=np.int32)
    gain = np.empty(block.most, dtype=np.int64)
    seen = 0
    for i in range(len(count)):
        mentee = people[i]
        first, last = need_start[i], need_start[i + 1]
        for place in range(listed.start[i], listed.start[i + 1]):
            stamp[listed.mentor[place]] = i
        bar = _try_specials(block, i, stamp, gain, mentor, weight, count)
        for way in range(len(firsts)):
            number = _number(mentee, way, widths[way])
            else_most = _most_else(rules, way)
            for k in range(first, last if number >= 0 else first):
                most = else_most + _most_from(need_full, need_near, first, k, last)
                for grade in range(mentee.lowest, mentee.highest + 1):
                    gap = gap_points[mentee.grade, grade]
                    top = (most + gap) * rules.point + rules.tie
                    cell = firsts[way] + (need_bit[k] * GRADES + grade) * widths[way] + number
                    for place in range(starts[cell], starts[cell + 1]):
                        cost = costs[place]
                        if top - cost <= bar:
                            break  # the rest of the list costs more still
                        j = offered[place]
                        if stamp[j] == i:
                            continue
                        stamp[j] = i
                        seen += 1
                        points = need_points(
                            need_bit, need_group, need_full, need_near, first, last, masks, j
                        )
                        if (points + else_most + gap + 1) * rules.point - cost <= bar:
                            continue
                        rest = meeting_points(mentee, others[j], rules, gap_points, related)
                        if rest < 0:
                            continue
                        value = weight_of(points + rest, mentee.hash, others[j].hash, rules)
                        net = value - price[j]
                        bar = _keep(i, j, value, net, bar, gain, mentor, weight, count)
    return seen


@kernel
def _number(mentee: Row, way: Whole, width: Whole) -> Whole:
    """Which lists of a way on the shelf are a mentee's; -1 if none."""
    number = np.int64(0)
    if way == 0:
        number = np.int64(mentee.profession)
    elif way == 1:
        number = np.int64(mentee.region) if mentee.in_person else np.int64(-1)
    return number if number < width else np.int64(-1)


@kernel
def _most_else(rules: Rules, way: Whole) -> Whole:
    """The most points apart from needs, gap and bonus that the lists of a way can add.

    Who shares the profession stands on the first way's lists, and who could meet in person
    on the second's: whom the third way finds beyond them gains neither.
    """
    points = np.int64(rules.unrelated_points)
    if way == 0:
        points += rules.profession_points
    return points + rules.region_points if way < 2 else points  # noqa: PLR2004


@kernel
def _try_specials(
    block: Block, i: Whole, stamp: Array, gain: Array, mentor: Array, weight: Array, count: Array
) -> Whole:
    """Look at a mentee's exceptions, which the lists by area then pass over."""
    mentees, mentors, rules = block.mentees, block.mentors, block.rules
    bar: Whole = block.threshold[i]
    for s in range(mentees.special_start[i], mentees.special_start[i + 1]):
        j = mentees.special_mentor[s]
        if stamp[j] != i:
            stamp[j] = i
            points = special_points(mentees, mentors, rules, block.gap_points, block.related, i, s)
            if points >= 0:
                value = weight_of(points, mentees.person[i].hash, mentors.person[j].hash, rules)
                net = value - block.price[j]
                bar = _keep(i, j, value, net, bar, gain, mentor, weight, count)
    return bar


@kernel
def _most_from(need_full: Array, need_near: Array, first: Whole, k: Whole, last: Whole) -> Whole:
    """The most need points of a mentor who offers none of the needs before `k`."""
    points = np.int64(0)
    for other in range(first, last):
        if other < k:
            points += need_near[other]
        else:
            points += max(need_full[other], need_near[other])
    return points


@kernel
def _keep(
    i: Whole,
    j: Whole,
    value: Whole,
    net: Whole,
    bar: Whole,
    gain: Array,
    mentor: Array,
    weight: Array,
    count: Array,
) -> Whole:
    """Keep a pair if it clears the bar, in place of the worst when full; return the new bar."""
    if net <= bar:
        return bar
    place: Whole = np.int64(count[i])
    if place == len(gain):
        place = _lowest(gain)
    else:
        count[i] += 1
    gain[place] = net
    mentor[i, place] = j
    weight[i, place] = value
    return gain[_lowest(gain)] if count[i] == len(gain) else bar


@kernel
def _lowest(gain: Array) -> Whole:
    least = np.int64(0)
    for place in range(1, len(gain)):
        if gain[place] < gain[least]:
            least = np.int64(place)
    return least
