"""The text of an issue that a form made, read strictly: the answers, or what to mend.

Text and the form's questions come in; answers with their lines, or problems, go out. Headings
must be the form's own, in its order, each once: a line that only looks like one could be taken
for another answer by a reader, so it is refused wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.questions import IssueForm, Question, Style
from roster.characters import forbidden_characters
from roster.problems import Problem, shown

LARGEST_FORM: Final = 32 * 1024
"""The most bytes that the text of a form may have; a profile may have half of them."""

FORM: Final = "form"
"""The path by which problems name the text of an issue."""

NO_ANSWER: Final = "_No response_"
_LOOKS_LIKE_HEADING: Final = re.compile(r"[^\w#]*###(?!#)")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands below one heading; `line` is where it begins in the text, from 1."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as somebody filled it in. `answers` are by key; `places` has every heading's line."""

    form: IssueForm
    answers: Mapping[str, Answer]
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    line: int
    label: str | None
    """The question that it is the heading of, or None where it only looks like a heading."""


def read_form(text: str, form: IssueForm) -> Filled | tuple[Problem, ...]:
    """Read the text of an issue as one form, or say what keeps it from being that."""
    if len(text.encode(errors="replace")) > LARGEST_FORM:
        return (_problem(1, "This form is too long to be read.", "Make your answers shorter."),)
    if _SURROGATE.search(text):
        return (_problem(1, "This form holds half a character.", "Type the odd answer anew."),)
    text = text.replace("\r\n", "\n")
    hidden = tuple(forbidden_characters(text, path=FORM))
    if hidden:
        return hidden
    lines = text.split("\n")
    headings = [_heading(number, line, form) for number, line in enumerate(lines, 1)]
    found = [each for each in headings if each is not None]
    problems = (*_before_first(lines, found), *_odd_headings(lines, found, form))
    if problems:
        return problems[:_MOST_TOLD]
    sections = dict(zip(form.questions, _sections(lines, found), strict=True))
    problems = tuple(each for pair in sections.items() for each in _style_problems(*pair))
    if problems:
        return problems[:_MOST_TOLD]
    return Filled(
        form=form,
        answers={
            question.key: answer for question, answer in sections.items() if _is_given(answer)
        },
        places={
            question.key: heading.line
            for question, heading in zip(form.questions, found, strict=True)
        },
    )


def form_of_text(text: str, forms: Sequence[IssueForm]) -> IssueForm | None:
    """Find the form that a text was made from: the one whose headings it shares most of.

    None where it shares no heading with any.
    """
    lines = {line.rstrip() for line in text.replace("\r\n", "\n").split("\n")}
    found = {line[4:] for line in lines if line.startswith("### ")}

    def likeness(form: IssueForm) -> float:
        labels = set(form.labels)
        return len(labels & found) / len(labels | found)

    best = max(forms, key=likeness)
    return best if likeness(best) > 0 else None


def _heading(number: int, line: str, form: IssueForm) -> _Heading | None:
    if line.startswith("### ") and line[4:].rstrip(" ") in form.labels:
        return _Heading(line=number, label=line[4:].rstrip(" "))
    if "#" not in line and line.isascii():
        return None
    folded = unicodedata.normalize("NFKC", line)
    if _LOOKS_LIKE_HEADING.match(folded):
        return _Heading(line=number, label=None)
    return None


def _before_first(lines: Sequence[str], found: Sequence[_Heading]) -> Iterator[Problem]:
    first = found[0].line if found else len(lines) + 1
    for number, line in enumerate(lines[: first - 1], 1):
        if line.strip():
            yield _problem(
                number,
                f"Line {number} stands before the first heading of the form.",
                "Take it out: answers stand below their headings.",
            )
            return


