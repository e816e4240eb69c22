"""The only place that reads the programme and the profiles from disk.

A folder comes in; a Programme and a LoadedRoster go out. It decides nothing about what it
reads, save what may stand in the folder of profiles at all.
"""

from __future__ import annotations

import marshal
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from roster.blocks import in_blocks
from roster.cache import Answer, Cache, Stamp, digest
from roster.checking import CAUSED_BY_TIME, Checked, check_file, check_together
from roster.model import Profile, Programme, Roster
from roster.problems import Problem, shown, sort_problems
from roster.programme import FILES, LARGEST_FILE, PROFILE_SCHEMA, ProgrammeFile, parse_programme
from roster.reading import LARGEST_PROFILE

PROFILES: Final = "profiles"
_PROFILE_NAME: Final = re.compile(r"[a-z0-9-]{1,39}\.yaml")

_A_SECOND: Final = 10**9
_IGNORED: Final = frozenset({"README.md", ".gitkeep", ".DS_Store"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRoster:
    """The valid profiles, every problem in order, and how many files were looked at."""

    roster: Roster
    problems: tuple[Problem, ...]
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRoster:
    """Every problem in order, and how many files were looked at."""

    problems: tuple[Problem, ...]
    files: int


def load_programme(*, root: Path, shipped: Path) -> tuple[Programme | None, tuple[Problem, ...]]:
    """Read the programme: each file from `root`/programme, or else as shipped.

    Raises OSError where a file exists but cannot be read.
    """
    programme, problems = parse_programme(read_programme_files(root=root, shipped=shipped))
    return programme, sort_problems(problems)


def read_programme_files(*, root: Path, shipped: Path) -> dict[str, ProgrammeFile]:
    """Read each file of the programme by name, from `root`/programme or else as shipped."""
    return {name: _programme_file(name, root, shipped) for name in (*FILES, PROFILE_SCHEMA)}


def _programme_file(name: str, root: Path, shipped: Path) -> ProgrammeFile:
    own = root / "programme" / name
    file = own if own.exists() else shipped / "programme" / name
    return ProgrammeFile(path=f"programme/{name}", data=_read(file, LARGEST_FILE))


def fingerprint(*, root: Path, shipped: Path, today: date) -> bytes:
    """Name everything that an answer depends on beside the profile: rules, programme, day, root."""
    rules = [file.read_bytes() for file in sorted(Path(__file__).parent.rglob("*.py"))]
    schemas = [file.read_bytes() for file in sorted(Path(__file__).parent.rglob("*.json"))]
    files = [each.data for each in read_programme_files(root=root, shipped=shipped).values()]
    about = f"{today} {os.path.abspath(root)} {sys.version}".encode()  # noqa: PTH100 -- resolve() would follow links
    return digest(b"".join(digest(each) for each in (*rules, *schemas, *files, about)))


def load_roster(
    *, root: Path, programme: Programme, today: date, executor: Executor | None = None
) -> LoadedRoster:
    """Read and check every profile below `root`.

    `executor` does the work in blocks, side by side; without one it is done here. Raises
    OSError where a file cannot be read.
    """
    folder = _look_into(root / PROFILES)
    source = _Source(root=root, programme=programme, today=today)
    checked = list(in_blocks(_check_block, source, sorted(folder.files), executor))
    together = check_together([each.standing for each in checked], read=source.read)
    found = (*folder.problems, *(each for one in checked for each in one.problems), *together)
    return LoadedRoster(
        roster=_roster(checked, together), problems=sort_problems(found), files=len(checked)
    )


def check_roster(
    *,
    root: Path,
    programme: Programme,
    today: date,
    only: Iterable[Path] = (),
    executor: Executor | None = None,
    cache: Cache | None = None,
) -> CheckedRoster:
    """Check every profile below `root`, and keep the problems alone.

    `only` names files to report on: they are checked together with the whole roster, and
    everything else that is wrong is left unsaid. What `cache` knows is not done again.
    Raises OSError where a file cannot be read.
    """
    cache = cache or Cache(None)
    folder = _look_into(root / PROFILES)
    named = {_shown_path(path, root): path for path in only}
    known = None if named else cache.whole(folder.listing)
    if known is not None:
        return CheckedRoster(problems=known[0], files=known[1])
    source = _Source(
        root=root,
        programme=programme,
        today=today,
        elsewhere=named,
        is_kept=cache.is_open,
    )
    answers = _answers(source, {**folder.files, **dict.fromkeys(named)}, executor, cache)
    # The files named come last, so that they are told of a double.
    order = sorted(answers, key=lambda path: (path in named, path))
    standings = [answers[path].standing for path in order]
    together = check_together(standings, read=source.read)
    found = (*folder.problems, *(p for each in answers.values() for p in each.problems), *together)
    problems = sort_problems(each for each in found if not named or each.path in named)
    if not named and not any(map(_is_moving, folder.files.values())):
        cache.keep_whole(folder.listing, problems, len(answers))
    return CheckedRoster(problems=problems, files=len(named) or len(answers))


def _answers(
    source: _Source, files: Mapping[str, Stamp | None], executor: Executor | None, cache: Cache
) -> dict[str, Answer]:
    """Answer for each path: from the cache where the file is as it was, else by checking it."""
    known = cache.known()
    answers = {
        path: known[path].answer(path)
        for path, stamp in files.items()
        if path in known and known[path].stamp == stamp
    }
    fresh = [
        (path, known[path].digest if path in known else None)
        for path in sorted(files)
        if path not in answers
    ]
    kept = []
    for path, name, found in in_blocks(_answer_block, source, fresh, executor):
        answers[path] = found or known[path].answer(path)
        stamp = files[path]
        if stamp is not None and not _is_moving(stamp):
            kept.append((stamp, name, answers[path]))
    cache.keep(kept, gone=known.keys() - files.keys())
    return answers


def _is_moving(stamp: Stamp) -> bool:
    """Whether a file changed so lately that it could change again under the same stamp."""
    return stamp.modified > time.time_ns() - _A_SECOND


@dataclass(frozen=True, kw_only=True)
class _Source:
    """What checking a block of files takes; it travels to whoever does the work."""

    root: Path
    programme: Programme
    today: date
    elsewhere: Mapping[str, Path] = field(default_factory=dict)
    is_kept: bool = False
    """Whether the answers are kept, so that the bytes need a name."""

    def read(self, path: str) -> bytes:
        return _read(self.elsewhere.get(path, f"{self.root}/{path}"), LARGEST_PROFILE)

    def check(self, data: bytes, path: str) -> Checked:
        return check_file(data, path=path, programme=self.programme, today=self.today)


def _check_block(source: _Source, paths: Sequence[str]) -> list[Checked]:
    return [source.check(source.read(path), path) for path in paths]


def _answer_block(
    source: _Source, asked: Sequence[tuple[str, bytes | None]]
) -> list[tuple[str, bytes, Answer | None]]:
    """Check files; None stands for those whose bytes are still the known ones."""
    answers: list[tuple[str, bytes, Answer | None]] = []
    for path, known in asked:
        data = source.read(path)
        name = digest(data) if source.is_kept else b""
        if name == known:
            answers.append((path, name, None))
        else:
            checked = source.check(data, path)
            answers.append((path, name, Answer(checked.standing, checked.problems)))
    return answers


def _roster(checked: Iterable[Checked], together: tuple[Problem, ...]) -> Roster:
    refused = {each.path for each in together if each.rule not in CAUSED_BY_TIME}
    people = [
        each.profile for each in checked if each.profile is not None and each.path not in refused
    ]
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


_Entry = tuple[str, int, int, int, int]
"""Name, time of change, size, inode and mode of what stands in a folder."""


@dataclass(frozen=True, kw_only=True)
class _Folder:
    """What stands in the folder of profiles, in order of names."""

    entries: tuple[_Entry, ...]

    @cached_property
    def listing(self) -> bytes:
        """A name for all of it: the same while nothing changes."""
        return digest(marshal.dumps(self.entries))

    @cached_property
    def files(self) -> dict[str, Stamp]:
        """The profile files by path."""
        return {
            f"{PROFILES}/{name}": Stamp(modified, size, inode)
            for name, modified, size, inode, mode in self.entries
            if _refusal(name, mode) is None
        }

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What must not stand there."""
        reasons = ((name, _refusal(name, mode)) for name, *_, mode in self.entries)
        return tuple(
            _misplaced(name, reason)
            for name, reason in reasons
            if reason is not None and name not in _IGNORED
        )


def _look_into(folder: Path) -> _Folder:
    if not folder.is_dir():
        return _Folder(entries=())
    entries = []
    for entry in os.scandir(folder):
        found = entry.stat(follow_symlinks=False)
        entries.append((entry.name, found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode))
    entries.sort()
    return _Folder(entries=tuple(entries))


def _refusal(name: str, mode: int) -> str | None:
    if not stat.S_ISREG(mode):
        return "is not an ordinary file"
    if _PROFILE_NAME.fullmatch(name) is None:
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


def _read(path: Path | str, largest: int) -> bytes:
    """Read at most one byte more than allowed, and never wait for a device or a pipe."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(None, "Not an ordinary file", str(path))
        return os.read(descriptor, largest + 1)
    finally:
        os.close(descriptor)
