"""The last round among the statistics: read from a report, shown in figures."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from commands.main import main
from matcher.ledger import Ledger
from matcher.report import report_of
from matcher.round import solve_round
from roster.model import Grade
from site_builder.last_round import (
    SMALL_GROUPS,
    Missing,
    ReportError,
    Row,
    parse_report,
    without_small_groups,
)
from tests.builders import TODAY, a_mentee, a_mentor, a_roster, the_programme
from tests.site_builder.building import a_site, text_of, words_of


def a_report() -> str:
    """A round of 14 mentees, of whom 8 are at the Home Office, and of 6 places."""
    office = [a_mentee(f"m-{each}", choices=("b-0",)) for each in range(8)]
    treasury = [
        a_mentee(f"t-{each}", organisation="HM Treasury", grade=Grade.EO) for each in range(6)
    ]
    roster = a_roster(*office, *treasury, a_mentor("b-0", capacity=5), a_mentor("b-1"))
    solved = solve_round(roster, Ledger(), programme=the_programme(), today=TODAY)
    return json.dumps(asdict(report_of(solved)))


def test_what_the_matcher_reports_is_shown() -> None:
    last = parse_report(a_report())
    assert (last.mentees, last.placed, last.covered) == (14, 6, 100)
    assert dict(last.tables)["organisation"][0] == Row(name="Home Office", mentees=8, placed=6)
    assert (last.rather, last.is_proven) == (0, True)
    assert last.missing == (Missing(name="Leadership", left_out=8, mentors=2, places=6),)
    page = words_of(text_of(a_site(a_mentor(), last_round=last), "statistics/index.html"))
    assert "The last round of matching 6 of 14 mentees were placed with a mentor." in page
    assert "No two people would both rather have each other." in page
    assert "It is proven that no other round would do better." in page
    assert "Where every place was taken Area Mentors Places Left out Leadership 2 6 8" in page
    assert "Organisation Mentees Placed Home Office 8 6 HM Treasury 6 0" in page
    assert "Home Office is the largest group: 6 of 8 mentees were placed." in page


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([("a", 9, 8), ("b", 5, 5)], [("a", 9, 8), ("b", 5, 5)]),
        ([("a", 9, 8), ("b", 2, 1), ("c", 3, 0)], [("a", 9, 8), (SMALL_GROUPS, 5, 1)]),
        # The one small group could be reckoned out from the sum of all: it takes another along.
        ([("a", 9, 8), ("b", 6, 5), ("c", 1, 0)], [("a", 9, 8), (SMALL_GROUPS, 7, 5)]),
        ([("a", 2, 2), ("b", 1, 0)], []),
        ([("a", 0, 0)], []),
        ([], []),
    ],
)
def test_no_group_is_shown_that_would_tell_how_it_went_for_a_person(
    given: list[tuple[str, int, int]], shown: list[tuple[str, int, int]]
) -> None:
    rows = without_small_groups([Row(name=n, mentees=m, placed=p) for n, m, p in given])
    assert [(each.name, each.mentees, each.placed) for each in rows] == shown


def test_few_people_who_were_left_out_are_not_counted_out() -> None:
    report = json.loads(a_report())
    report["shortages"][0]["left_out"] = 4
    last = parse_report(json.dumps(report))
    assert last.missing[0].left_out is None
    page = words_of(text_of(a_site(a_mentor(), last_round=last), "needed/index.html"))
    assert "Leadership: fewer than 5 left out, 6 places" in page


def test_without_a_round_nothing_is_said_of_one() -> None:
    assert "last round" not in text_of(a_site(a_mentor()), "statistics/index.html")


def damaged(**changes: Any) -> str:  # noqa: ANN401 -- any damage
    return json.dumps({**json.loads(a_report()), **changes})


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"mentees": 1}', "null", '{"choices": 3}',
        a_report().replace("placed", "x"), "[" * 100_000, "\ufffd", damaged(mentees=10**30),
        damaged(placed=-1), damaged(covered="5"),
        damaged(taken={"a": True}), damaged(choices=[[1.5, 1]]),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ReportError):
        parse_report(text)
    file = tmp_path / "round.json"
    file.write_text(text, "utf-8")
    assert main(["build", "--out", str(tmp_path / "site"), "--round", str(file)]) == 2
    assert not (tmp_path / "site").exists()
