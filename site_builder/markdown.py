"""What a person wrote about themselves, made safe to show.

Markdown comes in; a small, closed set of HTML goes out, in which no raw HTML, picture,
heading or address survives. It must never trust the order of its two steps to be swapped:
first Markdown with HTML escaped, then the sanitiser.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Final

import nh3
from comrak import ParseOptions, RenderOptions, render_markdown
from markupsafe import Markup
from msgspec import Struct

TAGS: Final = frozenset({"p", "em", "strong", "ul", "ol", "li", "a"})
REL: Final = "nofollow noopener noreferrer"
_HOST: Final = re.compile(r"https://(?:[^/?#@\s]*@)?([\w.-]+)(?::\d+)?(?=[/?#]|$)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\]]+[@＠][^\s@<>()\[\]]+\.[^\s@<>()\[\]]+")
_ADDRESS_REMOVED: Final = "(address removed)"
_LINK: Final = re.compile(r'<a(?: href="([^"]*)")?[^>]*>(.*?)</a>', re.DOTALL)
"""A link as the sanitiser writes it: `href` first, quoted, and never another link inside."""

_END_OF_BLOCK: Final = re.compile(r"</(?:p|li)>")
_TAG: Final = re.compile(r"</?[a-z]+>")


class About(Struct, frozen=True, kw_only=True):
    """A person's own words: as safe HTML, and as plain text for excerpts."""

    html: Markup
    text: str


def about_renderer() -> Callable[[str], About]:
    """Return a function that turns one person's Markdown into safe HTML and plain text."""
    parsing, rendering = ParseOptions(), RenderOptions()
    parsing.ignore_setext = True
    rendering.escape = True  # raw HTML is shown as it was typed
    shown = nh3.Cleaner(
        tags=set(TAGS),
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"https"},
        url_relative="deny",
        link_rel=REL,
    )
    plain = nh3.Cleaner(tags=set())

    def render(source: str) -> About:
        # A picture is taken for the link and the exclamation mark that it is written with.
        tame = without_addresses(source).replace("![", "!\\[")
        made = render_markdown(tame, parse_options=parsing, render_options=rendering)
        safe = _LINK.sub(_open_link, shown.clean(made)).strip()
        text = html.unescape(plain.clean(_END_OF_BLOCK.sub(" ", safe)))
        # Markup: the sanitiser has just reduced it to the tags above.
        return About(html=Markup(safe), text=" ".join(text.split()))  # noqa: S704

    return render


def without_addresses(text: str) -> str:
    """Take out what looks like an email address, wherever it stands."""
    if "@" not in text and "＠" not in text:
        return text
    return _ADDRESS.sub(_ADDRESS_REMOVED, text)


def _open_link(found: re.Match[str]) -> str:
    """Let a link say where it leads; what does not lead to https becomes plain text."""
    address, words = found[1], found[2]
    leads = _HOST.match(html.unescape(address or ""))
    if leads is None:
        return words
    is_told = _names_its_host(html.unescape(_TAG.sub("", words)), leads[1])
    return found[0] if is_told else f"{found[0]} ({leads[1].lower()})"


def _names_its_host(text: str, host: str) -> bool:
    shown = text.lower().removeprefix("https://")
    return shown == host.lower() or shown.startswith(f"{host.lower()}/")
