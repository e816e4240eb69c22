"""The last round of matching in figures, as the statistics page shows it.

What `mentor-match match --report json` printed comes in as text; a LastRound goes out. It
holds numbers and controlled words alone, and no group so small that its figures tell of a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from site_builder.json_text import as_count
from site_builder.language import marked
from site_builder.words import GRADE_LABELS

FEWEST: Final = 5
"""How many people must at least be behind a figure that says how things went for them."""

SMALL_GROUPS: Final = marked("groups of fewer than 5")

_GRADES: Final = {grade.name: label for grade, label in GRADE_LABELS.items()}


class ReportError(ValueError):
    """The text is no report of a round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A group of mentees, or those who named a mentor at some rank, and how many were placed."""

    name: str
    mentees: int
    placed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An area in which every place was taken; `left_out` is None where fewer than five were."""

    name: str
    left_out: int | None
    mentors: int
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRound:
    """A round in figures; `tables` holds its rows by title.

    `rather` counts pairs who would both rather have each other, None where nobody counted them.
    `taken` has by login how many places of a mentor are taken; who has none is left out.
    """

    mentees: int
    placed: int
    covered: int
    tables: tuple[tuple[str, tuple[Row, ...]], ...]
    rather: int | None = None
    is_proven: bool = False
    missing: tuple[Missing, ...] = ()
    taken: Mapping[str, int] = field(default_factory=dict)


def parse_report(text: str) -> LastRound:
    """Read a report. Raises ReportError."""
    try:
        report = json.loads(text)
        rather = report.get("rather")
        return LastRound(
            mentees=as_count(report["mentees"]),
            placed=as_count(report["placed"]),
            covered=as_count(report["covered"]),
            tables=tuple(_tables(report)),
            rather=None if rather is None else as_count(rather),
            is_proven=report.get("proof", {}).get("is_proven") is True,
            missing=tuple(map(_missing, report.get("shortages", ()))),
            taken={str(login): as_count(count) for login, count in report.get("taken", {}).items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = "it is not what `mentor-match match --report json` prints"
        raise ReportError(message) from error


def _tables(report: Any) -> Iterable[tuple[str, tuple[Row, ...]]]:  # noqa: ANN401 -- parsed JSON
    choices = [
        Row(name=f"choice {rank}", mentees=as_count(named), placed=as_count(honoured))
        for rank, (named, honoured) in enumerate(report["choices"], start=1)
    ]
    groups = {str(title): _rows(rows) for title, rows in report["fairness"].items()}
    for title, rows in {"choice honoured": choices, **groups}.items():
        shown = without_small_groups(rows)
        if len(shown) > 1:
            yield title, shown


def _rows(rows: Any) -> list[Row]:  # noqa: ANN401 -- parsed JSON, taken apart here
    return [
        Row(
            name=_GRADES.get(row["group"], str(row["group"])),
            mentees=as_count(row["mentees"]),
            placed=as_count(row["placed"]),
        )
        for row in rows
    ]


def without_small_groups(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Put groups of fewer than five together, with the next smallest while they are too few.

    Whoever knows the sum of all could otherwise reckon out the one group that is not shown.
    Where all of them together are fewer than five, nothing is left to show.
    """
    kept = sorted(rows, key=lambda each: each.mentees, reverse=True)
    small: list[Row] = []
    while kept and (kept[-1].mentees < FEWEST or 0 < sum(each.mentees for each in small) < FEWEST):
        small.append(kept.pop())
    together = Row(
        name=SMALL_GROUPS,
        mentees=sum(each.mentees for each in small),
        placed=sum(each.placed for each in small),
    )
    named = {each.name for each in kept}
    in_order = tuple(each for each in rows if each.name in named)
    return (*in_order, together) if together.mentees >= FEWEST else in_order


def _missing(row: Any) -> Missing:  # noqa: ANN401 -- parsed JSON, taken apart here
    left_out = as_count(row["left_out"])
    return Missing(
        name=str(row["area"]),
        left_out=left_out if left_out >= FEWEST else None,
        mentors=as_count(row["mentors"]),
        places=as_count(row["places"]),
    )
