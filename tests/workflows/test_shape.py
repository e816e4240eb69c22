"""What every workflow of this repository keeps to, beside what the linters look for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from matcher.proposals.machine_block import LABEL
from tests.builders import REPOSITORY
from tests.workflows.running import PINNED, STAND_INS, for_act, pins

WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))
WRITERS = ("check-profile", "intake", "propose", "reply", "tend")


def read(file: Path) -> dict[Any, Any]:
    content: dict[Any, Any] = yaml.safe_load(file.read_text("utf-8"))
    return content


def workflow(name: str) -> dict[Any, Any]:
    return read(REPOSITORY / f".github/workflows/{name}.yml")


def steps(content: dict[Any, Any]) -> Iterator[dict[str, Any]]:
    for job in content["jobs"].values():
        yield from job.get("steps", ())


SECRET = re.compile(r"\bsecrets\.(\w+)")


def test_secrets_are_those_of_one_environment_and_named_where_they_are_used() -> None:
    declared = workflow("intake")[True]["workflow_call"]["secrets"]
    assert declared == workflow("check-profile")[True]["workflow_call"]["secrets"]
    used: set[str] = set()
    for file in WORKFLOWS:
        for job in read(file)["jobs"].values():
            mine = set(SECRET.findall(str(job)))
            used |= mine
            assert not mine or "uses" in job or job["environment"]["name"] == "gate"
            assert "uses" not in job or set(job.get("secrets", {})) == mine
    assert used == set(declared)


every_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda path: path.stem)


@every_workflow
def test_no_right_and_no_cache_unless_a_job_says_so(file: Path) -> None:
    content = read(file)
    assert (content["permissions"], content["cache-mode"]) == ({}, "none")
    for job in content["jobs"].values():
        assert "permissions" in job
        assert job.get("cache-mode", "none") == "none"


@every_workflow
def test_every_right_has_its_reason_beside_it(file: Path) -> None:
    rights = re.findall(r"^ +[a-z-]+: (?:read|write)\b.*", file.read_text("utf-8"), re.MULTILINE)
    assert rights
    assert [each for each in rights if not re.search(r"# \w.{5,}$", each)] == []


@every_workflow
def test_nothing_is_filled_into_a_script_and_only_pages_takes_an_artifact(file: Path) -> None:
    for step in steps(read(file)):
        assert "${{" not in step.get("run", "")
        assert not re.search(r"cache|download-artifact|upload-artifact@", step.get("uses", ""))


@pytest.mark.parametrize("name", [*WRITERS, "publish"])
def test_all_logic_is_in_the_verbs(name: str) -> None:
    runs = [step["run"] for step in steps(workflow(name)) if "run" in step]
    assert runs
    assert all(re.fullmatch(r"\.venv/bin/mentor-match [^;|&`\n]+\n?", each) for each in runs)


@pytest.mark.parametrize("name", WRITERS)
def test_whatever_writes_waits_for_whatever_else_writes_and_none_is_dropped(name: str) -> None:
    writing = [
        job
        for job in workflow(name)["jobs"].values()
        if "uses" not in job and job["permissions"].get("contents") == "write"
    ]
    assert [each["concurrency"] for each in writing] == [
        {"group": "mentor-match-writer", "cancel-in-progress": False, "queue": "max"}
    ]


@pytest.mark.parametrize("name", WRITERS)
def test_a_copy_of_the_repository_does_nothing_until_its_owner_switches_it_on(name: str) -> None:
    first, *others = workflow(name)["jobs"].values()
    assert first["if"].startswith("vars.MENTOR_MATCH == 'on' && ")
    assert all("needs" in each for each in others)


@every_workflow
def test_every_job_ends_after_some_minutes_at_the_latest(file: Path) -> None:
    for job in read(file)["jobs"].values():
        assert "uses" in job or job["timeout-minutes"] <= 60


def test_the_bell_rings_only_for_issues_with_the_label_of_proposals() -> None:
    condition = workflow("reply")["jobs"]["reply"]["if"]
    assert f"contains(github.event.issue.labels.*.name, '{LABEL}')" in condition


def test_actions_of_others_are_pinned_to_one_commit_each_with_its_version() -> None:
    files = sorted((REPOSITORY / ".github").rglob("*.yml"))
    uses = [line for file in files for line in re.findall(r"\buses: .*", file.read_text("utf-8"))]
    foreign = {each for each in uses if not each.startswith("uses: $/")}
    assert all(PINNED.fullmatch(each) for each in foreign)
    assert len(foreign) == len({each.partition("@")[0] for each in foreign})


def test_every_action_has_a_stand_in_and_every_stand_in_an_action() -> None:
    there = {
        each.parent.relative_to(STAND_INS).as_posix() for each in STAND_INS.rglob("action.yml")
    }
    assert there == {action for action, _ in pins(REPOSITORY)}


@every_workflow
def test_act_is_given_every_line_but_those_that_it_does_not_know(file: Path) -> None:
    text = file.read_text("utf-8")
    given = for_act(text, name=file.stem).splitlines()
    changed = [line for line in text.splitlines() if line not in given]
    known = (
        "uses: $/", "cache-mode: none", "queue: max", "deployment: false",
        "GITHUB_TOKEN: ${{ github.token }}",
    )  # fmt: skip
    assert all(line.strip().startswith(known) for line in changed)
