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

from intake.answers import Fields, entries_of, fields_from
from intake.mapping import PLACEHOLDER, SheetMapping
from roster.checking import check_file
from roster.form import LISTS, Field, Form, form_of
from roster.model import Organisation, Profile, Programme
from roster.places import path_of
from roster.problems import Problem, shown, sort_problems
from roster.sealed import PLAIN, SEALED
from roster.words import fold
from roster.writing import write_fields

LARGEST_SHEET: Final = 64 * 1024 * 1024
"""The most bytes that a spreadsheet may have."""

FIRST_STAND_IN_ID: Final = 10**12
"""GitHub numbers from here on are stand-ins, for rows that gave none."""

_LONGEST_LOGIN: Final = 39

_DAY: Final = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?!\d)")

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
    """Read a CSV file: UTF-8, the names of the columns first, one person a row.

    Cells are parted by commas, or by semicolons or tabs as Excel does in much of Europe.
    """
    if len(data) > LARGEST_SHEET:
        return None, (_sheet_problem(path, "The file is larger than 64 MB.", "Split it."),)
    try:
        text = data.decode("utf-8-sig")
        separator, text = _separator(text)
        lines = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
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


def _separator(text: str) -> tuple[str, str]:
    """Find what parts the cells of the first line; Excel's line `sep=;` is taken off."""
    first, end, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=([,;\t])"?\r?', first)
    if told is not None:
        return told[1], rest
    outside = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=outside.count), f"{first}{end}{rest}"


def _sheet_problem(path: str, message: str, hint: str) -> Problem:
    return Problem(rule="sheet-form", path=path, message=message, hint=hint)


def import_sheet(
    sheet: Sheet,
    mapping: SheetMapping,
    *,
    path: str,
    programme: Programme,
    today: date,
    numbers: Mapping[str, int] | None = None,
) -> Imported:
    """Turn every row into a profile that has passed the door, or into problems.

    Rows that give no day are confirmed `today`; those that give no GitHub number get the one
    that `numbers` has for their login, or a stand-in. Problems stand at the row's line and
    name its column. Addresses come out as the sheet has them: whoever writes the profiles
    where addresses are sealed must seal them first.
    """
    missing = tuple(_missing_columns(sheet, mapping, path))
    if missing:
        return Imported(profiles=(), organisations=(), problems=missing)
    form = form_of(programme)
    door = replace(programme, settings=replace(programme.settings, email_storage=PLAIN))
    drafts = [
        (number, _numbered(_texts(row, mapping, form, today), form, programme, numbers or {}))
        for number, row in sheet.rows
    ]
    added = _new_organisations(drafts, programme) if mapping.adds_organisations else ()
    wider = _with_organisations(door, added)
    profiles: list[Profile] = []
    problems: list[Problem] = []
    for number, fields in drafts:
        checked = check_file(
            write_fields(fields),
            path=path_of(str(fields.get("github", "nobody"))),
            programme=wider,
            today=today,
        )
        problems += [_at_row(each, path, number, mapping) for each in checked.problems]
        profiles += [checked.profile] if checked.profile else []
    problems += _doubled_rows(drafts, path)
    return Imported(profiles=tuple(profiles), organisations=added, problems=sort_problems(problems))


def _missing_columns(sheet: Sheet, mapping: SheetMapping, path: str) -> Iterator[Problem]:
    used = (column for text in mapping.fields.values() for column in PLACEHOLDER.findall(text))
    named = [fold(column) for column in sheet.columns]
    for column in dict.fromkeys(used):
        if named.count(fold(column)) > 1:
            yield Problem(
                rule="sheet-column",
                path=path,
                message=f"There are several columns {shown(column)}.",
                hint="Give the one that is meant another name, here and in the mapping.",
            )
        if fold(column) not in named:
            yield Problem(
                rule="sheet-column",
                path=path,
                message=f"There is no column {shown(column)}.",
                hint=f"The columns are: {', '.join(shown(each) for each in sheet.columns[:30])}. "
                "Correct the mapping, or the first line of the sheet.",
            )


