"""The folder forge keeps issues whole, numbers them once, and reads nothing it did not write."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge.folder import ACCOUNT, FolderForge
from forge.port import Draft, ForgeError

DAY = date(2026, 11, 23)
DRAFT = Draft(title="Mentoring: Ada with Máire", body="Hello.\n---\nMore.\n", labels=("one", "two"))


def test_a_folder_that_is_not_there_holds_no_issues(tmp_path: Path) -> None:
    assert list(FolderForge(tmp_path / "none").issues(label="one")) == []


def test_an_issue_is_read_as_it_was_opened(tmp_path: Path) -> None:
    forge = FolderForge(tmp_path)
    opened = forge.open_issue(DRAFT, today=DAY)
    assert list(forge.issues(label="two")) == [opened]
    assert list(forge.issues(label="three")) == []
    assert (opened.number, opened.author, opened.is_open, opened.opened) == (1, ACCOUNT, True, DAY)
    assert opened.body == DRAFT.body
    assert [each.name for each in tmp_path.iterdir()] == ["0001-mentoring-ada-with-maire.md"]


@given(title=st.text(max_size=60), body=st.text(max_size=200))
def test_any_title_and_body_survive(
    title: str, body: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        (title + body).encode()
    except UnicodeEncodeError:
        return  # half a surrogate pair is no text that a file can hold
    forge = FolderForge(tmp_path_factory.mktemp("forge"))
    opened = forge.open_issue(Draft(title=title, body=body, labels=("x",)), today=DAY)
    assert list(forge.issues(label="x")) == [opened]


def test_numbers_rise_and_are_given_once(tmp_path: Path) -> None:
    forge = FolderForge(tmp_path)
    numbers = [forge.open_issue(DRAFT, today=DAY).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert [each.number for each in forge.issues(label="one")] == [1, 2, 3]


def test_half_an_issue_is_never_seen(tmp_path: Path) -> None:
    (tmp_path / ".0001-x.77.unfinished").write_text("---\ntit", "utf-8")
    assert list(FolderForge(tmp_path).issues(label="one")) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no front matter",
        "---\ntitle: [\n---\n\nbody",
        '---\ntitle: "t"\n---\n\nbody',
        "---\n" + "[" * 5000 + "\n---\n\nbody",
        '---\ntitle: "t"\nstate: "odd"\nauthor: "a"\nlabels: []\nopened: "2026-11-23"\n---\n\nbody',
        '---\ntitle: "t"\nstate: "open"\nauthor: "a"\nlabels: [1]\nopened: "2026-11-23"\n---\n\n',
        '---\ntitle: "t"\nstate: "open"\nauthor: "a"\nlabels: []\nopened: "soon"\n---\n\nbody',
        "x" * 70_000,
    ],
)
def test_a_garbled_file_is_named_and_not_guessed(tmp_path: Path, text: str) -> None:
    (tmp_path / "0001-x.md").write_text(text, "utf-8")
    with pytest.raises(ForgeError, match=r"0001-x\.md"):
        list(FolderForge(tmp_path).issues(label="one"))
