"""A forge in memory with commits, pull requests and comments, for tests of the gate.

It counts what it is asked, and can be told to do something at a call, such as to move a branch.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from forge.port import (
    Account,
    Budget,
    Comment,
    Draft,
    Entry,
    ForgeError,
    Issue,
    Lease,
    Pull,
    Signal,
)

OURS = Account(login="github-actions[bot]", number=41898282, is_bot=True)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
File = bytes | tuple[str, bytes]
"""The bytes of an ordinary file, or a mode and bytes."""


@dataclass(kw_only=True)
class AForge:
    """What GitHub would hold. `before` maps the name of a verb to what happens just before it."""

    commits: dict[str, tuple[str | None, dict[str, Entry]]] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    all_pulls: dict[int, Pull] = field(default_factory=dict)
    said: list[Comment] = field(default_factory=list)
    statuses: dict[str, list[tuple[str, Signal]]] = field(default_factory=dict)
    organisers: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    before: dict[str, Callable[[], object]] = field(default_factory=dict)

    # What a test arranges.

    def commit(self, files: Mapping[str, File | None], *, onto: str | None = None) -> str:
        """Make a commit that lays files on top of another; None removes one."""
        tree = dict(self.commits[onto][1]) if onto is not None else {}
        for path, content in files.items():
            tree.pop(path, None)
            if content is not None:
                mode, data = ("100644", content) if isinstance(content, bytes) else content
                blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()  # noqa: S324 -- git's own
                if mode != "160000":  # a submodule's commit is in another repository
                    self.blobs[blob] = data
                tree[path] = Entry(mode=mode, blob=blob)
        name = hashlib.sha1(f"{onto} {sorted(tree.items(), key=str)}".encode()).hexdigest()  # noqa: S324
        self.commits[name] = (onto, tree)
        return name

    def move(self, files: Mapping[str, File | None]) -> str:
        """Change main."""
        self.branches["main"] = self.commit(files, onto=self.branches.get("main"))
        return self.branches["main"]

    def ask(self, author: Account, head: str, **given: bool | str) -> int:
        """Open a pull request and return its number."""
        number = len(self.all_pulls) + 1
        pull = Pull(
            number=number, author=author, head=head, head_branch="patch-1", base_branch="main",
            is_open=True, is_merged=False, is_draft=False, body="",
        )  # fmt: skip
        self.all_pulls[number] = replace(pull, **given)  # type: ignore[arg-type]
        return number

    def push(self, number: int, files: Mapping[str, File | None]) -> None:
        """Add a commit to a pull request."""
        pull = self.all_pulls[number]
        self.all_pulls[number] = replace(pull, head=self.commit(files, onto=pull.head))

    def say(self, author: Account, issue: int, body: str) -> Comment:
        """Write a comment as anybody."""
        said = Comment(
            number=len(self.said) + 1, issue=issue, author=author, body=body, written=NOW,
            is_edited=False,
        )  # fmt: skip
        self.said.append(said)
        return said

    def answers(self, number: int) -> list[str]:
        """Return what the gate said on a pull request."""
        return [each.body for each in self.said if each.issue == number and each.author == OURS]

    def signal(self, number: int) -> Signal:
        """Return what the newest status of a pull request's commit says."""
        return self.statuses[self.all_pulls[number].head][-1][1]

    def _at(self, verb: str) -> None:
        self.asked[verb] += 1
        self.before.pop(verb, lambda: None)()

    # What the forge is asked.

    def account(self) -> Account:
        return OURS

    def find_account(self, login: str) -> Account | None:
        raise NotImplementedError

    def may_write(self, account: Account) -> bool:
        self._at("may_write")
        return account.number in self.organisers

    def issues(self, *, label: str) -> Iterator[Issue]:
        raise NotImplementedError

    def issue(self, number: int) -> Issue | None:
        raise NotImplementedError

    def editor(self, issue: int) -> Account | None:
        raise NotImplementedError

    def comments(self, *, since: datetime | None = None) -> Iterator[Comment]:
        self._at("comments")
        yield from [each for each in self.said if since is None or each.written >= since]

    def comments_on(self, issue: int) -> Iterator[Comment]:
        self._at("comments_on")
        yield from [each for each in self.said if each.issue == issue]

    def budget(self) -> Budget:
        return Budget(left=1000 - self.asked.total(), renewed=None)

    def head(self, branch: str) -> str | None:
        self._at("head")
        return self.branches.get(branch)

    def tree(self, commit: str) -> Mapping[str, Entry]:
        self._at("tree")
        return dict(self.commits[commit][1])

    def blob(self, blob: str, *, most: int) -> bytes:
        self._at("blob")
        return self.blobs[blob][:most]

    def fork_point(self, base: str, head: str) -> str | None:
        self._at("fork_point")
        return self._parted(base, head)

    def _parted(self, base: str, head: str) -> str | None:
        line = set(self._line(base))
        return next((each for each in self._line(head) if each in line), None)

    def _line(self, commit: str | None) -> Iterator[str]:
        while commit is not None:
            yield commit
            commit = self.commits[commit][0]

    def pull(self, number: int) -> Pull | None:
        self._at("pull")
        return self.all_pulls.get(number)

    def pulls(self) -> Iterator[Pull]:
        self._at("pulls")
        yield from [each for each in self.all_pulls.values() if each.is_open]

    def pull_of(self, branch: str) -> Pull | None:
        raise NotImplementedError

    def open_issue(self, draft: Draft) -> Issue:
        raise NotImplementedError

    def edit_issue(
        self,
        number: int,
        *,
        title: str | None = None,
        body: str | None = None,
        labels: tuple[str, ...] | None = None,
        is_open: bool | None = None,
    ) -> Issue:
        raise NotImplementedError

    def comment(self, issue: int, body: str) -> Comment:
        self._at("comment")
        return self.say(OURS, issue, body)

    def edit_comment(self, number: int, body: str) -> Comment:
        self._at("edit_comment")
        edited = replace(self.said[number - 1], body=body, is_edited=True)
        assert edited.author == OURS
        self.said[number - 1] = edited
        return edited

    def take_lease(self, name: str, *, holder: str, until: datetime) -> Lease | None:
        raise NotImplementedError

    def release_lease(self, lease: Lease) -> None:
        raise NotImplementedError

    def commit_files(
        self,
        branch: str,
        files: Mapping[str, bytes | None],
        *,
        onto: str,
        message: str,
        coauthor: Account | None = None,
    ) -> str:
        raise NotImplementedError

    def remove_branch(self, branch: str) -> None:
        raise NotImplementedError

    def open_pull(self, *, branch: str, onto: str, title: str, body: str) -> Pull:
        raise NotImplementedError

    def close_pull(self, number: int) -> None:
        raise NotImplementedError

    def set_status(
        self, commit: str, *, context: str, signal: Signal, description: str, url: str | None = None
    ) -> None:
        self._at("set_status")
        assert len(description) <= 140
        assert url is None
        said = self.statuses.setdefault(commit, [])
        if said[-1:] != [(context, signal)]:
            said.append((context, signal))

    def merge_pull(self, number: int, *, head: str, title: str) -> bool:
        self._at("merge_pull")
        pull = self.all_pulls[number]
        if pull.head != head:
            return False
        begun = self._parted(self.branches["main"], head)
        then = self.commits[begun][1] if begun is not None else {}
        proposed = self.commits[head][1]
        changed = {
            path for path in then.keys() | proposed.keys() if then.get(path) != proposed.get(path)
        }
        now = self.commits[self.branches["main"]][1]
        if any(now.get(path) != then.get(path) for path in changed):
            raise ForgeError(f"pull request {number}", "it cannot be merged.")
        entries = {path: proposed.get(path) for path in changed}
        self.move(
            {
                path: (entry.mode, self.blobs[entry.blob]) if entry is not None else None
                for path, entry in entries.items()
            }
        )
        self.all_pulls[number] = replace(pull, is_open=False, is_merged=True)
        self.merged.append(title)
        return True
