"""`check`: the whole roster, or the files named, against every rule."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from commands.gathering import gather_programme, shipped_folder
from commands.outcome import DONE, PROBLEMS_FOUND, WRONG_USAGE, Refused
from commands.reporting import add_format, comment_on, problems_as
from commands.workers import workers
from roster.cache import open_cache
from roster.folder import PROFILES
from roster.loading import CheckedRoster, check_roster, fingerprint
from roster.mending import mended
from roster.model import Programme
from roster.problems import Problem, has_errors
from roster.reading import LARGEST_PROFILE, source_lines
from roster.reports import Sources, as_json, as_markdown, as_text, summary

CACHE: Final = Path("build") / "check-cache.sqlite"
"""Where answers are kept for the next time, below the root; safe to delete."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="profiles to check")
    add_format(parser)
    parser.add_argument(
        "--fix", action="store_true", help="first write what can be mended without a decision"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check, print every problem at once, and say how it went."""
    _refuse_missing(arguments)
    programme = gather_programme(arguments)
    if arguments.fix:
        _fix(arguments, programme)
    checked = _check(arguments, programme)
    print(_report(checked, arguments, programme))
    return PROBLEMS_FOUND if has_errors(checked.problems) else DONE


def _fix(arguments: argparse.Namespace, programme: Programme) -> None:
    """Write the mechanical mends of the files named, or of all; each file whole or not at all."""
    problems = _check(arguments, programme).problems
    for path in sorted({each.path for each in problems}):
        file = arguments.root / path if not Path(path).is_absolute() else Path(path)
        if not file.is_file() or file.is_symlink() or file.stat().st_size > LARGEST_PROFILE:
            continue
        before = file.read_bytes()
        after = mended(before, path=path, programme=programme, today=arguments.today)
        if after != before:
            unfinished = file.with_name(f".{file.name}.mending")
            unfinished.write_bytes(after)
            unfinished.replace(file)
            print(f"Mended {path}", file=sys.stderr)


def _check(arguments: argparse.Namespace, programme: Programme) -> CheckedRoster:
    root, today = arguments.root, arguments.today
    name = fingerprint(root=root, shipped=shipped_folder(), today=today)
    with (
        workers(arguments.scheduler) as executor,
        open_cache(root / CACHE, fingerprint=name) as cache,
    ):
        return check_roster(
            root=root,
            programme=programme,
            today=today,
            only=arguments.paths,
            executor=executor,
            cache=cache,
        )


def _refuse_missing(arguments: argparse.Namespace) -> None:
    is_programme = not arguments.paths and (arguments.root / "programme").is_dir()
    wanted = () if is_programme else arguments.paths or [arguments.root / PROFILES]
    missing = [str(path) for path in wanted if not path.exists()]
    if missing:
        message = f"There is no {' and no '.join(missing)}. Is --root the right folder?"
        raise Refused(message, status=WRONG_USAGE)


def _report(checked: CheckedRoster, arguments: argparse.Namespace, programme: Programme) -> str:
    problems, files = checked.problems, checked.files
    sources = _sources(problems, arguments.root)
    told = summary(problems, files=files)
    if arguments.format == "json":
        return as_json(problems, files=files)
    if arguments.format == "markdown":
        comment = comment_on(programme, verdict=told, problems=problems, sources=sources)
        return as_markdown(comment, sources)
    if arguments.format == "text":
        return "\n".join(line for line in (as_text(problems, sources), told) if line)
    return problems_as(arguments.format, problems)


def _sources(problems: Iterable[Problem], root: Path) -> Sources:
    """Read the files that problems speak of again, as far as they are ordinary files."""
    files = {each.path: root / each.path for each in problems}
    return {
        path: source_lines(file.read_bytes()[:LARGEST_PROFILE])
        for path, file in files.items()
        if file.is_file() and not file.is_symlink()
    }
