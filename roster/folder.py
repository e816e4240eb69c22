"""The folder of profiles as the file system tells of it: names, stamps, and what must not be there.

A folder comes in; its listing goes out. Nothing is opened but what `read_file` is asked for,
and it must never know what a profile is.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from roster.problems import Problem, shown

PROFILES: Final = "profiles"
_PROFILE_NAME: Final = re.compile(r"[a-z0-9-]{1,39}\.yaml")
_IGNORED: Final = frozenset({"README.md", ".gitkeep", ".DS_Store"})

Stamp = bytes
"""What the file system says of a file: while it stays the same, so do the bytes.

Mode, size, inode, and the times at which the bytes and anything at all changed, in nanoseconds:
the last cannot be set by whoever writes a file.
"""

_STAMP: Final = struct.Struct("<3Q2q")
UNKNOWN: Final[Stamp] = bytes(_STAMP.size)
"""The stamp that no file has."""

_COARSEST_CLOCK: Final = 2 * 10**9
"""How long a file system may take to give a change another time, in nanoseconds: FAT's 2 s."""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """What stood in the folder at a moment, in the folder's own order."""

    stamps: Mapping[str, Stamp]
    looked_at: int
    """When the look began, in nanoseconds since 1970."""

    @cached_property
    def listing(self) -> bytes:
        """All of it as bytes: the same while nothing changes."""
        return listed(self.stamps)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The names of profiles, sorted."""
        names = (name for name, stamp in self.stamps.items() if _refusal(name, stamp) is None)
        return tuple(sorted(names))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What must not stand there."""
        reasons = ((name, _refusal(name, stamp)) for name, stamp in self.stamps.items())
        return tuple(
            _misplaced(name, reason)
            for name, reason in reasons
            if reason is not None and name not in _IGNORED
        )

    @cached_property
    def settled(self) -> Mapping[str, Stamp]:
        """The stamps to keep: unknown for what could have changed again under the same stamp.

        Git calls such entries racily clean: https://git-scm.com/docs/racy-git
        """
        latest = self.looked_at - _COARSEST_CLOCK
        return {
            name: stamp if max(_STAMP.unpack(stamp)[3:]) < latest else UNKNOWN
            for name, stamp in self.stamps.items()
        }


def look_into(folder: Path) -> Folder:
    """List a folder; empty where there is none."""
    looked_at = time.time_ns()
    if not folder.is_dir():
        return Folder(stamps={}, looked_at=looked_at)
    return Folder(stamps=_stamps(folder), looked_at=looked_at)


def _stamps(folder: Path) -> dict[str, Stamp]:
    """Ask for each name in turn: this is what a check costs when nothing changed."""
    if os.stat not in os.supports_dir_fd:  # Windows, where a listing brings the times along
        return {each.name: _stamp(each.stat(follow_symlinks=False)) for each in os.scandir(folder)}
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        names = os.listdir(descriptor)  # noqa: PTH208 -- as fast as it gets
        return {name: _stamp(os.lstat(name, dir_fd=descriptor)) for name in names}
    finally:
        os.close(descriptor)


def _stamp(of: os.stat_result) -> Stamp:
    try:
        return _STAMP.pack(of.st_mode, of.st_size, of.st_ino, of.st_mtime_ns, of.st_ctime_ns)
    except struct.error:  # a time beyond the year 2262: never settled
        return _STAMP.pack(of.st_mode, 0, 0, 0, 2**63 - 1)


def listed(stamps: Mapping[str, Stamp]) -> bytes:
    """Write names and stamps as bytes."""
    return b"".join((os.fsencode("/".join(stamps)), b"//", *stamps.values()))


def parse_listing(listing: bytes) -> dict[str, Stamp]:
    """Read what `listed` wrote. Raises ValueError where it is something else."""
    names, _, stamps = listing.partition(b"//")
    size = _STAMP.size
    each = (stamps[start : start + size] for start in range(0, len(stamps), size))
    return dict(zip(os.fsdecode(names).split("/"), each, strict=True)) if names else {}


def is_profile_name(name: str) -> bool:
    """Whether a profile may have this file name."""
    return _PROFILE_NAME.fullmatch(name) is not None


def _refusal(name: str, stamp: Stamp) -> str | None:
    if not stat.S_ISREG(_STAMP.unpack(stamp)[0]):
        return "is not an ordinary file"
    if not is_profile_name(name):
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


def read_file(path: Path | str, largest: int) -> bytes:
    """Read at most one byte more than allowed, and never wait for a device or a pipe."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(None, "Not an ordinary file", str(path))
        return os.read(descriptor, largest + 1)
    finally:
        os.close(descriptor)
