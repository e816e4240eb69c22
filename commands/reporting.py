"""The forms in which `check` and `gate` print problems.

Problems and the programme come in; text, or what a comment is made of, goes out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from roster.problems import Problem
from roster.reports import Comment, Sources, as_annotations, as_sarif

if TYPE_CHECKING:
    from roster.model import Programme

FORMATS: Final = ("text", "json", "github", "sarif", "markdown")
_PLACEHOLDER: Final = "OWNER/REPO"


def add_format(parser: argparse.ArgumentParser) -> None:
    """Let a verb be told how to print."""
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="how to print (default: text)"
    )


def problems_as(form: str, problems: Sequence[Problem]) -> str:
    """Write problems in one of the two forms that hold nothing else."""
    return as_sarif(problems) if form == "sarif" else as_annotations(problems)


def comment_on(
    programme: Programme,
    *,
    verdict: str,
    problems: Sequence[Problem],
    sources: Sources,
    today: date,
    reasons: Sequence[str] = (),
    card: str = "",
    revision: str = "HEAD",
) -> Comment:
    """Gather what a comment is made of."""
    from roster.mending import mends_of  # noqa: PLC0415 -- heavy, and other forms need none of it

    settings = programme.settings
    return Comment(
        verdict=verdict,
        problems=problems,
        reasons=reasons,
        mends=tuple(
            (path, mend)
            for path in dict.fromkeys(each.path for each in problems)
            for mend in mends_of(
                (each for each in problems if each.path == path),
                sources.get(path, ()),
                programme=programme,
                today=today,
            )
        ),
        card=card,
        files=""
        if settings.repository == _PLACEHOLDER
        else f"{settings.github}/{settings.repository}/blob/{quote(revision)}",
    )
