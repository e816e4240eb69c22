"""`match`, `explain` and `propose` from outside, on the samples and on small roots."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands.gathering import WallClock
from commands.main import main
from roster.model import Profile
from roster.writing import write_profile
from tests.builders import REPOSITORY, a_mentee, a_mentor


def a_root(folder: Path, *people: Profile) -> list[str]:
    (folder / "profiles").mkdir()
    for each in people:
        (folder / "profiles" / f"{each.github}.yaml").write_bytes(write_profile(each))
    return ["--root", str(folder), "--today", "2026-11-23"]


def test_match_prints_the_round_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_root(tmp_path, a_mentee(), a_mentee("zz-last", seeks=("Statistics",)), a_mentor())
    assert main([*root, "match"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {
        "pairings": [
            {
                "mentee": "robert-burns",
                "mentor": "mary-somerville",
                "score": 62,
                "reasons": [
                    "Can help with Leadership (50 points).",
                    "2 grades more senior, which is ideal (10 points).",
                    "Not mentoring anyone yet (2 points).",
                ],
                "next_best": None,
            }
        ],
        "unmatched": [{"mentee": "zz-last", "why": "No mentor offers Statistics."}],
        "summary": {
            "mentees": 2,
            "matched": 1,
            "unmatched": 1,
            "waiting": 0,
            "places": 1,
            "points": 62,
            "certificate": {"proven": True, "eligible_pairs": 1, "violations": 0, "gap": 0},
            "shortages": [{"area": "Statistics", "left_out": 1, "mentors": 0, "places": 0}],
        },
        "prices": {},
    }


def test_a_round_can_start_from_what_an_earlier_one_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_root(tmp_path, a_mentee(), a_mentee("zz-last"), a_mentor(capacity=1))
    assert main([*root, "match"]) == 0
    first = capsys.readouterr().out
    assert json.loads(first)["prices"]["mary-somerville"] > 0
    (tmp_path / "before.json").write_text(first, "utf-8")
    assert main([*root, "match", "--before", str(tmp_path / "before.json")]) == 0
    second = json.loads(capsys.readouterr().out)
    (pairing,) = second["pairings"]
    assert pairing["mentee"] == json.loads(first)["pairings"][0]["mentee"]
    assert "Paired in the round before (3 points)." in pairing["reasons"]
    assert second["summary"]["certificate"]["proven"]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"pairings": [{}], "prices": {}}', '{"pairings": [], "prices": []}',
        '{"pairings": [], "prices": {"a": "b"}}', '{"pairings": [], "prices": {"a": Infinity}}',
        "[" * 100_000, "\ud800",
    ],
)  # fmt: skip
def test_a_file_that_no_round_printed_is_wrong_usage(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_root(tmp_path, a_mentee(), a_mentor())
    (tmp_path / "before.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert main([*root, "match", "--before", str(tmp_path / "before.json")]) == 2
    assert "is not what `mentor-match match` prints" in capsys.readouterr().err


def test_match_refuses_a_roster_with_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_root(tmp_path, a_mentor())
    (tmp_path / "profiles" / "broken.yaml").write_text("name: [", "utf-8")
    for verb in (["match"], ["propose"], ["explain", "x"]):
        assert main([*root, *verb]) == 1
        streams = capsys.readouterr()
        assert streams.out == ""
        assert "profiles/broken.yaml:1:7" in streams.err


def test_explain_says_why_and_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    far = a_mentor("far-away", grade=a_mentee().grade, organisation="Home Office")
    root = a_root(tmp_path, a_mentee(), a_mentor(), a_mentor("other"), far)
    assert main([*root, "explain", "robert-burns"]) == 0
    out = capsys.readouterr().out
    assert "Paired with" in out
    assert "Next best mentors whom the rules allow:" in out
    assert main([*root, "explain", "robert-burns", "far-away"]) == 0
    out = capsys.readouterr().out
    assert "This pair is not possible:" in out
    assert "1 to 3 grades above" in out
    assert "one department" in out


def test_explain_asks_who_is_meant(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_root(tmp_path, a_mentee(), a_mentor())
    assert main([*root, "explain", "robert-bruns"]) == 1
    assert "Did you mean robert-burns?" in capsys.readouterr().err
    assert main([*root, "explain", "Robert Burns"]) == 1
    assert main([*root, "explain", "nobody-at-all"]) == 1
    assert "a profile's file is called profiles/LOGIN.yaml." in capsys.readouterr().err
    assert main([*root, "explain", "mary-somerville"]) == 1
    assert capsys.readouterr().err.startswith("“mary-somerville” seeks nothing.")
    assert main([*root, "explain", "robert-burns", "robert-burns"]) == 1
    assert capsys.readouterr().err.startswith("“robert-burns” offers nothing.")


def test_propose_prints_and_writes_nothing_until_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_root(tmp_path, a_mentee(), a_mentor())
    forge = ["--forge", f"folder:{tmp_path / 'issues'}"]
    assert main([*root, "propose", *forge]) == 0
    assert "open    robert-burns with mary-somerville" in capsys.readouterr().out
    assert not (tmp_path / "issues").exists()
    assert main([*root, "propose", *forge, "--apply"]) == 0
    assert len(list((tmp_path / "issues").glob("*.md"))) == 1
    capsys.readouterr()
    assert main([*root, "propose", *forge, "--apply", "--format", "json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert [plan[each] for each in ("open", "update", "remind", "close", "label", "say")] == [
        []
    ] * 6
    assert main([*root, "match", *forge]) == 0
    assert json.loads(capsys.readouterr().out)["summary"]["waiting"] == 1


def test_propose_refuses_an_empty_roster_and_unknown_forges(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_root(tmp_path)
    assert main([*root, "propose"]) == 1
    printed = capsys.readouterr()
    assert "The roster is empty" in printed.out
    assert printed.err == "Nothing was written.\n"
    for forge in ("github:owner", "github:owner/../repo", "folder:", "nonsense"):
        assert main([*root, "propose", "--forge", forge]) == 2
        assert "folder:DIR" in capsys.readouterr().err


def test_a_garbled_issue_stops_everything_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_root(tmp_path, a_mentee(), a_mentor())
    (tmp_path / "issues").mkdir()
    (tmp_path / "issues" / "0007-odd.md").write_text("odd", "utf-8")
    forge = ["--forge", f"folder:{tmp_path / 'issues'}"]
    assert main([*root, "propose", *forge, "--apply"]) == 3
    assert "0007-odd.md" in capsys.readouterr().err
    assert len(list((tmp_path / "issues").iterdir())) == 1


def test_most_of_the_sample_mentees_are_matched(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(REPOSITORY), "--today", "2026-11-23", "match"]) == 0
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert summary["matched"] >= 0.8 * summary["mentees"]
    assert summary["unmatched"] >= 1


def test_a_repository_on_github_needs_a_token_and_a_safe_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_root(tmp_path, a_mentee(), a_mentor())
    secret = "ghs_secretsecretsecret"  # noqa: S105 -- what must not be told
    for token, url, told in (
        ("", "", "set GITHUB_TOKEN"),
        (secret, "http://api.gov.example", "must start with https://"),
        (secret + "\n", "", "the token is empty or holds what no token holds"),
    ):
        monkeypatch.setenv("GITHUB_TOKEN", token)
        monkeypatch.setenv("GITHUB_API_URL", url)
        assert main([*root, "propose", "--forge", "github:owner/repo"]) == 2
        printed = capsys.readouterr()
        assert told in printed.err
        assert secret not in printed.err + printed.out


def test_a_forge_that_cannot_be_reached_is_the_outside_worlds_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_root(tmp_path, a_mentee(), a_mentor())
    monkeypatch.setattr(WallClock, "wait", lambda *_: None)
    monkeypatch.setenv("GITHUB_TOKEN", "ghs_x")
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:9")
    assert main([*root, "propose", "--forge", "github:owner/repo"]) == 3
    assert "no answer came" in capsys.readouterr().err
