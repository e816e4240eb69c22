"""From files to proposals for 7,000 people, the size of the first Mentor Match, each verb cold.

Usage: python -m benchmarks.first_programme. People are made by `simulate` and not timed; each verb
is a process of its own, start-up included. `propose` prints its plan; with `--apply` it is carried
out into a folder.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import Run, run_module

_VERB = "commands.main"


def main() -> None:
    """Print the seconds of each verb."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=7000)
    people: int = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        run_module(_VERB, "simulate", "--people", str(people), "--out", folder)
        root = ["--root", folder]
        forge = f"folder:{Path(folder, 'proposals')}"
        _print("match", run_module(_VERB, *root, "match"))
        _print("propose", run_module(_VERB, *root, "propose", "--forge", forge))
        _print("propose --apply", run_module(_VERB, *root, "propose", "--forge", forge, "--apply"))


def _print(title: str, done: Run) -> None:
    sys.stdout.write(f"{title:<16}{done.wall:6.2f} s{done.cpu:8.2f} CPU s\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
