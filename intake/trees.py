"""What a pull request would change, read through the forge: two trees for the gate to judge.

A reader of trees comes in, and whatever the local git store can give by the id of a blob; a
base tree, and the same with the pull request's own changes on top, go out. Nothing of a pull
request is ever checked out, and its size cannot make this read without end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from forge.port import Entry, ForgeError, TreeReader
from intake.tree_values import Tree, TreeEntry
from roster.places import ORDINARY
from roster.programme_files import LARGEST_FILE
from roster.reading import LARGEST_PROFILE

MOST_FILES: Final = 200
"""How many files of one pull request are read; with more, a person must look anyway."""

_MOST_MISSING: Final = 500
_FOLDERS: Final = ("profiles/", "programme/")


LocalBlobs = Callable[[Iterable[str]], Mapping[str, bytes]]
"""What gives the bytes of blobs by id, as far as it has them. An id is a hash of the bytes, so
what is found under it is right wherever it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedChange:
    """A pull request's change, ready to be judged.

    `head` is `base` with the pull request's own changes on top, and `commit` the commit that
    `base` is of. `changed_in_both` are paths that the base branch has changed as well since
    the pull request began; `unread` are those that were too many to be read.
    """

    commit: str
    base: Tree
    head: Tree
    changed_in_both: tuple[str, ...]
    unread: tuple[str, ...]


def read_tree(reader: TreeReader, commit: str, *, local: LocalBlobs) -> Tree:
    """Read a whole tree with the bytes of profiles and programme. Raises ForgeError."""
    listed = reader.tree(commit)
    wanted = {path: entry for path, entry in listed.items() if _is_read(path, entry)}
    found = local({entry.blob for entry in wanted.values()})
    missing = [path for path, entry in wanted.items() if entry.blob not in found]
    if len(missing) > _MOST_MISSING:
        why = f"{len(missing):,} of its files are not here: check out the base branch before this."
        raise ForgeError(f"commit {commit[:12]}", why)
    fetched = {path: _fetch(reader, path, wanted[path]) for path in missing}
    return {
        path: TreeEntry(
            mode=entry.mode,
            blob=entry.blob,
            data=fetched.get(path, found.get(entry.blob)) if path in wanted else None,
        )
        for path, entry in listed.items()
    }


def read_change(reader: TreeReader, head: str, *, base: Tree, commit: str) -> ProposedChange:
    """Lay what commit `head` changes since it left the base branch on top of the base tree.

    `base` is the tree of `commit`, the newest of the base branch. Raises ForgeError.
    """
    begun_at = reader.fork_point(commit, head)
    begun = _entries(base) if begun_at == commit else _begun(reader, begun_at)
    proposed, now = reader.tree(head), _entries(base)
    changed = sorted(
        path
        for path in begun.keys() | proposed.keys()
        if begun.get(path) != proposed.get(path) and now.get(path) != proposed.get(path)
    )
    to_read = [path for path in changed if path in proposed and _is_read(path, proposed[path])]
    laid = dict(base)
    for path in changed:
        entry = proposed.get(path)
        laid.pop(path, None)
        if entry is not None:
            laid[path] = TreeEntry(
                mode=entry.mode,
                blob=entry.blob,
                data=_fetch(reader, path, entry) if path in to_read[:MOST_FILES] else None,
            )
    return ProposedChange(
        commit=commit,
        base=base,
        head=laid,
        changed_in_both=tuple(path for path in changed if begun.get(path) != now.get(path)),
        unread=tuple(to_read[MOST_FILES:]),
    )


def _begun(reader: TreeReader, commit: str | None) -> Mapping[str, Entry]:
    return {} if commit is None else reader.tree(commit)


def _entries(tree: Tree) -> dict[str, Entry]:
    return {path: Entry(mode=each.mode, blob=each.blob) for path, each in tree.items()}


def _is_read(path: str, entry: Entry) -> bool:
    return path.startswith(_FOLDERS) and entry.mode == ORDINARY


def _fetch(reader: TreeReader, path: str, entry: Entry) -> bytes:
    largest = LARGEST_PROFILE if path.startswith("profiles/") else LARGEST_FILE
    return reader.blob(entry.blob, most=largest + 1)
