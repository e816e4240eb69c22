"""A mapping file: how the columns of a spreadsheet become the fields of a profile.

Bytes of YAML come in; a SheetMapping, or every problem in it, goes out. The door's own
reader and words are used, so that an organiser's slip is told like a participant's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from roster.misfits import explain_misfits
from roster.problems import Problem, shown
from roster.reading import Document, read_document
from roster.shape import fits, typed
from roster.words import fold

LARGEST_MAPPING: Final = 64 * 1024
PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
_SCHEMA: Final = Path(__file__).with_name("mapping.schema.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMapping:
    """How a row becomes a profile: for each field a text in which `{column}` is filled in.

    `columns` must all be there for the mapping to fit; columns in `never` are not read.
    `values` replaces what a field's text comes to, by its folded spelling. `has_month_first`
    says how the sheet writes days.
    """

    columns: tuple[str, ...]
    never: tuple[str, ...]
    fields: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    adds_organisations: bool
    has_month_first: bool = False

    def fits(self, header: tuple[str, ...]) -> bool:
        """Say whether a sheet with these columns is one that the mapping is for."""
        return {fold(column) for column in self.columns} <= {fold(column) for column in header}


def parse_mapping(data: bytes, *, path: str) -> tuple[SheetMapping | None, tuple[Problem, ...]]:
    """Make a mapping of the bytes of its file; None with the problems if it has any."""
    reading = read_document(data, path=path, largest=LARGEST_MAPPING)
    if reading.document is None or reading.problems:
        return None, reading.problems
    schema = _SCHEMA.read_text("utf-8")
    values = typed(reading.document, schema)
    if not fits(values, schema):
        return None, explain_misfits(values, schema, document=reading.document, path=path)
    mapping = SheetMapping(
        columns=tuple(values["columns"]),
        never=tuple(values.get("never", ())),
        fields=values["fields"],
        values={
            field: {fold(said): meant for said, meant in meanings.items()}
            for field, meanings in values.get("values", {}).items()
        },
        adds_organisations=values.get("new_organisations") == "add",
        has_month_first=values.get("days") == "month first",
    )
    problems = _forbidden_uses(mapping, reading.document, path)
    return (None if problems else mapping), problems


def _forbidden_uses(mapping: SheetMapping, document: Document, path: str) -> tuple[Problem, ...]:
    """A field must not be filled from a column that the same mapping says is never read."""
    never = {fold(column) for column in mapping.never}
    return tuple(
        Problem(
            rule="mapping-never",
            path=path,
            line=document.place("fields", field).line,
            column=document.place("fields", field).column,
            field=f"fields.{field}",
            message=f"The column {shown(column)} is one that this mapping never reads.",
            hint="Take it out of the field, or out of `never` if it holds nothing sensitive.",
        )
        for field, text in mapping.fields.items()
        for column in PLACEHOLDER.findall(text)
        if fold(column) in never
    )
