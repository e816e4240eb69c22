"""Whom a pull request of the programme's own account stands for.

A pull request and the issue that its branch names come in; the person whom the gate shall
judge goes out. The branch's name is trusted since only who may write to the repository can
make a branch there, and the pull request's author is the programme's own account.
"""

from __future__ import annotations

import re
from typing import Final

from forge.port import Account, Issue, Pull
from intake.gate import Author
from intake.questions import LABEL

_BRANCH: Final = re.compile(r"form/([1-9][0-9]{0,9})")


def branch_of(issue: int) -> str:
    """Name the branch of an issue's pull request."""
    return f"form/{issue}"


def issue_behind(pull: Pull, *, account: Account) -> int | None:
    """Return the number of the form that a pull request was made from, or None."""
    found = _BRANCH.fullmatch(pull.head_branch)
    return int(found[1]) if found and pull.author.number == account.number else None


def acts_for(issue: Issue | None, *, account: Account) -> Author | None:
    """Return the person who sent a form, for the gate to judge in place of the programme.

    None where nobody can be named, and a person has to look: the issue is no form, was closed
    by now, or comes from a robot. Nobody is an organiser by way of a form.
    """
    if issue is None or not issue.is_open or LABEL not in issue.labels:
        return None
    if issue.author.is_bot or issue.author.number == account.number:
        return None
    return Author(login=issue.author.login, number=issue.author.number)
