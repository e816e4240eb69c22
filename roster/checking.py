"""One file, or all of them together, against every rule.

Bytes with their paths come in; profiles and every problem go out. It is pure: the same
bytes, programme and day give the same answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Final

from roster.email import Address, parse_address
from roster.misfits import explain_misfits
from roster.model import Grade, Profile, Programme
from roster.names import is_same_name, skeleton
from roster.problems import Problem, Severity, has_errors, shown
from roster.reading import Document, read_document
from roster.rules import RULES, confirmed_day
from roster.sealed import PrivateKeys, is_sealed, odd_seal
from roster.shape import canonical, fits, typed, with_today
from roster.standing import Standing
from roster.subject import MOST_ENTRIES, Subject
from roster.words import Vocabulary, did_you_mean

_LOGIN: Final = re.compile(r"[A-Za-z0-9-]{1,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of one file: a profile unless it has errors, the problems, and its standing."""

    profile: Profile | None
    problems: tuple[Problem, ...] = ()
    standing: Standing

    @property
    def path(self) -> str:
        """The path by which messages name the file."""
        return self.standing.path


def check_file(
    data: bytes,
    *,
    path: str,
    programme: Programme,
    today: date,
    keys: PrivateKeys | None = None,
) -> Checked:
    """Check the bytes of one profile against every rule that concerns it alone.

    With the private keys a sealed address is opened, and its domain judged; without them
    only its form is.
    """
    reading = read_document(data, path=path)
    if reading.document is None:
        return Checked(profile=None, problems=reading.problems, standing=Standing(path))
    values = canonical(typed(reading.document, programme.profile_schema), programme.vocabularies)
    if isinstance(values.get("choices"), list):  # logins go without case: twice is twice
        values["choices"] = [
            each.lower() if isinstance(each, str) and _LOGIN.fullmatch(each) else each
            for each in values["choices"]
        ]
    misfits = _misfits(values, reading.document, path, programme, today)
    problems = (*reading.problems, *_not_told_yet(misfits, reading.problems))
    email = values.get("email")
    address = _address(email, programme, keys) if isinstance(email, str) else None
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
    standing = _standing(path, values, _mailbox(email, address, keys), profile)
    return Checked(profile=profile, problems=problems, standing=standing)


def _address(text: str, programme: Programme, keys: PrivateKeys | None) -> Address | str | None:
    """Take an address apart, opened if it is sealed; None where it cannot be opened here."""
    if not is_sealed(text):
        return parse_address(text)
    odd = odd_seal(text, programme.settings.email_keys)
    if odd is not None or keys is None or not keys.holds(text):
        return odd
    opened = keys.open(text)
    if opened is None:
        return "The sealed address cannot be opened: it is damaged, or not made by our rules."
    return parse_address(opened)


def _mailbox(email: object, address: Address | str | None, keys: PrivateKeys | None) -> str | None:
    """What is the same for two profiles of one mailbox, as far as it can be told.

    Who holds the keys compares digests, so that no opened address goes further. Who does not
    can only see that one sealed text was copied.
    """
    if isinstance(address, Address):
        return keys.digest(address.person, purpose="mailbox") if keys else address.person
    return email if address is None and isinstance(email, str) else None


def _standing(
    path: str, values: Mapping[str, Any], mailbox: str | None, profile: Profile | None
) -> Standing:
    login, number = values.get("github"), values.get("github_id")
    if profile is None:
        return Standing(
            path,
            github=fold_login(login) if isinstance(login, str) else None,
            github_id=number if isinstance(number, int) else None,
            email=mailbox,
        )
    return Standing(
        path,
        github=profile.github,
        github_id=profile.github_id,
        # One text for both where they are the same: rosters are large.
        email=profile.email if mailbox == profile.email else mailbox,
        name=profile.name,
        look=skeleton(profile.name),
        is_mentor=profile.is_mentor,
        choices=profile.choices,
    )


def fold_login(login: str) -> str:
    """Reduce a login to what GitHub tells apart: no case, and no other form of a letter."""
    if login.isascii():
        return login.lower()
    return unicodedata.normalize("NFKC", login).casefold()


def _misfits(
    values: dict[str, Any], document: Document, path: str, programme: Programme, today: date
) -> tuple[Problem, ...]:
    about = values.get("about")
    if isinstance(about, str) and about.endswith("\n"):  # ends the block, and is none of its signs
        values = {**values, "about": about[:-1]}
    if fits(values, programme.profile_schema):
        return ()
    return explain_misfits(
        values,
        with_today(programme.profile_schema, today),
        document=document,
        path=path,
        vocabularies=programme.vocabularies,
        most_entries=MOST_ENTRIES,
    )


def _not_told_yet(misfits: Iterable[Problem], told: Iterable[Problem]) -> Iterator[Problem]:
    """Leave out what is missing only because an alias stands there, which is told already."""
    aliases = {each.field for each in told if each.rule == "yaml-anchor" and each.field}
    for each in misfits:
        fields = {"offers", "seeks"} if each.rule == "offers-or-seeks" else {_field_of(each)}
        if not fields & aliases:
            yield each


