"""What the double remembers: accounts, issues, comments, git objects, pull requests.

Every record is replaced when it changes and never changed in place, so that a snapshot is a
copy of a few tables. The whole state can be written as JSON and read again.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any, Final

Record = dict[str, Any]  # in GitHub's own words
GHOST: Final = 10137
BOT: Final = 41898282


@dataclass(kw_only=True)
class State:
    """The tables; keys that are numbers stay numbers."""

    owner: str = "gov-example"
    repo: str = "directory"
    default_branch: str = "main"
    is_private: bool = False
    next_number: int = 1
    next_id: int = 1001
    users: dict[int, Record] = field(default_factory=dict)
    tokens: dict[str, Record] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    labels: dict[str, Record] = field(default_factory=dict)
    issues: dict[int, Record] = field(default_factory=dict)
    comments: dict[int, Record] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    objects: dict[str, tuple[str, Any]] = field(default_factory=dict)
    statuses: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    used: dict[str, tuple[float, int]] = field(default_factory=dict)
    created: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def copy(self) -> State:
        """Return a snapshot that later changes do not touch."""
        tables: dict[str, Any] = {
            each.name: getattr(self, each.name) for each in dataclasses.fields(self)
        }
        copied: dict[str, Any] = {
            name: dict(table) if isinstance(table, dict) else table
            for name, table in tables.items()
        }
        return State(**copied)

    def number(self) -> int:
        """Give the next number of an issue or pull request."""
        self.next_number += 1
        return self.next_number - 1

    def identity(self) -> int:
        """Give the next id of anything else."""
        self.next_id += 1
        return self.next_id - 1

    def user_by_login(self, login: str) -> Record | None:
        """Find who has a login today."""
        folded = login.lower()
        return next((each for each in self.users.values() if each["login"].lower() == folded), None)

    def as_json(self) -> str:
        """Write everything down."""
        return json.dumps(dataclasses.asdict(self), default=_bytes)

    def as_text(self) -> str:
        """Write down all that anybody can read: issues, comments, statuses, every git object."""
        tables = dataclasses.asdict(self) | {"objects": {}, "tokens": {}}
        kinds = self.objects.values()
        texts = (value.decode(errors="replace") for kind, value in kinds if kind == "blob")
        others = (json.dumps(value) for kind, value in kinds if kind != "blob")
        return "\n".join((json.dumps(tables, ensure_ascii=False), *others, *texts))

    @classmethod
    def from_json(cls, text: str | bytes) -> State:
        """Read everything again. The tables by number get their numbers back."""
        values = json.loads(text)
        for name in ("users", "roles", "issues", "comments"):
            values[name] = {int(key): each for key, each in values[name].items()}
        for name in ("used", "created", "statuses"):
            values[name] = {key: tuple(each) for key, each in values[name].items()}
        values["objects"] = {
            sha: (kind, base64.b64decode(value) if kind == "blob" else value)
            for sha, (kind, value) in values["objects"].items()
        }
        return cls(**values)


def _bytes(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value))
