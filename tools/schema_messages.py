"""Tells Babel which words of a profile's schema people read on the form.

The bytes of the schema come in; titles, descriptions and headings go out as messages.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any, Final

_Message = tuple[int, str, str, list[str]]
_MARK: Final = "_"


def extract(
    file: IO[bytes],
    keywords: Mapping[str, Any],  # noqa: ARG001 -- Babel hands these to every extractor
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, Any],  # noqa: ARG001
) -> Iterator[_Message]:
    """Yield the label and the hint of every question, and the headings."""
    for stated in json.load(file)["properties"].values():
        said = (stated["title"], stated["description"], stated.get("x-form", {}).get("section"))
        yield from ((0, _MARK, text, []) for text in said if text)
