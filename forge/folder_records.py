"""How the folder forge writes issues, comments, leases and accounts, and reads them again.

Values of the port come in and file texts go out, and back. It opens no file but through
`folder_files`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from forge.folder_files import NOT_OURS, fits, front_matter, read_front_matter, read_stamp, stamp
from forge.port import Account, Comment, ForgeError, Issue, Lease

_AUTHOR: Final[dict[str, type]] = {"author": str, "author_number": int, "author_is_bot": bool}
_ISSUE: Final[dict[str, type]] = {
    "title": str, "state": str, "labels": list, **_AUTHOR, "opened": str, "updated": str,
    "edited_by": dict,
}  # fmt: skip
_COMMENT: Final[dict[str, type]] = {
    "issue": int, **_AUTHOR, "written": str, "updated": str, "is_edited": bool,
}  # fmt: skip
_LEASE: Final[dict[str, type]] = {"holder": str, "until": str}
_ACCOUNT: Final[dict[str, type]] = {
    "login": str, "number": int, "is_bot": bool, "may_write": bool,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptIssue:
    """An issue, and who edited its text last."""

    issue: Issue
    editor: Account | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptComment:
    """A comment, and when it was last written."""

    comment: Comment
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account of the folder, and whether it is an organiser's."""

    account: Account
    may_write: bool


def issue_text(kept: KeptIssue) -> str:
    """Write an issue."""
    issue = kept.issue
    front = {
        "title": issue.title,
        "state": "open" if issue.is_open else "closed",
        "labels": list(issue.labels),
        **_author_fields(issue.author),
        "opened": stamp(issue.opened),
        "updated": stamp(issue.updated),
        "edited_by": _author_fields(kept.editor) if kept.editor else {},
    }
    return front_matter(front, issue.body)


def read_issue(number: int, path: Path) -> KeptIssue:
    """Read an issue strictly."""
    front, body = read_front_matter(path, _ISSUE)
    if front["state"] not in {"open", "closed"} or not _is_labels(front["labels"]):
        raise ForgeError(str(path), NOT_OURS)
    editor = front["edited_by"]
    if editor and not fits(editor, _AUTHOR):
        raise ForgeError(str(path), NOT_OURS)
    issue = Issue(
        number=number,
        title=front["title"],
        body=body,
        labels=tuple(front["labels"]),
        author=_author(front),
        opened=_time(path, front["opened"]),
        updated=_time(path, front["updated"]),
        is_open=front["state"] == "open",
    )
    return KeptIssue(issue=issue, editor=_author(editor) if editor else None)


def comment_text(kept: KeptComment) -> str:
    """Write a comment."""
    comment = kept.comment
    front = {
        "issue": comment.issue,
        **_author_fields(comment.author),
        "written": stamp(comment.written),
        "updated": stamp(kept.updated),
        "is_edited": comment.is_edited,
    }
    return front_matter(front, comment.body)


def read_comment(number: int, path: Path) -> KeptComment:
    """Read a comment strictly."""
    front, body = read_front_matter(path, _COMMENT)
    comment = Comment(
        number=number,
        issue=front["issue"],
        author=_author(front),
        body=body,
        written=_time(path, front["written"]),
        is_edited=front["is_edited"],
    )
    return KeptComment(comment=comment, updated=_time(path, front["updated"]))


def lease_text(lease: Lease) -> str:
    """Write a lease; one without a holder was given back."""
    return front_matter({"holder": lease.holder, "until": stamp(lease.until)}, "")


def read_lease(name: str, path: Path) -> Lease:
    """Read a lease strictly."""
    front, _ = read_front_matter(path, _LEASE)
    return Lease(name=name, holder=front["holder"], until=_time(path, front["until"]))


def people_text(people: Iterator[Person]) -> str:
    """Write who is who, by number."""
    rows = [
        {
            "login": each.account.login,
            "number": each.account.number,
            "is_bot": each.account.is_bot,
            "may_write": each.may_write,
        }
        for each in sorted(people, key=lambda person: person.account.number)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def read_people(path: Path) -> tuple[Person, ...]:
    """Read who is who strictly; nobody where there is no such file."""
    if not path.is_file():
        return ()
    try:
        rows: Any = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ForgeError(str(path), NOT_OURS) from error
    if not isinstance(rows, list) or not all(fits(row, _ACCOUNT) for row in rows):
        raise ForgeError(str(path), NOT_OURS)
    return tuple(
        Person(
            account=Account(login=row["login"], number=row["number"], is_bot=row["is_bot"]),
            may_write=row["may_write"],
        )
        for row in rows
    )


def _author_fields(account: Account) -> dict[str, object]:
    return {
        "author": account.login,
        "author_number": account.number,
        "author_is_bot": account.is_bot,
    }


def _author(front: dict[str, Any]) -> Account:
    return Account(
        login=front["author"], number=front["author_number"], is_bot=front["author_is_bot"]
    )


def _is_labels(labels: list[object]) -> bool:
    return all(isinstance(label, str) for label in labels)


def _time(path: Path, text: str) -> datetime:
    try:
        return read_stamp(text)
    except ValueError as error:
        raise ForgeError(str(path), NOT_OURS) from error
