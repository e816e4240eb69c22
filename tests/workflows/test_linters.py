"""Two linters find nothing: zizmor looks for what is unsafe, actionlint for what is wrong."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.builders import REPOSITORY
from tests.workflows.running import PROGRAMMES

FILES = sorted((REPOSITORY / ".github").rglob("*.yml"))
UNSAFE = """
on: pull_request_target
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          ref: ${{ github.event.pull_request.head.sha }}
      - run: echo ${{ github.event.pull_request.titel }}
      - run: echo ${{ matrix.nothing }}
"""


def zizmor(place: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        [PROGRAMMES / "zizmor", "--offline", "--persona", "pedantic", "--strict-collection",
         "--format", "json", place],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    findings: list[dict[str, Any]] = json.loads(done.stdout)
    return [each for each in findings if not each["ignored"]]


def actionlint(*files: Path) -> str:
    # Other programmes that it would call where they are installed must not change the answer.
    done = subprocess.run(
        [PROGRAMMES / "actionlint", "-shellcheck=", "-pyflakes=", *files],
        check=False, capture_output=True, text=True, cwd=REPOSITORY,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def test_zizmor_finds_nothing() -> None:
    assert zizmor(REPOSITORY) == []


def test_actionlint_finds_nothing() -> None:
    assert actionlint() == ""


def test_both_linters_find_what_is_wrong(tmp_path: Path) -> None:
    workflow = tmp_path / ".github/workflows/unsafe.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(UNSAFE, "utf-8")
    found = {each["ident"] for each in zizmor(tmp_path)}
    assert {"dangerous-triggers", "template-injection", "unpinned-uses"} <= found
    assert "nothing" in actionlint(workflow)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_what_a_linter_is_told_to_ignore_is_a_trigger_on_its_own_line_with_its_reason(
    file: Path,
) -> None:
    told = re.findall(r".*(?:zizmor|actionlint):.*", file.read_text("utf-8"))
    trigger = re.compile(
        r"  (?:pull_request_target|issue_comment): # zizmor: ignore\[dangerous-triggers\] -- .{20,}"
    )
    assert all(trigger.fullmatch(each) for each in told)
