"""`forms`: write the issue forms that GitHub shows, made from the programme."""

from __future__ import annotations

import argparse
from pathlib import Path

from commands.gathering import gather_programme
from commands.import_files import reader_of
from commands.outcome import DONE, PROBLEMS_FOUND
from commands.whole_files import write_files
from intake.issue_templates import issue_templates


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "--check", action="store_true", help="write nothing; status 1 if a form is out of date"
    )


def run(arguments: argparse.Namespace) -> int:
    """Compare the forms with the programme's, and write those that differ."""
    files = issue_templates(gather_programme(arguments))
    read = reader_of(arguments.root)
    stale = {path: data for path, data in files.items() if read(path) != data}
    if not stale:
        print("The issue forms are up to date.")
        return DONE
    if arguments.check:
        names = ", ".join(sorted(Path(path).name for path in stale))
        print(f"Out of date: {names}. Write them with: mentor-match forms")
        return PROBLEMS_FOUND
    write_files(stale, arguments.root)
    for path in stale:
        print(f"Wrote {arguments.root / path}")
    return DONE
