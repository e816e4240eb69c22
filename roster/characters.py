"""Which characters a file may hold: everything people can see, and what names and emoji need.

Text in, one problem for each kind of character that hides or reorders text, or breaks
lines where nobody sees it. Source: Unicode Technical Reports 36 and 39; Unicode Annex 31,
section 2.3 (where joiners belong).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Final

from roster.problems import Problem

_SUSPECT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"
    "\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U000e0000-\U0010ffff]"
)
"""Characters that need a second look: controls, formats, fillers, private and non-characters."""

_LINE_BREAKS: Final = {
    "\r": "a carriage return on its own",
    "\x85": "a next-line character",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
}
_MOST_TOLD: Final = 20


def forbidden_characters(text: str, *, path: str) -> Iterator[Problem]:
    """Yield a problem for each forbidden character, at most 20 in a file."""
    for offset in forbidden_offsets(text):
        yield _problem(text, offset, path)


def forbidden_offsets(text: str) -> Iterator[int]:
    """Find the forbidden characters of a text, the first 20."""
    found = (match.start() for match in _SUSPECT.finditer(text))
    return islice((each for each in found if not is_needed_by_script(text, each)), _MOST_TOLD)


def holds_suspects(text: str) -> bool:
    """Say whether a text holds any character that needs a second look."""
    return _SUSPECT.search(text) is not None


def is_needed_by_script(text: str, offset: int) -> bool:
    """Say whether the hidden character at the offset is one that a name or an emoji needs.

    Joiners belong between letters of scripts that join, and between emoji; variation
    selectors after what they vary; tag characters in flags; a few formats in their scripts.
    """
    character = text[offset]
    before = text[offset - 1] if offset else ""
    after = text[offset + 1 : offset + 2]
    if character in "\u200c\u200d":
        return _joins(before, character, after)
    if character in "\ufe0e\ufe0f":
        return _is_emoji(before) or (before != "" and before in "0123456789#*")
    if "\ufe00" <= character <= "\ufe0d" or "\U000e0100" <= character <= "\U000e01ef":
        return _is_ideograph(before)
    if "\U000e0020" <= character <= "\U000e007f":
        flag = _FLAG.match(text, text.rfind("\U0001f3f4", 0, offset))
        return flag is not None and offset < flag.end()
    return "\u180b" <= character <= "\u180d" and "\u1800" <= before <= "\u18af"  # Mongolian


_FLAG: Final = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
"""The flag of a part of a country: its code in tags, and a last one that ends it. Other tags
could carry a text that nobody sees."""


def _joins(before: str, joiner: str, after: str) -> bool:
    """Whether a joiner stands between emoji, or after a letter whose script knows joiners.

    A zero width joiner may end a word of such a script: the last letter then has another form.
    """
    if joiner == "\u200d" and (_is_emoji(before) or before == "\ufe0f"):
        return _is_emoji(after)
    return _has_joiners(before) and (_has_joiners(after) or joiner == "\u200d")


def _has_joiners(character: str) -> bool:
    is_letter = character != "" and unicodedata.category(character)[0] in "LM"
    return is_letter and ("\u0600" <= character <= "\u109f" or "\u1780" <= character <= "\u18af")


_EMOJI_SIGNS: Final = frozenset("©®‼⁉ℹ〰↔◽◾⤴⤵")


def _is_emoji(character: str) -> bool:
    return character != "" and (
        unicodedata.category(character) == "So"
        or "\U0001f000" <= character <= "\U0001faff"
        or character in _EMOJI_SIGNS
    )


def _is_ideograph(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def named_character(character: str) -> str:
    """Name a character that nobody can see, in words and by its number."""
    kind = _LINE_BREAKS.get(character)
    return f"{kind} (U+{ord(character):04X})" if kind else _named(character)


def _problem(text: str, offset: int, path: str) -> Problem:
    line_start = text.rfind("\n", 0, offset) + 1
    return Problem(
        rule="file-characters",
        path=path,
        line=text.count("\n", 0, offset) + 1,
        column=offset - line_start + 1,
        message=f"There is {named_character(text[offset])} here, which nobody can see.",
        hint="Delete it: put the cursor after it and press Backspace, or type the line anew.",
    )


def _named(character: str) -> str:
    other = "a character for private use" if _is_private(character) else "a control character"
    name = unicodedata.name(character, other).lower()
    article = "" if name.startswith("a ") else "the character "
    return f"{article}{name} (U+{ord(character):04X})"


def _is_private(character: str) -> bool:
    return unicodedata.category(character) == "Co"
