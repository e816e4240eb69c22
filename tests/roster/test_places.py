"""Which files may stand in profiles/: the folder on disk and the gate say the same of each."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.gate import Author, judge
from intake.tree_values import TreeEntry
from roster.folder import look_into
from roster.places import git_mode
from roster.problems import Problem
from roster.writing import write_profile
from tests.builders import TODAY, a_mentor, the_programme

ADA = write_profile(a_mentor("ada"))
MAKERS: dict[str, Callable[[Path], object]] = {
    "100644": lambda file: file.write_bytes(ADA),
    "100755": lambda file: file.touch(0o744),
    "120000": lambda file: file.symlink_to("other.yaml"),
    "040000": lambda file: file.mkdir(),
    "": os.mkfifo,
}
NAMES = ["ada.yaml", "Ada.yaml", "ada.yml", "README.md", ".gitkeep", "notes.txt", "a\nb.yaml"]


def told_of_the_disk(folder: Path) -> tuple[Problem, ...]:
    return look_into(folder).problems


def told_at_the_gate(name: str, mode: str) -> tuple[Problem, ...]:
    answer = judge(
        {},
        {f"profiles/{name}": TreeEntry(mode=mode, blob="x", data=ADA)},
        author=Author(login="ada", number=1),
        programme=the_programme(),
        today=TODAY,
    )
    return tuple(each for each in answer.problems if each.rule in {"file-place", "gate-mode"})


@pytest.mark.parametrize("mode", MAKERS)
@pytest.mark.parametrize("name", NAMES)
def test_the_disk_and_the_gate_say_the_same(name: str, mode: str, tmp_path: Path) -> None:
    MAKERS[mode](tmp_path / name)
    assert git_mode((tmp_path / name).lstat().st_mode) == mode
    disk, gate = told_of_the_disk(tmp_path), told_at_the_gate(name, mode)
    may_stand = mode == "100644" and name in {"ada.yaml", "README.md", ".gitkeep"}
    assert [(each.path, each.message, each.hint) for each in disk] == [
        (each.path, each.message, each.hint) for each in gate
    ]
    assert len(disk) == (not may_stand)
