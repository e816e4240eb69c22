"""The careful reader: parser events to values, places and every problem of the YAML itself.

Text in; a Walk out. It serves the few files in which `reading` found something odd, and
tells where each value stands. It must never recurse, and never know what a profile is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

import yaml

from roster.characters import forbidden_offsets, named_character
from roster.problems import Problem, shown
from roster.syntax import explain_syntax
from roster.syntax_causes import STARTS_WITH_DASH

ValuePath = tuple[str | int, ...]
"""Where a value stands in a document: keys, and positions in lists counted from 0."""

Node = str | list["Node"] | dict[str, "Node"]
"""A value as typed: text, or lists and mappings of it."""


class Place(NamedTuple):
    """A line and a column, both counted from 1; `end_line` is the last line of the value."""

    line: int = 1
    column: int = 1
    end_line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What a walk through the events found; `values` is None where there is no whole mapping."""

    values: dict[str, Node] | None
    value_places: Mapping[ValuePath, Place]
    key_places: Mapping[ValuePath, Place]
    problems: tuple[Problem, ...]


def walk(text: str, *, path: str, deepest: int) -> Walk:
    """Walk through the events of a text that holds no forbidden characters."""
    lines = text.split("\n")
    builder = _Builder(path=path, deepest=deepest, lines=lines)
    is_whole = True
    for number in _directives(lines):
        builder.refuse_directive(number)
    if builder.problems:
        text = "\n".join(lines)
    try:
        builder.take_all(yaml.parse(text, Loader=yaml.CSafeLoader))
        builder.note_no_mapping()
    except yaml.YAMLError as error:
        is_whole = False
        builder.problems.append(explain_syntax(error, lines=tuple(lines), path=path))
    except _TooDeepError:
        is_whole = False
    return Walk(
        values=builder.root if is_whole and isinstance(builder.root, dict) else None,
        value_places=MappingProxyType(builder.value_places),
        key_places=MappingProxyType(builder.key_places),
        problems=tuple(builder.problems),
    )


def _directives(lines: list[str]) -> Iterator[int]:
    """Find the lines of directives, counted from 0: those with % before anything else."""
    for number, line in enumerate(lines):
        if line.startswith("%"):
            yield number
        elif line.strip() and not line.lstrip().startswith("#"):
            return


_EQUALS_SIGN: Final = re.compile(r"\A[\w-]{1,64} *= *\S")
_KEY: Final = re.compile(r"\A[\w-]{1,64}:(?:\s|\Z)")
_YAML_TAG: Final = "tag:yaml.org,2002:"


class _TooDeepError(Exception):
    """The document goes deeper than any profile can: nothing more of it is read."""


@dataclass(slots=True)
class _Level:
    """A list or mapping that is being read: what it holds so far and where it stands."""

    node: list[Node] | dict[str, Node]
    path: ValuePath
    key: str | None = None
    seen: dict[str, str] = field(default_factory=dict)
    is_left_out: bool = False


