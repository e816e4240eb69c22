"""`match`: one round of pairings as JSON; it reads only."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from commands.gathering import add_forge_argument, gather_ledger, gather_programme, gather_roster
from commands.outcome import DONE
from commands.workers import threads


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_forge_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run one round and print it."""
    from matcher.round import run_round  # noqa: PLC0415 -- heavy, and needed here alone

    programme = gather_programme(arguments)
    roster = gather_roster(arguments, programme)
    ledger = gather_ledger(arguments, roster)
    with threads() as executor:
        one_round = run_round(
            roster, ledger, programme=programme, today=arguments.today, executor=executor
        )
    answer = {
        "pairings": [asdict(each) for each in one_round.pairings],
        "unmatched": [asdict(each) for each in one_round.unmatched],
        "summary": one_round.summary,
    }
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return DONE