def _odd_headings(
    lines: Sequence[str], found: Sequence[_Heading], form: IssueForm
) -> Iterator[Problem]:
    """Compare the headings with the form's own: order, number, and nothing like them beside."""
    first: dict[str, int] = {}
    for each in found:
        if each.label is None:
            yield _problem(
                each.line,
                f"Line {each.line} starts like a heading of the form: "
                f"{shown(lines[each.line - 1].strip())}.",
                "Only the form's own headings may start with three #. Write it in another way, "
                "such as in **bold**.",
            )
        elif first.setdefault(each.label, each.line) != each.line:
            yield _problem(
                each.line,
                f"The heading {shown(each.label)} stands twice, on lines {first[each.label]} "
                f"and {each.line}, so nobody can tell which answer is meant.",
                "Take one of the two out, with what stands below it.",
            )
    for label in form.labels:
        if label not in first:
            yield _problem(
                1,
                f"The heading {shown(label)} is missing.",
                f"Write a line “### {label}” where it was, or open a new form.",
            )
    there = list(first)
    if set(there) == set(form.labels) and there != list(form.labels):
        moved = next(a for a, b in zip(there, form.labels, strict=True) if a != b)
        yield _problem(
            first[moved],
            f"The heading {shown(moved)} is not in its place.",
            "Put the headings back into the order of the form, or open a new one.",
        )


def _sections(lines: Sequence[str], found: Sequence[_Heading]) -> Iterator[Answer]:
    """Take what stands between the headings, without empty lines around it."""
    ends = [each.line - 1 for each in found[1:]] + [len(lines)]
    for heading, end in zip(found, ends, strict=True):
        said = [number for number in range(heading.line, end) if lines[number].strip()]
        first, last = (said[0], said[-1] + 1) if said else (heading.line, heading.line)
        yield Answer(text="\n".join(lines[first:last]), line=first + 1)


def _is_given(answer: Answer) -> bool:
    return answer.text.strip() not in {"", NO_ANSWER}


def _style_problems(question: Question, answer: Answer) -> Iterator[Problem]:
    """See that an answer is one that the form itself could have made."""
    if question.style is Style.BOXES:
        yield from _box_problems(question, answer)
    elif not _is_given(answer):
        if question.is_required:
            yield _problem(
                answer.line - 1,
                f"{shown(question.label)} has no answer.",
                question.hint,
                question.key,
            )
    elif question.style is Style.ONE_OF and answer.text not in question.options:
        yield _problem(
            answer.line,
            f"{shown(answer.text)} is not one of the answers to {shown(question.label)}.",
            f"Write one of: {'; '.join(question.options)}.",
            question.key,
        )
    elif question.style is Style.LINE and "\n" in answer.text:
        yield _problem(
            answer.line + 1,
            f"{shown(question.label)} has more than one line.",
            "Write the answer on one line.",
            question.key,
        )


def _box_problems(question: Question, answer: Answer) -> Iterator[Problem]:
    """Every box stands once, in order, as the form has it; a required one has to be ticked."""
    lines = [line.rstrip() for line in answer.text.split("\n")]
    states = [re.fullmatch(r"- \[([ xX])\] (.*)", line) for line in lines]
    said = [(each[2], each[1] in "xX") for each in states if each is not None]
    if len(said) != len(lines) or [label for label, _ in said] != list(question.options):
        boxes = "; ".join(f"- [x] {each}" for each in question.options)
        yield _problem(
            answer.line,
            f"What stands below {shown(question.label)} is not what the form has there.",
            f"Leave the form's own words, each once: {boxes}",
            question.key,
        )
    elif question.is_required and not all(is_ticked for _, is_ticked in said):
        yield _problem(
            answer.line,
            f"The box below {shown(question.label)} is not ticked.",
            "Tick it if you agree; without that, nothing is kept.",
            question.key,
        )


def _problem(line: int, message: str, hint: str, field: str | None = None) -> Problem:
    return Problem(
        rule="form-text", path=FORM, line=max(line, 1), field=field, message=message, hint=hint
    )
