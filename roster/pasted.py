"""What gets into a profile when it is pasted or merged: other signs, lines of other files.

A line comes in; what it is and what to do about it goes out. It never knows a whole file.
"""

from __future__ import annotations

import re
from typing import Final

ENTRY_SIGNS: Final = "•·‣▪●■▶►➢➤◦○□◆✓✔\uf0b7\uf0a7\uf0d8\uf0fc"
"""What word processors put before an entry of a list; the last four are a font's own."""
BULLET: Final = re.compile(
    r"\A( *)((?:[*–—−‐‑o][\s\xa0]|-[\t\xa0]|-(?=[^\s-])|\d{1,2}[.)]\s"
    rf"|[{ENTRY_SIGNS}])[\s\xa0]*)\S"
)
"""The sign with which texts start an entry of a list, where YAML wants a hyphen and a space."""

HYPHENS: Final = "Write each entry on its own line, after a hyphen and a space: `- Statistics`."

_FENCES: Final = ("```", "~~~")
_CONFLICT: Final = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |\Z)")


def foreign_line(text: str) -> tuple[str, str] | None:
    """Say that a line belongs to a Markdown page, or to an update that was not finished."""
    if text.lstrip(" ").startswith(_FENCES):
        message = "The line belongs to a page in Markdown, not to a profile."
        return message, "Remove it, and the one like it at the other end."
    if _CONFLICT.match(text) is not None:
        message = "Two versions of the file stand here, since an update was not finished."
        signs = "<<<<<<<, ======= and >>>>>>>"
        return message, f"Keep each right line once, and remove those that start with {signs}."
    return None


def is_fence(text: str) -> bool:
    """Whether a line only begins or ends a sample of code."""
    return re.fullmatch(r"(?:```|~~~)[a-z]{0,8} *", text) is not None


def is_entry(line: str) -> bool:
    """Whether a line is an entry of a list as it should be, or blank."""
    return line.lstrip(" ").startswith("- ") or not line.strip()
