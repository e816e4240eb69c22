"""What to say when a file is not YAML: the parser's place, and our own words for the cause.

The parser says where it gave up; the text there says why. Its messages never go out.
"""

from __future__ import annotations

import yaml

from roster.problems import Problem
from roster.syntax_causes import CAUSES, Stop, second_document


def explain_syntax(error: yaml.YAMLError, *, lines: tuple[str, ...], path: str) -> Problem:
    """Say in our own words why the text is not YAML, at the place that has to be mended."""
    stop = _stop(error, lines)
    second = second_document(stop)
    answers = (cause(stop) for cause in CAUSES)
    line, column, message, hint = second or next(each for each in answers if each is not None)
    return Problem(
        rule="yaml-mapping" if second else "yaml-syntax",
        path=path,
        line=line + 1,
        column=column + 1,
        message=message,
        hint=hint,
    )


def _stop(error: yaml.YAMLError, lines: tuple[str, ...]) -> Stop:
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    last = len(lines) - 1
    # A text without a last line break may end "below" its last line.
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if line > last:
        line, column = last, len(lines[last])
    return Stop(
        lines=lines,
        line=line,
        column=column,
        start_line=min(context.line, last) if context else None,
        start_column=context.column if context else 0,
    )
