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
OUTPUTS = (
    "search-index.json", "search-logins.json", "sitemap.xml", "mentors.atom", "people.json",
    "join/mentors.json", "mentors/index.html", "mentors/canary-login/index.html",
    "areas/leadership/index.html",
)  # fmt: skip
"""Where the site names a mentor."""
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
    shown = [path.removeprefix("site/") for path in traces(root)]
    assert {*OUTPUTS, "issues/0001.md"} <= set(shown)
    assert run(root, "leave", "canary-login", *forge) == 0
    planned = capsys.readouterr().out
    assert "close   #1  robert-burns with canary-login: withdrawn" in planned
    assert "issue #1" in planned
    before = outputs(root)
    assert run(root, "leave", "Canary-Login", *forge, "--apply") == 0
    assert outputs(root) != before
    for verb in (["check"], ["build", "--out", str(site)], ["propose", *forge, "--apply"]):
        assert run(root, *verb) == 0
    capsys.readouterr()
    for verb in (
        ["check", "--format", "json"],
        ["match", *forge],
        ["match", *forge, "--report", "markdown"],
        ["explain", "robert-burns"],
    ):
        assert run(root, *verb) == 0
    said = f"{capsys.readouterr()}".lower().encode()
    assert not any(each in said for each in TRACES)
    assert traces(root) == []
    assert run(root, "leave", "canary-login", *forge) == 0
    assert "Nothing here speaks of them." in capsys.readouterr().out


def test_the_other_person_is_told_and_paired_again(root: Path) -> None:
    forge = ["--forge", f"folder:{root / 'issues'}"]
    assert run(root, "propose", *forge, "--apply") == 0
    assert run(root, "leave", "canary-login", *forge, "--apply") == 0
    written = "".join(each.read_text("utf-8") for each in (root / "issues").rglob("*.md"))
    assert "@robert-burns: the other person is not in the programme any more" in written
    assert "One of the people here has left the programme." in written
    assert run(root, "propose", *forge, "--apply") == 0
    written = "".join(each.read_text("utf-8") for each in (root / "issues").rglob("*.md"))
    assert "Robert Burns with Other" in written


def test_a_broken_profile_of_another_keeps_nobody_from_leaving(root: Path) -> None:
    forge = ["--forge", f"folder:{root / 'issues'}"]
    assert run(root, "propose", *forge, "--apply") == 0
    (root / "profiles" / "broken.yaml").write_bytes(b"[")
    assert run(root, "leave", "canary-login", *forge, "--apply") == 0
    (root / "profiles" / "broken.yaml").unlink()
    assert traces(root) == []


def test_tend_forgets_who_took_out_their_own_file(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forge = ["--forge", f"folder:{root / 'issues'}"]
    assert run(root, "propose", *forge, "--apply") == 0
    (root / "profiles" / "canary-login.yaml").unlink()
    assert run(root, "tend", *forge) == 0
    assert any(path.startswith("issues/") for path in traces(root))
    assert run(root, "tend", *forge, "--apply") == 0
    assert "1 have left: 1 texts about them are emptied." in capsys.readouterr().err
    assert [path for path in traces(root) if path.startswith("issues/")] == []
    assert run(root, "tend", *forge, "--apply") == 0
    assert "have left" not in capsys.readouterr().err


def test_tend_empties_nothing_where_half_the_roster_is_missing(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    forge = ["--forge", f"folder:{root / 'issues'}"]
    assert run(root, "propose", *forge, "--apply") == 0
    (root / "profiles" / "canary-login.yaml").unlink()
    monkeypatch.setattr("intake.leaving._FEW", 0)
    assert run(root, "tend", *forge, "--apply") == 1
    assert "Is the roster whole?" in "".join(capsys.readouterr())
    assert any(path.startswith("issues/") for path in traces(root))
    assert run(root, "tend", *forge, "--apply", "--override-guard", "closings") == 0
    assert [path for path in traces(root) if path.startswith("issues/")] == []


def test_one_persons_leaving_stops_no_publication_and_a_broken_profile_does(root: Path) -> None:
    (root / "profiles" / "canary-login.yaml").unlink()
    site = ["build", "--out", str(root / "site")]
    assert run(root, "check") == 1
    assert run(root, *site) == 0
    (root / "profiles" / "broken.yaml").write_bytes(b"[")
    assert run(root, *site) == 1


def test_without_apply_nothing_changes(root: Path) -> None:
    before = outputs(root)
    assert run(root, "leave", "canary-login") == 0
    assert outputs(root) == before


def test_a_login_that_nobody_has_is_refused_and_the_nearest_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = outputs(root)
    for words in ([], ["--apply"]):
        assert run(root, "leave", "canary-logn", *words) == 1
        told = capsys.readouterr().err
        assert "There is no profile of “canary-logn”. Did you mean canary-login" in told
    assert outputs(root) == before


def test_who_has_left_before_has_nothing_left_to_do(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "leave", "canary-login", "--apply") == 0
    before = outputs(root)
    capsys.readouterr()
    assert run(root, "leave", "canary-login", "--apply") == 0
    told = capsys.readouterr().err
    assert "There is no profile of “canary-login”." in told
    assert "If they have left before, nothing is left to do." in told
    assert outputs(root) == before


@pytest.mark.parametrize("login", ["../x", "a b", "", "x" * 40])
def test_what_is_no_login_is_refused(root: Path, login: str) -> None:
    assert run(root, "leave", login, "--apply") == 2
