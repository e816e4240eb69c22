"""Profiles read from a folder and checked: all of them, or only what changed since the last time.

A folder comes in; a LoadedRoster, or the problems alone, and the programme if asked, go out. It
decides nothing about what it reads, save what may stand in the folder of profiles at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from roster.blocks import in_blocks
from roster.cache import Answer, Cache, CacheError, digest
from roster.checking import (
    Checked,
    check_file,
    check_together,
    keeps_out,
    nearest_mentors,
)
from roster.folder import Folder, look_into, read_file
from roster.known import CheckedRoster, known_answer
from roster.model import Profile, Programme, Roster
from roster.places import PROFILES
from roster.problems import Problem, sort_problems
from roster.programme import parse_programme
from roster.programme_files import read_programme_files
from roster.reading import LARGEST_PROFILE
from roster.standing import Standing


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
    programme, problems = parse_programme(read_programme_files(root=root, shipped=shipped))
    return programme, sort_problems(problems)


def load_roster(
    *, root: Path, programme: Programme, today: date, executor: Executor | None = None
) -> LoadedRoster:
    """Read and check every profile below `root`.

    `executor` does the work in blocks, side by side; without one it is done here. Raises
    OSError where a file cannot be read.
    """
    folder = look_into(root / PROFILES)
    paths, found = list(map(_path, folder.files({}))), list(folder.problems)
    del folder  # stamps of so many files take memory, and nobody asks for them any more
    source = Source(root=root, programme=programme, today=today)
    checked = in_blocks(_check_block, source, paths, executor)
    return roster_of(checked, read=source.read, found=found)


def roster_of(
    checked: Iterable[Checked], *, read: Callable[[str], bytes], found: Iterable[Problem] = ()
) -> LoadedRoster:
    """Make the roster of what came of each file, in order of paths, and check all together.

    `read` gives the bytes of a path again; `found` are problems that are known already.
    """
    problems = [*found]
    people: list[Profile | None] = []
    standings: list[Standing] = []
    for each in checked:
        people.append(each.profile)
        standings.append(each.standing)
        problems += each.problems
    together = check_together(standings, read=read)
    refused = {each.path for each in together if keeps_out(each)}
    both = zip(people, standings, strict=True)
    right = (person for person, standing in both if standing.path not in refused)
    return LoadedRoster(
        roster=_roster(each for each in right if each is not None),
        problems=sort_problems((*problems, *together)),
        files=len(people),
    )


def check_roster(
    *,
    root: Path,
    programme: Programme,
    today: date,
    only: Iterable[Path] = (),
    executor: Executor | None = None,
    cache: Cache | None = None,
    folder: Folder | None = None,
) -> CheckedRoster:
    """Check every profile below `root`, and keep the problems alone.

    `only` names files to report on: they are checked together with the whole roster, and
    everything else that is wrong is left unsaid. What `cache` knows is not done again.
    `folder` is what stood in the folder of profiles a moment ago, if somebody has looked.
    Raises OSError where a file cannot be read.
    """
    named = {_shown_path(path, root): path for path in only}
    source = Source(root=root, programme=programme, today=today, elsewhere=named)
    folder = folder or look_into(root / PROFILES)
    if cache is not None:
        with suppress(CacheError):
            return _check_changes(source, folder, executor, cache)
    paths = sorted({*map(_path, folder.files({})), *_readable(named.keys(), folder)})
    answers = list(in_blocks(_answer_block, source, [(path, None) for path in paths], executor))
    standings = _named_last((each.standing for each in answers if each), named)
    together = check_together(standings, read=source.read)
    alone = (problem for each in answers if each for problem in each.problems)
    return _told((*folder.problems, *alone, *together), named, files=len(paths))


_FEW: Final = 100
_A_SHARE: Final = 10
"""Changes are few where they are not more than a hundred, or a tenth of all files."""


def _check_changes(
    source: Source, folder: Folder, executor: Executor | None, cache: Cache
) -> CheckedRoster:
    """Check what changed since the last time, and with it those whom it could concern."""
    known = None if source.elsewhere else known_answer(folder, cache)
    if known is not None:
        return known
    stamps = cache.begin()
    changed, files = folder.files(stamps), len(folder.stamps) - len(folder.odd)
    asked = [(path, cache.digest(path) if stamps else None) for path in map(_path, changed)]
    new = [each for each in in_blocks(_answer_block, source, asked, executor) if each is not None]
    logins = cache.replace(new, gone=map(_path, folder.gone(stamps)))
    standings = [each.standing for each in new]
    if len(changed) > max(_FEW, files // _A_SHARE):
        standings += cache.others({each.path for each in standings})
    else:
        standings = cache.related(standings, logins=logins)
    find = nearest_mentors(lambda: cache.others(()))
    together = check_together(
        _named_last(standings, ()), read=source.read, near=lambda choice: cache.near(choice, find)
    )
    found = sort_problems((*folder.problems, *cache.problems(), *together))
    told = {each.path for each in together}
    cache.keep(folder.settled(stamps), problems=found, files=files, told=told)
    if source.elsewhere:
        found = (*folder.problems, *_about_named(source, folder, cache))
    cache.commit()
    return _told(found, source.elsewhere, files=files)


def _about_named(source: Source, folder: Folder, cache: Cache) -> tuple[Problem, ...]:
    """Check the files named, together with those whom they could concern."""
    named = _readable(source.elsewhere.keys(), folder)
    answers = [source.check(source.read(path), path) for path in sorted(named)]
    standings = [each.standing for each in answers]
    related = {each.path: each for each in cache.related(standings, logins=())}
    together = check_together(
        _named_last(related.values(), named),
        read=source.read,
        near=nearest_mentors(lambda: (*cache.others(named), *standings)),
    )
    return (*(problem for each in answers for problem in each.problems), *together)


def _readable(named: Set[str], folder: Folder) -> Set[str]:
    """Leave out what must not stand among the profiles: it is told of, and not followed."""
    return named - {each.path for each in folder.problems} if named else named


def _path(name: str) -> str:
    return f"{PROFILES}/{name}"


def _named_last(standings: Iterable[Standing], named: Collection[str]) -> list[Standing]:
    """Put in order of paths, and those named last, so that they are told of a double."""
    return sorted(standings, key=lambda each: (each.path in named, each.path))


def _told(found: Iterable[Problem], named: Collection[str], *, files: int) -> CheckedRoster:
    told = sort_problems(each for each in found if not named or each.path in named)
    return CheckedRoster(problems=told, files=len(named) or files)


@dataclass(frozen=True, kw_only=True)
class Source:
    """What checking a block of files takes; it travels to whoever does the work."""

    root: Path
    programme: Programme
    today: date
    elsewhere: Mapping[str, Path] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        """Read a file that is named by its path below the root. Raises OSError."""
        return read_file(self.elsewhere.get(path, f"{self.root}/{path}"), LARGEST_PROFILE)

    def check(self, data: bytes, path: str) -> Checked:
        """Check the bytes of a file."""
        return check_file(data, path=path, programme=self.programme, today=self.today)


def _check_block(source: Source, paths: Sequence[str]) -> list[Checked]:
    return [source.check(source.read(path), path) for path in paths]


def _answer_block(source: Source, asked: Sequence[tuple[str, bytes | None]]) -> list[Answer | None]:
    """Check files; None stands for those whose bytes still have the known digest."""
    answers: list[Answer | None] = []
    for path, known in asked:
        data = source.read(path)
        name = digest(data)
        if name == known:
            answers.append(None)
        else:
            checked = source.check(data, path)
            answers.append(Answer(name, checked.standing, checked.problems))
    return answers


def _roster(people: Iterable[Profile]) -> Roster:
    """Put people in order, with only those choices that are mentors among them."""
    in_order = sorted(people, key=lambda each: each.github)
    mentors = {each.github for each in in_order if each.is_mentor}
    return Roster(profiles=tuple(_with_known_choices(each, mentors) for each in in_order))


def _with_known_choices(profile: Profile, mentors: set[str]) -> Profile:
    known = tuple(choice for choice in profile.choices if choice in mentors)
    return profile if known == profile.choices else replace(profile, choices=known)


def _shown_path(path: Path, root: Path) -> str:
    """Name a file as its owner knows it: below the root where it lies there."""
    absolute, base = Path(os.path.abspath(path)), Path(os.path.abspath(root))  # noqa: PTH100 -- resolve() would follow links
    return (absolute.relative_to(base) if absolute.is_relative_to(base) else path).as_posix()
