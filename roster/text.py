"""What the Markdown of a profile must not hold: pictures, HTML, links that are not plain https.

Text in; faults with the line and column inside the text out. CommonMark's own parser says
what is a picture, a link or HTML, so that code samples and plain signs pass.
"""

from __future__ import annotations

from collections.abc import Iterator
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
_MOST_TOLD: Final = 20


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
