"""A profile as its canonical YAML: the one form in which every way in stores it.

A Profile comes in, UTF-8 bytes go out. Reading them gives the same profile again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import yaml

from roster.model import Profile

_PLAIN: Final = re.compile(r"[^\W_][^\x00-\x1f,\[\]{}:#\"&*!|>%`\\?]*")
_INDENT: Final = "  "


def write_profile(profile: Profile) -> bytes:
    """Write a profile as canonical YAML: fields in the schema's order, unset ones left out."""
    takes_mentees = profile.is_mentor or profile.capacity > 1
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
        "capacity": str(profile.capacity) if takes_mentees else None,
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


def _lines(field: str, value: str | tuple[str, ...]) -> list[str]:
    if isinstance(value, tuple):
        return [f"{field}: [{', '.join(_scalar(item) for item in value)}]"]
    if field in _TYPED and _PLAIN.fullmatch(value):
        return [f"{field}: {value}"]
    if "\n" in value and _fits_a_block(value):
        return _block(field, value)
    return [f"{field}: {_scalar(value)}"]


def _scalar(text: str) -> str:
    """Write text plain where every reader of YAML takes it as that text, else in quotes."""
    if _PLAIN.fullmatch(text) and text == text.rstrip() and _reads_as_text(text):
        return text
    if "\n" in text or "'" in text:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return f"'{text}'"


def _reads_as_text(text: str) -> bool:
    """Whether no reader of YAML 1.1 would make a number, a day or a boolean of it."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], [])
    return not any(pattern.match(text) for _, pattern in resolvers)


def _fits_a_block(text: str) -> bool:
    """Whether a block keeps the text whole: no tabs, no odd space at either end."""
    lines = text.removesuffix("\n").split("\n")
    return "\t" not in text and bool(lines[0].strip() and lines[-1].strip()) and lines[0][0] != " "


def _block(field: str, text: str) -> list[str]:
    ending = "" if text.endswith("\n") else "-"
    lines = text.removesuffix("\n").split("\n")
    return [f"{field}: |{ending}", *(f"{_INDENT}{line}" if line else "" for line in lines)]
