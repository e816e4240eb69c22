"""Why a text is not YAML: a table of causes, each with its place and our own words.

Where the parser stopped, with the lines, comes in; a place, a message and a hint go out. It must
never know what the parser itself said.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from roster.pasted import BULLET, HYPHENS, foreign_line, is_entry
from roster.problems import shown


class Stop(NamedTuple):
    """Where the parser gave up, and where the thing began that it was reading (from 0)."""

    lines: tuple[str, ...]
    line: int
    column: int
    start_line: int | None
    start_column: int

    @property
    def text(self) -> str:
        """The line where it gave up."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def opener(self) -> str:
        """The character with which the unfinished thing began."""
        if self.start_line is None:
            return ""
        return self.lines[self.start_line][self.start_column : self.start_column + 1]


Answer = tuple[int, int, str, str]
"""Line and column from 0, message, hint."""


_DOCUMENT_END: Final = re.compile(r"\.\.\.(?:\s|\Z)")


def second_document(stop: Stop) -> Answer | None:
    """Something follows the line `...`, with which YAML ends a document."""
    if not any(_DOCUMENT_END.match(each) for each in stop.lines[: stop.line]):
        return None
    return (
        stop.line,
        0,
        "A second document starts here.",
        "Keep one profile in the file: remove `...` above and what belongs to no profile.",
    )


def _ended_before(stop: Stop) -> Answer | None:
    if _DOCUMENT_END.match(stop.text) is None:
        return None
    return stop.line, 0, "The line `...` ends the file before it has begun.", "Remove the line."


def _foreign(stop: Stop) -> Answer | None:
    """What the parser stops at, or at the line below it, is of another kind of file."""
    for line in (stop.line, stop.line - 1):
        told = foreign_line(stop.lines[line]) if 0 <= line < len(stop.lines) else None
        if told is not None:
            return line, 0, *told
    return None


def _tab(stop: Stop) -> Answer | None:
    found = re.match(r" *\t", stop.text)
    if found is None:
        return None
    message, hint = "The line starts with a tab.", "Use spaces instead of the tab."
    return stop.line, found.end() - 1, message, hint


def _quote_in_quotes(stop: Stop) -> Answer | None:
    """A quoted text that ends too early: `'it's'`."""
    before = stop.text[: stop.column]
    found = re.search(r"""[:,\[-] *(['"])[^'"]*\1\s*$""", before)
    if found is None or not stop.text[stop.column : stop.column + 1].strip():
        return None
    inside = "double the quote inside" if found[1] == "'" else "put it in single quotes"
    hint = f"Write the value without quotes around it, or {inside}."
    return stop.line, stop.column, "The quoted text ended before this.", hint


def _escape(stop: Stop) -> Answer | None:
    r"""A number that no character has, or half of one: `\ud83d`."""
    found = re.match(r"\\[xuU][0-9A-Fa-f]{0,8}", stop.text[max(stop.column - 2, 0) :])
    if stop.opener != '"' or found is None:
        return None
    return (
        stop.line,
        stop.column - 2,
        f"The escape {shown(found[0])} in double quotes stands for no character.",
        "Write the character itself, or put the text in single quotes.",
    )


_CLOSE_QUOTE: Final = (
    "Add the closing quote, or write the text without quotes. "
    "Write an apostrophe at the start as ’."
)


def _quote_over_lines(stop: Stop) -> Answer | None:
    """A quote that was forgotten, and ended by an apostrophe some lines below."""
    quote = stop.text[: stop.column].rstrip()[-1:]
    if quote not in {"'", '"'}:
        return None
    opened = re.compile(rf"(?:[^'\"#\n]*[:,\[-])? *({quote})[^{quote}\n]*")
    for number in range(stop.line - 1, -1, -1):
        found = opened.fullmatch(stop.lines[number])
        if found is not None:
            return (
                number,
                found.start(1),
                f"The quote {quote} that opens here is not closed on its line.",
                _CLOSE_QUOTE,
            )
    return None


def _open_quote(stop: Stop) -> Answer | None:
    if stop.opener not in {"'", '"'} or stop.start_line is None:
        return None
    if stop.text[stop.column - 1 : stop.column] == "\\" or "\\" in stop.text[stop.column :][:1]:
        return (
            stop.line,
            stop.column,
            "A backslash in double quotes has a special meaning that this one does not have.",
            "Use single quotes, or no quotes, around the text.",
        )
    return (
        stop.start_line,
        stop.start_column,
        f"The quote {stop.opener} that opens here is never closed.",
        _CLOSE_QUOTE,
    )


