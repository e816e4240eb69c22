"""What is wrong, where, and what to do about it: the one shape every report is made of.

Problems come from the door's rules and leave as text, JSON and later formats. They must
never hold an email address, a control character or the words of a library.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

SHOWN_LENGTH = 60
"""How much of somebody's text a message repeats, in characters."""


class Severity(StrEnum):
    """How much a problem weighs: an error keeps a profile out, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong, with place and remedy.

    Lines and columns count from 1 and columns count characters; a problem of the whole
    file or folder stands at line 1, column 1. `field` is a path such as `offers.2`
    (counted from 1), or None.
    """

    rule: str
    path: str
    line: int = 1
    column: int = 1
    field: str | None = None
    message: str
    hint: str
    severity: Severity = Severity.ERROR


class Fault(NamedTuple):
    """Something that the text must not hold; line and column count from 0 inside the text."""

    line: int
    column: int
    rule: str
    message: str
    hint: str


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Put problems in the order in which a reader meets them: path, line, column, rule."""
    return tuple(
        sorted(
            problems, key=lambda each: (each.path, each.line, each.column, each.rule, each.message)
        )
    )


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any of the problems is an error."""
    return any(each.severity is Severity.ERROR for each in problems)


_WORD: Final = re.compile(r"[^\s“”]+")
_AT_SIGN: Final = re.compile(
    r"[@＠﹫]|%40|&(?:#0{0,6}64|#x0{0,6}40|commat);?|[(\[{]at[)\]}]", re.IGNORECASE
)
_COVER: Final = "•"


def cover(text: str) -> str:
    """Cover every word that could be an email address, character by character.

    Where the sign stands alone, the words on both of its sides are covered with it.
    """
    if _AT_SIGN.search(text) is None:
        return text
    words = list(_WORD.finditer(text))
    hidden = set()
    for number, word in enumerate(words):
        if _AT_SIGN.fullmatch(word[0]) is not None:
            hidden |= {number - 1, number, number + 1}
        elif _AT_SIGN.search(word[0]) is not None:
            hidden.add(number)
    spans = [each.span() for number, each in enumerate(words) if number in hidden]
    for start, end in spans:
        text = text[:start] + _COVER * (end - start) + text[end:]
    return text


def shown(text: str) -> str:
    r"""Repeat somebody's text safely in a message: quoted, on one line, at most 60 characters.

    Control, format and other invisible characters appear as `\u{hex}`, so that no
    terminal, log or page can be steered by them, and what could be an address is covered.
    """
    seen = "".join(visible(character) for character in cover(text[: 4 * SHOWN_LENGTH]))
    if len(seen) > SHOWN_LENGTH:
        seen = seen[: SHOWN_LENGTH - 1] + "…"
    return f"“{seen}”"


def visible(character: str) -> str:
    """Write a character as it is, or as its number where nobody could see it."""
    if character == " " or unicodedata.category(character)[0] not in "CZ":
        return character
    return f"\\u{{{ord(character):x}}}"
