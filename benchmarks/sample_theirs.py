"""Match the sample with PyPI's `mentor-match`: `python -m benchmarks.sample_theirs FOLDER`.

Three rounds under the rules its own service uses, with its extra 6 points for people who
have nobody yet. One line of JSON on stdout holds the pairs of each round.
"""

from __future__ import annotations

import csv
import json
import operator
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Generic, Grade, UnmatchedBonus

from benchmarks.measuring import peak_megabytes
from benchmarks.sample_rules import (
    GAP_POINTS,
    GRADE_NAMES,
    IDENTITY_POINTS,
    PROFESSION_POINTS,
    ROUNDS,
    UNMATCHED_POINTS,
    Pair,
)


def _rules() -> list[Any]:
    """Its rules for one round; a round consumes nothing of them."""
    return [
        Disqualify(lambda match: match.mentee.organisation == match.mentor.organisation),
        Disqualify(Grade(max(GAP_POINTS), operator.gt).evaluate),
        Disqualify(Grade(min(GAP_POINTS), operator.lt).evaluate),
        *(Grade(gap, operator.eq, {True: won, False: 0}) for gap, won in GAP_POINTS.items()),
        Generic(
            {True: PROFESSION_POINTS, False: 0},
            lambda match: match.mentee.profession == match.mentor.profession,
        ),
        Generic(
            {True: IDENTITY_POINTS, False: 0},
            lambda match: bool(match.mentee.identity & match.mentor.identity),
        ),
        UnmatchedBonus(UNMATCHED_POINTS),
    ]


def _read(path: Path, kind: Any, identity_column: str) -> list[Any]:  # noqa: ANN401
    """Read one file into the package's own class for it."""
    people = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            grade = GRADE_NAMES.index(row["grade"])
            person = kind(**{**row, "grade": grade, "email": row["email address"]})
            person.identity = set(filter(None, row[identity_column].split(", ")))
            person.number = number
            people.append(person)
    return people


def _noting_rounds(mentees: list[Any], rounds: list[list[Pair]]) -> Iterator[list[Any]]:
    """Hand out the rules of each round when it begins, and note its pairs when it is over."""
    done: set[Pair] = set()
    for _ in range(ROUNDS):
        yield _rules()
        pairs = {(each.number, mentor.number) for each in mentees for mentor in each.mentors}
        rounds.append(sorted(pairs - done))
        done = pairs


def main() -> None:
    """Match the sample and print the pairs."""
    folder = Path(sys.argv[1])
    mentors = _read(folder / "mentors.csv", Mentor, "characteristics")
    mentees = _read(folder / "mentees.csv", Mentee, "identity to match")
    rounds: list[list[Pair]] = []
    process_data(mentors, mentees, _noting_rounds(mentees, rounds))
    answer = {"rounds": rounds, "peak": peak_megabytes()}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
