"""The solver of a round, held against oracles that share none of its code."""

from __future__ import annotations

import itertools
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from benchmarks.matching_scale import make_market
from matcher.solving.certificate import Verdict, check, pair_value, pairs_of
from matcher.solving.market import (
    PLACED_POINTS_WAITING,
    PLACED_WAITING_POINTS,
    POINTS_PLACED_WAITING,
    WAITING_POINTS_PLACED,
    Market,
    MarketError,
    part_of,
)
from matcher.solving.solve import Assignment, Effort, solve
from matcher.solving.weights import weigh

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


@settings(max_examples=600, deadline=None)
@given(SEEDS)
def test_nothing_beats_it_by_scipy_or_by_flow(seed: int) -> None:
    market = a_market(seed)
    found = solve(market)
    assert respects_limits(market, found)
    assert aims(market, pairs_found(found)) == best_by_assignment(market) == best_by_flow(market)
    proof(market, found)


def test_nothing_beats_it_on_two_thousand_random_markets() -> None:
    for seed in range(2000):
        market = a_market(seed, most=5)
        found = solve(market)
        assert aims(market, pairs_found(found)) == best_by_assignment(market), seed
        assert check(market, found.certificate).proven, seed


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_nothing_beats_it_when_mentees_outnumber_the_first_columns(seed: int) -> None:
    market = a_market(seed, most=60)
    found = solve(market)
    assert aims(market, pairs_found(found)) == best_by_assignment(market)
    proof(market, found)


@pytest.mark.parametrize("wanted", [2, 3])
@settings(max_examples=300, deadline=None)
@given(seed=SEEDS)
def test_several_mentors_at_once_are_jointly_optimal(wanted: int, seed: int) -> None:
    market = a_market(seed, wanted=wanted)
    found = solve(market)
    assert respects_limits(market, found)
    assert aims(market, pairs_found(found)) == best_by_programme(market)
    proof(market, found)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_several_mentors_at_once_are_jointly_optimal_in_larger_markets(seed: int) -> None:
    market = a_market(seed, most=40, wanted=3)
    found = solve(market)
    assert aims(market, pairs_found(found)) == best_by_programme(market)
    proof(market, found)


def every_worth(market: Market) -> set[tuple[int, int, int]]:
    """How many placed, their classes of waiting added up, and points, of all that is possible."""
    points = all_points(market)
    classes = sorted({0, *market.waiting.tolist()})
    known = {(0, 0, 0, tuple(market.places.tolist()))}
    for i in range(market.mentees):
        rank = classes.index(int(market.waiting[i]))
        known |= {
            (
                placed + 1,
                waited + rank,
                total + points[i, j],
                (*left[:j], left[j] - 1, *left[j + 1 :]),
            )
            for placed, waited, total, left in known
            for j in range(market.mentors)
            if (i, j) in points and left[j] > 0
        }
    return {(placed, waited, total) for placed, waited, total, _ in known}


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        ("placed, waiting, points", PLACED_WAITING_POINTS),
        ("waiting, placed, points", PLACED_WAITING_POINTS),
        ("placed, points, waiting", PLACED_POINTS_WAITING),
        ("points, placed, waiting", POINTS_PLACED_WAITING),
        ("points, waiting, placed", POINTS_PLACED_WAITING),
        ("waiting, points, placed", WAITING_POINTS_PLACED),
    ],
)
def test_each_order_of_aims_is_the_best_of_all_that_is_possible(order: str, kind: int) -> None:
    places = [("placed", "waiting", "points").index(name) for name in order.split(", ")]
    for seed in range(250):
        market = replace(a_market(seed, most=5), aims=kind)
        if seed % 2:  # where a choice is worth more than a place, and nobody waited
            market = replace(
                market,
                waiting=market.waiting * 0,
                gap_points=market.gap_points * 0,
                bonus=market.bonus * 0,
                places=np.minimum(market.places, 1),
                choice_points=market.choice_points * 9,
            )
        found = solve(market)
        points, classes = all_points(market), sorted({0, *market.waiting.tolist()})
        made = pairs_found(found)
        worth = (
            len(made),
            sum(classes.index(int(market.waiting[i])) for i, _ in made),
            sum(points[pair] for pair in made),
        )
        best = max(tuple(each[place] for place in places) for each in every_worth(market))
        assert tuple(worth[place] for place in places) == best, seed
        proof(market, found)


