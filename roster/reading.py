"""Bytes of a YAML file in; a document of plain text, or every problem, out.

Scalars stay the text that was typed. It works on parser events alone: loaders that build
objects crash on deep nesting, expand alias bombs, keep the last of doubled keys and read
`NO` as false. The plainest files are read line by line (`plain_lines`), others by a quick pass
over the events; only what neither takes is walked through with care (`events`), to say what is
wrong and where. It must never know what a profile is.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import yaml
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from roster.characters import forbidden_characters, holds_suspects
from roster.events import Node, Place, ValuePath, Walk, walk
from roster.plain_lines import plain_lines
from roster.problems import Problem

LARGEST_PROFILE: Final = 16 * 1024
"""The most bytes a profile may have."""
DEEPEST_PROFILE: Final = 5
"""The most levels of lists and mappings inside each other that a profile may have."""

_PLAIN_BYTES: Final = bytes(range(0x20, 0x7F)) + b"\n\t"
"""What most files are made of: nothing that needs a second look."""


_DOCUMENTS: Final = (
    b"PK\x03\x04",
    b"%PDF-",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
)
"""How files of word processors begin, and PDF files and pictures."""

_NO_TEXT: Final = (
    "The file is a document or a picture, not plain text.",
    "Write it in a plain editor such as Notepad, or save it again as plain text, in UTF-8.",
)


@dataclass(frozen=True, kw_only=True)
class Document:
    """One mapping as it was typed, and its text, from which places are found when asked for."""

    values: Mapping[str, Node]
    text: str
    deepest: int = DEEPEST_PROFILE
    walked: Walk | None = None
    """What a careful walk has found, where there was need for one."""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the file, without their ends."""
        return tuple(self.text.split("\n"))

    @cached_property
    def value_places(self) -> Mapping[ValuePath, Place]:
        """Where each value stands."""
        return self._walk.value_places

    def place(self, *path: str | int) -> Place:
        """Where the value stands, or else the nearest thing around it."""
        for length in range(len(path), 0, -1):
            found = self.value_places.get(path[:length])
            if found is not None:
                return found
        return Place()

    def key_place(self, *path: str | int) -> Place:
        """Where the key stands, or else its value."""
        return self._walk.key_places.get(path) or self.place(*path)

    @cached_property
    def _walk(self) -> Walk:
        return self.walked or walk(self.text, path="", deepest=self.deepest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading a file: a document unless it could not be read, and the problems."""

    document: Document | None
    problems: tuple[Problem, ...] = ()


def read_document(
    data: bytes, *, path: str, largest: int = LARGEST_PROFILE, deepest: int = DEEPEST_PROFILE
) -> Reading:
    """Read one YAML mapping from bytes; every byte string gets an answer.

    `largest` is the most bytes allowed, `deepest` the most levels. Raises nothing.
    """
    if data.startswith(_DOCUMENTS):
        return _refused(path, "file-encoding", *_NO_TEXT)
    if len(data) > largest:
        return _refused(
            path,
            "file-size",
            f"The file is too large: at most {largest:,} bytes are allowed.",
            "Make the text shorter. A profile needs about 1,000.",
        )
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        return Reading(document=None, problems=(_not_utf8(data, error.start, path),))
    if data.translate(None, _PLAIN_BYTES):
        text = text.replace("\r\n", "\n")
        hidden = tuple(_hidden(data, text, path))
        if hidden:
            return Reading(document=None, problems=hidden)
    values = plain_lines(text)
    if values is None:
        values = plain_values(text, deepest=deepest)
    if values is not None:
        return Reading(document=Document(values=values, text=text, deepest=deepest))
    found = walk(text, path=path, deepest=deepest)
    document = (
        None
        if found.values is None
        else Document(values=found.values, text=text, deepest=deepest, walked=found)
    )
    return Reading(document=document, problems=found.problems)


class _Parser(yaml.cyaml.CParser):  # type: ignore[name-defined, misc]  # left out of its types
    """The events of libyaml alone, without anything that would build objects."""


class _OddError(Exception):
    """Something that a plain profile does not have."""


def source_lines(data: bytes) -> tuple[str, ...]:
    """The lines of a file as places count them, whatever its bytes are."""
    text = data[:LARGEST_PROFILE].decode("utf-8-sig", errors="replace")
    return tuple(text.replace("\r\n", "\n").split("\n"))


def plain_values(text: str, *, deepest: int) -> dict[str, Node] | None:
    """Take the values of a mapping of plain things, or None where anything is out of the way.

    Whatever it returns, `walk` returns too; what it does not take may still be right.
    """
    try:
        return _values(_Parser(text), deepest)
    except (yaml.YAMLError, _OddError):
        return None


def _values(parser: _Parser, deepest: int) -> dict[str, Node]:  # noqa: C901, PLR0912, PLR0915 -- one loop, since it runs for every word of every profile
    take = parser.get_event
    _start(parser)
    root: dict[str, Node] = {}
    above: list[tuple[dict[str, Node] | list[Node], str | None]] = []
    node: dict[str, Node] | list[Node] = root
    key: str | None = None
    while True:
        event = take()
        if isinstance(event, ScalarEvent):
            value = event.value
            if event.anchor is not None or event.tag is not None:
                raise _OddError
            if event.style == '"' and holds_suspects(value):
                raise _OddError
            if isinstance(node, list):
                node.append(value)
            elif key is not None:
                node[key] = value
                key = None
            elif value in node or value == "<<" or not value.isascii():
                raise _OddError
            else:
                key = value
        elif isinstance(event, CollectionStartEvent):
            if event.anchor is not None or event.tag is not None or len(above) + 2 > deepest:
                raise _OddError
            inner: dict[str, Node] | list[Node] = (
                [] if isinstance(event, SequenceStartEvent) else {}
            )
            if isinstance(node, list):
                node.append(inner)
            elif key is None:
                raise _OddError
            else:
                node[key] = inner
            above.append((node, None))
            node, key = inner, None
        elif not isinstance(event, CollectionEndEvent):
            raise _OddError
        elif above:
            node, key = above.pop()
        else:
            break
    _end(parser)
    return root


def _start(parser: _Parser) -> None:
    """Go into the one mapping of a document without directives."""
    parser.get_event()
    start, first = parser.get_event(), parser.get_event()
    if not isinstance(start, DocumentStartEvent) or start.version or start.tags:
        raise _OddError
    if not isinstance(first, MappingStartEvent) or first.anchor or first.tag:
        raise _OddError


def _end(parser: _Parser) -> None:
    """See that nothing follows the document."""
    parser.get_event()
    if not isinstance(parser.get_event(), StreamEndEvent):
        raise _OddError


def _refused(path: str, rule: str, message: str, hint: str) -> Reading:
    return Reading(
        document=None, problems=(Problem(rule=rule, path=path, message=message, hint=hint),)
    )


_BEGINNING: Final = 20
"""Bytes of which every other one is nought where a text is UTF-16."""


def _hidden(data: bytes, text: str, path: str) -> Iterator[Problem]:
    """What nobody can see, told once where all of the file was saved in another way."""
    start = data[:_BEGINNING]
    if len(start) == _BEGINNING and not (any(start[::2]) and any(start[1::2])):
        yield _not_utf8(data, 0, path)
    elif "\r" in text and "\n" not in text:
        yield _old_line_ends(text, path)
    else:
        yield from forbidden_characters(text, path=path)


def _old_line_ends(text: str, path: str) -> Problem:
    return Problem(
        rule="file-characters",
        path=path,
        column=text.index("\r") + 1,
        message="All lines end with a carriage return alone (U+000D), which only old Macs took "
        "for an end.",
        hint="Save the file again with the line ends of Windows (CRLF) or Unix (LF).",
    )


def _not_utf8(data: bytes, offset: int, path: str) -> Problem:
    before = data.removeprefix(BOM_UTF8)[:offset].decode()
    return Problem(
        rule="file-encoding",
        path=path,
        line=before.count("\n") + 1,
        column=len(before) - (before.rfind("\n") + 1) + 1,
        message="The file is not UTF-8 text from here on.",
        hint="Save it again as UTF-8 (in most editors: Save as, encoding UTF-8).",
    )
