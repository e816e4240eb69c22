"""The solver of a round, held against oracles that share none of its code."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching_scale import make_market
from matcher.solving.certificate import check, pair_value, pairs_of
from matcher.solving.market import (
    PLACED_POINTS_WAITING,
    PLACED_WAITING_POINTS,
    POINTS_PLACED_WAITING,
    WAITING_POINTS_PLACED,
    Market,
    MarketError,
    part_of,
)
from matcher.solving.solve import Effort, solve
from matcher.solving.weights import weigh
from tests.matcher.oracles import (
    SEEDS,
    a_market,
    aims,
    all_points,
    best_by_assignment,
    best_by_flow,
    best_by_programme,
    pairs_found,
    proof,
    respects_limits,
)


@settings(max_examples=1200, deadline=None)
@given(SEEDS)
def test_nothing_beats_it_by_scipy_or_by_flow(seed: int) -> None:
    market = a_market(seed)
    found = solve(market)
    assert respects_limits(market, found)
    assert aims(market, pairs_found(found)) == best_by_assignment(market) == best_by_flow(market)
    proof(market, found)


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
