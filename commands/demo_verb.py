"""`demo`: check, match, propose into a folder and build: a first look at everything."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

from commands import build_verb, propose_verb
from commands.gathering import gather_programme, gather_roster
from commands.outcome import DONE
from commands.workers import threads
from matcher.ledger import Ledger
from matcher.pairings import Round
from roster.reports import summary

_PROPOSALS: Final = Path("build/proposals")
_REPORT: Final = Path("build/round.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no words of its own: the demonstration writes below build/."""
    parser.epilog = f"Writes proposals to {_PROPOSALS} and the site to {build_verb.SITE}."


def run(arguments: argparse.Namespace) -> int:
    """Do each part of the main job once, and say where to look."""
    from matcher.report import as_data, report_of  # noqa: PLC0415 -- heavy
    from matcher.round import solve_round, told  # noqa: PLC0415

    arguments.forge, arguments.out = f"folder:{_PROPOSALS}", build_verb.SITE
    arguments.round = _REPORT
    programme = gather_programme(arguments)
    roster = gather_roster(arguments, programme)
    print(f"Check    {summary((), files=len(roster.profiles))}")
    with threads(arguments.scheduler) as executor:
        solved = solve_round(
            roster, Ledger(), programme=programme, today=arguments.today, executor=executor
        )
    print("\n".join(_matched(told(solved, Ledger()))))
    _REPORT.parent.mkdir(parents=True, exist_ok=True)
    _REPORT.write_text(json.dumps(as_data(report_of(solved)), indent=2), "utf-8")
    print(f"Propose  {_proposed(arguments)}")
    print(f"Build    {build_verb.told(build_verb.build(arguments, arguments.out), arguments.out)}")
    print("\nNext: make serve, then open http://127.0.0.1:8000")
    return DONE


def _matched(one_round: Round) -> list[str]:
    figures = one_round.summary
    matched = f"{figures['matched']:,} of {figures['mentees']:,} mentees have a mentor."
    why = [f"         - {each.mentee}: {each.why}" for each in one_round.unmatched]
    unmatched = [f"         {len(why)} are left without one:", *why] if why else []
    return [f"Match    {matched}", *unmatched]


def _proposed(arguments: argparse.Namespace) -> str:
    """Propose what is not proposed yet, and count the files that are there in the end."""
    plan = propose_verb.make_plan(arguments)
    opened = propose_verb.carry_out(plan, arguments)
    files = sum(1 for _ in _PROPOSALS.glob("*.md"))
    return f"{files:,} proposals in {_PROPOSALS}, {opened:,} of them new."
