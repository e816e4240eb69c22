"""Small random markets, and oracles of the best result that share none of the solver's code."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.random import Generator
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from matcher.solving.certificate import Verdict, check
from matcher.solving.market import (
    Market,
)
from matcher.solving.solve import Assignment

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


def a_market(seed: int, *, most: int = 7, wanted: int = 1) -> Market:
    """A small random market in which every rule bites and ties are common."""
    random = np.random.default_rng(seed)
    n, m, areas = (int(random.integers(1, high)) for high in (most + 1, most + 1, 8))
    pairs = int(random.integers(0, 5))
    grade = random.integers(0, 5, n)
    need_start, need_area = _lists(random, n, areas)
    offer_start, offer_area = _lists(random, m, areas)
    full = random.integers(0, 9, len(need_area))
    return Market(
        mentee_grade=grade,
        lowest_grade=grade + 1,
        highest_grade=grade + random.integers(1, 6, n),
        mentee_organisation=random.integers(0, 4, n),
        mentee_region=random.integers(-1, 3, n),
        mentee_profession=random.integers(-1, 3, n),
        mentee_remote=random.random(n) < 0.8,
        mentee_in_person=random.random(n) < 0.5,
        need_start=need_start,
        need_area=need_area,
        need_full=full,
        need_near=full // 2,
        waiting=random.integers(0, 4, n),
        wanted=random.integers(1, wanted + 1, n),
        mentee_hash=_hashes(random, n),
        mentor_grade=random.integers(1, 9, m),
        mentor_organisation=random.integers(0, 4, m),
        mentor_region=random.integers(-1, 3, m),
        mentor_profession=random.integers(-1, 3, m),
        mentor_remote=random.random(m) < 0.8,
        mentor_in_person=random.random(m) < 0.5,
        offer_start=offer_start,
        offer_area=offer_area,
        places=random.integers(0, 4, m),
        bonus=random.integers(0, 3, m),
        mentor_hash=_hashes(random, m),
        area_group=random.integers(0, 3, areas),
        gap_points=random.integers(0, 5, (11, 11)),
        related=np.eye(4, dtype=np.bool_),
        organisation_rule=int(random.integers(0, 3)),
        unrelated_points=2,
        profession_points=3,
        region_points=2,
        **_some_pairs(random, n, m, pairs),
    )


def _lists(
    random: Generator, people: int, areas: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    lists = [
        random.choice(areas, int(random.integers(1, min(areas, 3) + 1)), replace=False)
        for _ in range(people)
    ]
    return np.cumsum([0, *map(len, lists)]), np.concatenate(lists)


def _hashes(random: Generator, count: int) -> NDArray[np.uint64]:
    return np.unique(random.integers(0, 2**63, count + 5))[:count].astype(np.uint64)


def _some_pairs(random: Generator, n: int, m: int, pairs: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in ("choice", "extra", "forbidden"):
        found[f"{kind}_mentee"] = random.integers(0, n, pairs)
        found[f"{kind}_mentor"] = random.integers(0, m, pairs)
        found[f"{kind}_points"] = random.integers(0, 9, pairs)
    del found["forbidden_points"]
    return found


def points_by_the_book(market: Market, i: int, j: int) -> int | None:
    """The rules and the points of one pair, written plainly and apart from the solver."""

    def listed(kind: str) -> NDArray[np.bool_]:
        here: NDArray[np.bool_] = (getattr(market, f"{kind}_mentee") == i) & (
            getattr(market, f"{kind}_mentor") == j
        )
        return here

    needs = slice(market.need_start[i], market.need_start[i + 1])
    offers = set(market.offer_area[market.offer_start[j] : market.offer_start[j + 1]].tolist())
    groups = {int(market.area_group[area]) for area in offers}
    region = market.mentee_region[i] >= 0 and market.mentee_region[i] == market.mentor_region[j]
    in_person = region and market.mentee_in_person[i] and market.mentor_in_person[j]
    related = market.related[market.mentee_organisation[i], market.mentor_organisation[j]]
    profession = market.mentee_profession[i]
    possible = (
        not listed("forbidden").any()
        and market.places[j] > 0
        and market.lowest_grade[i] <= market.mentor_grade[j] <= market.highest_grade[i]
        and not (market.organisation_rule == 1 and related)
        and (in_person or (market.mentee_remote[i] and market.mentor_remote[j]))
        and (bool(offers & set(market.need_area[needs].tolist())) or listed("choice").any())
    )
    if not possible:
        return None
    points = 0
    rows = zip(
        market.need_area[needs], market.need_full[needs], market.need_near[needs], strict=True
    )
    for area, full, near in rows:
        if int(area) in offers:
            points += int(full)
        elif int(market.area_group[area]) in groups:
            points += int(near)
    points += int(market.gap_points[market.mentee_grade[i], market.mentor_grade[j]])
    points += int(market.bonus[j]) + (market.region_points if in_person else 0)
    points += (
        market.profession_points
        if profession >= 0 and profession == market.mentor_profession[j]
        else 0
    )
    points += market.unrelated_points if market.organisation_rule == 2 and not related else 0
    points += int(market.choice_points[listed("choice")].sum())
    return points + int(market.extra_points[listed("extra")].sum())


def all_points(market: Market) -> dict[tuple[int, int], int]:
    every = itertools.product(range(market.mentees), range(market.mentors))
    found = ((pair, points_by_the_book(market, *pair)) for pair in every)
    return {pair: points for pair, points in found if points is not None}


def aims(market: Market, pairs: list[tuple[int, int]]) -> tuple[int, ...]:
    """What a result is worth, aim by aim: placed, placed by waiting class, then points."""
    points = all_points(market)
    placed = {mentee for mentee, _ in pairs}
    classes = sorted(set(market.waiting.tolist()), reverse=True)
    by_class = (sum(market.waiting[i] == rank for i in placed) for rank in classes)
    return (len(placed), *map(int, by_class), sum(points[pair] for pair in pairs))


def pairs_found(found: Assignment) -> list[tuple[int, int]]:
    return list(zip(found.mentee.tolist(), found.mentor.tolist(), strict=True))


def best_by_assignment(market: Market) -> tuple[int, ...]:
    """SciPy's dense solver over every place, for one mentor a mentee."""
    points = all_points(market)
    column = np.repeat(np.arange(market.mentors), market.places)
    rank = {value: at for at, value in enumerate(sorted(set(market.waiting.tolist())))}
    base = 100 * (market.mentees + 1)
    gain = np.zeros((market.mentees, len(column) + market.mentees))
    for (i, j), earned in points.items():
        gain[i, : len(column)][column == j] = base * (1 + rank[int(market.waiting[i])]) + earned
    rows, columns = linear_sum_assignment(gain, maximize=True)
    taken = [
        (int(i), int(column[at])) for i, at in zip(rows, columns, strict=True) if gain[i, at] > 0
    ]
    return aims(market, taken)


