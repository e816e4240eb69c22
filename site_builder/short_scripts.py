"""Puts the short form of a script in the place of the written one, where it was made of that.

The style's and scripts' short forms come in by name, and what is published as it is written; all
files go out. It must never know how a short form is made: site_builder/frontend/build.mjs does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

_SIGN: Final = b"//"
_DIGITS: Final = 16  # as in build.mjs


def with_short_scripts(
    made: Mapping[str, bytes], written: Mapping[str, bytes]
) -> Mapping[str, bytes]:
    """Return all files; of two with one name the written one, unless the other is short for it.

    A programme's own script, or one with a language's words in it, is published as it is written.
    """
    longer = {
        name: data
        for name, data in written.items()
        if not made.get(name, b"").startswith(_SIGN + _name_of(data) + b"\n")
    }
    return {**made, **longer}


def _name_of(script: bytes) -> bytes:
    """Name a script by what stands in it; its short form begins with the name, as a comment."""
    return hashlib.sha256(script).hexdigest()[:_DIGITS].encode()
