"""What went wrong with a file or a folder, in words that say where, what and how to mend it.

The system's error comes in; one line goes out. It must never need anything but Python itself.
"""

from __future__ import annotations

import errno
from typing import Final

_NO_ROOM: Final = (
    "There is no room left on the disk for {where}.",
    "Make some room, then run this again.",
)
_NO_RIGHT: Final = (
    "You have no right to use {where}.",
    "Change its rights, or name another place.",
)
_NO_FOLDER: Final = (
    "{where} cannot be made: a file stands where a folder has to be.",
    "Name another folder.",
)

_TOLD: Final = {
    errno.ENOENT: ("There is no {where}.", "Look whether it is spelled right."),
    errno.EEXIST: _NO_FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EISDIR: ("{where} is a folder, not a file.", "Name a file."),
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EROFS: ("{where} is on a disk that may only be read.", "Name another place."),
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.ENAMETOOLONG: ("The name of {where} is too long for the disk.", "Name a shorter one."),
}


def told_of_disk(error: OSError) -> str:
    """Say what the system told, in our own words where they are known."""
    told = _TOLD.get(error.errno or 0)
    if told is None or (error.filename is None and told is not _NO_ROOM):
        where = f": {error.filename}" if error.filename else ""
        return f"mentor-match: {error.strerror or error}{where}"
    where = "what was to be written" if error.filename is None else str(error.filename)
    return " ".join(told).format(where=where)
