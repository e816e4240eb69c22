"""What `propose`, `tend` and `reply` share: their words, the plan printed, and a run.

A planner comes in, an exit status goes out. It decides nothing about proposals.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commands.forge_errors import told_of_forge
from commands.gathering import (
    add_forge_argument,
    gather_forge,
    gather_programme,
    gather_roster,
    moment,
    template_folders,
)
from commands.leasing import holder
from commands.outcome import DONE, PROBLEMS_FOUND, Refused
from forge.port import BudgetSpent, IssueForge

if TYPE_CHECKING:
    from matcher.proposals.plan import Change, Plan
    from matcher.proposals.planning import Setting
    from matcher.proposals.running import Run
    from roster.model import Roster

    Planner = Callable[[IssueForge, Setting], Plan]

PROPOSALS: Final = Path("build/proposals")
"""Where proposals are kept, below the root, where no forge is named."""


def add_own_forge_argument(parser: argparse.ArgumentParser) -> None:
    """Let a verb be told where issues live, which has a place for them otherwise."""
    add_forge_argument(parser, otherwise=f"default: folder:{PROPOSALS} below --root")


def settle_forge(arguments: argparse.Namespace) -> None:
    """Where no forge was named, let it be the root's own folder of proposals."""
    if arguments.forge is None:
        arguments.forge = f"folder:{arguments.root / PROPOSALS}"


def add_plan_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words a verb takes that makes a plan."""
    from matcher.proposals.plan import Guard  # noqa: PLC0415 -- heavy

    add_own_forge_argument(parser)
    parser.add_argument("--apply", action="store_true", help="carry the plan out")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print (default: text)"
    )
    parser.add_argument(
        "--expect-plan", metavar="DIGEST", help="refuse any plan but the one with this digest"
    )
    parser.add_argument(
        "--override-guard",
        action="append",
        default=[],
        metavar="NAME",
        choices=[str(each) for each in Guard],
        help="carry out what this guard refuses; for a person who has looked",
    )
    parser.add_argument(
        "--tell",
        type=Path,
        metavar="FILE",
        help="add the lines digest=, changes= and today= to a file such as $GITHUB_OUTPUT",
    )


def gather_setting(arguments: argparse.Namespace, roster: Roster | None = None) -> Setting:
    """Gather the roster, unless it is given, the programme and the templates for a day."""
    from jinja2 import FileSystemLoader  # noqa: PLC0415 -- heavy, and needed here alone

    from matcher.proposals.issue import issue_templates  # noqa: PLC0415
    from matcher.proposals.planning import Setting  # noqa: PLC0415

    programme = gather_programme(arguments)
    return Setting(
        roster=gather_roster(arguments, programme) if roster is None else roster,
        programme=programme,
        templates=issue_templates(FileSystemLoader(template_folders(arguments.root))),
        today=arguments.today,
    )


def plan_and_run(
    arguments: argparse.Namespace, planner: Planner, *, sweeper: Planner | None = None
) -> int:
    """Make a plan, print it, and carry it out if asked."""
    settle_forge(arguments)
    forge = gather_forge(arguments)
    setting = gather_setting(arguments)
    status = DONE
    with told_of_forge():
        _tell_budget(forge, "before")
        plan = planner(forge, setting)
        print(_printed(plan, arguments.format))
        _tell_file(plan, arguments)
        if _is_to_be_carried_out(plan, arguments):
            run = carry_out(
                forge,
                setting,
                planner,
                sweeper=sweeper,
                now=lambda: moment(arguments),
                expected=arguments.expect_plan,
            )
            status = _told(run, arguments)
        _tell_budget(forge, "after")
    return status


def _is_to_be_carried_out(plan: Plan, arguments: argparse.Namespace) -> bool:
    """Whether a printed plan is to be carried out; a refused one raises Refused."""
    from matcher.proposals.running import why_refused  # noqa: PLC0415 -- heavy

    refused = why_refused(plan, arguments.expect_plan)
    if refused is not None:
        is_printed = bool(plan.refusals) and arguments.format == "text"
        raise Refused("Nothing was written." if is_printed else refused)
    if plan.changes and not arguments.apply:
        print(
            f"Nothing was written. To carry the plan out in {arguments.forge}: --apply",
            file=sys.stderr,
        )
    return bool(plan.changes) and bool(arguments.apply)


def carry_out(
    forge: IssueForge,
    setting: Setting,
    planner: Planner,
    *,
    now: Callable[[], datetime],
    sweeper: Planner | None = None,
    expected: str | None = None,
    told: Callable[[Change], None] | None = None,
) -> Run:
    """Run under the lease; `expected` is the digest of the only plan to be carried out.

    Raises ForgeError.
    """
    from matcher.proposals.running import run_plan  # noqa: PLC0415 -- heavy

    return run_plan(
        forge,
        lambda: planner(forge, setting),
        sweeper=None if sweeper is None else (lambda: sweeper(forge, setting)),
        holder=holder(),
        now=now,
        expected=expected,
        told=told or (lambda change: print(change.as_line, file=sys.stderr)),
    )


def _told(run: Run, arguments: argparse.Namespace) -> int:
    if run.refused is not None:
        print(run.refused, file=sys.stderr)
        return PROBLEMS_FOUND
    swept = f", {run.swept:,} more by the sweep" if run.swept else ""
    print(f"{run.done:,} done in {arguments.forge}{swept}.", file=sys.stderr)
    if run.paused is not None:
        print(run.paused, file=sys.stderr)
    return DONE


def _printed(plan: Plan, form: str) -> str:
    if form == "json":
        return json.dumps(plan.as_json, ensure_ascii=False, indent=2, default=str)
    return plan.as_text


def _tell_file(plan: Plan, arguments: argparse.Namespace) -> None:
    if arguments.tell is not None:
        facts = f"digest={plan.digest}\nchanges={len(plan.changes)}\ntoday={plan.today}\n"
        with arguments.tell.open("a", encoding="utf-8") as file:
            file.write(facts)


def _tell_budget(forge: IssueForge, when: str) -> None:
    with contextlib.suppress(BudgetSpent):
        budget = forge.budget()
        if budget.left is not None:
            until = f", renewed at {budget.renewed:%H:%M} UTC" if budget.renewed else ""
            print(f"Requests left {when}: {budget.left:,}{until}.", file=sys.stderr)
