"""`match`: one round of pairings as JSON; it reads only."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from commands.gathering import add_forge_argument, gather_ledger, gather_programme, gather_roster
from commands.outcome import DONE
from commands.workers import threads
from roster.model import Programme

if TYPE_CHECKING:
    from matcher.round import Solved


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_forge_argument(parser)
    parser.add_argument(
        "--report",
        choices=("markdown", "json"),
        help="print the round in figures for organisers, without names, in place of the pairings",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run one round and print it."""
    from matcher.round import solve_round, told  # noqa: PLC0415 -- heavy, and needed here alone

    programme = gather_programme(arguments)
    roster = gather_roster(arguments, programme)
    ledger = gather_ledger(arguments, roster)
    with threads(arguments.scheduler) as executor:
        solved = solve_round(
            roster, ledger, programme=programme, today=arguments.today, executor=executor
        )
    if arguments.report is not None:
        print(_report(solved, arguments.report, programme))
        return DONE
    one_round = told(solved, ledger)
    answer = {
        "pairings": [asdict(each) for each in one_round.pairings],
        "unmatched": [asdict(each) for each in one_round.unmatched],
        "summary": one_round.summary,
    }
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return DONE


def _report(solved: Solved, form: str, programme: Programme) -> str:
    from matcher.report import as_data, as_markdown, report_of  # noqa: PLC0415 -- not always

    report = report_of(solved)
    if form == "json":
        return json.dumps(as_data(report), ensure_ascii=False, indent=2)
    return as_markdown(report, programme=programme.settings.programme)
