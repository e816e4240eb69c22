"""What the public text of a profile must not hold: pictures, HTML, odd links, contact details.

Text in; faults with the line and column inside the text out. CommonMark's own parser says
what is a picture, a link or HTML, so that code samples and plain signs pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from roster.problems import shown


class Fault(NamedTuple):
    """Something that the text must not hold; line and column count from 0 inside the text."""

    line: int
    column: int
    rule: str
    message: str
    hint: str


_MOST_BRACKETS: Final = 100
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}\s?(?:@|\[at\]|\(at\))\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_PHONE: Final = re.compile(
    r"(?<![\w/=&-])(?<!\d[.,\s])(?:\+\s?\d{1,3}|\(?0)(?:[\s().-]{0,2}\d){8,12}(?![\w-])"
)
_NATIONAL_INSURANCE: Final = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE
)
_POSTCODE: Final = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}"
    r"|[a-z]{1,2}\d[a-z\d]?\s\d(?!st|nd|rd|th|bn)[abd-hjlnp-uw-z]{2})\b"
)
CONTACTS: Final = (
    (_ADDRESS, "an email address"),
    (_NATIONAL_INSURANCE, "a National Insurance number"),
    (_PHONE, "a phone number"),
    (_POSTCODE, "a postal address"),
)
"""What a contact looks like, and its name: the form on the site looks for the same."""

_SIGNS: Final = ("@", "[at]", "(at)")
_CLUE: Final = re.compile(r"[0-9](?:(?:[^0-9]{0,2}[0-9]){3}|[A-Za-z0-9]?\s[0-9][A-Za-z]{2})")
"""What plain text with a contact always holds: four digits close together, or half a postcode."""

_MOST_TOLD: Final = 20


def contact_faults(text: str) -> Iterator[Fault]:
    """Find email addresses, phone numbers, postcodes and National Insurance numbers.

    Digits and letters of other widths and scripts count like plain ones.
    """
    if text.isascii() and _CLUE.search(text) is None and not any(map(text.__contains__, _SIGNS)):
        return
    for number, line in enumerate(text.split("\n")):
        plain = _plain(line)
        for pattern, what in CONTACTS:
            found = pattern.search(plain)
            if found is not None:
                yield Fault(
                    line=number,
                    column=found.start() if plain == line else 0,
                    rule="text-contact",
                    message=f"There is what looks like {what} here, and everyone could read it.",
                    hint="Remove it. People find each other through their GitHub logins.",
                )


def address_places(lines: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Find the lines that hold what looks like an email address: line and column, from 1."""
    for number, line in enumerate(lines, start=1):
        plain = _plain(line)
        found = _ADDRESS.search(plain) if any(map(plain.__contains__, _SIGNS)) else None
        if found is not None:
            yield number, found.start() + 1 if plain == line else 1


def _plain(line: str) -> str:
    """Write letters and digits of other widths, and digits of other scripts, as plain ones."""
    if line.isascii():
        return line
    return "".join(
        str(unicodedata.decimal(each, each)) for each in unicodedata.normalize("NFKC", line)
    )


def markup_faults(text: str) -> Iterator[Fault]:
    """Find pictures, HTML, and links that do not lead to a plain https address."""
    if "<" not in text and "[" not in text:
        return
    if text.count("[") > _MOST_BRACKETS:
        yield _brackets(text)
        return
    lines = text.split("\n")
    told = 0
    for token in _parser().parse(text):
        for fault in _faults_of(token, lines):
            yield fault
            told += 1
            if told == _MOST_TOLD:
                return


def _brackets(text: str) -> Fault:
    """Tell of the bracket that is one too many: the parser would look from each to the end."""
    start = -1
    for _ in range(_MOST_BRACKETS + 1):
        start = text.index("[", start + 1)
    before = text[:start]
    return Fault(
        line=before.count("\n"),
        column=start - (before.rfind("\n") + 1),
        rule="text-link",
        message=f"There are more than {_MOST_BRACKETS} square brackets in the text.",
        hint="Remove those that are no links.",
    )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    # The parser would leave links that it distrusts as text; here they must be seen.
    parser.validateLink = lambda _: True  # type: ignore[assignment, method-assign]
    return parser


def _faults_of(token: Token, lines: list[str]) -> Iterator[Fault]:
    first, last = token.map or (0, len(lines))
    if token.type == "html_block":
        yield _html(first, _column(lines[first], "<"), token.content)
    elif token.type == "inline":
        reader = _Place(lines, first, last)
        for child in token.children or ():
            yield from _inline_faults(child, reader)


class _Place:
    """Walks through the lines of a block, so that each find starts where the last one ended."""

    def __init__(self, lines: list[str], first: int, last: int) -> None:
        self._lines, self._last = lines, last
        self.line, self.column = first, 0

    def find(self, text: str, *, pass_over: bool = False) -> tuple[int, int]:
        """Go to the next place where the text stands, or stay where it does not."""
        for number in range(self.line, min(self._last, len(self._lines))):
            start = self.column if number == self.line else 0
            column = self._lines[number].find(text, start)
            if column >= 0:
                self.line, self.column = number, column
                if pass_over:
                    self.column += len(text)
                return number, column
        line = self._lines[self.line] if self.line < len(self._lines) else ""
        return self.line, min(self.column, len(line))


def _inline_faults(token: Token, place: _Place) -> Iterator[Fault]:
    if token.type == "html_inline":
        line, column = place.find(token.content.split("\n")[0])
        yield _html(line, column, token.content)
        place.column += 1
    elif token.type == "image":
        line, column = place.find("![")
        yield Fault(
            line=line,
            column=column,
            rule="text-picture",
            message="Pictures are not shown: they would be fetched from another place.",
            hint="Remove the picture, or link to the page that it is on.",
        )
        place.column += 2
    elif token.type == "link_open":
        line, column = place.find("<" if token.markup == "autolink" else "[")
        yield from _link_faults(str(token.attrs.get("href", "")), line, column)
        place.column += 1
    elif token.type in {"text", "code_inline"} and token.content:
        place.find(token.content, pass_over=True)


def _html(line: int, column: int, content: str) -> Fault:
    return Fault(
        line=line,
        column=column,
        rule="text-html",
        message=f"HTML such as {shown(content.strip())} is not shown.",
        hint="Use Markdown: **strong**, *emphasis*, lists and links. "
        "To show a < as it is, write it in backquotes.",
    )


def _link_faults(address: str, line: int, column: int) -> Iterator[Fault]:
    reason = _odd_link(address)
    if reason is not None:
        yield Fault(
            line=line,
            column=column,
            rule="text-link",
            message=f"The link to {shown(address)} {reason}.",
            hint="Link to a public page in full, such as https://www.gov.uk/guidance.",
        )


def _odd_link(address: str) -> str | None:
    """Say what is odd about a link, or None for a plain https address."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "has not the form of an address"
    if parts.scheme != "https":
        return "does not start with https://"
    if not host or "." not in host or not host.isascii() or host.rpartition(".")[2].isdigit():
        return "names no website"
    if "xn--" in host:
        return "has letters outside plain English in its website's name"
    if "@" in parts.netloc or parts.port is not None:
        return "hides where it leads"
    return None


def _column(line: str, sign: str) -> int:
    return max(line.find(sign), 0)
