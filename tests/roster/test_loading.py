"""The whole folder: what may stand in it, side by side, and from one run to the next."""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from roster.cache import Cache, open_cache
from roster.loading import CheckedRoster, check_roster, fingerprint, load_roster
from roster.writing import write_profile
from tests.builders import REPOSITORY, TODAY, a_mentee, a_mentor, the_programme

LONG_AGO = 1_600_000_000


def put(root: Path, name: str, data: bytes, *, at: int = LONG_AGO) -> Path:
    file = root / "profiles" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    os.utime(file, (at, at))
    return file


def people(root: Path, count: int = 3) -> None:
    for number in range(count):
        put(root, f"mentor-{number}.yaml", write_profile(a_mentor(f"mentor-{number}")))


def check(root: Path, *, cache: Cache | None = None, today: date = TODAY) -> CheckedRoster:
    return check_roster(root=root, programme=the_programme(), today=today, cache=cache)


def cached_check(root: Path, *, today: date = TODAY) -> CheckedRoster:
    name = fingerprint(root=root, shipped=REPOSITORY, today=today)
    with closing(open_cache(root / "cache.sqlite", fingerprint=name)) as cache:
        return check(root, cache=cache, today=today)


def test_what_is_no_profile_is_told_and_the_rest_is_checked(tmp_path: Path) -> None:
    people(tmp_path)
    folder = tmp_path / "profiles"
    (folder / "README.md").write_text("Welcome.")
    (folder / "a-folder.yaml").mkdir()
    (folder / "a-link.yaml").symlink_to(folder / "mentor-0.yaml")
    (folder / "Upper.yaml").write_text("name: x")
    (folder / "two\nlines.yaml").write_text("name: x")
    os.mkfifo(folder / "pipe.yaml")
    checked = check(tmp_path)
    assert checked.files == 3
    assert {each.rule for each in checked.problems} == {"file-place"}
    assert [each.path.removeprefix("profiles/") for each in checked.problems] == [
        "Upper.yaml", "a-folder.yaml", "a-link.yaml", "pipe.yaml", "two?lines.yaml",
    ]  # fmt: skip


