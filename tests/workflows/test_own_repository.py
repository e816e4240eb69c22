"""An organiser's own repository, which holds no engine, calls the same workflows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from intake.callers import NAMES, WORKFLOWS, callers
from tests.builders import REPOSITORY
from tests.workflows.payloads import a_schedule, payload
from tests.workflows.running import (
    ENGINE,
    ENGINE_COMMIT,
    STAND_INS,
    Scratch,
    for_act,
    make_own_scratch,
    run_workflow,
)
from tests.workflows.test_linters import actionlint, zizmor
from tests.workflows.test_shape import workflow
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


def made(name: str) -> str:
    files = {each: (REPOSITORY / WORKFLOWS / f"{each}.yml").read_bytes() for each in NAMES}
    return callers(files, f"{ENGINE}@{ENGINE_COMMIT}")[f"{WORKFLOWS}/{name}.yml"].decode()


def a_caller(name: str) -> dict[Any, Any]:
    """What has to be in it: the events, the rights of all jobs, and the secrets of a call."""
    ours = workflow(name)
    events = {key: value for key, value in ours[True].items() if key != "workflow_call"}
    rights: dict[str, str] = {}
    for each in ours["jobs"].values():
        for right, level in each["permissions"].items():
            rights[right] = "write" if "write" in {level, rights.get(right)} else level
    called = f"{ENGINE}/{WORKFLOWS}/{name}.yml@{ENGINE_COMMIT}"
    job: dict[str, Any] = {"permissions": rights, "uses": called}
    secrets = (ours[True]["workflow_call"] or {}).get("secrets")
    if secrets is not None:
        job["secrets"] = {each: f"${{{{ secrets.{each} }}}}" for each in secrets}
    return {
        "name": ours["name"], True: events, "permissions": {}, "cache-mode": "none",
        "jobs": {name: job},
    }  # fmt: skip


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    files = {f"{WORKFLOWS}/{name}.yml": for_act(made(name)) for name in NAMES}
    folder = tmp_path_factory.mktemp("own")
    return make_own_scratch(folder, files, engine=STAND_INS / "engine/mentor-match")


def test_the_page_for_organisers_shows_what_is_tested_here() -> None:
    shown = the_page().replace("OWNER/mentor-match", ENGINE).replace("@COMMIT", f"@{ENGINE_COMMIT}")
    assert yaml.safe_load(shown) == a_caller("reply")


@pytest.mark.parametrize("name", NAMES)
def test_a_caller_has_the_events_rights_and_secrets_of_what_it_calls(name: str) -> None:
    assert yaml.safe_load(made(name)) == a_caller(name)


def test_every_workflow_that_can_be_called_has_its_caller() -> None:
    called = {
        file.stem
        for file in (REPOSITORY / WORKFLOWS).glob("*.yml")
        if "workflow_call" in workflow(file.stem)[True]
    }
    assert called == set(NAMES)


def test_the_linters_find_nothing_in_the_callers(tmp_path: Path) -> None:
    folder = tmp_path / WORKFLOWS
    folder.mkdir(parents=True)
    for name in NAMES:
        (folder / f"{name}.yml").write_text(made(name), "utf-8")
    assert zizmor(tmp_path) == []
    assert actionlint(*folder.iterdir()) == ""


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
