"""The machine block: the line of an issue's body that says how a proposal stands.

It is believed only in issues that the programme's own account wrote under its label, so that
what others paste counts for nothing. Whatever a decision needs is in it, or in comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final

from matcher.ledger import State

LABEL: Final = "mentor-match"
"""The label of every issue that is a proposal."""

VERSION: Final = 2
MOST_COUNTED: Final = 40
"""How many answers are remembered as counted; older ones are past for good."""

_BLOCK: Final = re.compile(r"<!-- mentor-match (\{[^\n]{1,4000}\}) -->\s*\Z")


class Role(StrEnum):
    """Which of the two people."""

    MENTEE = "mentee"
    MENTOR = "mentor"

    @property
    def other(self) -> Role:
        """The other one."""
        return Role.MENTOR if self is Role.MENTEE else Role.MENTEE


class Reason(StrEnum):
    """Why somebody says no, where they say why."""

    NO_TIME = "no time"
    NOT_MY_AREA = "not my area"
    WE_KNOW_EACH_OTHER = "we know each other"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineBlock:
    """Two people by login, as it was then, and by GitHub number, which stays; and their state.

    `round` is the day of the round (UTC), `since` the day the state began, `answer_by` the
    last day to answer. `heard` and `paused` hold the last day on which each answered or asked
    to be left alone. `counted` are the numbers of the comments that were answers.
    """

    mentee: str
    mentee_id: int
    mentor: str
    mentor_id: int
    round: date
    answer_by: date
    since: date
    state: State = State.PROPOSED
    accepted: tuple[Role, ...] = ()
    heard: Mapping[Role, date] = field(default_factory=dict)
    paused: Mapping[Role, date] = field(default_factory=dict)
    declined_by: Role | None = None
    reason: Reason | None = None
    continued: date | None = None
    counted: tuple[int, ...] = ()

    @property
    def pair(self) -> tuple[int, int]:
        """The two people by number."""
        return self.mentee_id, self.mentor_id

    def login(self, role: Role) -> str:
        """The login of one of the two, as it was when the issue was opened."""
        return self.mentee if role is Role.MENTEE else self.mentor

    def number(self, role: Role) -> int:
        """The GitHub number of one of the two."""
        return self.mentee_id if role is Role.MENTEE else self.mentor_id


_DAY: Final = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_LOGIN: Final = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9-]{0,63}$"}
_NUMBER: Final = {"type": "integer", "minimum": 1}
_ROLES: Final = [each.value for each in Role]
_DAYS_OF_ROLES: Final = {
    "type": "object",
    "additionalProperties": False,
    "properties": dict.fromkeys(_ROLES, _DAY),
}
_SHAPES: Final[dict[str, Any]] = {
    "version": {"const": VERSION},
    "mentee": _LOGIN,
    "mentee_id": {"type": "integer"},
    "mentor": _LOGIN,
    "mentor_id": {"type": "integer"},
    "round": _DAY,
    "answer_by": _DAY,
    "since": _DAY,
    "state": {"enum": [each.value for each in State]},
    "accepted": {"type": "array", "maxItems": 2, "items": {"enum": _ROLES}},
    "heard": _DAYS_OF_ROLES,
    "paused": _DAYS_OF_ROLES,
    "declined_by": {"enum": [*_ROLES, None]},
    "reason": {"enum": [*(each.value for each in Reason), None]},
    "continued": {"anyOf": [_DAY, {"type": "null"}]},
    "counted": {"type": "array", "maxItems": MOST_COUNTED, "items": _NUMBER},
}
_SCHEMA: Final = {
    "type": "object",
    "additionalProperties": False,
    "required": list(_SHAPES),
    "properties": _SHAPES,
}


def write_block(block: MachineBlock) -> str:
    """Write the block as one line of an HTML comment, which no page shows."""
    content: dict[str, Any] = {"version": VERSION}
    for each in fields(block):
        content[each.name] = _plain(getattr(block, each.name))
    return f"<!-- mentor-match {json.dumps(content)} -->"


def _plain(value: Any) -> Any:  # noqa: ANN401 -- a field of the block becomes a value of JSON
    if isinstance(value, Mapping):
        return {str(role): str(day) for role, day in sorted(value.items())}
    return str(value) if isinstance(value, date) else value


def read_block(body: str) -> MachineBlock | None:
    """Find the block at the end of a body, or None where there is no valid one."""
    found = _BLOCK.search(body)
    if found is None:
        return None
    try:
        content: Any = json.loads(found[1])
        return _block(content) if _is_valid(content) else None
    except (ValueError, RecursionError):
        return None


def without_block(body: str) -> str:
    """Return a body without its block."""
    return _BLOCK.sub("", body).rstrip()


@cache
def _validator() -> Any:  # noqa: ANN401 -- the library is imported where it is needed alone
    import jsonschema_rs  # noqa: PLC0415

    return jsonschema_rs.validator_for(_SCHEMA)


def _is_valid(content: Any) -> bool:  # noqa: ANN401 -- anything that JSON can hold
    return bool(_validator().is_valid(content))


def _block(content: dict[str, Any]) -> MachineBlock:
    return MachineBlock(
        mentee=content["mentee"],
        mentee_id=content["mentee_id"],
        mentor=content["mentor"],
        mentor_id=content["mentor_id"],
        round=date.fromisoformat(content["round"]),
        answer_by=date.fromisoformat(content["answer_by"]),
        since=date.fromisoformat(content["since"]),
        state=State(content["state"]),
        accepted=tuple(sorted({Role(each) for each in content["accepted"]})),
        heard=_days(content["heard"]),
        paused=_days(content["paused"]),
        declined_by=Role(content["declined_by"]) if content["declined_by"] else None,
        reason=Reason(content["reason"]) if content["reason"] else None,
        continued=date.fromisoformat(content["continued"]) if content["continued"] else None,
        counted=tuple(sorted(content["counted"])),
    )


def _days(content: Mapping[str, str]) -> dict[Role, date]:
    return {Role(role): date.fromisoformat(day) for role, day in content.items()}
