"""What "Show mentors for me" is made of: its questions, and the tables that its script ranks by.

A programme and the matcher's tables come in as values; questions and JSON go out. It must
never know how points are made: the tables are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from roster.model import Programme
from site_builder.join_form import Question, sections
from site_builder.json_text import as_json
from site_builder.language import Language, filled, marked
from site_builder.words import GRADE_LABELS

_ASKED: Final = (
    "seeks", "grade", "organisation", "region", "meets", "profession", "widest_gap", "choices",
)  # fmt: skip
_HINT: Final = marked("Up to %(most)s areas from the list of areas, most wanted first.")
"""On what a mentee seeks: the join page adds who needs no answer, and here everybody does."""


def questions_for_me(programme: Programme, language: Language) -> tuple[Question, ...]:
    """Return the questions of the join page whose answers earn points or are rules."""
    by_key = {
        each.field.key: each for part in sections(programme, language) for each in part.questions
    }
    may_widen = programme.settings.matching.mentees_may_widen
    asked = [key for key in _ASKED if key in by_key and (may_widen or key != "widest_gap")]
    return tuple(_for_me(by_key[key], language) for key in asked)


def _for_me(question: Question, language: Language) -> Question:
    if question.field.key != "seeks":
        return question
    hint = filled(language.text(_HINT), most=question.field.most)
    return replace(question, field=replace(question.field, hint=hint))


def points_data(points: Mapping[str, Any]) -> bytes:
    """Write the tables, with the grades as a profile and as the directory spell them."""
    grades = [[grade.name, label] for grade, label in GRADE_LABELS.items()]
    return as_json({**points, "grades": grades})


def words_of(points: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return the sentences that come with the tables, which the script says in its language."""
    return (*points["words"].values(), *points["ordinals"]) if points else ()
