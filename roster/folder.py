"""The folder of profiles as the file system tells of it: names, stamps, and what must not be there.

A folder comes in; its listing goes out. Nothing is opened but what `read_file` is asked for,
and it must never know what a profile is.
"""

from __future__ import annotations

import os
import stat
import struct
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from roster.places import ORDINARY, PROGRAM, git_mode, is_profile_name, misplaced
from roster.problems import Problem

_OF_THE_DISK: Final = frozenset({".DS_Store"})
"""What a system puts into every folder, unasked."""

Stamp = bytes
"""What the file system says of a file: while it stays the same, so do the bytes.

Mode, size, inode, and the times at which the bytes and anything at all changed, in nanoseconds:
the last cannot be set by whoever writes a file.
"""

_STAMP: Final = struct.Struct("<3Q2q")
_MODE: Final = 8
"""How many bytes of a stamp are the mode."""

UNKNOWN: Final[Stamp] = bytes(_STAMP.size)
"""The stamp that no file has."""

_COARSEST_CLOCK: Final = 2 * 10**9
"""How long a file system may take to give a change another time, in nanoseconds: FAT's 2 s."""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """What stood in the folder at a moment, in the folder's own order."""

    listing: bytes
    """All of it as bytes, the same while nothing changes: most runs ask no more."""

    looked_at: int
    """When the look began, in nanoseconds since 1970."""

    @cached_property
    def stamps(self) -> Mapping[str, Stamp]:
        """The stamp of each file, by name."""
        return parse_listing(self.listing)

    @cached_property
    def odd(self) -> Mapping[str, str]:
        """What is no profile, by name, with git's mode of it."""
        modes = self._modes()
        return {
            name: modes[stamp[:_MODE]]
            for name, stamp in self.stamps.items()
            if not (is_profile_name(name) and modes[stamp[:_MODE]] == ORDINARY)
        }

    def _modes(self) -> Mapping[bytes, str]:
        """What git makes of each mode that there is.

        Where more than one file may be run and no file may not, the disk cannot tell the two apart
        (exFAT, a Windows disk under Linux): git takes them for ordinary files then, and so do we.
        """
        files = Counter(stamp[:_MODE] for stamp in self.stamps.values())
        modes = {mode: git_mode(int.from_bytes(mode, "little")) for mode in files}
        programs = [mode for mode, of_git in modes.items() if of_git == PROGRAM]
        if ORDINARY not in modes.values() and sum(files[mode] for mode in programs) > 1:
            modes |= dict.fromkeys(programs, ORDINARY)
        return modes

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What must not stand there."""
        odd = self.odd.items()
        told = (misplaced(name, mode) for name, mode in odd if name not in _OF_THE_DISK)
        return tuple(each for each in told if each is not None)

    def files(self, known: Mapping[str, Stamp]) -> list[str]:
        """The names of profiles whose stamp is not the known one, sorted."""
        odd = self.odd
        new = (name for name, stamp in self.stamps.items() if known.get(name) != stamp)
        return sorted(name for name in new if name not in odd)

    def gone(self, known: Mapping[str, Stamp]) -> list[str]:
        """The names of known profiles that are none any more, sorted."""
        lost = known.keys() - self.stamps.keys() | known.keys() & self.odd.keys()
        return sorted(filter(is_profile_name, lost))

    def settled(self, known: Mapping[str, Stamp]) -> Mapping[str, Stamp]:
        """The stamps to keep: unknown for what could have changed again under the same stamp.

        Git calls such entries racily clean: https://git-scm.com/docs/racy-git. A known stamp
        was settled when it was kept.
        """
        latest = self.looked_at - _COARSEST_CLOCK
        new = ((name, stamp) for name, stamp in self.stamps.items() if known.get(name) != stamp)
        racy = [name for name, stamp in new if max(_STAMP.unpack(stamp)[3:]) >= latest]
        return {**self.stamps, **dict.fromkeys(racy, UNKNOWN)}


def look_into(folder: Path) -> Folder:
    """List a folder; empty where there is none."""
    looked_at = time.time_ns()
    if not folder.is_dir():
        return Folder(listing=listed({}), looked_at=looked_at)
    return Folder(listing=_listing(folder), looked_at=looked_at)


def _listing(folder: Path) -> bytes:
    """Ask for each name in turn: this is what a check costs when nothing changed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        names = os.listdir(descriptor)  # noqa: PTH208 -- as fast as it gets
        return _joined(names, _stamps(names, descriptor))
    finally:
        os.close(descriptor)


def _stamps(names: Iterable[str], descriptor: int) -> list[Stamp]:
    ask, pack = os.lstat, _STAMP.pack
    try:
        return [  # as `_stamp` does, without the price of calling it
            pack(of.st_mode, of.st_size, of.st_ino, of.st_mtime_ns, of.st_ctime_ns)
            for name in names
            for of in (ask(name, dir_fd=descriptor),)
        ]
    except struct.error:
        return [_stamp(ask(name, dir_fd=descriptor)) for name in names]


def _stamp(of: os.stat_result) -> Stamp:
    try:
        return _STAMP.pack(of.st_mode, of.st_size, of.st_ino, of.st_mtime_ns, of.st_ctime_ns)
    except struct.error:  # a time beyond the year 2262: never settled
        return _STAMP.pack(of.st_mode, 0, 0, 0, 2**63 - 1)


def listed(stamps: Mapping[str, Stamp]) -> bytes:
    """Write names and stamps as bytes."""
    return _joined(stamps, stamps.values())


def _joined(names: Iterable[str], stamps: Iterable[Stamp]) -> bytes:
    return b"".join((os.fsencode("/".join(names)), b"//", *stamps))


def parse_listing(listing: bytes) -> dict[str, Stamp]:
    """Read what `listed` wrote. Raises ValueError where it is something else."""
    names, _, stamps = listing.partition(b"//")
    size = _STAMP.size
    each = (stamps[start : start + size] for start in range(0, len(stamps), size))
    return dict(zip(os.fsdecode(names).split("/"), each, strict=True)) if names else {}


def read_file(path: Path | str, largest: int) -> bytes:
    """Read at most one byte more than allowed, and never wait for a device or a pipe."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(None, "Not an ordinary file", str(path))
        return os.read(descriptor, largest + 1)
    finally:
        os.close(descriptor)
