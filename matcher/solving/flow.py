"""The exact optimum over listed pairs: shortest augmenting paths with prices, warm or cold.

Columns, places and any prices at all come in; pairs, prices and thresholds go out, which
prove each other. The method is the Hungarian one for several places (Ahuja, Magnanti and
Orlin, Network Flows, 1993, sections 9.7 and 12.4), from both sides: first each mentee who
has a claim to a mentor is seated, then each place that has a price is filled or made free.

Reduced weight of a pair: weight - price - threshold. Pairs that are taken have at least 0,
the others at most 0, at every step. A mentee's value is threshold + placing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matcher.solving.kernel import Whole, kernel
from matcher.solving.market import Array
from matcher.solving.scan import FAR
from matcher.solving.tables import Columns


class Seating(NamedTuple):
    """The state of the search, changed in place.

    Columns: `start` (n + 1), `mentor`, `weight`, `taken` (E). Mentees: `placing`, `wanted`,
    `threshold`, `held` (how many mentors now). Mentors: `places`, `price`, `load`; the
    columns taken at mentor j are the first `load[j]` from `seat_start[j]` of `seat_column`,
    and `seat_mentee` says whose they are.
    """

    start: Array
    mentor: Array
    weight: Array
    taken: Array
    placing: Array
    wanted: Array
    threshold: Array
    held: Array
    places: Array
    price: Array
    load: Array
    seat_start: Array
    seat_column: Array
    seat_mentee: Array


class Search(NamedTuple):
    """Scratch of a search over nodes (mentors, then mentees), and a binary heap of them.

    `distance` and `column` (by which a node was reached) are arrays of m + n, `owner` of m:
    the mentee from whom, or for whom, a mentor was reached. `touched` lists reached nodes.
    `size` holds the lengths of the heap and of `touched`; `best` the distance and the node
    where the shortest path ends.
    """

    distance: Array
    column: Array
    owner: Array
    touched: Array
    heap_distance: Array
    heap_node: Array
    size: Array
    best: Array


def seat(seating: Seating) -> None:
    """Make a seating optimal over its columns, from any prices and pairs."""
    _refresh(seating)
    n, m = len(seating.threshold), len(seating.price)
    search = _search(n, m, len(seating.mentor))
    _seat_mentees(seating, search)
    if np.any((seating.price > 0) & (seating.load < seating.places)):
        into = np.argsort(seating.mentor, kind="stable").astype(np.int32)
        into_start = np.searchsorted(seating.mentor[into], np.arange(m + 1))
        owner = np.repeat(np.arange(n, dtype=np.int32), np.diff(seating.start))[into]
        _fill_places(seating, search, into_start, into, owner)


def _search(n: int, m: int, columns: int) -> Search:
    room = columns + n + m + 1
    return Search(
        distance=np.full(m + n, FAR, dtype=np.int64),
        column=np.zeros(m + n, dtype=np.int32),
        owner=np.zeros(m, dtype=np.int32),
        touched=np.zeros(m + n, dtype=np.int32),
        heap_distance=np.zeros(room, dtype=np.int64),
        heap_node=np.zeros(room, dtype=np.int32),
        size=np.zeros(2, dtype=np.int64),
        best=np.zeros(2, dtype=np.int64),
    )


def seating_of(
    columns: Columns,
    taken: Array,
    *,
    placing: Array,
    wanted: Array,
    places: Array,
    price: Array,
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
        load=load,
        seat_start=seat_start,
        seat_column=seat_column,
        seat_mentee=seat_mentee,
    )


@kernel
def _refresh(state: Seating) -> None:
    """Raise thresholds to what the columns offer now; free the pairs that fall below."""
    for i in range(len(state.threshold)):
        state.threshold[i] = max(state.threshold[i], -state.placing[i])
        for e in range(state.start[i], state.start[i + 1]):
            if not state.taken[e]:
                net = state.weight[e] - state.price[state.mentor[e]]
                state.threshold[i] = max(state.threshold[i], net)
        for e in range(state.start[i], state.start[i + 1]):
            j = np.int64(state.mentor[e])
            if state.taken[e] and state.weight[e] - state.price[j] < state.threshold[i]:
                state.taken[e] = False
                state.held[i] -= 1
                _leave_seat(state, j, e)


@kernel
def _leave_seat(state: Seating, j: Whole, e: Whole) -> None:
    place = _seat_at(state, j, e)
    state.load[j] -= 1
    last = state.seat_start[j] + state.load[j]
    state.seat_column[place] = state.seat_column[last]
    state.seat_mentee[place] = state.seat_mentee[last]


@kernel
def _seat_at(state: Seating, j: Whole, e: Whole) -> Whole:
    place: Whole = state.seat_start[j]
    while state.seat_column[place] != e:
        place += 1
    return place


@kernel
def _take_seat(state: Seating, j: Whole, e: Whole, i: Whole) -> None:
    place = state.seat_start[j] + state.load[j]
    state.load[j] += 1
    state.seat_column[place] = e
    state.seat_mentee[place] = i


@kernel
def _swap_seat(state: Seating, j: Whole, old: Whole, e: Whole, i: Whole) -> None:
    place = _seat_at(state, j, old)
    state.seat_column[place] = e
    state.seat_mentee[place] = i


@kernel
def _push(search: Search, distance: Whole, node: Whole) -> None:
    place = search.size[0]
    search.size[0] += 1
    while place > 0:
        above = (place - 1) >> 1
        if search.heap_distance[above] <= distance:
            break
        search.heap_distance[place] = search.heap_distance[above]
        search.heap_node[place] = search.heap_node[above]
        place = above
    search.heap_distance[place] = distance
    search.heap_node[place] = node


@kernel
def _drop_first(search: Search) -> None:
    search.size[0] -= 1
    last = search.size[0]
    distance, node = search.heap_distance[last], search.heap_node[last]
    place = 0
    while 2 * place + 1 < last:
        child = 2 * place + 1
        if child + 1 < last and search.heap_distance[child + 1] < search.heap_distance[child]:
            child += 1
        if search.heap_distance[child] >= distance:
            break
        search.heap_distance[place] = search.heap_distance[child]
        search.heap_node[place] = search.heap_node[child]
        place = child
    search.heap_distance[place] = distance
    search.heap_node[place] = node


@kernel
def _reach(search: Search, node: Whole, distance: Whole, column: Whole) -> None:
    """Note a shorter way to a node."""
    if search.distance[node] == FAR:
        search.touched[search.size[1]] = node
        search.size[1] += 1
    search.distance[node] = distance
    search.column[node] = column


@kernel
def _end_at(search: Search, node: Whole, distance: Whole) -> None:
    """Note that a path may end at a node, if that is the shortest end so far."""
    if distance < search.best[0]:
        search.best[0] = distance
        search.best[1] = node


@kernel
def _begin(search: Search) -> None:
    search.size[:] = 0
    search.best[0] = FAR
    search.best[1] = -1


@kernel
def _seat_mentees(state: Seating, search: Search) -> None:
    """Seat every mentee up to what the threshold claims."""
    for i in range(len(state.threshold)):
        while state.held[i] < _claim(state, i):
            _find_seat(state, search, i)
            _move_to_seat(state, search, i)
            _settle(state, search, -1)


@kernel
def _claim(state: Seating, i: Whole) -> Whole:
    """How many mentors a mentee must have at the prices of now."""
    if state.threshold[i] > 0:
        return np.int64(state.wanted[i])
    return np.int64(1) if state.threshold[i] + state.placing[i] > 0 else np.int64(0)


@kernel
def _find_seat(state: Seating, search: Search, seeker: Whole) -> None:
    """Search from a mentee for the cheapest way to a free place, or to one who steps back."""
    m = len(state.price)
    _begin(search)
    _reach(search, m + seeker, np.int64(0), np.int64(-1))
    _ask_mentee(state, search, seeker, np.int64(0), state.held[seeker] + 1)
    while search.size[0] > 0:
        distance, node = search.heap_distance[0], np.int64(search.heap_node[0])
        if distance >= search.best[0]:
            break
        _drop_first(search)
        if distance > search.distance[node]:
            continue
        if node >= m:
            _ask_mentee(state, search, node - m, distance, state.held[node - m])
        else:
            _ask_mentor(state, search, node, distance)


@kernel
def _ask_mentee(state: Seating, search: Search, i: Whole, distance: Whole, units: Whole) -> None:
    """Go on from a mentee of so many claims: step back, or take another mentor."""
    threshold = state.threshold[i]
    back = threshold if units > 1 else threshold + state.placing[i]
    _end_at(search, len(state.price) + i, distance + back)
    for e in range(state.start[i], state.start[i + 1]):
        j = np.int64(state.mentor[e])
        there = distance + threshold + state.price[j] - state.weight[e]
        if there < search.best[0] and there < search.distance[j] and not state.taken[e]:
            if state.places[j] == 0:
                continue
            _reach(search, j, there, e)
            search.owner[j] = i
            if state.load[j] < state.places[j]:
                _end_at(search, j, there)
            else:
                _push(search, there, j)


@kernel
def _ask_mentor(state: Seating, search: Search, j: Whole, distance: Whole) -> None:
    """Go on from a full mentor: each of their mentees may make room."""
    m = len(state.price)
    for place in range(state.seat_start[j], state.seat_start[j] + state.load[j]):
        k, e = np.int64(state.seat_mentee[place]), np.int64(state.seat_column[place])
        there = distance + state.weight[e] - state.price[j] - state.threshold[k]
        if there < search.best[0] and there < search.distance[m + k]:
            _reach(search, m + k, there, e)
            if there == distance:
                _ask_mentee(state, search, k, there, state.held[k])
            else:
                _push(search, there, m + k)


@kernel
def _move_to_seat(state: Seating, search: Search, seeker: Whole) -> None:
    """Walk the path back from its end: each mentee on it takes the next mentor."""
    m = len(state.price)
    node = np.int64(search.best[1])
    if node == m + seeker:
        return
    state.held[seeker] += 1
    lost = np.int64(-1)
    if node >= m:
        lost = np.int64(search.column[node])
        state.taken[lost] = False
        state.held[node - m] -= 1
        node = np.int64(state.mentor[lost])
    while True:
        i, e = np.int64(search.owner[node]), np.int64(search.column[node])
        state.taken[e] = True
        if lost < 0:
            _take_seat(state, node, e, i)
        else:
            _swap_seat(state, node, lost, e, i)
        if i == seeker:
            return
        lost = np.int64(search.column[m + i])
        state.taken[lost] = False
        node = np.int64(state.mentor[lost])


@kernel
def _settle(state: Seating, search: Search, way: Whole) -> None:
    """Move prices and thresholds of the nodes nearer than the path's end; forget the search.

    `way` is -1 after a search for a seat (prices rise) and 1 after one for a mentee.
    """
    m = len(state.price)
    for place in range(search.size[1]):
        node = search.touched[place]
        change = search.best[0] - search.distance[node]
        search.distance[node] = FAR
        if change > 0 and node < m:
            state.price[node] -= way * change
        elif change > 0:
            state.threshold[node - m] += way * change


@kernel
def _fill_places(
    state: Seating, search: Search, into_start: Array, into: Array, owner: Array
) -> None:
    """Fill each free place that has a price, or lower the price to nothing.

    `into` lists the columns of each mentor from `into_start`, `owner` whose they are.
    """
    for j in range(len(state.price)):
        while state.price[j] > 0 and state.load[j] < state.places[j]:
            _find_mentee(state, search, j, into_start, into, owner)
            _move_from_seat(state, search, j)
            _settle(state, search, 1)


@kernel
def _find_mentee(
    state: Seating, search: Search, seeker: Whole, into_start: Array, into: Array, owner: Array
) -> None:
    """Search from a free place for the mentee it costs least to bring there."""
    m = len(state.price)
    _begin(search)
    _reach(search, seeker, np.int64(0), np.int64(-1))
    _push(search, np.int64(0), seeker)
    while search.size[0] > 0:
        distance, node = search.heap_distance[0], np.int64(search.heap_node[0])
        if distance >= search.best[0]:
            break
        _drop_first(search)
        if distance > search.distance[node]:
            continue
        if node >= m:
            _leave_from(state, search, node - m, distance)
        else:
            _end_at(search, node, distance + state.price[node])
            _invite(state, search, node, distance, into_start, into, owner)


@kernel
def _invite(
    state: Seating,
    search: Search,
    j: Whole,
    distance: Whole,
    into_start: Array,
    into: Array,
    owner: Array,
) -> None:
    """Go on from a place: who might come, as a further mentor or from another one."""
    m = len(state.price)
    for place in range(into_start[j], into_start[j + 1]):
        e, i = np.int64(into[place]), np.int64(owner[place])
        there = distance + state.threshold[i] + state.price[j] - state.weight[e]
        if there < search.best[0] and there < search.distance[m + i] and not state.taken[e]:
            _reach(search, m + i, there, e)
            if state.held[i] == 0:
                _end_at(search, m + i, there - state.threshold[i] - state.placing[i])
            else:
                if state.held[i] < state.wanted[i]:
                    _end_at(search, m + i, there - state.threshold[i])
                _push(search, there, m + i)


@kernel
def _leave_from(state: Seating, search: Search, i: Whole, distance: Whole) -> None:
    """Go on from a mentee: which of their mentors could be left."""
    for e in range(state.start[i], state.start[i + 1]):
        if state.taken[e]:
            j = np.int64(state.mentor[e])
            there = distance + state.weight[e] - state.price[j] - state.threshold[i]
            if there < search.best[0] and there < search.distance[j]:
                _reach(search, j, there, e)
                search.owner[j] = i
                _push(search, there, j)


@kernel
def _move_from_seat(state: Seating, search: Search, seeker: Whole) -> None:
    """Walk the path back from its end: each mentee on it moves to the place nearer its start."""
    m = len(state.price)
    node = np.int64(search.best[1])
    if node == seeker:
        return
    if node >= m:
        i = node - m
        state.held[i] += 1
    else:
        i, e = np.int64(search.owner[node]), np.int64(search.column[node])
        state.taken[e] = False
        _leave_seat(state, node, e)
    while True:
        e = np.int64(search.column[m + i])
        j = np.int64(state.mentor[e])
        state.taken[e] = True
        if j == seeker:
            _take_seat(state, j, e, i)
            return
        lost = np.int64(search.column[j])
        _swap_seat(state, j, lost, e, i)
        state.taken[lost] = False
        i = np.int64(search.owner[j])
