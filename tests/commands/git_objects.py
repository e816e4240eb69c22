"""A git repository that takes any object, such as no editor would make."""

from __future__ import annotations

import hashlib
import subprocess
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roster.writing import write_profile
from tests.builders import a_mentor

ADA = a_mentor("ada", github_id=1, name="Ada Lovelace")
BOB = a_mentor("bob", github_id=2, name="Robert Burns")

File = tuple[str, bytes]
Tree = Mapping[str, Any]
"""A folder: names to files (mode and bytes) or folders; a list of pairs where names stand twice."""


class Raw(bytes):
    """The bytes of a tree object, such as they are."""


class Store:
    """A git repository that takes any object."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")
        self.base: dict[str, Any] = {
            "README.md": ("100644", b"read me"),
            "profiles": {
                "ada.yaml": ("100644", write_profile(ADA)),
                "bob.yaml": ("100644", write_profile(BOB)),
                "README.md": ("100644", b"about"),
            },
        }
        self.main = self.commit(self.base)
        self.git("update-ref", "refs/heads/main", self.main)

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True)  # noqa: S607

    def write(self, kind: str, data: bytes) -> str:
        whole = f"{kind} {len(data)}\0".encode() + data
        name = hashlib.sha1(whole).hexdigest()  # noqa: S324 -- git's own
        path = self.folder / ".git/objects" / name[:2] / name[2:]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zlib.compress(whole))
        return name

    def tree(self, tree: Any) -> str:  # noqa: ANN401 -- a folder of folders
        if isinstance(tree, Raw):
            return self.write("tree", tree)
        pairs = tree.items() if isinstance(tree, Mapping) else tree
        entries = b""
        for name, held in pairs:
            is_file = isinstance(held, tuple)
            mode = held[0] if is_file else "40000"
            child = "5" * 40 if mode == "160000" else ""
            child = child or (self.write("blob", held[1]) if is_file else self.tree(held))
            entries += f"{mode} ".encode() + name.encode("utf-8", "surrogateescape")
            entries += b"\0" + bytes.fromhex(child)
        return self.write("tree", entries)

    def commit(self, tree: Any, *parents: str) -> str:  # noqa: ANN401 -- a folder of folders
        lines = [f"tree {self.tree(tree)}", *(f"parent {each}" for each in parents)]
        who = "A <a@example.org> 1 +0000"
        text = "\n".join((*lines, f"author {who}", f"committer {who}", "", "change"))
        return self.write("commit", text.encode())

    def changed(self, *pairs: tuple[str, Any], **profiles: File | None) -> dict[str, Any]:
        """The base with other things at its top, and other files among the profiles."""
        inside = {**self.base["profiles"], **{f"{k}.yaml": v for k, v in profiles.items()}}
        kept = {name: held for name, held in inside.items() if held is not None}
        return {**self.base, "profiles": kept, **dict(pairs)}
