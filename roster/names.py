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

from roster.words import fold

_LETTER: Final = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]"
_PLAIN_NAME: Final = re.compile(f"{_LETTER}+(?:['’ -]{_LETTER}+)*")
"""What most names are: words of one alphabet, with nothing that needs a second look."""

_NOT_IN_A_NAME: Final = re.compile(
    r"[<>{}\[\]()|\\/@#*_`~^=+$%&;:!?\"“”§¶†‡•\n\t]|https?|www\.", re.IGNORECASE
)
_WORDS: Final = r"([^\W\d_][^()（）\"“”„]*)"
_ASIDE: Final = re.compile(
    rf"(?<!\S)(?:\({_WORDS}\)|\"{_WORDS}\"|“{_WORDS}”|„{_WORDS}[“”])(?=[\s,]|\Z)"
)
"""A name at birth, a nickname or a name in other letters: `(née Jones)`, `“Betty”`, `(Wei)`."""

_IN_BRACKETS: Final = re.compile(r"\([^()]+\)")
_QUOTED: Final = re.compile(
    r"""(?<=[\s(])["“”„‟«»‹›'‘‚「『]([^\W\d_][^()"“”„‟«»‹›‘‚「」『』]*)["“”«»‹›'’‘」』](?=[\s,)])"""
)
"""A nickname in quotes inside brackets: `("Maggie")`."""

_WIDE_BRACKETS: Final = re.compile(r"（([^（）]*)）")
"""What Chinese and Japanese write for brackets: they bring their own space."""

_PRONOUNS: Final = re.compile(r"\b(?:she|he|they|ze|xe)\s?/\s?\w", re.IGNORECASE)

_OF_ONES_OWN: Final = (
    (re.compile(r"\b(?:s/o|d/o|w/o|a/l|a/p)\b", re.IGNORECASE), " "),  # son, daughter or wife of
    (re.compile(r"\b(Dr|Prof|Sr)\(a\)(?=\.?\s)"), r"\1"),  # a Portuguese title for either sex
    (re.compile(r"!(?=[^\W\d_])"), ""),  # a click, as in N!xau
    (re.compile(r"(?<=[\u30a1-\u30fc])[＝゠](?=[\u30a1-\u30fc])"), ""),
)
"""What would be no part of another name, but belongs to some."""

_WRONG_APOSTROPHE: Final = re.compile(r"[^\W\d_]\s?([`´])\s?[^\W\d_]")
_WEBSITE: Final = re.compile(
    r"(?<=[\w-][\w-])\.(?:uk|com|org|net|gov|edu|info|dev|app|io|eu|scot|wales|cymru)(?!\w)",
    re.IGNORECASE,
)
_BETWEEN_WORDS: Final = re.compile(r"[\s.,・･·()（）\"“”«»־‐-―-]+")
_STYLED: Final = re.compile(
    "[\U0001d400-\U0001d7ff\u1d00-\u1d7f\u0334-\u0338\u0488\u0489\u20d0-\u20ff]"
)
"""Letters of mathematics and phonetics, small capitals, and what strikes through or encircles."""

