"""The quick reader of the plainest files: one `key: value` a line, lists and blocks of text.

Text in; the values out, or None wherever YAML could mean anything but what stands there. What
it returns, `events.walk` returns too (a property test holds it to that). It must never guess.
"""

from __future__ import annotations

import re
from typing import Final

from roster.events import Node

_REST: Final = r"[^\n:#]*(?:(?::(?=[^ \n])|(?<=[^ ])#)[^\n:#]*)*"
"""What may follow the first letter of a plain value: no `: ` and no ` #`."""

_END: Final = r"(?:(?<= )#[^\n]*)?\n"
"""A comment may stand behind a value."""

_ENTRY: Final = re.compile(
    r"(?:#[^\n]*\n|\n)*(?:([a-z_]{1,64}):(?:"
    rf" +([^\W_]{_REST}){_END}"
    rf"| +(\[[^\n\[\]{{}}:?#]*\]) *{_END}"
    r"| +\| *\n(( +)[^ \n][^\n]*\n(?:\n|\5 *[^ \n][^\n]*\n)*)"
    rf"| +('[^'\n]*'|\"[^\"\\\n]*\") *{_END}"
    rf"| *\n(( *)- +[^\W_]{_REST}\n(?:\8- +[^\W_]{_REST}\n)*)"
    r"| *\n)|([\s\S]+))"
)
"""One key with its value: plain, a list in brackets, a block, in quotes, a list below, nothing.
Where none of them follows, the last group takes the rest of the text."""

_ITEM: Final = re.compile(r" *(?:([^\W_][^,]*)|'([^']*)' *|\"([^\"\\]*)\" *),|([\s\S]+)")
"""One item of a list in brackets: plain or in quotes; or the rest, where it is neither."""

_NOTHING_MORE: Final = re.compile(r"(?:#[^\n]*\n|\n)+")


def plain_lines(text: str) -> dict[str, Node] | None:
    """Read a text that holds no forbidden characters, or return None: it may still be right."""
    if "\t" in text:
        return None
    values: dict[str, Node] = {}
    for key, plain, flow, block, indent, quoted, items, _, rest in _ENTRY.findall(text):
        if rest and _NOTHING_MORE.fullmatch(rest) is not None:
            break
        if rest or key in values:
            return None
        if plain:
            values[key] = plain.rstrip(" ")
        elif flow:
            listed = _listed(flow[1:-1])
            if listed is None:
                return None
            values[key] = listed
        elif block:
            values[key] = f"\n{block.rstrip(chr(10))}\n".replace(f"\n{indent}", "\n")[1:]
        elif items:
            values[key] = [item.lstrip(" ")[1:].strip(" ") for item in items[:-1].split("\n")]
        else:
            values[key] = quoted[1:-1]
    return values or None


def _listed(text: str) -> list[Node] | None:
    """Take the items of a list in brackets, or None where one of them is not plain."""
    items: list[Node] = []
    if not text.strip(" "):
        return items
    for plain, single, double, rest in _ITEM.findall(text + ","):
        if rest:
            return None
        items.append(plain.rstrip(" ") or single or double)
    return items
