"""How values are written on pages: grades, initials and the last part of an address.

Values come in; words come out. It must never ask the locale: a build gives the same bytes
everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from roster.model import Grade
from roster.words import fold
from site_builder.language import marked

GRADE_LABELS: Final[Mapping[Grade, str]] = {
    Grade.AA: marked("AA"),
    Grade.AO: marked("AO"),
    Grade.EO: marked("EO"),
    Grade.HEO: marked("HEO"),
    Grade.SEO: marked("SEO"),
    Grade.G7: marked("Grade 7"),
    Grade.G6: marked("Grade 6"),
    Grade.SCS1: marked("Deputy Director (SCS1)"),
    Grade.SCS2: marked("Director (SCS2)"),
    Grade.SCS3: marked("Director General (SCS3)"),
    Grade.SCS4: marked("Permanent Secretary (SCS4)"),
}
_APOSTROPHES: Final = re.compile("['’ʼ]")
_WORD: Final = re.compile(r"[^\W_]+")
_LONG_WORD: Final = re.compile(r"[^\W_]{3,}")
"""Shorter words say too little to be looked for."""

_LETTERS: Final = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d",
        "ð": "d", "þ": "th", "ß": "ss", "ħ": "h", "ı": "i",
    }
)  # fmt: skip
"""Letters that no accent parts from another one, as an English index and keyboard have them."""

SAID_BY_NAME: Final = (
    *(marked("remote"), marked("in person")),
    *(marked("civil service"), marked("public sector")),
    *(marked("an email address"), marked("a National Insurance number")),
    *(marked("grade"), marked("region"), marked("profession"), marked("organisation")),
    marked("choice honoured"),
    marked("rounds waited"),
    *(marked("choice 1"), marked("choice 2"), marked("choice 3")),
    *(marked("choice 4"), marked("choice 5")),
    *(marked("a phone number"), marked("a postal address")),
    *(marked("has room now"), marked("no room just now")),
)
"""Words of the model that pages say as they are."""

NAMES_IN_SCRIPTS: Final = (*GRADE_LABELS.values(), *SAID_BY_NAME)
"""Words that scripts are handed as data, and say in the site's language."""


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name, at most two."""
    words = [word for word in name.split() if word[0].isalpha()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()


def shown_name(name: str, how: str) -> str:
    """Return as much of a name as the programme shows: all, the first word, or initials."""
    if how == "first name":
        return name.split(maxsplit=1)[0]
    return " ".join(f"{each}." for each in initials(name)) if how == "initials" else name


def first_letter(name: str) -> str:
    """Return the letter under which an index has a name; what begins with none stands together."""
    letter = sort_key(name)[0][:1].upper()
    return letter if letter.isalpha() else marked("Others")


def sort_key(name: str) -> tuple[str, str]:
    """Order names as an index would, accents and case aside; the name itself breaks ties."""
    return _without_accents(fold(name)), name


def plain_words(text: str) -> list[str]:
    """Take a text apart as the search does: no case, accents or punctuation; `&` reads `and`.

    templates/site/scripts/nearest.js has the same as `wordsOf`; a test compares them.
    """
    return _WORD.findall(_plain(text))


def searched_words(text: str) -> str:
    """Return the words of somebody's own text that a search looks for, once each, in order."""
    return " ".join(sorted({*_LONG_WORD.findall(_plain(text))}))


def _plain(text: str) -> str:
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(each for each in decomposed if unicodedata.category(each)[0] != "M")
        text = text.lower().translate(_LETTERS)
    return _APOSTROPHES.sub("", text).replace("&", " and ").lower()


def slugs(names: Iterable[str]) -> Mapping[str, str]:
    """Give each name its own part of an address: lower-case ASCII words joined by hyphens.

    Names that would share one get -2, -3 and so on, in the order given.
    """
    given: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r"[^a-z0-9]+", "-", _without_accents(fold(name))).strip("-") or "other"
        number, slug = 1, plain
        while slug in taken:
            number += 1
            slug = f"{plain}-{number}"
        taken.add(slug)
        given[name] = slug
    return given


def shortened(text: str, length: int) -> str:
    """Cut a text after a whole word, with an ellipsis, at most `length` characters."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…"


def beginning(text: str) -> str:
    """Write a text as it begins a sentence; capitals and signs that it has stay."""
    return text[:1].upper() + text[1:]


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    return plain.translate(_LETTERS)
