"""A profile as its canonical YAML: the one form in which every way in stores it.

A Profile comes in, UTF-8 bytes go out. Reading them gives the same profile again.
`templates/site/scripts/join/yaml.js` writes the same bytes in the browser: a test compares them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from roster.model import Profile

_UNSEEN: Final = r"\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff"
"""Inside a class of a regular expression: what nobody sees, but for the space and the line."""

_LETTERS: Final = r"A-Za-z\u00c0-\u1fff\u2c00-\ud7ff"
"""What a plain text starts with: most letters of the world, no digits, few signs."""

_PLAIN: Final = re.compile(rf"[{_LETTERS}][^{_UNSEEN}\n:#]*(?<! )")
_FOR_LISTS: Final = re.compile(r"[,?\[\]{}]")
_BLOCK: Final = re.compile(rf"[^{_UNSEEN} \n][^{_UNSEEN}]*(?<![ \n])\n?")
_WORDS: Final = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
"""What readers of YAML take for something else than text, in any case."""

_INDENT: Final = "  "


def write_profile(profile: Profile) -> bytes:
    """Write a profile as canonical YAML, in the schema's order.

    What is unset, or what the schema takes where nothing is said, is left out.
    """
    values: dict[str, str | tuple[str, ...] | None] = {
        "name": profile.name,
        "github": profile.github,
        "github_id": str(profile.github_id),
        "email": profile.email,
        "organisation": profile.organisation,
        "grade": profile.grade.name,
        "profession": profile.profession,
        "region": profile.region,
        "meets": profile.meets,
        "offers": profile.offers,
        "capacity": str(profile.capacity) if profile.capacity > 1 else None,
        "seeks": profile.seeks,
        "choices": profile.choices,
        "widest_gap": str(profile.widest_gap) if profile.widest_gap else None,
        "manager": profile.manager,
        "about": profile.about,
        "paused": "true" if profile.paused else None,
        "confirmed": str(profile.confirmed),
    }
    return write_fields({field: value for field, value in values.items() if value})


def write_fields(fields: Mapping[str, str | tuple[str, ...]]) -> bytes:
    """Write fields of text and lists of text as YAML, in the order given.

    Numbers, days and booleans come as their text: the schema types them when they are read.
    """
    lines = (line for field, value in fields.items() for line in _lines(field, value))
    return ("\n".join(lines) + "\n").encode()


_TYPED: Final = frozenset({"github_id", "capacity", "widest_gap", "paused", "confirmed"})
"""Fields that other readers of YAML shall take as numbers, days and booleans."""

_BARE: Final = re.compile(r"[0-9A-Za-z-]+")


def _lines(field: str, value: str | tuple[str, ...]) -> list[str]:
    if isinstance(value, tuple):
        return [f"{field}: [{', '.join(_item(item) for item in value)}]"]
    if field in _TYPED and _BARE.fullmatch(value):
        return [f"{field}: {value}"]
    if "\n" in value and _BLOCK.fullmatch(value):
        return _block(field, value)
    return [f"{field}: {_scalar(value)}"]


def _item(text: str) -> str:
    return _quoted(text) if _FOR_LISTS.search(text) else _scalar(text)


def _scalar(text: str) -> str:
    """Write text plain if it starts with a letter and YAML has no other use for it."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if is_plain else _quoted(text)


def _quoted(text: str) -> str:
    """Write text as JSON does: that is YAML too, and every language writes it alike."""
    return json.dumps(text, ensure_ascii=False)


def _block(field: str, text: str) -> list[str]:
    ending = "" if text.endswith("\n") else "-"
    lines = text.removesuffix("\n").split("\n")
    return [f"{field}: |{ending}", *(f"{_INDENT}{line}" if line else "" for line in lines)]
