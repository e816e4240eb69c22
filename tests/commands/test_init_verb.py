"""From a fresh copy to a programme of one's own, whole or not at all, and the first who joins."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from commands.gate_pulls import Gate
from commands.intake_verb import Run
from commands.main import main
from commands.sealing import seal_address
from commands.shipped import shipped_folder
from intake.beginning import SETTINGS, TOUCHED
from intake.callers import DEPENDABOT, NAMES
from intake.questions import LABEL
from roster.loading import load_programme
from roster.model import Programme
from roster.sealed import parse_private_keys
from roster.writing import write_profile
from tests.builders import REPOSITORY, TODAY, a_mentor
from tests.forge.worlds import ADA, GitHubWorld
from tests.github_double.seeding import commit, write_issue
from tests.intake.filled import ADA as ANSWERS
from tests.intake.filled import issue_text

SAMPLES = ("ada-lovelace", "mary-somerville", "alan-turing")


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@x.example")
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A fresh copy of this repository, as far as `init` looks at it, with three samples."""
    root = tmp_path / "copy"
    engine = ".github/actions/set-up/action.yml"
    for path in (
        *TOUCHED,
        engine,
        "programme/areas.yaml",
        *(f"profiles/{each}.yaml" for each in SAMPLES),
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / path, root / path)
    (root / "README.md").write_text("Hello\n", "utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A copy")
    git(root, "remote", "add", "origin", "git@github.com:department/Mentors.git")
    return root


def init(root: Path, *words: str) -> int:
    return main(["--root", str(root), "--today", str(TODAY), "init", *words])


def files(root: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(root)): each.read_bytes()
        for each in sorted(root.rglob("*"))
        if each.is_file() and ".git/" not in str(each)
    }


def programme_of(root: Path) -> Programme:
    programme, problems = load_programme(root=root, shipped=shipped_folder())
    assert programme is not None, problems
    return programme


def test_a_fresh_copy_becomes_a_programme_that_seals(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(copy)
    assert init(copy, "--name", "Department mentors") == 0
    assert files(copy) == before
    assert init(copy, "--name", "Department mentors", "--apply") == 0
    said = capsys.readouterr()
    settings = programme_of(copy).settings
    assert (settings.programme, settings.repository) == ("Department mentors", "department/Mentors")
    assert settings.site == "https://department.github.io/Mentors/"
    assert (settings.expiry_months, settings.ask_after_months) == (24, 12)
    assert not settings.is_demonstration
    private = said.out.splitlines()[-1]
    sealed = seal_address("mary@homeoffice.gov.uk", public_key=settings.email_keys[0])
    assert parse_private_keys(private).open(sealed) == "mary@homeoffice.gov.uk"
    after = files(copy)
    assert sorted(before.keys() - after.keys()) == [
        ".github/workflows/code.yml", *sorted(f"profiles/{each}.yaml" for each in SAMPLES)
    ]  # fmt: skip
    assert b"gov.example" not in b"".join(after.values())
    assert private.encode() not in b"".join(after.values())
    assert b"\n*           @department\n" in after[".github/CODEOWNERS"]
    assert main(["--root", str(copy), "forms", "--check"]) == 0
    comments = [line for line in before[SETTINGS].splitlines() if line.startswith(b"#")]
    assert [each for each in comments if each not in after[SETTINGS]] == [
        b"# This is the demonstration programme: its people are historical public servants."
    ]


def test_it_ends_by_naming_what_comes_next(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(copy, "--name", "X", "--apply") == 0
    said = capsys.readouterr().err
    for word in ("MENTOR_MATCH with the value on", "MENTOR_MATCH_PRIVATE_KEY", "profile form",
                 "profile confirmation", "organiser: withdraw", "GitHub Actions", "CODEOWNERS",
                 "https://department.github.io/Mentors/join/"):  # fmt: skip
        assert word in said


def test_a_second_run_changes_nothing(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(copy, "--name", "X", "--apply") == 0
    after = files(copy)
    (copy / "profiles").mkdir(exist_ok=True)
    (copy / "profiles" / "mary.yaml").write_bytes(
        write_profile(a_mentor("mary", email="mary@homeoffice.gov.uk"))
    )
    capsys.readouterr()
    assert init(copy, "--apply") == 0
    assert capsys.readouterr().out == "This is a programme of its own already: nothing to do.\n"
    (copy / "profiles" / "mary.yaml").unlink()
    assert files(copy) == after


@pytest.mark.parametrize("stopped_at", [0, 3, 5])
def test_a_run_that_was_cut_off_is_finished_by_the_next(
    copy: Path, monkeypatch: pytest.MonkeyPatch, stopped_at: int
) -> None:
    assert init(copy, "--name", "X", "--private", "--apply") == 0
    whole = files(copy)
    git(copy, "checkout", ".")
    steps, real = iter(range(99)), Path.replace

    def cut_off(self: Path, target: Path) -> Path:
        if next(steps) == stopped_at:
            raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut_off)
        assert init(copy, "--name", "X", "--private", "--apply") == 3
    assert programme_of(copy).settings.is_demonstration
    assert files(copy) != whole
    assert init(copy, "--name", "X", "--private", "--apply") == 0
    assert files(copy) == whole


def test_a_real_persons_profile_is_never_touched(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for email in ("mary@homeoffice.gov.uk", "sealed:x", "mary@gov.example.com"):
        (copy / "profiles" / "mary.yaml").write_bytes(write_profile(a_mentor("mary", email=email)))
        before = files(copy)
        assert init(copy, "--name", "X", "--apply") == 1
        assert "profiles/mary.yaml is no sample" in capsys.readouterr().err
        assert files(copy) == before


def test_changes_that_are_not_committed_are_not_mixed_with_it(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / "README.md").write_text("Mine\n", "utf-8")
    before = files(copy)
    assert init(copy, "--name", "X", "--apply") == 1
    assert "README.md was changed and is not committed yet" in capsys.readouterr().err
    assert files(copy) == before


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((), 2, "--name"),
        (("--name", "x" * 81), 1, "programme"),
        (("--name", "X", "--site", "ftp://x/"), 1, "site"),
        (("--name", "X", "--repository", "nonsense"), 1, "repository"),
    ],
)
def test_what_is_missing_or_does_not_fit_is_told_and_nothing_is_done(
    copy: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], status: int, said: str
) -> None:
    before = files(copy)
    assert init(copy, *words, "--apply") == status
    assert said in capsys.readouterr().err
    assert files(copy) == before


