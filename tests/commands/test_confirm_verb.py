"""`confirm` asks, hears the owner's answer, changes the file, and then closes the question."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.main import main
from forge.folder import FolderForge
from forge.port import Account
from roster.writing import write_profile
from tests.builders import REPOSITORY, a_mentor

SETTINGS = (REPOSITORY / "programme" / "settings.yaml").read_text("utf-8")
ADA = a_mentor("ada", github_id=1, name="Ada Lovelace")


def run(root: Path, *words: str, today: str = "2027-11-02") -> int:
    forge = ["--forge", f"folder:{root / 'issues'}"]
    return main(["--root", str(root), "--today", today, "confirm", *forge, *words])


def say(root: Path, body: str, login: str, number: int, *, year: int = 2027) -> None:
    def now() -> datetime:
        return datetime(year, 11, 3, tzinfo=UTC)

    account = Account(login=login, number=number)
    FolderForge(root / "issues", now=now, account=account).comment(1, body)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "programme").mkdir()
    text = SETTINGS.replace("ask_after_months: never", "ask_after_months: 12")
    (tmp_path / "programme" / "settings.yaml").write_text(text, "utf-8")
    (tmp_path / "profiles" / "ada.yaml").write_bytes(write_profile(ADA) + b"# mine\n")
    return tmp_path


def test_a_question_is_asked_answered_and_closed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / "profiles" / "ada.yaml"
    assert run(root) == 0
    assert not (root / "issues").exists()
    assert run(root, "--apply") == 0
    assert run(root, "--apply") == 0
    assert "0 to ask, 0 settled, 0 answered, 0 silent." in capsys.readouterr().out
    say(root, "leave", "mallory", 666)
    assert run(root, "--apply") == 0
    assert b"confirmed: 2026-11-01\n" in file.read_bytes()
    say(root, "Yes", "ada", 1)
    assert run(root, "--apply", today="2027-11-04") == 0
    assert file.read_bytes().endswith(b"confirmed: 2027-11-03\n# mine\n")
    assert run(root, "--apply", today="2027-11-05") == 0
    assert run(root, "--apply", today="2027-11-05") == 0
    assert "0 to ask, 0 settled, 0 answered, 0 silent." in capsys.readouterr().out


def test_silence_pauses_after_thirty_days_and_an_answer_brings_back(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / "profiles" / "ada.yaml"
    asked = "2030-01-10"  # late: nobody ran this in the years before
    assert run(root, "--apply", today=asked) == 0
    assert run(root, "--apply", today="2030-02-09") == 0
    assert b"paused" not in file.read_bytes()
    for _ in range(2):
        assert run(root, "--apply", today="2030-02-10") == 0
    assert "0 answered, 1 silent." in capsys.readouterr().out
    assert b"paused: true\n" in file.read_bytes()
    assert b"confirmed: 2026-11-01\n" in file.read_bytes()
    say(root, "yes", "ada", 1, year=2030)
    assert run(root, "--apply", today="2030-11-04") == 0
    assert b"paused" not in file.read_bytes()
    assert b"confirmed: 2030-11-03\n" in file.read_bytes()


def test_leaving_by_answer_removes_the_file(root: Path) -> None:
    assert run(root, "--apply") == 0
    say(root, "leave", "ada", 1)
    assert run(root, "--apply") == 0
    assert not (root / "profiles" / "ada.yaml").exists()


def test_a_programme_that_asks_nobody_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--apply") == 0
    assert "asks nobody" in capsys.readouterr().out
