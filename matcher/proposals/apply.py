"""A plan carried out: one request for each change."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from forge.port import IssueWriter
from matcher.proposals.plan import Change, Plan


def apply_plan(
    plan: Plan, writer: IssueWriter, *, before: Callable[[], None] = lambda: None
) -> Iterator[Change]:
    """Carry out each change and yield it as soon as it is done. Raises ForgeError.

    `before` is asked before each request, and may raise to stop there.
    """
    for change in plan.changes:
        before()
        _carry_out(change, writer)
        yield change


def _carry_out(change: Change, writer: IssueWriter) -> None:
    if change.draft is not None:
        writer.open_issue(change.draft)
    if change.issue is None:
        return
    if change.edit is not None:
        edit = change.edit
        writer.edit_issue(change.issue, body=edit.body, labels=edit.labels, is_open=edit.is_open)
    if change.note is not None:
        writer.comment(change.issue, change.note)
