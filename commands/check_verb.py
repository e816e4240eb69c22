"""`check`: the whole roster, or the files named, against every rule."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import Final

from commands.gathering import gather_programme, shipped_folder
from commands.outcome import DONE, PROBLEMS_FOUND, WRONG_USAGE, Refused
from commands.workers import workers
from roster.cache import open_cache
from roster.loading import PROFILES, CheckedRoster, check_roster, fingerprint
from roster.model import Programme
from roster.problems import has_errors
from roster.reports import as_json, as_text, summary

CACHE: Final = Path("build") / "check-cache.sqlite"
"""Where answers are kept for the next time, below the root; safe to delete."""


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
    checked = _check(arguments, programme)
    print(_report(checked, arguments.format))
    return PROBLEMS_FOUND if has_errors(checked.problems) else DONE


def _check(arguments: argparse.Namespace, programme: Programme) -> CheckedRoster:
    root, today = arguments.root, arguments.today
    name = fingerprint(root=root, shipped=shipped_folder(), today=today)
    with workers() as executor, closing(open_cache(root / CACHE, fingerprint=name)) as cache:
        return check_roster(
            root=root,
            programme=programme,
            today=today,
            only=arguments.paths,
            executor=executor,
            cache=cache,
        )


def _refuse_missing(arguments: argparse.Namespace) -> None:
    wanted = arguments.paths or [arguments.root / PROFILES]
    missing = [str(path) for path in wanted if not path.exists()]
    if missing:
        message = f"There is no {' and no '.join(missing)}. Is --root the right folder?"
        raise Refused(message, status=WRONG_USAGE)


def _report(loaded: CheckedRoster, form: str) -> str:
    if form == "json":
        return as_json(loaded.problems, files=loaded.files)
    lines = (as_text(loaded.problems), summary(loaded.problems, files=loaded.files))
    return "\n".join(line for line in lines if line)
