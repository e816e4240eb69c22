"""`reply`: what people said in the last two days, and what organisers said by label."""

from __future__ import annotations

import argparse
from functools import partial

from commands.carrying import add_plan_arguments, plan_and_run, settle_forge
from commands.gathering import moment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_plan_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Plan what answers change, print it, and carry it out if asked."""
    from matcher.proposals.deciding import plan_answers  # noqa: PLC0415 -- heavy

    settle_forge(arguments)
    return plan_and_run(arguments, partial(plan_answers, now=moment(arguments)))
