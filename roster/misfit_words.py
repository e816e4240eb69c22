"""What is said of each way in which a value does not fit a schema: a table by keyword.

What the library found comes in, without its words; a rule, a message and a hint go out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from roster.events import ValuePath
from roster.pasted import BULLET, HYPHENS
from roster.problems import Problem, shown
from roster.reading import Document
from roster.shape import Schema, meant_field
from roster.words import LEAVE_OUT, Vocabulary, did_you_mean, says_nothing

_MOST_LISTED: Final = 14
_ENDLESS: Final = re.compile(r"-?[1-9][0-9]{18,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A misfit before it has a place: at a value, or at a key."""

    rule: str
    path: ValuePath
    message: str
    hint: str
    is_key: bool = False

    def at(self, document: Document, path: str) -> Problem:
        """Find its place in a document."""
        place = (document.key_place if self.is_key else document.place)(*self.path)
        return Problem(
            rule=self.rule,
            path=path,
            line=place.line,
            column=place.column,
            field=field_name(self.path),
            message=self.message,
            hint=self.hint,
        )


def field_name(path: ValuePath) -> str | None:
    """Write a path as people count: `offers.2` is the second offer."""
    words = [str(part + 1) if isinstance(part, int) else part for part in path]
    return ".".join(words) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """What we take from an error of the library: never its words."""

    path: ValuePath
    value: Any
    limit: Any
    schema: Schema
    whole: Schema
    vocabularies: Mapping[str, Vocabulary]
    counts: Mapping[str, int]
    """How many entries the lists really have."""
    empty: Set[ValuePath]
    """The keys behind which there is nothing."""

    @property
    def name(self) -> str:
        """What the value is called in a message."""
        return f"`{field_name(self.path) or 'the file'}`"

    @property
    def says_nothing(self) -> bool:
        """Whether somebody wrote `N/A` where the line can be left out."""
        is_left_out = isinstance(self.value, str) and says_nothing(self.value)
        return is_left_out and self.path[0] not in self.whole.get("required", ())

    @property
    def example(self) -> str:
        """A line to copy, from the examples in the schema of the field."""
        field = next((part for part in self.path if isinstance(part, str)), None)
        if self.schema.get("type") == "boolean":
            return f"Write `{field}: true` or `{field}: false`."
        if self.says_nothing:
            return LEAVE_OUT
        if field is None or "examples" not in self.whole.get("properties", {}).get(field, {}):
            return str(self.schema.get("description", "docs/organisers.md says what it can be."))
        line = example_line(field, self.whole)
        if line.endswith("|"):
            return f"Write `{line}`, and the text below it with two spaces before each line."
        return f"Write it like this: `{line}`."

    @property
    def example_with_words(self) -> str:
        """The line to copy, with what the schema says of the field."""
        words = str(self.schema.get("description", ""))
        return self.example if self.says_nothing else f"{self.example} {words}".strip()


def example_line(field: str, schema: Schema) -> str:
    """Return the line of a profile with the example of the schema, or where a text begins."""
    example = schema.get("properties", {}).get(field, {}).get("examples", ["…"])[0]
    if isinstance(example, list):
        return f"{field}: [{', '.join(str(item) for item in example)}]"
    if isinstance(example, bool):
        return f"{field}: {str(example).lower()}"
    return f"{field}: |" if str(example).endswith("\n") else f"{field}: {example}"


def _tell_missing(error: Error) -> Iterator[Misfit]:
    for field in error.limit:
        if field not in error.value:
            described = error.schema.get("properties", {}).get(field, {}).get("description", "")
            line = example_line(field, error.schema)
            is_there = (*error.path, field) in error.empty
            yield Misfit(
                rule="field-missing",
                path=(*error.path, field),
                message=f"`{field}` is {'empty' if is_there else 'missing'}.",
                hint=f"{'Write it' if is_there else 'Add a line'} like this: `{line}`. "
                f"{described}".strip(),
                is_key=True,
            )


def _tell_unknown(error: Error) -> Iterator[Misfit]:
    fields = tuple(error.schema.get("properties", {}))
    meant = meant_field(error.schema)
    rest = f"The fields are: {', '.join(fields)}."
    for key in error.value:
        if key in fields:
            continue
        hint = _hint_for_key(key, error.value[key], meant)
        yield Misfit(
            rule="field-unknown",
            path=(*error.path, key),
            message=f"{shown(key)} is not a field that is known here.",
            hint=hint or f"Remove it. {rest}".strip(),
            is_key=True,
        )
        rest = rest if hint else ""  # once is enough for a file


def _hint_for_key(key: str, inside: object, meant: Callable[[str], str | None]) -> str:
    """Say what an unknown key may stand for, or nothing."""
    if isinstance(inside, dict) and any(map(meant, inside)):
        return (
            "Remove it, and move what stands inside it out: each key starts at the beginning "
            "of its line."
        )
    field = meant(key)
    if field is None:
        return ""
    return f"{did_you_mean((f'`{field}`',))}Then write it there; otherwise remove it."


