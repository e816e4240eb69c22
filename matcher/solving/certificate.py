"""The proof that an assignment is optimal, and a check of it that needs no solver.

A market and a Certificate come in; a Verdict over all eligible pairs goes out. For one pair
or one mentee it also says what the prices say.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from matcher.solving.machine.running import Int32s, Int64s, Uint64s, run
from matcher.solving.market import GRADES, Array, Market, part_of
from matcher.solving.scan import (
    NO_THRESHOLD,
    block_of,
    columns_between,
    each_part,
    scan_block,
)
from matcher.solving.tables import (
    Columns,
    Mentees,
    Mentors,
    Persons,
    Rules,
    mentees_of,
    mentors_of,
    rules_of,
    slice_of,
)
from matcher.solving.weights import Weights, weigh

_BLOCK: Final = 16_384
"""How many mentees are checked at once, unless told: enough to make each area's list worth it."""


class Lists(NamedTuple):
    """Who offers each area, by grade, side by side in memory: list c is `start[c]:start[c + 1]`.

    A mentor stands on several lists, with a copy of all that the check reads, since looking
    things up all over the memory would cost more than the check itself.
    """

    start: Int64s
    mentor: Int32s
    person: Persons
    mask: Uint64s
    price: Int64s


class Audit(NamedTuple):
    """What the check of some mentees, so many rows, needs: `taken` are their pairs.

    Area a is needed at `need_from[a]:need_from[a + 1]` of `need_at` (a place in the needs)
    and `need_owner` (whose it is). `totals` (7) is filled.
    """

    mentees: Mentees
    mentors: Mentors
    rules: Rules
    lists: Lists
    price: Int64s
    threshold: Int64s
    taken: Columns
    rows: int
    areas: int
    need_from: Int64s
    need_at: Int32s
    need_owner: Int32s
    totals: Int64s


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Pairs (positions, int32), prices of mentors int64 (m) and values of mentees int64 (n).

    The units are those of `weigh(market)`; `key` is the round's. The reduced weight of a
    pair is its weight, plus what placing the mentee weighs, less price and value.
    """

    mentee: Array
    mentor: Array
    price: Array
    value: Array
    key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the check found: the assignment is optimal if `proven`.

    `eligible` counts the pairs looked at; `violations` the broken conditions; `objective` is
    the weight of the assignment and `bound` what no assignment exceeds, both exact.
    """

    eligible: int
    violations: int
    objective: int
    bound: int

    @property
    def gap(self) -> int:
        """By how much a better assignment could exceed this one."""
        return self.bound - self.objective

    @property
    def proven(self) -> bool:
        """Say whether nothing is broken and nothing is left to gain."""
        return self.violations == 0 and self.gap == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PairValue:
    """One pair: points, None where it is not eligible; and its reduced weight in points.

    A negative `reduced` says how many points it would cost elsewhere beyond what it gains.
    """

    mentor: int
    points: int | None
    reduced: float | None