def _field_of(problem: Problem) -> str:
    return (problem.field or "").split(".")[0]


def _profile(values: dict[str, Any]) -> Profile:
    """Make the frozen value of what the schema and the rules have let through."""
    confirmed = confirmed_day(values)
    assert confirmed is not None  # noqa: S101 -- the schema has seen the day
    given: dict[str, Any] = {
        **values,
        "github": values["github"].lower(),
        "grade": Grade[values["grade"]],
        "confirmed": confirmed,
    }
    for field in ("meets", "offers", "seeks"):
        if field in given:
            given[field] = _shared(tuple(given[field]))
    if "choices" in given:
        given["choices"] = tuple(choice.lower() for choice in given["choices"])
    if "manager" in given:
        given["manager"] = given["manager"].lower()
    return Profile(**given)


@lru_cache(maxsize=4096)
def _shared(entries: tuple[str, ...]) -> tuple[str, ...]:
    """One value for all profiles that list the same."""
    return entries


CAUSED_BY_TIME: Final = frozenset({"choices-known"})
"""Rules that a good profile can come to break when somebody else leaves: nobody is kept out."""


def keeps_out(problem: Problem) -> bool:
    """Whether a problem keeps a profile out of rounds and of the site."""
    return problem.severity is Severity.ERROR and problem.rule not in CAUSED_BY_TIME


Near = Callable[[str], tuple[str, ...]]
"""Whom a choice may have meant, nearest first."""


def check_together(
    standings: Sequence[Standing], *, read: Callable[[str], bytes], near: Near | None = None
) -> tuple[Problem, ...]:
    """Check what no file shows alone: doubled people, and choices of people who are not there.

    Of two that claim to be one, the later in `standings` is told. `read` gives the bytes of a
    path again, for the places of the few problems; `near` whom a choice may have meant, where
    that is not to be looked for among `standings`.
    """
    found = (
        *_doubled_people(standings),
        *_look_alike_names(standings),
        *_unknown_choices(standings, near or nearest_mentors(lambda: standings)),
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


def _doubled_people(standings: Sequence[Standing]) -> Iterator[_Found]:
    """Find every file that claims to be somebody whom an earlier file is already."""
    for rule, claim, what in _CLAIMS:
        first: dict[str | int, str] = {}
        for claimed, path in zip(map(attrgetter(claim), standings), _paths(standings), strict=True):
            if claimed is None:
                continue
            other = first.setdefault(claimed, path)
            if other is not path:
                yield _Found(
                    path=path,
                    rule=rule,
                    where=(claim,),
                    message=f"The {what} is already that of {other}.",
                    hint="One person has one profile: keep one of the two files, "
                    "or correct the entry.",
                )


def _paths(standings: Sequence[Standing]) -> Iterator[str]:
    return (each.path for each in standings)


def _look_alike_names(standings: Sequence[Standing]) -> Iterator[_Found]:
    """Find names that look like another name but are not the same: one may pose as the other."""
    first: dict[str, Standing] = {}
    for each in standings:
        if not each.look:
            continue
        other = first.setdefault(each.look, each)
        if other is not each and not is_same_name(other.name, each.name):
            yield _Found(
                path=each.path,
                rule="name-look-alike",
                where=("name",),
                message=f"The name looks just like that of {other.github} but is written with "
                "other letters.",
                hint="Write the name with the letters of its own alphabet.",
            )


_MOST_NEAR: Final = 50
"""How many misspelt choices are looked up: each is compared with every mentor there is."""


def _unknown_choices(standings: Sequence[Standing], near: Near) -> Iterator[_Found]:
    valid = _valid(standings)
    asked = 0
    for each in standings:
        for index, choice in enumerate(each.choices):
            chosen = valid.get(choice)
            if chosen is not None and chosen.is_mentor:
                continue
            asked += 1
            meant = near(choice) if asked <= _MOST_NEAR else ()
            why = "is not in the directory" if chosen is None else "offers no help as a mentor"
            names = tuple(name for name in meant if name != each.github)
            yield _Found(
                path=each.path,
                rule="choices-known",
                where=("choices", index),
                message=f"The choice {shown(choice)} {why}.",
                hint=f"{did_you_mean(names)}Choices are GitHub logins of mentors in the directory.",
            )


def _valid(standings: Iterable[Standing]) -> dict[str | None, Standing]:
    """The valid profiles by login."""
    return {each.github: each for each in standings if each.look}


def nearest_mentors(standings: Callable[[], Iterable[Standing]]) -> Near:
    """Say whom a choice may have meant, by login and name; all are gathered when first asked."""

    @cache
    def vocabulary() -> Vocabulary:
        mentors = {
            each.github: (each.name,) for each in _valid(standings()).values() if each.is_mentor
        }
        return Vocabulary(
            aliases={login: names for login, names in sorted(mentors.items()) if login}
        )

    return lambda choice: vocabulary().nearest(choice)
