"""`propose`: the plan of a round and of the day, printed; with --apply, carried out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from commands.carrying import add_plan_arguments, plan_and_run
from commands.workers import threads

if TYPE_CHECKING:
    from commands.carrying import Planner
    from forge.port import IssueReader
    from matcher.proposals.plan import Plan
    from matcher.proposals.planning import Setting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_plan_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Plan a round, print it, and carry it out if asked."""
    from matcher.proposals.deciding import plan_day  # noqa: PLC0415 -- heavy

    a_round = planner_of_rounds(arguments.scheduler, overridden=arguments.override_guard)
    return plan_and_run(arguments, a_round, sweeper=plan_day)


def planner_of_rounds(scheduler: str | None, *, overridden: Sequence[str] = ()) -> Planner:
    """Make what plans a round, with this machine's threads or a cluster."""
    from matcher.proposals.deciding import plan_round  # noqa: PLC0415 -- heavy

    def plan(reader: IssueReader, setting: Setting) -> Plan:
        with threads(scheduler) as executor:
            return plan_round(reader, setting, overridden=overridden, executor=executor)

    return plan
