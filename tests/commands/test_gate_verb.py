"""`gate` on a real git repository gives the same verdict whatever surrounds the change."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from commands.main import main
from roster.model import Profile
from roster.writing import write_profile
from tests.builders import a_mentee, a_mentor

ADA = a_mentor("ada", github_id=1, name="Ada Lovelace")
BOB = a_mentee("bob", github_id=2, name="Robert Burns")


class Repository:
    """A small git repository of profiles."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Test")
        self.git("config", "user.email", "test@example.org")
        self.write(ADA, BOB)
        self.commit()

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True)  # noqa: S607

    def write(self, *people: Profile) -> None:
        (self.folder / "profiles").mkdir(exist_ok=True)
        for each in people:
            path = self.folder / "profiles" / f"{each.github}.yaml"
            path.write_bytes(write_profile(each))

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "change")

    def branch(self, name: str) -> None:
        self.git("checkout", "--quiet", "-b", name, "main")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def gate(repository: Repository, head: str, login: str, number: int) -> int:
    words = ["--base", "main", "--head", head, "--author", login, "--author-id", str(number)]
    root = ["--root", str(repository.folder), "--today", "2026-11-23"]
    return main([*root, "gate", "--format", "json", *words])


def test_ones_own_change_is_accepted_and_a_strangers_refused(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.branch("change")
    (repository.folder / "profiles" / "ada.yaml").write_bytes(
        write_profile(a_mentor("ada", github_id=1, name="Ada Lovelace", about="New.\n"))
    )
    repository.commit()
    assert gate(repository, "change", "ada", 1) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "accepted"
    assert gate(repository, "change", "mallory", 666) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["outcome"], report["problems"][0]["rule"]) == ("refused", "gate-owner")


def test_what_main_has_gained_since_does_not_count_as_the_authors_change(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.branch("change")
    repository.write(a_mentor("ada", github_id=1, name="Ada Lovelace", about="New.\n"))
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.write(a_mentor("cleo", github_id=3, name="Cleo"))
    repository.commit()
    assert gate(repository, "change", "ada", 1) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert changes == [{"path": "profiles/ada.yaml", "kind": "changed"}]


def test_a_link_in_the_tree_is_refused(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.branch("--evil".lstrip("-"))
    (repository.folder / "profiles" / "ada.yaml").unlink()
    (repository.folder / "profiles" / "ada.yaml").symlink_to("/etc/passwd")
    repository.commit()
    assert gate(repository, "evil", "ada", 1) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["rule"] == "gate-mode"


def test_the_programme_comes_from_the_base_alone(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.branch("change")
    repository.write(a_mentor("ada", github_id=1, name="Ada Lovelace", email="a@evil.example"))
    (repository.folder / "programme").mkdir()
    (repository.folder / "programme" / "email-domains.yaml").write_text(
        "domains:\n  - {domain: evil.example, outcome: civil service, who: me, source: me, "
        "checked: 2026-11-20}\n",
        "utf-8",
    )
    repository.commit()
    assert gate(repository, "change", "ada", 1) == 1
    rules = {each["rule"] for each in json.loads(capsys.readouterr().out)["problems"]}
    assert "email-domain" in rules


@pytest.mark.parametrize("revision", ["nothing", "--output=x", "main:profiles", ""])
def test_a_revision_that_is_none_is_wrong_usage(
    repository: Repository, revision: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["gate", "--base", "main", f"--head={revision}", "--author", "ada", "--author-id", "1"]
    assert main(["--root", str(repository.folder), *words]) == 2
    assert "two revisions" in capsys.readouterr().err


def test_the_verdict_is_readable(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.branch("change")
    (repository.folder / "README.md").write_text("x", "utf-8")
    repository.commit()
    words = ["--base", "main", "--head", "change", "--author", "ada", "--author-id", "1"]
    assert main(["--root", str(repository.folder), "gate", *words]) == 1
    out = capsys.readouterr().out
    assert out.startswith("Verdict: a person must look.\n")
    assert "README.md" in out


def test_a_comment_previews_a_card_only_of_what_may_enter(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.branch("change")
    (repository.folder / "profiles" / "ada.yaml").write_bytes(
        write_profile(a_mentor("ada", github_id=1, name="Ada Lovelace", about="New.\n"))
    )
    repository.commit()
    shown = []
    for login, number in (("ada", 1), ("mallory", 666)):
        words = [
            "--base",
            "main",
            "--head",
            "change",
            "--author",
            login,
            "--author-id",
            str(number),
        ]
        main(["--root", str(repository.folder), "gate", "--format", "markdown", *words])
        shown.append(capsys.readouterr().out)
    assert shown[0].startswith("### This can enter by itself\\.")
    assert "> **Ada Lovelace**" in shown[0]
    assert shown[1].startswith("### This cannot enter yet\\.")
    assert "belongs to somebody else" in shown[1]
    assert "**Ada Lovelace**" not in shown[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--head", "change"], "Name the change"),
        ([], "Name the change"),
        (["--forge", "folder:build"], "no pull requests in a folder"),
        (["--forge", "gitlab:x/y"], "not a forge"),
    ],
)
def test_a_gate_that_is_told_too_little_is_wrong_usage(
    repository: Repository, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(repository.folder), "gate", *words]) == 2
    assert sentence in capsys.readouterr().err
