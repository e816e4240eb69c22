"""Exact matching beside other people's solvers: `python -m benchmarks.matching_peers 2000 10000`.

All get the same market, one mentor a mentee, and all but greedy and the stable matching of
`matching` the same aims: most placed, then most points. Seconds are without start-up and
reading. The others are handed the list of eligible pairs with their points; ours finds it
itself, and its seconds include the check of its proof. The run fails if any other solver
places more or earns more points.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.matching_scale import make_market
from benchmarks.measuring import RunError, run_module
from benchmarks.peer_solvers import SOLVERS, Array, Pairs
from matcher.solving.market import REFUSE_RELATED, Market

PEERS: Final = Path("build/peers")

COLUMNS: Final = (
    ("solver", -17),
    ("placed", 8),
    ("points", 9),
    ("seconds", 9),
    ("peak MB", 8),
    ("blocking pairs", 15),
    ("certified", 10),
)


def eligible_pairs(market: Market) -> Pairs:
    """List every eligible pair with its points, by the rules alone and apart from the solver."""
    m, areas = market.mentors, len(market.area_group)
    offers = np.zeros((m, areas), dtype=np.bool_)
    offers[np.repeat(np.arange(m), np.diff(market.offer_start)), market.offer_area] = True
    group = np.arange(int(market.area_group.max()) + 1)
    groups = offers @ (market.area_group[:, None] == group)
    found = [_pairs_of(market, i, offers, groups) for i in range(market.mentees)]
    return Pairs(
        mentee=np.repeat(np.arange(market.mentees), [len(mentor) for mentor, _ in found]),
        mentor=np.concatenate([mentor for mentor, _ in found]),
        points=np.concatenate([points for _, points in found]),
        places=market.places.astype(np.int64),
        mentees=market.mentees,
    )


def _pairs_of(market: Market, i: int, offers: Array, groups: Array) -> tuple[Array, Array]:
    """Mentors whom one mentee could meet, and the points of each."""
    needs = slice(market.need_start[i], market.need_start[i + 1])
    area = market.need_area[needs]
    full = offers[:, area]
    near = groups[:, market.area_group[area]] & ~full
    chosen = _listed(market, "choice", i)
    extra = _listed(market, "extra", i)
    in_person = (
        (market.mentee_region[i] >= 0)
        & (market.mentee_region[i] == market.mentor_region)
        & market.mentee_in_person[i]
        & market.mentor_in_person
    )
    related = market.related[market.mentee_organisation[i], market.mentor_organisation]
    fit = (
        (market.places > 0)
        & (market.lowest_grade[i] <= market.mentor_grade)
        & (market.mentor_grade <= market.highest_grade[i])
        & (in_person | (market.mentee_remote[i] & market.mentor_remote))
        & (full.any(axis=1) | (chosen >= 0))
        & (_listed(market, "forbidden", i) < 0)
    )
    if market.organisation_rule == REFUSE_RELATED:
        fit &= ~related
    profession = market.mentee_profession[i]
    points = full @ market.need_full[needs] + near @ market.need_near[needs]
    points += market.gap_points[market.mentee_grade[i], market.mentor_grade] + market.bonus
    points += in_person * market.region_points
    points += ((profession >= 0) & (profession == market.mentor_profession)) * (
        market.profession_points
    )
    points += np.maximum(chosen, 0) + np.maximum(extra, 0)
    mentor = np.flatnonzero(fit)
    return mentor, points[mentor].astype(np.int64)


def _listed(market: Market, kind: str, i: int) -> Array:
    """What a list of pairs gives a mentee with each mentor, and -1 where it names none."""
    here = np.flatnonzero(getattr(market, f"{kind}_mentee") == i)
    given = np.full(market.mentors, -1, dtype=np.int64)
    mentor = getattr(market, f"{kind}_mentor")[here]
    given[mentor] = 0
    if kind != "forbidden":
        np.add.at(given, mentor, getattr(market, f"{kind}_points")[here])
    return given


def points_of(pairs: Pairs, mentee: Array, mentor: Array) -> Array:
    """Give the points of taken pairs; an error if one is not eligible or exceeds a limit."""
    m = len(pairs.places)
    keys = pairs.mentee * m + pairs.mentor
    wanted = mentee.astype(np.int64) * m + mentor
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    load = np.bincount(mentor, minlength=m)
    if len(np.unique(mentee)) < len(mentee) or np.any(load > pairs.places):
        message = "more pairs than places"
        raise RunError(message)
    if np.any(keys[at] != wanted):
        message = "pairs that are not eligible"
        raise RunError(message)
    found: Array = pairs.points[at]
    return found


def blocking_pairs(pairs: Pairs, mentee: Array, mentor: Array, points: Array) -> int:
    """Count eligible pairs of whom both would rather have each other; a tie is no reason."""
    mine = np.full(pairs.mentees, -1, dtype=np.int64)
    mine[mentee] = points
    load = np.bincount(mentor, minlength=len(pairs.places))
    worst = np.full(len(pairs.places), np.iinfo(np.int64).max)
    np.minimum.at(worst, mentor, points)
    worst[load < pairs.places] = -1
    both = (pairs.points > mine[pairs.mentee]) & (pairs.points > worst[pairs.mentor])
    return int(both.sum())


def _store(folder: Path, market: Market, pairs: Pairs) -> None:
    arrays = {field.name: getattr(market, field.name) for field in fields(market)}
    np.savez(folder / "market.npz", **arrays)
    np.savez(folder / "pairs.npz", **asdict(pairs))


def _compare(people: int, limit: float, late: set[str]) -> bool:
    """Print a table for one size; say whether nobody beats ours. `late` gains who was late."""
    market = make_market(people)
    # One waiting class, since the other solvers know of none.
    market = replace(market, waiting=np.zeros(market.mentees))
    pairs = eligible_pairs(market)
    print(
        f"\n{people:,} people: {market.mentees:,} mentees, {market.mentors:,} mentors with "
        f"{int(market.places.sum()):,} places, {len(pairs.mentee):,} eligible pairs"
    )
    _print_row([name for name, _ in COLUMNS])
    reached: dict[str, tuple[int, int]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _store(folder, market, pairs)
        for solver in SOLVERS:
            if solver in late:
                _print_row([solver, f"not run: over {limit:.0f} s with fewer people"])
                continue
            try:
                reached[solver] = _row(solver, folder, pairs, limit)
            except RunError as error:
                _print_row([solver, str(error)])
                if str(error).startswith("over"):
                    late.add(solver)
    return _best(reached)


def _row(solver: str, folder: Path, pairs: Pairs, limit: float) -> tuple[int, int]:
    """Run one solver and print its row; give how many it placed and the points."""
    run = run_module(
        "benchmarks.peer_solvers",
        solver,
        str(folder),
        limit=limit,
        variables={"PYTHONPATH": str(PEERS.resolve())},
    )
    answer = json.loads(run.printed.splitlines()[-1])
    with np.load(folder / f"{solver}.npz") as arrays:
        mentee, mentor = arrays["mentee"], arrays["mentor"]
    points = points_of(pairs, mentee, mentor)
    blocking = blocking_pairs(pairs, mentee, mentor, points)
    total = int(points.sum())
    _print_row(
        [
            solver,
            f"{len(mentee):,}",
            f"{total:,}",
            f"{answer['seconds']:.2f}",
            answer["peak"],
            f"{blocking:,}",
            answer["proven"],
        ]
    )
    if answer["proven"] == "NO":
        message = "its own check fails"
        raise RunError(message)
    return len(mentee), total


def _best(reached: dict[str, tuple[int, int]]) -> bool:
    """Say who placed more than ours or earned more points, if anybody."""
    if "ours" not in reached:
        print("FAILED: ours gave no answer")
        return False
    placed, points = reached["ours"]
    better = [solver for solver, other in reached.items() if other[0] > placed or other[1] > points]
    if better:
        print(f"FAILED: beaten by {', '.join(better)}")
    return not better


def _print_row(cells: list[object]) -> None:
    widths = (width for _, width in COLUMNS)
    parts = [
        str(cell).ljust(-width) if width < 0 else str(cell).rjust(width)
        for cell, width in zip(cells, widths, strict=False)
    ]
    print("".join(parts), flush=True)


def main() -> None:
    """Print a table for each size asked for; fail if ours is beaten."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("people", type=int, nargs="*", default=[2000, 10000])
    parser.add_argument("--limit", type=float, default=120, help="seconds for each solver")
    asked = parser.parse_args()
    if not PEERS.is_dir():
        sys.exit("The other solvers are not installed: make bench-peers installs and runs all.")
    late: set[str] = set()
    fine = [_compare(people, asked.limit, late) for people in sorted(asked.people)]
    sys.exit(0 if all(fine) else 1)


if __name__ == "__main__":
    main()
