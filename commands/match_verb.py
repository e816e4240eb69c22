"""`match`: one round of pairings as JSON; it reads only."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commands.gathering import add_forge_argument, gather_ledger, gather_programme, gather_roster
from commands.outcome import DONE, WRONG_USAGE, Refused
from commands.workers import threads
from roster.model import Programme

if TYPE_CHECKING:
    from matcher.round import Solved

_MOST: Final = 2**53
"""JSON holds whole numbers exactly up to here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What an earlier round left: pairs (mentee, mentor), and prices in points by mentor."""

    pairs: tuple[tuple[str, str], ...] = ()
    prices: Mapping[str, int] = field(default_factory=dict)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_forge_argument(parser)
    parser.add_argument(
        "--before",
        type=Path,
        metavar="FILE",
        help="what an earlier `match` printed: start from its prices, and keep its pairs where "
        "as good (the points for `stay_put`)",
    )
    parser.add_argument(
        "--report",
        choices=("markdown", "json"),
        help="print the round in figures for organisers in place of the pairings, without names; "
        "`json` also has how many places of which mentor are taken",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run one round and print it."""
    from matcher.round import (  # noqa: PLC0415 -- heavy, and needed here alone
        prices_of,
        solve_round,
        told,
    )

    programme = gather_programme(arguments)
    roster = gather_roster(arguments, programme)
    ledger = gather_ledger(arguments, roster)
    before = _read_before(arguments.before) if arguments.before else Before()
    with threads(arguments.scheduler) as executor:
        solved = solve_round(
            roster,
            ledger,
            programme=programme,
            today=arguments.today,
            before=before.pairs,
            prices=before.prices,
            executor=executor,
        )
    if arguments.report is not None:
        print(_report(solved, arguments.report, programme))
        return DONE
    one_round = told(solved, ledger)
    answer = {
        "pairings": [asdict(each) for each in one_round.pairings],
        "unmatched": [asdict(each) for each in one_round.unmatched],
        "summary": one_round.summary,
        "prices": prices_of(solved),
    }
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return DONE


def _read_before(path: Path) -> Before:
    """Read what an earlier round printed; refuse what is no such file."""
    try:
        answer = json.loads(path.read_bytes())
        pairs = tuple((str(each["mentee"]), str(each["mentor"])) for each in answer["pairings"])
        # Any whole number may be a price: it is only where the search starts.
        prices = {str(login): min(int(price), _MOST) for login, price in answer["prices"].items()}
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        message = (
            f"{path} is not what `mentor-match match` prints. "
            "Make one with: mentor-match match > before.json"
        )
        raise Refused(message, status=WRONG_USAGE) from error
    return Before(pairs=pairs, prices={login: max(price, 0) for login, price in prices.items()})


def _report(solved: Solved, form: str, programme: Programme) -> str:
    from matcher.report import (  # noqa: PLC0415 -- not always
        as_data,
        as_markdown,
        report_of,
        taken_of,
    )

    report = report_of(solved)
    if form == "json":
        data = {**as_data(report), "taken": taken_of(solved)}
        return json.dumps(data, ensure_ascii=False, indent=2)
    return as_markdown(report, programme=programme.settings.programme)
