"""The demonstration: the whole main job, run once and again."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from commands.main import main
from tests.builders import REPOSITORY


@pytest.fixture
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample people in a folder without the engine; one stands somewhere else."""
    shutil.copytree(REPOSITORY / "profiles", tmp_path / "our mentors" / "profiles")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    return tmp_path / "our mentors"


def demo(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["--root", str(root), "demo"]) == 0
    return capsys.readouterr().out


def test_the_demo_checks_matches_proposes_and_builds(
    samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = demo(samples, capsys)
    assert "60 profiles" in told
    matched = re.search(r"(\d+) of (\d+) mentees have a mentor", told)
    assert matched is not None
    placed, mentees = (int(each) for each in matched.groups())
    assert f"{mentees - placed} are left without one" in told
    assert f"{placed} proposals in {samples}/build/proposals, {placed} of them new." in told
    assert len(list((samples / "build/proposals").glob("*.md"))) == placed + 1
    assert "both said yes" in told
    assert re.search(r"Again    open    adelaide-anderson with [a-z-]+: \d+ points", told)
    assert (samples / "build/site/mentors/ada-lovelace/index.html").is_file()
    assert f"Next: mentor-match --root '{samples}' serve --round '{samples}/build/" in told
    assert not list(Path().iterdir())


def test_the_demo_ends_with_make_only_in_the_folder_of_the_engine(
    samples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(samples)
    assert main(["demo"]) == 0
    assert "Next: mentor-match serve --round build/round.json" in capsys.readouterr().out
    (samples / "Makefile").touch()
    (samples / "commands").mkdir()
    assert main(["demo"]) == 0
    assert "Next: make serve, then" in capsys.readouterr().out


def test_the_demo_run_again_proposes_and_writes_nothing_new(
    samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo(samples, capsys)
    again = demo(samples, capsys)
    assert f"proposals in {samples}/build/proposals, 0 of them new." in again
    assert "0 files written" in again
    assert f"To play it anew, remove {samples}/build/proposals." in again
