"""Pull requests, from the bell to the page: the real gate, by act, against the double of GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from roster.writing import write_profile
from tests.builders import a_mentor
from tests.github_double.seeding import commit, open_pull, push_to_pull, write_comment
from tests.github_double.state import BOT
from tests.workflows.payloads import a_schedule, payload
from tests.workflows.running import Run
from tests.workflows.stage import Stage, staged

GRACE = a_mentor("grace-hopper", github_id=70001, name="Grace Hopper")
ADA = "profiles/ada-lovelace.yaml"
PATH = "profiles/grace-hopper.yaml"
PAGE = "https://mentor-match.example/mentors/grace-hopper/"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture
def stage(shared: Stage) -> Iterator[Stage]:
    """The stage as it was set, before anybody did anything."""
    before = shared.double.state.copy()
    shared.let_in("grace-hopper", 70001)
    shared.let_in("mallory", 666)
    yield shared
    shared.double.state = before


def ring(stage: Stage, number: int, action: str = "opened", **changes: Any) -> Run:  # noqa: ANN401
    given = {"number": number, "user": {"type": "User"}, "base": {"ref": "main"}, **changes}
    event = payload("pull_request", action, number=number, pull_request=given)
    return stage.run("check-profile", "pull_request_target", event)


def statuses(stage: Stage, number: int) -> list[tuple[str, str]]:
    head = stage.double.state.issues[number]["pull"]["head_sha"]
    return [(each["context"], each["state"]) for each in stage.double.state.statuses.get(head, ())]


def test_a_first_profile_is_judged_merged_published_and_its_link_posted(stage: Stage) -> None:
    number = open_pull(stage.double, author=70001, files={PATH: write_profile(GRACE)})
    run = ring(stage, number)
    assert run.is_done, run.log
    assert stage.double.state.issues[number]["pull"]["merged_at"]
    assert statuses(stage, number) == [("mentor-match/gate", "success")]
    first, second = stage.said(number)
    assert first.startswith("### This can enter by itself")
    assert second == f"Your page is there: {PAGE}"
    page = stage.scratch.pages / "mentors/grace-hopper/index.html"
    assert "Grace Hopper" in page.read_text("utf-8")
    assert "@" not in "".join(stage.said(number))


def test_a_stranger_who_changes_somebody_elses_profile_is_refused(stage: Stage) -> None:
    number = open_pull(stage.double, author=666, files={ADA: write_profile(GRACE)})
    run = ring(stage, number, user={"login": "ada-lovelace", "id": 18151210, "type": "User"})
    assert run.is_done
    assert statuses(stage, number) == [("mentor-match/gate", "failure")]
    assert "belongs to somebody else" in stage.said(number)[0].replace("\\", "")
    assert not stage.double.state.issues[number]["pull"]["merged_at"]
    assert set(run.jobs) == {"gate"}


def test_without_a_bell_all_that_is_open_is_judged_and_a_second_time_nothing_is_done(
    stage: Stage,
) -> None:
    first = open_pull(stage.double, author=666, files={ADA: None})
    second = open_pull(stage.double, author=70001, files={PATH: write_profile(GRACE)}, fork="g/d")
    draft = stage.double.state.issues[second]
    stage.double.state.issues[second] = {**draft, "pull": {**draft["pull"], "draft": True}}
    assert stage.run("check-profile", "schedule", a_schedule()).is_done
    assert statuses(stage, first) == [("mentor-match/gate", "failure")]
    assert statuses(stage, second) == [("mentor-match/gate", "success")]
    before = stage.written()
    assert stage.run("check-profile", "schedule", a_schedule()).is_done
    assert stage.written() == before


def test_an_answer_is_edited_after_a_push_and_a_forged_one_is_left_alone(stage: Stage) -> None:
    number = open_pull(stage.double, author=70001, files={PATH: b"name: ["})
    assert ring(stage, number).is_done
    write_comment(stage.double, number, author=666, body=stage.said(number)[0])
    push_to_pull(stage.double, number, {PATH: write_profile(replace(GRACE, organisation="None"))})
    assert ring(stage, number, "synchronize").is_done
    (said,) = stage.said(number)
    assert "organisation" in said
    assert stage.said(number, by=666) != [said]
    assert statuses(stage, number) == [("mentor-match/gate", "failure")]


def test_main_that_moved_since_the_checkout_is_read_through_the_api(stage: Stage) -> None:
    number = open_pull(stage.double, author=70001, files={PATH: write_profile(GRACE)})
    commit(stage.double, {"profiles/newer.yaml": write_profile(replace(GRACE, github="newer"))})
    assert ring(stage, number).is_done
    assert statuses(stage, number) == [("mentor-match/gate", "failure")]


def test_what_one_run_costs_is_printed(stage: Stage) -> None:
    number = open_pull(stage.double, author=70001, files={PATH: b"name: ["})
    before = len(stage.double.seen)
    run = ring(stage, number)
    assert re.search(r"\b13 requests in \d+\.\d seconds; 985 are left", run.said)
    assert {each.who for each in stage.double.seen[before:]} == {
        stage.double.state.users[BOT]["login"]
    }
