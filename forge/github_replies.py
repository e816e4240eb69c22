"""GitHub's replies taken apart: the few fields that the port needs, and nothing guessed.

JSON comes in, values of the port go out. What does not fit raises ForgeError: half an issue is
never made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from forge.port import Account, Comment, ForgeError, Issue, Pull

GHOST: Final = Account(login="ghost", number=10137)
"""Whom GitHub shows for what deleted accounts wrote."""

_Kind = TypeVar("_Kind")


def taken(reply: Any, key: str, kind: type[_Kind]) -> _Kind:  # noqa: ANN401 -- any JSON
    """Take a field that must be there and of one type. Raises ForgeError."""
    value = reply.get(key) if isinstance(reply, Mapping) else None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ForgeError("github", f"a reply holds no {key!r} as it should.")
    return value


def account_of(reply: Any) -> Account:  # noqa: ANN401 -- any JSON
    """Make an account; nobody is the ghost."""
    if reply is None:
        return GHOST
    return Account(
        login=taken(reply, "login", str),
        number=taken(reply, "id", int),
        is_bot=taken(reply, "type", str) == "Bot",
    )


def issue_of(reply: Any) -> Issue:  # noqa: ANN401 -- any JSON
    """Make an issue."""
    labels = (
        each if isinstance(each, str) else taken(each, "name", str)
        for each in taken(reply, "labels", list)
    )
    return Issue(
        number=taken(reply, "number", int),
        title=taken(reply, "title", str),
        body=reply.get("body") or "",
        labels=tuple(sorted(labels)),
        author=account_of(reply.get("user")),
        opened=_time(reply, "created_at"),
        updated=_time(reply, "updated_at"),
        is_open=taken(reply, "state", str) == "open",
    )


def is_pull(reply: Any) -> bool:  # noqa: ANN401 -- any JSON
    """Whether an issue of a list is a pull request."""
    return isinstance(reply, Mapping) and "pull_request" in reply


def comment_of(reply: Any) -> Comment:  # noqa: ANN401 -- any JSON
    """Make a comment."""
    issue = taken(reply, "issue_url", str).rpartition("/")[2]
    if not issue.isdigit():
        raise ForgeError("github", "a comment does not say which issue it is on.")
    return Comment(
        number=taken(reply, "id", int),
        issue=int(issue),
        author=account_of(reply.get("user")),
        body=reply.get("body") or "",
        written=_time(reply, "created_at"),
        is_edited=_time(reply, "created_at") != _time(reply, "updated_at"),
    )


def pull_of(reply: Any) -> Pull:  # noqa: ANN401 -- any JSON
    """Make a pull request, from a list or whole."""
    head, base = taken(reply, "head", dict), taken(reply, "base", dict)
    return Pull(
        number=taken(reply, "number", int),
        author=account_of(reply.get("user")),
        head=taken(head, "sha", str),
        head_branch=taken(head, "ref", str),
        base_branch=taken(base, "ref", str),
        is_open=taken(reply, "state", str) == "open",
        is_merged=reply.get("merged_at") is not None,
        is_draft=reply.get("draft") is True,
        body=reply.get("body") or "",
    )


def _time(reply: Any, key: str) -> datetime:  # noqa: ANN401 -- any JSON
    try:
        return datetime.fromisoformat(taken(reply, key, str))
    except ValueError as error:
        raise ForgeError("github", f"a reply holds no time in {key!r}.") from error
