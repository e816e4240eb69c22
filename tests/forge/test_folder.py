"""The folder forge keeps its files whole, numbers them once, and reads nothing it did not write."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forge.folder import PROGRAMME, FolderForge
from forge.port import Account, Draft, ForgeError, Lease

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DRAFT = Draft(title="Mentoring: Ada with Máire", body="Hello.\n---\nMore.\n", labels=("one", "two"))
ADA = Account(login="ada-lovelace", number=18151210)


def a_folder(folder: Path, *, account: Account = PROGRAMME, now: datetime = NOW) -> FolderForge:
    return FolderForge(folder, now=lambda: now, account=account)


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    forge = a_folder(tmp_path / "none")
    assert not list(forge.issues(label="one"))
    assert not list(forge.comments())
    assert not (tmp_path / "none").exists()


def test_files_are_named_by_number_and_read_by_people(tmp_path: Path) -> None:
    forge = a_folder(tmp_path)
    forge.open_issue(DRAFT)
    forge.comment(1, "/accept")
    assert (tmp_path / "0001.md").read_text("utf-8") == (
        '---\ntitle: "Mentoring: Ada with Máire"\nstate: "open"\nlabels: ["one", "two"]\n'
        'author: "mentor-match"\nauthor_number: 1\nauthor_is_bot: true\n'
        'opened: "2026-11-23T09:30:00Z"\nupdated: "2026-11-23T09:30:00Z"\nedited_by: {}\n---\n\n'
        "Hello.\n---\nMore.\n"
    )
    assert [each.name for each in (tmp_path / "comments").iterdir()] == ["0001.md"]


def test_of_many_who_open_at_once_each_gets_a_number_of_its_own(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as executor:
        opened = list(executor.map(lambda _: a_folder(tmp_path).open_issue(DRAFT), range(40)))
    assert sorted(each.number for each in opened) == list(range(1, 41))
    assert len(list(a_folder(tmp_path).issues(label="one"))) == 40


def test_half_a_file_is_never_seen(tmp_path: Path) -> None:
    (tmp_path / ".0001.md.x7.unfinished").write_text("---\ntit", "utf-8")
    assert list(a_folder(tmp_path).issues(label="one")) == []


@pytest.mark.parametrize("place", ["0001.md", "comments/0001.md", "leases/writers/0001.md"])
@pytest.mark.parametrize(
    "change",
    [
        lambda _: "",
        lambda _: "no front matter",
        lambda text: text.replace('"', "[", 1),
        lambda text: text.replace("---\n", "---\nmore: 1\n", 1),
        lambda _: "---\n" + "[" * 5000 + "\n---\n\nbody",
        lambda text: text.replace("2026-11", "soon"),
        lambda text: text.replace(": 1\n", ": true\n").replace('["one"', "[1").replace("Z", ""),
        lambda text: text + "x" * 600_000,
    ],
)
def test_a_garbled_file_is_named_and_not_guessed(
    tmp_path: Path, place: str, change: Callable[[str], str]
) -> None:
    forge = a_folder(tmp_path)
    forge.open_issue(DRAFT)
    forge.comment(1, "Hello")
    forge.take_lease("writers", holder="a", until=NOW)
    garbled = change((tmp_path / place).read_text("utf-8"))
    (tmp_path / place).write_text(garbled, "utf-8")
    with pytest.raises(ForgeError, match=r"0001\.md: not as the folder forge writes it"):
        read_all(forge)


def read_all(forge: FolderForge) -> None:
    list(forge.issues(label="one"))
    list(forge.comments())
    forge.take_lease("writers", holder="b", until=NOW)


@pytest.mark.parametrize("name", ["0001-mentoring-ada.md", "1.md", "0001 (copy).md"])
def test_a_file_under_an_odd_number_is_named_and_not_skipped(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("odd", "utf-8")
    with pytest.raises(ForgeError, match="not as the folder forge writes it"):
        list(a_folder(tmp_path).issues(label="one"))


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"login": "x"}]', "[" * 5000])
def test_a_garbled_list_of_accounts_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "accounts.json").write_text(text, "utf-8")
    with pytest.raises(ForgeError, match=r"accounts\.json"):
        a_folder(tmp_path).find_account("ada")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ForgeError, match="file"):
        a_folder(tmp_path / "file" / "issues").open_issue(DRAFT)


def test_who_was_noted_is_found_by_todays_login(tmp_path: Path) -> None:
    forge = a_folder(tmp_path)
    forge.add_account(ADA)
    renamed = Account(login="ada-king", number=ADA.number)
    forge.add_account(renamed, may_write=True)
    assert (forge.find_account("Ada-King"), forge.find_account(ADA.login)) == (renamed, None)
    assert (forge.may_write(ADA), forge.may_write(PROGRAMME)) == (True, True)
    assert not forge.may_write(Account(login="x", number=5))


def test_a_lease_that_ran_out_is_taken_over_by_one_alone(tmp_path: Path) -> None:
    a_folder(tmp_path).take_lease("writers", holder="dead", until=NOW)
    later = NOW + timedelta(minutes=1)

    def take(holder: str) -> Lease | None:
        forge = a_folder(tmp_path, now=later)
        return forge.take_lease("writers", holder=holder, until=later + timedelta(hours=1))

    with ThreadPoolExecutor(8) as executor:
        taken = list(executor.map(take, map(str, range(24))))
    assert len([each for each in taken if each]) == 1
    assert len(list((tmp_path / "leases/writers").glob("*.md"))) == 1
