"""The only place that writes the site to disk.

A folder and the files to be in it come in; what was written, left and removed goes out. It
must never delete or overwrite what an earlier build did not write.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Final, NamedTuple

MANIFEST: Final = ".mentor-match-site.json"
"""The list of what a build wrote: it says that the folder is ours, and what may go."""

_UNFINISHED: Final = ".mentor-match-unfinished"
"""The folder of what is made and not put in yet; the next build removes what is left of it."""

_OUR_OWN: Final = frozenset({MANIFEST, _UNFINISHED})
_NO_NAMES: Final = frozenset({"", ".", ".."})
_VERSION: Final = 1
_AHEAD: Final = 64
"""How many files may wait for the thread that writes."""


class FolderNotOurs(Exception):  # noqa: N818 -- a refusal, told as such
    """The folder holds files and no list that says a build wrote them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is not empty, and no build of the site wrote it. "
            "Name a new or empty folder with --out."
        )
        self.folder = folder


class Laid(Enum):
    """What `lay_aside` did with a file."""

    ASIDE = auto()
    NOT_NEEDED = auto()


Data = bytes | Laid | None
"""A file's bytes, or what became of them; None where it is known to be there as it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a build did to its folder, in numbers of files; `pages` are those of HTML."""

    pages: int
    written: int
    unchanged: int
    removed: int


class Stamp(NamedTuple):
    """What the file system says of a file: while it stays the same, so do the bytes.

    `changed` is when anything of it changed last, in nanoseconds since 1970: unlike the time of
    the last writing, nobody can set it.
    """

    changed: int
    size: int
    inode: int


@contextmanager
def our_turn(folder: Path) -> Iterator[None]:
    """Keep every other build out of the folder meanwhile: who comes later waits.

    The system itself ends the turn of a build that dies. What was laid aside too late goes, and
    so does a folder that was made for the turn and got no file.
    """
    descriptor = _locked(folder)
    try:
        yield
    finally:
        shutil.rmtree(folder / _UNFINISHED, ignore_errors=True)
        with suppress(OSError):
            folder.rmdir()
        os.close(descriptor)


def _locked(folder: Path) -> int:
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), folder.stat()):
                return descriptor
        os.close(descriptor)  # it went while we waited


def stamp_of(path: Path | str) -> Stamp | None:
    """Ask the file system for the stamp of an ordinary file; None where there is none."""
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Stamp(found.st_ctime_ns, found.st_size, found.st_ino) if S_ISREG(found.st_mode) else None


def left_alone(folder: Path, stamps: Mapping[str, Stamp]) -> set[str]:
    """Return the names of files that are still as they were when these stamps were taken."""
    return {name for name, stamp in stamps.items() if stamp_of(f"{folder}/{name}") == stamp}


def write_site(folder: Path, files: Iterable[tuple[str, Data]]) -> Written:
    """Make the folder hold these files: lay aside what differs, then put it in, then tidy up.

    The files are taken one after the other and none is kept in memory; whoever makes them may
    have laid them aside already. Each appears whole or not at all, nothing appears before the
    last one is made, and nothing goes before everything new is there: an interrupted build
    leaves a site that works. Raises FolderNotOurs, ValueError for a name that leads out of the
    folder, and OSError where the disk refuses.
    """
    before = _read_manifest(folder)
    aside = folder / _UNFINISHED
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        names, changed = _lay_all_aside(files, folder)
        stale = before - set(names)
        if before != set(names):
            # Before anything is put in: whatever an interruption leaves, we know it as ours.
            _write_manifest(folder, before | set(names))
        _put_in(aside, folder)
        for name in sorted(stale):
            _remove(folder, name)
        if stale:
            _write_manifest(folder, names)
    finally:
        # Where this failed, others may still be laying files there: see `our_turn`.
        shutil.rmtree(aside, ignore_errors=True)
    return Written(
        pages=sum(name.endswith(".html") for name in names),
        written=changed,
        unchanged=len(names) - changed,
        removed=len(stale),
    )


