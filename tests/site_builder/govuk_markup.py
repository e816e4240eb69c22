"""What GOV.UK Frontend's own fixtures say of its markup, to judge ours by.

Every element that has a class of a component is taken down by its tag and its classes: within
which element of the component it stands, which attributes it has, and what stands within it.
Modifiers (`--`) may be combined freely; they must only exist in the style sheet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import NamedTuple

from tests.builders import REPOSITORY

GOVUK = REPOSITORY / "site_builder/frontend/node_modules/govuk-frontend/dist/govuk"
COMPONENTS = frozenset(file.parent.name for file in GOVUK.glob("components/*/fixtures.json"))
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"}
WITH_VALUES = {"role", "type", "scope", "data-module", "aria-hidden", "focusable", "tabindex"}
"""Attributes whose value counts; of the others that matter, such as aria-describedby, the name."""

_BLOCK = re.compile(r"govuk-([a-z-]+?)(?=__|--|$)")


@dataclass
class Node:
    """An element."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self) -> Iterator[Node]:
        """Everything within, in order."""
        for each in self.children:
            yield each
            yield from each.all()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = self.here = Node("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.here.parent and self.here.tag != tag:
            self.here = self.here.parent
        self.here = self.here.parent or self.top


def parsed(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    return reader.top


class Shape(NamedTuple):
    """What an element is: its tag and its classes of components, without modifiers."""

    tag: str
    classes: frozenset[str]

    def __str__(self) -> str:
        return ".".join((self.tag, *sorted(self.classes)))


def shape_of(node: Node) -> Shape | None:
    """The shape of an element of a component; None for all others."""
    found = frozenset(each for each in node.classes if block_of(each) and "--" not in each)
    return Shape(node.tag, found) if found else None


def block_of(name: str) -> str | None:
    """The component that a class belongs to."""
    found = _BLOCK.match(name)
    return found[1] if found and found[1] in COMPONENTS else None


def _within(node: Node) -> Shape | None:
    """The nearest element around that is of one of the same components."""
    blocks = {block_of(each) for each in node.classes} - {None}
    around = node.parent
    while around:
        if blocks & {block_of(each) for each in around.classes}:
            return shape_of(around)
        around = around.parent
    return None


def _attributes(node: Node) -> frozenset[str]:
    return frozenset(
        f'{key}="{value}"' if key in WITH_VALUES else key
        for key, value in node.attributes.items()
        if key in WITH_VALUES or key.startswith("aria-") or key in {"hidden", "for", "novalidate"}
    )


def _names(attributes: Iterable[str]) -> set[str]:
    return {each.partition("=")[0] for each in attributes}


def _inside(node: Node) -> frozenset[str]:
    blocks = {block_of(each) for each in node.classes} - {None}
    return frozenset(
        name
        for each in node.all()
        for name in each.classes
        if block_of(name) in blocks and "--" not in name
    )


@dataclass
class Seen:
    """What the fixtures have of a shape.

    In every one of them are `always`, of attributes, `named`, of their names, and `inside`.
    """

    within: set[Shape | None]
    ever: set[str]
    always: set[str]
    named: set[str]
    inside: set[str]


@cache
def seen() -> dict[Shape, Seen]:
    """Every shape of every fixture."""
    found: dict[Shape, Seen] = {}
    for file in sorted(GOVUK.glob("components/*/fixtures.json")):
        for fixture in json.loads(file.read_text("utf-8"))["fixtures"]:
            for node in parsed(fixture["html"]).all():
                shape = shape_of(node)
                if shape is None:
                    continue
                has, holds = set(_attributes(node)), set(_inside(node))
                known = found.setdefault(
                    shape, Seen(set(), set(), set(has), _names(has), set(holds))
                )
                known.within.add(_within(node))
                known.ever |= has
                known.always &= has
                known.named &= _names(has)
                known.inside &= holds
    return found


@cache
def styled() -> frozenset[str]:
    """Every class of GOV.UK Frontend's style sheet and scripts."""
    style = (GOVUK / "govuk-frontend.min.css").read_text("utf-8")
    scripts = (file.read_text("utf-8") for file in GOVUK.glob("components/*/*.bundle.mjs"))
    names = re.findall(r"\.(govuk-[\w!-]+)", style.replace("\\", ""))
    return frozenset(names).union(*(re.findall(r"\bgovuk-[\w-]+", text) for text in scripts))


def differences(page: Node) -> Iterator[tuple[str, str]]:
    """Yield how elements of a page differ from all fixtures: where, and in what."""
    for node in page.all():
        unknown = [each for each in node.classes if each.startswith("govuk-")]
        for name in set(unknown) - styled() - set(_all_classes()):
            yield f"{node.tag}.{name}", "is no class of GOV.UK Frontend"
        for name in node.classes:
            base = name.partition("--")[0]
            if "--" in name and block_of(name) and base not in node.classes:
                yield f"{node.tag}.{name}", "is a modifier without its class"
        shape = shape_of(node)
        if shape is not None:
            yield from ((str(shape), what) for what in _differs(node, shape))


def _differs(node: Node, shape: Shape) -> Iterable[str]:
    known = seen().get(shape)
    if known is None:
        yield "is in no fixture"
        return
    within = _within(node)
    if within not in known.within:
        yield f"stands within {within}"
    has = set(_attributes(node))
    yield from (f"has {each}" for each in sorted(has - known.ever))
    lacking = known.always - has | known.named - _names(has | known.always)
    yield from (f"lacks {each}" for each in sorted(lacking))
    yield from (f"lacks .{each} within" for each in sorted(known.inside - _inside(node)))


@cache
def _all_classes() -> frozenset[str]:
    return frozenset(name for shape in seen() for name in shape.classes)
