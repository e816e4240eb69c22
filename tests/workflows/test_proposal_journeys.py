"""Proposals, from the Monday run to their end: the real verbs, by act, against the double."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest

from roster.writing import write_profile
from tests.builders import REPOSITORY, a_mentee, a_mentor
from tests.github_double.seeding import write_comment
from tests.github_double.state import Record
from tests.workflows.payloads import a_schedule, payload
from tests.workflows.running import Run, token_of
from tests.workflows.stage import Stage, staged

BURNS, SOMERVILLE = 101, 102
MALLORY, BOSS = 666, 99
PEOPLE = (
    a_mentee("robert-burns", github_id=BURNS, name="Robert Burns"),
    a_mentor("mary-somerville", github_id=SOMERVILLE, name="Mary Somerville"),
)


def the_people() -> Mapping[str, bytes | None]:
    """Two people in place of the sixty of the demonstration."""
    others = sorted((REPOSITORY / "profiles").iterdir())
    return {
        **{f"profiles/{each.name}": None for each in others},
        **{f"profiles/{each.github}.yaml": write_profile(each) for each in PEOPLE},
    }


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage"), the_people()) as stage:
        for each in PEOPLE:
            stage.let_in(each.github, each.github_id)
        stage.let_in("mallory", MALLORY)
        stage.let_in("boss", BOSS, role="write")
        empty = stage.double.state.copy()
        assert propose(stage).is_done
        proposed = stage.double.state
        stage.double.state = empty
        stage.moments = {"empty": empty, "proposed": proposed}
        yield stage


@pytest.fixture
def stage(shared: Stage) -> Stage:
    """The stage after the first round."""
    shared.double.state = shared.moments["proposed"].copy()
    return shared


def propose(stage: Stage) -> Run:
    return stage.run("propose", "schedule", a_schedule())


def the_issue(stage: Stage) -> Record:
    (issue,) = stage.double.state.issues.values()
    return issue


def state(stage: Stage) -> str:
    (found,) = [each for each in the_issue(stage)["labels"] if each.startswith("state: ")]
    return str(found).removeprefix("state: ")


def comment(stage: Stage, author: int, body: str) -> Run:
    """Let somebody comment, and ring as GitHub would."""
    issue = the_issue(stage)
    write_comment(stage.double, issue["number"], author=author, body=body)
    kind = {"login": stage.double.state.users[author]["login"], "id": author, "type": "User"}
    event = payload(
        "issue_comment", "created", comment={"user": kind, "body": body}, sender=kind,
        issue={"labels": [{"name": each} for each in issue["labels"]], "pull_request": None},
    )  # fmt: skip
    return stage.run("reply", "issue_comment", event)


def days_ago(stage: Stage, days: int) -> None:
    """Let the proposal have been made so many days earlier."""
    issue = the_issue(stage)

    def earlier(found: re.Match[str]) -> str:
        return str(date.fromisoformat(found[0]) - timedelta(days=days))

    body = re.sub(r"\b20\d\d-\d\d-\d\d\b", earlier, issue["body"])
    stamps = {key: re.sub(r"^20\d\d-\d\d-\d\d", earlier, issue[key]) for key in ("created_at",)}
    stage.double.state.issues[issue["number"]] = {**issue, **stamps, "body": body}


def test_a_round_opens_an_issue_and_run_again_it_does_nothing(stage: Stage) -> None:
    issue = the_issue(stage)
    assert issue["title"] == "Mentoring: Robert Burns with Mary Somerville"
    assert "mentor-match" in issue["labels"]
    assert state(stage) == "proposed"
    before = stage.written()
    run = propose(stage)
    assert run.jobs == {"plan": "success"}
    assert stage.written() == before


def test_a_plan_that_has_gone_stale_before_it_is_carried_out_is_refused(shared: Stage) -> None:
    shared.double.state = shared.moments["empty"].copy()

    def meanwhile() -> None:
        shared.double.state = shared.moments["proposed"].copy()

    shared.double.before[token_of("propose", "apply")] = meanwhile
    written = shared.written()
    run = propose(shared)
    assert run.jobs == {"plan": "success", "apply": "failure"}
    assert shared.written() == written


def test_an_answer_is_heard_at_once_and_only_once(stage: Stage) -> None:
    assert comment(stage, SOMERVILLE, "/accept").is_done
    assert "waits for mentor" not in the_issue(stage)["labels"]
    assert "waits for mentee" in the_issue(stage)["labels"]
    before = stage.written()
    assert stage.run("reply", "schedule", a_schedule()).is_done
    assert stage.written() == before
    assert comment(stage, BURNS, "/accept").is_done
    assert state(stage) == "active"


def test_a_decline_closes_it(stage: Stage) -> None:
    assert comment(stage, SOMERVILLE, "/decline no time").is_done
    assert state(stage) == "declined"
    assert the_issue(stage)["state"] == "closed"


@pytest.mark.parametrize(
    ("author", "body"),
    [
        (MALLORY, "/accept"),
        (MALLORY, '/accept <!-- mentor-match {"state": "active"} -->'),
        (SOMERVILLE, "> /accept"),
        (SOMERVILLE, "$(touch /tmp/owned)`touch /tmp/owned` @everybody"),
    ],
    ids=["stranger", "forged block", "quoted", "hostile"],
)
def test_what_is_no_answer_of_the_two_changes_nothing(stage: Stage, author: int, body: str) -> None:
    before = the_issue(stage)
    assert comment(stage, author, body).is_done
    after = the_issue(stage)
    assert (after["labels"], after["state"]) == (before["labels"], before["state"])
    assert all("@everybody" not in each for each in stage.said(after["number"]))


def test_an_organiser_answers_for_somebody_by_a_label(stage: Stage) -> None:
    issue = the_issue(stage)
    label = "organiser: decline for mentor"
    stage.double.state.labels[label] = {"id": 1, "name": label}
    stage.double.state.issues[issue["number"]] = {**issue, "labels": [*issue["labels"], label]}
    event = payload("issues", "labeled", label={"name": label}, sender={"type": "User"})
    assert stage.run("reply", "issues", event).is_done
    assert state(stage) == "declined"
    assert label not in the_issue(stage)["labels"]


def test_who_is_silent_is_reminded_once_and_then_it_expires(stage: Stage) -> None:
    number = the_issue(stage)["number"]
    assert stage.run("tend", "schedule", a_schedule()).is_done
    assert stage.said(number) == []
    days_ago(stage, 4)
    assert stage.run("tend", "schedule", a_schedule()).is_done
    assert len(stage.said(number)) == 1
    before = stage.written()
    assert stage.run("tend", "schedule", a_schedule()).is_done
    assert stage.written() == before
    days_ago(stage, 4)
    assert stage.run("tend", "schedule", a_schedule()).is_done
    assert state(stage) == "expired"
    assert the_issue(stage)["state"] == "closed"
