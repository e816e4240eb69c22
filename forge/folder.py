"""A folder on this disk as a forge, on which a whole life of a proposal can be played.

Issues are `0001.md`, comments `comments/0001.md`, who is who `accounts.json`: files that a
person can read and write. It knows nothing of what issues are about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from forge.folder_files import add_file, create_file, numbered, numbered_files, replace_file
from forge.folder_records import (
    KeptComment,
    KeptIssue,
    Person,
    comment_text,
    issue_text,
    lease_text,
    people_text,
    read_comment,
    read_issue,
    read_lease,
    read_people,
)
from forge.port import LONGEST_BODY, Account, Budget, Comment, Draft, ForgeError, Issue, Lease

PROGRAMME: Final = Account(login="mentor-match", number=1, is_bot=True)
"""Who the folder forge writes as, unless told otherwise."""

_LEASE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")


class FolderForge:
    """Issues in a folder; a folder that is not there yet holds none."""

    def __init__(
        self, folder: Path, *, now: Callable[[], datetime], account: Account = PROGRAMME
    ) -> None:
        """Keep issues in `folder`, made when first written to; `now` tells the time in UTC."""
        self.folder = folder
        self._now = now
        self._account = account

    def account(self) -> Account:
        """Return who writes through this forge."""
        return self._account

    def find_account(self, login: str) -> Account | None:
        """Return who has this login, by `accounts.json`."""
        named = (each.account for each in self._people())
        return next((each for each in named if each.login.lower() == login.lower()), None)

    def may_write(self, account: Account) -> bool:
        """Say whether `accounts.json` makes an account an organiser's; the programme's own is."""
        return any(
            each.account.number == account.number and each.may_write for each in self._people()
        )

    def add_account(self, account: Account, *, may_write: bool = False) -> None:
        """Note who has a number today, in place of who had it before."""
        others = (each for each in self._people() if each.account.number != account.number)
        text = people_text(iter((*others, Person(account=account, may_write=may_write))))
        replace_file(self.folder / "accounts.json", text)

    def issues(self, *, label: str) -> Iterator[Issue]:
        """Yield all issues that carry a label, by rising number."""
        for number, path in numbered_files(self.folder):
            issue = read_issue(number, path).issue
            if label in issue.labels:
                yield issue

    def issue(self, number: int) -> Issue | None:
        """Return one issue, or None."""
        kept = self._kept(number)
        return kept.issue if kept else None

    def editor(self, issue: int) -> Account | None:
        """Return who edited the text of an issue last, or None where nobody has."""
        return self._known_issue(issue).editor

    def comments(self, *, since: datetime | None = None) -> Iterator[Comment]:
        """Yield all comments that were written or edited since, by rising number."""
        for number, path in numbered_files(self.folder / "comments"):
            kept = read_comment(number, path)
            if since is None or kept.updated >= since:
                yield kept.comment

    def comments_on(self, issue: int) -> Iterator[Comment]:
        """Yield the comments on one issue."""
        return (each for each in self.comments() if each.issue == issue)

    def budget(self) -> Budget:
        """Return that a folder never makes anybody wait."""
        return Budget(left=None, renewed=None)

    def open_issue(self, draft: Draft) -> Issue:
        """Open an issue under the next free number."""
        self._refuse_long(draft.body)
        now = self._second()
        issue = Issue(
            number=0,
            title=draft.title,
            body=draft.body,
            labels=_sorted(draft.labels),
            author=self._account,
            opened=now,
            updated=now,
            is_open=True,
        )
        number = add_file(self.folder, issue_text(KeptIssue(issue=issue, editor=None)))
        return replace(issue, number=number)

    def edit_issue(
        self,
        number: int,
        *,
        title: str | None = None,
        body: str | None = None,
        labels: tuple[str, ...] | None = None,
        is_open: bool | None = None,
    ) -> Issue:
        """Change what is given and leave the rest."""
        kept = self._known_issue(number)
        before = kept.issue
        after = replace(
            before,
            title=before.title if title is None else title,
            body=before.body if body is None else body,
            labels=before.labels if labels is None else _sorted(labels),
            is_open=before.is_open if is_open is None else is_open,
        )
        if after == before:
            return before
        self._refuse_long(after.body)
        after = replace(after, updated=self._second())
        editor = self._account if after.body != before.body else kept.editor
        text = issue_text(KeptIssue(issue=after, editor=editor))
        replace_file(numbered(self.folder, number), text)
        return after

    def comment(self, issue: int, body: str) -> Comment:
        """Write a comment on an issue."""
        self._known_issue(issue)
        self._refuse_long(body)
        now = self._second()
        comment = Comment(
            number=0, issue=issue, author=self._account, body=body, written=now, is_edited=False
        )
        text = comment_text(KeptComment(comment=comment, updated=now))
        return replace(comment, number=add_file(self.folder / "comments", text))

    def edit_comment(self, number: int, body: str) -> Comment:
        """Write a comment of our own anew."""
        path = numbered(self.folder / "comments", number)
        if not path.is_file():
            raise ForgeError(str(path), "there is no such comment.")
        before = read_comment(number, path).comment
        if before.author.number != self._account.number:
            raise ForgeError(str(path), "somebody else wrote this comment.")
        if before.body == body:
            return before
        self._refuse_long(body)
        after = replace(before, body=body, is_edited=True)
        replace_file(path, comment_text(KeptComment(comment=after, updated=self._second())))
        return after

    def take_lease(self, name: str, *, holder: str, until: datetime) -> Lease | None:
        """Take a lease by creating the next file of its row, which one run alone can do.

        The file with the highest number holds. A run that looked too early may still create a
        lower one: it sees the higher one after that, and steps back.
        """
        number, held = self._held(name)
        if held is not None and held.holder not in {"", holder} and held.until > self._now():
            return None
        lease = Lease(name=name, holder=holder, until=until.replace(microsecond=0))
        return lease if self._next_of_row(number + 1, lease) else None

    def release_lease(self, lease: Lease) -> None:
        """Give a lease back by a next file that names no holder."""
        number, held = self._held(lease.name)
        if held == lease:
            self._next_of_row(number + 1, replace(lease, holder=""))

    def _held(self, name: str) -> tuple[int, Lease | None]:
        row = self._row(name)
        files = numbered_files(row)
        if not files:
            return 0, None
        number, path = files[-1]
        try:
            return number, read_lease(name, path)
        except ForgeError:
            if path.exists():
                raise
            return self._held(name)  # a later one came meanwhile, and this one was removed

    def _next_of_row(self, number: int, lease: Lease) -> bool:
        row = self._row(lease.name)
        if not create_file(numbered(row, number), lease_text(lease)):
            return False
        files = numbered_files(row)
        for earlier, path in files[:-1]:
            if earlier <= number:
                path.unlink(missing_ok=True)
        return files[-1][0] == number

    def _row(self, name: str) -> Path:
        if not _LEASE_NAME.fullmatch(name):
            raise ForgeError(name, "not a name for a lease: small letters, digits and hyphens.")
        return self.folder / "leases" / name

    def _kept(self, number: int) -> KeptIssue | None:
        path = numbered(self.folder, number)
        return read_issue(number, path) if path.is_file() else None

    def _known_issue(self, number: int) -> KeptIssue:
        kept = self._kept(number)
        if kept is None:
            raise ForgeError(str(numbered(self.folder, number)), "there is no such issue.")
        return kept

    def _refuse_long(self, body: str) -> None:
        if len(body) > LONGEST_BODY:
            raise ForgeError(str(self.folder), f"a body may have {LONGEST_BODY:,} characters.")

    def _people(self) -> Iterator[Person]:
        noted = read_people(self.folder / "accounts.json")
        yield from noted
        if not any(each.account.number == self._account.number for each in noted):
            yield Person(account=self._account, may_write=self._account == PROGRAMME)

    def _second(self) -> datetime:
        return self._now().replace(microsecond=0)


def _sorted(labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(labels)))
