"""The text that GitHub makes of a form, for tests: answers by key, the rest left empty."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from intake.questions import IssueForm, Purpose, Style, issue_forms
from tests.builders import the_programme

ADA: Mapping[str, str] = {
    "name": "Ada Lovelace",
    "email": "ada.lovelace@analysis.gov.example",
    "organisation": "Government Actuary's Department",
    "grade": "Grade 7",
    "region": "Greater London",
    "meets": "remote, in person",
    "offers": "Statistics\npresenting to ministers",
    "about": "I like plain English.\n\n- Short meetings",
}


@cache
def the_form(purpose: Purpose) -> IssueForm:
    return next(each for each in issue_forms(the_programme()) if each.purpose is purpose)


def issue_text(
    answers: Mapping[str, str], purpose: Purpose = Purpose.JOIN, *, ticked: bool = True
) -> str:
    """What the body of the issue is: headings, answers, `_No response_`, boxes."""
    parts = []
    for question in the_form(purpose).questions:
        if question.style is Style.BOXES:
            mark = "X" if ticked else " "
            said = "\n".join(f"- [{mark}] {each}" for each in question.options)
        else:
            said = answers.get(question.key) or "_No response_"
        parts.append(f"### {question.label}\n\n{said}")
    return "\n\n".join(parts)
