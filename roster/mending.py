"""Every mend of a file carried out, one after the other, each only if it helps.

The bytes of a file come in; the bytes as they should be, or the lines to write in place of others,
go out. It must never know what any mend is.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence, Set
from datetime import date
from difflib import SequenceMatcher
from typing import Final

from roster.checking import check_file
from roster.menders import Mend, mend
from roster.model import Programme
from roster.problems import Problem, Severity
from roster.reading import source_lines
from roster.shape import parse_schema

_MOST_MENDS: Final = 100


def mended(data: bytes, *, path: str, programme: Programme, today: date) -> bytes:
    """Carry out every mechanical mend of a file, one after the other, each only if it helps.

    Returns the bytes as they were where nothing can be mended.
    """
    left_alone: set[tuple[str, str]] = set()
    for _ in range(_MOST_MENDS):
        found = _first_mend(data, path, programme, today, left_alone)
        if found is None:
            break
        problem, one = found
        after = written(one, data)
        if _is_told(problem, after, programme=programme, today=today):
            left_alone.add((problem.rule, problem.message))
        else:
            data = after
    return data


def _is_told(problem: Problem, data: bytes, *, programme: Programme, today: date) -> bool:
    """Whether a file has the very same problem."""
    told = check_file(data, path=problem.path, programme=programme, today=today).problems
    wanted = (problem.rule, problem.line, problem.message)
    return wanted in {(each.rule, each.line, each.message) for each in told}


def written(one: Mend, data: bytes) -> bytes:
    """Write a mend into a file: the other lines, all ends of lines and a mark at the start stay."""
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    *ended, last = data.removeprefix(mark).split(b"\n")
    lines = [*(each + b"\n" for each in ended), last]
    if one.text is None:
        del lines[one.line - 1]
    else:
        end = re.search(rb"(?:\r?\n)?\Z", lines[one.line - 1])
        lines[one.line - 1] = one.text.encode() + (end[0] if end else b"")
    return mark + b"".join(lines)


def mends_of(
    problems: Iterable[Problem], lines: Sequence[str], *, programme: Programme, today: date
) -> tuple[Mend, ...]:
    """The mends of one file with these problems, at most one a line: carried out together."""
    path = next((each.path for each in problems if each.severity is Severity.ERROR), None)
    if path is None:
        return ()
    data = "\n".join(lines).encode()
    after = mended(data, path=path, programme=programme, today=today).decode().split("\n")
    mends = []
    compared = SequenceMatcher(None, lines, after, autojunk=False)
    for kind, start, end, new_start, new_end in compared.get_opcodes():
        if kind != "equal":
            new = [*after[new_start:new_end], *[None] * (end - start)]
            mends += [
                Mend(number, text)
                for number, text in zip(range(start + 1, end + 1), new, strict=False)
            ]
    return tuple(mends[:_MOST_MENDS])


def _first_mend(
    data: bytes, path: str, programme: Programme, today: date, left_alone: Set[tuple[str, str]]
) -> tuple[Problem, Mend] | None:
    """Return the first problem that can be mended, with its mend."""
    checked = check_file(data, path=path, programme=programme, today=today)
    lines = source_lines(data)
    schema = parse_schema(programme.profile_schema)
    for problem in checked.problems:
        if problem.severity is not Severity.ERROR or (problem.rule, problem.message) in left_alone:
            continue
        found = mend(problem, lines, schema)
        if found is not None:
            return problem, found
    return None
