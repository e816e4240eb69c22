"""Problems made readable: for people in a terminal, and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from roster.problems import Problem, Severity


def as_text(problems: tuple[Problem, ...]) -> str:
    """Write problems for people: place, what is wrong, what to do."""
    return "\n".join(
        f"{each.path}:{each.line}:{each.column}: {each.severity}: {each.message} [{each.rule}]\n"
        f"    {each.hint}"
        for each in problems
    )


def summary(problems: tuple[Problem, ...], *, files: int) -> str:
    """Say in one line how many profiles were checked and what was found."""
    errors = sum(each.severity is Severity.ERROR for each in problems)
    warnings = len(problems) - errors
    found = ", ".join(
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "problem"), (warnings, "warning"))
        if count or word == "problem"
    )
    return f"{files:,} profile{'' if files == 1 else 's'} checked: {found}."


def as_json(problems: tuple[Problem, ...], *, files: int) -> str:
    """Write problems for programs: `{"profiles": n, "problems": [...]}`."""
    content = {"profiles": files, "problems": [asdict(each) for each in problems]}
    return json.dumps(content, ensure_ascii=False, indent=2)
