"""What checking costs, side by side with the usual way: PyYAML's loader and jsonschema.

Usage: python -m benchmarks.checking [PEOPLE ...] (default: 10000 100000). Programmes are made by
`simulate`. Every row is a process of its own; `cold` and `naive` read the same files from disk.
The naive way knows no places, no rules beyond the shape, and no doubled people.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import Final

import yaml
from jsonschema import Draft202012Validator

from commands.gathering import shipped_folder
from commands.workers import workers
from roster.cache import open_cache
from roster.loading import check_roster, fingerprint, load_programme, load_roster
from roster.model import Programme
from roster.shape import parse_schema

TODAY: Final = date(2026, 11, 1)
SIZES: Final = (10_000, 100_000)
_KILOBYTES_A_MEGABYTE: Final = 1024


def programme_of(root: Path) -> Programme:
    """Read the shipped programme."""
    programme, problems = load_programme(root=root, shipped=shipped_folder())
    if programme is None:
        sys.exit(f"The shipped programme has problems: {problems}")
    return programme


def naive(root: Path) -> None:
    """Load each file and validate it, as a short script would."""
    validator = Draft202012Validator(parse_schema(programme_of(root).profile_schema))
    for file in sorted((root / "profiles").iterdir()):
        list(validator.iter_errors(yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)))


def cold(root: Path) -> None:
    """Check everything, in one process."""
    check_roster(root=root, programme=programme_of(root), today=TODAY)


def cold_side_by_side(root: Path) -> None:
    """Check everything in two processes."""
    with workers() as executor:
        check_roster(root=root, programme=programme_of(root), today=TODAY, executor=executor)


def fill(root: Path) -> None:
    """Check everything in two processes, and keep the answers."""
    with workers() as executor:
        _cached(root, executor)


def warm(root: Path) -> None:
    """Check again with what is known."""
    _cached(root, None)


def warm_one_changed(root: Path) -> None:
    """Change one profile, then check again with what is known."""
    file = min((root / "profiles").iterdir())
    file.write_bytes(file.read_bytes().replace(b"Ask me", b"Do ask me"))
    _cached(root, None)


def load(root: Path) -> None:
    """Load every profile and keep it in memory, as matching and building do."""
    load_roster(root=root, programme=programme_of(root), today=TODAY)


def _cached(root: Path, executor: Executor | None) -> None:
    name = fingerprint(root=root, shipped=shipped_folder(), today=TODAY)
    with open_cache(root / "cache.sqlite", fingerprint=name) as cache:
        check_roster(
            root=root, programme=programme_of(root), today=TODAY, executor=executor, cache=cache
        )


ROWS: Final[dict[str, Callable[[Path], None]]] = {
    "naive": naive,
    "cold": cold,
    "cold, 2 processes": cold_side_by_side,
    "cold, kept": fill,
    "warm": warm,
    "warm, 1 changed": warm_one_changed,
    "load": load,
}


def measure(name: str, root: Path) -> None:
    """Run one row in this process and print seconds of it, of the processor, and megabytes."""
    programme_of(root)  # what every row needs, paid before the clock starts
    before, start = time.process_time(), time.perf_counter()
    ROWS[name](root)
    wall, cpu = time.perf_counter() - start, time.process_time() - before
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES_A_MEGABYTE
    print(f"{wall} {cpu + children.ru_utime + children.ru_stime} {memory}")


def main() -> None:
    """Make a programme of each size, run every row on it, and print the table."""
    if len(sys.argv) == 4 and sys.argv[1] == "--row":  # noqa: PLR2004 -- row and folder
        measure(sys.argv[2], Path(sys.argv[3]))
        return
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    heads = ("people", "way", "wall s", "cpu s", "us each", "peak MB", "naive / it")
    print("{:>8}  {:<18}{:>9}{:>9}{:>9}{:>9}{:>12}".format(*heads))
    for people in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _table(people, Path(folder))


def _table(people: int, root: Path) -> None:
    made = ["--root", str(root), "--today", str(TODAY), "simulate", "--people", str(people)]
    sys.stdout.flush()
    subprocess.run(
        [sys.executable, "-m", "commands.main", *made, "--out", str(root)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    time.sleep(1.1)  # so that no file counts as changed just now
    usual = 0.0
    for name in ROWS:
        words = [sys.executable, "-m", "benchmarks.checking", "--row", name, str(root)]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        wall, cpu, memory = (float(each) for each in done.stdout.split())
        usual = usual or wall
        print(
            f"{people:>8,}  {name:<18}{wall:>9.2f}{cpu:>9.2f}{wall / people * 1e6:>9.1f}"
            f"{memory:>9.0f}{usual / wall:>12.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
