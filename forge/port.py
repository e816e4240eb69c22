"""What a forge can do for us, in our own words: read issues, and open them.

A reader and a writer are two types: who only looks is never handed a writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An issue that is not open yet."""

    title: str
    body: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One conversation as the forge keeps it; `opened` is a day in UTC."""

    number: int
    title: str
    body: str
    labels: tuple[str, ...]
    author: str
    opened: date
    is_open: bool


class ForgeError(Exception):
    """A forge cannot be read or written; `where` names the file or address."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where


class IssueReader(Protocol):
    """Who looks at issues."""

    def account(self) -> str:
        """Return the login that this programme writes issues with."""

    def issues(self, *, label: str) -> Iterator[Issue]:
        """Yield all issues that carry a label, open and closed, by rising number.

        Raises ForgeError.
        """


class IssueWriter(Protocol):
    """Who opens issues."""

    def open_issue(self, draft: Draft, *, today: date) -> Issue:
        """Open an issue and return it as the forge keeps it. Raises ForgeError."""
