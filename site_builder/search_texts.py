"""The words of mentors' own texts, in small files by how words begin.

The mentors come in; the files go out. The browser fetches one only where a search by names
and areas leaves room for more: templates/site/scripts/search.js says when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from site_builder.json_text import as_json

FOLDER: Final = "search-texts/"
_PEOPLE_A_FILE: Final = 40
_BEGINNING: Final = 3
"""How many letters of a word say where it stands: shorter ones are not looked for in texts."""

_FACTOR: Final = 31


def files_of_texts(mentors: int) -> int:
    """Say how many files there are for so many mentors, from what they say or do not say."""
    return -(-mentors // _PEOPLE_A_FILE)


def search_texts(words: Iterable[str], *, files: int, order: str) -> Sequence[bytes]:
    """Return the files by their number: who uses which word, as steps from one to the next.

    `words` has each mentor's, in the order of the index that `order` names.
    """
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for position, own in enumerate(words):
        for word in own.split():
            positions[word].append(position)
    made: list[dict[str, list[int]]] = [{} for _ in range(files)]
    for word in sorted(positions):
        made[file_of(word, files)][word] = _steps(positions[word])
    return [as_json({"order": order, "words": each}) for each in made]


def file_of(word: str, files: int) -> int:
    """Number the file that a word stands in, as search.js does."""
    beginning = word[:_BEGINNING]
    if not beginning.isascii():
        return 0
    number = 0
    for letter in beginning:
        number = number * _FACTOR + ord(letter)
    return number % files


def _steps(positions: Sequence[int]) -> list[int]:
    return [here - before for before, here in zip((0, *positions), positions, strict=False)]
