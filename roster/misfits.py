"""Every misfit between a document and a JSON Schema, told in our own words at its place.

Values with their document and a schema come in, problems go out. `jsonschema` finds what
is wrong; none of its words go out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Final

from roster.events import ValuePath
from roster.misfit_words import Error, Misfit, tell
from roster.problems import Problem
from roster.reading import Document
from roster.shape import Schema, Typed, parse_schema
from roster.words import Vocabulary

_MOST_TOLD: Final = 40


@lru_cache(maxsize=16)
def _explainer(text: str) -> Any:  # noqa: ANN401 -- a class that jsonschema makes at run time
    from jsonschema import Draft202012Validator, FormatChecker, validators  # noqa: PLC0415
    from jsonschema.exceptions import ValidationError  # noqa: PLC0415

    def whole_pattern(_: object, pattern: str, value: object, __: object) -> Iterator[Any]:
        # re's `$` also matches before a last line break; the schema means the whole text.
        if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value):
            yield ValidationError("pattern")

    # jsonschema leaves extend() untyped.
    strict = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"pattern": whole_pattern}
    )
    return strict(json.loads(text), format_checker=FormatChecker(["date"]))


def explain_misfits(
    values: Typed,
    schema_text: str,
    *,
    document: Document,
    path: str,
    vocabularies: Mapping[str, Vocabulary] | None = None,
    most_entries: int | None = None,
) -> tuple[Problem, ...]:
    """Say in our own words everything in which the values do not fit, each at its place.

    `most_entries` is how many entries of a list are looked at; None means all.
    """
    schema = parse_schema(schema_text)
    counts = {key: len(value) for key, value in values.items() if isinstance(value, list)}
    looked_at = {
        key: value[:most_entries] if key in counts else value for key, value in values.items()
    }
    errors = _explainer(schema_text).iter_errors(looked_at)
    empty = {(key,) for key, value in document.values.items() if value == ""}
    told = (_told(each, schema, vocabularies or {}, counts, empty) for each in errors)
    misfits = list(islice(_each_once(chain.from_iterable(told)), _MOST_TOLD))
    if not misfits:
        message = "The file does not fit the schema."
        misfits = [Misfit(rule="field-value", path=(), message=message, hint="")]
    return tuple(each.at(document, path) for each in misfits)


def _each_once(misfits: Iterable[Misfit]) -> Iterator[Misfit]:
    """Pass over what was told before: the library has an error for each of the missing fields."""
    seen: set[Misfit] = set()
    for each in misfits:
        if each not in seen:
            seen.add(each)
            yield each


def _told(
    error: Any,  # noqa: ANN401 -- jsonschema's error, read here and nowhere else
    schema: Schema,
    vocabularies: Mapping[str, Vocabulary],
    counts: Mapping[str, int],
    empty: Set[ValuePath],
) -> Iterator[Misfit]:
    yield from tell(
        str(error.validator),
        Error(
            path=tuple(error.absolute_path),
            value=error.instance,
            limit=error.validator_value,
            schema=error.schema,
            whole=schema,
            vocabularies=vocabularies,
            counts=counts,
            empty=empty,
        ),
    )
