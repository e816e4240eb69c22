"""The plan: what a run would change in the forge, as a value that prints itself.

Each change is one request, so that a run can stop between any two. A plan has a digest, and
is refused as a whole where a guard says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from forge.port import Draft
from roster.model import ProposalSettings

LEAST_GUARDED: Final = 10
"""From how many open proposals on the share of closings is guarded."""

_DAYS_BETWEEN_RUNS: Final = 7


class Action(StrEnum):
    """What a change does, as it is printed."""

    OPEN = "open"
    UPDATE = "update"
    REMIND = "remind"
    CLOSE = "close"
    LABEL = "label"
    SAY = "say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an issue should say, carry and be from now on; None leaves a part as it is."""

    body: str | None = None
    labels: tuple[str, ...] | None = None
    is_open: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One request: a draft to open, an edit, or a note to write as a comment; `why` in words."""

    action: Action
    mentee: str
    mentor: str
    why: str
    issue: int | None = None
    draft: Draft | None = None
    edit: Edit | None = None
    note: str | None = None

    @property
    def as_line(self) -> str:
        """The change for people."""
        where = f"#{self.issue}  " if self.issue is not None else ""
        return f"{self.action:<6}  {where}{self.mentee} with {self.mentor}: {self.why}"


class Guard(StrEnum):
    """What can refuse a plan, by the name that `--override-guard` takes."""

    OPENINGS = "openings"
    CLOSINGS = "closings"
    EMPTY_ROSTER = "empty-roster"
    EMPTY_LEDGER = "empty-ledger"
    UNREADABLE_LEDGER = "unreadable-ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A guard that refuses, and why, in words."""

    guard: Guard
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that a run would change, in the order it would; `left` openings wait."""

    today: date
    changes: tuple[Change, ...] = ()
    left: int = 0
    when_all_are_out: str = ""
    refusals: tuple[Refusal, ...] = ()

    @property
    def as_text(self) -> str:
        """The plan for people."""
        lines = [each.as_line for each in self.changes]
        counts = {action: sum(each.action is action for each in self.changes) for action in Action}
        told = [f"{count:,} to {action}" for action, count in counts.items() if count]
        lines.append(f"{', '.join(told)}." if told else "Nothing to change.")
        lines += [self.when_all_are_out] if self.when_all_are_out else []
        lines += [f"Refused by the guard {each.guard}: {each.why}" for each in self.refusals]
        return "\n".join((*lines, f"Digest: {self.digest}"))

    @property
    def as_json(self) -> dict[str, Any]:
        """The plan for programs, by action."""
        return {**self._content, "digest": self.digest}

    @property
    def digest(self) -> str:
        """The SHA-256 of the plan as canonical JSON: the same plan has the same one."""
        text = json.dumps(self._content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def _content(self) -> dict[str, Any]:
        return {
            **{
                str(action): [
                    {key: value for key, value in asdict(each).items() if value is not None}
                    for each in self.changes
                    if each.action is action
                ]
                for action in Action
            },
            "left": self.left,
            "refused": [asdict(each) for each in self.refusals],
        }


def guard_closings(closings: int, *, is_open: int, settings: ProposalSettings) -> Iterable[Refusal]:
    """Refuse to close too many proposals of which nobody was told before."""
    if is_open >= LEAST_GUARDED and 100 * closings > settings.most_closings * is_open:
        yield Refusal(
            guard=Guard.CLOSINGS,
            why=f"{closings:,} of {is_open:,} open proposals would close unannounced, more than "
            f"{settings.most_closings} %. Is the roster whole, and the day right? "
            "If so, a person writes --override-guard closings.",
        )


def when_all_are_out(left: int, *, today: date, settings: ProposalSettings) -> str:
    """Say when the openings that wait will be done, with a run a week."""
    if not left:
        return ""
    runs = -(-left // settings.most_openings)
    last = today + timedelta(days=_DAYS_BETWEEN_RUNS * runs)
    return (
        f"{left:,} more wait, since a run opens at most {settings.most_openings}: "
        f"all will be out in {runs} more run{'' if runs == 1 else 's'}, "
        f"by {last} with one a week. Run again for the next ones."
    )