_WRITTEN_TOGETHER: Final = (
    frozenset({"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "FEMININE", "MASCULINE"}),  # the ordinals of "Mª José"
)
_SYMBOLS: Final = frozenset({"Co", "Cn", "So", "Sk", "Sm", "Sc"})
_MARK: Final = "\u200e"
"""The left-to-right mark, which the table of look-alikes puts around letters of other scripts."""


def odd_part_of_name(name: str) -> str | None:
    """Say in a sentence why a text is no name, or return None where it may be one."""
    if _PLAIN_NAME.fullmatch(name) and "http" not in name.lower():
        return None
    wrong = _WRONG_APOSTROPHE.search(name)
    if wrong is not None:
        return f"{wrong[1]} is no apostrophe: write ' or ’ in its place."
    if _PRONOUNS.search(name) is not None:
        return "Pronouns are no part of the name here: say them in `about`."
    kept = _without_what_belongs(name)
    odd = _NOT_IN_A_NAME.search(unicodedata.normalize("NFKC", kept))
    if odd is not None:
        sign = odd[0].strip() or ("A tab" if odd[0] == "\t" else "A line break")
        return f"{sign} cannot be part of a name here."
    return next((sentence for is_odd, sentence in _ODDITIES if is_odd(kept)), None)


def _without_what_belongs(name: str) -> str:
    """Take off the signs that are odd elsewhere, where a name has them rightly."""
    name = _WIDE_BRACKETS.sub(_in_plain_brackets, name)
    if "(" in name:
        name = _IN_BRACKETS.sub(lambda found: _QUOTED.sub(r"\1", found[0]), name)
    name = _ASIDE.sub(lambda found: found[found.lastindex or 0], name)
    for pattern, plain in _OF_ONES_OWN:
        name = pattern.sub(plain, name)
    return name


def _in_plain_brackets(found: re.Match[str]) -> str:
    before = " " if found.start() else ""
    after = " " if found.end() < len(found.string) else ""
    return f"{before}({found[1]}){after}"


def _has_no_letter(name: str) -> bool:
    return not any(each.isalpha() for each in name)


def _has_symbol(name: str) -> bool:
    return any(unicodedata.category(each) in _SYMBOLS for each in name)


def _begins_or_ends_oddly(name: str) -> bool:
    first, last = unicodedata.category(name[0]), unicodedata.category(name[-1])
    return first in {"Pd", "Mn", "Mc"} or name[0] in ".,…·" or last == "Pd" or name[-1] == ","


def _mixes_alphabets(name: str) -> bool:
    return any(len(scripts_of(word)) > 1 for word in _BETWEEN_WORDS.split(name))


_MOST_MARKS: Final = 4
"""Marks upon one letter: Vietnamese needs two, pointed Hebrew and Tibetan up to four."""


def _piles_marks(name: str) -> bool:
    pile = 0
    for each in unicodedata.normalize("NFD", name):
        pile = pile + 1 if unicodedata.category(each) == "Mn" else 0
        if pile > _MOST_MARKS:
            return True
    return False


_ODDITIES: Final = (
    (_has_no_letter, "The name holds no letters."),
    (lambda name: name != name.strip(), "There is a space before or after the name."),
    (_has_symbol, "Symbols and emoji cannot be part of a name here."),
    (_WEBSITE.search, "Part of the name looks like the address of a website."),
    (_begins_or_ends_oddly, "A name does not begin or end with a sign such as a hyphen."),
    (_piles_marks, "There are more marks upon one letter of the name than any script needs."),
    (_STYLED.search, "Bold, script or other styled letters cannot be part of a name here."),
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


_PLAIN_LOOKS: Final = {
    "I": "l", "1": "l", "|": "l", "0": "O", "m": "rn", "’": "'", "`": "'", "ı": "i",
    "ø": "o\u0338", "Ø": "O\u0338", "ł": "l\u0338", "Ł": "L\u0338", "đ": "d\u0335", "Đ": "D\u0335",
    "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "\u030c": "\u0306", "\u0326": "\u0321", "\u0327": "\u0321", "\u0328": "\u0322",
    "\u0338": "\u0337",
}  # fmt: skip
"""What looks alike among plain letters and their accents: all that most names need."""

_OWN_LOOKS: Final = frozenset(
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u031b\u0323"
)
"""Accents that look like no other."""

_PLAIN_TABLE: Final = str.maketrans(_PLAIN_LOOKS)


def skeleton(name: str) -> str:
    """Reduce a name to what it looks like: two names look alike if their skeletons are equal."""
    if name.isascii():
        return name.translate(_PLAIN_TABLE)
    decomposed = unicodedata.normalize("NFKD", name)
    is_plain = all(
        each.isascii() or each in _PLAIN_LOOKS or each in _OWN_LOOKS for each in decomposed
    )
    looks = _PLAIN_LOOKS if is_plain else _all_looks()
    once = "".join(looks.get(each, each) for each in decomposed)
    # What a letter is reduced to may hold an accent that is itself like another.
    return "".join(looks.get(each, each) for each in once)


_APOSTROPHES: Final = str.maketrans({**dict.fromkeys("'’‘ʼʻʽʾʿ`´′ˈˊˋʹꞌ＇"), "\u0326": "\u0327"})


def is_same_name(one: str, other: str) -> bool:
    """Whether two texts write one name: case, apostrophes and kinds of cedilla do not count."""
    return one == other or _as_typed_anyhow(one) == _as_typed_anyhow(other)


def _as_typed_anyhow(name: str) -> str:
    return fold(unicodedata.normalize("NFKD", name).translate(_APOSTROPHES))


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