def _tell_type(error: Error) -> Iterator[Misfit]:
    wanted = {
        "integer": "a whole number",
        "boolean": "true or false",
        "array": "a list in square brackets",
        "string": "plain text",
        "object": "`key: value` lines",
    }.get(str(error.limit), "of another kind")
    got = shown(error.value) if isinstance(error.value, str) else _kind(error.value)
    example = error.example_with_words if error.limit == "integer" else error.example
    if error.limit == "integer" and _ENDLESS.fullmatch(str(error.value)):
        wanted = "a whole number, and no number here has so many digits"
    has_bullets = error.limit == "array" and BULLET.match(str(error.value)) is not None
    yield Misfit(
        rule="field-type",
        path=error.path,
        message=f"{error.name} is {got}, but it has to be {wanted}.",
        hint=HYPHENS if has_bullets else example,
    )


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else "a number"


def _tell_value(error: Error) -> Iterator[Misfit]:
    field = next((part for part in error.path if isinstance(part, str)), "")
    vocabulary = error.vocabularies.get(field) or Vocabulary(
        aliases={str(name): () for name in error.limit}
    )
    typed_text = error.value if isinstance(error.value, str) else ""
    near = did_you_mean(vocabulary.nearest(typed_text))
    names = [str(name) for name in error.limit]
    listed = f"It can be: {', '.join(names)}." if len(names) <= _MOST_LISTED else ""
    got = shown(error.value) if isinstance(error.value, str) else _kind(error.value)
    yield Misfit(
        rule="field-value",
        path=error.path,
        message=f"{error.name} is {got}, which is not one of the known values.",
        hint=error.example
        if error.says_nothing
        else (near + (listed or "docs/joining.md lists all values.")).strip(),
    )


def _tell_length(error: Error) -> Iterator[Misfit]:
    length = len(error.value)
    if length < error.limit:
        message, hint = f"{error.name} is empty.", error.example
    else:
        message = f"{error.name} has {length:,} characters; at most {error.limit:,} are allowed."
        hint = "Make it shorter."
    yield Misfit(rule="field-length", path=error.path, message=message, hint=hint)


def _tell_items(error: Error) -> Iterator[Misfit]:
    count, limit = len(error.value), error.limit
    if len(error.path) == 1:
        count = error.counts.get(str(error.path[0]), count)
    message = f"{error.name} has {count} entries; at most {limit} are allowed."
    if count < limit:
        message = f"{error.name} is an empty list; at least {limit} is needed."
    yield Misfit(
        rule="field-items",
        path=error.path,
        message=message,
        hint="Keep the ones that matter most." if count > limit else error.example,
    )


def _tell_range(error: Error) -> Iterator[Misfit]:
    bound = "at least" if error.value < error.limit else "at most"
    yield Misfit(
        rule="field-range",
        path=error.path,
        message=f"{error.name} is {error.value}; it has to be {bound} {error.limit}.",
        hint=error.example,
    )


def _tell_doubled(error: Error) -> Iterator[Misfit]:
    seen: set[str] = set()
    for index, item in enumerate(error.value):
        if str(item) in seen:
            yield Misfit(
                rule="doubled-entry",
                path=(*error.path, index),
                message=f"{shown(str(item))} is in `{field_name(error.path)}` a second time.",
                hint="Keep one of the two.",
            )
        seen.add(str(item))


LOGIN_IN_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?:www\.)?github\.com/([A-Za-z0-9-]{1,39})/?|@([A-Za-z0-9-]{1,39})"
)
"""A login as the address of its page, or with the sign of a mention."""


def _tell_pattern(error: Error) -> Iterator[Misfit]:
    found = LOGIN_IN_ADDRESS.fullmatch(str(error.value))
    login = (found[1] or found[2]) if found else None
    is_meant = login is not None and re.search(error.limit, login) is not None
    yield Misfit(
        rule="field-pattern",
        path=error.path,
        message=f"{error.name} is {shown(str(error.value))}, which has not the form it needs.",
        hint=f"Write the login alone: `{login}`." if is_meant else error.example_with_words,
    )


def _tell_format(error: Error) -> Iterator[Misfit]:
    yield Misfit(
        rule="field-date",
        path=error.path,
        message=f"{error.name} is {shown(str(error.value))}, which is not a day.",
        hint="Write year, month and day with two hyphens, such as "
        f"{error.schema.get('examples', ['2026-11-01'])[0]}.",
    )


def _tell_neither(error: Error) -> Iterator[Misfit]:
    fields = [field for option in error.limit for field in option.get("required", ())]
    lines = " or ".join(f"`{example_line(field, error.schema)}`" for field in fields)
    yield Misfit(
        rule="offers-or-seeks",
        path=error.path,
        message=f"At least one of {' and '.join(f'`{field}`' for field in fields)} is needed.",
        hint=f"Say what you can help with, what you would like to develop, or both: {lines}.",
    )


def _tell_other(error: Error) -> Iterator[Misfit]:
    yield Misfit(
        rule="field-value",
        path=error.path,
        message=f"{error.name} has not the form it needs.",
        hint=error.example,
    )


_TELLERS: Final[Mapping[str, Callable[[Error], Iterator[Misfit]]]] = {
    "required": _tell_missing,
    "additionalProperties": _tell_unknown,
    "type": _tell_type,
    "enum": _tell_value,
    "minLength": _tell_length,
    "maxLength": _tell_length,
    "minItems": _tell_items,
    "maxItems": _tell_items,
    "minimum": _tell_range,
    "maximum": _tell_range,
    "uniqueItems": _tell_doubled,
    "pattern": _tell_pattern,
    "format": _tell_format,
    "anyOf": _tell_neither,
}


def tell(keyword: str, error: Error) -> Iterator[Misfit]:
    """Say what is wrong by a keyword of the schema."""
    return _TELLERS.get(keyword, _tell_other)(error)
