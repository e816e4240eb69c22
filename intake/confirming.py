"""Staying true: asks each owner once a year whether their profile is still right.

The roster, the issues that ask, what was answered and the day come in; a plan of issues and of
changes to files goes out. Silence counts from the day on which an issue was opened, so nobody is
paused who was not asked. Run again after it was carried out, it plans nothing.
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
from roster.confirmation import answer_by, is_asked, months_between
from roster.model import Profile, Roster, Settings
from roster.places import path_of

LABEL: Final = "profile confirmation"
TITLE: Final = "Is your profile still right?"
MOST_OPENED: Final = 50
"""How many owners are asked in one run; the next run goes on."""

_BLOCK: Final = re.compile(r"<!-- mentor-match-confirmation (\{[^\n]{1,200}\}) -->\s*\Z")
_ANSWERS: Final = {
    "yes": "yes", "yes, it is": "yes", "still right": "yes", "pause": "pause", "leave": "leave",
}  # fmt: skip
_LONGEST_ANSWER: Final = 200
_CLOSED_AFTER_MONTHS: Final = 12
"""How long a question waits for an answer before it is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open or closed issue that asks one person about one confirmation, and since when."""

    issue: int
    number: int
    confirmed: date
    asked: date
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an answer, or 30 days without one, does to a file: fields, or None where it goes."""

    issue: int
    path: str
    wanted: Mapping[str, str | tuple[str, ...] | None] | None
    is_answer: bool = True


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
    settled = tuple(
        each.issue
        for each in questions
        if each.is_open and _is_settled(each, people.get(each.number), today)
    )
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
    return Question(
        issue=issue.number,
        number=number,
        confirmed=confirmed,
        asked=issue.opened.date(),
        is_open=issue.is_open,
    )


def _is_settled(question: Question, person: Profile | None, today: date) -> bool:
    """Whether the person has left, has confirmed since, paused in time, or was silent for a year.

    Who was paused for their silence can still answer.
    """
    if person is None or person.confirmed != question.confirmed:
        return True
    paused_themselves = person.paused and not _is_silent(question, today)
    return paused_themselves or months_between(question.asked, today) >= _CLOSED_AFTER_MONTHS


def _is_silent(question: Question, today: date) -> bool:
    return today > answer_by(question.asked)


def _is_due(profile: Profile, settings: Settings, today: date) -> bool:
    asked = is_asked(profile.confirmed, today=today, months=settings.ask_after_months)
    return asked and not profile.paused


def _draft(profile: Profile, *, settings: Settings, template: Template, today: date) -> Draft:
    content = {"number": profile.github_id, "confirmed": str(profile.confirmed)}
    body = template.render(
        login=profile.github,
        confirmed=profile.confirmed,
        programme=settings.programme,
        site=settings.site,
        answer_by=answer_by(today),
    )
    block = f"<!-- mentor-match-confirmation {json.dumps(content)} -->"
    return Draft(title=TITLE, body=f"{body.rstrip()}\n\n{block}\n", labels=(LABEL,))


def _change(
    question: Question, person: Profile, comments: Sequence[Comment], *, today: date
) -> Change | None:
    """What the owner's last answer asks for, or their silence; nobody else's word counts."""
    answers = [
        (answer, str(each.written.date()))
        for each in sorted(comments, key=lambda each: each.number)
        if each.issue == question.issue and each.author.number == question.number
        for answer in (_answer(each.body),)
        if answer is not None
    ]
    path = path_of(person.github)
    if not answers:
        is_due = _is_silent(question, today) and not person.paused
        silence = Change(
            issue=question.issue, path=path, wanted={"paused": "true"}, is_answer=False
        )
        return silence if is_due else None
    answer, day = answers[-1]
    wanted: Mapping[str, Mapping[str, str | tuple[str, ...] | None] | None] = {
        "yes": {"confirmed": day} | ({"paused": None} if person.paused else {}),
        "pause": {"paused": "true", "confirmed": day},
        "leave": None,
    }
    return Change(issue=question.issue, path=path, wanted=wanted[answer])


def _answer(body: str) -> str | None:
    first = body[:_LONGEST_ANSWER].strip().partition("\n")[0]
    return _ANSWERS.get(first.strip().lstrip("/").rstrip(".! ").lower())
