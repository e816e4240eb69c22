"""Sets or removes a few fields of somebody's file and leaves every other line as it was typed.

The bytes of a profile and the new values come in; bytes go out. It changes nothing that it
cannot show to be right: what came out is read again and compared.
"""

from __future__ import annotations

from collections.abc import Mapping

from roster.events import Node
from roster.reading import Document, read_document
from roster.writing import write_fields

Wanted = Mapping[str, str | tuple[str, ...] | None]
"""The new value of each field as text; None removes the field."""


def amended(data: bytes, wanted: Wanted) -> bytes | None:
    """Return the file with these fields set or removed, or None where that cannot be done.

    It cannot where the file is not a plain mapping with a key at the start of a line.
    """
    document = read_document(data, path="").document
    if document is None:
        return None
    lines = [*document.lines, *([""] if document.lines[-1] else [])]
    for field, value in sorted(wanted.items(), key=lambda each: -_first(document, each[0])):
        new = [] if value is None else write_fields({field: value}).decode().splitlines()
        if field in document.values:
            first, last = _span(document, field)
            lines[first:last] = new
        else:
            lines[_end(lines) :] = [*new, ""]
    after = "\n".join(lines).encode()
    return after if _says(after, {**document.values, **_as_nodes(wanted)}) else None


def _first(document: Document, field: str) -> int:
    return document.key_place(field).line if field in document.values else 0


def _span(document: Document, field: str) -> tuple[int, int]:
    """The lines of a field, from its key to the next key, without what stands between the two."""
    start = document.key_place(field).line - 1
    keys = sorted(document.key_place(each).line - 1 for each in document.values)
    end = next((each for each in keys if each > start), len(document.lines))
    while end > start + 1 and _is_aside(document.lines[end - 1]):
        end -= 1
    return start, end


def _is_aside(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def _end(lines: list[str]) -> int:
    """Where the text ends, before blank lines."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _as_nodes(wanted: Wanted) -> dict[str, Node | None]:
    return {
        field: list(value) if isinstance(value, tuple) else value for field, value in wanted.items()
    }


def _says(data: bytes, expected: Mapping[str, Node | None]) -> bool:
    document = read_document(data, path="").document
    kept = {field: value for field, value in expected.items() if value is not None}
    return document is not None and dict(document.values) == kept
