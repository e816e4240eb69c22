"""`check`: the whole roster, or the files named, against every rule."""

from __future__ import annotations

import argparse
from pathlib import Path

from commands.gathering import gather_programme
from commands.outcome import DONE, PROBLEMS_FOUND, WRONG_USAGE, Refused
from roster.loading import PROFILES, LoadedRoster, load_roster
from roster.problems import has_errors
from roster.reports import as_json, as_text, summary


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="profiles to check")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print (default: text)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check, print every problem at once, and say how it went."""
    _refuse_missing(arguments)
    programme = gather_programme(arguments)
    loaded = load_roster(
        root=arguments.root, programme=programme, today=arguments.today, only=arguments.paths
    )
    print(_report(loaded, arguments.format))
    return PROBLEMS_FOUND if has_errors(loaded.problems) else DONE


def _refuse_missing(arguments: argparse.Namespace) -> None:
    wanted = arguments.paths or [arguments.root / PROFILES]
    missing = [str(path) for path in wanted if not path.exists()]
    if missing:
        message = f"There is no {' and no '.join(missing)}. Is --root the right folder?"
        raise Refused(message, status=WRONG_USAGE)


def _report(loaded: LoadedRoster, form: str) -> str:
    if form == "json":
        return as_json(loaded.problems, files=loaded.files)
    lines = (as_text(loaded.problems), summary(loaded.problems, files=loaded.files))
    return "\n".join(line for line in lines if line)