def _open_bracket(stop: Stop) -> Answer | None:
    pairs = {"[": "]", "{": "}"}
    if stop.opener not in pairs or stop.start_line is None:
        return None
    return (
        stop.start_line,
        stop.start_column,
        f"The bracket {stop.opener} that opens here is not closed as it should be.",
        f"Add {pairs[stop.opener]} at the end of the list, and a comma between its items.",
    )


def _end_in_brackets(stop: Stop) -> Answer | None:
    """The file ends while a bracket is open: `offers: [`."""
    rest = (stop.text[stop.column :], *stop.lines[stop.line + 1 :])
    if any(line.strip() for line in rest):
        return None
    opened: list[tuple[int, int]] = []
    for number, text in enumerate(stop.lines):
        for bracket in re.finditer(r"(?<=[\s\[{,])[\[{]|[\]}]", text):
            if bracket[0] in "[{":
                opened.append((number, bracket.start()))
            elif opened:
                opened.pop()
    if not opened:
        return None
    line, column = opened[-1]
    return _open_bracket(stop._replace(start_line=line, start_column=column))


def _bullet(stop: Stop) -> Answer | None:
    """The entries below a key, each with a sign of its own; not those in a text about oneself."""
    line = min(stop.line, len(stop.lines) - 1)
    if BULLET.match(stop.lines[line]) is None:
        line -= 1
    above = line - 1
    while above > 0 and (BULLET.match(stop.lines[above]) or is_entry(stop.lines[above])):
        line = line if is_entry(stop.lines[above]) else above
        above -= 1
    found = BULLET.match(stop.lines[line]) if line > 0 else None
    if found is None or re.fullmatch(r"[\w-]+: *", stop.lines[above]) is None:
        return None
    message = f"The entry of a list starts with {found[2].strip()} here."
    return line, found.start(2), message, HYPHENS


_BLOCK: Final = re.compile(r"\A( *)([\w-]{1,64}): *[|>][+-]? *")


def _block_without_indent(stop: Stop) -> Answer | None:
    """The text below `about: |` that starts where its key does."""
    for line in range(min(stop.line, len(stop.lines) - 1), 0, -1):
        found = _BLOCK.fullmatch(stop.lines[line - 1])
        text = stop.lines[line]
        indent = len(text) - len(text.lstrip(" "))
        if found is not None and text.strip() and indent <= len(found[1]):
            return (
                line,
                indent,
                f"The text below `{found[2]}` has no spaces before it.",
                "Put two spaces before each line of the text.",
            )
        if line != stop.line and re.match(r" *[\w-]+:(?:\s|\Z)", text):
            return None
    return None


def _special_start(stop: Stop) -> Answer | None:
    character = stop.text[stop.column : stop.column + 1]
    if stop.start_line is not None and stop.opener in {"*", "&", "!", "|", ">", "%"}:
        character, line, column = stop.opener, stop.start_line, stop.start_column
    elif character in {"@", "`", "%", "?"}:
        line, column = stop.line, stop.column
    else:
        return None
    return (
        line,
        column,
        f"A value cannot start with {character} as it stands.",
        "Leave out the @ before a login, or put the value in quotes."
        if character == "@"
        else "Put the value in quotes.",
    )


def _no_colon_above(stop: Stop) -> Answer | None:
    """The parser stops at a colon when the line above it, or above a list, is no `key: value`."""
    above = stop.line - 1
    while above >= 0 and not stop.lines[above].strip():
        above -= 1
    last = above
    while above >= 0 and (stop.lines[above][:1] in {" ", ""} or is_entry(stop.lines[above])):
        above -= 1
    line = stop.lines[above] if above >= 0 else ""
    is_key = above == last or re.fullmatch(r"[\w-]+ *", line) is not None
    if not line or line[0] in "#-" or not is_key or re.search(r":([ \t]|$)", line):
        return None
    lacks = "space after its colon" if ":" in line else "plain colon" if "：" in line else "colon"
    hint = (
        "Write it as `key: value`, with a space after the colon. If it goes on with the text "
        "above, put two spaces before it."
    )
    return above, 0, f"The line {shown(line)} has no {lacks}.", hint


