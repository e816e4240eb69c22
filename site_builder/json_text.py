"""JSON as the site writes it: without spaces, as UTF-8, in the order given."""

from __future__ import annotations

import msgspec


def as_json(value: object) -> bytes:
    """Write a value as the site does, with a line end."""
    return msgspec.json.encode(value) + b"\n"
