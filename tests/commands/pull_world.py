"""Pull requests on the double of GitHub, and the real client that looks at them: for the gate.

Something can be told to happen just before a request, such as a push to a branch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import httpx

from forge.github import GitHubForge
from forge.github_client import GitHubClient
from forge.port import Account
from tests.forge.worlds import REPOSITORY as NAME
from tests.forge.worlds import FakeClock
from tests.github_double.double import Double
from tests.github_double.git_objects import store_blob, store_commit, store_tree, tree_of
from tests.github_double.seeding import TOKEN, add_account, add_workflow, open_pull, write_comment
from tests.github_double.state import BOT
from tests.github_double.transport import DoubleTransport

OURS: Final = Account(login="github-actions[bot]", number=BOT, is_bot=True)
RIGHTS: Final = {
    "contents": "write", "issues": "write", "pull_requests": "write", "statuses": "write",
}  # fmt: skip
__all__ = ["NAME", "OURS", "File", "PullWorld"]

File = bytes | tuple[str, bytes]
"""The bytes of an ordinary file, or a mode and bytes."""


Instead = Callable[[Callable[[], httpx.Response]], httpx.Response]


class _Transport(httpx.BaseTransport):
    def __init__(self, world: PullWorld) -> None:
        self._world = world
        self._double = DoubleTransport(world.double)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        words = f"{request.method} {request.url.path}"
        for pattern in [each for each in self._world.before if re.search(each, words)]:
            self._world.before.pop(pattern)()
        instead = self._world.instead.get(request.url.path)
        if instead is None:
            return self._double.handle_request(request)
        return instead(lambda: self._double.handle_request(request))


@dataclass(kw_only=True)
class PullWorld:
    """The double with the account of the workflow, which has the rights of its jobs alone.

    `before` maps a pattern of a request ("PUT .*/merge") to what happens just before the first
    that fits; `instead` the path of a request to what answers it, given how it would be answered.
    """

    clock: FakeClock = field(default_factory=FakeClock)
    before: dict[str, Callable[[], object]] = field(default_factory=dict)
    instead: dict[str, Instead] = field(default_factory=dict)
    double: Double = field(init=False)

    def __post_init__(self) -> None:
        self.double = Double(now=self.clock.now, judges_replies=False)
        add_workflow(self.double, permissions=RIGHTS)

    def forge(self) -> GitHubForge:
        """Return the client of one run."""
        transport = _Transport(self)
        return GitHubForge(GitHubClient(NAME, token=TOKEN, clock=self.clock, transport=transport))

    def asked(self, pattern: str = "") -> int:
        """Count the requests so far that a pattern fits."""
        seen = (f"{each.method} {each.path}" for each in self.double.seen)
        return sum(re.search(pattern, each) is not None for each in seen)

    def commit(self, files: Mapping[str, File | None], *, onto: str | None = None) -> str:
        """Make a commit that lays files on top of another; None removes one."""
        state = self.double.state
        flat = dict(tree_of(state, onto) or {}) if onto is not None else {}
        for path, content in files.items():
            flat.pop(path, None)
            if content is not None:
                mode, data = ("100644", content) if isinstance(content, bytes) else content
                is_elsewhere = mode == "160000"  # a submodule's commit is in another repository
                flat[path] = (mode, "5" * 40 if is_elsewhere else store_blob(state, data))
        return store_commit(
            state, tree=store_tree(state, flat), parents=[onto] if onto else [],
            message="Change", author="ada", date="2026-11-23T09:00:00Z",
        )  # fmt: skip

    @property
    def main(self) -> str:
        """The commit that main stands at."""
        return self.double.state.refs["refs/heads/main"]

    def move(self, files: Mapping[str, File | None]) -> str:
        """Change main."""
        onto = self.double.state.refs.get("refs/heads/main")
        self.double.state.refs["refs/heads/main"] = self.commit(files, onto=onto)
        return self.main

    def on_main(self, path: str) -> bytes | None:
        """Return a file of main."""
        state = self.double.state
        entry = (tree_of(state, self.main) or {}).get(path)
        return None if entry is None else bytes(state.objects[entry[1]][1])

    def let_in(self, person: Account, *, role: str = "read") -> None:
        """Let an account exist."""
        add_account(self.double, person.login, person.number, role=role, is_bot=person.is_bot)

    def ask(self, author: Account, head: str, *, base: str = "main", is_draft: bool = False) -> int:
        """Open a pull request for a commit and return its number."""
        if author.number not in self.double.state.users:
            self.let_in(author)
        self.double.state.refs.setdefault(f"refs/heads/{base}", self.main)
        number = open_pull(self.double, author=author.number, files={}, base=base)
        self.change(number, head_sha=head, draft=is_draft)
        return number

    def change(self, number: int, **given: str | bool | None) -> None:
        """Change what is special about a pull request."""
        issue = self.double.state.issues[number]
        self.double.state.issues[number] = {**issue, "pull": {**issue["pull"], **given}}

    def close(self, number: int) -> None:
        """Close a pull request."""
        issue = self.double.state.issues[number]
        self.double.state.issues[number] = {**issue, "state": "closed"}

    def head(self, number: int) -> str:
        """Return the commit that a pull request stands at."""
        return str(self.double.state.issues[number]["pull"]["head_sha"])

    def push(self, number: int, files: Mapping[str, File | None]) -> None:
        """Add a commit to a pull request."""
        self.change(number, head_sha=self.commit(files, onto=self.head(number)))

    def is_merged(self, number: int) -> bool:
        """Say whether a pull request has been merged."""
        return self.double.state.issues[number]["pull"]["merged_at"] is not None

    def title(self) -> str:
        """Return the title of the newest commit on main."""
        return str(self.double.state.objects[self.main][1]["message"])

    def say(self, author: Account, number: int, body: str) -> int:
        """Write a comment as anybody."""
        if author.number not in self.double.state.users:
            self.let_in(author)
        return write_comment(self.double, number, author=author.number, body=body)

    def answers(self, number: int) -> list[str]:
        """Return what the programme's account said on a pull request."""
        return [
            str(each["body"])
            for each in self.double.state.comments.values()
            if (each["issue"], each["user"]) == (number, BOT)
        ]

    def signals(self, number: int, context: str = "mentor-match/gate") -> list[str]:
        """Return what the statuses of a pull request's commit said, oldest first."""
        found = self.double.state.statuses.get(self.head(number), ())
        assert {each["context"] for each in found} <= {"mentor-match/gate", "mentor-match/address"}
        return [str(each["state"]) for each in reversed(found) if each["context"] == context]
