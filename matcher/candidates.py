"""Every pair that could be made, with its score: a sparse list, found block by block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.eligibility import eligible
from matcher.people import Numbers, People
from matcher.points import scores
from roster.model import MatchingSettings

_BLOCK_CELLS: Final = 4_000_000
"""How many pairs are looked at at once: what bounds the memory, at some 30 bytes a pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Eligible pairs as three arrays of one length: positions and points; sorted by position."""

    mentee: Numbers
    mentor: Numbers
    score: Numbers


def find_candidates(people: People, settings: MatchingSettings) -> Candidates:
    """List every eligible pair with its score."""
    rows, columns, points = [], [], []
    count, mentors = len(people.mentees.people), len(people.mentors.people)
    step = max(1, _BLOCK_CELLS // max(mentors, 1))
    for first in range(0, count, step):
        block = slice(first, min(first + step, count))
        row, column = np.nonzero(eligible(people, block, settings))
        rows.append(row.astype(np.int32) + np.int32(first))
        columns.append(column.astype(np.int32))
        points.append(scores(people, block, settings)[row, column])
    return Candidates(mentee=_joined(rows), mentor=_joined(columns), score=_joined(points))


def _joined(parts: list[Numbers]) -> Numbers:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)