LITTLE = Effort(first_columns=1, more_columns=1, part=3)
"""So little at once that even small markets need rough prices and many rounds."""


@settings(max_examples=300, deadline=None)
@given(SEEDS, st.sampled_from([8, 25]))
def test_however_little_is_listed_at_once_the_result_is_as_good(seed: int, most: int) -> None:
    market = a_market(seed, most=most, wanted=3)
    found = solve(market, effort=LITTLE)
    assert respects_limits(market, found)
    assert aims(market, pairs_found(found)) == best_by_programme(market)
    proof(market, found)


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_who_waited_longer_never_costs_the_number_placed(seed: int) -> None:
    market = a_market(seed)
    alike = replace(market, waiting=np.zeros(market.mentees, dtype=np.int32))
    placed = len(np.unique(solve(market).mentee))
    assert placed == len(np.unique(solve(alike).mentee))


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.integers(min_value=0, max_value=2**40))
def test_the_order_of_people_never_changes_the_result(seed: int, key: int) -> None:
    market = a_market(seed, most=12, wanted=3)
    random = np.random.default_rng(seed)
    row, column = random.permutation(market.mentees), random.permutation(market.mentors)
    one = solve(market, key=key)
    other = solve(part_of(market, row, column), key=key)
    again = zip(row[other.mentee].tolist(), column[other.mentor].tolist(), strict=True)
    assert pairs_found(one) == sorted(again)
    assert np.array_equal(one.certificate.price[column], other.certificate.price)


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.sampled_from([0, 1, 2**20, 2**53]))
def test_a_warm_start_from_any_prices_finds_what_a_cold_one_does(seed: int, most: int) -> None:
    market = a_market(seed, most=25, wanted=3)
    prices = np.random.default_rng(seed).integers(-3, most + 1, market.mentors)
    cold, warm = solve(market), solve(market, prices=prices)
    one, other = (check(market, each.certificate) for each in (cold, warm))
    assert one.proven
    assert other.proven
    assert one.objective == other.objective


def test_a_warm_start_after_declines_finds_the_very_pairs_of_a_cold_one() -> None:
    market = make_market(3000)
    before = solve(market)
    gone = np.arange(0, len(before.mentee), 50)
    after = replace(
        market,
        forbidden_mentee=np.concatenate((market.forbidden_mentee, before.mentee[gone])),
        forbidden_mentor=np.concatenate((market.forbidden_mentor, before.mentor[gone])),
    )
    points = before.certificate.price // weigh(market).point
    assert pairs_found(solve(after, prices=points)) == pairs_found(solve(after))


def test_another_round_breaks_ties_another_way() -> None:
    market = make_market(600)
    level = replace(market, gap_points=np.zeros((11, 11)), need_full=np.ones(len(market.need_full)))
    assert pairs_found(solve(level, key=1)) != pairs_found(solve(level, key=2))


def test_blocks_threads_and_processes_find_the_same() -> None:
    market = make_market(6000)
    alone = solve(market)
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        for executor, blocks in ((None, 7), (threads, 3), (processes, 2)):
            found = solve(market, executor=executor, blocks=blocks)
            assert pairs_found(found) == pairs_found(alone)
            assert np.array_equal(found.certificate.price, alone.certificate.price)


@pytest.mark.parametrize("places", [0.55, 1.1])
def test_ten_thousand_people_are_certified_over_all_pairs(places: float) -> None:
    market = make_market(10_000, places_a_mentee=places)
    verdict = check(market, solve(market).certificate)
    assert verdict.proven
    assert verdict.eligible > 1_000_000


