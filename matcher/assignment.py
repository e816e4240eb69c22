"""The best pairings there are: most mentees first, then most points; exact, not greedy.

Candidates and places come in; the chosen candidates go out. It is one minimum-cost flow:
Ahuja, Magnanti and Orlin, Network Flows (1993), chapter 9, solved by OR-Tools.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.candidates import Candidates
from matcher.people import Numbers

_LARGEST_COST: Final = 2**62
_FINEST_TIE: Final = 1024


class AssignmentError(Exception):
    """The solver gave no optimum, which the shape of the problem excludes; `status` is its own."""

    def __init__(self, status: object) -> None:
        super().__init__(f"the solver answered {status}")
        self.status = status


def assign(
    candidates: Candidates, places: Numbers, *, mentees: Sequence[str], mentors: Sequence[str]
) -> NDArray[np.intp]:
    """Choose candidates: at most one a mentee, at most `places` a mentor; return their indices.

    The number of mentees comes first, the sum of points second, and a hash of the two
    logins decides among equals, so that names early in the alphabet gain nothing.
    Raises AssignmentError.
    """
    if len(candidates.mentee) == 0:
        return np.zeros(0, dtype=np.intp)
    gain = _gains(candidates, mentees, mentors)
    taken = _solve(candidates, places, gain, len(mentees), len(mentors))
    return np.flatnonzero(taken)


def _gains(
    candidates: Candidates, mentees: Sequence[str], mentors: Sequence[str]
) -> NDArray[np.int64]:
    """One number a candidate in which a place outweighs all points, and a point all ties."""
    score = candidates.score.astype(np.int64)
    most = min(len(mentees), len(candidates.mentee))
    base = int(score.max()) * most + 1
    nodes = len(mentees) + len(mentors) + 2
    # The solver multiplies costs by the number of nodes: leave room for that.
    room = _LARGEST_COST // (2 * base * nodes * most)
    finest = int(min(max(room, 1), _FINEST_TIE))
    if base * nodes > _LARGEST_COST // 2:
        raise AssignmentError("too many people for whole-number costs")
    ties = _ties(candidates, mentees, mentors, finest)
    return (base + score) * (finest * most) + ties


def _ties(
    candidates: Candidates, mentees: Sequence[str], mentors: Sequence[str], finest: int
) -> NDArray[np.int64]:
    """A number below `finest` a candidate, from the logins alone."""
    one = np.array([_hashed(login) for login in mentees], dtype=np.uint64)
    other = np.array([_hashed(f"mentor {login}") for login in mentors], dtype=np.uint64)
    mixed = one[candidates.mentee] * np.uint64(0x9E3779B97F4A7C15) ^ other[candidates.mentor]
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return ((mixed >> np.uint64(40)) % np.uint64(finest)).astype(np.int64)


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


def _solve(
    candidates: Candidates,
    places: Numbers,
    gain: NDArray[np.int64],
    mentee_count: int,
    mentor_count: int,
) -> NDArray[np.bool_]:
    """Send one unit from each mentee to the sink, through a mentor or past all of them."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 -- heavy, and used here alone

    flow = min_cost_flow.SimpleMinCostFlow()
    sink = mentee_count + mentor_count
    each_mentee = np.arange(mentee_count, dtype=np.int32)
    each_mentor = np.arange(mentee_count, sink, dtype=np.int32)
    one, zero = np.ones(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    pairs = flow.add_arcs_with_capacity_and_unit_cost(
        candidates.mentee,
        candidates.mentor + np.int32(mentee_count),
        np.broadcast_to(one, len(gain)).copy(),
        -gain,
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        each_mentor,
        np.full(mentor_count, sink, dtype=np.int32),
        places.astype(np.int64),
        np.broadcast_to(zero, mentor_count).copy(),
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        each_mentee,
        np.full(mentee_count, sink, dtype=np.int32),
        np.broadcast_to(one, mentee_count).copy(),
        np.broadcast_to(zero, mentee_count).copy(),
    )
    flow.set_nodes_supplies(each_mentee, np.broadcast_to(one, mentee_count).copy())
    flow.set_node_supply(sink, -mentee_count)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise AssignmentError(status)
    taken: NDArray[np.bool_] = flow.flows(pairs) > 0
    return taken