@pytest.mark.parametrize("name", ["Yes: #1 @ {x}", 'null "quoted" \\1', "12"])
def test_any_name_stays_as_it_was_typed(copy: Path, name: str) -> None:
    assert init(copy, "--name", name, "--private", "--apply") == 0
    assert programme_of(copy).settings.programme == name
    assert str(yaml.safe_load((copy / SETTINGS).read_text("utf-8"))["programme"]) == name


class Terminal(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_three_things_are_asked_and_a_yes(
    copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(copy)
    monkeypatch.setattr("sys.stdin", Terminal("\nOur mentors\n\nperhaps\nyes\nno\n"))
    assert init(copy) == 0
    assert files(copy) == before
    monkeypatch.setattr("sys.stdin", Terminal("Our mentors\nthe team's channel\nyes\nyes\n"))
    assert init(copy) == 0
    said = capsys.readouterr()
    assert "Please write yes or no." in said.err
    settings = programme_of(copy).settings
    assert (settings.programme, settings.contact) == ("Our mentors", "the team's channel")
    assert (settings.email_storage, settings.email_keys) == ("plain", ())
    assert re.search(r"^[\w-]{43}$", said.out, re.MULTILINE) is None


def test_where_the_terminal_is_closed_nothing_is_done(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(copy)
    monkeypatch.setattr("sys.stdin", Terminal("Our mentors\n"))
    assert init(copy) == 1
    assert files(copy) == before


def test_an_empty_folder_becomes_a_programme_without_the_engine(tmp_path: Path) -> None:
    words = ("--name", "X", "--repository", "o/o.github.io", "--apply")
    assert init(tmp_path, *words) == 0
    assert programme_of(tmp_path).settings.site == "https://o.github.io/"
    made = files(tmp_path)
    assert sorted({path.split("/")[0] for path in made}) == [".github", "programme"]
    assert b"\n*           @o\n" in made[".github/CODEOWNERS"]


ENGINE = f"gov-example/mentor-match@{'e' * 40}"


def test_an_empty_folder_gets_workflows_that_call_those_of_the_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--name", "X", "--repository", "o/r", "--apply")
    assert init(tmp_path, *words) == 0
    assert "Nothing runs by itself yet" in capsys.readouterr().err
    (tmp_path / "profiles").mkdir()
    mary = write_profile(a_mentor("mary", email="mary@homeoffice.gov.uk"))
    (tmp_path / "profiles/mary.yaml").write_bytes(mary)
    before = files(tmp_path)
    assert init(tmp_path, "--engine", ENGINE, "--apply") == 0
    assert "MENTOR_MATCH with the value on" in capsys.readouterr().err
    after = files(tmp_path)
    new = sorted(after.keys() - before.keys())
    assert new == [DEPENDABOT, *(f".github/workflows/{name}.yml" for name in NAMES)]
    assert {path: after[path] for path in before} == before
    reply = after[".github/workflows/reply.yml"].decode()
    assert f"uses: gov-example/mentor-match/.github/workflows/reply.yml@{'e' * 40}\n" in reply
    assert init(tmp_path, "--engine", ENGINE, "--apply") == 0
    assert files(tmp_path) == after


@pytest.mark.parametrize(
    "engine", ["gov-example/mentor-match", "gov-example/mentor-match@main", f"x@{'e' * 40}",
               f"a/b@{'e' * 40}\n", f"a/b@{'E' * 40}", f"a/b\nrun: x/c@{'e' * 40}"],
)  # fmt: skip
def test_an_engine_that_is_not_pinned_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    assert init(tmp_path, "--name", "X", "--repository", "o/r", "--engine", engine, "--apply") == 2
    assert "all its 40 digits" in capsys.readouterr().err
    assert files(tmp_path) == {}


def test_where_the_engine_is_nothing_calls_it(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(copy, "--name", "X", "--engine", ENGINE, "--apply") == 2
    assert "leave --engine out" in capsys.readouterr().err


def test_on_an_enterprise_the_site_is_asked_for(copy: Path) -> None:
    git(copy, "remote", "set-url", "origin", "https://user@git.department.example/team/mentors")
    assert init(copy, "--name", "X", "--apply") == 2
    assert init(copy, "--name", "X", "--site", "https://x.example/m/", "--apply") == 0
    settings = programme_of(copy).settings
    assert (settings.github, settings.repository) == (
        "https://git.department.example", "team/mentors"
    )  # fmt: skip


def test_a_programme_that_nobody_has_joined_yet_works(
    copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert init(copy, "--name", "X", "--apply") == 0
    forge = ("--forge", f"folder:{copy / 'issues'}")
    verbs = (
        ("check",), ("match",), ("tend", *forge, "--apply"), ("reply", *forge, "--apply"),
        ("build", "--out", str(copy / "site")), ("forms", "--check"),
    )  # fmt: skip
    for words in verbs:
        assert main(["--root", str(copy), *words]) == 0, words
    assert main(["--root", str(copy), "propose", *forge, "--apply"]) == 1
    assert "The roster is empty" in capsys.readouterr().out
    monkeypatch.chdir(copy)
    assert main(["demo"]) == 0
    assert "Nobody has joined yet" in capsys.readouterr().out


def test_the_first_to_join_comes_in_by_a_form_with_a_sealed_address(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(copy, "--name", "X", "--apply") == 0
    keys = parse_private_keys(capsys.readouterr().out.splitlines()[-1])
    programme = programme_of(copy)
    world = GitHubWorld()
    commit(world.double, {"profiles/a.yaml": None, **files(copy)})
    email = seal_address("ada@homeoffice.gov.uk", public_key=programme.settings.email_keys[0])
    answers = {**ANSWERS, "email": email, "organisation": "Home Office", "choices": ""}
    text = issue_text(answers)
    number = write_issue(world.double, author=ADA.number, title="Join", body=text, labels=(LABEL,))
    forge = world.forge()
    gate = Gate(reader=forge, root=copy, branch="main", today=TODAY, keys=keys)
    assert not Run(reader=forge, writer=forge, gate=gate, take=lambda: False).answer_all(number)
    assert "profiles/ada-lovelace.yaml" in forge.tree(forge.head("main") or "")
    issue = forge.issue(number)
    assert issue is not None
    assert not issue.is_open
