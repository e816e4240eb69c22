"""What both kinds of `gate` need: the programme of a tree, and a verdict in words."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Final

from commands.outcome import Refused
from commands.reporting import comment_on, problems_as
from commands.shipped import shipped_folder
from intake.gate import Outcome, Verdict
from intake.tree_values import Tree
from roster.model import Programme
from roster.programme import parse_programme
from roster.programme_files import FILES, PROFILE_SCHEMA, ProgrammeFile
from roster.reading import source_lines
from roster.reports import Sources, as_markdown, as_text

_SENTENCES: Final = {
    Outcome.ACCEPTED: "This can enter by itself.",
    Outcome.REVIEW: "This is right so far, and a person will look at it.",
    Outcome.REFUSED: "This cannot enter yet.",
}


def programme_of(base: Tree) -> Programme:
    """Make the programme of the base tree's own files, each or else as shipped."""
    shipped = shipped_folder() / "programme"
    files = {}
    for name in (*FILES, PROFILE_SCHEMA):
        own = base.get(f"programme/{name}")
        data = own.data if own is not None else None
        files[name] = ProgrammeFile(
            path=f"programme/{name}",
            data=data if data is not None else (shipped / name).read_bytes(),
        )
    programme, problems = parse_programme(files)
    if programme is None:
        raise Refused(as_text(problems))
    return programme


def verdict_as(
    form: str, verdict: Verdict, *, programme: Programme, head: Tree, revision: str, today: date
) -> str:
    """Write a verdict in one of the forms that a verb prints."""
    if form == "json":
        return _as_json(verdict)
    if form in {"github", "sarif"}:
        return problems_as(form, verdict.problems)
    sources = {
        path: source_lines(head[path].data or b"")
        for path in {each.path for each in verdict.problems} & head.keys()
    }
    if form == "text":
        return _as_text(verdict, sources)
    from commands.cards import preview  # noqa: PLC0415 -- heavy, and other forms need none of it

    to_show = () if verdict.outcome is Outcome.REFUSED else verdict.profiles[:1]
    comment = comment_on(
        programme,
        verdict=_SENTENCES[verdict.outcome],
        problems=verdict.problems,
        sources=sources,
        today=today,
        reasons=verdict.reasons,
        card="".join(preview(each, programme, today=today) for each in to_show),
        revision=revision,
    )
    return as_markdown(comment, sources)


def _as_text(verdict: Verdict, sources: Sources) -> str:
    lines = [f"Verdict: {verdict.outcome}."]
    lines += [f"  {each.kind}: {each.path!r}" for each in verdict.changes]
    lines += [as_text(verdict.problems, sources)] if verdict.problems else []
    lines += [f"A person must look: {reason}" for reason in verdict.reasons]
    return "\n".join(lines)


def _as_json(verdict: Verdict) -> str:
    content = {
        "outcome": verdict.outcome,
        "problems": [asdict(each) for each in verdict.problems],
        "reasons": verdict.reasons,
        "changes": [
            {"path": each.path.encode(errors="replace").decode(), "kind": each.kind}
            for each in verdict.changes
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
