"""What the form on the join page is made of: its sections, and the data that its script checks by.

A programme comes in; questions for the template and JSON for the browser go out. Every question
comes from `roster.form`: there is no list of fields here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from roster.contacts import CONTACTS
from roster.form import Field, Form, Kind, Source, form_of
from roster.model import Programme, Settings
from roster.sealed import LONGEST_ADDRESS, SEALED, key_id
from site_builder.json_text import as_json
from site_builder.public_view import LISTED, PublicView
from site_builder.words import GRADE_LABELS

ISSUE_TEMPLATE: Final = "join.yml"
_GITHUB: Final = "https://github.com"
_FIRST: Final = "Your answers"
_GRADE_LABELS: Final = {grade.name: label for grade, label in GRADE_LABELS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field as the page asks it. `choices` are the values in sight, each with its label."""

    field: Field
    is_optional: bool
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions under one heading."""

    heading: str
    questions: tuple[Question, ...]


def sections(programme: Programme) -> tuple[Section, ...]:
    """Put the questions that the page asks under their headings, in the schema's order."""
    form = form_of(programme)
    found: dict[str, list[Question]] = {}
    heading = _FIRST
    for field in form.fields:
        heading = field.section or heading
        if field.source in {Source.PERSON, Source.ACCOUNT}:
            found.setdefault(heading, []).append(_question(field, form))
    return tuple(Section(heading=key, questions=tuple(each)) for key, each in found.items())


def _question(field: Field, form: Form) -> Question:
    in_sight = field.kind in {Kind.CHOICE, Kind.CHOICES}
    names = [each.name for each in field.options] if in_sight else []
    return Question(
        field=field,
        is_optional=not field.is_required and field.key not in form.one_of,
        choices=tuple((name, _GRADE_LABELS.get(name, name)) for name in names),
    )


def github_api(settings: Settings) -> str:
    """Return the address of GitHub's API: a GitHub Enterprise has it below its own address."""
    is_public = settings.github == _GITHUB
    return "https://api.github.com" if is_public else f"{settings.github}/api/v3"


def mentor_names(view: PublicView) -> bytes:
    """Write what choosing a mentor by name needs: each login with the name."""
    return as_json([[each.login, each.name] for each in view.mentors])


def form_data(programme: Programme) -> bytes:
    """Write the fields with their limits, messages and words, and what else the form checks by."""
    form, settings = form_of(programme), programme.settings
    lists = list(dict.fromkeys(each.options for each in form.fields if _is_typed(each)))
    return as_json(
        {
            "fields": [_entry(each, lists) for each in form.fields],
            "one_of": form.one_of,
            "messages": _messages(form, settings),
            "lists": [[[each.name, *each.aliases] for each in options] for options in lists],
            "domains": {
                each.domain: [each.outcome, each.below] for each in programme.email_domains
            },
            "contacts": [[each.pattern, _flags(each), what] for each, what in CONTACTS],
            "who_may_join": settings.who_may_join,
            "mentees_are_listed": settings.mentees == LISTED,
            "template": ISSUE_TEMPLATE,
            "seal": _seal(settings),
        }
    )


def _flags(pattern: re.Pattern[str]) -> str:
    return "iu" if pattern.flags & re.IGNORECASE else "u"


def _seal(settings: Settings) -> Mapping[str, Any] | None:
    if settings.email_storage != SEALED or not settings.email_keys:
        return None
    key = settings.email_keys[0]
    return {"key": key, "key_id": key_id(key), "longest": LONGEST_ADDRESS}


def _is_typed(field: Field) -> bool:
    return field.kind in {Kind.WORD, Kind.WORDS}


def _entry(field: Field, lists: list[Any]) -> Mapping[str, Any]:
    limits = {
        "longest": field.longest,
        "most": field.most,
        "smallest": field.smallest,
        "largest": field.largest,
        "pattern": field.pattern,
        "default": field.default,
        "list": lists.index(field.options) if _is_typed(field) else None,
    }
    return {
        "key": field.key,
        "kind": field.kind,
        "source": field.source,
        "required": field.is_required,
        **{name: limit for name, limit in limits.items() if limit is not None},
        "messages": _field_messages(field),
    }


def _messages(form: Form, settings: Settings) -> Mapping[str, str]:
    labels = [_inside(form.by_key[key].label) for key in form.one_of]
    return {
        "one_of": f"Choose {', '.join(labels)}, or both.",
        "refused": f"Addresses at “{{value}}” cannot join this programme. It is for the "
        f"{settings.who_may_join}. Use your work address; if this is your work address, ask the "
        f"organisers to add its domain: {settings.contact}.",
        "contact": "There is what looks like {what} here, and everyone could read it. Remove it.",
        "too_long_to_seal": "The email address is too long: at most {longest} characters can be "
        "sealed.",
    }


def _field_messages(field: Field) -> Mapping[str, str]:
    """Say what the form says where an answer does not fit: as the door does, by the label."""
    said = {
        "missing": _missing(field),
        "long": f"{field.label} has {{length}} characters; at most {field.longest or 0:,} are "
        "allowed. Make it shorter.",
        "pattern": f"{field.label} is “{{value}}”, which has not the form it needs. "
        f"Write it like this: {', '.join(field.examples)}.",
        "many": f"{field.label} has {{count}} entries; at most {field.most} are allowed. Keep the "
        "ones that matter most.",
        "number": f"{field.label} is “{{value}}”, but it has to be a whole number.",
        "small": f"{field.label} is {{value}}; it has to be at least {field.smallest}.",
        "large": f"{field.label} is {{value}}; it has to be at most {field.largest}.",
        "unknown": "“{value}” is not on this programme’s list. Choose one from the list that "
        "appears as you type.",
    }
    can_be = {
        "missing": field.is_required,
        "long": field.longest is not None,
        "pattern": field.pattern is not None,
        "many": field.most is not None,
        "number": field.kind is Kind.NUMBER,
        "small": field.smallest is not None,
        "large": field.largest is not None,
        "unknown": field.kind in {Kind.WORD, Kind.WORDS, Kind.LOGINS},
    }
    return {rule: said[rule] for rule, can in can_be.items() if can}


def _missing(field: Field) -> str:
    """“Enter your name”, “Choose how you can meet”."""
    verb = "Choose" if field.kind in {Kind.CHOICE, Kind.CHOICES, Kind.WORD, Kind.WORDS} else "Enter"
    is_question = field.label.split(maxsplit=1)[0] in {"How", "What", "Which", "Who"}
    return f"{verb} {'' if is_question else 'your '}{_inside(field.label)}."


def _inside(label: str) -> str:
    """Write a label as it stands inside a sentence: names such as GitHub keep their capitals."""
    first = label.split(maxsplit=1)[0]
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]