def lay_aside(folder: Path, name: str, data: bytes) -> Laid:
    """Lay a file aside for the folder, unless it is there as it should be.

    Only while `write_site` works there; in whichever process on this machine.
    """
    _refuse_way_out(name)
    if _holds(f"{folder}/{name}", data):
        return Laid.NOT_NEEDED
    aside = f"{folder}/{_UNFINISHED}"
    try:
        file = open(f"{aside}/{name}", "wb")  # noqa: PTH123, SIM115 -- half as dear as a Path
    except FileNotFoundError:
        _make_room(aside, name)
        file = open(f"{aside}/{name}", "wb")  # noqa: PTH123, SIM115
    with file:
        file.write(data)
    return Laid.ASIDE


def _make_room(aside: str, name: str) -> None:
    """Make the folders that a file needs, but not the one that only `write_site` makes."""
    for parent in reversed(PurePosixPath(name).parents[:-1]):
        with suppress(FileExistsError):
            os.mkdir(f"{aside}/{parent}")  # noqa: PTH102 -- as above


def _lay_all_aside(files: Iterable[tuple[str, Data]], folder: Path) -> tuple[list[str], int]:
    """Lay aside what is not yet; return all names, and how many differ.

    A thread writes while the next files are made.
    """
    names: list[str] = []
    changed = 0
    ahead: deque[Future[Laid]] = deque()

    with ThreadPoolExecutor(max_workers=1) as writer:
        for name, data in files:
            _refuse_way_out(name)
            names.append(name)
            if data is Laid.ASIDE:
                changed += 1
            elif isinstance(data, bytes):
                ahead.append(writer.submit(lay_aside, folder, name, data))
            if len(ahead) > _AHEAD:
                changed += ahead.popleft().result() is Laid.ASIDE
        changed += sum(each.result() is Laid.ASIDE for each in ahead)
    return names, changed


def _read_manifest(folder: Path) -> set[str]:
    """Return the names that earlier builds wrote; a new or empty folder has none."""
    if not folder.exists() or not any(each.name != _UNFINISHED for each in folder.iterdir()):
        return set()
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        names = {str(name) for name in manifest["files"]}
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError) as error:
        raise FolderNotOurs(folder) from error
    for name in names:
        _refuse_way_out(name)
    return names


def _write_manifest(folder: Path, names: Iterable[str]) -> None:
    content = {"version": _VERSION, "files": sorted(names)}
    new = folder / _UNFINISHED / MANIFEST
    new.write_bytes(json.dumps(content, indent=0).encode() + b"\n")
    new.replace(folder / MANIFEST)


def _refuse_way_out(name: str) -> None:
    """Raise ValueError for a name that would lie outside the folder, or be the list itself."""
    parts = name.split("/")
    if parts[0] in _OUR_OWN or not _NO_NAMES.isdisjoint(parts):
        raise ValueError(name)


def _holds(path: str, data: bytes) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        if error.errno == errno.ELOOP:
            return False
        raise
    with os.fdopen(descriptor, "rb") as file:
        size = os.fstat(descriptor).st_size
        return size == len(data) and file.read() == data


def _put_in(new: Path, folder: Path) -> None:
    """Put all files below `new` in their places, each whole; a new folder goes as one."""
    with os.scandir(new) as found:
        names = sorted((each.name, each.is_dir(follow_symlinks=False)) for each in found)
    for name, is_folder in names:
        if is_folder and (folder / name).is_dir():
            _put_in(new / name, folder / name)
        else:
            (new / name).replace(folder / name)


def _remove(folder: Path, name: str) -> None:
    """Remove a file and the folders that it leaves empty."""
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in PurePosixPath(name).parents:
        if parent == PurePosixPath() or not _is_empty(folder / parent):
            return
        (folder / parent).rmdir()


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())
