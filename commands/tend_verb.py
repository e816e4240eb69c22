"""`tend`: answers, reminders, expiry, withdrawals, questions and the sweep of every day."""

from __future__ import annotations

import argparse
from functools import partial

from commands.carrying import add_plan_arguments, plan_and_run


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_plan_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Plan the day, print it, and carry it out if asked."""
    from matcher.proposals.deciding import plan_day  # noqa: PLC0415 -- heavy

    return plan_and_run(arguments, partial(plan_day, overridden=arguments.override_guard))
