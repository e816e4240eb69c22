"""From one run to the next: what is known is not done again, and the answer is a cold run's."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from roster import folder, loading
from roster.cache import Answer, open_cache
from roster.folder import look_into, read_file
from roster.loading import check_roster
from roster.writing import write_profile
from tests.builders import REPOSITORY, TODAY, a_mentee, a_mentor, the_programme, with_settings
from tests.roster.runs import ALL_SETTLED, cold, name_of, put, the_cache, warm


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the stamps of files that were just written, since `put` gives each another."""
    monkeypatch.setattr(folder, "_COARSEST_CLOCK", ALL_SETTLED)


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A root that has been checked once, with the answers kept."""
    for number in range(3):
        put(tmp_path, f"mentor-{number}", write_profile(a_mentor(f"mentor-{number}")))
    put(tmp_path, "odd", b"name: Ada\nname: Ada\n")
    assert warm(tmp_path) == cold(tmp_path)
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the profiles that are read from now on."""
    names: list[str] = []

    def noting(path: Path | str, largest: int) -> bytes:
        if "/profiles/" in str(path):
            names.append(Path(path).stem)
        return read_file(path, largest)

    monkeypatch.setattr(loading, "read_file", noting)
    return names


def test_what_is_known_is_not_read_again(known: Path, read: list[str]) -> None:
    warm(known)
    assert read == []


def test_one_changed_file_alone_is_read_again(known: Path, read: list[str]) -> None:
    put(known, "mentor-1", write_profile(a_mentor("mentor-1", region="Wales")))
    told = warm(known)
    assert read == ["mentor-1"]
    assert told == cold(known)


def test_a_file_that_was_only_touched_is_read_but_not_checked_again(
    known: Path, read: list[str]
) -> None:
    put(known, "odd", b"name: Ada\nname: Ada\n")
    with pytest.MonkeyPatch.context() as without_checks:
        without_checks.delattr(loading, "check_file")
        told = warm(known)
    assert read == ["odd"]
    assert told == cold(known)


def test_bytes_of_the_same_size_and_time_are_seen_by_the_time_of_the_change(known: Path) -> None:
    file = known / "profiles" / "mentor-0.yaml"
    stamp = file.stat()
    while file.stat().st_ctime_ns == stamp.st_ctime_ns:  # until the clock has moved on
        file.write_bytes(b"?" * stamp.st_size)
        os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert file.stat().st_mtime_ns == stamp.st_mtime_ns
    assert warm(known) == cold(known)
    assert "profiles/mentor-0.yaml" in {each.path for each in warm(known).problems}


def test_a_file_of_this_moment_is_not_trusted_by_its_stamp(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "mentor-0", write_profile(a_mentor("mentor-0")))
    monkeypatch.setattr(folder, "_COARSEST_CLOCK", 2 * 10**9)
    warm(tmp_path)
    read.clear()
    warm(tmp_path)
    assert read == ["mentor-0"]


def test_the_moment_is_that_before_the_look_however_long_the_check_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_COARSEST_CLOCK", 2 * 10**9)
    put(tmp_path, "mentor-0", write_profile(a_mentor("mentor-0")))
    looked = look_into(tmp_path / "profiles")
    monkeypatch.setattr("roster.folder.time.time_ns", lambda: looked.looked_at + 10**12)
    assert looked.settled({})["mentor-0.yaml"] == folder.UNKNOWN
    later = look_into(tmp_path / "profiles")
    assert later.settled({}) == later.stamps


def test_a_time_that_no_stamp_can_hold_is_never_trusted(tmp_path: Path) -> None:
    file = put(tmp_path, "mentor-0", write_profile(a_mentor("mentor-0")))
    os.utime(file, (2**34 - 1, 2**34 - 1))
    looked = look_into(tmp_path / "profiles")
    if file.stat().st_mtime == 2**34 - 1:  # else the file system cannot hold it either
        assert looked.files({}) == ["mentor-0.yaml"]
    assert warm(tmp_path) == cold(tmp_path)


def test_a_profile_that_expires_overnight_is_told_of(known: Path) -> None:
    yearly = with_settings(expiry_months=12)
    days = (date(2027, 11, 1), date(2027, 11, 2), date(2027, 11, 1))
    told = [warm(known, today=day, programme=yearly) for day in days]
    assert told == [cold(known, today=day, programme=yearly) for day in days]
    expired = [[each.rule for each in one.problems].count("confirmed-expired") for one in told]
    assert expired == [0, 3, 0]


def test_another_day_between_two_runs_is_noticed_when_the_turn_comes(known: Path) -> None:
    name = name_of(known)
    put(known, "mentor-1", b"name: [")
    with open_cache(the_cache(known), fingerprint=name) as early:
        warm(known, today=date(2028, 1, 1))
        told = check_roster(root=known, programme=the_programme(), today=TODAY, cache=early)
    assert told == cold(known)
    assert warm(known) == cold(known)


def test_other_rules_libraries_programmes_and_days_have_another_fingerprint(
    known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name(today: date = TODAY) -> bytes:
        return name_of(known, today)

    names = [name(), name(date(2027, 1, 1))]
    programme = known / "programme"
    programme.mkdir()
    (programme / "settings.yaml").write_bytes(
        (REPOSITORY / "programme" / "settings.yaml").read_bytes() + b"\n# changed\n"
    )
    names.append(name())
    installed = known / "installed"
    (installed / "rapidfuzz-99.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(installed)
    names.append(name())
    assert len(set(names)) == 4


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, b"SQLite format 3\0" * 50])
def test_a_damaged_cache_is_begun_anew(known: Path, damage: bytes, read: list[str]) -> None:
    the_cache(known).write_bytes(damage)
    assert warm(known) == cold(known)
    assert warm(known) == cold(known)
    read.clear()
    warm(known)
    assert read == []


