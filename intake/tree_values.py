"""Trees of git as values: their entries, and what differs between two of them.

It looks at modes, ids and paths alone, and must never know who asks, nor what may enter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roster.places import ORDINARY, is_profile_path


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeEntry:
    """One entry of a git tree: its mode, the id of its blob, and its bytes.

    `data` is None for what is no file, and may be cut off after the largest size that a
    profile can have.
    """

    mode: str
    blob: str
    data: bytes | None = None


Tree = Mapping[str, TreeEntry]
"""A whole tree by path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One path that would change, and what happens to it: added, changed or removed."""

    path: str
    kind: str


def changes_between(base: Tree, head: Tree) -> tuple[Change, ...]:
    """List every path whose mode or blob differs, sorted by path."""
    changes = []
    for path in sorted(base.keys() | head.keys()):
        old, new = base.get(path), head.get(path)
        if old is None:
            changes.append(Change(path=path, kind="added"))
        elif new is None:
            changes.append(Change(path=path, kind="removed"))
        elif (old.mode, old.blob) != (new.mode, new.blob):
            changes.append(Change(path=path, kind="changed"))
    return tuple(changes)


def is_profile(path: str, entry: TreeEntry) -> bool:
    """Say whether an entry is an ordinary file with the name of a profile."""
    return entry.mode == ORDINARY and is_profile_path(path)
