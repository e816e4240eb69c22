"""Problems as annotations that GitHub shows at the lines of a change.

Source: GitHub Docs, Workflow commands for GitHub Actions (the escapes are those of
@actions/core; a step shows at most ten annotations of a kind).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from roster.problems import Problem

_MOST: Final = 10


def as_annotations(problems: Sequence[Problem]) -> str:
    """Write at most ten workflow commands, and a line with the count of the rest."""
    lines = [_command(each) for each in problems[:_MOST]]
    rest = len(problems) - _MOST
    if rest > 0:
        lines.append(f"And {rest:,} more: run mentor-match check to see them all.")
    return "\n".join(lines)


def _command(problem: Problem) -> str:
    properties = {
        "file": problem.path,
        "line": str(problem.line),
        "col": str(problem.column),
        "title": problem.rule,
    }
    written = ",".join(f"{name}={_in_property(value)}" for name, value in properties.items())
    return f"::{problem.severity} {written}::{_in_text(f'{problem.message} {problem.hint}')}"


def _in_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_text(text).replace(":", "%3A").replace(",", "%2C")
