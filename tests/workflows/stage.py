"""A stage for whole journeys: the real workflows, the real engine, and a double of GitHub.

People act on the double; `run` rings a workflow as GitHub would; what came of it is read from
the double. Each job has a token with the rights that its workflow asks for, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from tests.github_double.__main__ import served
from tests.github_double.answers import Answer
from tests.github_double.double import Double
from tests.github_double.seeding import add_account, add_workflow, load_repository
from tests.github_double.state import BOT, State
from tests.workflows.running import (
    NAME,
    Run,
    Scratch,
    make_scratch,
    run_workflow,
    token_of,
)

_NOT_OF_THE_API: Final = {"pages", "id-token"}


@dataclass(kw_only=True)
class Watched(Double):
    """A double that lets something happen just before a job first asks it for anything.

    `before` maps the token of a job to what happens.
    """

    before: dict[str, Callable[[], object]] = field(default_factory=dict)

    def handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        token = headers.get("authorization", "").removeprefix("Bearer ")
        self.before.pop(token, lambda: None)()
        return Double.handle(self, method, target, headers, body)


@dataclass(kw_only=True)
class Stage:
    """A double that is served at an address, and the scratch repository it was filled from.

    `secrets` are those of the repository; `logs` is all that any run has logged.
    """

    double: Watched
    scratch: Scratch
    address: str
    secrets: dict[str, str] = field(default_factory=dict)
    logs: list[str] = field(default_factory=list)
    moments: dict[str, State] = field(default_factory=dict)

    def run(self, name: str, event: str, payload: Mapping[str, Any] | None = None) -> Run:
        """Run a workflow for an event; nothing that it asks may be what GitHub would refuse."""
        run = run_workflow(
            self.scratch,
            name,
            event,
            payload,
            environment={"GITHUB_API_URL": self.address, "STAND_IN_DOUBLE": self.address},
            secrets=self.secrets,
        )
        self.logs.append(run.log)
        assert self.double.refused == []
        assert self.double.warned == []
        return run

    def let_in(self, login: str, number: int, *, role: str = "read") -> None:
        """Let a person have an account."""
        add_account(self.double, login, number, role=role)

    def said(self, issue: int, *, by: int = BOT) -> list[str]:
        """Return the comments of somebody on an issue or pull request."""
        return [
            str(each["body"])
            for each in self.double.state.comments.values()
            if each["issue"] == issue and each["user"] == by
        ]

    def written(self) -> int:
        """Count the requests so far that changed something."""
        return sum(each.method != "GET" and each.status < 400 for each in self.double.seen)


@contextmanager
def staged(folder: Path, files: Mapping[str, bytes | None] | None = None) -> Iterator[Stage]:
    """Set a stage with the repository as it is, and `files` laid on top."""
    scratch = make_scratch(folder)
    if files:
        scratch.commit(files)
    owner, _, repo = NAME.partition("/")
    double = Watched(state=State(owner=owner, repo=repo))
    double.judges_replies = False
    for workflow in sorted((scratch.folder / ".github/workflows").glob("*.yml")):
        for job, asked in yaml.safe_load(workflow.read_text("utf-8"))["jobs"].items():
            rights = {
                right.replace("-", "_"): level
                for right, level in asked["permissions"].items()
                if right not in _NOT_OF_THE_API
            }
            add_workflow(double, token=token_of(workflow.stem, job), permissions=rights)
    load_repository(double, scratch.folder)
    with served(double) as address:
        yield Stage(double=double, scratch=scratch, address=address)
