"""The words of mentors' own texts, in small files by how words begin.

The mentors come in; the files go out. The browser fetches one only where a search by names
and areas leaves room for more: templates/site/scripts/search.js says when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from site_builder.json_text import as_json
from site_builder.public_view import Person
from site_builder.search_index import order_of
from site_builder.words import plain_words

FOLDER: Final = "search-texts/"
_SHORTEST: Final = 3
"""Shorter words say too little to be looked for."""

_BEGINNING: Final = 2
_OTHERS: Final = "other"


def search_texts(mentors: Sequence[Person]) -> Mapping[str, bytes]:
    """Return the files by the name of each: who uses which word, as steps from one to the next.

    Each file names the order of the mentors that its numbers count in.
    """
    words: dict[str, list[int]] = {}
    for position, person in enumerate(mentors):
        for word in sorted(set(plain_words(person.about.text))) if person.about else ():
            if len(word) >= _SHORTEST:
                words.setdefault(word, []).append(position)
    files: dict[str, dict[str, list[int]]] = {}
    for word in sorted(words):
        files.setdefault(shard_of(word), {})[word] = _steps(words[word])
    order = order_of(mentors)
    return {name: as_json({"order": order, "words": files[name]}) for name in sorted(files)}


def shard_of(word: str) -> str:
    """Name the file that a word stands in."""
    beginning = word[:_BEGINNING]
    return beginning if beginning.isascii() else _OTHERS


def _steps(positions: Sequence[int]) -> list[int]:
    return [here - before for before, here in zip((0, *positions), positions, strict=False)]
