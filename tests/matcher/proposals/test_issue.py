"""What an issue says: everything two people need, and nothing that participants wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from forge.port import Issue
from matcher.ledger import State
from matcher.proposals.issue import plain_name
from matcher.proposals.machine_block import LABEL, MachineBlock, Role, read_block, write_block
from matcher.proposals.reading import read_cases, read_ledger
from tests.builders import TODAY, a_mentee, a_mentor, a_roster
from tests.matcher.proposals.playing import PROGRAMME, STRANGER, Clock, play

DAY = date(2026, 11, 23)
BLOCK = MachineBlock(
    mentee="robert-burns",
    mentee_id=1,
    mentor="mary-somerville",
    mentor_id=2,
    round=DAY,
    answer_by=DAY,
    since=DAY,
)


def issue(**given: Any) -> Issue:  # noqa: ANN401 -- any field
    usual: dict[str, Any] = {
        "number": 1,
        "title": "t",
        "body": f"Text.\n\n{write_block(BLOCK)}\n",
        "labels": (LABEL, "state: proposed"),
        "author": PROGRAMME,
        "opened": Clock().now(),
        "updated": Clock().now(),
        "is_open": True,
    }
    return Issue(**{**usual, **given})


def test_only_issues_by_the_programmes_account_under_its_label_count() -> None:
    for crooked in (
        issue(author=STRANGER),
        issue(author=replace(STRANGER, login=PROGRAMME.login)),
        issue(labels=("state: proposed",)),
        issue(body="no block"),
        issue(body=f"{write_block(BLOCK)}\nand more text after it"),
        issue(body=write_block(BLOCK).replace('"version": 2', '"version": 3')),
        issue(body=write_block(BLOCK).replace("robert-burns", "Robert @all")),
        issue(body=write_block(BLOCK).replace("2026-11-23", "2026-11-99")),
        issue(body='<!-- mentor-match {"mentee": 1} -->'),
        issue(body="<!-- mentor-match " + '{"a":' * 190 + " -->"),
    ):
        assert read_ledger([crooked], account=PROGRAMME, roster=a_roster()).proposals == ()
    (proposal,) = read_ledger([issue()], account=PROGRAMME, roster=a_roster()).proposals
    assert (proposal.mentee, proposal.mentor) == ("robert-burns", "mary-somerville")
    assert proposal.state is State.PROPOSED


def test_a_damaged_block_of_our_own_is_told_from_what_others_paste() -> None:
    found = read_cases([issue(number=7, body="cut"), issue(author=STRANGER)], account=PROGRAMME)
    assert (found.unreadable, found.others, found.cases) == ((7,), 1, ())


def test_a_renamed_login_keeps_its_proposals() -> None:
    renamed = a_mentee("rabbie-burns", github_id=1)
    ledger = read_ledger([issue()], account=PROGRAMME, roster=a_roster(renamed))
    assert ledger.proposals[0].mentee == "rabbie-burns"


@pytest.mark.parametrize("state", State)
def test_the_block_that_was_written_is_read(state: State) -> None:
    block = replace(
        BLOCK, state=state, accepted=(Role.MENTEE,), heard={Role.MENTEE: DAY}, counted=(3, 9)
    )
    assert read_block(f"Body\n{write_block(block)}\n") == block


def test_names_are_reduced_to_letters() -> None:
    assert (
        plain_name("Ada <b>@all</b> [x](https://evil.example)")
        == "Ada b all b x https evil example"
    )
    assert plain_name("Standish O'Grady-Núñez Jr.") == "Standish O’Grady-Núñez Jr."
    assert plain_name("सुनीता देवी") == "सुनीता देवी"
    assert plain_name("www.evil.example") == "www evil example"


def test_an_issue_says_who_why_what_else_how_until_when_and_where_privacy_is_explained() -> None:
    one = play(
        a_mentee(seeks=("Leadership", "Statistics")), a_mentor(), a_mentor("other", region="Wales")
    )
    one.propose()
    body = one.forge.shelf[1].body
    for words in (
        "| Mentee | Robert Burns | [Robert Burns](../blob/HEAD/profiles/robert-burns.yaml) |",
        "(https://mentor-match.example/mentors/mary-somerville/)",
        "2 grades more senior, which is ideal (10 points)",
        "Needs covered: Leadership. Not covered: Statistics.",
        "Other mentors who would have fitted: [Other](https://mentor-match.example/mentors/other/)",
        "Waiting for answers until 30 November 2026",
        "`/accept`",
        "You do not have to say why",
        "[privacy](https://mentor-match.example/privacy/)",
    ):
        assert words in body
    assert set(one.forge.shelf[1].labels) == {
        "mentor-match",
        "state: proposed",
        f"round: {TODAY}",
        "between: HMT and Home Office",
        "waits for mentee",
        "waits for mentor",
    }


def test_only_the_status_changes_when_somebody_answers() -> None:
    one = play(a_mentee(), a_mentor())
    one.propose()
    before = one.forge.shelf[1].body
    one.say("robert-burns", 1, "/accept")
    one.reply()
    after = one.forge.shelf[1].body

    def middle(body: str) -> list[str]:
        return body.split("\n")[1:-2]

    assert middle(before) == middle(after)
    assert before.split("\n")[0] != after.split("\n")[0]


def test_an_issue_holds_no_text_that_participants_wrote() -> None:
    hostile = "@everyone <img src=x> `code` [link](https://evil.example)"
    one = play(
        a_mentee(about=hostile, name="Robert @everyone Burns", email="r@x.gov.example"),
        a_mentor(about=hostile, name="Mary <script> Somerville", email="m@x.gov.example"),
    )
    one.propose()
    draft = one.forge.shelf[1]
    for text in (draft.title, draft.body):
        for forbidden in ("@everyone", "<img", "<script", "`code`", "evil", "x.gov.example"):
            assert forbidden not in text
    assert set(re.findall(r"@([a-z-]+)", draft.body)) == {"robert-burns", "mary-somerville"}
