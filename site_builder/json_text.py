"""JSON as the site writes it: without spaces, as UTF-8, in the order given; and counts read."""

from __future__ import annotations

from typing import Final

import msgspec


def as_json(value: object) -> bytes:
    """Write a value as the site does, with a line end."""
    return msgspec.json.encode(value) + b"\n"


def as_count(value: object) -> int:
    """Take a number out of JSON for a count of people or things. Raises ValueError otherwise."""
    if type(value) is not int or not 0 <= value <= _MOST:
        message = "that is no count"
        raise ValueError(message)
    return value


_MOST: Final = 10**9
