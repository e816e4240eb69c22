"""Staying true: asks each owner once a year whether their profile is still right.

The roster, the issues that ask, what was answered and the day come in; a plan of issues and of
changes to files goes out. Run again after it was carried out, it plans nothing. It must never
know how a forge is spoken to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from jinja2 import Template

from forge.port import Account, Comment, Draft, Issue
from roster.confirmation import asked_on, is_asked, is_expired, silent_from
from roster.model import Profile, Roster, Settings

LABEL: Final = "profile confirmation"
TITLE: Final = "Is your profile still right?"
MOST_OPENED: Final = 50
"""How many owners are asked in one run; the next run goes on."""

_BLOCK: Final = re.compile(r"<!-- mentor-match-confirmation (\{[^\n]{1,200}\}) -->\s*\Z")
_ANSWERS: Final = {
    "yes": "yes", "yes, it is": "yes", "still right": "yes", "pause": "pause", "leave": "leave",
}  # fmt: skip
_LONGEST_ANSWER: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open or closed issue that asks one person about one confirmation."""

    issue: int
    number: int
    confirmed: date
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an answer does to a file: fields to set, or None where the file goes."""

    issue: int
    path: str
    wanted: Mapping[str, str | tuple[str, ...] | None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationPlan:
    """Who is asked, which questions are settled, and what answers change."""

    opens: tuple[Draft, ...]
    closes: tuple[int, ...]
    changes: tuple[Change, ...]


def plan_confirmations(
    roster: Roster,
    issues: Iterable[Issue],
    comments: Iterable[Comment],
    *,
    account: Account,
    settings: Settings,
    template: Template,
    today: date,
) -> ConfirmationPlan:
    """Plan one run. `issues` are those with the label, `comments` at least those on open ones."""
    questions = read_questions(issues, account=account)
    people = {each.github_id: each for each in roster.profiles}
    settled = tuple(each.issue for each in questions if each.is_open and _is_settled(each, people))
    waiting = [each for each in questions if each.is_open and each.issue not in settled]
    said = tuple(comments)
    changes = (_change(each, people[each.number], said, today=today) for each in waiting)
    asked = {(each.number, each.confirmed) for each in questions}
    due = [
        each
        for each in sorted(roster.profiles, key=lambda each: (each.confirmed, each.github))
        if (each.github_id, each.confirmed) not in asked and _is_due(each, settings, today)
    ]
    return ConfirmationPlan(
        opens=tuple(
            _draft(each, settings=settings, template=template, today=today)
            for each in due[:MOST_OPENED]
        ),
        closes=settled,
        changes=tuple(each for each in changes if each is not None),
    )


def read_questions(issues: Iterable[Issue], *, account: Account) -> tuple[Question, ...]:
    """Find the questions among the programme's own issues; what others paste counts for nothing."""
    found = (
        _read(each)
        for each in issues
        if each.author.number == account.number and LABEL in each.labels
    )
    return tuple(each for each in found if each is not None)


def _read(issue: Issue) -> Question | None:
    found = _BLOCK.search(issue.body)
    try:
        content: Any = json.loads(found[1]) if found else None
        number, confirmed = content["number"], date.fromisoformat(content["confirmed"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(number, int):
        return None
    return Question(issue=issue.number, number=number, confirmed=confirmed, is_open=issue.is_open)


def _is_settled(question: Question, people: Mapping[int, Profile]) -> bool:
    """Whether the person has left, has paused, or has confirmed since."""
    person = people.get(question.number)
    return person is None or person.paused or person.confirmed != question.confirmed


def _is_due(profile: Profile, settings: Settings, today: date) -> bool:
    expired = is_expired(profile.confirmed, today=today, months=settings.expiry_months)
    asked = is_asked(profile.confirmed, today=today, months=settings.ask_after_months)
    return asked and not expired and not profile.paused


def _draft(profile: Profile, *, settings: Settings, template: Template, today: date) -> Draft:
    content = {"number": profile.github_id, "confirmed": str(profile.confirmed)}
    asked = asked_on(profile.confirmed, months=settings.ask_after_months or 0)
    body = template.render(
        login=profile.github,
        confirmed=profile.confirmed,
        programme=settings.programme,
        site=settings.site,
        answer_by=silent_from(asked),
        today=today,
        hidden_after=settings.expiry_months,
    )
    block = f"<!-- mentor-match-confirmation {json.dumps(content)} -->"
    return Draft(title=TITLE, body=f"{body.rstrip()}\n\n{block}\n", labels=(LABEL,))


def _change(
    question: Question, person: Profile, comments: Sequence[Comment], *, today: date
) -> Change | None:
    """What the owner's last answer asks for; nobody else's counts."""
    answers = [
        answer
        for each in sorted(comments, key=lambda each: each.number)
        if each.issue == question.issue and each.author.number == question.number
        for answer in (_answer(each.body),)
        if answer is not None
    ]
    if not answers:
        return None
    day = str(today)
    wanted: Mapping[str, Mapping[str, str | tuple[str, ...] | None] | None] = {
        "yes": {"confirmed": day},
        "pause": {"paused": "true", "confirmed": day},
        "leave": None,
    }
    path = f"profiles/{person.github}.yaml"
    return Change(issue=question.issue, path=path, wanted=wanted[answers[-1]])


def _answer(body: str) -> str | None:
    first = body[:_LONGEST_ANSWER].strip().partition("\n")[0]
    return _ANSWERS.get(first.strip().lstrip("/").rstrip(".! ").lower())