@pytest.mark.parametrize("column", ["listing", "problems", "fingerprint"])
@pytest.mark.parametrize("value", [b"odd", "odd", None, 7])
def test_odd_values_in_the_cache_are_never_believed(
    known: Path, column: str, value: object
) -> None:
    with closing(sqlite3.connect(the_cache(known))) as other, other:
        other.execute(f"UPDATE whole SET {column} = ?", (value,))  # noqa: S608 -- one of three
    assert warm(known) == cold(known)
    assert warm(known) == cold(known)


@pytest.mark.parametrize("value", [b"odd", "odd", "[]", "{}", "[1]", None, 7])
def test_odd_standings_in_the_cache_are_never_believed(known: Path, value: object) -> None:
    with closing(sqlite3.connect(the_cache(known))) as other, other:
        other.execute("UPDATE answers SET standing = ?", (value,))
    put(known, "mentor-1", write_profile(a_mentor("mentor-1", github_id=7)))
    assert warm(known) == cold(known)


@pytest.mark.parametrize("value", [b"odd", "odd", "[1]", 7])
def test_odd_problems_in_the_cache_are_never_believed(known: Path, value: object) -> None:
    with closing(sqlite3.connect(the_cache(known))) as other, other:
        other.execute("UPDATE answers SET problems = ?", (value,))
    put(known, "mentor-1", write_profile(a_mentor("mentor-1", github_id=7)))
    assert warm(known) == cold(known)


def test_a_cache_of_tables_of_another_version_is_begun_anew(known: Path) -> None:
    with closing(sqlite3.connect(the_cache(known))) as other, other:
        other.execute("DROP TABLE keys")
    put(known, "mentor-1", write_profile(a_mentor("mentor-1", github_id=7)))
    assert warm(known) == cold(known)
    assert warm(known) == cold(known)


def test_a_cache_in_use_is_done_without_and_left(known: Path) -> None:
    with closing(sqlite3.connect(the_cache(known))) as other:
        other.execute("BEGIN EXCLUSIVE")
        put(known, "mentor-1", write_profile(a_mentor("mentor-1", github_id=7)))
        assert warm(known) == cold(known)
    assert the_cache(known).exists()
    assert warm(known) == cold(known)


def test_a_cache_out_of_reach_is_done_without(known: Path) -> None:
    the_cache(known).unlink()
    the_cache(known).mkdir()
    assert warm(known) == cold(known)
    name = name_of(known)
    with open_cache(known / "profiles" / "odd.yaml" / "x", fingerprint=name) as cache:
        assert cache is None


def test_a_run_that_is_stopped_leaves_what_was_known(known: Path) -> None:
    put(known, "mentor-1", write_profile(a_mentor("mentor-1", github_id=7)))
    name = name_of(known)
    with open_cache(the_cache(known), fingerprint=name) as cache:
        assert cache is not None
        cache.begin()
        cache.replace((), gone=["profiles/mentor-0.yaml", "profiles/mentor-2.yaml"])
    assert warm(known) == cold(known)


def test_whom_a_choice_may_have_meant_is_found_once_until_a_mentor_changes(known: Path) -> None:
    asked = []

    def find(choice: str) -> tuple[str, ...]:
        asked.append(choice)
        return ("mentor-0", "mentor-1")

    with open_cache(the_cache(known), fingerprint=name_of(known)) as cache:
        assert cache is not None
        cache.begin()
        for choice in ("mentor", "mentor", "mentos"):
            assert cache.near(choice, find) == ("mentor-0", "mentor-1")
        same = next(each for each in cache.others(()) if each.is_mentor)
        cache.replace([Answer(b"other bytes", same, ())], gone=["profiles/odd.yaml"])
        cache.near("mentor", find)
        cache.replace((), gone=["profiles/mentor-0.yaml"])
        cache.near("mentor", find)
    assert asked == ["mentor", "mentos", "mentor"]


def test_a_file_that_is_named_and_out_of_place_is_told_of(known: Path) -> None:
    odd = put(known, "Upper", write_profile(a_mentor("upper")))
    told = warm(known, odd)
    assert told == cold(known, odd)
    assert "file-place" in {each.rule for each in told.problems}


def test_a_file_that_is_named_is_told_whom_its_choice_may_have_meant(known: Path) -> None:
    chooser = put(known, "chooser", write_profile(a_mentee("chooser", choices=("mentor-1x",))))
    told = warm(known, chooser)
    assert told == cold(known, chooser)
    assert "Did you mean mentor-1" in told.problems[0].hint


def test_a_profile_that_becomes_a_link_is_forgotten(known: Path) -> None:
    put(known, "mentee", write_profile(a_mentee("mentee", choices=("mentor-0",))))
    assert warm(known) == cold(known)
    (known / "profiles" / "mentor-0.yaml").unlink()
    (known / "profiles" / "mentor-0.yaml").symlink_to(known / "profiles" / "mentor-1.yaml")
    told = warm(known)
    assert told == cold(known)
    assert {"choices-known", "file-place"} <= {each.rule for each in told.problems}
