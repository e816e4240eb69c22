"""The whole folder: what may stand in it, and its profiles side by side."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from intake.simulation import simulate_people
from roster.cache import open_cache
from roster.known import CheckedRoster
from roster.loading import check_roster, load_roster
from roster.writing import write_profile
from tests.builders import TODAY, a_mentee, a_mentor, the_programme

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


def check(root: Path) -> CheckedRoster:
    return check_roster(root=root, programme=the_programme(), today=TODAY)


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
    assert [each.message for each in checked.problems] == [
        "“Upper.yaml” has not the name of a profile.",
        "“a-folder.yaml” is a folder, not an ordinary file.",
        "“a-link.yaml” is a link, not an ordinary file.",
        "“pipe.yaml” is not an ordinary file.",
        "“two\\u{a}lines.yaml” has not the name of a profile.",
    ]


def test_a_file_that_may_be_run_is_no_profile_unless_the_disk_says_so_of_all(
    tmp_path: Path,
) -> None:
    people(tmp_path)
    folder = tmp_path / "profiles"
    (folder / "mentor-0.yaml").chmod(0o755)
    (folder / "mentor-1.yaml").chmod(0o664)
    checked = check(tmp_path)
    assert checked.files == 2
    assert [each.message for each in checked.problems] == [
        "“mentor-0.yaml” is a program, not an ordinary file."
    ]
    for each in folder.iterdir():
        each.chmod(0o777)
    assert check(tmp_path) == CheckedRoster(problems=(), files=3)
    (folder / "mentor-1.yaml").unlink()
    (folder / "mentor-2.yaml").unlink()
    assert [each.rule for each in check(tmp_path).problems] == ["file-place"]


def test_a_link_that_is_named_is_told_of_and_not_followed(tmp_path: Path) -> None:
    people(tmp_path, 1)
    link = tmp_path / "profiles" / "a-link.yaml"
    link.symlink_to("/etc/hostname")
    with open_cache(tmp_path / "cache", fingerprint=b"it") as opened:
        for cache in (None, opened):
            checked = check_roster(
                root=tmp_path, programme=the_programme(), today=TODAY, only=[link], cache=cache
            )
            assert [each.rule for each in checked.problems] == ["file-place"]


def test_the_roster_is_told_of_what_is_no_profile_too(tmp_path: Path) -> None:
    people(tmp_path, 1)
    (tmp_path / "profiles" / "notes.txt").write_text("x")
    loaded = load_roster(root=tmp_path, programme=the_programme(), today=TODAY)
    assert [each.path for each in loaded.problems] == ["profiles/notes.txt"]
    assert (loaded.files, len(loaded.roster.profiles)) == (1, 1)


def test_blocks_side_by_side_give_the_same_as_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(tmp_path, 2100)
    put(tmp_path, "odd.yaml", b"name: [")
    put(tmp_path, "odder.yaml", write_profile(a_mentee("odder", choices=("nobody",))))
    alone = load_roster(root=tmp_path, programme=the_programme(), today=TODAY)
    handed: list[object] = []
    with ThreadPoolExecutor(2) as executor:
        submit = executor.submit

        def noting(*work: Any) -> object:  # noqa: ANN401 -- whatever an executor takes
            handed.append(work)
            return submit(*work)

        monkeypatch.setattr(executor, "submit", noting)
        together = load_roster(
            root=tmp_path, programme=the_programme(), today=TODAY, executor=executor
        )
        checked = check_roster(
            root=tmp_path, programme=the_programme(), today=TODAY, executor=executor
        )
    assert together == alone
    assert len(handed) == 2 * 3
    assert (checked.problems, checked.files) == (alone.problems, 2102)
    assert {each.rule for each in alone.problems} == {"yaml-syntax", "choices-known"}


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
    root = tmp_path / "profiles" / ".."  # another way to say where the root is
    above = put(tmp_path.parent / f"{tmp_path.name}-above", "above.yaml", b"name: [")
    told = check_roster(root=root, programme=the_programme(), today=TODAY, only=[above])
    assert [(each.path, each.rule) for each in told.problems] == [(str(above), "yaml-syntax")]


def test_what_is_no_address_makes_nobody_the_same_person(tmp_path: Path) -> None:
    for login in ("first", "second"):
        put(tmp_path, f"{login}.yaml", write_profile(a_mentor(login, email="unknown")))
    assert [each.rule for each in check(tmp_path).problems] == ["email-form"] * 2


def test_choices_of_people_who_left_are_ignored_in_the_roster(tmp_path: Path) -> None:
    put(tmp_path, "mentor-0.yaml", write_profile(a_mentor("mentor-0")))
    put(tmp_path, "m.yaml", write_profile(a_mentee("m", choices=("gone", "mentor-0"))))
    loaded = load_roster(root=tmp_path, programme=the_programme(), today=TODAY)
    assert loaded.roster.by_login["m"].choices == ("mentor-0",)
    assert [each.rule for each in loaded.problems] == ["choices-known"]


def test_at_most_fifty_misspelt_choices_are_looked_up(tmp_path: Path) -> None:
    people(tmp_path, 1)
    for number in range(12):
        wrong = tuple(f"mentor-{letter}" for letter in "abcde")
        put(tmp_path, f"m-{number}.yaml", write_profile(a_mentee(f"m-{number}", choices=wrong)))
    told = check(tmp_path).problems
    hints = [each.hint for each in told]
    assert {each.field for each in told} == {f"choices.{number}" for number in range(1, 6)}
    assert len(hints) == 60
    assert sum("Did you mean mentor-0?" in each for each in hints) == 50


def held_at_most(work: Callable[[], object]) -> int:
    """The most bytes that a piece of work holds at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_each_further_profile_takes_less_than_two_kilobytes(tmp_path: Path) -> None:
    programme, peaks = the_programme(), []
    for count in (300, 900):
        root = tmp_path / str(count)
        for each in simulate_people(people=count, seed=1, programme=programme, today=TODAY):
            put(root, f"{each.github}.yaml", write_profile(each))

        def loaded(root: Path = root) -> object:
            return load_roster(root=root, programme=programme, today=TODAY)

        def checked(root: Path = root) -> object:
            with open_cache(root / "cache.sqlite", fingerprint=b"one") as cache:
                return check_roster(root=root, programme=programme, today=TODAY, cache=cache)

        checked()  # what is loaded once is held before anything is counted
        (root / "cache.sqlite").unlink()
        peaks.append((held_at_most(loaded), held_at_most(checked), held_at_most(checked)))
    growths = [(more - few) / 600 for few, more in zip(*peaks, strict=True)]
    assert [growth for growth in growths if growth >= 2_048] == []
