"""After `leave` a grep over every output finds neither login nor name nor address."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.main import main
from roster.writing import write_profile
from tests.builders import a_mentee, a_mentor

MARY = a_mentor(
    "canary-login",
    github_id=918273645,
    name="Canaria Byrd",
    email="secret.canary@office.gov.example",
)
TRACES = (b"canary", b"canaria", b"byrd", b"918273645")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "profiles").mkdir()
    bob = a_mentee(choices=("canary-login",))
    for each in (MARY, a_mentor("other-mentor", name="Other", manager="canary-login"), bob):
        (tmp_path / "profiles" / f"{each.github}.yaml").write_bytes(write_profile(each))
    return tmp_path


def run(root: Path, *words: str) -> int:
    return main(["--root", str(root), "--today", "2026-11-23", *words])


def outputs(root: Path) -> dict[str, bytes]:
    return {
        f"{each.relative_to(root)}": f"{each}".encode() + each.read_bytes()
        for each in root.rglob("*")
        if each.is_file()
    }


def traces(root: Path) -> list[str]:
    return [
        path for path, data in outputs(root).items() if any(each in data.lower() for each in TRACES)
    ]


def test_no_output_has_a_trace_of_who_has_left(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forge = ["--forge", f"folder:{root / 'issues'}"]
    site = root / "site"
    assert run(root, "check") == 0
    assert run(root, "propose", *forge, "--apply") == 0
    assert run(root, "build", "--out", str(site)) == 0
    assert len(traces(root)) > 5
    assert run(root, "leave", "canary-login", *forge) == 0
    assert "issue #1" in capsys.readouterr().out
    before = outputs(root)
    assert run(root, "leave", "Canary-Login", *forge, "--apply") == 0
    assert outputs(root) != before
    for verb in (["check"], ["build", "--out", str(site)], ["propose", *forge, "--apply"]):
        assert run(root, *verb) == 0
    capsys.readouterr()
    for verb in (["check", "--format", "json"], ["match", *forge], ["explain", "robert-burns"]):
        assert run(root, *verb) == 0
    said = f"{capsys.readouterr()}".lower().encode()
    assert not any(each in said for each in TRACES)
    assert traces(root) == []
    assert run(root, "leave", "canary-login", *forge) == 0
    assert "Nothing here speaks of them." in capsys.readouterr().out


def test_without_apply_nothing_changes(root: Path) -> None:
    before = outputs(root)
    assert run(root, "leave", "canary-login") == 0
    assert outputs(root) == before


@pytest.mark.parametrize("login", ["../x", "a b", "", "x" * 40])
def test_what_is_no_login_is_refused(root: Path, login: str) -> None:
    assert run(root, "leave", login, "--apply") == 2
