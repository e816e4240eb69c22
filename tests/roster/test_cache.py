"""From one run to the next: what is known is not done again, and the answer is always that of a
cold run. Stamps are set by hand, since tests are faster than the clocks of file systems."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster import folder, loading
from roster.cache import Answer, open_cache
from roster.folder import look_into, read_file
from roster.known import CheckedRoster, fingerprint
from roster.loading import check_roster
from roster.model import Profile, Programme
from roster.programme_files import read_programme_files
from roster.writing import write_profile
from tests.builders import REPOSITORY, TODAY, a_mentee, a_mentor, the_programme, with_settings

SECONDS = count(1_600_000_000)
ALL_SETTLED = -(10**18)
"""A wait for the clock of the file system that is over before it begins: stamps differ anyway."""


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the stamps of files that were just written, since `put` gives each another."""
    monkeypatch.setattr(folder, "_COARSEST_CLOCK", ALL_SETTLED)


def put(root: Path, login: str, data: bytes) -> Path:
    file = root / "profiles" / f"{login}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    second = next(SECONDS)
    os.utime(file, (second, second))
    return file


def cold(
    root: Path, *only: Path, today: date = TODAY, programme: Programme | None = None
) -> CheckedRoster:
    programme = programme or the_programme()
    return check_roster(root=root, programme=programme, today=today, only=only)


def warm(
    root: Path, *only: Path, today: date = TODAY, programme: Programme | None = None
) -> CheckedRoster:
    programme = programme or the_programme()
    name = name_of(root, today)
    with open_cache(root / "deep" / "cache.sqlite", fingerprint=name) as cache:
        return check_roster(root=root, programme=programme, today=today, only=only, cache=cache)


def name_of(root: Path, today: date = TODAY) -> bytes:
    files = read_programme_files(root=root, shipped=REPOSITORY)
    return fingerprint(files, root=root, today=today)


def the_cache(root: Path) -> Path:
    return root / "deep" / "cache.sqlite"


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


def a_life(*steps: dict[str, Profile | None]) -> list[dict[str, Profile | None]]:
    """Changes one after the other: by login, a profile that is put, or None where it goes."""
    return list(steps)


ADA, BEA = a_mentor("ada"), a_mentee("bea", choices=("ada",))
LIVES = {
    "a chosen mentor goes and comes back": a_life(
        {"ada": ADA, "bea": BEA}, {"ada": None}, {"ada": ADA}
    ),
    "a chosen mentor only seeks from now on": a_life(
        {"ada": ADA, "bea": BEA}, {"ada": a_mentee("ada")}
    ),
    "somebody chooses a mentor of old": a_life({"ada": ADA}, {"bea": BEA}),
    "a double of somebody who chooses": a_life(
        {"ada": ADA, "bea": BEA}, {"cyd": a_mentor("cyd", github_id=BEA.github_id)}
    ),
    "whom a choice may have meant": a_life(
        {"ada": ADA, "bea": a_mentee("bea", choices=("adah",))},
        {"adam": a_mentor("adam")},
        {"ada": None},
        {"adam": a_mentor("adam", name="Adah")},
    ),
    "a double by number": a_life({"ada": ADA}, {"cyd": a_mentor("cyd", github_id=ADA.github_id)}),
    "a double by mailbox": a_life(
        {"ada": ADA}, {"cyd": a_mentor("cyd", email="Ada+else@office.gov.example")}
    ),
    "a look-alike of somebody there": a_life(
        {"ada": a_mentor("ada", name="Alan Turing")}, {"cyd": a_mentor("cyd", name="AIan Turing")}
    ),
    "the first of three doubles goes": a_life(
        {each: a_mentor(each, github_id=7) for each in ("ada", "bea", "cyd")}, {"ada": None}
    ),
    "the last of two doubles goes, and another one is put": a_life(
        {each: a_mentor(each, github_id=7) for each in ("ada", "bea")},
        {"bea": None},
        {"cyd": a_mentor("cyd")},
    ),
}


@pytest.mark.parametrize("life", LIVES.values(), ids=list(LIVES))
def test_a_change_is_seen_by_those_whom_it_concerns(
    tmp_path: Path, life: list[dict[str, Profile | None]]
) -> None:
    told = []
    for step in life:
        for login, profile in step.items():
            if profile is None:
                (tmp_path / "profiles" / f"{login}.yaml").unlink()
            else:
                put(tmp_path, login, write_profile(profile))
        told.append(warm(tmp_path))
        assert told[-1] == cold(tmp_path)
        assert the_cache(tmp_path).exists(), "it was used, and not thrown away as damaged"


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


LOGINS = ("ada", "bea", "cyd", "dot", "eve")
MAILBOXES = ("one", "two", "two+else", "three", "four", "five", "six")
NAMES = ("Alan Turing", "alan turing", "AIan Turing", "Ada Cope", "Zoe")


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, bytes | None]:
    """A file and what it holds from now on, if it stays: few values, so that people are often

    doubled, look alike, choose each other, are gone and back.
    """
    file = draw(st.sampled_from(LOGINS))
    kind = draw(st.sampled_from(("gone", "odd", "mentor", "mentor", "mentee", "mentee", "mentee")))
    if kind in {"gone", "odd"}:
        return file, None if kind == "gone" else b"name: [" + file.encode()
    profile = (a_mentor if kind == "mentor" else a_mentee)(
        draw(st.sampled_from((*LOGINS, *[file] * 20))),
        github_id=draw(st.integers(1, 9)),
        email=f"{draw(st.sampled_from(MAILBOXES))}@office.gov.example",
        name=draw(st.sampled_from(NAMES)),
        choices=tuple(draw(st.lists(st.sampled_from((*LOGINS, "eva")), unique=True, max_size=2))),
    )
    return file, write_profile(profile)


DAYS = st.sampled_from((TODAY, TODAY, TODAY, date(2028, 1, 1)))
DAMAGE = st.sampled_from((None, None, None, None, 0, 90, 5000))
"""How many bytes of the cache are left, where anything happens to it."""

CHANGES = st.lists(changes(), min_size=1, max_size=3)
STEPS = st.lists(st.tuples(CHANGES, DAYS, DAMAGE), min_size=2, max_size=8)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.booleans())
def test_whatever_happens_a_warm_run_says_what_a_cold_one_says(
    steps: list[tuple[list[tuple[str, bytes | None]], date, int | None]], is_many: bool
) -> None:
    yearly = with_settings(expiry_months=12)
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "_COARSEST_CLOCK", ALL_SETTLED)
        patch.setattr(loading, "_FEW", 0 if is_many else 100)
        root = Path(name)
        outside = put(root / "elsewhere", "ada", write_profile(a_mentor("ada", github_id=1)))
        for step, day, left in steps:
            for login, data in step:
                if data is None:
                    (root / "profiles" / f"{login}.yaml").unlink(missing_ok=True)
                else:
                    put(root, login, data)
            if left is not None and the_cache(root).exists():
                os.truncate(the_cache(root), left)
            told = cold(root, today=day, programme=yearly)
            assert warm(root, today=day, programme=yearly) == told
            assert warm(root, today=day, programme=yearly) == told
            named = (outside, *sorted((root / "profiles").glob("?*.yaml"))[:1])
            told = cold(root, *named, today=day, programme=yearly)
            assert warm(root, *named, today=day, programme=yearly) == told
            assert the_cache(root).exists()
