"""Time exact matching at growing sizes: `python -m benchmarks.matching_scale 10000 100000`.

Markets are made directly as arrays, deterministically: a grade pyramid, areas and
organisations of heavy-tailed popularity, mentors half as many as mentees. The table says
how long each part took and whether the result is certified over all eligible pairs.
"""

from __future__ import annotations

import argparse
import math
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

import numpy as np
from numpy.random import Generator

from matcher.solving.certificate import check
from matcher.solving.market import REFUSE_RELATED, Array, Market
from matcher.solving.solve import Assignment, solve

AREAS: Final = 192
GROUPS: Final = 15
ORGANISATIONS: Final = 700
REGIONS: Final = 12
PROFESSIONS: Final = 28
PYRAMID: Final = (10, 22, 24, 14, 13, 8, 5, 2.5, 1, 0.4, 0.1)
"""How common each grade is, from the lowest up."""


def make_market(
    people: int, *, places_a_mentee: float = 1.1, uneven: bool = False, seed: int = 1
) -> Market:
    """Make a market of so many people, two mentees for each mentor.

    `uneven` lets demand for areas differ from what is offered, far more than by default.
    """
    random = np.random.default_rng(seed)
    m = people // 3
    n = people - m
    popular = _tail(AREAS, 0.8)
    wished = _tail(AREAS, 1.2)[random.permutation(AREAS)] if uneven else popular
    grade = random.choice(9, n, p=_shares(PYRAMID[:9]))
    need_start, need_area = _lists(random, n, wished, most=6)
    offer_start, offer_area = _lists(random, m, popular, most=9)
    rank = np.arange(len(need_area)) - np.repeat(need_start[:-1], np.diff(need_start))
    length = np.repeat(np.diff(need_start), np.diff(need_start))
    full = np.round(40 * 2 * (length - rank) / (length * (length + 1))).astype(np.int32)
    choice_mentee = random.choice(n, n // 20, replace=False)
    gap = np.arange(11)[None, :] - np.arange(11)[:, None]
    organisations = _tail(ORGANISATIONS, 1.0)
    return Market(
        mentee_grade=grade,
        lowest_grade=np.minimum(grade + 1, 10),
        highest_grade=np.minimum(grade + 3, 10),
        mentee_organisation=random.choice(ORGANISATIONS, n, p=organisations),
        mentee_region=random.integers(0, REGIONS, n),
        mentee_profession=random.integers(-1, PROFESSIONS, n),
        mentee_remote=random.random(n) < 0.9,  # noqa: PLR2004
        mentee_in_person=random.random(n) < 0.5,  # noqa: PLR2004
        need_start=need_start,
        need_area=need_area,
        need_full=full,
        need_near=full // 3,
        waiting=random.integers(0, 3, n),
        wanted=np.ones(n),
        mentee_hash=random.permutation(n).astype(np.uint64) * 2 + 1,
        mentor_grade=np.minimum(random.choice(9, m, p=_shares(PYRAMID[:9])) + 2, 10),
        mentor_organisation=random.choice(ORGANISATIONS, m, p=organisations),
        mentor_region=random.integers(0, REGIONS, m),
        mentor_profession=random.integers(-1, PROFESSIONS, m),
        mentor_remote=random.random(m) < 0.9,  # noqa: PLR2004
        mentor_in_person=random.random(m) < 0.5,  # noqa: PLR2004
        offer_start=offer_start,
        offer_area=offer_area,
        places=_places(random, m, round(places_a_mentee * n)),
        bonus=np.where(random.random(m) < 0.6, 5, 0),  # noqa: PLR2004
        mentor_hash=random.permutation(m).astype(np.uint64) * 2,
        area_group=np.arange(AREAS) % GROUPS,
        gap_points=np.maximum(20 - 8 * np.abs(gap - 2), 0),
        related=np.eye(ORGANISATIONS, dtype=np.bool_),
        organisation_rule=REFUSE_RELATED,
        unrelated_points=0,
        profession_points=10,
        region_points=5,
        choice_mentee=choice_mentee,
        choice_mentor=random.integers(0, m, len(choice_mentee)),
        choice_points=np.full(len(choice_mentee), 30),
        extra_mentee=np.zeros(0),
        extra_mentor=np.zeros(0),
        extra_points=np.zeros(0),
        forbidden_mentee=np.arange(0, n, 10),
        forbidden_mentor=random.integers(0, m, len(range(0, n, 10))),
    )


def _shares(weights: tuple[float, ...]) -> Array:
    return np.array(weights) / sum(weights)


def _tail(count: int, power: float) -> Array:
    """Shares that fall off as a power of the rank."""
    weights = 1.0 / np.arange(1, count + 1) ** power
    shares: Array = weights / weights.sum()
    return shares


def _lists(random: Generator, people: int, popular: Array, *, most: int) -> tuple[Array, Array]:
    """Draw 1 to `most` different areas for each person: starts (people + 1), and the areas."""
    length = random.integers(1, most + 1, people)
    owner = np.repeat(np.arange(people), length)
    drawn = owner * AREAS + random.choice(AREAS, len(owner), p=popular)
    kept = np.sort(np.unique(drawn, return_index=True)[1])
    start = np.concatenate(([0], np.cumsum(np.bincount(owner[kept], minlength=people))))
    return start, drawn[kept] % AREAS


def _places(random: Generator, mentors: int, total: int) -> Array:
    """Share out so many places: most mentors take one or two, a few take many."""
    return np.bincount(random.choice(mentors, total), minlength=mentors)


COLUMNS: Final = (
    ("people", 8),
    ("kind", 7),
    ("eligible", 13),
    ("solve s", 8),
    ("check s", 8),
    ("CPU s", 8),
    ("peak MB", 8),
    ("placed", 8),
    ("of", 8),
    ("certified", 9),
)


def main() -> None:
    """Print a row for each size asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("people", type=int, nargs="+")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--scarce", action="store_true", help="0.55 places a mentee")
    parser.add_argument("--uneven", action="store_true", help="demand far from what is offered")
    asked = parser.parse_args()
    kind = "scarce" if asked.scarce else "uneven" if asked.uneven else "even"
    totals: list[tuple[int, float]] = []
    _print_row([name for name, _ in COLUMNS])
    with _pool(asked.threads) as executor:
        solve(make_market(3000), executor=executor)  # compiles, or reads compiled code
        for people in asked.people:
            market = make_market(
                people, places_a_mentee=0.55 if asked.scarce else 1.1, uneven=asked.uneven
            )
            row = _measure(market, people, kind, executor)
            _print_row(row)
            totals.append((people, float(str(row[_TOTAL])) + float(str(row[_TOTAL + 1]))))
    _plot(totals)


_TOTAL: Final = [name for name, _ in COLUMNS].index("solve s")
_WIDTH: Final = 60


def _plot(totals: list[tuple[int, float]]) -> None:
    """Draw seconds of solving and checking over people, both as powers of ten."""
    known = [(people, seconds) for people, seconds in totals if seconds > 0]
    if len(known) < 2:  # noqa: PLR2004
        return
    least = math.floor(math.log10(min(seconds for _, seconds in known)))
    most = math.ceil(math.log10(max(seconds for _, seconds in known)))
    sys.stdout.write(f"\nsolve and check, from {10.0**least:g} s to {10.0**most:g} s:\n")
    for people, seconds in known:
        length = round(_WIDTH * (math.log10(seconds) - least) / max(most - least, 1))
        sys.stdout.write(f"{people:>9,} {'#' * max(length, 1)} {seconds:.2f} s\n")
    (first, start), (last, end) = known[0], known[-1]
    power = math.log(end / start) / math.log(last / first)
    sys.stdout.write(f"growth from {first:,} to {last:,}: people to the power of {power:.2f}\n")


@contextmanager
def _pool(threads: int) -> Iterator[Executor | None]:
    if threads < 2:  # noqa: PLR2004
        yield None
    else:
        with ThreadPoolExecutor(threads) as pool:
            yield pool


def _measure(market: Market, people: int, kind: str, executor: Executor | None) -> list[object]:
    begin, cpu = time.perf_counter(), time.process_time()
    found: Assignment = solve(market, executor=executor)
    total, cpu = time.perf_counter() - begin, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    begin = time.perf_counter()
    verdict = check(market, found.certificate, executor=executor)
    return [
        people,
        kind,
        verdict.eligible,
        round(total, 2),
        round(time.perf_counter() - begin, 2),
        round(cpu, 2),
        peak,
        len(np.unique(found.mentee)),
        market.mentees,
        "yes" if verdict.proven else f"NO ({verdict.violations}, {verdict.gap})",
    ]


def _print_row(cells: list[object]) -> None:
    parts = (str(cell).rjust(width) for cell, (_, width) in zip(cells, COLUMNS, strict=True))
    sys.stdout.write(" ".join(parts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
