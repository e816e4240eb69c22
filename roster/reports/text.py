"""Problems for people in a terminal: the place, the line with a mark under it, the remedy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from roster.problems import Problem, Severity, cover, visible

Sources = Mapping[str, Sequence[str]]
"""The lines of the files, by path, as far as they are at hand."""

_WIDTH: Final = 78
"""How many characters of a line are shown at most."""

_EMAIL_LINE: Final = re.compile(r"\A(\s*[\"']?e-?mail[\"']?\s*:\s*)(.*)", re.IGNORECASE)


OF_THE_WHOLE_FILE: Final = frozenset(
    {
        "field-missing", "offers-or-seeks", "file-size", "file-place", "yaml-mapping",
        "gate-owner", "gate-mode", "gate-path",
    }
)  # fmt: skip
"""Rules whose problems stand on no line of their own."""


def as_text(problems: Sequence[Problem], sources: Sources | None = None) -> str:
    """Write problems for people: place, what is wrong, the line where it is, what to do."""
    told = "\n".join(
        line for each in problems for line in _lines_of(each, (sources or {}).get(each.path, ()))
    )
    return _COMMAND.sub(lambda found: f"{found[1] or found[2] or ''}•", told)


_COMMAND: Final = re.compile(r"(##)\[|^([ ]*):(?=:)", re.MULTILINE)
"""What GitHub's runner takes for a command in a log: `##[` anywhere, `::` at the beginning of a
line. Source: actions/runner, ActionCommand.cs."""


def _lines_of(problem: Problem, lines: Sequence[str]) -> list[str]:
    place = f"{problem.path}:{problem.line}:{problem.column}"
    told = [f"{place}: {problem.severity}: {problem.message} [{problem.rule}]"]
    if 1 <= problem.line <= len(lines) and problem.rule not in OF_THE_WHOLE_FILE:
        text, caret = excerpt(lines[problem.line - 1], problem.column)
        told += [f"    {text}", f"    {' ' * _width(text[:caret])}^"]
    return [*told, f"    {problem.hint}"]


def _width(text: str) -> int:
    """Count the places of a terminal that a text takes: two for wide letters, none for marks."""
    return sum(
        2 if unicodedata.east_asian_width(each) in "WF" else unicodedata.category(each) != "Mn"
        for each in text
    )


def excerpt(line: str, column: int) -> tuple[str, int]:
    """Cut a line around a column, counted from 1; return it with the place of the mark from 0.

    Addresses are covered and hidden characters replaced, each by one sign, so that the mark
    stays below what it marks.
    """
    at = min(max(column - 1, 0), len(line))
    first = max(0, min(at - _WIDTH // 2, len(line) - _WIDTH))
    shown = line_covered(line)[first : first + _WIDTH]
    if first:
        shown = "…" + shown[1:]
    if first + _WIDTH < len(line):
        shown = shown[:-1] + "…"
    return shown, at - first


@lru_cache(maxsize=16)
def line_covered(line: str) -> str:
    """Cover whatever in a line of a file could reach somebody, and else as `covered`.

    Of a thousand problems on one long line each quotes it: it is looked through once.
    """
    from roster.contacts import contact_spans  # noqa: PLC0415 -- heavy, and most checks quote nothing

    shown = covered(line)
    for start, end in contact_spans(line):
        shown = shown[:start] + "•" * (end - start) + shown[end:]
    return shown


def covered(line: str) -> str:
    """Cover addresses and replace what nobody can see, character by character."""
    secret = _EMAIL_LINE.fullmatch(line)
    if secret is not None:
        line = secret[1] + "•" * len(secret[2])
    return "".join(each if visible(each) == each else "\ufffd" for each in cover(line))


def summary(problems: Sequence[Problem], *, files: int) -> str:
    """Say in one line how many profiles were checked and what was found."""
    return f"{files:,} profile{'' if files == 1 else 's'} checked: {counted(problems)}."


def counted(problems: Sequence[Problem]) -> str:
    """Count problems and warnings in words."""
    errors = sum(each.severity is Severity.ERROR for each in problems)
    warnings = len(problems) - errors
    return ", ".join(
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "problem"), (warnings, "warning"))
        if count or word == "problem"
    )