def test_blocks_side_by_side_give_the_same_as_one_after_the_other(tmp_path: Path) -> None:
    people(tmp_path, 2100)
    put(tmp_path, "odd.yaml", b"name: [")
    put(tmp_path, "odder.yaml", write_profile(a_mentee("odder", choices=("nobody",))))
    alone = load_roster(root=tmp_path, programme=the_programme(), today=TODAY)
    with ThreadPoolExecutor(2) as executor:
        together = load_roster(
            root=tmp_path, programme=the_programme(), today=TODAY, executor=executor
        )
        checked = check_roster(
            root=tmp_path, programme=the_programme(), today=TODAY, executor=executor
        )
    assert together == alone
    assert (checked.problems, checked.files) == (alone.problems, 2102)
    assert {each.rule for each in alone.problems} == {"yaml-syntax", "choices-known"}


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A root that has been checked once, with the answers kept."""
    people(tmp_path)
    put(tmp_path, "odd.yaml", b"name: Ada\nname: Ada\n")
    assert cached_check(tmp_path) == check(tmp_path)
    return tmp_path


def test_what_is_known_is_not_read_again(known: Path) -> None:
    expected = check(known)
    for file in (known / "profiles").iterdir():
        stamp = file.stat()
        file.write_bytes(b"?" * stamp.st_size)
        os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert check(known) != expected
    assert cached_check(known) == expected


def test_a_file_that_changed_is_checked_again_with_all_others(known: Path) -> None:
    put(known, "mentor-1.yaml", write_profile(a_mentor("mentor-1", github_id=7)), at=LONG_AGO + 1)
    put(known, "mentor-9.yaml", write_profile(a_mentor("mentor-9", github_id=7)))
    (known / "profiles" / "odd.yaml").unlink()
    again = cached_check(known)
    assert again == check(known)
    assert [(each.rule, each.path) for each in again.problems] == [
        ("doubled-id", "profiles/mentor-9.yaml")
    ]


def test_a_file_that_was_only_touched_keeps_its_answer(known: Path) -> None:
    expected = check(known)
    for file in (known / "profiles").iterdir():
        os.utime(file, (LONG_AGO + 5, LONG_AGO + 5))
    assert cached_check(known) == expected


def test_a_file_of_this_moment_is_not_trusted_by_its_stamp(tmp_path: Path) -> None:
    file = put(tmp_path, "mentor-0.yaml", write_profile(a_mentor("mentor-0")))
    os.utime(file)
    cached_check(tmp_path)
    stamp = file.stat()
    file.write_bytes(b"?" * stamp.st_size)
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert cached_check(tmp_path) == check(tmp_path)


def test_other_rules_programmes_and_days_know_nothing(known: Path) -> None:
    programme = known / "programme"
    programme.mkdir()
    settings = (REPOSITORY / "programme" / "settings.yaml").read_text("utf-8")
    one = fingerprint(root=known, shipped=REPOSITORY, today=TODAY)
    (programme / "settings.yaml").write_text(settings + "\n# changed\n")
    assert fingerprint(root=known, shipped=REPOSITORY, today=TODAY) != one
    with closing(open_cache(known / "cache.sqlite", fingerprint=one)) as cache:
        assert len(cache.known()) == 4
    with closing(open_cache(known / "cache.sqlite", fingerprint=b"other")) as cache:
        assert cache.known() == {}
    assert cached_check(known, today=date(2027, 1, 1)) == check(known, today=date(2027, 1, 1))


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, b"SQLite format 3\0" * 50])
def test_a_damaged_cache_is_begun_anew(known: Path, damage: bytes) -> None:
    (known / "cache.sqlite").write_bytes(damage)
    assert cached_check(known) == check(known)
    assert cached_check(known) == check(known)


def test_a_cache_in_use_or_out_of_reach_is_done_without(known: Path) -> None:
    with closing(sqlite3.connect(known / "cache.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert cached_check(known) == check(known)
    (known / "cache.sqlite").unlink()
    (known / "cache.sqlite").mkdir()
    assert cached_check(known) == check(known)


def test_only_the_files_named_are_told_of_but_all_are_there(tmp_path: Path) -> None:
    people(tmp_path)
    put(tmp_path, "odd.yaml", b"name: [")
    double = put(tmp_path, "second.yaml", write_profile(a_mentor("second", github_id=7)))
    put(tmp_path, "first.yaml", write_profile(a_mentor("first", github_id=7)))
    named = check_roster(root=tmp_path, programme=the_programme(), today=TODAY, only=[double])
    assert (named.files, [each.rule for each in named.problems]) == (1, ["doubled-id"])
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(write_profile(a_mentor("outside", github_id=7)))
    told = check_roster(root=tmp_path, programme=the_programme(), today=TODAY, only=[outside])
    assert [(each.path, each.rule) for each in told.problems] == [("outside.yaml", "doubled-id")]


def test_choices_of_people_who_left_are_ignored_in_the_roster(tmp_path: Path) -> None:
    put(tmp_path, "mentor-0.yaml", write_profile(a_mentor("mentor-0")))
    put(tmp_path, "m.yaml", write_profile(a_mentee("m", choices=("gone", "mentor-0"))))
    loaded = load_roster(root=tmp_path, programme=the_programme(), today=TODAY)
    assert loaded.roster.by_login["m"].choices == ("mentor-0",)
    assert [each.rule for each in loaded.problems] == ["choices-known"]


def test_a_cache_keeps_and_forgets(tmp_path: Path) -> None:
    people(tmp_path, 2)
    file = tmp_path / "deep" / "down" / "cache.sqlite"
    with closing(open_cache(file, fingerprint=b"one")) as cache:
        checked = check(tmp_path, cache=cache)
        assert set(cache.known()) == {"profiles/mentor-0.yaml", "profiles/mentor-1.yaml"}
        (tmp_path / "profiles" / "mentor-1.yaml").unlink()
        assert check(tmp_path, cache=cache) != checked
        assert set(cache.known()) == {"profiles/mentor-0.yaml"}
    with closing(open_cache(file, fingerprint=b"one")) as cache:
        assert len(cache.known()) == 1
        cache.keep_whole(b"listing", (), 5)
        assert cache.whole(b"listing") == ((), 5)
        cache.keep_whole(b"other", (), 6)
        assert cache.whole(b"listing") is None
    with closing(open_cache(file, fingerprint=b"two")) as cache:
        assert (cache.known(), cache.whole(b"other")) == ({}, None)


def test_at_most_fifty_misspelt_choices_are_looked_up(tmp_path: Path) -> None:
    people(tmp_path, 1)
    for number in range(12):
        wrong = tuple(f"mentor-{letter}" for letter in "abcde")
        put(tmp_path, f"m-{number}.yaml", write_profile(a_mentee(f"m-{number}", choices=wrong)))
    hints = [each.hint for each in check(tmp_path).problems]
    assert len(hints) == 60
    assert sum("Did you mean mentor-0?" in each for each in hints) == 50
