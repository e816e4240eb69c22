"""`tend`: answers, reminders, withdrawals, questions, the sweep, and no trace of who has left."""

from __future__ import annotations

import argparse
from functools import partial

from commands.carrying import add_plan_arguments, plan_and_run
from commands.forge_errors import told_of_forge
from commands.gathering import gather_forge
from commands.outcome import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_plan_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Plan the day, print it, and carry it out if asked; then forget who has left."""
    from commands.departing import forget_leavers  # noqa: PLC0415 -- not for --help
    from matcher.proposals.deciding import plan_day  # noqa: PLC0415 -- heavy

    status = plan_and_run(arguments, partial(plan_day, overridden=arguments.override_guard))
    forgotten = DONE
    with told_of_forge():
        forgotten = forget_leavers(arguments, gather_forge(arguments))
    return max(status, forgotten)
