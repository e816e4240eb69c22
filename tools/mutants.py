"""How many mutants of the door the tests find: a sample, the same for the same size and seed.

`python -m tools.mutants [SIZE] [SEED]` lets mutmut make every mutant of roster/, tries a random
sample (default: 600, seed 1) and prints the score and the survivors. Stopped with Control-C, it
counts what has been tried by then. It works in a copy below build/mutants.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parent.parent
COPY: Final = REPOSITORY / "build" / "mutants"
CONFIGURATION: Final = """
[tool.mutmut]
source_paths = ["roster"]
pytest_add_cli_args_test_selection = ["tests/roster"]
pytest_add_cli_args = ["--deselect", "tests/roster/test_robustness.py"]
also_copy = ["programme", "profiles", "tests", "site_builder", "commands", "intake", "matcher", \
"forge", "templates", "docs", "tools", "benchmarks"]
"""

_FOUND: Final = ("killed", "timeout", "segfault")
_LEFT: Final = ("survived", "no tests")
"""What mutmut says of a mutant that has been tried."""


def main() -> int:
    """Copy the repository, make the mutants, try the sample and print what came of it."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1  # noqa: PLR2004
    shutil.rmtree(COPY, ignore_errors=True)
    shutil.copytree(REPOSITORY, COPY, ignore=shutil.ignore_patterns("build", ".venv", ".git"))
    with (COPY / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(CONFIGURATION)
    _mutmut("run", "roster.problems.x_has_errors*")  # makes all, tries few
    names = sorted(line.partition(":")[0].strip() for line in _mutmut("results", "--all", "true"))
    sample = random.Random(seed).sample(names, min(size, len(names)))  # noqa: S311 -- a sample
    with suppress(KeyboardInterrupt):
        _mutmut("run", *sample)
    results = dict(
        line.strip().split(": ", 1) for line in _mutmut("results", "--all", "true") if ": " in line
    )
    tried = {name: results[name] for name in sample if results[name] in (*_FOUND, *_LEFT)}
    left = {name: result for name, result in tried.items() if result in _LEFT}
    for name, result in sorted(left.items()):
        print(f"{result}: {name}")
    found = len(tried) - len(left)
    print(f"{found} of {len(tried)} mutants found ({found / max(len(tried), 1):.1%})")
    print(f"{len(sample)} were drawn, of {len(names)} in all")
    return 0


def _mutmut(*words: str) -> list[str]:
    command = [str(Path(sys.executable).with_name("mutmut")), *words]
    done = subprocess.run(  # noqa: S603 -- our own words
        command, cwd=COPY, capture_output=True, text=True, check=False
    )
    return [line for line in done.stdout.splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
