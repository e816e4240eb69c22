"""The shape of a document: text typed by a JSON Schema, and the answer whether it fits.

A document as typed and a schema come in; a document with numbers and booleans goes out.
`jsonschema-rs` decides; `misfits` explains the few that fail. It must never know a rule
that the schema does not state.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

import jsonschema_rs

from roster.events import Node
from roster.reading import Document
from roster.words import Vocabulary

Schema = Mapping[str, Any]
"""A parsed JSON Schema. Any: a schema is itself data of unknown shape, checked by its users."""

Typed = Mapping[str, Any]
"""A document whose scalars have the types that the schema gives them."""

_WHOLE_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_TRUTHS: Final = {"true": True, "yes": True, "false": False, "no": False}


@lru_cache(maxsize=16)
def parse_schema(text: str) -> Schema:
    """Parse the text of a schema, once."""
    schema: Schema = json.loads(text)
    return schema


@lru_cache(maxsize=4)
def with_today(text: str, today: date) -> str:
    """A schema whose examples of a day are today: what is copied from them is right then."""
    schema = json.loads(text)
    for stated in schema.get("properties", {}).values():
        if stated.get("format") == "date":
            stated["examples"] = [str(today)]
    return json.dumps(schema)


def field_names(schema: Schema) -> Vocabulary:
    """The fields of a schema as people may misspell them: a slip of the pen, not another word."""
    return Vocabulary(
        aliases={field: (field.replace("_", " "),) for field in schema.get("properties", {})},
        near_enough=75.0,
    )


def field_words(schema: Schema) -> Vocabulary:
    """The fields of a schema by what they are called elsewhere."""
    stated = schema.get("properties", {})
    return Vocabulary(aliases={field: tuple(stated[field].get("x-also", ())) for field in stated})


def meant_field(schema: Schema) -> Callable[[str], str | None]:
    """Say which field a key is another word for, or a slip of the pen; the words are read once."""
    words, names = field_words(schema), field_names(schema)
    return lambda key: words.resolve(key) or next(iter(names.nearest(key)), None)


@lru_cache(maxsize=16)
def _decider(text: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(text), validate_formats=True)


def typed(document: Document, schema_text: str) -> dict[str, Any]:
    """Give each scalar the type that the schema asks for where its text has that form.

    A field with nothing after it counts as left out; a key that is no field stays, so that it
    is told. Text that has not the form stays text, and the schema then says so.
    """
    values: dict[str, Any] = _typer(schema_text)(dict(document.values))
    return values


_Typer = Callable[[Node], Any]
"""Gives a value its type."""


@lru_cache(maxsize=16)
def _typer(schema_text: str) -> _Typer:
    schema = parse_schema(schema_text)
    return _typer_of(schema, schema)


def _typer_of(schema: Schema, whole: Schema) -> _Typer:
    """Turn a schema into a function once, since it meets every word of every profile."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    scalar = {"integer": _as_number, "boolean": _as_truth}.get(schema.get("type", ""), _untyped)
    if scalar is _untyped and not {"properties", "items"} & schema.keys():
        return _untyped
    fields = {key: _typer_of(each, whole) for key, each in schema.get("properties", {}).items()}
    scalars = {key: take for key, take in fields.items() if take is not _untyped}
    item = _typer_of(schema["items"], whole) if "items" in schema else _untyped

    def typer(node: Node) -> Any:  # noqa: ANN401 -- a JSON value
        if isinstance(node, str):
            return scalar(node)
        if isinstance(node, list):
            return [item(each) for each in node]
        values = {}
        for key, each in node.items():
            if not isinstance(each, str):
                values[key] = fields.get(key, _untyped)(each)
            elif each or key not in fields:
                values[key] = scalars[key](each) if key in scalars else each
        return values

    return typer


def _untyped(node: Node) -> Any:  # noqa: ANN401 -- a JSON value
    """Leave text as text."""
    return node


def _as_number(text: str) -> int | str:
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


def _as_truth(text: str) -> bool | str:
    return _TRUTHS.get(text.casefold(), text)


def fits(values: Typed, schema_text: str) -> bool:
    """Say whether the typed values have the shape; the fast answer that decides."""
    return _decider(schema_text).is_valid(values) and all(
        day_of(values[field]) is not None for field in _days(schema_text) if field in values
    )


@lru_cache(maxsize=1024)
def day_of(text: str) -> date | None:
    """The day that a text names, or None: one value for all profiles that name it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=16)
def _days(schema_text: str) -> tuple[str, ...]:
    """Name the fields that hold a day: `jsonschema-rs` takes some that never were.

    It takes the years 0000, 202- and +026; where it refuses a day, so does the shape.
    """
    properties = parse_schema(schema_text).get("properties", {})
    return tuple(key for key, stated in properties.items() if stated.get("format") == "date")


def canonical(values: dict[str, Any], vocabularies: Mapping[str, Vocabulary]) -> dict[str, Any]:
    """Replace every spelling that a vocabulary knows by the programme's own."""
    for field, vocabulary in vocabularies.items():
        value = values.get(field)
        if isinstance(value, str):
            values[field] = vocabulary.resolve(value) or value
        elif isinstance(value, list):
            values[field] = [
                (vocabulary.resolve(item) or item) if isinstance(item, str) else item
                for item in value
            ]
    return values
