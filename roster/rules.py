"""The rules of one profile that its shape cannot state, as a table: id, title and check.

A subject (one document with its places, and the programme) comes in; problems go out.
Every rule runs on every profile. To add one: write the function, add its row, and give it
a heading in docs/rules.md and two example files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from roster.areas import suggest_areas
from roster.confirmation import is_expired
from roster.contacts import address_places, contact_faults
from roster.email import Address, Admission, admission, known_domain
from roster.model import Programme
from roster.names import odd_part_of_name
from roster.problems import Fault, Problem, Severity, shown
from roster.sealed import SEALED, is_sealed
from roster.shape import Typed, day_of
from roster.subject import LONGEST_TEXT, Subject
from roster.text import markup_faults
from roster.words import LEAVE_OUT, did_you_mean, says_nothing

_LOGIN: Final = re.compile(r"[a-z0-9-]{1,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of one profile: the stable ids it tells problems by, one sentence, and the check."""

    ids: tuple[str, ...]
    title: str
    check: Callable[[Subject], Iterator[Problem]]


def _name_form(subject: Subject) -> Iterator[Problem]:
    name = subject.text("name")
    odd = odd_part_of_name(name) if name else None
    if odd is not None:
        yield subject.problem(
            "name-form",
            "name",
            message=odd,
            hint="Write the name with letters of any script, spaces, hyphens, apostrophes "
            "and full stops. Another name of yours can stand in round brackets.",
        )


_CUT_OFF: Final = re.compile(r"\A([a-z_]+): +[^\s'\"\[{|>#][^#]*? (#[^\s#].*)")


def _comment(subject: Subject) -> Iterator[Problem]:
    """Warn of `name: Ada #1`: for YAML a comment begins there, and the text ends before it."""
    if " #" not in subject.document.text:
        return
    for number, line in enumerate(subject.document.lines, start=1):
        found = _CUT_OFF.fullmatch(line)
        if found is not None and found[1] in subject.values:
            problem = subject.problem(
                "yaml-comment",
                found[1],
                message=f"What follows the # is a comment and is not read: {shown(found[2])}.",
                hint="If it belongs to the text, put the whole value in quotes. If it is a "
                "comment, put a space after the #.",
                severity=Severity.WARNING,
            )
            yield replace(problem, line=number, column=found.start(2) + 1)


def _file_name(subject: Subject) -> Iterator[Problem]:
    login = subject.text("github")
    stem = subject.path.rpartition("/")[2].removesuffix(".yaml")
    if login is None or _LOGIN.fullmatch(login.lower()) is None:
        return
    if login.lower() != stem:
        yield subject.problem(
            "file-name",
            "github",
            message=f"The file is named {shown(stem)}, but `github` says {shown(login)}.",
            hint=f"Name the file {login.lower()}.yaml, or correct the login.",
        )


def _email_sealed(subject: Subject) -> Iterator[Problem]:
    """Tell of plain addresses anywhere in the file; those in public text have a rule already."""
    settings, email = subject.programme.settings, subject.text("email")
    if settings.email_storage != SEALED:
        return
    message = "A plain email address must not stand here: everyone could read it."
    hint = (
        f"Seal it at {settings.site}join/ or with `mentor-match seal`, and write what that gives. "
        "What was sent stays in the history until an organiser removes it."
    )
    if email is not None and not is_sealed(email):
        yield subject.problem("email-sealed", "email", message=message, hint=hint)
    told = set(_lines_told(subject))
    for line, column in address_places(subject.document.lines):
        if line not in told:
            problem = subject.problem("email-sealed", message=message, hint=hint)
            yield replace(problem, line=line, column=column, field=None)


def _lines_told(subject: Subject) -> Iterator[int]:
    """The lines of fields whose plain address has been told already."""
    for field in ("email", "name", "about"):
        text, place = subject.text(field), subject.document.place(field)
        if text and any(address_places([text])):
            yield from range(place.line, place.end_line + 1)


def _email_form(subject: Subject) -> Iterator[Problem]:
    if isinstance(subject.address, str):
        yield subject.problem(
            "email-form",
            "email",
            message=subject.address,
            hint=_SEALED_WHOLE
            if is_sealed(subject.text("email") or "")
            else "Write your plain work address and nothing else on the line.",
        )


