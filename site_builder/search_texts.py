"""The words of mentors' own texts, in small files by how words begin.

The mentors come in; the files go out. The browser fetches one only where a search by names
and areas leaves room for more: templates/site/scripts/search.js says when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from site_builder.digests import digest_of
from site_builder.json_text import as_json
from site_builder.public_view import PublicView
from site_builder.search_index import order_of

FOLDER: Final = "search-texts/"
_BEGINNING: Final = 2
_OTHERS: Final = "other"


def text_shards(view: PublicView) -> Sequence[str]:
    """Name the files that there are."""
    words = set[str]().union(*map(str.split, _words(view)))
    return sorted({shard_of(each) for each in words})


def texts_digest(view: PublicView) -> bytes:
    """Digest what all the files are made of."""
    return digest_of((order_of(view.mentors), [*_words(view)]))


def search_texts(view: PublicView) -> Mapping[str, bytes]:
    """Return the files by the name of each: who uses which word, as steps from one to the next.

    Each file names the order of the mentors that its numbers count in.
    """
    words: dict[str, list[int]] = {}
    for position, own in enumerate(_words(view)):
        for word in own.split():
            words.setdefault(word, []).append(position)
    files: dict[str, dict[str, list[int]]] = {}
    for word in sorted(words):
        files.setdefault(shard_of(word), {})[word] = _steps(words[word])
    order = order_of(view.mentors)
    return {name: as_json({"order": order, "words": files[name]}) for name in sorted(files)}


def _words(view: PublicView) -> Iterator[str]:
    return (view.shown[each.login].words for each in view.mentors)


def shard_of(word: str) -> str:
    """Name the file that a word stands in."""
    beginning = word[:_BEGINNING]
    return beginning if beginning.isascii() else _OTHERS


def _steps(positions: Sequence[int]) -> list[int]:
    return [here - before for before, here in zip((0, *positions), positions, strict=False)]
