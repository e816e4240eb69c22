"""The ledger read from the forge: which issues are proposals, and how each stands."""

from __future__ import annotations

from collections.abc import Iterable

from forge.port import Account, Issue
from matcher.ledger import Ledger, Proposal, State
from matcher.proposals.machine_block import LABEL, read_block
from roster.model import Roster


def read_ledger(issues: Iterable[Issue], *, account: Account, roster: Roster) -> Ledger:
    """Make a ledger of the issues that the programme's own account wrote under its label.

    People are found by GitHub number, so that a renamed login keeps its proposals. An
    issue with no valid machine block, or by anybody else, counts for nothing.
    """
    logins = {each.github_id: each.github for each in roster.profiles}
    proposals = []
    for issue in issues:
        block = read_block(issue.body)
        if block is not None and issue.author.number == account.number and LABEL in issue.labels:
            proposals.append(
                Proposal(
                    mentee=logins.get(block.mentee_id, block.mentee),
                    mentor=logins.get(block.mentor_id, block.mentor),
                    state=_state(issue),
                    opened=issue.opened.date(),
                )
            )
    return Ledger(proposals=tuple(proposals))


def _state(issue: Issue) -> State:
    """The state that the issue's label names; without one, open is proposed, closed withdrawn."""
    named = (state for state in State if f"state: {state}" in issue.labels)
    return next(named, State.PROPOSED if issue.is_open else State.WITHDRAWN)
