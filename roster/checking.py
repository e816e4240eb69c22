"""One file, or all of them together, against every rule.

Bytes with their paths come in; profiles and every problem go out. It is pure: the same
bytes, programme and day give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from roster.email import Address, parse_address
from roster.model import Grade, Profile, Programme
from roster.names import skeleton
from roster.problems import Problem, Severity, has_errors, shown
from roster.reading import Document, read_document
from roster.rules import RULES, Subject, confirmed_day
from roster.shape import canonical, explain_misfits, fits, typed
from roster.words import Vocabulary, did_you_mean, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of one file: a profile unless it has errors, and the problems.

    `claims` says whom the file claims to be, even where it has errors: the login, the
    GitHub number and the mailbox, as far as they can be read.
    """

    path: str
    profile: Profile | None
    problems: tuple[Problem, ...] = ()
    claims: Mapping[str, str | int] = field(default_factory=dict)


def check_file(data: bytes, *, path: str, programme: Programme, today: date) -> Checked:
    """Check the bytes of one profile against every rule that concerns it alone."""
    reading = read_document(data, path=path)
    if reading.document is None:
        return Checked(path=path, profile=None, problems=reading.problems)
    values = canonical(typed(reading.document, programme.profile_schema), programme.vocabularies)
    problems = (*reading.problems, *_misfits(values, reading.document, path, programme))
    email = values.get("email")
    address = parse_address(email) if isinstance(email, str) else None
    subject = Subject(
        path=path,
        values=values,
        document=reading.document,
        programme=programme,
        today=today,
        address=address,
    )
    problems += tuple(problem for rule in RULES for problem in rule.check(subject))
    profile = None if has_errors(problems) else _profile(values)
    return Checked(path=path, profile=profile, problems=problems, claims=_claims(values, address))


def _claims(values: Mapping[str, Any], address: Address | str | None) -> dict[str, str | int]:
    login, number = values.get("github"), values.get("github_id")
    claims: dict[str, str | int] = {}
    if isinstance(login, str):
        claims["github"] = login.lower()
    if isinstance(number, int):
        claims["github_id"] = number
    if isinstance(address, Address):
        claims["email"] = address.person
    return claims


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
    checked: Sequence[Checked], *, read: Callable[[str], bytes]
) -> tuple[Problem, ...]:
    """Check what no file shows alone: doubled people, and choices of people who are not there.

    Of two that claim to be one, the later in `checked` is told. `read` gives the bytes of a
    path again, for the places of the few problems.
    """
    found = (
        *_doubled_people(checked),
        *_look_alike_names(checked),
        *_unknown_choices(checked),
    )
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


_CLAIMS: Final = (
    ("doubled-login", "github", "GitHub login"),
    ("doubled-id", "github_id", "GitHub number"),
    ("doubled-email", "email", "email address"),
)


def _doubled_people(checked: Sequence[Checked]) -> Iterator[_Found]:
    """Find every file that claims to be somebody whom an earlier file is already."""
    for rule, claim, what in _CLAIMS:
        first: dict[str | int, str] = {}
        for each in checked:
            if claim not in each.claims:
                continue
            other = first.setdefault(each.claims[claim], each.path)
            if other != each.path:
                yield _Found(
                    path=each.path,
                    rule=rule,
                    where=(claim,),
                    message=f"The {what} is already that of {other}.",
                    hint="One person has one profile: keep one of the two files, "
                    "or correct the entry.",
                )


def _look_alike_names(checked: Sequence[Checked]) -> Iterator[_Found]:
    """Find names that look like another name but are not the same: one may pose as the other."""
    first: dict[str, Profile] = {}
    for each in checked:
        if each.profile is None:
            continue
        other = first.setdefault(skeleton(each.profile.name), each.profile)
        if fold(other.name) != fold(each.profile.name):
            yield _Found(
                path=each.path,
                rule="name-look-alike",
                where=("name",),
                message=f"The name looks just like that of {other.github} but is written with "
                "other letters.",
                hint="Write the name with the letters of its own alphabet.",
            )


def _unknown_choices(checked: Sequence[Checked]) -> Iterator[_Found]:
    people = [(each.path, each.profile) for each in checked if each.profile is not None]
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