def check(
    market: Market,
    certificate: Certificate,
    *,
    executor: Executor | None = None,
    blocks: int | None = None,
) -> Verdict:
    """Check a certificate over all eligible pairs, in whole numbers.

    Weak duality: with any prices >= 0 and values >= 0, no assignment outweighs the sum of
    places x price, values, thresholds (value - placing) above 0 for further mentors, and
    what single pairs still have to spare. Equality proves the assignment.
    """
    weights = weigh(market)
    threshold = certificate.value - weights.placing
    parts = _audits(market, certificate, weights, blocks or 1 + market.mentees // _BLOCK)
    found = list(each_part(executor, _audited, parts))
    eligible, broken, met, weight, spare = (sum(each) for each in zip(*found, strict=True))
    count = np.bincount(certificate.mentee, minlength=market.mentees)
    load = np.bincount(certificate.mentor, minlength=market.mentors)
    broken += len(certificate.mentee) - met
    broken += int(np.sum(count > market.wanted) + np.sum(load > market.places))
    broken += int(np.sum(certificate.price < 0) + np.sum(certificate.value < 0))
    broken += int(np.sum((load < market.places) & (certificate.price != 0)))
    broken += int(np.sum((count == 0) & (certificate.value != 0)))
    broken += int(np.sum((count > 0) & (count < market.wanted) & (threshold > 0)))
    broken += int(np.sum((count > 1) & (threshold < 0)))
    bound = _dot(certificate.price, market.places) + _dot(certificate.value, market.wanted > 0)
    bound += _dot(np.maximum(threshold, 0), market.wanted - 1) + spare
    objective = weight + _dot(weights.placing, count > 0)
    return Verdict(eligible=eligible, violations=broken, objective=objective, bound=bound)


def _dot(large: Array, small: Array) -> int:
    """The exact sum of products of large and small whole numbers."""
    small = small.astype(np.int64)
    high, low = large >> 31, large & (2**31 - 1)
    # Each part is below 2**32 and is summed as Python's own numbers in pieces of 2**16.
    return (_sum(high * small) << 31) + _sum(low * small)


def _sum(numbers: Array) -> int:
    return sum(int(numbers[at : at + 512].sum()) for at in range(0, len(numbers), 512))


def _audits(
    market: Market, certificate: Certificate, weights: Weights, blocks: int
) -> Iterator[Audit]:
    """Cut the check into parts of about as many mentees each."""
    n, mentees, mentors = market.mentees, mentees_of(market), mentors_of(market)
    rules, lists = rules_of(market, weights, certificate.key), _lists(market, mentors, certificate)
    threshold, taken = certificate.value - weights.placing, _taken(market, certificate)
    bounds = np.linspace(0, n, max(1, min(blocks, n)) + 1).astype(np.int64)
    for first, last in pairwise(bounds.tolist()):
        part, areas = slice_of(mentees, first, last), len(market.area_group)
        order = np.argsort(part.need_bit, kind="stable")
        owner = np.repeat(np.arange(last - first, dtype=np.int32), np.diff(part.need_start))
        yield Audit(
            mentees=part,
            mentors=mentors,
            rules=rules,
            lists=lists,
            price=certificate.price,
            threshold=threshold[first:last],
            taken=columns_between(taken, first, last),
            rows=last - first,
            areas=areas,
            need_from=np.searchsorted(part.need_bit[order], np.arange(areas + 1)),
            need_at=order.astype(np.int32),
            need_owner=owner[order],
            totals=np.zeros(7, dtype=np.int64),
        )


def _lists(market: Market, mentors: Mentors, certificate: Certificate) -> Lists:
    free = market.places > 0
    owner = np.repeat(np.arange(market.mentors, dtype=np.int32), np.diff(market.offer_start))
    cell = market.offer_area.astype(np.int64) * GRADES + market.mentor_grade[owner]
    order = np.flatnonzero(free[owner])
    order = order[np.argsort(cell[order], kind="stable")]
    owner = owner[order]
    return Lists(
        start=np.searchsorted(cell[order], np.arange(len(market.area_group) * GRADES + 1)),
        mentor=owner,
        person=mentors.person[owner],
        mask=mentors.mask[owner],
        price=certificate.price[owner],
    )


def _taken(market: Market, certificate: Certificate) -> Columns:
    order = np.lexsort((certificate.mentor, certificate.mentee))
    mentor = certificate.mentor[order].astype(np.int32)
    return Columns(
        start=np.searchsorted(certificate.mentee[order], np.arange(market.mentees + 1)),
        mentor=mentor,
        weight=np.zeros(len(mentor), dtype=np.int64),
    )


def _audited(audit: Audit) -> tuple[int, int, int, int, int]:
    """Give eligible pairs, violations, taken pairs met, their weight, and what is to spare."""
    totals = np.zeros(7, dtype=np.int64)
    run("look_at_all", audit._replace(totals=totals))
    eligible, broken, met, high, low, spare_high, spare_low = totals.tolist()
    return eligible, broken, met, (high << 31) + low, (spare_high << 31) + spare_low


def pair_value(market: Market, certificate: Certificate, mentee: int, mentor: int) -> PairValue:
    """Say what one pair earns, and by the prices what it would gain or cost."""
    found = _values(market, certificate, mentee, np.array([mentor]))
    return found[0] if found else PairValue(mentor=mentor, points=None, reduced=None)


def best_of_all(
    market: Market, certificate: Certificate, *, most: int
) -> tuple[tuple[PairValue, ...], ...]:
    """List for each mentee the `most` eligible pairs of best reduced weight, in one scan."""
    weights = weigh(market)
    price, n = certificate.price, market.mentees
    threshold = certificate.value - weights.placing
    block = block_of(
        market,
        weights,
        key=certificate.key,
        price=price,
        threshold=np.full(n, NO_THRESHOLD, dtype=np.int64),
        most=most,
    )
    columns, _ = scan_block(block)
    found: list[list[PairValue]] = [[] for _ in range(n)]
    rows = np.repeat(np.arange(n), np.diff(columns.start)).tolist()
    reduced = (columns.weight - price[columns.mentor] - threshold[rows]) / weights.point
    points = columns.weight // weights.point
    for row, mentor, earned, worth in zip(
        rows, columns.mentor.tolist(), points.tolist(), reduced.tolist(), strict=True
    ):
        found[row].append(PairValue(mentor=mentor, points=earned, reduced=worth))
    return tuple(
        tuple(sorted(pairs, key=lambda each: (-(each.reduced or 0.0), each.mentor)))
        for pairs in found
    )


def pairs_of(market: Market, certificate: Certificate, mentee: int) -> tuple[PairValue, ...]:
    """List all eligible pairs of a mentee, the best reduced weight first."""
    found = _values(market, certificate, mentee, np.arange(market.mentors))
    return tuple(sorted(found, key=lambda each: (-(each.reduced or 0.0), each.mentor)))


def _values(
    market: Market, certificate: Certificate, mentee: int, mentors: Array
) -> tuple[PairValue, ...]:
    """Value the eligible pairs of one mentee with some mentors."""
    weights = weigh(market)
    small = part_of(market, np.array([mentee]), mentors)
    price = certificate.price[mentors]
    threshold = int(certificate.value[mentee]) - int(weights.placing[mentee])
    block = block_of(
        small,
        weights,
        key=certificate.key,
        price=price,
        threshold=np.full(1, NO_THRESHOLD, dtype=np.int64),
        most=len(mentors),
    )
    columns, _ = scan_block(block)
    return tuple(
        PairValue(
            mentor=int(mentors[at]),
            points=int(weight) // weights.point,
            reduced=(int(weight) - int(price[at]) - threshold) / weights.point,
        )
        for at, weight in zip(columns.mentor, columns.weight, strict=True)
    )
