"""The demonstration: the whole main job, run once and again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commands.main import main
from tests.builders import REPOSITORY


def demo(capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["--root", str(REPOSITORY), "demo"]) == 0
    return capsys.readouterr().out


def test_the_demo_checks_matches_proposes_and_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    told = demo(capsys)
    assert "60 profiles" in told
    matched = re.search(r"(\d+) of (\d+) mentees have a mentor", told)
    assert matched is not None
    placed, mentees = (int(each) for each in matched.groups())
    assert f"{mentees - placed} are left without one" in told
    assert f"{placed} proposals in build/proposals, {placed} of them new." in told
    assert len(list((tmp_path / "build/proposals").glob("*.md"))) == placed + 1
    assert "both said yes" in told
    assert re.search(r"Again    open    adelaide-anderson with [a-z-]+: \d+ points", told)
    assert (tmp_path / "build/site/mentors/ada-lovelace/index.html").is_file()
    assert f"mentor-match --root {REPOSITORY} serve --round build/round.json" in told


def test_the_demo_run_again_proposes_and_writes_nothing_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    demo(capsys)
    (tmp_path / "Makefile").touch()
    again = demo(capsys)
    assert "proposals in build/proposals, 0 of them new." in again
    assert "0 files written" in again
    assert "Next: make serve, then" in again
