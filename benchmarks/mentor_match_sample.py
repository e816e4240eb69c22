"""What each stage costs on the sample of the 2021 matcher: 500 mentors and 500 mentees.

Usage: python -m benchmarks.mentor_match_sample FOLDER, with mentors.csv and mentees.csv in
FOLDER. Each stage is a process of its own, as an organiser would run it, start-up included.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.measuring import run_module

_MEGABYTE: Final = 1024


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
        runs = []
        for name, words in stages:
            run = run_module("commands.main", *words)
            runs.append(run)
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _MEGABYTE
            print(f"{name:<16}{run.wall:>8.2f}{run.cpu:>8.2f}{memory:>16.0f}", flush=True)
        print(
            f"{'all':<16}{sum(run.wall for run in runs):>8.2f}{sum(run.cpu for run in runs):>8.2f}"
        )


if __name__ == "__main__":
    main()
