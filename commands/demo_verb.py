"""`demo`: check, match, play a short life of proposals, and build: a first look."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commands import build_verb
from commands.answer_verb import say
from commands.building import build
from commands.carrying import PROPOSALS, carry_out, gather_setting, settle_forge
from commands.gathering import (
    gather_forge,
    gather_ledger,
    gather_programme,
    gather_roster,
    moment,
)
from commands.ledger_verb import figures_of
from commands.outcome import DONE
from commands.propose_verb import planner_of_rounds
from commands.workers import threads
from matcher.ledger import Ledger
from matcher.pairings import Round
from roster.reports import summary

if TYPE_CHECKING:
    from commands.carrying import Planner
    from forge.port import IssueForge
    from matcher.proposals.plan import Change
    from matcher.proposals.planning import Setting

_REPORT: Final = Path("build/round.json")
_LEDGER: Final = Path("build/ledger.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no words of its own: the demonstration writes below build/ of the root."""
    parser.epilog = (
        f"Writes proposals to {PROPOSALS} and the site to {build_verb.SITE}, below --root."
    )


def run(arguments: argparse.Namespace) -> int:
    """Do each part of the main job once, and say where to look."""
    from matcher.report import as_data, report_of  # noqa: PLC0415 -- heavy
    from matcher.round import solve_round, told  # noqa: PLC0415

    root, arguments.forge, arguments.out = arguments.root, None, None
    settle_forge(arguments)
    arguments.round, arguments.ledger = root / _REPORT, root / _LEDGER
    programme = gather_programme(arguments)
    roster = gather_roster(arguments, programme)
    print(f"Check    {summary((), files=len(roster.profiles))}")
    with threads(arguments.scheduler) as executor:
        solved = solve_round(
            roster, Ledger(), programme=programme, today=arguments.today, executor=executor
        )
    print("\n".join(_matched(told(solved, Ledger()))))
    arguments.round.parent.mkdir(parents=True, exist_ok=True)
    arguments.round.write_text(json.dumps(as_data(report_of(solved)), indent=2), "utf-8")
    print("\n".join(_played(arguments)))
    arguments.ledger.write_text(figures_of(gather_ledger(arguments, roster)), "utf-8")
    out = build_verb.site_folder(arguments)
    print(f"Build    {build_verb.told(build(arguments, out), out)}")
    print(f"\nNext: {_to_serve(root)}, then open http://127.0.0.1:8000")
    return DONE


def _to_serve(root: Path) -> str:
    """Say how to look at what was built: by `make` where one stands in the engine's folder."""
    if root == Path() and Path("Makefile").is_file() and Path("commands").is_dir():
        return "make serve"
    where = [] if root == Path() else ["--root", str(root)]
    files = ["--round", str(root / _REPORT), "--ledger", str(root / _LEDGER)]
    return shlex.join(["mentor-match", *where, "serve", *files])


def _matched(one_round: Round) -> list[str]:
    figures = one_round.summary
    matched = f"{figures['matched']:,} of {figures['mentees']:,} mentees have a mentor."
    why = [f"         - {each.mentee}: {each.why}" for each in one_round.unmatched]
    unmatched = [f"         {len(why)} are left without one:", *why] if why else []
    return [f"Match    {matched}", *unmatched]


def _played(arguments: argparse.Namespace) -> Iterator[str]:
    """Play a short life: proposals, two people who answer, and a second round."""
    from matcher.proposals.deciding import plan_answers  # noqa: PLC0415 -- heavy

    forge, setting = gather_forge(arguments), gather_setting(arguments)
    proposals = arguments.root / PROPOSALS
    is_new = not any(proposals.glob("*.md"))
    a_round = planner_of_rounds(arguments.scheduler)
    if not setting.roster.profiles:
        yield "Propose  Nobody has joined yet, so nothing is proposed."
        return
    opened = _done(arguments, forge, setting, a_round)
    files = sum(1 for _ in proposals.glob("*.md"))
    yield f"Propose  {files:,} proposals in {proposals}, {len(opened):,} of them new."
    if not is_new:
        yield f"Answer   Nobody answers again. To play it anew, remove {proposals}."
        return
    said = [
        *((1, login, "/accept") for each in opened[:1] for login in (each.mentee, each.mentor)),
        *((2, each.mentor, "/decline no time") for each in opened[1:2]),
    ]
    for issue, login, words in said:
        say(arguments, setting.roster, issue=issue, login=login, words=words)
        yield f"Answer   {login} writes {words} on #{issue}."
    answers = partial(plan_answers, now=moment(arguments))
    for change in _done(arguments, forge, setting, answers):
        yield f"Reply    {change.as_line}"
    second = _done(arguments, forge, setting, a_round)
    lines = [f"Again    {change.as_line}" for change in second]
    yield from lines or ["Again    A second round finds nobody new for the one who was declined."]


def _done(
    arguments: argparse.Namespace, forge: IssueForge, setting: Setting, planner: Planner
) -> list[Change]:
    done: list[Change] = []
    carry_out(forge, setting, planner, now=partial(moment, arguments), told=done.append)
    return done
