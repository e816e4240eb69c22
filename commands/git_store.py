"""What `gate` reads of a local git repository: lists of trees, and blobs by id."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from commands.outcome import OUTSIDE_WORLD_FAILED, Refused
from intake.gate import TreeEntry
from roster.programme import LARGEST_FILE

_HEADER: Final = 3
"""How many words stand before a blob's bytes; before one that is not there, two."""


class NoSuchRevisionError(Exception):
    """Git does not know what it was asked about."""


def list_tree(root: Path, revision: str) -> dict[str, TreeEntry]:
    """List a whole tree, yet without its bytes."""
    words = ("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", revision)
    entries = {}
    for line in ask_git(root, *words).split(b"\0"):
        if line:
            facts, _, path = line.partition(b"\t")
            mode, _, blob = facts.decode().split(" ")
            entries[path.decode(errors="surrogateescape")] = TreeEntry(mode=mode, blob=blob)
    return entries


def read_blobs(root: Path, blobs: Iterable[str]) -> Mapping[str, bytes]:
    """Read those blobs that are there, each up to the size at which no file would be accepted."""
    asked = "".join(f"{blob}\n" for blob in sorted(blobs)).encode()
    return dict(_split(ask_git(root, "cat-file", "--batch", stdin=asked)))


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
        yield header[0], answer[start : start + min(size, LARGEST_FILE + 1)]


def ask_git(root: Path, *words: str, stdin: bytes = b"") -> bytes:
    """Ask git about the repository at the root. Raises NoSuchRevisionError."""
    try:
        done = subprocess.run(  # noqa: S603 -- no shell, and revisions cannot pass as options
            ["git", "-C", str(root), *words],  # noqa: S607 -- git as installed
            input=stdin,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Refused("git is not installed.", status=OUTSIDE_WORLD_FAILED) from error
    if done.returncode != 0:
        raise NoSuchRevisionError
    return done.stdout
