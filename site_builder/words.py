"""How values are written on pages: grades, days, initials and the last part of an address.

Values come in; words come out. It must never ask the locale: a build gives the same bytes
everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from roster.model import Grade
from roster.words import fold

GRADE_LABELS: Final[Mapping[Grade, str]] = {
    Grade.AA: "AA",
    Grade.AO: "AO",
    Grade.EO: "EO",
    Grade.HEO: "HEO",
    Grade.SEO: "SEO",
    Grade.G7: "Grade 7",
    Grade.G6: "Grade 6",
    Grade.SCS1: "Deputy Director (SCS1)",
    Grade.SCS2: "Director (SCS2)",
    Grade.SCS3: "Director General (SCS3)",
    Grade.SCS4: "Permanent Secretary (SCS4)",
}
_APOSTROPHES: Final = re.compile("['’ʼ]")
_WORD: Final = re.compile(r"[^\W_]+")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day_label(day: date) -> str:
    """Write a day as people read it: 1 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_label(day: date) -> str:
    """Write a day's month and year: November 2026."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name, at most two."""
    words = [word for word in name.split() if word[0].isalpha()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()


def sort_key(name: str) -> tuple[str, str]:
    """Order names as an index would, accents and case aside; the name itself breaks ties."""
    return _without_accents(fold(name)), name


def plain_words(text: str) -> list[str]:
    """Take a text apart as the search does: no case, accents or punctuation; `&` reads `and`.

    templates/site/scripts/search.js has the same as `wordsOf`; a test compares them.
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(each for each in decomposed if unicodedata.category(each)[0] != "M")
    text = _APOSTROPHES.sub("", text).replace("&", " and ").lower()
    return _WORD.findall(text)


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


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each))
