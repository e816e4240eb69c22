"""A plan carried out: one request for each change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from forge.port import Comment, Draft, Issue
from matcher.proposals.plan import Change, Plan


class ProposalWriter(Protocol):
    """What a plan needs of a writer; any forge has it."""

    def open_issue(self, draft: Draft) -> Issue:
        """Open an issue."""

    def edit_issue(
        self,
        number: int,
        *,
        title: str | None = None,
        body: str | None = None,
        labels: tuple[str, ...] | None = None,
        is_open: bool | None = None,
    ) -> Issue:
        """Change what is given, all in one request."""

    def comment(self, issue: int, body: str) -> Comment:
        """Write a comment."""


def apply_plan(plan: Plan, writer: ProposalWriter) -> Iterator[Change]:
    """Carry out each change and yield it as soon as it is done. Raises ForgeError."""
    for change in plan.changes:
        _carry_out(change, writer)
        yield change


def _carry_out(change: Change, writer: ProposalWriter) -> None:
    if change.draft is not None:
        writer.open_issue(change.draft)
    if change.issue is None:
        return
    if change.edit is not None:
        edit = change.edit
        writer.edit_issue(change.issue, body=edit.body, labels=edit.labels, is_open=edit.is_open)
    if change.note is not None:
        writer.comment(change.issue, change.note)
