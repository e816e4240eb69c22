"""`check`: the whole roster, or the files named, against every rule.

What is heavy is imported where it is needed: with nothing to do, starting would cost more than
finding that out.
"""

from __future__ import annotations

import argparse
import shutil
import stat
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from commands.outcome import DONE, PROBLEMS_FOUND, WRONG_USAGE, Refused
from commands.reporting import add_format, comment_on, problems_as
from commands.shipped import shipped_folder
from roster.cache import Cache, CacheError, open_cache
from roster.folder import Folder, look_into
from roster.known import CheckedRoster, fingerprint, known_answer
from roster.places import PROFILES
from roster.problems import Problem, has_errors
from roster.programme_files import ProgrammeFile, read_programme_files
from roster.reports import Sources, as_json, as_markdown, as_text, summary

CACHE: Final = Path("build") / "check-cache.sqlite"
"""Where answers are kept for the next time, below the root; safe to delete."""


_UNFINISHED: Final = ".mending"


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
    programme = read_programme_files(root=arguments.root, shipped=shipped_folder())
    if arguments.fix:
        _fix(arguments, programme)
    checked = _check(arguments, programme)
    print(_report(checked, arguments, programme))
    return PROBLEMS_FOUND if has_errors(checked.problems) else DONE


def _fix(arguments: argparse.Namespace, files: Mapping[str, ProgrammeFile]) -> None:
    """Write the mechanical mends of the files named, or of all; each file whole or not at all.

    What a run left behind that was cut off is removed first.
    """
    from commands.gathering import programme_of_files  # noqa: PLC0415 -- heavy
    from roster.mending import mended  # noqa: PLC0415
    from roster.reading import LARGEST_PROFILE  # noqa: PLC0415

    programme = programme_of_files(files)
    for unfinished in (arguments.root / PROFILES).glob(f".*{_UNFINISHED}"):
        if unfinished.is_symlink() or not unfinished.is_dir():
            unfinished.unlink()
    problems = _check(arguments, files).problems
    misplaced = {each.path for each in problems if each.rule == "file-place"}
    for path in sorted({each.path for each in problems} - misplaced):
        file = arguments.root / path if not Path(path).is_absolute() else Path(path)
        if not file.is_file() or file.is_symlink() or file.stat().st_size > LARGEST_PROFILE:
            continue
        before = file.read_bytes()
        after = mended(before, path=path, programme=programme, today=arguments.today)
        if after == before:
            continue
        if file.stat().st_mode & _WRITABLE == 0:
            print(f"{path} is read-only: it stays as it is", file=sys.stderr)
            continue
        _replace(file, after)
        print(f"Mended {path}", file=sys.stderr)


_WRITABLE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def _replace(file: Path, data: bytes) -> None:
    """Put other bytes in place of a file's, with the same rights."""
    unfinished = file.with_name(f".{file.name}{_UNFINISHED}")
    unfinished.unlink(missing_ok=True)
    with unfinished.open("xb") as new:  # never through a link that somebody put there
        new.write(data)
    shutil.copymode(file, unfinished)
    unfinished.replace(file)


def _check(arguments: argparse.Namespace, programme: Mapping[str, ProgrammeFile]) -> CheckedRoster:
    """Hand out what is known of this very roster, or else check what is not known.

    The name under which answers are kept is that of the bytes of which the programme is made.
    """
    root = arguments.root
    name = fingerprint(programme, root=root, today=arguments.today)
    folder = look_into(root / PROFILES)
    with open_cache(root / CACHE, fingerprint=name) as cache:
        if cache is None or arguments.paths:
            return _check_anew(arguments, programme, folder, cache)
        try:
            known = known_answer(folder, cache)
        except CacheError:
            return _check_anew(arguments, programme, folder, None)
        return known or _check_anew(arguments, programme, folder, cache)


def _check_anew(
    arguments: argparse.Namespace,
    programme: Mapping[str, ProgrammeFile],
    folder: Folder,
    cache: Cache | None,
) -> CheckedRoster:
    from commands.gathering import programme_of_files  # noqa: PLC0415 -- heavy
    from commands.workers import workers  # noqa: PLC0415
    from roster.loading import check_roster  # noqa: PLC0415

    made = programme_of_files(programme)
    with workers(arguments.scheduler) as executor:
        return check_roster(
            root=arguments.root,
            programme=made,
            today=arguments.today,
            only=arguments.paths,
            executor=executor,
            cache=cache,
            folder=folder,
        )


def _refuse_missing(arguments: argparse.Namespace) -> None:
    profiles = arguments.root / PROFILES
    no_files = [
        str(path)
        for path in arguments.paths
        if not path.is_file() and not _is_among(profiles, path)
    ]
    if no_files:
        message = (
            f"There is no file {' and no file '.join(no_files)}. Name files by their path from "
            "here, such as profiles/ada-lovelace.yaml, or none to check everybody."
        )
        raise Refused(message, status=WRONG_USAGE)


def _is_among(profiles: Path, path: Path) -> bool:
    """Whether something stands there among the profiles, which is told for what it is."""
    is_there = path.is_symlink() or path.exists()
    return is_there and path.parent.resolve() == profiles.resolve()


def _report(
    checked: CheckedRoster,
    arguments: argparse.Namespace,
    programme: Mapping[str, ProgrammeFile],
) -> str:
    problems, files = checked.problems, checked.files
    sources = _sources(problems, arguments.root)
    told = summary(problems, files=files)
    if arguments.format == "json":
        return as_json(problems, files=files)
    if arguments.format == "markdown":
        from commands.gathering import programme_of_files  # noqa: PLC0415 -- heavy

        made = programme_of_files(programme)
        today = arguments.today
        comment = comment_on(made, verdict=told, problems=problems, sources=sources, today=today)
        return as_markdown(comment, sources)
    if arguments.format == "text":
        return "\n".join(line for line in (as_text(problems, sources), told) if line)
    return problems_as(arguments.format, problems)


def _sources(problems: Sequence[Problem], root: Path) -> Sources:
    """Read the files that problems speak of again, as far as they are ordinary files."""
    if not problems:
        return {}
    from roster.reading import LARGEST_PROFILE, source_lines  # noqa: PLC0415 -- heavy

    files = {each.path: root / each.path for each in problems}
    return {
        path: source_lines(file.read_bytes()[:LARGEST_PROFILE])
        for path, file in files.items()
        if file.is_file() and not file.is_symlink()
    }
