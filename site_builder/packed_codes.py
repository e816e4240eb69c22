"""Small numbers as a text that packs well: one character a number.

Codes, each the place of something in a list, come in; text goes out.
templates/site/scripts/search.js reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_FIRST_CODE: Final = 36
"""Codes are written as characters from `$` on; `#`, the one before, says "no value"."""

NO_CODE: Final = -1


def written(codes: Iterable[int]) -> str:
    """Write each code as a character."""
    return "".join(chr(_FIRST_CODE + each) for each in codes)