def _entry_without_hyphen(stop: Stop) -> Answer | None:
    """The line above stands among entries of a list and is none."""
    line = stop.line - 1
    text = stop.lines[line] if line > 0 else ""
    indent = len(text) - len(text.lstrip(" "))
    above = stop.lines[line - 1] if line > 0 else ""
    is_among = above.lstrip(" ").startswith("- ") and len(above) - len(above.lstrip(" ")) == indent
    if not is_among or not text.strip() or is_entry(text) or ":" in text:
        return None
    return (
        line,
        indent,
        f"The line {shown(text.strip())} stands in a list without a hyphen.",
        HYPHENS,
    )


def _colon_inside(stop: Stop) -> Answer | None:
    if stop.text[stop.column : stop.column + 1] != ":" or ":" not in stop.text[: stop.column]:
        return None
    return (
        stop.line,
        stop.column,
        "There is a second colon followed by a space on this line.",
        "Put the whole value in quotes.",
    )


def _no_key(stop: Stop) -> Answer | None:
    if stop.text[: stop.column].strip() or stop.text[stop.column : stop.column + 1] != ":":
        return None
    return (
        stop.line,
        stop.column,
        "There is nothing before the colon.",
        "Write the line as `key: value`.",
    )


def _bracket_or_comma(stop: Stop) -> Answer | None:
    """What belongs between or after the items of a list, and stands where none is."""
    sign = stop.text[stop.column : stop.column + 1]
    if sign and sign in ",]}":
        what = "comma" if sign == "," else f"closing bracket {sign}"
        hint = f"Remove it, or put a text that holds {sign} in quotes."
        return stop.line, stop.column, f"There is a {what} too many here.", hint
    if stop.text[: stop.column].rstrip()[-1:] in {"]", "}"}:
        hint = "Put it before the bracket, or put the whole value in quotes."
        return stop.line, stop.column, "The list ended before this.", hint
    return None


STARTS_WITH_DASH: Final = (
    "The file starts with a dash, as a list does.",
    "Remove the dash and the spaces before the keys.",
)
"""The message and the hint for it."""


def _dash(stop: Stop) -> Answer | None:
    first = next((n for n, each in enumerate(stop.lines) if each.strip()), 0)
    if stop.text[stop.column : stop.column + 2].strip() == "-":
        line, column = stop.line, stop.column
        message = "A list cannot begin here."
        hint = (
            "Write lists in square brackets behind their key, as in `meets: [remote]`, and put "
            "a text that starts with a dash in quotes. Remove the line if it says nothing."
        )
        if re.match(r"- [\w-]+:", stop.text[stop.column :]):
            hint = "Remove the dash and the space: a key starts at the beginning of its line."
    elif stop.lines[first].startswith("- "):
        line, column, (message, hint) = first, 0, STARTS_WITH_DASH
    else:
        return None
    return line, column, message, hint


def _indent(stop: Stop) -> Answer | None:
    line = stop.line if stop.text.startswith(" ") else _earlier_indent(stop)
    if line is None:
        return None
    indent = len(stop.lines[line]) - len(stop.lines[line].lstrip(" "))
    return (
        line,
        indent,
        "The line does not stand under the line it belongs to.",
        "Start every key at the beginning of its line; indent only the text and lists below a key.",
    )


def _earlier_indent(stop: Stop) -> int | None:
    """The first line that is no comment, if it is indented."""
    lines = enumerate(stop.lines)
    first = next((n for n, each in lines if each.strip() and each.lstrip()[0] != "#"), None)
    return first if first is not None and stop.lines[first].startswith(" ") else None


def _anything(stop: Stop) -> Answer:
    return (
        stop.line,
        min(stop.column, len(stop.text)),
        "The file cannot be understood from here on.",
        "Compare this line and the one above with the template in docs/joining.md.",
    )


CAUSES: Final[tuple[Callable[[Stop], Answer | None], ...]] = (
    _foreign,
    _tab,
    _bullet,
    _quote_in_quotes,
    _escape,
    _open_quote,
    _open_bracket,
    _end_in_brackets,
    _special_start,
    _ended_before,
    _no_key,
    _bracket_or_comma,
    _block_without_indent,
    _no_colon_above,
    _entry_without_hyphen,
    _colon_inside,
    _dash,
    _quote_over_lines,
    _indent,
    _anything,
)
