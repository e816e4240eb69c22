"""What a person wrote about themselves, made safe to show.

Markdown comes in; a small, closed set of HTML goes out, in which no raw HTML, picture,
heading or address survives. It must never trust the order of its two steps to be swapped:
first Markdown with HTML off, then the sanitiser.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

TAGS: Final = frozenset({"p", "em", "strong", "ul", "ol", "li", "a"})
REL: Final = "nofollow noopener noreferrer"
_HOST: Final = re.compile(r"https://(?:[^/?#@\s]*@)?([\w.-]+)(?::\d+)?(?=[/?#]|$)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\]]+[@＠][^\s@<>()\[\]]+\.[^\s@<>()\[\]]+")
_ADDRESS_REMOVED: Final = "(address removed)"
_MOST_BRACKETS: Final = 50
"""Above it no text is a person's; Markdown looks from each to the end, so they are escaped."""

_BRACKET: Final = re.compile(r"(?<!\\)\[")
_LISTS_IN_LISTS: Final = re.compile(r"^[ \t]*(?:(?:[-+*]|\d+\.)[ \t]+){6,}", re.MULTILINE)
"""Six lists begun on one line. Markdown would open them all, a thousand too, and overflow."""

_SYNTAX_OFF: Final = {
    "preprocessors": ("html_block",),
    "inlinePatterns": (
        "html", "automail", "image_link", "image_reference", "short_image_ref", "backtick",
    ),
    "parser.blockprocessors": ("hashheader", "setextheader", "hr", "quote", "code"),
}  # fmt: skip
"""Markdown that would make what the list of tags would only cut away again, words and all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A person's own words: as safe HTML, and as plain text for excerpts."""

    html: Markup
    text: str


def about_renderer() -> Callable[[str], About]:
    """Return a function that turns one person's Markdown into safe HTML and plain text."""
    markdown = Markdown(extensions=[_PublicMarkdown()])

    def render(source: str) -> About:
        markdown.reset()
        tame = _without_many_brackets(_without_deep_lists(without_addresses(source)))
        safe = _sanitise(markdown.convert(tame))
        # Markup: nh3 has just reduced it to the tags above.
        return About(html=Markup(safe), text=_plain(safe))  # noqa: S704

    return render


def without_addresses(text: str) -> str:
    """Take out what looks like an email address, wherever it stands."""
    return _ADDRESS.sub(_ADDRESS_REMOVED, text)


def _without_deep_lists(source: str) -> str:
    return _LISTS_IN_LISTS.sub(
        lambda found: re.sub(r"([-+*.])", r"\\\1", found[0].strip(), count=1) + " ", source
    )


def _without_many_brackets(source: str) -> str:
    return _BRACKET.sub(r"\\[", source) if source.count("[") > _MOST_BRACKETS else source


def _sanitise(untrusted: str) -> str:
    return nh3.clean(
        untrusted,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"https"},
        attribute_filter=_kept,
        link_rel=REL,
    ).strip()


def _kept(_tag: str, attribute: str, value: str) -> str | None:
    """Let https addresses through, and `rel`, which the sanitiser itself sets; no titles."""
    is_safe = attribute == "rel" or (attribute == "href" and _HOST.match(value) is not None)
    return value if is_safe else None


def _plain(safe: str) -> str:
    spaced = re.sub(r"</(p|li)>", " ", safe)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


class _PublicMarkdown(Extension):
    """Python-Markdown with everything off that a directory does not show."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Markdown's name
        for name in _SYNTAX_OFF["preprocessors"]:
            md.preprocessors.deregister(name)
        for name in _SYNTAX_OFF["inlinePatterns"]:
            md.inlinePatterns.deregister(name)
        for name in _SYNTAX_OFF["parser.blockprocessors"]:
            md.parser.blockprocessors.deregister(name)
        # After "unescape" (priority 0), so that hrefs are seen as they will be written.
        md.treeprocessors.register(_OpenLinks(md), "open-links", -1)


class _OpenLinks(Treeprocessor):
    """Links say where they lead; what does not lead to https becomes plain text."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            found = _HOST.match(link.get("href", ""))
            if found is None:
                link.tag = "span"
            elif not _names_its_host("".join(link.itertext()), found[1]):
                link.tail = f" ({found[1].lower()}){link.tail or ''}"


def _names_its_host(text: str, host: str) -> bool:
    shown = text.lower().removeprefix("https://")
    return shown == host.lower() or shown.startswith(f"{host.lower()}/")
