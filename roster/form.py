"""The questions that every form asks, made from the schema of a profile and the programme's lists.

A Programme comes in; a Form of frozen fields, in the schema's order, goes out. It must never
know how a form looks: on a page, as an issue or as a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from roster.model import Area, Programme
from roster.shape import Schema, parse_schema

LONGEST_LINE: Final = 254
"""Characters above which a text is one of several lines."""


class Kind(StrEnum):
    """What an answer looks like."""

    TEXT = "text"
    LONG_TEXT = "long text"
    ADDRESS = "address"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    CHOICE = "choice"
    """One of a few options, all in sight."""
    CHOICES = "choices"
    """Several of a few options, all in sight."""
    WORD = "word"
    """One of many options: typed by name or alias."""
    WORDS = "words"
    """Several of many options: typed by name or alias."""
    LOGIN = "login"
    LOGINS = "logins"


LISTS: Final = frozenset({Kind.CHOICES, Kind.WORDS, Kind.LOGINS})
"""The kinds whose answer is a list."""


class Source(StrEnum):
    """Who gives the answer."""

    PERSON = "person"
    ACCOUNT = "account"
    """The account that sends the form, as the forge vouches for it."""
    DAY = "day"
    """The day on which the form is sent."""
    REQUEST = "request"
    """What the person asks for: to join, to pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer that a field offers, and what else people call it."""

    name: str
    aliases: tuple[str, ...] = ()
    group: str | None = None
    meaning: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `key` is spelled as in YAML; `label` and `hint` are the schema's words.

    `longest` counts characters of the text, or of one entry of a list; `fewest` and `most`
    count entries; `smallest` and `largest` bound a number. `pattern` is a regular expression
    for the text or one entry. `examples` and `default` are texts as somebody would type them.
    `autocomplete` is the token of the HTML standard that lets a browser fill the field.
    `section` is the heading of the questions that begin with this one.
    """

    key: str
    label: str
    hint: str
    kind: Kind
    source: Source
    is_required: bool
    longest: int | None = None
    fewest: int | None = None
    most: int | None = None
    smallest: int | None = None
    largest: int | None = None
    pattern: str | None = None
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = ()
    default: str | None = None
    autocomplete: str | None = None
    section: str | None = None


@dataclass(frozen=True, kw_only=True)
class Form:
    """Every field of a profile, in the schema's order.

    `one_of` names the fields of which at least one must be answered.
    """

    fields: tuple[Field, ...]
    one_of: tuple[str, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        """Fields by key."""
        return {each.key: each for each in self.fields}

    @cached_property
    def asked(self) -> tuple[Field, ...]:
        """The fields that a person answers."""
        return tuple(each for each in self.fields if each.source is Source.PERSON)


def form_of(programme: Programme) -> Form:
    """Make the form of a programme's profiles."""
    schema = parse_schema(programme.profile_schema)
    required = frozenset(schema["required"])
    return Form(
        fields=tuple(
            _field(key, stated, programme, is_required=key in required)
            for key, stated in schema["properties"].items()
        ),
        one_of=tuple(key for each in schema.get("anyOf", ()) for key in each["required"]),
    )


def _field(key: str, stated: Schema, programme: Programme, *, is_required: bool) -> Field:
    entry = stated.get("items", stated)
    in_form = stated.get("x-form", {})
    return Field(
        key=key,
        label=stated["title"],
        hint=stated["description"],
        kind=_kind(key, stated, programme),
        source=Source(in_form.get("source", Source.PERSON)),
        is_required=is_required,
        longest=entry.get("maxLength"),
        fewest=stated.get("minItems"),
        most=stated.get("maxItems"),
        smallest=stated.get("minimum"),
        largest=stated.get("maximum"),
        pattern=entry.get("pattern"),
        options=_options(key, entry, programme),
        examples=_typed(stated.get("examples", [None])[0]),
        default=next(iter(_typed(stated.get("default"))), None),
        autocomplete=in_form.get("autocomplete"),
        section=in_form.get("section"),
    )


def _kind(key: str, stated: Schema, programme: Programme) -> Kind:
    if "kind" in stated.get("x-form", {}):
        return Kind(stated["x-form"]["kind"])
    if "enum" in stated:
        return Kind.CHOICE
    if stated["type"] == "array":
        return _kind_of_list(key, stated["items"], programme)
    if stated["type"] == "string":
        return _kind_of_text(key, stated, programme)
    return Kind.NUMBER if stated["type"] == "integer" else Kind.TRUTH


def _kind_of_list(key: str, entry: Schema, programme: Programme) -> Kind:
    if "enum" in entry:
        return Kind.CHOICES
    return Kind.WORDS if key in programme.vocabularies else Kind.LOGINS


def _kind_of_text(key: str, stated: Schema, programme: Programme) -> Kind:
    if key in programme.vocabularies:
        return Kind.WORD
    if stated.get("format") == "date":
        return Kind.DAY
    return Kind.LONG_TEXT if stated.get("maxLength", 0) > LONGEST_LINE else Kind.TEXT


def _options(key: str, entry: Schema, programme: Programme) -> tuple[Option, ...]:
    """List what a field offers: names in the programme's order, with everything they go by."""
    vocabulary = programme.vocabularies.get(key)
    if vocabulary is None:
        return ()
    listed = "enum" not in entry
    return tuple(
        _option(name, aliases, programme.area_by_name.get(name) if listed else None)
        for name, aliases in vocabulary.aliases.items()
    )


def _option(name: str, aliases: tuple[str, ...], area: Area | None) -> Option:
    if area is None:
        return Option(name=name, aliases=aliases)
    return Option(name=name, aliases=aliases, group=area.group, meaning=area.meaning)


def _typed(value: Any) -> tuple[str, ...]:  # noqa: ANN401 -- a JSON value of a schema
    """Write a value of the schema as somebody would type it."""
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple(text for each in value for text in _typed(each))
    return (str(value).lower() if isinstance(value, bool) else str(value).strip(),)
