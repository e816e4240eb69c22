"""What each stage costs on the sample of the 2021 matcher: 500 mentors and 500 mentees.

Usage: python -m benchmarks.mentor_match_sample FOLDER, with mentors.csv and mentees.csv in
FOLDER. Each stage is a process of its own, as an organiser would run it, start-up included.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

_MEGABYTE: Final = 1024


class Cost(NamedTuple):
    """Seconds of wall clock and of processor, and the most memory so far in MB."""

    wall: float
    cpu: float
    memory: float


def measure(words: list[str]) -> Cost:
    """Run `mentor-match` once with these words and return what it cost."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, "-m", "commands.main", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall=wall, cpu=cpu, memory=after.ru_maxrss / _MEGABYTE)


def main() -> None:
    """Run every stage on the sample and print the table."""
    if len(sys.argv) != 2:  # noqa: PLR2004 -- the folder
        sys.exit("Name the folder that holds mentors.csv and mentees.csv (make bench SAMPLE=...).")
    sample = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        root = ["--root", folder]
        stages = [
            ("import mentors", [*root, "import", str(sample / "mentors.csv")]),
            ("import mentees", [*root, "import", str(sample / "mentees.csv")]),
            ("check", [*root, "check"]),
            ("match", [*root, "match"]),
            ("propose", [*root, "propose", "--apply", "--forge", f"folder:{folder}/proposals"]),
            ("build", [*root, "build", "--out", f"{folder}/site"]),
            ("build again", [*root, "build", "--out", f"{folder}/site"]),
        ]
        print(f"{'stage':<16}{'wall s':>8}{'cpu s':>8}{'peak MB so far':>16}")
        costs = []
        for name, words in stages:
            cost = measure(words)
            costs.append(cost)
            print(f"{name:<16}{cost.wall:>8.2f}{cost.cpu:>8.2f}{cost.memory:>16.0f}", flush=True)
        total = sum(cost.wall for cost in costs), sum(cost.cpu for cost in costs)
        print(f"{'all':<16}{total[0]:>8.2f}{total[1]:>8.2f}")


if __name__ == "__main__":
    main()
