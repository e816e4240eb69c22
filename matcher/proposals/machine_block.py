"""The machine block: the line of an issue's body that says which two people it is about.

It is believed only in issues that the programme's own account wrote under its label, so
that what others paste counts for nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

LABEL: Final = "mentor-match"
"""The label of every issue that is a proposal."""

VERSION: Final = 1
_BLOCK: Final = re.compile(r"<!-- mentor-match (\{[^\n]{1,1000}\}) -->\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineBlock:
    """Two people by login, as it was then, and by GitHub number, which stays."""

    mentee: str
    mentee_id: int
    mentor: str
    mentor_id: int


def write_block(block: MachineBlock) -> str:
    """Write the block as one line of an HTML comment, which no page shows."""
    content = {
        "version": VERSION,
        "mentee": block.mentee,
        "mentee_id": block.mentee_id,
        "mentor": block.mentor,
        "mentor_id": block.mentor_id,
    }
    return f"<!-- mentor-match {json.dumps(content)} -->"


def read_block(body: str) -> MachineBlock | None:
    """Find the block at the end of a body, or None where there is no valid one."""
    found = _BLOCK.search(body)
    if found is None:
        return None
    try:
        content: Any = json.loads(found[1])
    except (ValueError, RecursionError):
        return None
    kinds = {"version": int, "mentee": str, "mentee_id": int, "mentor": str, "mentor_id": int}
    if not isinstance(content, dict) or content.keys() != kinds.keys():
        return None
    if any(type(content[key]) is not kind for key, kind in kinds.items()):
        return None
    if content.pop("version") != VERSION:
        return None
    return MachineBlock(**content)
