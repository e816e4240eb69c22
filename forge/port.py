"""What a forge can do for us, in our own words: issues, comments, files and pull requests.

A reader and a writer are two types: who only looks is never handed a writer. Every verb may
raise ForgeError; times are UTC, lists come in rising order of number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol, runtime_checkable

LONGEST_BODY: Final = 65_536
"""How many characters a body may have: as many as GitHub takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody on the forge: the login of today, and the number that stays."""

    login: str
    number: int
    is_bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An issue that is not open yet."""

    title: str
    body: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One conversation as the forge keeps it; `labels` are sorted."""

    number: int
    title: str
    body: str
    labels: tuple[str, ...]
    author: Account
    opened: datetime
    updated: datetime
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment; `number` is unique in the repository, `issue` is where it stands."""

    number: int
    issue: int
    author: Account
    body: str
    written: datetime
    is_edited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to write, taken by one run at a time; `holder` names the run."""

    name: str
    holder: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many requests are left before the forge makes us wait; None where it never does."""

    left: int | None
    renewed: datetime | None


class ForgeError(Exception):
    """A forge cannot be read or written; `where` names the file or address."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where


class BudgetSpent(ForgeError):  # noqa: N818 -- a limit reached is no fault
    """The forge takes no more now, which the text says. `until` says from when, if known."""

    def __init__(self, where: str, why: str, *, until: datetime | None) -> None:
        super().__init__(where, f"{why} The next run goes on from here.")
        self.until = until


class IssueReader(Protocol):
    """Who looks at issues."""

    def account(self) -> Account:
        """Return the account that this programme writes with."""

    def find_account(self, login: str) -> Account | None:
        """Return who has this login today, or None."""

    def may_write(self, account: Account) -> bool:
        """Say whether an account may write to the repository: an organiser."""

    def editor(self, issue: int) -> Account | None:
        """Return who edited the text of an issue last, or None where nobody has."""

    def issues(self, *, label: str) -> Iterator[Issue]:
        """Yield all issues that carry a label, open and closed, never pull requests."""

    def issue(self, number: int) -> Issue | None:
        """Return one issue, or None."""

    def comments(self, *, since: datetime | None = None) -> Iterator[Comment]:
        """Yield all comments of the repository that were written or edited since."""

    def comments_on(self, issue: int) -> Iterator[Comment]:
        """Yield the comments on one issue or pull request."""

    def budget(self) -> Budget:
        """Return how many requests are left."""


class IssueWriter(Protocol):
    """Who changes issues. A writer that is given nothing new to say writes nothing."""

    def open_issue(self, draft: Draft) -> Issue:
        """Open an issue and return it as the forge keeps it."""

    def edit_issue(
        self,
        number: int,
        *,
        title: str | None = None,
        body: str | None = None,
        labels: tuple[str, ...] | None = None,
        is_open: bool | None = None,
    ) -> Issue:
        """Change what is given, all in one request, and leave the rest."""

    def comment(self, issue: int, body: str) -> Comment:
        """Write a comment on an issue or a pull request."""

    def edit_comment(self, number: int, body: str) -> Comment:
        """Write a comment of our own anew."""

    def take_lease(self, name: str, *, holder: str, until: datetime) -> Lease | None:
        """Take a lease by an atomic create; None while another run holds one that has not run out.

        A lease that has run out is taken over, by one run alone.
        """

    def release_lease(self, lease: Lease) -> None:
        """Give a lease back; nothing happens where it is no longer ours."""


REGULAR_FILE: Final = "100644"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a git tree: its mode and the id of its blob."""

    mode: str
    blob: str


class Signal(StrEnum):
    """What a status says of a commit."""

    PENDING = "pending"
    SUCCESS = "success"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One pull request: who asks, from which commit (40 hex digits), into which branch."""

    number: int
    author: Account
    head: str
    head_branch: str
    base_branch: str
    is_open: bool
    is_merged: bool
    is_draft: bool
    body: str


class TreeReader(Protocol):
    """Who looks at files and pull requests; nothing is ever checked out."""

    def head(self, branch: str) -> str | None:
        """Return the commit that a branch stands at, or None."""

    def tree(self, commit: str) -> Mapping[str, Entry]:
        """Return the whole tree of a commit by path; a cut-off answer raises ForgeError."""

    def blob(self, blob: str, *, most: int) -> bytes:
        """Return the bytes of a blob, cut off after `most`."""

    def fork_point(self, base: str, head: str) -> str | None:
        """Return the newest commit that two commits both have, or None."""

    def pull(self, number: int) -> Pull | None:
        """Return one pull request, or None."""

    def pulls(self) -> Iterator[Pull]:
        """Yield all open pull requests."""

    def pull_of(self, branch: str) -> Pull | None:
        """Return the newest pull request, open or not, from a branch of our own repository."""

    def signal(self, commit: str, *, context: str) -> Signal | None:
        """Return what the newest status of that name says of a commit, or None."""


class TreeWriter(Protocol):
    """Who proposes changes of files, and judges those of others."""

    def commit_files(
        self,
        branch: str,
        files: Mapping[str, bytes | None],
        *,
        onto: str,
        message: str,
        coauthor: Account | None = None,
    ) -> str:
        """Make `branch` stand at one new commit on top of commit `onto`; None removes a file."""

    def remove_branch(self, branch: str) -> None:
        """Remove a branch of our own; nothing happens where there is none."""

    def open_pull(self, *, branch: str, onto: str, title: str, body: str) -> Pull:
        """Open a pull request from a branch of our own into branch `onto`."""

    def close_pull(self, number: int) -> None:
        """Close a pull request without merging it."""

    def set_status(
        self, commit: str, *, context: str, signal: Signal, description: str, url: str | None = None
    ) -> None:
        """Say of a commit how it stands; nothing is written where it says so already."""

    def merge_pull(self, number: int, *, head: str, title: str) -> bool:
        """Merge if the pull request still stands at `head`; False where it has moved on."""


class IssueForge(IssueReader, IssueWriter, Protocol):
    """A forge whose issues are read and written."""


@runtime_checkable
class TreeForge(TreeReader, TreeWriter, Protocol):
    """A forge that has files and pull requests too, as a folder has not."""


class PullReader(IssueReader, TreeReader, Protocol):
    """Who looks at pull requests, at what is said of them, and at files."""


class PullWriter(IssueWriter, TreeWriter, Protocol):
    """Who answers pull requests and merges them."""
