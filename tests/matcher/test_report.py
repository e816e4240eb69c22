"""The report counts what the round did, and names nobody."""

from __future__ import annotations

import json
from datetime import date

from matcher.ledger import Ledger, Proposal, State
from matcher.report import as_data, as_markdown, report_of
from matcher.round import Solved, solve_round
from roster.model import Roster
from tests.builders import TODAY, a_mentee, a_mentor, a_roster, the_programme


def solved(roster: Roster, *proposals: Proposal) -> Solved:
    return solve_round(roster, Ledger(proposals=proposals), programme=the_programme(), today=TODAY)


def test_a_report_counts_placed_covered_and_choices() -> None:
    roster = a_roster(
        a_mentee("m-one", seeks=("Leadership", "Statistics"), choices=("b-one", "b-two")),
        a_mentee("m-two", choices=("b-two",), region="Wales"),
        a_mentee("m-three", seeks=("Statistics",)),
        a_mentor("b-one"),
        a_mentor("b-two"),
    )
    report = report_of(solved(roster))
    assert (report.mentees, report.placed, report.pairs) == (3, 2, 2)
    assert (report.places, report.spare_places) == (2, 0)
    assert report.covered == 83  # two thirds of one mentee's needs and all of the other's
    assert report.choices == ((2, 2), (1, 0))
    assert [(each.group, each.mentees, each.placed) for each in report.fairness["region"]] == [
        ("London", 2, 1), ("Wales", 1, 1),
    ]  # fmt: skip
    assert report.fairness["region"][0].percent == 50
    assert [each.area for each in report.shortages] == ["Statistics"]


def test_pairs_who_would_both_rather_have_each_other_are_counted() -> None:
    # Placing both means that the best pair is parted.
    roster = a_roster(
        a_mentee("m-one", seeks=("Leadership", "Statistics")),
        a_mentee("m-two", seeks=("Leadership",)),
        a_mentor("b-one", offers=("Leadership", "Statistics")),
        a_mentor("b-two", offers=("Statistics",)),
    )
    assert report_of(solved(roster)).rather == 0  # the mentor earns no more with the other
    chosen = a_roster(
        a_mentee("m-one", seeks=("Leadership", "Statistics"), choices=("b-one",)),
        *(each for each in roster.profiles if each.github != "m-one"),
    )
    assert report_of(solved(chosen)).rather == 1


def test_who_waited_is_shown_by_rounds() -> None:
    opened = Proposal(mentee="x", mentor="y", state=State.DECLINED, opened=date(2026, 11, 10))
    roster = a_roster(a_mentee(), a_mentee("new", confirmed=date(2026, 11, 20)), a_mentor())
    shares = report_of(solved(roster, opened)).fairness["rounds waited"]
    assert {each.group: each.placed for each in shares} == {"0": 0, "1": 1}


def test_a_report_names_nobody_and_reads_as_markdown_and_data(the_samples: Roster) -> None:
    report = report_of(solved(the_samples))
    text = as_markdown(report, programme="Samples")
    data = json.dumps(as_data(report))
    assert "29 of 32 mentees have a mentor" in text
    assert "is proven over" in text
    for each in the_samples.profiles:
        assert each.github not in text
        assert each.github not in data


def test_a_round_of_nobody_has_a_report_too() -> None:
    assert "0 of 0 mentees" in as_markdown(report_of(solved(a_roster())), programme="Nobody")
