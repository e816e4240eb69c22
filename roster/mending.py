"""Every mend of a file carried out, each only if it helps.

The bytes of a file come in; the bytes as they should be, or the lines to write in place of others,
go out. It must never know what any mend is.
"""

from __future__ import annotations

from bisect import bisect_left
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from roster.checking import check_file
from roster.menders import Mend, mend
from roster.model import Programme
from roster.problems import Problem, Severity, sort_problems
from roster.reading import source_lines
from roster.shape import Schema, parse_schema

MOST_STEPS: Final = 100
"""How often a file is checked anew: each step mends all that the last check has told."""

_MOST_SUGGESTED: Final = 100


def mended(data: bytes, *, path: str, programme: Programme, today: date) -> bytes:
    """Carry out every mechanical mend of a file, each only if it helps.

    Returns the bytes as they were where nothing can be mended, and as far as MOST_STEPS lead
    where more can be than that.
    """
    return _mend_all(data, path=path, programme=programme, today=today).data


def mends_of(
    problems: Iterable[Problem], lines: Sequence[str], *, programme: Programme, today: date
) -> tuple[Mend, ...]:
    """The mends of one file with these problems, at most one a line: carried out together."""
    path = next((each.path for each in problems if each.severity is Severity.ERROR), None)
    if path is None:
        return ()
    data = "\n".join(lines).encode()
    return _mend_all(data, path=path, programme=programme, today=today).mends[:_MOST_SUGGESTED]


def written(mends: Iterable[Mend], data: bytes) -> bytes:
    """Write mends into a file: the other lines, all ends of lines and a mark at the start stay."""
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    *ended, last = data.removeprefix(mark).split(b"\n")
    lines = [*(each + b"\n" for each in ended), last]
    for number, text in dict(mends).items():
        line = lines[number - 1]
        end = next(each for each in (b"\r\n", b"\n", b"") if line.endswith(each))
        lines[number - 1] = b"" if text is None else text.encode() + end
    return mark + b"".join(lines)


class _Outcome(NamedTuple):
    """The mended bytes, and what that changes of the lines as they were, in their order."""

    data: bytes
    mends: tuple[Mend, ...]


def _mend_all(data: bytes, *, path: str, programme: Programme, today: date) -> _Outcome:
    """Mend in steps, since some mistakes hide others.

    A step that leaves what it should have mended is taken again without those mends.
    """
    schema = parse_schema(programme.profile_schema)
    errors_of = partial(_errors, path=path, programme=programme, today=today)
    lines, errors = source_lines(data), errors_of(data)
    numbers = [*range(1, len(lines) + 1)]  # what each line was called at first
    done: dict[int, str | None] = {}
    left_alone: set[_Mistake] = set()
    for _ in range(MOST_STEPS):
        step = _step(errors, lines, schema, left_alone)
        if not step.mends:
            break
        after = written(step.mends, data)
        told = errors_of(after)
        failed = step.failed(told, lines)
        if failed:
            left_alone |= failed
            continue
        done |= {numbers[each.line - 1]: each.text for each in step.mends}
        numbers = [each for each in numbers if done.get(each, "") is not None]
        data, lines, errors = after, source_lines(after), told
    return _Outcome(data, tuple(Mend(*each) for each in sorted(done.items())))


def _errors(data: bytes, *, path: str, programme: Programme, today: date) -> tuple[Problem, ...]:
    told = check_file(data, path=path, programme=programme, today=today).problems
    return sort_problems(each for each in told if each.severity is Severity.ERROR)


class _Mistake(NamedTuple):
    """What a problem says of a line, wherever the line stands."""

    rule: str
    message: str
    text: str


def _mistake(problem: Problem, lines: Sequence[str]) -> _Mistake:
    return _Mistake(problem.rule, problem.message, "".join(lines[problem.line - 1 : problem.line]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """Mends to carry out together, by the numbers of lines before any of them.

    `mended` are the problems that they mend, `errors` all that there were.
    """

    mends: tuple[Mend, ...]
    mended: tuple[Problem, ...]
    errors: tuple[Problem, ...]

    def failed(self, told: Iterable[Problem], lines: Sequence[str]) -> set[_Mistake]:
        """What is told of its line as often as before it was mended, unless the line is gone."""
        gone = [each.line for each in self.mends if each.text is None]

        def place(problem: Problem) -> tuple[str, str, int]:
            line = problem.line - bisect_left(gone, problem.line)
            return (problem.rule, problem.message, line)

        now = Counter((each.rule, each.message, each.line) for each in told)
        before, lost = Counter(map(place, self.errors)), frozenset(gone)
        return {
            _mistake(each, lines)
            for each in self.mended
            if each.line not in lost and now[place(each)] >= before[place(each)]
        }


def _step(
    errors: tuple[Problem, ...], lines: Sequence[str], schema: Schema, left_alone: Set[_Mistake]
) -> _Step:
    """Find what can be mended at once, from the top; of one line mistakes of one rule alone.

    Each mend sees the lines as the ones before have left them: those of a line come from its end,
    so that the places before it stay where they are.
    """
    now = list(lines)
    mends: list[Mend] = []
    mended: list[Problem] = []
    gone = 0
    for problem in sorted(errors, key=lambda each: (each.line, -each.column)):
        number = problem.line - gone
        is_left = _is_taken(problem, mends, mended) or _mistake(problem, lines) in left_alone
        found = None if is_left else mend(replace(problem, line=number), now, schema)
        if found is None:
            continue
        mends.append(Mend(problem.line, found.text))
        mended.append(problem)
        now[number - 1 : number] = [] if found.text is None else [found.text]
        gone += found.text is None
    return _Step(mends=tuple(mends), mended=tuple(mended), errors=errors)


def _is_taken(problem: Problem, mends: Sequence[Mend], mended: Sequence[Problem]) -> bool:
    """Whether the line of a problem has a mend of another kind, or is removed."""
    if not mends or mends[-1].line != problem.line:
        return False
    return mends[-1].text is None or mended[-1].rule != problem.rule
