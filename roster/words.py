"""Controlled words: what people type, matched to the programme's own spelling or its nearest.

A list of names with aliases comes in; a Vocabulary goes out that resolves a spelling
exactly, or says what it may have meant. It never guesses on its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_AS_NEAR: Final = 15.0
"""How much less similar than the nearest a word may be, and still be named beside it."""

_LONGEST_COMPARED: Final = 200
"""Characters of somebody's text that are compared at most, so that length costs nothing."""


_MOST_NAMED: Final = 2
"""How many near names are named: more would be no help."""

_SHORTEST_COMPARED: Final = 3
"""Characters below which everything is as near as everything else."""

_APOSTROPHE: Final = re.compile("['’ʼ]")
_NO_WORD: Final = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Reduce a spelling to what counts: no case, accents of form, punctuation or spacing.

    `&` reads as `and`, and a leading `the` does not count.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    words = _NO_WORD.sub(" ", _APOSTROPHE.sub("", plain)).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


_ONLY_SIGNS: Final = re.compile(r"[\s–—~?.-]*")
_NOTHING: Final = frozenset(
    {
        *("none", "nil", "no", "na", "n a", "nobody", "no one", "noone", "nothing", "null"),
        *("not applicable", "no manager", "no line manager", "unknown", "not known", "tbc", "tbd"),
    }
)


LEAVE_OUT: Final = "Remove the line: it can be left out."
"""What to do then."""


def says_nothing(text: str) -> bool:
    """Say whether somebody wrote that there is nothing to write, such as `N/A` or a dash."""
    if _ONLY_SIGNS.fullmatch(text) is not None:
        return True
    return len(text) <= _LONGEST_COMPARED and fold(text) in _NOTHING


_SAID_TWICE: Final = re.compile(r"\A([^()]{2,200})\(([^()]{2,200})\)")


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Names with their aliases, in the order in which people see them.

    `near_enough` is the similarity, from 0 to 100, below which two words are not called near.
    """

    aliases: Mapping[str, tuple[str, ...]]
    near_enough: float = 60.0

    def resolve(self, text: str) -> str | None:
        """Return the name that a spelling stands for, or None if none or several do.

        Two spellings of one name, the second in brackets, stand for it too.
        """
        return (
            self._name_as_written.get(text)
            or self._only_name(fold(text))
            or self._name_said_twice(text)
        )

    def _name_said_twice(self, text: str) -> str | None:
        """`Ministry of Defence (MOD)`: what both spellings stand for, and nothing else."""
        found = _SAID_TWICE.fullmatch(text.strip())
        if found is None:
            return None
        first, second = (self._names_by_spelling.get(fold(each), ()) for each in found.groups())
        names = [name for name in first if name in second]
        return names[0] if len(names) == 1 else None

    def _only_name(self, folded: str) -> str | None:
        names = self._names_by_spelling.get(folded, ())
        return names[0] if len(names) == 1 else None

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return the one or two names that a spelling may have meant, nearest first."""
        folded = fold(text[:_LONGEST_COMPARED])
        several = self._names_by_spelling.get(folded, ())
        if several:
            return several[:_MOST_NAMED]
        return self._similar(folded) if len(folded) >= _SHORTEST_COMPARED else ()

    def _similar(self, folded: str) -> tuple[str, ...]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 -- loaded only when somebody mistyped

        found = process.extract(
            folded,
            list(self._names_by_spelling),
            scorer=fuzz.token_sort_ratio,
            score_cutoff=self.near_enough,
            limit=10 * _MOST_NAMED,
        )
        best = found[0][1] if found else 0.0
        names = (
            name
            for spelling, similarity, _ in found
            if similarity > best - _AS_NEAR
            for name in self._names_by_spelling[spelling]
        )
        return tuple(dict.fromkeys(names))[:_MOST_NAMED]

    @cached_property
    def _name_as_written(self) -> Mapping[str, str]:
        """The spellings of the list itself, which most people use: found without folding."""
        found = {spelling: self._only_name(folded) for spelling, folded in self._folded.items()}
        return {spelling: name for spelling, name in found.items() if name is not None}

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        """Every spelling of the list with its folded form, worked out once."""
        entries = self.aliases.items()
        written = {spelling for name, aliases in entries for spelling in (name, *aliases)}
        return {spelling: fold(spelling) for spelling in written}

    @cached_property
    def _names_by_spelling(self) -> Mapping[str, tuple[str, ...]]:
        """Every folded spelling with the names it stands for; a name wins over an alias."""
        folded = self._folded
        spellings: dict[str, tuple[str, ...]] = {folded[name]: (name,) for name in self.aliases}
        claims: dict[str, list[str]] = {}
        for name, aliases in self.aliases.items():
            for alias in aliases:
                claims.setdefault(folded[alias], []).append(name)
        for spelling, names in claims.items():
            spellings.setdefault(spelling, tuple(dict.fromkeys(names)))
        return spellings


def doubled_spellings(vocabulary: Mapping[str, Iterable[str]]) -> tuple[tuple[str, str, str], ...]:
    """Return every spelling that two names claim: the spelling, the first name, the second."""
    owner: dict[str, str] = {}
    doubled = []
    for name, aliases in vocabulary.items():
        for spelling in dict.fromkeys((name, *aliases)):
            first = owner.setdefault(fold(spelling), name)
            if first != name:
                doubled.append((spelling, first, name))
    return tuple(doubled)


def did_you_mean(names: tuple[str, ...]) -> str:
    """Turn near misses into the first words of a hint, or nothing."""
    return f"Did you mean {' or '.join(names)}? " if names else ""
