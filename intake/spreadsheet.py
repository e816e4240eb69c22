"""Rows of a spreadsheet to profile files, through a mapping of columns to fields.

The bytes of a CSV file, a mapping and the programme come in; canonical profiles, and
problems by row and column, go out. What the mapping forbids is dropped before anything
else looks at a row.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from intake.mapping import PLACEHOLDER, SheetMapping
from roster.checking import check_file
from roster.model import Organisation, Profile, Programme
from roster.problems import Problem, shown, sort_problems
from roster.words import fold
from roster.writing import write_fields

LARGEST_SHEET: Final = 64 * 1024 * 1024
"""The most bytes that a spreadsheet may have."""

FIRST_STAND_IN_ID: Final = 10**12
"""GitHub numbers from here on are stand-ins, made from the address of a row that gave none."""

_LISTS: Final = frozenset({"meets", "offers", "seeks", "choices"})
_LONGEST_LOGIN: Final = 39

Row = Mapping[str, str]
"""What a row says, by folded name of column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A spreadsheet as it was read: the names of its columns and its rows with their numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Row], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The profiles that a sheet holds, the organisations it brought, and every problem."""

    profiles: tuple[Profile, ...]
    organisations: tuple[Organisation, ...]
    problems: tuple[Problem, ...]


def read_sheet(data: bytes, *, path: str) -> tuple[Sheet | None, tuple[Problem, ...]]:
    """Read a CSV file: UTF-8, the names of the columns first, one person a row."""
    if len(data) > LARGEST_SHEET:
        return None, (_sheet_problem(path, "The file is larger than 64 MB.", "Split it."),)
    try:
        text = data.decode("utf-8-sig")
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = tuple(next(lines, ()))
        rows = tuple((lines.line_num, tuple(cells)) for cells in lines if any(cells))
    except UnicodeDecodeError:
        advice = "Save it as “CSV UTF-8” in your spreadsheet program."
        return None, (_sheet_problem(path, "The file is not UTF-8 text.", advice),)
    except csv.Error:
        advice = "Export it from your spreadsheet program again, as CSV."
        return None, (_sheet_problem(path, "The file is not a CSV table.", advice),)
    if not header or not rows:
        advice = "The first line names the columns; each line after it is one person."
        return None, (_sheet_problem(path, "The file holds no rows.", advice),)
    named = [fold(column) for column in header]
    return Sheet(
        columns=header,
        rows=tuple((number, dict(zip(named, cells, strict=False))) for number, cells in rows),
    ), ()


def _sheet_problem(path: str, message: str, hint: str) -> Problem:
    return Problem(rule="sheet-form", path=path, message=message, hint=hint)


def import_sheet(
    sheet: Sheet, mapping: SheetMapping, *, path: str, programme: Programme, today: date
) -> Imported:
    """Turn every row into a profile that has passed the door, or into problems.

    Rows are confirmed `today`. Problems stand at the row's line and name its column.
    """
    missing = tuple(_missing_columns(sheet, mapping, path))
    if missing:
        return Imported(profiles=(), organisations=(), problems=missing)
    drafts = [(number, _fields(row, mapping, today)) for number, row in sheet.rows]
    added = _new_organisations(drafts, programme) if mapping.adds_organisations else ()
    wider = _with_organisations(programme, added)
    profiles: list[Profile] = []
    problems: list[Problem] = []
    for number, fields in drafts:
        checked = check_file(
            write_fields(fields), path=_file_path(fields), programme=wider, today=today
        )
        problems += [_at_row(each, path, number, mapping) for each in checked.problems]
        profiles += [checked.profile] if checked.profile else []
    problems += _doubled_rows(drafts, path)
    return Imported(profiles=tuple(profiles), organisations=added, problems=sort_problems(problems))


def _missing_columns(sheet: Sheet, mapping: SheetMapping, path: str) -> Iterator[Problem]:
    there = {fold(column) for column in sheet.columns}
    used = (column for text in mapping.fields.values() for column in PLACEHOLDER.findall(text))
    for column in dict.fromkeys(used):
        if fold(column) not in there:
            yield Problem(
                rule="sheet-column",
                path=path,
                message=f"There is no column {shown(column)}.",
                hint=f"The columns are: {', '.join(shown(each) for each in sheet.columns[:30])}. "
                "Correct the mapping, or the first line of the sheet.",
            )


def _fields(row: Row, mapping: SheetMapping, today: date) -> dict[str, str | tuple[str, ...]]:
    """Fill the mapping's texts from a row, in the order of a profile's fields."""
    never = {fold(column) for column in mapping.never}
    readable = {column: said for column, said in row.items() if column not in never}
    texts = {field: _filled(text, readable) for field, text in mapping.fields.items()}
    texts["github"] = login_from(texts["github"])
    texts.setdefault("github_id", str(stand_in_id(texts["email"])))
    texts["confirmed"] = str(today)
    fields: dict[str, str | tuple[str, ...]] = {}
    for field, text in texts.items():
        meant = mapping.values.get(field, {})
        if field in _LISTS:
            entries = tuple(meant.get(fold(each), each) for each in _split(text))
            fields[field] = entries
        else:
            fields[field] = meant.get(fold(text), text)
    return {field: value for field, value in fields.items() if value}


def _filled(text: str, row: Row) -> str:
    return PLACEHOLDER.sub(lambda found: row.get(fold(found[1]), "").strip(), text).strip()


def _split(text: str) -> tuple[str, ...]:
    """Split a list as forms export it: at semicolons where there are any, else at commas."""
    parts = text.split(";") if ";" in text else text.split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def login_from(text: str) -> str:
    """Make text into the form of a GitHub login: plain letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_LOGIN].strip("-")


