"""Forms, from an issue to the page: the real intake, by act, against the double of GitHub."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake.questions import LABEL
from tests.github_double.seeding import write_issue
from tests.intake.filled import ADA as ANSWERS
from tests.intake.filled import issue_text
from tests.workflows.payloads import a_schedule, payload
from tests.workflows.running import Run
from tests.workflows.stage import Stage, staged

GRACE = {**ANSWERS, "name": "Grace Hopper", "email": "grace.hopper@analysis.gov.example"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage")) as stage:
        stage.let_in("grace-hopper", 70001)
        yield stage


def send(stage: Stage, body: str) -> int:
    return write_issue(stage.double, author=70001, title="Join", body=body, labels=(LABEL,))


def ring(stage: Stage, number: int) -> Run:
    issue = {"number": number, "labels": [{"name": LABEL}]}
    event = payload("issues", "opened", issue=issue, sender={"type": "User"})
    return stage.run("intake", "issues", event)


def test_a_form_becomes_a_page_and_a_second_run_does_nothing(stage: Stage) -> None:
    number = send(stage, issue_text(GRACE))
    run = ring(stage, number)
    assert run.is_done, run.log
    assert stage.double.state.issues[number]["state"] == "closed", stage.said(number)
    page = stage.scratch.pages / "mentors/grace-hopper/index.html"
    assert "grace-hopper" in page.read_text("utf-8")
    assert any("mentors/grace-hopper/" in each for each in stage.said(number))
    before = stage.written()
    assert stage.run("intake", "schedule", a_schedule()).is_done
    assert stage.written() == before


def test_a_form_with_a_second_heading_gets_one_reply_and_no_pull_request(stage: Stage) -> None:
    pulls = [each for each in stage.double.state.issues.values() if each["pull"]]
    number = send(stage, issue_text(GRACE) + "\n\n### Work email address\n\nm@evil.example\n")
    run = ring(stage, number)
    assert run.is_done, run.log
    assert stage.double.state.issues[number]["state"] == "open"
    assert len(stage.said(number)) == 1
    assert [each for each in stage.double.state.issues.values() if each["pull"]] == pulls
    assert set(run.jobs) == {"intake"}


def test_a_bell_without_the_label_starts_nothing(stage: Stage) -> None:
    event = payload("issues", "opened", issue={"labels": []}, sender={"type": "User"})
    assert stage.run("intake", "issues", event).jobs == {}
