"""The sample of 500 mentors and 500 mentees, and the published rules it is matched by.

Never the same organisation; a mentor one or two grades above: a gap of two earns 12 points,
of one 9; the same profession 10; a shared identity 6. Identity is read for this comparison
alone, to score both matchers alike.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final, NamedTuple

GRADE_NAMES: Final = (
    *("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6"),
    *("SCS1", "SCS2", "SCS3", "SCS4"),
)

GAP_POINTS: Final = {1: 9, 2: 12}
PROFESSION_POINTS: Final = 10
IDENTITY_POINTS: Final = 6

UNMATCHED_POINTS: Final = 6
"""In each round its service adds these to a pair of whom either has nobody yet."""

ROUNDS: Final = 3
"""Nobody gets more mentors, or mentees, than this; one a round."""

Pair = tuple[int, int]
"""The rows of a mentee and a mentor."""


class Person(NamedTuple):
    """What the rules read of one row; a mentee has at most one identity here."""

    grade: int
    organisation: str
    profession: str
    identities: tuple[str, ...]


def read_people(path: Path, identity_column: str) -> list[Person]:
    """Read mentors.csv or mentees.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Person(
                grade=GRADE_NAMES.index(row["grade"]),
                organisation=row["organisation"],
                profession=row["profession"],
                identities=tuple(filter(None, row[identity_column].split(", "))),
            )
            for row in csv.DictReader(file)
        ]


def read_mentees(folder: Path) -> list[Person]:
    """Read the mentees of the sample."""
    return read_people(folder / "mentees.csv", "identity to match")


def read_mentors(folder: Path) -> list[Person]:
    """Read the mentors of the sample."""
    return read_people(folder / "mentors.csv", "characteristics")


def points_of(mentee: Person, mentor: Person) -> int | None:
    """Give the points of a pair, None where it is not allowed."""
    gap = GAP_POINTS.get(mentor.grade - mentee.grade)
    if gap is None or mentor.organisation == mentee.organisation:
        return None
    shared = bool(set(mentee.identities) & set(mentor.identities))
    profession = mentee.profession == mentor.profession
    return gap + profession * PROFESSION_POINTS + shared * IDENTITY_POINTS
