"""Paths that are not what they look like: on another disk, or once a program has folded them.

A path of a git tree comes in, an answer goes out. Sources: the names that git itself refuses on
NTFS and HFS+ (git's `verify_path`), and Unicode's compatibility forms.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNSEEN: Final = frozenset({"Cf", "Cc", "Cs"})
_SHORT_NAME: Final = re.compile(r"profil~\d+")
"""What old Windows programs call the folder."""


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
