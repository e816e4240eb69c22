"""Tells Babel the sentences of the matcher's reasons, which "Mentors for me" says.

They are taken from the matcher's own table, whatever its file says; messages go out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any, Final

from matcher.points import ORDINALS, WORDS

_Message = tuple[int, str, str | tuple[str, str], list[str]]
_PLURALS: Final = {"grade above": "grades above", "grade below": "grades below"}
"""Sentences about a number of grades, as the script counts them."""


def extract(
    file: IO[bytes],  # noqa: ARG001 -- Babel hands these to every extractor
    keywords: Mapping[str, Any],  # noqa: ARG001
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, Any],  # noqa: ARG001
) -> Iterator[_Message]:
    """Yield every sentence and the words that are put into them."""
    for name, sentence in WORDS.items():
        if name in _PLURALS:
            yield 0, "ngettext", (sentence, WORDS[_PLURALS[name]]), []
        elif name not in _PLURALS.values():
            yield 0, "_", sentence, []
    yield from ((0, "_", ordinal, []) for ordinal in ORDINALS)
