"""Answers as people type them, made into the fields of a profile: one way for every form.

Texts by field come in; the fields of a canonical document go out. Nothing is guessed: what is
no known word stays as it was typed, for the door to ask about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from roster.form import LISTS, Field, Form, Kind, Option
from roster.words import fold, says_nothing

Fields = Mapping[str, str | tuple[str, ...]]
"""What a profile says, by field: text or a list of texts."""

_BULLET: Final = re.compile(r"^\s*(?:[-*•·–]|\d{1,2}[.)])\s+")
_PROFILE_ADDRESS: Final = re.compile(r"https?://\S*/([A-Za-z0-9-]{1,39})/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a list, and the line of the answer that it stands on, from 0."""

    text: str
    line: int


def fields_from(form: Form, answers: Mapping[str, str]) -> Fields:
    """Make fields of answers, in the order of the form; what says nothing is left out."""
    found = ((field.key, tidy(field, answers.get(field.key, ""))) for field in form.fields)
    return {key: value for key, value in found if value}


def tidy(field: Field, answer: str) -> str | tuple[str, ...]:
    """Bring one answer into the form in which it is kept; empty where it says nothing."""
    if field.kind in LISTS:
        entries = () if is_left_out(field, answer) else entries_of(field, answer)
        return tuple(dict.fromkeys(each.text for each in entries))
    if is_left_out(field, answer):
        return ""
    if field.kind is Kind.LONG_TEXT:
        text = answer.replace("\r\n", "\n").replace("\r", "\n").strip()
        return f"{text}\n" if text else ""
    line = " ".join(answer.split())
    return _login(line) if field.kind is Kind.LOGIN else line


def is_left_out(field: Field, answer: str) -> bool:
    """Say whether an answer to a question that may be left open says that there is nothing."""
    return not field.is_required and says_nothing(answer)


def entries_of(field: Field, answer: str) -> tuple[Entry, ...]:
    """Split a list: at line ends, semicolons and commas, but never inside a known word."""
    return tuple(
        Entry(text=_login(part) if field.kind is Kind.LOGINS else part, line=number)
        for number, line in enumerate(answer.replace("\r\n", "\n").split("\n"))
        for piece in line.split(";")
        for part in _at_commas(" ".join(_BULLET.sub("", piece).split()), field.options)
    )


def _at_commas(piece: str, options: tuple[Option, ...]) -> Iterator[str]:
    """Take the longest run of parts that is a known word together, else each part alone."""
    parts = [each.strip() for each in piece.split(",")]
    known, most = _words_with_commas(options) if len(parts) > 1 else (frozenset(), 1)
    while parts:
        runs = range(min(most, len(parts)), 1, -1) if known else ()
        length = next((size for size in runs if fold(" ".join(parts[:size])) in known), 1)
        if parts[0] or length > 1:
            yield ", ".join(parts[:length])
        parts = parts[length:]


@lru_cache(maxsize=8)
def _words_with_commas(options: tuple[Option, ...]) -> tuple[frozenset[str], int]:
    """The folded spellings that hold a comma, and the most parts that one of them has."""
    spellings = [text for each in options for text in (each.name, *each.aliases) if "," in text]
    most = max((text.count(",") + 1 for text in spellings), default=1)
    return frozenset(fold(text) for text in spellings), most


def _login(text: str) -> str:
    """Take a login from what people write for it: with an at sign, or the address of a page."""
    address = _PROFILE_ADDRESS.fullmatch(text)
    return (address[1] if address else text.removeprefix("@")).lower()
