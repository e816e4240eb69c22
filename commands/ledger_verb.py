"""`ledger`: how proposals went, in figures, as JSON for `build --ledger`; it reads only."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from commands.carrying import add_own_forge_argument, settle_forge
from commands.gathering import gather_ledger, gather_programme, gather_roster
from commands.outcome import DONE

if TYPE_CHECKING:
    from matcher.ledger import Ledger


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_own_forge_argument(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write it to a file in place of printing it"
    )


def run(arguments: argparse.Namespace) -> int:
    """Count the ledger and print the figures, or write them."""
    settle_forge(arguments)
    roster = gather_roster(arguments, gather_programme(arguments))
    figures = figures_of(gather_ledger(arguments, roster))
    if arguments.out is None:
        print(figures)
    else:
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(f"{figures}\n", "utf-8")
    return DONE


def figures_of(ledger: Ledger) -> str:
    """Write a ledger in figures."""
    from matcher.ledger_summary import as_data, summary_of  # noqa: PLC0415 -- not for --help

    return json.dumps(as_data(summary_of(ledger)), indent=2)
