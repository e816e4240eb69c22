"""Mends that need no decision: a line of a profile as it was, and as it should be.

The lines of a file and a problem come in; the mended line, or nothing, goes out. A mend never
guesses what somebody meant to say: where two answers are possible, a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, NamedTuple

from roster.characters import holds_suspects, is_needed_by_script
from roster.misfit_words import LOGIN_IN_ADDRESS
from roster.pasted import BULLET, ENTRY_SIGNS, is_fence
from roster.problems import Problem
from roster.shape import Schema, field_names
from roster.words import fold, says_nothing

_KEY: Final = re.compile(r"\A([a-z_]+):(.*)")
_WHOLE: Final = re.compile(
    r"""\A[a-z_]+:[ ]+(?:[^\s\[{"'|>&*!#][^#]*+|(?:\[[^\[\]{}"'#]*\]|"[^"\\]*"|'[^']*')\s*+)"""
    r"""(?:(?<=\s)#.*)?"""
)
"""A key with a value that is whole on its line."""
_DAY: Final = re.compile(r"(?<![\w-])(\d{4})[-‐-–/.](\d{1,2})[-‐-–/.](\d{1,2})(?![\w-])")
_ESCAPE: Final = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^xuU])")
_QUOTES: Final = frozenset("'\"[{|>")


class Mend(NamedTuple):
    """What to write in place of a line, counted from 1; None removes it."""

    line: int
    text: str | None


def mend(problem: Problem, lines: Sequence[str], schema: Schema) -> Mend | None:
    """Return the mechanical mend of a problem, or None where a person has to decide."""
    mender = _MENDERS.get(problem.rule)
    if mender is None or not 1 <= problem.line <= len(lines):
        return None
    return _line_of_nothing(problem, lines, schema) or mender(problem, lines, schema)


def _line_of_nothing(problem: Problem, lines: Sequence[str], schema: Schema) -> Mend | None:
    """Remove `manager: none` and its kin, where the line can be left out."""
    found = _KEY.fullmatch(lines[problem.line - 1])
    if found is None or found[1] in schema["required"] or found[1] not in schema["properties"]:
        return None
    value = found[2].strip(" '\"")
    is_nothing = value != "" and says_nothing(value)
    return Mend(problem.line, None) if is_nothing and not _goes_on(problem.line, lines) else None


def _no_mend(*_: object) -> None:
    """Leave everything but lines that say nothing to a person."""


def _hidden_character(problem: Problem, lines: Sequence[str], _: Schema) -> Mend | None:
    """Delete what nobody can see in the line; where it broke it for YAML alone, a space stays.

    Where the other half could be a line of its own, a person decides.
    """
    line, at = lines[problem.line - 1], problem.column - 1
    escape = _ESCAPE.match(line, at)
    if escape is not None:
        return Mend(problem.line, line[:at] + line[escape.end() :])
    if _OWN_LINE.search(line) is not None:
        return None
    bullet = BULLET.match(line)
    if bullet is not None and at == bullet.start(2):  # a sign of a font, of a word processor's list
        return Mend(problem.line, f"{bullet[1]}- {line[bullet.end(2) :]}")
    kept = [
        _in_place_of(each)
        if holds_suspects(each) and not is_needed_by_script(line, place)
        else each
        for place, each in enumerate(line)
    ]
    return Mend(problem.line, "".join(kept)) if kept[at : at + 1] != [line[at : at + 1]] else None


def _in_place_of(hidden: str) -> str:
    return " " if hidden in _BREAKS else ""


_BREAKS: Final = "\r\x85\u2028\u2029"
_OWN_LINE: Final = re.compile(rf"[{_BREAKS}][ \t]*(?:[\w-]{{1,40}}[ \t]*:|- |#)")
"""What YAML takes for a key, an entry or a comment after a break that only YAML sees."""


def _misspelt_key(problem: Problem, lines: Sequence[str], schema: Schema) -> Mend | None:
    found = re.match(r"([^:]+):", lines[problem.line - 1])
    meant = field_names(schema).nearest(found[1]) if found and problem.column == 1 else ()
    if found is None or len(meant) != 1 or _is_there(meant[0], lines):
        return None
    return Mend(problem.line, meant[0] + lines[problem.line - 1][found.end(1) :])


def _is_there(key: str, lines: Sequence[str]) -> bool:
    return any(line.startswith(f"{key}:") for line in lines)


_AROUND: Final = re.compile(r"""\A(?:\(([^()]*)\)|["']\[([^\[\]"']*)\]["'])\Z""")
_PARTING: Final = re.compile(rf"[{ENTRY_SIGNS},;]")


def _list_wanted(problem: Problem, lines: Sequence[str], schema: Schema) -> Mend | None:
    """`offers: Leadership, Statistics` lacks its brackets; semicolons part entries too."""
    line = lines[problem.line - 1]
    bullet = BULLET.match(line)
    if bullet is not None and _is_list_above(problem.line, lines, schema):
        return Mend(problem.line, f"{bullet[1]}- {line[bullet.end(2) :]}")
    found = _KEY.fullmatch(line)
    if found is None or not _is_list(found[1], schema):
        return None
    inside = _AROUND.sub(r"\1\2", found[2].strip()).removesuffix("]")
    items = ", ".join(filter(None, map(str.strip, _PARTING.split(inside))))
    is_plain = items != "" and _QUOTES.isdisjoint(items) and "#" not in items
    if not is_plain or _goes_on(problem.line, lines):
        return None
    return Mend(problem.line, f"{found[1]}: [{items}]")


def _is_list(field: str, schema: Schema) -> bool:
    return bool(schema["properties"].get(field, {}).get("type") == "array")


def _is_list_above(number: int, lines: Sequence[str], schema: Schema) -> bool:
    """Whether the line before, counted from 1, begins a list."""
    key = _KEY.fullmatch(lines[number - 2]) if number > 1 else None
    return key is not None and not key[2].strip() and _is_list(key[1], schema)


def _syntax(problem: Problem, lines: Sequence[str], schema: Schema) -> Mend | None:
    line = lines[problem.line - 1]
    tabs = re.match(r"[ \t]*\t[ \t]*", line)
    if tabs is not None:
        return Mend(problem.line, tabs[0].replace("\t", "  ") + line[tabs.end() :])
    bullet = BULLET.match(line)
    if bullet is not None:
        return Mend(problem.line, f"{bullet[1]}- {line[bullet.end(2) :]}")
    if is_fence(line):
        return Mend(problem.line, None)
    return _value(problem, lines, schema)


def _value(problem: Problem, lines: Sequence[str], schema: Schema) -> Mend | None:
    """Part a value from its key, close its list, or put it in quotes."""
    found = _KEY.fullmatch(lines[problem.line - 1])
    if found is None or found[1] not in schema["properties"]:
        return None
    value = found[2].strip()
    if not found[2].startswith(" ") and value:
        return Mend(problem.line, f"{found[1]}: {value}")
    if not value or " #" in value or _goes_on(problem.line, lines):
        return None
    if _is_list(found[1], schema):
        return _open_list(problem.line, found[1], value)
    is_link = value.startswith("[") and "](" in value
    if value[:1] in _QUOTES and not is_link:
        return None
    doubled = value.replace("'", "''")
    return Mend(problem.line, f"{found[1]}: '{doubled}'")


def _open_list(number: int, field: str, value: str) -> Mend | None:
    """`offers: [Leadership` lacks its end, and logins go without the sign of a mention."""
    is_plain = re.fullmatch(r"\[[^\[\]{}#'\"]+\]?", value) is not None
    inside = re.sub(r"(?<![\w.])@(?=[A-Za-z0-9-])", "", value.strip("[]")).strip()
    return Mend(number, f"{field}: [{inside}]") if is_plain and inside else None


def _dashes_alone(problem: Problem, lines: Sequence[str], _: Schema) -> Mend | None:
    """Remove the `---` that ends the head of a Markdown page, where no page follows."""
    is_last = lines[problem.line - 1].strip() == "---" and not any(
        each.strip() for each in lines[problem.line :]
    )
    return Mend(problem.line, None) if is_last else None


def _login(problem: Problem, lines: Sequence[str], _: Schema) -> Mend | None:
    """Write the login in place of the address of its page."""
    line, at = lines[problem.line - 1], problem.column - 1
    at += line[at : at + 1] in {"'", '"'}
    found = LOGIN_IN_ADDRESS.match(line, at)
    if found is None or line[found.end() : found.end() + 1] not in {"", " ", ",", "]", "'", '"'}:
        return None
    return Mend(problem.line, line[:at] + (found[1] or found[2]) + line[found.end() :])


_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])[`´](?=[^\W\d_])")


def _apostrophe(problem: Problem, lines: Sequence[str], _: Schema) -> Mend | None:
    """Write the apostrophe that another sign was typed for; the curly one needs no quotes."""
    line = lines[problem.line - 1]
    plain = _APOSTROPHE.sub("’", line)
    return Mend(problem.line, plain) if plain != line else None


def _day(problem: Problem, lines: Sequence[str], _: Schema) -> Mend | None:
    """`2026-1-5` lacks its noughts; a day that begins with the day could be two days."""
    line = lines[problem.line - 1]
    found = _DAY.search(line)
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if found is None or day is None:
        return None
    return Mend(problem.line, line[: found.start()] + str(day) + line[found.end() :])


def _doubled_line(problem: Problem, lines: Sequence[str], _: Schema) -> Mend | None:
    """Remove the second of two lines that say the same."""
    line = lines[problem.line - 1]
    first = lines.index(line) + 1
    is_whole = _WHOLE.fullmatch(line) is not None
    is_same = first < problem.line and not any(
        _goes_on(number, lines) for number in (first, problem.line)
    )
    return Mend(problem.line, None) if is_whole and is_same else None


def _goes_on(number: int, lines: Sequence[str]) -> bool:
    """Whether the value on a line, counted from 1, may go on below it."""
    following = next(filter(str.strip, lines[number:]), "")
    return following[:1].isspace()


def _entry_too_many(problem: Problem, lines: Sequence[str], _: Schema) -> Mend | None:
    """Remove an entry of a list on one line, and those behind it that are spelled the same."""
    line, at = lines[problem.line - 1], problem.column - 1
    found = re.fullmatch(r"([a-z_]+: *\[)([^\[\]#'\"]*)\](\s*)", line)
    if found is None or not found.start(2) <= at < found.end(2):
        return None
    entries = found[2].split(",")
    index = line[found.start(2) : at].count(",")
    doubled = entries[index].strip().casefold()
    behind = (each for each in entries[index + 1 :] if each.strip().casefold() != doubled)
    kept = ",".join((*entries[:index], *behind)).strip()
    if fold(doubled) == "" or kept == "":
        return None
    return Mend(problem.line, f"{found[1]}{kept}]{found[3]}")


_MENDERS: Final[dict[str, Callable[[Problem, Sequence[str], Schema], Mend | None]]] = {
    "file-characters": _hidden_character,
    "field-unknown": _misspelt_key,
    "field-type": _list_wanted,
    "field-value": _no_mend,
    "manager-nobody": _no_mend,
    "name-form": _apostrophe,
    "yaml-syntax": _syntax,
    "yaml-mapping": _dashes_alone,
    "field-pattern": _login,
    "field-date": _day,
    "doubled-key": _doubled_line,
    "doubled-entry": _entry_too_many,
    "choices-oneself": _entry_too_many,
}
