"""The exact optimum over listed pairs: shortest augmenting paths with prices, warm or cold.

Columns, places and any prices at all come in; pairs, prices and thresholds go out, which
prove each other. The method is the Hungarian one for several places (Ahuja, Magnanti and
Orlin, Network Flows, 1993, sections 9.7 and 12.4), from both sides: first each mentee who
has a claim to a mentor is seated, then each place that costs
more than its floor is filled or made cheaper.

Reduced weight of a pair: weight - price - threshold. Pairs that are taken have at least 0,
the others at most 0, at every step. A mentee's value is threshold + placing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matcher.solving.machine.running import Bools, Int8s, Int32s, Int64s, run
from matcher.solving.market import Array
from matcher.solving.scan import FAR
from matcher.solving.tables import Columns


class Seating(NamedTuple):
    """The state of the search, changed in place.

    Columns: `start` (n + 1), `mentor`, `weight`, `taken` (E). Mentees: `placing`, `wanted`,
    `threshold`, `held` (how many mentors now). Mentors: `places`, `price`, `floor` (what a free
    place may keep of its price; 0 for an optimum), `load`; the columns taken at mentor j are
    the first `load[j]` from `seat_start[j]` of `seat_column`, and `seat_mentee` says whose
    they are.
    """

    start: Int64s
    mentor: Int32s
    weight: Int64s
    taken: Bools
    placing: Int64s
    wanted: Int8s
    threshold: Int64s
    held: Int64s
    places: Int32s
    price: Int64s
    floor: Int64s
    load: Int64s
    seat_start: Int64s
    seat_column: Int32s
    seat_mentee: Int32s
    mentees: int
    mentors: int


class Search(NamedTuple):
    """Scratch of a search over nodes (mentors, then mentees), and a binary heap of them.

    `distance` and `column` (by which a node was reached) are arrays of m + n, `owner` of m:
    the mentee from whom, or for whom, a mentor was reached. `touched` lists reached nodes.
    The whole numbers are the lengths of the heap and of `touched`, and the distance and the
    node where the shortest path ends.
    """

    distance: Int64s
    column: Int32s
    owner: Int32s
    touched: Int32s
    heap_distance: Int64s
    heap_node: Int32s
    heap_size: int
    touched_size: int
    best: int
    best_node: int


class Seats(NamedTuple):
    """A seating, its search, and the order in which mentees are seated.

    `into` lists the columns of each mentor from `into_start`, `owner` whose they are.
    """

    state: Seating
    search: Search
    order: Int32s
    into_start: Int64s
    into: Int32s
    owner: Int32s


def seat(seating: Seating) -> None:
    """Make a seating optimal over its columns, from any prices and pairs."""
    n, m = seating.mentees, seating.mentors
    search = _search(n, m, len(seating.mentor))
    none = np.zeros(0, dtype=np.int32)
    seats = Seats(
        state=seating,
        search=search,
        # Whoever weighs most comes first: those after them then soon see that they must wait.
        order=np.argsort(-seating.placing, kind="stable").astype(np.int32),
        into_start=np.zeros(m + 1, dtype=np.int64),
        into=none,
        owner=none,
    )
    if run("seat_mentees", seats):
        into = np.argsort(seating.mentor, kind="stable").astype(np.int32)
        owner = np.repeat(np.arange(n, dtype=np.int32), np.diff(seating.start))[into]
        start = np.searchsorted(seating.mentor[into], np.arange(m + 1))
        run("fill_places", seats._replace(into_start=start, into=into, owner=owner))


def _search(n: int, m: int, columns: int) -> Search:
    room = columns + n + m + 1
    return Search(
        distance=np.full(m + n, FAR, dtype=np.int64),
        column=np.zeros(m + n, dtype=np.int32),
        owner=np.zeros(m, dtype=np.int32),
        touched=np.zeros(m + n, dtype=np.int32),
        heap_distance=np.zeros(room, dtype=np.int64),
        heap_node=np.zeros(room, dtype=np.int32),
        heap_size=0,
        touched_size=0,
        best=FAR,
        best_node=-1,
    )


def seating_of(
    columns: Columns,
    taken: Array,
    *,
    placing: Array,
    wanted: Array,
    places: Array,
    price: Array,
    floor: Array,
    threshold: Array,
) -> Seating:
    """Arrange a state: the mentors' seats follow from the columns taken."""
    n, m = len(placing), len(places)
    listed = np.bincount(columns.mentor, minlength=m)
    room = np.minimum(places, listed)
    seat_start = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(room)))
    chosen = np.flatnonzero(taken)
    chosen = chosen[np.argsort(columns.mentor[chosen], kind="stable")]
    at = columns.mentor[chosen]
    load = np.bincount(at, minlength=m)
    before = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(load)))
    seats = seat_start[at] + np.arange(len(chosen)) - before[at]
    seat_column = np.zeros(seat_start[-1], dtype=np.int32)
    seat_mentee = np.zeros(seat_start[-1], dtype=np.int32)
    seat_column[seats] = chosen
    owner = np.searchsorted(columns.start, chosen, side="right") - 1
    seat_mentee[seats] = owner
    return Seating(
        start=columns.start,
        mentor=columns.mentor,
        weight=columns.weight,
        taken=taken,
        placing=placing,
        wanted=wanted,
        threshold=threshold,
        held=np.bincount(owner, minlength=n),
        places=places,
        price=price,
        floor=floor,
        load=load,
        seat_start=seat_start,
        seat_column=seat_column,
        seat_mentee=seat_mentee,
        mentees=n,
        mentors=m,
    )
