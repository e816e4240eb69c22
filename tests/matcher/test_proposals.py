"""Proposals: a plan is printed, carried out once, and says nothing that participants wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from forge.folder import PROGRAMME, FolderForge
from forge.port import Account, Issue
from matcher.ledger import State
from matcher.proposals.apply import apply_plan
from matcher.proposals.issue import draft_proposal, issue_templates, plain_name
from matcher.proposals.machine_block import LABEL, MachineBlock, read_block, write_block
from matcher.proposals.plan import Plan, plan_changes
from matcher.proposals.reading import read_ledger
from roster.model import Roster
from tests.builders import REPOSITORY, TODAY, a_mentee, a_mentor, a_roster, the_programme
from tests.matcher.pairs import run_round

BLOCK = MachineBlock(mentee="robert-burns", mentee_id=1, mentor="mary-somerville", mentor_id=2)
NOW = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def templates() -> Environment:
    return issue_templates(FileSystemLoader(REPOSITORY / "templates"))


def a_plan(roster: Roster, forge: FolderForge, templates: Environment) -> Plan:
    ledger = read_ledger(forge.issues(label=LABEL), account=forge.account(), roster=roster)
    one_round = run_round(roster, ledger, programme=the_programme(), today=TODAY)
    return plan_changes(
        one_round, roster, programme=the_programme(), templates=templates, today=TODAY
    )


def test_after_a_plan_is_applied_the_next_one_is_empty(
    tmp_path: Path, templates: Environment
) -> None:
    forge = FolderForge(tmp_path, now=lambda: NOW)
    roster = a_roster(a_mentee(), a_mentee("second"), a_mentor(capacity=2))
    first = a_plan(roster, forge, templates)
    assert len(first.openings) == len(list(apply_plan(first, forge))) == 2
    second = a_plan(roster, forge, templates)
    assert (second.openings, second.as_text) == ((), "Nothing to change.")


def test_a_plan_stopped_half_way_is_finished_by_the_next(
    tmp_path: Path, templates: Environment
) -> None:
    forge = FolderForge(tmp_path, now=lambda: NOW)
    roster = a_roster(*(a_mentee(f"m-{number}") for number in range(4)), a_mentor(capacity=4))
    changes = apply_plan(a_plan(roster, forge, templates), forge)
    next(changes)
    next(changes)
    list(apply_plan(a_plan(roster, forge, templates), forge))
    ledger = read_ledger(forge.issues(label=LABEL), account=PROGRAMME, roster=roster)
    assert sorted(each.mentee for each in ledger.proposals) == ["m-0", "m-1", "m-2", "m-3"]


def issue(**given: Any) -> Issue:  # noqa: ANN401 -- any field
    usual: dict[str, Any] = {
        "number": 1,
        "title": "t",
        "body": f"Text.\n\n{write_block(BLOCK)}\n",
        "labels": (LABEL, "state: proposed"),
        "author": PROGRAMME,
        "opened": NOW,
        "updated": NOW,
        "is_open": True,
    }
    return Issue(**{**usual, **given})


def test_only_issues_by_the_programmes_account_under_its_label_count() -> None:
    roster = a_roster()
    for crooked in (
        issue(author=Account(login=PROGRAMME.login, number=666)),
        issue(labels=("state: proposed",)),
        issue(body="no block"),
        issue(body=f"{write_block(BLOCK)}\nand more text after it"),
        issue(body='<!-- mentor-match {"version": 2} -->'),
        issue(body='<!-- mentor-match {"mentee": 1} -->'),
        issue(body="<!-- mentor-match " + '{"a":' * 190 + " -->"),
    ):
        assert read_ledger([crooked], account=PROGRAMME, roster=roster).proposals == ()
    (proposal,) = read_ledger([issue()], account=PROGRAMME, roster=roster).proposals
    assert (proposal.mentee, proposal.mentor, proposal.state) == (
        "robert-burns",
        "mary-somerville",
        State.PROPOSED,
    )


def test_a_renamed_login_keeps_its_proposals() -> None:
    renamed = a_mentee("rabbie-burns", github_id=1)
    (proposal,) = read_ledger([issue()], account=PROGRAMME, roster=a_roster(renamed)).proposals
    assert proposal.mentee == "rabbie-burns"


@pytest.mark.parametrize("state", State)
def test_the_state_is_the_one_that_the_label_names(state: State) -> None:
    labelled = issue(labels=(LABEL, f"state: {state}"))
    (proposal,) = read_ledger([labelled], account=PROGRAMME, roster=a_roster()).proposals
    assert proposal.state is state


def test_the_block_that_was_written_is_read() -> None:
    assert read_block(f"Body\n{write_block(BLOCK)}\n") == BLOCK


def test_names_are_reduced_to_letters() -> None:
    assert (
        plain_name("Ada <b>@all</b> [x](https://evil.example)")
        == "Ada b all b x https evil.example"
    )
    assert plain_name("Standish O'Grady-Núñez Jr.") == "Standish O’Grady-Núñez Jr."
    assert plain_name("सुनीता देवी") == "सुनीता देवी"


def test_an_issue_holds_no_text_that_participants_wrote(templates: Environment) -> None:
    hostile = "@everyone <img src=x> `code` [link](https://evil.example)"
    roster = a_roster(
        a_mentee(about=hostile, name="Robert @everyone Burns", email="r@x.gov.example"),
        a_mentor(about=hostile, name="Mary <script> Somerville", email="m@x.gov.example"),
    )
    one_round = run_round(
        roster,
        read_ledger([], account=PROGRAMME, roster=roster),
        programme=the_programme(),
        today=TODAY,
    )
    draft = draft_proposal(
        one_round.pairings[0], roster, programme=the_programme(), templates=templates, today=TODAY
    )
    for text in (draft.title, draft.body):
        for forbidden in ("@everyone", "<img", "<script", "`code`", "evil", "x.gov.example"):
            assert forbidden not in text
    assert {part.split()[0].rstrip(":|") for part in draft.body.split("@")[1:]} == {
        "robert-burns",
        "mary-somerville",
    }
    assert "30 November 2026" in draft.body
    assert "(https://mentor-match.example/mentors/mary-somerville/)" in draft.body
