"""What `gate` and previews read of a local git repository: lists of trees, and blobs by id.

Revisions come in; trees go out, as their objects have them. It checks nothing out, and must never
take what git shows for what git holds.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from commands.outcome import OUTSIDE_WORLD_FAILED, WRONG_USAGE, Refused
from intake.tree_values import Tree, TreeEntry, changes_between
from roster.programme_files import LARGEST_FILE

_HEADER: Final = 3
"""How many words stand before a blob's bytes; before one that is not there, two."""


_FOLDER: Final = "40000"
_NO_FILE: Final = "no file"
"""The mode of what a tree holds twice, whichever of the two anybody would see, of what has no name
or one with a slash in it, and of what no tree can be made of."""

MOST_ENTRIES: Final = 600_000
"""Files of one tree. A few folders that hold each other many times over are a tree without end."""

_TOO_LARGE: Final = bytes(LARGEST_FILE + 1)


class NoSuchRevisionError(Exception):
    """Git does not know what it was asked about."""


def unreadable(*revisions: str) -> Refused:
    """Say that git does not know these revisions."""
    named = " and ".join(map(repr, revisions))
    message = (
        f"git could not read {named} here: name two revisions of the repository at --root, "
        "the one to compare with as --base."
    )
    return Refused(message, status=WRONG_USAGE)


def read_trees(root: Path, base: str, head: str) -> tuple[Tree, Tree]:
    """Read the base, and what it would be with the head's own changes on top.

    Raises NoSuchRevisionError.
    """
    common = common_tree(root, base, head)
    old, new = list_tree(root, base), list_tree(root, head)
    changed = {each.path for each in changes_between(common, new)}
    merged = {
        path: entry
        for path in old.keys() | changed
        for entry in ((new if path in changed else old).get(path),)
        if entry is not None
    }
    return _filled(root, old), _filled(root, merged)


def _filled(root: Path, tree: Tree) -> Tree:
    """Read the bytes of what is looked at: profiles, and the programme's files."""
    wanted = {
        entry.blob
        for path, entry in tree.items()
        if path.startswith(("profiles/", "programme/")) and entry.mode.startswith("100")
    }
    contents = read_blobs(root, wanted)
    if wanted - contents.keys():
        # Not judged by what would stand in for it: an empty file, or the programme as shipped.
        raise _missing()
    return {
        path: TreeEntry(mode=entry.mode, blob=entry.blob, data=contents.get(entry.blob))
        for path, entry in tree.items()
    }


