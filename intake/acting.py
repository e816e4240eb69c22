"""Whom a pull request of the programme's own account stands for.

A pull request and the issue that its branch names come in; the person whom the gate shall
judge goes out. The branch's name is trusted since only who may write to the repository can
make a branch there, and the pull request's author is the programme's own account.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from forge.port import Account, Issue, Pull
from intake.confirming import read_questions
from intake.gate import Author
from intake.questions import LABEL


class Kind(StrEnum):
    """What an issue is that a pull request can come from: it begins the branch's name."""

    FORM = "form"
    CONFIRMATION = "confirm"


_BRANCH: Final = re.compile(r"(form|confirm)/([1-9][0-9]{0,9})")


def branch_of(issue: int, kind: Kind = Kind.FORM) -> str:
    """Name the branch of an issue's pull request."""
    return f"{kind}/{issue}"


def issue_behind(pull: Pull, *, account: Account) -> tuple[Kind, int] | None:
    """Return the form or the question that a pull request was made from, or None."""
    found = _BRANCH.fullmatch(pull.head_branch)
    if found is None or pull.author.number != account.number:
        return None
    return Kind(found[1]), int(found[2])


def acts_for(
    kind: Kind,
    issue: Issue | None,
    *,
    account: Account,
    login_of: Callable[[int], str | None],
) -> Author | None:
    """Return the person for the gate to judge in place of the programme.

    Of a form it is who sent it. Of a question whether a profile is still right it is who was
    asked, whose login `login_of` tells by number: only their own answer, or their silence, makes
    such a pull request. None where nobody can be named, and a person has to look: the issue is
    none of these, was closed by now, or comes from a robot. Nobody is an organiser by way of an
    issue.
    """
    if issue is None or not issue.is_open:
        return None
    if kind is Kind.CONFIRMATION:
        asked = next(iter(read_questions((issue,), account=account)), None)
        login = login_of(asked.number) if asked is not None else None
        return Author(login=login, number=asked.number) if asked and login else None
    if LABEL not in issue.labels or issue.author.is_bot or issue.author.number == account.number:
        return None
    return Author(login=issue.author.login, number=issue.author.number)