def stand_in_id(email: str) -> int:
    """Make a number that stands in for a GitHub number, the same for the same address.

    It lies above every real number, and an organiser replaces it when the person signs in.
    """
    digest = hashlib.blake2b(email.lower().encode(), digest_size=8).digest()
    return FIRST_STAND_IN_ID + int.from_bytes(digest) % FIRST_STAND_IN_ID


def _file_path(fields: Mapping[str, str | tuple[str, ...]]) -> str:
    return f"profiles/{fields.get('github', 'nobody')}.yaml"


def _new_organisations(
    drafts: Iterable[tuple[int, Mapping[str, str | tuple[str, ...]]]], programme: Programme
) -> tuple[Organisation, ...]:
    known = programme.vocabularies["organisation"]
    names = (str(fields.get("organisation", "")) for _, fields in drafts)
    new = dict.fromkeys(name for name in names if name and known.resolve(name) is None)
    return tuple(Organisation(name=name) for name in sorted(new))


def _with_organisations(programme: Programme, added: tuple[Organisation, ...]) -> Programme:
    if not added:
        return programme
    known = programme.vocabularies["organisation"]
    wider = replace(known, aliases={**known.aliases, **{each.name: () for each in added}})
    return replace(
        programme,
        organisations=(*programme.organisations, *added),
        vocabularies={**programme.vocabularies, "organisation": wider},
    )


def _at_row(problem: Problem, path: str, number: int, mapping: SheetMapping) -> Problem:
    """Move a problem from the profile to the row and column that it came from."""
    field = (problem.field or "").partition(".")[0]
    columns = PLACEHOLDER.findall(mapping.fields.get(field, ""))
    where = f" Row {number}, column {' and '.join(columns)}." if columns else f" Row {number}."
    return replace(problem, path=path, line=number, column=1, message=f"{problem.message}{where}")


def _doubled_rows(
    drafts: Iterable[tuple[int, Mapping[str, str | tuple[str, ...]]]], path: str
) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, fields in drafts:
        login = str(fields.get("github", ""))
        other = first.setdefault(login, number)
        if other != number:
            yield Problem(
                rule="doubled-login",
                path=path,
                line=number,
                field="github",
                message=f"Rows {other} and {number} are the same person, {shown(login)}.",
                hint="Remove one of the two rows.",
            )
