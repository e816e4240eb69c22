"""The only place that reads the programme and the profiles from disk.

A folder comes in; a Programme and a LoadedRoster go out. It decides nothing about what it
reads, save what may stand in the folder of profiles at all.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from roster.checking import CAUSED_BY_TIME, Checked, check_file, check_together
from roster.model import Profile, Programme, Roster
from roster.problems import Problem, shown, sort_problems
from roster.programme import FILES, LARGEST_FILE, PROFILE_SCHEMA, ProgrammeFile, parse_programme
from roster.reading import LARGEST_PROFILE

PROFILES: Final = "profiles"
_PROFILE_NAME: Final = re.compile(r"[a-z0-9-]{1,39}\.yaml")
_IGNORED: Final = frozenset({"README.md", ".gitkeep", ".DS_Store"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRoster:
    """The valid profiles, every problem in order, and how many files were looked at."""

    roster: Roster
    problems: tuple[Problem, ...]
    files: int


def load_programme(*, root: Path, shipped: Path) -> tuple[Programme | None, tuple[Problem, ...]]:
    """Read the programme: each file from `root`/programme, or else as shipped.

    Raises OSError where a file exists but cannot be read.
    """
    files = {name: _programme_file(name, root, shipped) for name in (*FILES, PROFILE_SCHEMA)}
    programme, problems = parse_programme(files)
    return programme, sort_problems(problems)


def _programme_file(name: str, root: Path, shipped: Path) -> ProgrammeFile:
    own = root / "programme" / name
    file = own if own.exists() else shipped / "programme" / name
    return ProgrammeFile(path=f"programme/{name}", data=_read(file, LARGEST_FILE))


def load_roster(
    *, root: Path, programme: Programme, today: date, only: Iterable[Path] = ()
) -> LoadedRoster:
    """Read and check every profile below `root`.

    `only` names files to report on: they are checked together with the whole roster, and
    everything else that is wrong is left unsaid. Raises OSError where a file cannot be read.
    """
    named = {_shown_path(path, root): path for path in only}
    entries, problems = _entries(root / PROFILES)
    files = {**{f"{PROFILES}/{name}": root / PROFILES / name for name in entries}, **named}
    checked = [
        check_file(_read(files[path], LARGEST_PROFILE), path=path, programme=programme, today=today)
        for path in sorted(files)
    ]
    together = check_together(checked, read=lambda path: _read(files[path], LARGEST_PROFILE))
    found = (*problems, *(each for one in checked for each in one.problems), *together)
    if named:
        found = tuple(each for each in found if each.path in named)
    return LoadedRoster(
        roster=_roster(checked, together),
        problems=sort_problems(found),
        files=len(named) or len(entries),
    )


def _valid(checked: Iterable[Checked]) -> Iterator[tuple[str, Profile]]:
    return ((each.path, each.profile) for each in checked if each.profile is not None)


def _roster(checked: Iterable[Checked], together: tuple[Problem, ...]) -> Roster:
    refused = {each.path for each in together if each.rule not in CAUSED_BY_TIME}
    people = [profile for path, profile in _valid(checked) if path not in refused]
    mentors = {each.github for each in people if each.is_mentor}
    return Roster(
        profiles=tuple(
            _with_known_choices(each, mentors)
            for each in sorted(people, key=lambda each: each.github)
        )
    )


def _with_known_choices(profile: Profile, mentors: set[str]) -> Profile:
    known = tuple(choice for choice in profile.choices if choice in mentors)
    return profile if known == profile.choices else replace(profile, choices=known)


def _shown_path(path: Path, root: Path) -> str:
    """Name a file as its owner knows it: below the root where it lies there."""
    absolute, base = Path(os.path.abspath(path)), Path(os.path.abspath(root))  # noqa: PTH100 -- resolve() would follow links
    return (absolute.relative_to(base) if absolute.is_relative_to(base) else path).as_posix()


def _entries(folder: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the names of the profile files in a folder, and what must not stand there."""
    names, problems = [], []
    if folder.is_dir():
        for entry in sorted(os.scandir(folder), key=lambda each: each.name):
            reason = _refusal(entry)
            if reason is None:
                names.append(entry.name)
            elif entry.name not in _IGNORED:
                problems.append(_misplaced(entry.name, reason))
    return tuple(names), tuple(problems)


def _refusal(entry: os.DirEntry[str]) -> str | None:
    if not entry.is_file(follow_symlinks=False):
        return "is not an ordinary file"
    if _PROFILE_NAME.fullmatch(entry.name) is None:
        return "has not the name of a profile"
    return None


def _misplaced(name: str, reason: str) -> Problem:
    return Problem(
        rule="file-place",
        path=f"{PROFILES}/{''.join(c if c.isprintable() else '?' for c in name)}",
        message=f"{shown(name)} {reason}.",
        hint="Keep only profiles here: ordinary files named after a GitHub login in lower case, "
        "such as ada-lovelace.yaml.",
    )


def _read(path: Path, largest: int) -> bytes:
    """Read at most one byte more than allowed, and never wait for a device or a pipe."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(None, "Not an ordinary file", str(path))
        return file.read(largest + 1)
