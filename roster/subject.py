"""One profile under check: what it says, where it says so, and how a rule tells a problem of it.

A document with its typed values comes in; problems with their places go out. It must never
know any rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from roster.email import Address
from roster.misfit_words import field_name
from roster.model import Programme
from roster.problems import Fault, Problem, Severity
from roster.reading import Document
from roster.shape import Typed
from roster.text import find_in_source

MOST_ENTRIES: Final = 20
LONGEST_TEXT: Final = 2000
"""What is looked at of lists and texts; longer ones are refused for their length anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One profile under check: what it says, where it says so, and the programme's lists."""

    path: str
    values: Typed
    document: Document
    programme: Programme
    today: date
    address: Address | str | None
    """The email address taken apart, or the sentence that says why it is none."""

    def text(self, field: str) -> str | None:
        """The text of a field, or None where it is missing or of another kind."""
        value = self.values.get(field)
        return value if isinstance(value, str) else None

    def texts(self, field: str) -> list[tuple[int, str]]:
        """The first entries of a list field with their positions, as far as they are text."""
        value: Any = self.values.get(field)
        if not isinstance(value, list):
            return []
        entries = enumerate(value[:MOST_ENTRIES])
        return [(index, entry) for index, entry in entries if isinstance(entry, str)]

    def problem(
        self,
        rule: str,
        *where: str | int,
        message: str,
        hint: str,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Make a problem at the place of a value."""
        place = self.document.place(*where)
        return Problem(
            rule=rule,
            path=self.path,
            line=place.line,
            column=place.column,
            field=field_name(where),
            message=message,
            hint=hint,
            severity=severity,
        )

    def problem_in_text(self, field: str, text: str, fault: Fault) -> Problem:
        """Make a problem at a fault inside a text, found again among the lines of the file."""
        place = self.document.place(field)
        line, column = find_in_source(
            self.document.lines, place, text.split("\n")[fault.line], fault
        )
        problem = self.problem(fault.rule, field, message=fault.message, hint=fault.hint)
        return replace(problem, line=line, column=column)
