"""What a few declines change: `python -m benchmarks.between_rounds 10000 100000`.

A round is solved; one pair in a thousand declines; the round after it is solved cold and warm,
with and without points for staying put. The table says how many other pairs moved.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import Final

import numpy as np

from benchmarks.matching_scale import make_market
from benchmarks.measuring import asked_sizes
from matcher.solving.certificate import check
from matcher.solving.market import Array, Market
from matcher.solving.solve import Assignment, solve
from matcher.solving.weights import weigh

DECLINED: Final = 1000
"""One pair in so many declines."""

STAY_PUT: Final = (0, 1, 3, 10)
"""The points for staying put that are tried; programmes have 3 unless they say otherwise."""


def after_declines(market: Market, found: Assignment, *, stay_put: int) -> Market:
    """The market of the round after: some pairs forbidden, the others worth a little more."""
    declined = np.zeros(len(found.mentee), dtype=np.bool_)
    declined[DECLINED // 2 :: DECLINED] = True
    kept = ~declined
    return replace(
        market,
        forbidden_mentee=np.concatenate((market.forbidden_mentee, found.mentee[declined])),
        forbidden_mentor=np.concatenate((market.forbidden_mentor, found.mentor[declined])),
        extra_mentee=found.mentee[kept],
        extra_mentor=found.mentor[kept],
        extra_points=np.full(int(kept.sum()), stay_put),
    )


def moved(one: Assignment, other: Assignment, mentors: int) -> int:
    """How many pairs of one result the other lacks."""
    pairs, others = _pairs(one, mentors), _pairs(other, mentors)
    return len(np.setdiff1d(pairs, others))


def _pairs(found: Assignment, mentors: int) -> Array:
    pairs: Array = found.mentee.astype(np.int64) * mentors + found.mentor
    return pairs


def main() -> None:
    """Print the table."""
    titles = ("people", "declined", "stay put", "moved", "cold CPU s", "warm CPU s", "alike")
    print(*(title.rjust(11) for title in titles))
    for people in asked_sizes(__doc__, [10_000, 100_000]):
        market = make_market(people)
        before = solve(market)
        prices = before.certificate.price // weigh(market).point
        declined = len(range(DECLINED // 2, len(before.mentee), DECLINED))
        for points in STAY_PUT:
            following = after_declines(market, before, stay_put=points)
            cold, cold_seconds = _timed(following, None)
            warm, warm_seconds = _timed(following, prices)
            alike = moved(cold, warm, market.mentors) == 0
            if not alike or not check(following, warm.certificate).proven:
                sys.exit("FAILED: the warm start found something else")
            lost = moved(before, warm, market.mentors) - declined
            seconds = (f"{cold_seconds:.2f}", f"{warm_seconds:.2f}")
            cells = (people, declined, points, lost, *seconds, "yes")
            print(*(f"{each:,}".rjust(11) if isinstance(each, int) else each.rjust(11)
                    for each in cells), flush=True)  # fmt: skip


def _timed(market: Market, prices: Array | None) -> tuple[Assignment, float]:
    begin = time.process_time()
    found = solve(market, prices=prices)
    return found, time.process_time() - begin


if __name__ == "__main__":
    main()
