"""`propose`, `reply`, `tend` and `answer` from outside: a whole life in a folder."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from commands.main import main
from roster.model import Profile
from roster.writing import write_profile
from site_builder.ledger_figures import parse_ledger
from tests.builders import a_mentee, a_mentor
from tests.commands.test_matching_verbs import a_root


class Desk:
    """An organiser's desk: a folder of profiles and a folder of issues."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], *people: Profile) -> None:
        self.root = a_root(folder, *people)[:2]
        self.folder, self.capsys = folder, capsys
        self.day = "2026-11-23"

    def verb(self, *words: str, status: int = 0) -> tuple[str, str]:
        forge = ["--forge", f"folder:{self.folder / 'issues'}"]
        assert main([*self.root, "--today", self.day, *words, *forge]) == status
        streams = self.capsys.readouterr()
        return streams.out, streams.err

    def issue(self, number: int) -> str:
        return (self.folder / "issues" / f"{number:04}.md").read_text("utf-8")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys, a_mentee(), a_mentor())


def test_a_life_is_played_with_verbs_alone(desk: Desk) -> None:
    desk.verb("propose", "--apply")
    desk.verb("answer", "1", "robert-burns", "/accept")
    out, err = desk.verb("reply")
    assert "update  #1  robert-burns with mary-somerville: somebody has answered" in out
    assert "Nothing was written" in err
    desk.verb("reply", "--apply")
    assert "The mentee has said yes" in desk.issue(1)
    desk.day = "2026-11-26"
    out, _ = desk.verb("tend", "--apply")
    assert "remind  #1" in out
    desk.verb("answer", "1", "mary-somerville", "/accept")
    desk.verb("tend", "--apply")
    assert "state: active" in desk.issue(1)
    out, _ = desk.verb("tend", "--apply")
    assert out.startswith("Nothing to change.")


def test_the_ledger_is_counted_for_the_site_and_read_again_by_build(
    desk: Desk, tmp_path: Path
) -> None:
    desk.verb("propose", "--apply")
    desk.day = "2026-11-25"
    for login in ("robert-burns", "mary-somerville"):
        desk.verb("answer", "1", login, "/accept")
    desk.verb("reply", "--apply")
    out, _ = desk.verb("ledger")
    file = tmp_path / "new" / "ledger.json"
    assert desk.verb("ledger", "--out", str(file)) == ("", "")
    assert json.loads(out) == json.loads(file.read_text("utf-8"))
    assert parse_ledger(out).taken == {"mary-somerville": 1}
    assert json.loads(out)["waited"] == 2, "from the 23rd to the 25th"
    site = tmp_path / "site"
    assert main([*desk.root, "build", "--out", str(site), "--ledger", str(file)]) == 0
    assert "and 1 became a match" in (site / "statistics/index.html").read_text("utf-8")
    page = (site / "mentors/mary-somerville/index.html").read_text("utf-8")
    assert "No room just now" in page


def test_a_plan_is_handed_over_by_its_digest(desk: Desk, tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    desk.verb("propose", "--tell", str(facts))
    told = dict(line.split("=") for line in facts.read_text("utf-8").splitlines())
    assert (told["changes"], told["today"]) == ("1", "2026-11-23")
    _, err = desk.verb("propose", "--apply", "--expect-plan", "0" * 64, status=1)
    assert "This is not the plan that was expected" in err
    assert not (tmp_path / "issues").exists()
    out, _ = desk.verb("propose", "--apply", "--expect-plan", told["digest"])
    assert re.search(rf"^Digest: {told['digest']}$", out, re.MULTILINE)
    assert len(list((tmp_path / "issues").glob("*.md"))) == 1


def test_a_profile_that_is_removed_withdraws_its_proposal(desk: Desk, tmp_path: Path) -> None:
    desk.verb("propose", "--apply")
    (tmp_path / "profiles" / "mary-somerville.yaml").unlink()
    (tmp_path / "profiles" / "other.yaml").write_bytes(write_profile(a_mentor("other")))
    out, _ = desk.verb("propose", "--apply")
    assert "close   #1  robert-burns with mary-somerville: withdrawn" in out
    assert "open    robert-burns with other" in out


def test_an_emptied_roster_withdraws_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.verb("propose", "--apply")
    before = desk.issue(1)
    for each in (tmp_path / "profiles").iterdir():
        each.unlink()
    for verb in ("propose", "tend"):
        out, err = desk.verb(verb, "--apply", status=1)
        assert "The roster is empty" in out
        assert err == "Nothing was written.\n"
    assert desk.issue(1) == before


def test_another_run_that_writes_keeps_this_one_out(desk: Desk, tmp_path: Path) -> None:
    desk.verb("propose", "--apply")
    desk.verb("answer", "1", "robert-burns", "/accept")
    (lease,) = (tmp_path / "issues" / "leases" / "proposals").iterdir()
    text = lease.read_text("utf-8").replace('holder: ""', 'holder: "another"')
    later = re.sub(r'until: "2026-11-23T[^"]*"', 'until: "2026-11-24T12:00:00Z"', text)
    lease.write_text(later, "utf-8")
    _, err = desk.verb("reply", "--apply", status=1)
    assert "Another run is writing" in err


def test_answer_knows_only_people_and_issues_and_folders(desk: Desk) -> None:
    desk.verb("propose", "--apply")
    _, err = desk.verb("answer", "1", "nobody", "/accept", status=1)
    assert "Nobody in the roster" in err
    desk.verb("answer", "9", "robert-burns", "/accept", status=3)
    words = ["answer", "1", "robert-burns", "/accept", "--forge", "github:a/b"]
    assert main([*desk.root, *words]) == 2


def test_proposals_are_kept_below_the_root_whichever_folder_one_stands_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    words = a_root(root, a_mentee(), a_mentor())
    monkeypatch.chdir(elsewhere)
    assert main([*words, "propose", "--apply"]) == 0
    assert f"1 done in folder:{root}/build/proposals." in capsys.readouterr().err
    assert main([*words, "answer", "1", "robert-burns", "/accept"]) == 0
    assert main([*words, "reply"]) == 0
    assert "somebody has answered" in capsys.readouterr().out
    assert main([*words, "ledger"]) == 0
    assert json.loads(capsys.readouterr().out)["proposals"] == 1
    assert not list(elsewhere.iterdir())