def test_uneven_demand_and_several_mentors_are_certified_over_all_pairs() -> None:
    market = make_market(5000, uneven=True)
    market = replace(market, wanted=1 + np.arange(market.mentees) % 3)
    assert check(market, solve(market).certificate).proven


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.data())
def test_a_broken_certificate_is_found_out(seed: int, data: st.DataObject) -> None:
    market = a_market(seed, wanted=3)
    certificate = solve(market).certificate
    size = data.draw(st.sampled_from([1, -1, 2**20, -(2**20)]))
    name = data.draw(st.sampled_from(["price", "value"]))
    numbers = getattr(certificate, name).copy()
    at = data.draw(st.integers(min_value=0, max_value=len(numbers) - 1))
    numbers[at] += size
    other = check(market, replace(certificate, **{name: numbers}))
    # Other prices may prove the same assignment; what they never do is prove and leave a gap.
    assert other.objective == check(market, certificate).objective
    assert other.bound > other.objective or other.violations > 0 or other.proven
    if name == "price" and numbers[at] != 0:
        full = np.sum(certificate.mentor == at) == market.places[at]
        assert full or not other.proven
    if name == "value" and numbers[at] != 0:
        assert np.any(certificate.mentee == at) or not other.proven


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.data())
def test_a_broken_assignment_is_found_out(seed: int, data: st.DataObject) -> None:
    market = a_market(seed, wanted=2)
    certificate = solve(market).certificate
    if len(certificate.mentee) == 0:
        return
    at = data.draw(st.integers(min_value=0, max_value=len(certificate.mentee) - 1))
    without = replace(
        certificate,
        mentee=np.delete(certificate.mentee, at),
        mentor=np.delete(certificate.mentor, at),
    )
    assert check(market, certificate).proven
    verdict = check(market, without)
    assert verdict.objective < check(market, certificate).objective or verdict.violations == 0
    mentor = certificate.mentor.copy()
    mentor[at] = (mentor[at] + 1) % market.mentors
    if mentor[at] != certificate.mentor[at]:
        moved = check(market, replace(certificate, mentor=mentor))
        points = all_points(market)
        pairs = list(zip(certificate.mentee.tolist(), mentor.tolist(), strict=True))
        if not all(pair in points for pair in pairs) or len(set(pairs)) < len(pairs):
            assert not moved.proven


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_a_pair_is_explained_by_the_prices(seed: int) -> None:
    market = a_market(seed)
    found = solve(market)
    points = all_points(market)
    taken = set(pairs_found(found))
    for i in range(market.mentees):
        listed = {each.mentor: each for each in pairs_of(market, found.certificate, i)}
        for j in range(market.mentors):
            value = pair_value(market, found.certificate, i, j)
            assert value.points == points.get((i, j))
            assert value == listed.get(j, value)
            if value.reduced is not None:
                assert value.reduced == 0 if (i, j) in taken else value.reduced <= 0


def test_a_market_too_large_for_whole_numbers_is_refused() -> None:
    crowd = make_market(60_000)
    with pytest.raises(MarketError, match="64 bits"):
        weigh(replace(crowd, gap_points=np.full((11, 11), 2**31 - 1)))


def test_markets_made_for_benchmarks_name_no_area_twice() -> None:
    for seed in range(40):
        for people in (3, 30, 400):
            market = make_market(people, uneven=bool(seed % 2), seed=seed)
            owner = np.repeat(np.arange(market.mentees), np.diff(market.need_start))
            assert len({*zip(owner.tolist(), market.need_area.tolist(), strict=True)}) == len(owner)
    with pytest.raises(MarketError, match="need_area must not repeat"):
        replace(market, need_area=np.zeros(len(market.need_area)))


def test_arrays_that_make_no_market_are_refused() -> None:
    market = make_market(30)
    with pytest.raises(MarketError, match="wanted must hold values from 1"):
        replace(market, wanted=np.zeros(market.mentees))
    with pytest.raises(MarketError, match="places must hold"):
        replace(market, places=np.zeros(market.mentors + 1))
    with pytest.raises(MarketError, match="different values"):
        replace(market, mentee_hash=np.zeros(market.mentees), wanted=np.ones(market.mentees))


def test_markets_without_people_have_an_empty_result() -> None:
    market = a_market(3)
    nobody = np.zeros(0, dtype=np.int64)
    for row, column in (
        (nobody, np.arange(market.mentors)),
        (np.arange(market.mentees), nobody),
        (nobody, nobody),
    ):
        empty = part_of(market, row, column)
        found = solve(empty)
        assert len(found.mentee) == 0
        assert check(empty, found.certificate).proven