_SEALED_WHOLE: Final = (
    "Seal your work address again, with the key of today, and copy all of it on one line."
)


def _email_domain(subject: Subject) -> Iterator[Problem]:
    address, settings = subject.address, subject.programme.settings
    if not isinstance(address, Address):
        return
    known = known_domain(address.domain, subject.programme.domain_by_name)
    answer = admission(address.domain, known, who_may_join=settings.who_may_join)
    if answer is Admission.ACCEPTED:
        return
    whose = f"{shown(address.domain)} ({known.who})" if known else shown(address.domain)
    if is_sealed(subject.text("email") or ""):  # what was sealed is told to nobody
        whose = "the domain of the sealed address"
    if answer is Admission.REFUSED:
        yield subject.problem(
            "email-domain",
            "email",
            message=f"Addresses at {whose} cannot join this programme.",
            hint=f"This programme is for the {settings.who_may_join}. Use your work address; "
            "if it is your work address, ask for its domain to be added: open an issue at "
            f"{settings.github}/{settings.repository}/issues",
        )
    else:
        yield subject.problem(
            "email-domain-review",
            "email",
            message=f"Addresses at {whose} need a person to look.",
            hint="Nothing for you to do: an organiser will check that you may join.",
            severity=Severity.WARNING,
        )


def _organisation_known(subject: Subject) -> Iterator[Problem]:
    name = subject.text("organisation")
    if name and name not in subject.programme.organisation_by_name:
        near = subject.programme.vocabularies["organisation"].nearest(name)
        yield subject.problem(
            "organisation-known",
            "organisation",
            message=f"{shown(name)} is not an organisation on this programme's list.",
            hint=f"{did_you_mean(near)}Write the name or its usual abbreviation; "
            "programme/organisations.yaml has them all.",
        )


_SHORTEST_MEANT: Final = 3
_AS_NEAR: Final = 0.6
"""How near the second suggestion has to be, as a share of the first."""


def _areas_meant(text: str, programme: Programme) -> tuple[str, ...]:
    """The two areas that somebody's own words most likely mean."""
    if len(text.strip()) < _SHORTEST_MEANT:
        return ()
    found = suggest_areas(text, programme.areas).suggestions
    near = (each for each in found[:2] if each.similarity >= _AS_NEAR * found[0].similarity)
    return tuple(each.area for each in near)


def _area_known(subject: Subject) -> Iterator[Problem]:
    for field in ("offers", "seeks"):
        for index, name in subject.texts(field):
            if name and name not in subject.programme.area_by_name:
                yield subject.problem(
                    "area-known",
                    field,
                    index,
                    message=f"{shown(name)} is not an area on this programme's list.",
                    hint=f"{did_you_mean(_areas_meant(name, subject.programme))}"
                    "The site's page of areas has them all.",
                )


def _area_both(subject: Subject) -> Iterator[Problem]:
    offered = {name for _, name in subject.texts("offers")}
    for index, name in subject.texts("seeks"):
        if name in offered:
            yield subject.problem(
                "area-both",
                "seeks",
                index,
                message=f"{shown(name)} is both offered and sought.",
                hint="That is allowed; if it is a slip, remove it from one of the two.",
                severity=Severity.WARNING,
            )


def _choices_oneself(subject: Subject) -> Iterator[Problem]:
    login = (subject.text("github") or "").lower()
    for index, choice in subject.texts("choices"):
        if choice.lower() == login:
            yield subject.problem(
                "choices-oneself",
                "choices",
                index,
                message="The profile chooses its own owner as a mentor.",
                hint="Remove it: choices are other people.",
            )


def _manager_nobody(subject: Subject) -> Iterator[Problem]:
    """`manager: none` has the form of a login, and so has a dash."""
    login = subject.text("manager")
    if login and _LOGIN.fullmatch(login.lower()) and says_nothing(login):
        yield subject.problem(
            "manager-nobody",
            "manager",
            message=f"{shown(login)} is nobody's GitHub login.",
            hint=LEAVE_OUT,
        )


