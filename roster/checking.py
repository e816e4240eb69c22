"""One file, or all of them together, against every rule.

Bytes with their paths come in; profiles and every problem go out. It is pure: the same
bytes, programme and day give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from roster.email import Address, parse_address
from roster.model import Grade, Profile, Programme
from roster.problems import Problem, Severity, has_errors, shown
from roster.reading import Document, read_document
from roster.rules import RULES, Subject, confirmed_day
from roster.shape import canonical, explain_misfits, fits, parse_schema, typed
from roster.words import Vocabulary, did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of one file: a profile unless it has errors, and the problems."""

    path: str
    profile: Profile | None
    problems: tuple[Problem, ...] = ()


def check_file(data: bytes, *, path: str, programme: Programme, today: date) -> Checked:
    """Check the bytes of one profile against every rule that concerns it alone."""
    reading = read_document(data, path=path)
    if reading.document is None:
        return Checked(path=path, profile=None, problems=reading.problems)
    values = canonical(
        typed(reading.document, parse_schema(programme.profile_schema)), programme.vocabularies
    )
    problems = (*reading.problems, *_misfits(values, reading.document, path, programme))
    subject = Subject(
        path=path, values=values, document=reading.document, programme=programme, today=today
    )
    problems += tuple(problem for rule in RULES for problem in rule.check(subject))
    profile = None if has_errors(problems) else _profile(values)
    return Checked(path=path, profile=profile, problems=problems)


def _misfits(
    values: dict[str, Any], document: Document, path: str, programme: Programme
) -> tuple[Problem, ...]:
    if fits(values, programme.profile_schema):
        return ()
    return explain_misfits(
        values,
        programme.profile_schema,
        document=document,
        path=path,
        vocabularies=programme.vocabularies,
    )


def _profile(values: dict[str, Any]) -> Profile:
    """Make the frozen value of what the schema and the rules have let through."""
    confirmed = confirmed_day(values)
    assert confirmed is not None  # noqa: S101 -- the schema has seen the day
    lists: dict[str, Any] = {
        field: tuple(values[field])
        for field in ("meets", "offers", "seeks", "choices")
        if field in values
    }
    if "choices" in lists:
        lists["choices"] = tuple(choice.lower() for choice in lists["choices"])
    converted: dict[str, Any] = {
        "github": values["github"].lower(),
        "grade": Grade[values["grade"]],
        "confirmed": confirmed,
    }
    given: dict[str, Any] = {**values, **lists, **converted}
    return Profile(**given)


CAUSED_BY_TIME: Final = frozenset({"choices-known"})
"""Rules that a good profile can come to break when somebody else leaves: nobody is kept out."""


def check_together(
    profiles: Iterable[tuple[str, Profile]], *, read: Callable[[str], bytes]
) -> tuple[Problem, ...]:
    """Check what no file shows alone: doubled people, and choices of people who are not there.

    `profiles` holds paths with profiles, sorted by path; `read` gives the bytes of a path
    again, for the places of the few problems.
    """
    people = tuple(profiles)
    found = (*_doubled_people(people), *_unknown_choices(people))
    documents: dict[str, Document | None] = {}
    return tuple(each.at(documents, read) for each in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A problem between files, before its place is looked up."""

    path: str
    rule: str
    where: tuple[str | int, ...]
    message: str
    hint: str
    severity: Severity = Severity.ERROR

    def at(self, documents: dict[str, Document | None], read: Callable[[str], bytes]) -> Problem:
        if self.path not in documents:
            documents[self.path] = read_document(read(self.path), path=self.path).document
        document = documents[self.path]
        assert document is not None  # noqa: S101 -- it has given a profile
        subject_place = document.place(*self.where)
        return Problem(
            rule=self.rule,
            path=self.path,
            line=subject_place.line,
            column=subject_place.column,
            field=".".join(str(p + 1) if isinstance(p, int) else p for p in self.where),
            message=self.message,
            hint=self.hint,
            severity=self.severity,
        )


def _doubled_people(people: tuple[tuple[str, Profile], ...]) -> Iterator[_Found]:
    yield from _doubled(
        people,
        rule="doubled-login",
        field="github",
        key=lambda each: each.github,
        what="GitHub login",
    )
    yield from _doubled(
        people,
        rule="doubled-id",
        field="github_id",
        key=lambda each: each.github_id,
        what="GitHub number",
    )
    yield from _doubled(
        people, rule="doubled-email", field="email", key=_mailbox, what="email address"
    )


def _mailbox(profile: Profile) -> str:
    address = parse_address(profile.email)
    return address.person if isinstance(address, Address) else profile.email


def _doubled(
    people: tuple[tuple[str, Profile], ...],
    *,
    rule: str,
    field: str,
    key: Callable[[Profile], str | int],
    what: str,
) -> Iterator[_Found]:
    first: dict[str | int, str] = {}
    for path, profile in people:
        other = first.setdefault(key(profile), path)
        if other != path:
            yield _Found(
                path=path,
                rule=rule,
                where=(field,),
                message=f"The {what} is already that of {other}.",
                hint="One person has one profile: keep one of the two files, or correct the entry.",
            )


def _unknown_choices(people: tuple[tuple[str, Profile], ...]) -> Iterator[_Found]:
    by_login = {profile.github: profile for _, profile in people}
    mentors = Vocabulary(
        aliases={profile.github: (profile.name,) for _, profile in people if profile.is_mentor}
    )
    for path, profile in people:
        for index, choice in enumerate(profile.choices):
            chosen = by_login.get(choice)
            if chosen is not None and chosen.is_mentor:
                continue
            why = "is not in the directory" if chosen is None else "offers no help as a mentor"
            near = tuple(name for name in mentors.nearest(choice) if name != profile.github)
            yield _Found(
                path=path,
                rule="choices-known",
                where=("choices", index),
                message=f"The choice {shown(choice)} {why}.",
                hint=f"{did_you_mean(near)}Choices are GitHub logins of mentors in the directory.",
            )
