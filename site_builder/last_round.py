"""The last round of matching in figures, as the statistics page shows it.

What `mentor-match match --report json` printed comes in as text; a LastRound goes out. It
holds numbers and controlled words alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class ReportError(ValueError):
    """The text is no report of a round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A group of mentees, or those who named a mentor at some rank, and how many were placed."""

    name: str
    mentees: int
    placed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRound:
    """A round in figures; `tables` holds its rows by title.

    `taken` has by login how many places of a mentor are taken; who has none is left out.
    """

    mentees: int
    placed: int
    covered: int
    tables: tuple[tuple[str, tuple[Row, ...]], ...]
    taken: Mapping[str, int] = field(default_factory=dict)


def parse_report(text: str) -> LastRound:
    """Read a report. Raises ReportError."""
    try:
        report = json.loads(text)
        choices = tuple(
            Row(name=f"choice {rank}", mentees=int(named), placed=int(honoured))
            for rank, (named, honoured) in enumerate(report["choices"], start=1)
        )
        tables = [("choice honoured", choices)] if choices else []
        tables += [(str(title), _rows(rows)) for title, rows in report["fairness"].items() if rows]
        return LastRound(
            mentees=int(report["mentees"]),
            placed=int(report["placed"]),
            covered=int(report["covered"]),
            tables=tuple(tables),
            taken={str(login): int(count) for login, count in report.get("taken", {}).items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = "it is not what `mentor-match match --report json` prints"
        raise ReportError(message) from error


def _rows(rows: Any) -> tuple[Row, ...]:  # noqa: ANN401 -- parsed JSON, taken apart here
    return tuple(
        Row(name=str(row["group"]), mentees=int(row["mentees"]), placed=int(row["placed"]))
        for row in rows
    )
