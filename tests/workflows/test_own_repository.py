"""An organiser's own repository, which holds no engine, calls the same workflows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import REPOSITORY
from tests.workflows.payloads import a_schedule, payload
from tests.workflows.running import (
    ENGINE,
    ENGINE_COMMIT,
    STAND_INS,
    Scratch,
    make_own_scratch,
    run_workflow,
)
from tests.workflows.test_shape import WRITERS, workflow
from tests.workflows.test_triggers import (
    CONFIRM,
    FORGE,
    INTAKE,
    JUDGE_ALL,
    PROVE,
    PUBLISH,
    REPLY,
    TEND,
    calls,
)

TOLD = "changes=1 digest=d today=2026-11-23 merged=0"


def the_page() -> str:
    """The workflow that the page for organisers shows."""
    page = (REPOSITORY / "docs/organisers.md").read_text("utf-8")
    (shown,) = re.findall(r"```yaml\n(name: Reply\n.*?)```", page, re.DOTALL)
    return str(shown)


def a_caller(name: str) -> dict[Any, Any]:
    """Make the file as the page says: its events and its jobs' rights, and a call."""
    ours = workflow(name)
    events = {key: value for key, value in ours[True].items() if key != "workflow_call"}
    rights: dict[str, str] = {}
    for each in ours["jobs"].values():
        for right, level in each["permissions"].items():
            rights[right] = "write" if "write" in {level, rights.get(right)} else level
    called = f"{ENGINE}/.github/workflows/{name}.yml@{ENGINE_COMMIT}"
    job: dict[str, Any] = {"permissions": rights, "uses": called}
    secrets = (ours[True]["workflow_call"] or {}).get("secrets")
    if secrets is not None:
        job["secrets"] = {each: f"${{{{ secrets.{each} }}}}" for each in secrets}
    return {"name": ours["name"], "on": events, "permissions": {}, "jobs": {name: job}}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    files = {
        f".github/workflows/{name}.yml": yaml.safe_dump(a_caller(name))
        for name in (*WRITERS, "publish")
    }
    folder = tmp_path_factory.mktemp("own")
    return make_own_scratch(folder, files, engine=STAND_INS / "engine/mentor-match")


def test_the_page_for_organisers_shows_what_is_tested_here() -> None:
    shown = the_page().replace("OWNER/mentor-match", ENGINE).replace("@COMMIT", f"@{ENGINE_COMMIT}")
    content = yaml.safe_load(shown)
    content["on"] = content.pop(True)  # what YAML makes of `on`
    assert content == a_caller("reply")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("reply", [REPLY]),
        ("tend", TEND),
        ("check-profile", [PROVE, JUDGE_ALL]),
        ("intake", [INTAKE, PROVE]),
        (
            "propose",
            [
                ["propose", *FORGE, "--tell"],
                ["--today", "2026-11-23", "propose", *FORGE, "--apply", "--expect-plan", "d"],
            ],
        ),
    ],
)
def test_a_called_workflow_runs_the_engine_on_the_callers_own_files(
    own: Scratch, name: str, words: list[list[str]]
) -> None:
    run = run_workflow(own, name, "schedule", a_schedule(), environment={"TOLD": TOLD})
    assert set(run.jobs.values()) <= {"success", "skipped"}, run.log
    assert calls(run) == words


def test_a_guard_is_overridden_by_hand_there_too(own: Scratch) -> None:
    given = payload("workflow_dispatch", inputs={"override-guard": "closings"})
    run = run_workflow(own, "tend", "workflow_dispatch", given)
    assert calls(run) == [["tend", *FORGE, "--override-guard=closings", "--apply"], CONFIRM]


def test_a_change_of_main_is_published_there_too(own: Scratch) -> None:
    assert calls(run_workflow(own, "publish", "push", payload("push"))) == PUBLISH


def test_its_own_repository_holds_nothing_of_the_engine(own: Scratch) -> None:
    there = {path.name for path in Path(own.folder).iterdir()}
    assert there == {".git", ".github"}
