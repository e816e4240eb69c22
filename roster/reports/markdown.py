"""Problems as one comment on a change: the verdict, what to mend, and the card as it will look.

Everything that anybody wrote is escaped: a comment can mention nobody, fetch nothing and
format nothing that its readers did not expect.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from roster.problems import Problem
from roster.reports.text import OF_THE_WHOLE_FILE, Sources, counted, covered, excerpt, line_covered

if TYPE_CHECKING:
    from roster.menders import Mend

LONGEST: Final = 60_000
"""The most characters of a comment; GitHub takes 65,536."""

_MOST_ROWS: Final = 100
_SHARE: Final = 17_500
"""The most characters of each of the three lists: reasons, problems, mends."""
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~@&:/])")
_LINKED: Final = re.compile(
    r"(?<=[@#])(?=\w)|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\b[A-Za-z]{2}-)(?=\d)"
    r"|(?<=\bCVE-)|(?<=\bGHSA-)|(?<=[0-9a-f]{6})(?=[0-9a-f])",
    re.IGNORECASE,
)
"""Where a word is cut that GitHub would make a link or a mention of. It does so after Markdown:
a backslash does not hinder it (https://github.com/github/cmark-gfm/issues/181)."""
_CUT: Final = "<!-- -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a comment is made of.

    `verdict` is one sentence, `reasons` say what a person must look at, `mends` are by path,
    `card` is Markdown: the profile as it would be shown. `files` is where the change's files can be
    looked at, such as GITHUB/OWNER/REPO/blob/REVISION, or empty.
    """

    verdict: str
    problems: Sequence[Problem] = ()
    reasons: Sequence[str] = ()
    mends: Sequence[tuple[str, Mend]] = ()
    card: str = ""
    files: str = ""


def as_markdown(comment: Comment, sources: Sources) -> str:
    """Write the comment, at most 60,000 characters long with what the gate adds below."""
    parts = (
        f"### {escaped(comment.verdict)}",
        _fitting([f"- {escaped(each)}" for each in comment.reasons], between="\n"),
        _table(comment, sources),
        _suggestions(comment),
        _next_steps(comment),
        comment.card,
    )
    return "\n\n".join(filter(None, parts))


def escaped(text: str) -> str:
    """Write text so that Markdown shows it as it is, on one line; addresses are covered.

    GitHub mentions nobody for it, and makes no link of it.
    """
    pieces = _LINKED.split(" ".join(covered(text).split()))
    return _CUT.join(_SPECIAL.sub(r"\\\1", each) for each in pieces)


def _fitting(pieces: Sequence[str], *, between: str, all_in_all: int | None = None) -> str:
    """Join as many pieces as fit, and count the rest up to `all_in_all`."""
    kept, room = 0, _SHARE
    while kept < min(len(pieces), _MOST_ROWS) and len(pieces[kept]) + len(between) <= room:
        room -= len(pieces[kept]) + len(between)
        kept += 1
    rest = (len(pieces) if all_in_all is None else all_in_all) - kept
    more = [f"\n\nAnd {rest:,} more."] if rest > 0 else []
    return "".join((between.join(pieces[:kept]), *more)).strip()


def _table(comment: Comment, sources: Sources) -> str:
    if not comment.problems:
        return ""
    rows = []
    for each in comment.problems[:_MOST_ROWS]:
        line = _line(each, sources)
        shown = f"<br>{_code(line)}" if line else ""
        cells = (_place(each, comment.files), escaped(each.message) + shown, escaped(each.hint))
        rows.append(f"| {' | '.join(cells)} |")
    head = "| where | what is wrong | what to do |\n|---|---|---|\n"
    told = _fitting(rows, between="\n", all_in_all=len(comment.problems))
    return f"{counted(comment.problems).capitalize()}:\n\n{head}{told}"


def _line(problem: Problem, sources: Sources) -> str:
    lines = sources.get(problem.path, ())
    if problem.rule in OF_THE_WHOLE_FILE or not 1 <= problem.line <= len(lines):
        return ""
    return excerpt(lines[problem.line - 1], problem.column)[0].strip()


def _place(problem: Problem, files: str) -> str:
    text = f"{escaped(problem.path)} line {problem.line}"
    is_plain = re.fullmatch(r"[A-Za-z0-9/_.-]+", problem.path) is not None
    return f"[{text}]({files}/{problem.path}#L{problem.line})" if files and is_plain else text


def _code(text: str) -> str:
    """Code in a table: no backquote can end it, and no bar its cell."""
    return f"`{text.replace('`', 'ˋ').replace('|', '¦')}`"


def _suggestions(comment: Comment) -> str:
    blocks = []
    for path, mend in comment.mends[:_MOST_ROWS]:
        text = mend.text
        if text is not None and line_covered(text) != text:
            continue  # nothing with an address is repeated
        where = f"{escaped(path)}, line {mend.line}"
        if text is None:
            blocks.append(f"Remove {where}.")
        else:
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
            blocks.append(f"Replace {where} by:\n\n{fence}suggestion\n{text}\n{fence}")
    more = max(0, len(comment.mends) - _MOST_ROWS)
    return _fitting(blocks, between="\n\n", all_in_all=len(blocks) + more)


def _next_steps(comment: Comment) -> str:
    if not comment.problems:
        return ""
    return (
        "**Next:** open the file in this change, press the pencil, mend what the table says and "
        "commit. The check runs again by itself. If something is unclear, ask here."
    )
