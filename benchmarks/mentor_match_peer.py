"""The shared sample under its own rules: ours beside `mentor-match` (PyPI, with munkres 1.1.4).

Usage: python -m benchmarks.mentor_match_peer FOLDER, with mentors.csv and mentees.csv in
FOLDER. Wall time is from files to pairings in a process of its own, start-up and imports
included: the median of several runs of ours, one run of the other. Identity is read to score
both alike and for nothing else. The run fails where ours places fewer or earns less than it
must; what it costs depends on the machine, so that a miss there is only printed.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.measuring import Run, RunError, run_module
from benchmarks.sample_ours import MODES, match
from benchmarks.sample_rules import (
    ROUNDS,
    UNMATCHED_POINTS,
    Pair,
    Person,
    points_of,
    read_mentees,
    read_mentors,
)
from matcher.solving.certificate import check

PEER: Final = Path("build/peer-mentor-match")
RUNS: Final = 7

LIMIT: Final = 600

JOINT_POINTS: Final = 34_051
MOST_IN_ROUND: Final = 484
LEAST_SPEED: Final = 50
MOST_MEMORY: Final = 1 / 5

REFERENCE: Final = (
    "Not measured here, for reference: mentor-match with munkres 1.1.4 took 29.5 s of wall clock "
    "and 557 MB on two cores; 483 placed and 14,386 points in round one (its extra 6 included), "
    "34,001 points and 500 mentees placed in three rounds."
)


class Total(NamedTuple):
    """What a round, or all, reached; `extra` adds 6 for each pair of whom either was new."""

    pairs: int
    placed: int
    points: int
    extra: int


class Outcome(NamedTuple):
    """What one way to match cost and reached, with the median of its runs."""

    name: str
    wall: float
    cpu: float
    peak: int
    rounds: list[list[Pair]]


def totals_of(
    rounds: list[list[Pair]], mentees: list[Person], mentors: list[Person]
) -> list[Total]:
    """Score each round and, at the end, all; an error where a pair or a limit is broken."""
    found: list[Total] = []
    earlier: set[Pair] = set()
    for pairs in rounds:
        points = [points_of(mentees[i], mentors[j]) for i, j in pairs]
        taught, teaching = {i for i, _ in earlier}, {j for _, j in earlier}
        new = sum(i not in taught or j not in teaching for i, j in pairs)
        total = sum(each for each in points if each is not None)
        placed = len({i for i, _ in pairs})
        found.append(Total(len(pairs), placed, total, total + new * UNMATCHED_POINTS))
        if None in points or earlier & set(pairs) or not _within_limits(pairs, len(rounds)):
            message = "a pair that the rules forbid"
            raise RunError(message)
        earlier |= set(pairs)
    placed = len({i for i, _ in earlier})
    sums = (sum(getattr(each, name) for each in found) for name in ("pairs", "points", "extra"))
    pairs_made, points_won, extra_won = sums
    return [*found, Total(pairs_made, placed, points_won, extra_won)]


def _within_limits(pairs: list[Pair], rounds: int) -> bool:
    """Say whether nobody stands in more pairs of a round than one, or three at once."""
    most = ROUNDS if rounds == 1 else 1
    sides = ([i for i, _ in pairs], [j for _, j in pairs])
    return len(set(pairs)) == len(pairs) and all(
        side.count(each) <= most for side in sides for each in set(side)
    )


def _outcome(name: str, runs: list[Run]) -> Outcome:
    answers = [json.loads(run.printed.splitlines()[-1]) for run in runs]
    return Outcome(
        name=name,
        wall=statistics.median(run.wall for run in runs),
        cpu=statistics.median(run.cpu for run in runs),
        peak=max(answer["peak"] for answer in answers),
        rounds=[[(i, j) for i, j in pairs] for pairs in answers[0]["rounds"]],
    )


def _ours(folder: Path, mode: str) -> Outcome:
    words = ("benchmarks.sample_ours", mode, str(folder))
    return _outcome(f"ours, {mode}", [run_module(*words) for _ in range(RUNS)])


def _theirs(folder: Path) -> Outcome | None:
    if not PEER.is_dir():
        print("mentor-match is not installed: make bench-peers installs and runs it.")
        return None
    variables = {"PYTHONPATH": str(PEER.resolve())}
    run = run_module("benchmarks.sample_theirs", str(folder), limit=LIMIT, variables=variables)
    return _outcome("mentor-match", [run])


def _print_costs(outcomes: list[Outcome], theirs: Outcome | None) -> None:
    print(f"{'from files to pairings':<24}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}", end="")
    print(f"{'faster':>9}{'memory':>9}")
    for each in outcomes:
        print(f"{each.name:<24}{each.wall:>9.2f}{each.cpu:>9.2f}{each.peak:>9}", end="")
        if theirs:
            print(f"{theirs.wall / each.wall:>8.1f}x{each.peak / theirs.peak:>9.2f}", end="")
        print()


def _print_totals(name: str, totals: list[Total], proven: str) -> None:
    for at, total in enumerate(totals, start=1):
        last = at == len(totals)
        if len(totals) == 2 and not last:  # noqa: PLR2004 -- one round is all there is
            continue
        words = ("all" if last else f"round {at}", total.pairs, total.placed, total.points)
        print(f"{name:<24}{words[0]:>8}", *(f"{each:>8,}" for each in words[1:]), end="")
        extra = "-" if len(totals) == 2 else f"{total.extra:,}"  # noqa: PLR2004
        print(f"{extra:>13}{proven if last else '':>11}".rstrip())


def _proven(mode: str, mentees: list[Person], mentors: list[Person]) -> str:
    """Solve once more and check the proof of every round."""
    rounds = match(mentees, mentors, mode)
    fine = all(check(market, found.certificate).proven for market, found, _ in rounds)
    return "yes" if fine else "NO"


def _too_few(totals: dict[str, list[Total]], theirs: Outcome | None) -> list[str]:
    """Name the results that ours must reach and does not."""
    every = totals["ours, joint"][-1]
    missed = []
    if every.points < JOINT_POINTS or every.placed < totals["ours, headcount"][-1].placed:
        missed.append(f"jointly {JOINT_POINTS:,} points with everybody placed")
    if totals["ours, headcount"][0].placed < MOST_IN_ROUND:
        missed.append(f"{MOST_IN_ROUND} placed in round one")
    if theirs:
        first, other = totals["ours, points"][0], totals[theirs.name][0]
        if (first.extra, first.placed) < (other.extra, other.placed):
            missed.append("as many points in round one")
        if every.points < totals[theirs.name][-1].points:
            missed.append("as many points in all")
    return missed


def _too_dear(costs: dict[str, Outcome], theirs: Outcome) -> list[str]:
    """Name the costs that ours should undercut and does not."""
    missed = []
    for mode in MODES:
        ours = costs[f"ours, {mode}"]
        if theirs.wall < LEAST_SPEED * ours.wall:
            missed.append(f"{LEAST_SPEED} times faster ({mode})")
        if ours.peak > MOST_MEMORY * theirs.peak:
            missed.append(f"a fifth of the memory ({mode})")
    return missed


def main() -> None:
    """Run both on the sample and print the tables."""
    if len(sys.argv) != 2:  # noqa: PLR2004 -- the folder
        sys.exit("Name the folder that holds mentors.csv and mentees.csv.")
    folder = Path(sys.argv[1])
    mentees, mentors = read_mentees(folder), read_mentors(folder)
    theirs = _theirs(folder)
    outcomes = [_ours(folder, mode) for mode in MODES]
    _print_costs([*([theirs] if theirs else []), *outcomes], theirs)
    if theirs is None:
        print(REFERENCE)
    print(f"\n{'':<24}{'':>8}{'pairs':>9}{'placed':>9}{'points':>9}", end="")
    print(f"{'with extra 6':>13}{'certified':>11}")
    totals = {}
    for each in [*([theirs] if theirs else []), *outcomes]:
        totals[each.name] = totals_of(each.rounds, mentees, mentors)
        proven = "-" if each is theirs else _proven(each.name.split(", ")[1], mentees, mentors)
        _print_totals(each.name, totals[each.name], proven)
    dear = _too_dear({each.name: each for each in outcomes}, theirs) if theirs else []
    if dear:
        print(f"\nNot reached: {'; '.join(dear)}")
    missed = _too_few(totals, theirs)
    sys.exit(f"FAILED: {'; '.join(missed)}" if missed else 0)


if __name__ == "__main__":
    main()
