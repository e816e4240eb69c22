"""The language of the site: its messages, how it counts, and how it writes days and numbers.

English text comes in, as it stands in templates, scripts and code; the site's own language goes
out. A catalogue is a gettext file that was read already; this must never read one from a disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from gettext import c2py
from io import BytesIO
from typing import Final

from jinja2 import TemplateError

CATALOGUES: Final = "languages/"
"""Where catalogues stand among the templates: `languages/cy.po`."""

_ENGLISH: Final = "en"
_BRITISH: Final = "en-GB"
_ENGLISH_FORMS: Final = "(n != 1)"
_PLACE: Final = re.compile(r"%\((\w+)\)s")


class LanguageError(TemplateError):
    """A language has no catalogue, or its catalogue cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language: `messages` has the forms of every message by its English text.

    `forms` is the rule of gettext that says which form goes with a number `n`.
    """

    tag: str = _ENGLISH
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forms: str = _ENGLISH_FORMS

    @property
    def formats(self) -> str:
        """The tag by which days and numbers are written: English is that of Britain."""
        return _BRITISH if self.tag == _ENGLISH else self.tag

    def text(self, english: str) -> str:
        """Say a message; one without a translation stays English."""
        said = self.messages.get(english)
        return said[0] if said else english

    def counted(self, number: int, one: str, many: str) -> str:
        """Say a message about a number, which stands at `%(count)s`."""
        said = self.messages.get(one)
        form = said[_which(self.forms)(number)] if said else (one if number == 1 else many)
        return form.replace("%(count)s", self.number(number))

    def number(self, number: int) -> str:
        """Write a number: 12,345."""
        return _number(number, self.formats)

    def day(self, day: date) -> str:
        """Write a day as people read it: 1 November 2026."""
        return _day(day, self.formats)

    def month(self, day: date) -> str:
        """Write a day's month and year: November 2026."""
        return _month(day, self.formats)


ENGLISH: Final = Language()


def marked(english: str) -> str:
    """Return a text as it is: it is said elsewhere, by `Language.text`, and must be catalogued."""
    return english


def filled(message: str, **values: object) -> str:
    """Put values into the places of a message."""
    return _PLACE.sub(lambda place: str(values[place[1]]), message)


def language_of(tag: str, templates: Mapping[str, str]) -> Language:
    """Read a language's catalogue from among the templates; English needs none.

    Raises LanguageError where there is none, or where it is not a catalogue.
    """
    name = f"{CATALOGUES}{tag}.po"
    if name in templates:
        return read_catalogue(tag, templates[name])
    if tag.partition("-")[0] == _ENGLISH:
        return Language(tag=tag)
    message = (
        f"The settings say `language: {tag}`, but there is no templates/{name}. "
        f"docs/translating.md says how to make it."
    )
    raise LanguageError(message)


def read_catalogue(tag: str, text: str) -> Language:
    """Read a gettext catalogue; what is not translated, or only roughly, stays English."""
    from babel import Locale  # noqa: PLC0415 -- heavy, and English needs neither
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        catalogue = read_po(
            BytesIO(text.encode()), locale=Locale.parse(tag, sep="-"), abort_invalid=True
        )
        forms = catalogue.plural_expr
    except (PoFileError, ValueError, LookupError) as error:
        message = f"templates/{CATALOGUES}{tag}.po is not a catalogue: {error}"
        raise LanguageError(message) from error
    return Language(
        tag=tag,
        forms=forms,
        messages={
            _english(each.id): _forms(each.string)
            for each in catalogue
            if each.id and not each.fuzzy and all(_forms(each.string))
        },
    )


def said_by(scripts: Iterable[str], language: Language) -> frozenset[str]:
    """Return the messages that scripts say: those that stand in them between quotation marks."""
    text = "\n".join(scripts)
    return frozenset(each for each in language.messages if f'"{each}"' in text)


def messages_script(script: str, language: Language, said: Collection[str]) -> str:
    """Put what is said in a language into the script that holds what the other scripts say."""
    messages = {key: list(language.messages[key]) for key in sorted(said)}
    values = {
        "LANGUAGE": json.dumps(language.formats),
        "MESSAGES": json.dumps(messages, ensure_ascii=False, separators=(",", ":")),
        "formOf": f"(n) => Number({language.forms})",
    }
    return re.sub(
        r"^const (LANGUAGE|MESSAGES|formOf) = .*;$",
        lambda line: f"const {line[1]} = {values[line[1]]};",
        script,
        flags=re.MULTILINE,
    )


def _english(key: str | tuple[str, ...] | list[str]) -> str:
    return key if isinstance(key, str) else key[0]


def _forms(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ("",))


@cache
def _which(forms: str) -> Callable[[int], int]:
    return c2py(forms)


@cache
def _number(number: int, tag: str) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 -- heavy

    return format_decimal(number, locale=tag.replace("-", "_"))


@cache
def _day(day: date, tag: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 -- heavy

    return format_date(day, "long", locale=tag.replace("-", "_"))


@cache
def _month(day: date, tag: str) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 -- heavy

    return format_skeleton("yMMMM", day, locale=tag.replace("-", "_"))
