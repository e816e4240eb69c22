"""What checking costs, side by side with the usual way: PyYAML's loader and jsonschema.

Usage: python -m benchmarks.checking [PEOPLE ...] (default: 10000 100000). Programmes are made by
`simulate`. Every row is a process of its own, on the same files, with the programme read before the
clock starts; the rows of commands alone count all that a person waits for, Python's own start too.
The naive way knows no places, no rules beyond the shape, and no doubled people.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import yaml
from jsonschema import Draft202012Validator

from benchmarks.measuring import asked_sizes, peak_megabytes, run_module
from commands.shipped import shipped_folder
from commands.workers import workers
from roster.cache import open_cache
from roster.known import fingerprint
from roster.loading import check_roster, load_programme, load_roster
from roster.model import Programme
from roster.programme_files import read_programme_files
from roster.shape import parse_schema

TODAY: Final = date(2026, 11, 1)
SIZES: Final = (10_000, 100_000)
PEER: Final = (15_167, 17.0)
"""The JSON files of is-a-dev/register, and the seconds that its own check of them took here."""

_SETTLED: Final = 2.2
"""Seconds after which a stamp is trusted."""


def programme_of(root: Path) -> Programme:
    """Read the shipped programme."""
    programme, problems = load_programme(root=root, shipped=shipped_folder())
    if programme is None:
        sys.exit(f"The shipped programme has problems: {problems}")
    return programme


def naive(root: Path, programme: Programme) -> None:
    """Load each file and validate it, as a short script would."""
    validator = Draft202012Validator(parse_schema(programme.profile_schema))
    for file in sorted((root / "profiles").iterdir()):
        list(validator.iter_errors(yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)))


def cold(root: Path, programme: Programme) -> None:
    """Check everything, in one process."""
    check_roster(root=root, programme=programme, today=TODAY)


def cold_side_by_side(root: Path, programme: Programme) -> None:
    """Check everything in two processes."""
    with workers() as executor:
        check_roster(root=root, programme=programme, today=TODAY, executor=executor)


def cold_kept(root: Path, programme: Programme) -> None:
    """Check everything in one process, and keep the answers."""
    (root / "cache.sqlite").unlink(missing_ok=True)
    _cached(root, programme)


def warm(root: Path, programme: Programme) -> None:
    """Check again with what is known."""
    _cached(root, programme)


def names_and_times(root: Path, programme: Programme) -> None:  # noqa: ARG001 -- a row
    """Ask for the names and times of all files and for nothing else: no warm run can cost less."""
    descriptor = os.open(root / "profiles", os.O_RDONLY)
    for name in os.listdir(descriptor):  # noqa: PTH208 -- as the door does
        os.lstat(name, dir_fd=descriptor)
    os.close(descriptor)


def warm_one_changed(root: Path, programme: Programme) -> None:
    """Change one profile, then check again with what is known."""
    _change_one(root)
    _cached(root, programme)


def command(root: Path, programme: Programme) -> None:  # noqa: ARG001 -- a row
    """Run `mentor-match check`: cold, or with whatever is known."""
    run_module("commands.main", "--root", str(root), "--today", str(TODAY), "check")


def command_one_changed(root: Path, programme: Programme) -> None:
    """Change one profile, then run `mentor-match check`."""
    _change_one(root)
    command(root, programme)


def _change_one(root: Path) -> None:
    file = root / "profiles" / min(os.listdir(root / "profiles"))  # noqa: PTH208 -- names alone
    with file.open("ab") as more:
        more.write(b"# changed\n")


def load(root: Path, programme: Programme) -> None:
    """Load every profile and keep it in memory, as matching and building do."""
    load_roster(root=root, programme=programme, today=TODAY)


def _cached(root: Path, programme: Programme) -> None:
    files = read_programme_files(root=root, shipped=shipped_folder())
    name = fingerprint(files, root=root, today=TODAY)
    with open_cache(root / "cache.sqlite", fingerprint=name) as cache:
        check_roster(root=root, programme=programme, today=TODAY, cache=cache)


ROWS: Final[Mapping[str, Callable[[Path, Programme], None]]] = {
    "naive": naive,
    "cold": cold,
    "cold, 2 processes": cold_side_by_side,
    "cold, kept": cold_kept,
    "warm": warm,
    "names and times": names_and_times,
    "warm, 1 changed": warm_one_changed,
    "load": load,
    "command, cold": command,
    "command, warm": command,
    "command, 1 changed": command_one_changed,
}
_SHORT: Final = {
    "warm",
    "names and times",
    "warm, 1 changed",
    "command, warm",
    "command, 1 changed",
}
"""Rows so short that the best of three is taken."""


class Cost(NamedTuple):
    """Seconds by the clock on the wall and of the processors, and the most megabytes held."""

    wall: float
    cpu: float
    memory: float


def measure(name: str, root: Path) -> None:
    """Run one row in this process and print what it cost."""
    programme = programme_of(root)
    before, start = time.process_time(), time.perf_counter()
    ROWS[name](root, programme)
    wall, cpu = time.perf_counter() - start, time.process_time() - before
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(wall, cpu + children.ru_utime + children.ru_stime, peak_megabytes())


def main() -> None:
    """Make a programme of each size, run every row on it, and print the table."""
    if len(sys.argv) == 4 and sys.argv[1] == "--row":  # noqa: PLR2004 -- row and folder
        measure(sys.argv[2], Path(sys.argv[3]))
        return
    sizes = asked_sizes(__doc__, SIZES)
    _print_peer()
    heads = ("people", "way", "wall s", "cpu s", "cpu us", "peak MB")
    ratios = ("naive/it", "(wall)", "cold/it", "(wall)")
    print(
        "{:>8}  {:<18}{:>8}{:>8}{:>8}{:>9}".format(*heads), "{:>9}{:>8}{:>9}{:>8}".format(*ratios)
    )
    found: dict[int, dict[str, Cost]] = {}
    for people in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _simulate(people, Path(folder))
            found[people] = _table(people, Path(folder))
    _print_growth(found)


def _simulate(people: int, root: Path) -> None:
    words = ["--root", str(root), "--today", str(TODAY), "simulate", "--people", str(people)]
    run_module("commands.main", *words, "--out", str(root))
    time.sleep(_SETTLED)


def _cost(name: str, root: Path) -> Cost:
    """Run a row in a process of its own."""
    runs = (
        run_module("benchmarks.checking", "--row", name, str(root)).printed.split()
        for _ in range(3 if name in _SHORT else 1)
    )
    return min((Cost(*map(float, each)) for each in runs), key=lambda each: each.cpu)


def _table(people: int, root: Path) -> dict[str, Cost]:
    costs: dict[str, Cost] = {}
    for name in ROWS:
        costs[name] = cost = _cost(name, root)
        usual, first = costs["naive"], costs.get("cold", cost)
        ratios: tuple[float, ...] = (usual.cpu / cost.cpu, usual.wall / cost.wall)
        ratios += (first.cpu / cost.cpu, first.wall / cost.wall)
        print(
            f"{people:>8,}  {name:<18}{cost.wall:>8.2f}{cost.cpu:>8.2f}"
            f"{cost.cpu / people * 1e6:>8.1f}{cost.memory:>9.0f}",
            "{:>9.1f}{:>8.1f}{:>9.1f}{:>8.1f}".format(*ratios),
            flush=True,
        )
    return costs


def _print_growth(found: Mapping[int, Mapping[str, Cost]]) -> None:
    """Say by how much memory grows with each profile, between sizes that follow each other."""
    for few, many in zip(found, list(found)[1:], strict=False):
        growth = (
            f"{name} {(cost.memory - found[few][name].memory) * 1024 / (many - few):.2f}"
            for name, cost in found[many].items()
        )
        print(f"KB more a profile from {few:,} to {many:,}: {'; '.join(growth)}")


def _print_peer() -> None:
    """Check as many files as is-a-dev/register has, cold."""
    files, seconds = PEER
    with tempfile.TemporaryDirectory() as folder:
        _simulate(files, Path(folder))
        one, two = (_cost(name, Path(folder)) for name in ("cold", "cold, 2 processes"))
    print(
        f"{files:,} files cold: {one.wall:.2f} s in one process, {two.wall:.2f} s in two. "
        f"is-a-dev/register's own check of as many JSON files took {seconds:.0f} s "
        "(measured apart).",
        flush=True,
    )


if __name__ == "__main__":
    main()
