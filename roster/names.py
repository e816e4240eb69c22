"""Names of people all over the world: what a name can be made of, and which look alike.

Text in, answers out. Source: Unicode Technical Standard 39 (skeletons of confusable
strings, section 4; mixed scripts, section 5).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

_NOT_IN_A_NAME: Final = re.compile(
    r"[<>{}\[\]()|\\/@#*_`~^=+$%&;:!?\"“”\n\t]|https?|www\.", re.IGNORECASE
)
_LATIN_NAME: Final = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f'’. -]+")
"""What most names are made of: one alphabet, and no symbol that needs a second look."""

_WRITTEN_TOGETHER: Final = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "FEMININE", "MASCULINE"}),  # the ordinals of "Mª José"
)
_SYMBOLS: Final = frozenset({"Co", "Cn", "So", "Sk", "Sm", "Sc"})
_MARK: Final = "\u200e"
"""The left-to-right mark, which the table of look-alikes puts around letters of other scripts."""


def odd_part_of_name(name: str) -> str | None:
    """Say in a sentence why a text is no name, or return None where it may be one."""
    odd = _NOT_IN_A_NAME.search(name)
    if odd is not None:
        return f"{odd[0].strip() or 'A line break'} cannot be part of a name here."
    return next((sentence for is_odd, sentence in _ODDITIES if is_odd(name)), None)


def _has_no_letter(name: str) -> bool:
    return not any(each.isalpha() for each in name)


def _has_symbol(name: str) -> bool:
    return not _LATIN_NAME.fullmatch(name) and any(
        unicodedata.category(each) in _SYMBOLS for each in name
    )


def _mixes_alphabets(name: str) -> bool:
    return not _LATIN_NAME.fullmatch(name) and any(
        len(scripts_of(word)) > 1 for word in re.split(r"[\s\-.]+", name)
    )


_MOST_MARKS: Final = 4
"""Marks upon one letter: Vietnamese needs two, pointed Hebrew and Tibetan up to four."""


def _piles_marks(name: str) -> bool:
    if _LATIN_NAME.fullmatch(name):
        return False
    pile = 0
    for each in unicodedata.normalize("NFD", name):
        pile = pile + 1 if unicodedata.category(each) == "Mn" else 0
        if pile > _MOST_MARKS:
            return True
    return False


def _is_styled(name: str) -> bool:
    """Whether letters are those of mathematics: bold, script and circled forms of plain ones."""
    return any("\U0001d400" <= each <= "\U0001d7ff" for each in name)


_ODDITIES: Final = (
    (_has_no_letter, "The name holds no letters."),
    (lambda name: name != name.strip(), "There is a space before or after the name."),
    (_has_symbol, "Symbols and emoji cannot be part of a name here."),
    (_piles_marks, "There are more marks upon one letter of the name than any script needs."),
    (_is_styled, "Bold, script or other styled letters cannot be part of a name here."),
    (_mixes_alphabets, "One word of the name mixes letters of two alphabets."),
)


def scripts_of(word: str) -> frozenset[str]:
    """Return the scripts of a word's letters; scripts that are written together count as one.

    The first word of a letter's Unicode name is its script, or the kind of it that matters
    here; letters that modify others belong to any script.
    """
    scripts = frozenset(
        unicodedata.name(each, "UNKNOWN").split()[0]
        for each in word
        if unicodedata.category(each) in {"Lu", "Ll", "Lt", "Lo"}
    )
    if any(scripts <= together for together in _WRITTEN_TOGETHER):
        return scripts and frozenset({min(scripts)})
    return scripts


_PLAIN_LOOKS: Final = {"I": "l", "1": "l", "|": "l", "0": "O", "m": "rn", "’": "'", "`": "'"}
"""What looks alike among plain letters: all that most names need."""


_PLAIN_TABLE: Final = str.maketrans(_PLAIN_LOOKS)


def skeleton(name: str) -> str:
    """Reduce a name to what it looks like: two names look alike if their skeletons are equal."""
    if name.isascii():
        return name.translate(_PLAIN_TABLE)
    decomposed = unicodedata.normalize("NFKD", name)
    is_plain = all(each < "\u0370" or each in _PLAIN_LOOKS for each in decomposed)
    looks = _PLAIN_LOOKS if is_plain else _all_looks()
    return "".join(looks.get(each, each) for each in decomposed)


@cache
def _all_looks() -> Mapping[str, str]:
    """For each character of every script, the text that stands for all that look like it."""
    data = resources.files("confusable_homoglyphs").joinpath("confusables.json")
    alike: dict[str, list[dict[str, str]]] = json.loads(data.read_text("utf-8"))
    parents: dict[str, str] = {}
    for one, others in alike.items():
        for other in others:
            first, second = _top(one.strip(_MARK), parents), _top(other["c"].strip(_MARK), parents)
            if first != second:
                low, high = sorted((first, second), key=_plainness)
                parents[high] = low
    looks = {each: _top(each, parents) for each in parents if len(each) == 1}
    return {**looks, **_PLAIN_LOOKS}


def _top(text: str, parents: Mapping[str, str]) -> str:
    """Follow a text to the one that stands for its whole class."""
    while text in parents:
        text = parents[text]
    return text


def _plainness(text: str) -> tuple[bool, bool, str]:
    """Put the text first that stands for its class: what plain letters are reduced to."""
    return text not in _PLAIN_LOOKS.values(), not text.isascii() or text in _PLAIN_LOOKS, text
