"""`check` from outside: exit statuses, JSON, and every mistake at its line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import roster.folder
from commands.check_verb import CACHE
from commands.main import main
from tests.builders import REPOSITORY

ALL_SETTLED = -(10**18)
"""A wait for the clock of the file system that is over before it begins."""


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the stamps of files that were just written."""
    monkeypatch.setattr(roster.folder, "_COARSEST_CLOCK", ALL_SETTLED)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / "profiles", tmp_path / "profiles")
    return tmp_path


def check(root: Path, *words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    status = main(
        ["--root", str(root), "--today", "2026-11-23", "check", "--format", "json", *words]
    )
    return status, json.loads(capsys.readouterr().out)


def test_the_samples_have_no_problem(capsys: pytest.CaptureFixture[str]) -> None:
    status, report = check(REPOSITORY, capsys=capsys)
    assert (status, report) == (0, {"profiles": 60, "problems": []})


def test_twelve_mistakes_give_twelve_problems_each_at_its_line(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = sorted((root / "profiles").iterdir())

    def change(index: int, field: str, line: str) -> tuple[str, int]:
        """Replace a field's line in one person's file, and return where it stands."""
        lines = people[index].read_text("utf-8").splitlines()
        number = next(n for n, text in enumerate(lines) if text.startswith(f"{field}:"))
        lines[number] = line
        people[index].write_text("\n".join(lines) + "\n", "utf-8")
        return f"profiles/{people[index].name}", number + 1

    expected = {
        (*change(0, "name", "name: <b>Someone</b>"), "name-form"),
        (*change(1, "github", "github: somebody-else"), "file-name"),
        (*change(2, "github_id", "github_id: twelve"), "field-type"),
        (*change(3, "email", "email: someone@elsewhere.example"), "email-domain"),
        (*change(4, "organisation", "organisation: Ministry of Silly Walks"), "organisation-known"),
        (*change(5, "grade", "grade: Grade 12"), "field-value"),
        (*change(6, "region", "regoin: London"), "field-unknown"),
        (f"profiles/{people[6].name}", 1, "field-missing"),
        (*change(7, "meets", "meets: [by owl]"), "field-value"),
        (*change(8, "confirmed", "confirmed: 2027-01-01"), "confirmed-future"),
        (*change(9, "confirmed", "confirmed: &day 2026-11-01"), "yaml-anchor"),
        (*change(10, "about", "about: [a, b"), "yaml-syntax"),
    }
    status, report = check(root, capsys=capsys)
    found = {
        (each["path"], each["line"], each["rule"])
        for each in report["problems"]
        if each["rule"] != "choices-known"
    }
    assert status == 1
    assert found == expected
    assert len(expected) == 12
    assert all(each["message"] and each["hint"] for each in report["problems"])


def test_two_files_of_one_person_are_found_by_login_number_and_address(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = sorted((root / "profiles").iterdir())
    shutil.copy(people[0], root / "profiles" / "zz-copy.yaml")
    status, report = check(root, capsys=capsys)
    assert status == 1
    rules = {(each["path"], each["rule"]) for each in report["problems"]}
    assert rules == {
        ("profiles/zz-copy.yaml", rule)
        for rule in ("file-name", "doubled-login", "doubled-id", "doubled-email")
    }


def test_files_named_are_checked_against_the_whole_roster(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = sorted((root / "profiles").iterdir())
    people[1].write_text("name: [broken", "utf-8")
    status, report = check(root, str(people[0]), capsys=capsys)
    assert (status, report["profiles"]) == (0, 1)
    status, report = check(root, str(people[1]), capsys=capsys)
    assert (status, [each["rule"] for each in report["problems"]]) == (1, ["yaml-syntax"])


def test_what_is_no_ordinary_profile_file_is_refused_by_name(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root / "profiles"
    (folder / "link.yaml").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "Upper.yaml").write_text("", "utf-8")
    (folder / "notes.txt").write_text("", "utf-8")
    (folder / "folder.yaml").mkdir()
    (folder / "evil\x1b[2J.yaml").write_text("", "utf-8")
    status, report = check(root, capsys=capsys)
    assert status == 1
    assert [each["rule"] for each in report["problems"]] == ["file-place"] * 6
    assert "\x1b" not in json.dumps(report, ensure_ascii=False)
    (folder / "lost.yaml").symlink_to("nowhere.yaml")
    for name in ("link", "pipe", "Upper", "folder", "lost"):
        status, report = check(root, str(folder / f"{name}.yaml"), capsys=capsys)
        assert (status, [each["rule"] for each in report["problems"]]) == (1, ["file-place"])


def test_a_choice_of_somebody_who_left_is_told_but_stops_no_other_verb(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {each.name: each.read_text("utf-8") for each in (root / "profiles").iterdir()}
    chosen = next(
        text.partition("choices: [")[2].partition("]")[0].partition(",")[0]
        for text in before.values()
        if "choices: [" in text
    )
    (root / "profiles" / f"{chosen}.yaml").unlink()
    status, report = check(root, capsys=capsys)
    assert status == 1
    assert {each["rule"] for each in report["problems"]} == {"choices-known"}
    assert main(["--root", str(root), "match"]) == 0


def test_an_address_is_never_repeated(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = min((root / "profiles").iterdir())
    text = person.read_text("utf-8")
    for wrong in ("secret.name@@x.gov.example", "secret.name@evil.example", "secret.name @gov.uk"):
        lines = [
            f"email: {wrong}" if line.startswith("email:") else line for line in text.split("\n")
        ]
        person.write_text("\n".join(lines), "utf-8")
        status, report = check(root, capsys=capsys)
        assert status == 1
        assert "secret" not in json.dumps(report)


def test_text_says_place_what_is_wrong_and_what_to_do(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "profiles" / "x.yaml").write_text("name: [broken", "utf-8")
    assert main(["--root", str(root), "check"]) == 1
    out = capsys.readouterr().out
    assert "profiles/x.yaml:1:7: error: The bracket [ that opens here" in out
    assert out.endswith("61 profiles checked: 1 problem.\n")


def test_a_folder_without_profiles_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path), "check"]) == 2
    assert "Is --root the right folder?" in capsys.readouterr().err


def test_a_check_with_nothing_to_do_loads_nothing_that_checking_takes(root: Path) -> None:
    code = (
        "import sys, commands.main, roster.folder\n"
        f"roster.folder._COARSEST_CLOCK = {ALL_SETTLED}\n"
        f"words = ['--root', {str(root)!r}, '--today', '2026-11-23', 'check']\n"
        "status = commands.main.main(words)\n"
        "heavy = {'yaml', 'jsonschema_rs', 'markdown_it', 'multiprocessing', 'forge', 'matcher',"
        " 'jinja2', 'site_builder', 'roster.contacts'}\n"
        "print(status, sorted(heavy & set(sys.modules)))"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
        ).stdout.splitlines()
        for _ in range(2)
    )
    assert first[0] == second[0] == "60 profiles checked: 0 problems."
    assert "yaml" in first[1]
    assert second[1] == "0 []"


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "markdown"])
def test_what_is_known_is_said_as_it_was_said_first(
    root: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "profiles" / "x.yaml").write_text("name: [broken", "utf-8")
    words = ["--root", str(root), "--today", "2026-11-23", "check", "--format", form]
    said = [(main(words), capsys.readouterr()) for _ in range(2)]
    assert said[0] == said[1]
    assert said[0][0] == 1