def commit_of(root: Path, revision: str) -> str:
    """Return the commit that a revision stands for. Raises NoSuchRevisionError."""
    words = ("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    return ask_git(root, *words).decode().strip()


def list_tree(root: Path, revision: str) -> dict[str, TreeEntry]:
    """List a whole tree, yet without its bytes, as its objects have it.

    Git's own list gives up at a name that is empty and hides odd modes. What is no file that
    anybody can check out has a mode of its own in place of git's. Raises NoSuchRevisionError.
    """
    words = ("rev-parse", "--verify", "--end-of-options", f"{revision}^{{tree}}")
    whole = ask_git(root, *words).decode().strip()
    entries: dict[str, TreeEntry] = {}
    folders = [("", whole)]
    seen = 0
    with _objects(root) as read:
        while folders:
            folder, blob = folders.pop()
            seen += 1
            for mode, name, child in _entries_of(read(blob), len(blob) // 2):
                path = folder + name
                if mode == _FOLDER and name and "/" not in name:
                    folders.append((f"{path}/", child))
                    continue
                is_odd = path in entries or not name or "/" in name
                entries[path] = TreeEntry(mode=_NO_FILE if is_odd else mode, blob=child or blob)
            if seen + len(entries) > MOST_ENTRIES:
                return {"": TreeEntry(mode=_NO_FILE, blob=whole)}
    return entries


def _entries_of(held: bytes, size: int) -> Iterator[tuple[str, str, str]]:
    """Take a tree object apart: mode, name and id; what is left of a broken one has no name."""
    entry = re.compile(rb"([^ \0]+) ([^\0]*)\0(.{%d})" % size, re.DOTALL)
    end = 0
    while found := entry.match(held, end):
        mode, name, child = found.groups()
        yield mode.decode(errors="replace"), name.decode(errors="surrogateescape"), child.hex()
        end = found.end()
    if end < len(held):
        yield _NO_FILE, "", ""


@contextmanager
def _objects(root: Path) -> Iterator[Callable[[str], bytes]]:
    """Open what reads trees by their ids, one after the other."""
    command = _git(root, "cat-file", "--batch")
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=_environment()) as git:  # noqa: S603
        asked, told = git.stdin, git.stdout
        assert asked is not None  # noqa: S101 -- both are pipes
        assert told is not None  # noqa: S101

        def read(blob: str) -> bytes:
            asked.write(f"{blob}\n".encode())
            asked.flush()
            words = told.readline().split()
            if len(words) < _HEADER:
                raise _missing()
            data = told.read(int(words[2]) + 1)[:-1]
            return data if words[1] == b"tree" else b"?"

        yield read


def _missing() -> Refused:
    return Refused("Objects are missing in this repository: see git fsck.", status=WRONG_USAGE)


def common_tree(root: Path, base: str, head: str) -> dict[str, TreeEntry]:
    """List the tree at which two revisions parted; empty where they have no common history.

    Raises NoSuchRevisionError, and Refused where history is cut off, so that nobody can tell: what
    the head has removed would not be seen.
    """
    for revision in (base, head):
        commit_of(root, revision)
    try:
        commit = ask_git(root, "merge-base", "--end-of-options", base, head)
    except NoSuchRevisionError:
        if ask_git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
            message = (
                "This clone is shallow and does not hold where the change began: unshallow it."
            )
            raise Refused(message, status=WRONG_USAGE) from None
        return {}
    return list_tree(root, commit.decode().strip())


def read_blobs(root: Path, blobs: Iterable[str]) -> Mapping[str, bytes]:
    """Read those blobs that are there; in place of one that is too large for any file, as much."""
    asked = "".join(f"{blob}\n" for blob in sorted(blobs)).encode()
    listed = ask_git(root, "cat-file", "--batch-check", stdin=asked).decode().splitlines()
    sizes = {words[0]: int(words[2]) for words in map(str.split, listed) if len(words) == _HEADER}
    small = "".join(f"{blob}\n" for blob, size in sizes.items() if size <= LARGEST_FILE).encode()
    large = {blob: _TOO_LARGE for blob, size in sizes.items() if size > LARGEST_FILE}
    return {**large, **dict(_split(ask_git(root, "cat-file", "--batch", stdin=small)))}


def _split(answer: bytes) -> Iterator[tuple[str, bytes]]:
    position = 0
    while position < len(answer):
        end = answer.index(b"\n", position)
        header = answer[position:end].decode().split(" ")
        if len(header) < _HEADER:
            position = end + 1
            continue
        size = int(header[2])
        start, position = end + 1, end + 1 + size + 1
        yield header[0], answer[start : start + size]


def ask_git(root: Path, *words: str, stdin: bytes = b"") -> bytes:
    """Ask git about the repository at the root. Raises NoSuchRevisionError."""
    try:
        done = subprocess.run(  # noqa: S603 -- no shell, and revisions cannot pass as options
            _git(root, *words),
            input=stdin,
            capture_output=True,
            check=False,
            env=_environment(),
        )
    except FileNotFoundError as error:
        raise Refused(
            "git is not installed: install it, then run this again.", status=OUTSIDE_WORLD_FAILED
        ) from error
    if done.returncode != 0:
        raise NoSuchRevisionError
    return done.stdout


def _git(root: Path, *words: str) -> list[str]:
    return ["git", "--no-replace-objects", "-C", str(root), *words]


def _environment() -> dict[str, str]:
    return {**os.environ, "GIT_GRAFT_FILE": os.devnull}
