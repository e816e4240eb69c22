"""The issue forms as values: what each asks, in which order, and how it may be answered.

The programme's form of a profile comes in; three issue forms go out: to join, to change, and
to pause or leave. It must never know what GitHub makes of a form.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roster.form import Field, Form, Kind, form_of
from roster.model import Programme, Settings
from roster.sealed import SEALED

LABEL: Final = "profile form"
"""The label by which the issues of forms are found."""

CONSENT: Final = "consent"
"""The question whose box has to be ticked; it is no field of a profile."""

WISH: Final = "wish"
"""The question of the form to pause or leave."""

NOTHING: Final = "none"
"""The answer that takes something out."""


class Style(StrEnum):
    """How a question is answered; only lines and texts can be filled in by an address."""

    LINE = "input"
    TEXT = "textarea"
    ONE_OF = "dropdown"
    BOXES = "checkboxes"


class Purpose(StrEnum):
    """What a form is for; also the name of its file."""

    JOIN = "join"
    CHANGE = "change"
    LEAVE = "leave"


class Wish(StrEnum):
    """What the form to pause or leave can ask for."""

    PAUSE = "Pause: do not show me or match me for now"
    RETURN = "Come back: show me and match me again"
    LEAVE = "Leave: remove my profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of an issue form. `label` is its heading in the issue that comes of it."""

    key: str
    label: str
    hint: str
    style: Style
    is_required: bool
    options: tuple[str, ...] = ()
    example: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueForm:
    """One issue form; `title` is what GitHub proposes as the title of the issue."""

    purpose: Purpose
    name: str
    about: str
    title: str
    questions: tuple[Question, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The headings of the issue, in order."""
        return tuple(each.label for each in self.questions)


def issue_forms(programme: Programme) -> tuple[IssueForm, ...]:
    """Make the three forms of a programme."""
    form, settings = form_of(programme), programme.settings
    return (
        IssueForm(
            purpose=Purpose.JOIN,
            name="Join",
            about="Become a mentor, a mentee or both. It takes about ten minutes.",
            title="Join",
            questions=(*(_question(each, form, settings) for each in form.asked), _consent()),
        ),
        IssueForm(
            purpose=Purpose.CHANGE,
            name="Change your profile",
            about="Answer only what changes; what you leave empty stays as it is.",
            title="Change my profile",
            questions=tuple(_change(each, settings) for each in form.asked),
        ),
        IssueForm(
            purpose=Purpose.LEAVE,
            name="Pause, come back or leave",
            about="One question.",
            title="Pause, come back or leave",
            questions=(_wish(),),
        ),
    )


def _question(field: Field, form: Form, settings: Settings) -> Question:
    return Question(
        key=field.key,
        label=field.label,
        hint=" ".join((*_optional(field, form), field.hint, *_how(field, settings))),
        style=_style(field),
        is_required=field.is_required,
        example=None if field.kind is Kind.ADDRESS else _example(field),
    )


def _change(field: Field, settings: Settings) -> Question:
    out = () if field.is_required else (f"Write {NOTHING} to take it out.",)
    return Question(
        key=field.key,
        label=field.label,
        hint=" ".join(
            ("Leave empty if it stays as it is.", *out, field.hint, *_how(field, settings))
        ),
        style=_style(field),
        is_required=False,
    )


def _style(field: Field) -> Style:
    has_lines = field.kind in {Kind.LONG_TEXT, Kind.WORDS, Kind.LOGINS}
    return Style.TEXT if has_lines else Style.LINE


def _optional(field: Field, form: Form) -> tuple[str, ...]:
    if field.is_required:
        return ()
    if field.key not in form.one_of:
        return ("Optional.",)
    others = [form.by_key[key].label for key in form.one_of if key != field.key]
    return (f"Answer this, or “{'” or “'.join(others)}”, or both.",)


def _how(field: Field, settings: Settings) -> tuple[str, ...]:
    """Say how to write the answer, where a page would show boxes or a list."""
    names = "; ".join(each.name for each in field.options)
    return {
        Kind.ADDRESS: (_address(settings),),
        Kind.CHOICE: (f"Write one of: {names}.",),
        Kind.CHOICES: (f"Write one or more of: {names}.",),
        Kind.WORDS: (
            f"One a line: [areas]({settings.site}areas/) by name, or your usual words for them.",
        ),
        Kind.LOGINS: ("One a line.",),
    }.get(field.kind, ())


def _address(settings: Settings) -> str:
    if settings.email_storage == SEALED:
        return (
            f"Seal it first, at {settings.site}join/ or with `mentor-match seal`, and write what "
            "begins with `sealed:`. Never write the address itself: everybody could read it."
        )
    return "Everyone who can read this repository can read it here."


def _example(field: Field) -> str | None:
    joiner = "\n" if _style(field) is Style.TEXT else ", "
    return joiner.join(field.examples) or None


def _consent() -> Question:
    return Question(
        key=CONSENT,
        label="Before you send",
        hint="This issue and your profile are as public as this repository.",
        style=Style.BOXES,
        is_required=True,
        options=(
            "I have read what happens to my information, and want my profile to be kept here",
        ),
    )


def _wish() -> Question:
    return Question(
        key=WISH,
        label="What would you like to do?",
        hint="You can come back at any time. Leaving removes your profile from the directory.",
        style=Style.ONE_OF,
        is_required=True,
        options=tuple(Wish),
    )