def _manager_oneself(subject: Subject) -> Iterator[Problem]:
    login, manager = subject.text("github"), subject.text("manager")
    if login and manager and manager.lower() == login.lower():
        yield subject.problem(
            "manager-oneself",
            "manager",
            message="The profile names its own owner as line manager.",
            hint="Write your line manager's GitHub login, or remove the line: it can be left out.",
        )


def _about(faults: Callable[[str], Iterator[Fault]]) -> Callable[[Subject], Iterator[Problem]]:
    """Make a check of the about-text, whose faults stand at their own lines."""

    def check(subject: Subject) -> Iterator[Problem]:
        text = subject.text("about")
        for fault in faults(text[:LONGEST_TEXT]) if text else ():
            yield subject.problem_in_text("about", text or "", fault)

    return check


def _text_contact(subject: Subject) -> Iterator[Problem]:
    names = f"{subject.text('name')} {subject.text('github')}"
    yield from _about(partial(contact_faults, names=names))(subject)


def _name_contact(subject: Subject) -> Iterator[Problem]:
    name = subject.text("name")
    for fault in contact_faults(name) if name else ():
        yield subject.problem(fault.rule, "name", message=fault.message, hint=fault.hint)


def _confirmed_future(subject: Subject) -> Iterator[Problem]:
    day = confirmed_day(subject.values)
    if day is not None and day > subject.today:
        yield subject.problem(
            "confirmed-future",
            "confirmed",
            message=f"`confirmed` is {day}, which has not come yet.",
            hint=f"Write the day you last said that this is right, such as {subject.today}.",
        )


def _confirmed_expired(subject: Subject) -> Iterator[Problem]:
    day = confirmed_day(subject.values)
    months = subject.programme.settings.expiry_months
    if day is not None and is_expired(day, today=subject.today, months=months):
        yield subject.problem(
            "confirmed-expired",
            "confirmed",
            message=f"The profile was last confirmed on {day}, more than {months} months ago.",
            hint="It is not shown or matched. If it is still right, change `confirmed` to today.",
            severity=Severity.WARNING,
        )


def confirmed_day(values: Typed) -> date | None:
    """The day the profile was confirmed, or None where it is missing or no real day."""
    text = values.get("confirmed")
    return day_of(text) if isinstance(text, str) else None


RULES: Final = (
    Rule(ids=("yaml-comment",), title="A comment is meant as one.", check=_comment),
    Rule(ids=("name-form",), title="A name is written in letters.", check=_name_form),
    Rule(ids=("file-name",), title="The file is named after the login.", check=_file_name),
    Rule(
        ids=("email-sealed",),
        title="Where addresses are sealed, none stands in the open.",
        check=_email_sealed,
    ),
    Rule(ids=("email-form",), title="The address is a plain email address.", check=_email_form),
    Rule(
        ids=("email-domain", "email-domain-review"),
        title="The address's domain may join, or a person looks.",
        check=_email_domain,
    ),
    Rule(
        ids=("organisation-known",),
        title="The organisation is on the programme's list.",
        check=_organisation_known,
    ),
    Rule(ids=("area-known",), title="Areas are on the programme's list.", check=_area_known),
    Rule(ids=("area-both",), title="An area is offered or sought, not both.", check=_area_both),
    Rule(ids=("manager-nobody",), title="A manager is somebody.", check=_manager_nobody),
    Rule(
        ids=("manager-oneself",),
        title="Nobody is their own line manager.",
        check=_manager_oneself,
    ),
    Rule(ids=("choices-oneself",), title="Nobody chooses themselves.", check=_choices_oneself),
    Rule(
        ids=("text-picture", "text-html", "text-link"),
        title="No pictures, HTML or odd links in the text.",
        check=_about(markup_faults),
    ),
    Rule(ids=("text-contact",), title="No contact details in the text.", check=_text_contact),
    Rule(ids=("text-contact",), title="No contact details in the name.", check=_name_contact),
    Rule(
        ids=("confirmed-future",), title="A confirmation lies in the past.", check=_confirmed_future
    ),
    Rule(ids=("confirmed-expired",), title="A confirmation is recent.", check=_confirmed_expired),
)
