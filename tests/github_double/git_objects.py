"""Git objects with the ids that git itself would give them.

A tree is kept flat, path by path, as the only form that anybody asks for; its id is made from
the nested trees that git would write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from tests.github_double.state import State


def store_blob(state: State, data: bytes) -> str:
    """Keep bytes and return their id."""
    sha = _sha("blob", data)
    state.objects[sha] = ("blob", data)
    return sha


def store_tree(state: State, flat: Mapping[str, tuple[str, str]]) -> str:
    """Keep a tree (path: mode, id) and return its id."""
    sha = _tree_sha(flat)
    state.objects[sha] = ("tree", {path: list(entry) for path, entry in sorted(flat.items())})
    return sha


def store_commit(
    state: State, *, tree: str, parents: list[str], message: str, author: str, date: str
) -> str:
    """Keep a commit and return its id."""
    lines = [f"tree {tree}", *(f"parent {each}" for each in parents)]
    text = "\n".join((*lines, f"author {author} {date}", f"committer {author} {date}", "", message))
    sha = _sha("commit", text.encode())
    commit = {"tree": tree, "parents": parents, "message": message, "author": author, "date": date}
    state.objects[sha] = ("commit", commit)
    return sha


def tree_of(state: State, commit_or_tree: str) -> dict[str, tuple[str, str]] | None:
    """Return the flat tree that an id stands for, or None."""
    kind, value = state.objects.get(commit_or_tree, ("", None))
    if kind == "commit":
        return tree_of(state, value["tree"])
    return {path: (mode, sha) for path, (mode, sha) in value.items()} if kind == "tree" else None


def is_ancestor(state: State, earlier: str, later: str) -> bool:
    """Whether a commit is reached from another by its parents."""
    waiting, seen = [later], set()
    while waiting:
        sha = waiting.pop()
        if sha == earlier:
            return True
        kind, value = state.objects.get(sha, ("", None))
        if kind == "commit" and sha not in seen:
            seen.add(sha)
            waiting.extend(value["parents"])
    return False


def merge_base(state: State, one: str, other: str) -> str | None:
    """Return the nearest commit that both are reached from, going by first parents."""
    sha: str | None = one
    while sha is not None and not is_ancestor(state, sha, other):
        parents = state.objects[sha][1]["parents"]
        sha = parents[0] if parents else None
    return sha


def _sha(kind: str, data: bytes) -> str:
    return hashlib.sha1(f"{kind} {len(data)}\0".encode() + data).hexdigest()  # noqa: S324 -- git


def _tree_sha(flat: Mapping[str, tuple[str, str]]) -> str:
    entries: dict[str, tuple[str, str]] = {}
    below: dict[str, dict[str, tuple[str, str]]] = {}
    for path, entry in flat.items():
        name, slash, rest = path.partition("/")
        if slash:
            below.setdefault(name, {})[rest] = entry
        else:
            entries[name] = entry
    for name, inner in below.items():
        entries[name] = ("40000", _tree_sha(inner))
    ordered = sorted(entries.items(), key=lambda each: each[0] + "/" * (each[1][0] == "40000"))
    packed = b"".join(
        f"{mode.lstrip('0')} {name}\0".encode() + bytes.fromhex(sha)
        for name, (mode, sha) in ordered
    )
    return _sha("tree", packed)
