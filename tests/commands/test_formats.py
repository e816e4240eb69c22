"""The forms of `check` and `gate`, and `check --fix`, as a person at the keyboard meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands.main import main
from roster.writing import write_profile
from tests.builders import REPOSITORY, TODAY, a_mentor


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "profiles").mkdir()
    good = write_profile(a_mentor("mary-somerville"))
    (tmp_path / "profiles/mary-somerville.yaml").write_bytes(good)
    odd = write_profile(a_mentor("ada-lovelace")).replace(b"region: London", b"region:London")
    (tmp_path / "profiles/ada-lovelace.yaml").write_bytes(odd)
    return tmp_path


def check(root: Path, *words: str) -> int:
    return main(["--root", str(root), "--today", str(TODAY), "check", *words])


def test_text_shows_the_line_and_a_mark(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root) == 1
    lines = capsys.readouterr().out.split("\n")
    assert lines[1:3] == ["    region:London", "    ^"]
    assert lines[-2] == "2 profiles checked: 1 problem."


@pytest.mark.parametrize(
    ("form", "sign"),
    [("github", "::error file=profiles/ada"), ("sarif", '"2.1.0"'), ("markdown", "```suggestion")],
)
def test_each_form_can_be_asked_for(
    root: Path, capsys: pytest.CaptureFixture[str], form: str, sign: str
) -> None:
    assert check(root, "--format", form) == 1
    assert sign in capsys.readouterr().out


def test_fix_mends_what_needs_no_decision_and_leaves_the_rest(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = root / "profiles/mary-somerville.yaml"
    before = good.stat()
    assert check(root, "--fix") == 0
    told = capsys.readouterr()
    assert told.err == "Mended profiles/ada-lovelace.yaml\n"
    assert b"region: London\n" in (root / "profiles/ada-lovelace.yaml").read_bytes()
    assert good.stat().st_mtime_ns == before.st_mtime_ns
    assert check(root, "--fix") == 0
    assert capsys.readouterr().err == ""
    assert sorted(each.name for each in (root / "profiles").iterdir()) == [
        "ada-lovelace.yaml", "mary-somerville.yaml",
    ]  # fmt: skip


def test_fix_follows_no_link(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(b"region:London\n")
    (root / "profiles/charles-babbage.yaml").symlink_to(outside)
    assert check(root, "--fix") == 1
    assert check(root, "--fix", str(root / "profiles/charles-babbage.yaml")) in {1, 3}
    assert outside.read_bytes() == b"region:London\n"


def test_json_on_a_second_run_says_the_same(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = []
    for _ in range(2):
        assert check(root, "--format", "json") == 1
        reports.append(json.loads(capsys.readouterr().out))
    assert reports[0] == reports[1]
    assert reports[0]["profiles"] == 2


def test_a_comment_links_to_lines_where_the_programme_is(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = (REPOSITORY / "programme/settings.yaml").read_text("utf-8")
    there = "repository: o/r\ngithub: https://github.department.example"
    (root / "programme").mkdir()
    (root / "programme/settings.yaml").write_text(settings.replace("repository: OWNER/REPO", there))
    assert check(root, "--format", "markdown") == 1
    place = "(https://github.department.example/o/r/blob/HEAD/profiles/ada-lovelace.yaml#L7)"
    assert place in capsys.readouterr().out


def test_what_a_cut_off_fix_left_behind_is_removed_by_the_next(root: Path) -> None:
    left = root / "profiles/.ada-lovelace.yaml.mending"
    left.write_bytes(b"name: Ad")
    assert check(root, "--fix") == 0
    assert not left.exists()
    before = (root / "profiles/ada-lovelace.yaml").read_bytes()
    assert check(root, "--fix") == 0
    assert (root / "profiles/ada-lovelace.yaml").read_bytes() == before


def test_fix_keeps_the_rights_of_a_file_and_leaves_one_that_is_read_only(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = root / "profiles/ada-lovelace.yaml"
    before = odd.read_bytes()
    odd.chmod(0o444)
    assert check(root, "--fix") == 1
    told = "profiles/ada-lovelace.yaml is read-only: it stays as it is\n"
    assert (capsys.readouterr().err, odd.read_bytes()) == (told, before)
    odd.chmod(0o640)
    assert check(root, "--fix") == 0
    assert odd.stat().st_mode & 0o777 == 0o640


def test_fix_writes_nothing_that_is_no_profile_and_through_no_link(
    root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(b"mine")
    (root / "profiles/.ada-lovelace.yaml.mending").symlink_to(outside)
    (root / "profiles/.other.mending").mkdir()
    for name in ("notes.txt", "Ada.yaml", "a?.yaml", "a\n.yaml"):
        (root / "profiles" / name).write_bytes(b"region:London\n")
    assert check(root, "--fix") == 1
    assert outside.read_bytes() == b"mine"
    for name in ("notes.txt", "Ada.yaml", "a?.yaml", "a\n.yaml"):
        assert (root / "profiles" / name).read_bytes() == b"region:London\n"
    assert b"region: London" in (root / "profiles/ada-lovelace.yaml").read_bytes()


def test_a_fix_that_is_stopped_leaves_the_file_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = root / "profiles/ada-lovelace.yaml"
    before = odd.read_bytes()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as half_way:
        half_way.setattr("shutil.copymode", stop)
        assert check(root, "--fix") == 130
    assert odd.read_bytes() == before
    assert check(root, "--fix") == 0
    assert min(each.name for each in (root / "profiles").iterdir()) == "ada-lovelace.yaml"
