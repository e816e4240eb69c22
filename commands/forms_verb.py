"""`forms`: write the issue forms that GitHub shows, made from the programme."""

from __future__ import annotations

import argparse

from commands.gathering import gather_programme
from commands.outcome import DONE, PROBLEMS_FOUND
from intake.issue_templates import issue_templates


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "--check", action="store_true", help="write nothing; status 1 if a form is out of date"
    )


def run(arguments: argparse.Namespace) -> int:
    """Compare the forms with the programme's, and write those that differ."""
    files = issue_templates(gather_programme(arguments))
    places = {arguments.root / path: data for path, data in files.items()}
    stale = {
        place: data
        for place, data in places.items()
        if not place.is_file() or place.read_bytes() != data
    }
    if not stale:
        print("The issue forms are up to date.")
        return DONE
    if arguments.check:
        names = ", ".join(sorted(each.name for each in stale))
        print(f"Out of date: {names}. Write them with: mentor-match forms")
        return PROBLEMS_FOUND
    for place, data in stale.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        print(f"Wrote {place}")
    return DONE