def logins_in(sheet: Sheet, mapping: SheetMapping) -> tuple[str, ...]:
    """List the logins that rows give without a number, to be looked up.

    A login that is made up from a name may be a stranger's: those are not listed.
    """
    if "github_id" in mapping.fields or not PLACEHOLDER.fullmatch(mapping.fields["github"]):
        return ()
    texts = (_filled(mapping.fields["github"], _readable(row, mapping)) for _, row in sheet.rows)
    return tuple(sorted({login_from(text) for text in texts} - {""}))


def _readable(row: Row, mapping: SheetMapping) -> Row:
    never = {fold(column) for column in mapping.never}
    return {column: said for column, said in row.items() if column not in never}


def _texts(row: Row, mapping: SheetMapping, form: Form, today: date) -> dict[str, str]:
    """Fill the mapping's texts from a row."""
    readable = _readable(row, mapping)
    texts = {field: _filled(text, readable) for field, text in mapping.fields.items()}
    texts["github"] = login_from(texts["github"])
    texts["confirmed"] = _day(texts.get("confirmed", ""), mapping) or str(today)
    for field, meant in mapping.values.items():
        texts[field] = _replaced(texts.get(field, ""), meant, form.by_key[field])
    return texts


def _numbered(
    texts: dict[str, str], form: Form, programme: Programme, numbers: Mapping[str, int]
) -> Fields:
    """Give a row a GitHub number if it has none, and tidy its texts as answers of any form."""
    # Where addresses are sealed, a number made of one would tell who guesses it.
    made_of = "github" if programme.settings.email_storage == SEALED else "email"
    if not texts.get("github_id"):
        number = numbers.get(texts["github"]) or stand_in_id(texts[made_of])
        texts["github_id"] = str(number)
    return fields_from(form, texts)


def _replaced(text: str, meant: Mapping[str, str], field: Field) -> str:
    """Put what the mapping says in place of an answer, or of each entry of a list."""
    if field.kind not in LISTS:
        return meant.get(fold(text), text)
    entries = (each.text for each in entries_of(field, text))
    return "\n".join(meant.get(fold(each), each) for each in entries)


def _day(text: str, mapping: SheetMapping) -> str:
    """Read the day of a time as forms export it; text that is none stays, for the door to tell."""
    found = _DAY.match(text)
    if found is None:
        return text
    first, second, third = (int(each) for each in found.groups())
    if len(found[1]) == len("2026"):
        year, month, day = first, second, third
    elif mapping.has_month_first:
        month, day, year = first, second, third
    else:
        day, month, year = first, second, third
    return f"{year:04}-{month:02}-{day:02}"


def _filled(text: str, row: Row) -> str:
    return PLACEHOLDER.sub(lambda found: row.get(fold(found[1]), "").strip(), text).strip()


def login_from(text: str) -> str:
    """Make text into the form of a GitHub login: plain letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_LOGIN].strip("-")


def stand_in_id(text: str) -> int:
    """Make a number that stands in for a GitHub number, the same for the same address or login.

    It lies above every real number, and an organiser replaces it when the person signs in.
    """
    digest = hashlib.blake2b(text.lower().encode(), digest_size=8).digest()
    return FIRST_STAND_IN_ID + int.from_bytes(digest) % FIRST_STAND_IN_ID


def _new_organisations(
    drafts: Iterable[tuple[int, Fields]], programme: Programme
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


def _doubled_rows(drafts: Iterable[tuple[int, Fields]], path: str) -> Iterator[Problem]:
    """Tell rows of one login, and rows of one address, which nobody can see once it is sealed."""
    first: dict[tuple[str, str], int] = {}
    for number, fields in drafts:
        login = str(fields.get("github", ""))
        for field, rule, what in (
            ("github", "doubled-login", f"are the same person, {shown(login)}"),
            ("email", "doubled-email", "have the same address"),
        ):
            other = first.setdefault((field, str(fields.get(field, number)).lower()), number)
            if other != number:
                yield Problem(
                    rule=rule,
                    path=path,
                    line=number,
                    field=field,
                    message=f"Rows {other} and {number} {what}.",
                    hint="Remove one of the two rows.",
                )
                break