@dataclass(slots=True)
class _Builder:
    """Takes parser events one by one and keeps what they say, without ever recursing."""

    path: str
    deepest: int
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    root: Node | None = None
    documents: int = 0
    value_places: dict[ValuePath, Place] = field(default_factory=dict)
    key_places: dict[ValuePath, Place] = field(default_factory=dict)

    def take_all(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._take_scalar(event)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open({}, event)
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open([], event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.levels.pop()
            elif isinstance(event, yaml.AliasEvent):
                self._take_alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._start_document(event)
                if self.documents > 1:
                    return

    def refuse_directive(self, number: int) -> None:
        """Tell of a directive, and pass over its line."""
        self.lines[number] = ""
        self._note(
            Place(number + 1),
            "yaml-directive",
            "Lines that start with % are not allowed.",
            "Remove the line.",
        )

    def note_no_mapping(self) -> None:
        if isinstance(self.root, dict):
            return
        place = self.value_places.get((), Place())
        line = self.lines[min(place.line, len(self.lines)) - 1]
        hint = "Start from the template in docs/joining.md: one `key: value` a line."
        if isinstance(self.root, list) and line.startswith("-", place.column - 1):
            message, hint = STARTS_WITH_DASH
        elif isinstance(self.root, list):
            message, hint = "The file is a list.", "Keep one profile of it, without the brackets."
        elif _EQUALS_SIGN.match(line):
            message = f"The line {shown(line)} has an equals sign where a colon belongs."
            hint = "Write every line as `key: value`, with a space after the colon."
        elif self.root or self.problems:
            message = "The file does not hold `key: value` lines."
        else:
            message, place = "The file is empty.", Place()
        self._note(place, "yaml-mapping", message, hint)

    def _start_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        place = _place(event)
        if self.documents > 1:
            rest = next((each for each in self.lines[place.line :] if each.strip()), "")
            hint = "Keep one profile in the file: remove `---` and what follows it."
            if not rest:
                hint = "Remove the line."
            elif _KEY.match(rest) is None:
                hint = (
                    "Write the text below `---` under `about: |`, with two spaces before each "
                    "of its lines, and remove `---`."
                )
            self._note(place, "yaml-mapping", "A second document starts here.", hint)

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_extras(event)
        if event.style == '"':
            self._refuse_escaped(event)
        level = self.levels[-1] if self.levels else None
        if level is not None and isinstance(level.node, dict) and level.key is None:
            self._take_key(level, event)
        else:
            self._put(event.value, _place(event))

    def _refuse_escaped(self, event: yaml.ScalarEvent) -> None:
        """Refuse characters that escapes in double quotes brought in unseen, each at its escape."""
        value = event.value
        offsets = [*forbidden_offsets(value)]
        places: dict[str, list[Place]] = {value[offset]: [] for offset in offsets}
        for place, what in self._characters(event) if places else ():
            if what in places:
                places[what].append(place)
        for offset in offsets:
            hidden = value[offset]
            before = value[:offset].count(hidden)
            self._note(
                places[hidden][before] if before < len(places[hidden]) else _place(event),
                "file-characters",
                f"There is {named_character(hidden)} here, written as an escape.",
                "Delete the escape.",
            )

    def _characters(self, event: yaml.ScalarEvent) -> Iterator[tuple[Place, str]]:
        """Yield the characters of a text in double quotes as they are meant, with their places."""
        start, end = event.start_mark, event.end_mark
        assert start is not None  # noqa: S101 -- every event of text has its marks
        assert end is not None  # noqa: S101
        for number in range(start.line, min(end.line + 1, len(self.lines))):
            line = self.lines[number]
            first = start.column + 1 if number == start.line else 0
            last = end.column - 1 if number == end.line else len(line)
            for found in _ESCAPE_OR_CHARACTER.finditer(line, first, last):
                yield Place(number + 1, found.start() + 1, number + 1), _unescaped(found[0])

    def _take_alias(self, event: yaml.AliasEvent) -> None:
        """Tell of an alias and leave it out: what it would stand for is not there."""
        level = self.levels[-1] if self.levels else None
        is_key = level is not None and isinstance(level.node, dict) and level.key is None
        own = (*level.path, *([level.key] if level.key else [])) if level is not None else ()
        self._note(
            _place(event),
            "yaml-anchor",
            f"{shown(f'*{event.anchor}')} repeats another part of the file, which is not allowed.",
            "Write the value out. If the text starts with *, put it in quotes.",
            field=str(own[0]) if own else None,
        )
        if level is not None:
            level.key, level.is_left_out = (f"*{event.anchor}", True) if is_key else (None, False)

    def _take_key(self, level: _Level, event: yaml.ScalarEvent) -> None:
        key, place = event.value, _place(event)
        folded = unicodedata.normalize("NFKC", key)
        level.key = key
        if key == "<<" and not event.style:
            self._note(
                place,
                "yaml-merge",
                "`<<` takes in another part of the file, which is not allowed here.",
                "Write the lines out.",
            )
            level.is_left_out = True
        if folded in level.seen:
            self._note_doubled(key, place, level)
        else:
            level.seen[folded] = key
            self.key_places[(*level.path, key)] = place

    def _note_doubled(self, key: str, place: Place, level: _Level) -> None:
        first = level.seen[unicodedata.normalize("NFKC", key)]
        line = self.key_places[(*level.path, first)].line
        self._note(
            place,
            "doubled-key",
            f"{shown(key)} is here a second time; the first is on line {line}.",
            "Keep one of the two lines.",
            field=key if first == key and not level.path else None,
        )
        level.is_left_out = True

    def _open(
        self,
        node: list[Node] | dict[str, Node],
        event: yaml.MappingStartEvent | yaml.SequenceStartEvent,
    ) -> None:
        self._refuse_extras(event)
        level = self.levels[-1] if self.levels else None
        place = _place(event)
        if len(self.levels) >= self.deepest:
            self._note(
                place,
                "yaml-depth",
                f"Lists and mappings inside each other go deeper than {self.deepest} levels.",
                "A profile needs two: remove the extra brackets or indents.",
            )
            raise _TooDeepError
        if level is not None and isinstance(level.node, dict) and level.key is None:
            self._note(
                place,
                "yaml-key",
                "A list or mapping stands where a key should be.",
                "Write the key as plain text, such as `name:`. "
                "Text that starts with [ or { needs quotes.",
            )
            raise _TooDeepError
        path = self._put(node, place)
        self.levels.append(_Level(node=node, path=path))

    def _put(self, value: Node, place: Place) -> ValuePath:
        if not self.levels:
            self.root = value
            self.value_places[()] = place
            return ()
        level = self.levels[-1]
        if isinstance(level.node, list):
            path = (*level.path, len(level.node))
            level.node.append(value)
        else:
            key = level.key or ""
            is_left_out = level.is_left_out
            level.key, level.is_left_out = None, False
            if is_left_out:
                return (*level.path, key, "again")  # told already, and left out
            path = (*level.path, key)
            level.node[key] = value
        self.value_places[path] = place
        return path

    def _refuse_extras(
        self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        if event.anchor is not None:
            self._note(
                _place(event),
                "yaml-anchor",
                f"{shown(f'&{event.anchor}')} names a part of the file, which is not allowed here.",
                "Remove it. If the text starts with &, put it in quotes.",
            )
        if event.tag is not None:
            self._note(
                _place(event),
                "yaml-tag",
                f"{shown(event.tag.replace(_YAML_TAG, '!!'))} sets a type, "
                "which is not allowed here.",
                "Remove it. If the text starts with !, put it in quotes.",
            )

    def _note(
        self, place: Place, rule: str, message: str, hint: str, *, field: str | None = None
    ) -> None:
        self.problems.append(
            Problem(
                rule=rule,
                path=self.path,
                line=place.line,
                column=place.column,
                field=field,
                message=message,
                hint=hint,
            )
        )


_ESCAPE_OR_CHARACTER: Final = re.compile(
    r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|."
)
_SHORT_ESCAPES: Final = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def _unescaped(text: str) -> str:
    """Return the character that an escape of double quotes stands for; any other text as it is."""
    if not text.startswith("\\"):
        return text
    letter, number = text[1:2], text[2:]
    return chr(int(number, 16)) if number else _SHORT_ESCAPES.get(letter, letter)


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    assert start is not None  # noqa: S101 -- every event of text has its marks
    assert end is not None  # noqa: S101
    last_line = max(start.line, end.line - (end.column == 0))
    return Place(start.line + 1, start.column + 1, last_line + 1)