def best_by_flow(market: Market) -> tuple[int, ...]:
    """OR-Tools' flow over every eligible pair, for one mentor a mentee."""
    points = all_points(market)
    n, sink = market.mentees, market.mentees + market.mentors
    rank = {value: at for at, value in enumerate(sorted(set(market.waiting.tolist())))}
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = {}
    for (i, j), earned in points.items():
        gain = 100 * (n + 1) * (1 + rank[int(market.waiting[i])]) + earned
        arcs[flow.add_arc_with_capacity_and_unit_cost(i, n + j, 1, -gain)] = (i, j)
    for j in range(market.mentors):
        flow.add_arc_with_capacity_and_unit_cost(n + j, sink, int(market.places[j]), 0)
    for i in range(n):
        flow.add_arc_with_capacity_and_unit_cost(i, sink, 1, 0)
        flow.set_node_supply(i, 1)
    flow.set_node_supply(sink, -n)
    assert flow.solve() == flow.OPTIMAL
    return aims(market, [pair for arc, pair in arcs.items() if flow.flow(arc)])


def best_by_programme(market: Market) -> tuple[int, ...]:
    """SciPy's integer programme, for several mentors a mentee at once."""
    points = all_points(market)
    n, m, pairs = market.mentees, market.mentors, list(points)
    if not pairs:
        return aims(market, [])
    rank = {value: at for at, value in enumerate(sorted(set(market.waiting.tolist())))}
    base = 200 * (3 * n + 1)
    cost = [-points[pair] for pair in pairs]
    cost += [-base * (1 + rank[int(market.waiting[i])]) for i in range(n)]
    rows = np.zeros((2 * n + m, len(pairs) + n))
    for at, (i, j) in enumerate(pairs):
        rows[i, at], rows[n + j, at], rows[n + m + i, at] = 1, 1, -1
    rows[n + m + np.arange(n), len(pairs) + np.arange(n)] = 1
    limits = np.concatenate((market.wanted, market.places, np.zeros(n)))
    found = milp(
        cost,
        constraints=LinearConstraint(rows, ub=limits),
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, 1),
    )
    return aims(market, [pair for pair, taken in zip(pairs, found.x, strict=False) if taken > 0.5])


def respects_limits(market: Market, found: Assignment) -> bool:
    pairs = pairs_found(found)
    points = all_points(market)
    return (
        len(set(pairs)) == len(pairs)
        and all(pair in points for pair in pairs)
        and bool(np.all(np.bincount(found.mentee, minlength=market.mentees) <= market.wanted))
        and bool(np.all(np.bincount(found.mentor, minlength=market.mentors) <= market.places))
    )


def proof(market: Market, found: Assignment) -> Verdict:
    verdict = check(market, found.certificate)
    assert verdict.proven, verdict
    assert verdict.eligible == len(all_points(market))
    return verdict
