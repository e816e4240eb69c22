"""`propose`: the plan of proposals, printed; with --apply, carried out."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Final

from tqdm import tqdm

from commands.gathering import (
    add_forge_argument,
    gather_forge,
    gather_ledger,
    gather_programme,
    gather_roster,
    template_folders,
)
from commands.outcome import DONE, OUTSIDE_WORLD_FAILED, Refused
from commands.workers import threads
from forge.port import ForgeError
from matcher.proposals.plan import Plan

DEFAULT_FORGE: Final = "folder:build/proposals"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_forge_argument(parser, default=DEFAULT_FORGE)
    parser.add_argument("--apply", action="store_true", help="carry the plan out")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print (default: text)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the plan, print it, and carry it out if asked."""
    forge = gather_forge(arguments)
    plan = make_plan(arguments)
    print(_printed(plan, arguments.format))
    if arguments.apply:
        print(f"{carry_out(plan, arguments):,} opened in {forge.folder}.", file=sys.stderr)
    elif plan.openings:
        print(
            f"Nothing was written. To carry the plan out into {forge.folder}: --apply",
            file=sys.stderr,
        )
    return DONE


def make_plan(arguments: argparse.Namespace) -> Plan:
    """Gather, run a round and plan what it would change."""
    from jinja2 import FileSystemLoader  # noqa: PLC0415 -- heavy, and needed here alone

    from matcher.proposals.issue import issue_templates  # noqa: PLC0415
    from matcher.proposals.plan import plan_changes  # noqa: PLC0415
    from matcher.round import solve_round, told  # noqa: PLC0415

    programme = gather_programme(arguments)
    roster = gather_roster(arguments, programme)
    if not roster.profiles:
        raise Refused("The roster is empty: nothing is proposed. Is --root the right folder?")
    ledger = gather_ledger(arguments, roster)
    with threads(arguments.scheduler) as executor:
        solved = solve_round(
            roster, ledger, programme=programme, today=arguments.today, executor=executor
        )
    templates = issue_templates(FileSystemLoader(template_folders(arguments.root)))
    return plan_changes(
        told(solved, ledger),
        roster,
        programme=programme,
        templates=templates,
        today=arguments.today,
    )


def _printed(plan: Plan, form: str) -> str:
    return (
        json.dumps(plan.as_json, ensure_ascii=False, indent=2) if form == "json" else plan.as_text
    )


def carry_out(plan: Plan, arguments: argparse.Namespace) -> int:
    """Apply a plan to the forge that `--forge` names; return how many issues were opened."""
    from matcher.proposals.apply import apply_plan  # noqa: PLC0415 -- not needed to print

    changes = apply_plan(plan, gather_forge(arguments))
    try:
        return sum(1 for _ in tqdm(changes, total=len(plan.openings), disable=None))
    except ForgeError as error:
        raise Refused(str(error), status=OUTSIDE_WORLD_FAILED) from error
