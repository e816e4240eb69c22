"""A plan carried out, change by change."""

from __future__ import annotations

from collections.abc import Iterator

from forge.port import Issue, IssueWriter
from matcher.proposals.plan import Plan


def apply_plan(plan: Plan, writer: IssueWriter) -> Iterator[Issue]:
    """Open the planned issues and yield each as soon as it is open. Raises ForgeError."""
    for opening in plan.openings:
        yield writer.open_issue(opening.draft)
