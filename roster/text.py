"""What the Markdown of a profile must not hold: pictures, HTML, links that are not plain https.

Text in; faults with the line and column inside the text out. CommonMark's own parser says
what is a picture, a link or HTML, so that code samples and plain signs pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping, Set
from functools import cache
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from roster.events import Place
from roster.problems import Fault, shown

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MOST_BRACKETS: Final = 100
_MOST_TOLD: Final = 20


def markup_faults(text: str) -> Iterator[Fault]:
    """Find pictures, HTML, and links that do not lead to a plain https address."""
    if "<" not in text and "[" not in text:
        return
    if text.count("[") > _MOST_BRACKETS:
        yield _brackets(text)
        return
    text = text.replace("\r", " ")  # a break for the parser, and in no other count of lines
    lines = text.split("\n")
    found: MutableMapping[str, Any] = {}
    tokens = _parser().parse(text, found)
    defined = found.get("references", {})
    told = {link["href"] for link in defined.values()}
    in_text = (fault for token in tokens for fault in _faults_of(token, lines, told))
    yield from islice(chain(in_text, _faults_of_definitions(defined, lines)), _MOST_TOLD)


def _faults_of_definitions(defined: Mapping[str, Any], lines: list[str]) -> Iterator[Fault]:
    """Find odd addresses that are defined at a line of their own, whether used or not."""
    for label, link in defined.items():
        line = link["map"][0]
        column = _column(lines[line], "[")
        if label.startswith("^"):
            yield Fault(
                line=line,
                column=column,
                rule="text-link",
                message="Footnotes are not shown.",
                hint="Write the note in brackets where it belongs.",
            )
        else:
            yield from _link_faults(link["href"], _odd_link(link["href"]), line, column)


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
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- heavy, and most texts need no parser

    parser = MarkdownIt("commonmark")
    # The parser would leave links that it distrusts as text, and write others anew; here they
    # must be seen, as they were typed.
    parser.validateLink = lambda _: True  # type: ignore[assignment, method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def _faults_of(token: Token, lines: list[str], told: Set[str]) -> Iterator[Fault]:
    first, last = token.map or (0, len(lines))
    if token.type == "html_block":
        yield _html(first, _column(lines[first], "<"), token.content)
    elif token.type == "inline":
        reader = _Reader(lines, first, last)
        children = token.children or []
        for number, child in enumerate(children):
            yield from _inline_faults(child, reader, children[number + 1 :], told)


class _Reader:
    """Walks through the lines of a block, so that each find starts where the last one ended."""

    def __init__(self, lines: list[str], first: int, last: int) -> None:
        self._lines, self._last = lines, last
        self.line, self.column = first, 0

    def stands(self, text: str) -> bool:
        """Whether the text stands so in the lines that are left: no entity, and no escape."""
        left = "\n".join(self._lines[self.line : self._last])
        return text in left and f"\\{text}" not in left

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


def _inline_faults(
    token: Token, place: _Reader, following: list[Token], told: Set[str]
) -> Iterator[Fault]:
    """Look at one piece of text; addresses in `told` are told where they are defined."""
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
        address = str(token.attrs.get("href", ""))
        reason = None if address in told else _odd_link(address)
        reason = reason or _odd_words(_words(following), address)
        yield from _link_faults(address, reason, line, column)
        place.column += 1
    elif token.content:  # text or code
        odd = _OPEN_TAG.search(token.content) if token.type == "text" else None
        if odd is not None and place.stands(odd[0]):
            yield _html(*place.find(odd[0]), odd[0])
        place.find(token.content, pass_over=True)


_OPEN_TAG: Final = re.compile(
    r"<[A-Za-z][A-Za-z0-9-]{0,20}[\s/][^<>]{0,200}?(?<=[\s/\"'])(?:on[a-z]{2,20}|src|href)\s?="
)
"""What is no tag in Markdown, but one for a browser: `<svg/onload=`, or a tag without its end."""


def _html(line: int, column: int, content: str) -> Fault:
    return Fault(
        line=line,
        column=column,
        rule="text-html",
        message=f"HTML such as {shown(content.strip())} is not shown.",
        hint="Use Markdown: **strong**, *emphasis*, lists and links. "
        "To show a < as it is, write it in backquotes.",
    )


def _words(following: list[Token]) -> str:
    """The words of a link: the text up to its end."""
    inside = takewhile(lambda each: each.type != "link_close", following)
    return "".join(each.content for each in inside).strip()


def _link_faults(address: str, reason: str | None, line: int, column: int) -> Iterator[Fault]:
    if reason is not None:
        yield Fault(
            line=line,
            column=column,
            rule="text-link",
            message=f"The link to {shown(address)} {reason}.",
            hint="Link to a public page in full, such as https://www.gov.uk/guidance.",
        )


_HOST: Final = re.compile(r"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,9}[a-z]{2,63}")
_AS_HOST: Final = re.compile(
    r"\A(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,63})(?:[/?#:]\S*)?", re.IGNORECASE
)
_SURELY_HOST: Final = re.compile(
    r"https?://|www\.|\.(?:uk|com|org|scot|wales|gov)\b", re.IGNORECASE
)
"""What only the name of a website holds: `Node.js` and `ASP.NET` are words."""


def _odd_link(address: str) -> str | None:
    """Say what is odd about a link, or None for a plain https address."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "has not the form of an address"
    if parts.scheme != "https":
        return "does not start with https://"
    if not parts.netloc.isascii() or "xn--" in host:
        return "has letters outside plain English in its website's name"
    if "@" in parts.netloc or port is not None:
        return "hides where it leads"
    return "names no website" if _HOST.fullmatch(host) is None else None


def _odd_words(said: str, address: str) -> str | None:
    """Say so where the words of a link name another website than the one it leads to."""
    named, led = _AS_HOST.fullmatch(said), _AS_HOST.fullmatch(address)
    if named is None or led is None or _SURELY_HOST.search(said) is None:
        return None
    host, other = led[1].lower(), named[1].lower()
    if f".{host}".endswith(f".{other}") or f".{other}".endswith(f".{host}"):
        return None
    return f"says that it leads to {shown(other)}"


def _column(line: str, sign: str) -> int:
    return max(line.find(sign), 0)


_LOOKED_FOR: Final = (12, 6, 3)
"""How many characters after a fault are looked for in the file: fewer where lines were joined."""


def find_in_source(
    lines: tuple[str, ...], place: Place, text_line: str, fault: Fault
) -> tuple[int, int]:
    """Find a line of a text among the lines of the file that hold the text.

    In a block every line of the text is a line of the file with an indent before it. In
    other styles the parser has joined lines: then what follows the fault is looked for.
    """
    held = range(place.line, min(place.end_line, len(lines)) + 1)
    block_line = place.line + 1 + fault.line
    if block_line in held and lines[block_line - 1].endswith(text_line):
        indent = len(lines[block_line - 1]) - len(text_line)
        return block_line, indent + fault.column + 1
    for length in _LOOKED_FOR:
        wanted = text_line[fault.column : fault.column + length]
        for number in held:
            column = lines[number - 1].find(wanted) if wanted else -1
            if column >= 0:
                return number, column + 1
    return place.line, place.column
