"""Paths that are not what they look like: on another disk, or once a program has folded them.

A path of a git tree comes in, an answer goes out. Sources: the names that git itself refuses on
NTFS and HFS+ (git's `verify_path`), and Unicode's compatibility forms.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from roster.problems import shown

_UNSEEN: Final = frozenset({"Cf", "Cc", "Cs"})
_SHORT_NAME: Final = re.compile(r"profil~\d+")
"""What old Windows programs call the folder."""


def oddity_of(path: str) -> tuple[str, str] | None:
    """Say what is wrong with a path and what to do, where it is not what it looks like."""
    if "" in path.split("/"):
        return (
            "A file of the change has no name, or it holds more than anybody can read.",
            "Begin again from the newest state of the main branch, with your own file.",
        )
    if is_disguised(path):
        return (
            f"{shown(path)} only looks like a path of a profile.",
            "Name the file profiles/your-login.yaml, in plain lower-case letters.",
        )
    return None


def is_held_by_no_windows(path: str) -> bool:
    """Whether Windows can hold no file of this name, so that no clone there would work.

    Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    """
    stem = path.rpartition("/")[2].partition(".")[0]
    return _DEVICE.fullmatch(stem.lower()) is not None


_DEVICE: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def place_meant(path: str, *, login: str) -> str:
    """Tell the author of a file that is named like their profile where profiles lie."""
    stem, _, ending = path.rpartition("/")[2].lower().rpartition(".")
    is_meant = stem == login.lower() and ending in {"yaml", "yml"}
    return f" Your profile has to be profiles/{stem}.yaml." if is_meant else ""


def is_disguised(path: str) -> bool:
    """Whether a path leads somewhere else, or on some disk to profiles/ under another form."""
    if path.startswith("profiles/"):
        return False
    parts = [_folded(part) for part in re.split(r"[/\\]", unicodedata.normalize("NFKC", path))]
    is_moving = any(part in {"", ".git"} or part.startswith("git~") for part in parts)
    return is_moving or parts[0] == "profiles" or _SHORT_NAME.fullmatch(parts[0]) is not None


def _folded(part: str) -> str:
    """Reduce a part of a path to what some disk takes it for; `.` and `..` leave nothing."""
    seen = "".join(each for each in part if unicodedata.category(each) not in _UNSEEN)
    return seen.casefold().partition(":")[0].rstrip(" .").lstrip(" ")