@pytest.mark.usefixtures("settled")
def test_what_is_known_counts_for_one_programme_and_one_day(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(REPOSITORY / "programme", root / "programme")
    settings = root / "programme" / "settings.yaml"
    good = re.sub(rb"(?m)^expiry_months: .*$", b"expiry_months: 12", settings.read_bytes())
    settings.write_bytes(good)

    def said(day: str = "2026-11-23") -> tuple[int, str]:
        status = main(["--root", str(root), "--today", day, "check"])
        both = capsys.readouterr()
        return status, both.out + both.err

    first = said()
    later = said("2036-11-23")
    settings.write_bytes(good + b"nonsense: 1\n")
    refused = said()
    settings.write_bytes(good)
    again = said(), said("2036-11-23")
    assert first[0] == 0
    assert refused[0] == 1
    assert "programme/settings.yaml" in refused[1]
    assert "confirmed-expired" in later[1]
    assert again == (first, later)


@pytest.mark.usefixtures("settled")
def test_a_cache_that_is_damaged_or_gone_changes_no_answer(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "profiles" / "x.yaml").write_text("name: [broken", "utf-8")
    first = check(root, capsys=capsys)
    kept = root / CACHE
    for data in (b"", b"not a database" * 400, kept.read_bytes()[:5000]):
        kept.write_bytes(data)
        assert check(root, capsys=capsys) == first
        assert check(root, capsys=capsys) == first
    kept.unlink()
    assert check(root, capsys=capsys) == first
    assert kept.exists()


@pytest.mark.parametrize("name", ["ada-lovelace", "profiles"])
def test_what_is_no_file_is_wrong_usage_that_says_how_to_name_one(
    root: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(root), "check", str(root / name)]) == 2
    err = capsys.readouterr().err
    assert f"There is no file {root / name}. Name files by their path" in err
