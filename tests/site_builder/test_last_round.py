"""The last round among the statistics: read from a report, shown in figures."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from commands.main import main
from matcher.ledger import Ledger
from matcher.report import report_of
from matcher.round import solve_round
from site_builder.last_round import ReportError, parse_report
from tests.builders import TODAY, a_mentee, a_mentor, a_roster, the_programme
from tests.site_builder.building import a_site, text_of


def a_report() -> str:
    roster = a_roster(
        a_mentee("m-one", choices=("mary-somerville",)), a_mentee("m-two"), a_mentor()
    )
    solved = solve_round(roster, Ledger(), programme=the_programme(), today=TODAY)
    return json.dumps(asdict(report_of(solved)))


def test_what_the_matcher_reports_is_shown() -> None:
    last = parse_report(a_report())
    assert (last.mentees, last.placed, last.covered) == (2, 1, 100)
    assert [title for title, _ in last.tables] == [
        "choice honoured", "grade", "organisation", "region", "rounds waited",
    ]  # fmt: skip
    page = text_of(a_site(a_mentor(), last_round=last), "statistics/index.html")
    assert "The last round of matching" in page
    assert "1 of 2 mentees were placed" in page
    assert "Home Office" in page


def test_without_a_round_nothing_is_said_of_one() -> None:
    assert "last round" not in text_of(a_site(a_mentor()), "statistics/index.html")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"mentees": 1}', "null", '{"choices": 3}', a_report().replace("placed", "x")],
)
def test_what_is_no_report_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ReportError):
        parse_report(text)
    file = tmp_path / "round.json"
    file.write_text(text, "utf-8")
    assert main(["build", "--out", str(tmp_path / "site"), "--round", str(file)]) == 2
    assert not (tmp_path / "site").exists()
