"""Proposals among the statistics: read from a ledger in figures, and nothing of few people."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commands.main import main
from matcher.ledger import Ledger, Proposal, State
from matcher.ledger_summary import as_data, summary_of
from site_builder.ledger_figures import LedgerError, LedgerFigures, parse_ledger
from tests.builders import a_mentor
from tests.site_builder.building import a_site, text_of, words_of


def a_ledger(*states: State) -> str:
    proposals = tuple(
        Proposal(
            mentee=f"m-{number}",
            mentor="mary-somerville",
            state=state,
            opened=date(2026, 11, 2),
            began=date(2026, 11, 9) if state is State.ACTIVE else None,
        )
        for number, state in enumerate(states)
    )
    return json.dumps(as_data(summary_of(Ledger(proposals=proposals))))


SOME = (*[State.ACTIVE] * 6, State.DECLINED, State.EXPIRED, State.PROPOSED)


def page_of(ledger: LedgerFigures | None) -> str:
    return words_of(text_of(a_site(a_mentor(), ledger=ledger), "statistics/index.html"))


def test_what_the_ledger_says_is_shown() -> None:
    page = page_of(parse_ledger(a_ledger(*SOME)))
    assert "matches 6 of proposals accepted 75% days until a match 7" in page
    assert "So far there were 9 proposals, and 6 became matches" in page
    assert "The last round was on 2 November 2026, with 9 proposals." in page
    assert "matched within 7 days of the mentee’s first proposal" in page
    assert "Waiting for answers 1 Accepted by both 6 Declined by one of them 1" in page


def test_how_it_went_for_few_people_is_not_shown() -> None:
    page = page_of(parse_ledger(a_ledger(*[State.ACTIVE] * 3, State.DECLINED)))
    assert "So far there were 4 proposals, and 3 became matches" in page
    assert "%" not in page
    assert "Declined by" not in page
    assert "within" not in page


def test_days_of_few_matches_are_not_shown_where_many_were_answered() -> None:
    page = page_of(parse_ledger(a_ledger(*[State.ACTIVE] * 4, *[State.COMPLETED] * 4)))
    assert "of proposals accepted 100%" in page
    assert "days until" not in page


@pytest.mark.parametrize("ledger", [None, parse_ledger(a_ledger())], ids=["none", "empty"])
def test_where_nothing_was_proposed_nothing_is_said_of_it(ledger: LedgerFigures | None) -> None:
    page = page_of(ledger)
    assert "roposal" not in page
    assert "match" not in page.replace("Mentor Match", "")


def test_who_has_no_place_left_is_known_from_the_ledger() -> None:
    site = a_site(a_mentor(), ledger=parse_ledger(a_ledger(State.PROPOSED)))
    assert "No room just now" in text_of(site, "mentors/mary-somerville/index.html")


def damaged(**changes: Any) -> str:  # noqa: ANN401 -- any damage
    return json.dumps({**json.loads(a_ledger(*SOME)), **changes})


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "null", '"x"', "[" * 100_000,
        damaged(proposals=-1), damaged(matches="6"), damaged(waited=True), damaged(taken=[]),
        damaged(taken={"a": "x"}), damaged(last_round="yesterday"), damaged(accepted=0.75),
        damaged(declined=10**30),
    ],
)  # fmt: skip
def test_what_is_no_ledger_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        parse_ledger(text)
    file = tmp_path / "ledger.json"
    file.write_bytes(b"\xff" + text.encode())
    assert main(["build", "--out", str(tmp_path / "site"), "--ledger", str(file)]) == 2
    assert not (tmp_path / "site").exists()
