"""`prove`: mail codes to addresses that have to be proven, and set mentor-match/address."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from functools import partial

from commands.outcome import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "--forge", required=True, metavar="github:OWNER/REPO", help="where pull requests are open"
    )
    parser.add_argument(
        "--base", metavar="REV", default="main", help="the branch to enter (default: main)"
    )
    parser.add_argument("--pull", type=int, metavar="N", help="look at this pull request alone")
    parser.add_argument(
        "--apply", action="store_true", help="send the mails, comment and set the status"
    )


def run(arguments: argparse.Namespace) -> int:
    """Look at every open pull request, and do what its proof needs."""
    from commands.forge_errors import told_of_forge  # noqa: PLC0415 -- heavy
    from commands.gate_pulls import forge_with_pulls, gate_of  # noqa: PLC0415
    from commands.leasing import alone  # noqa: PLC0415
    from commands.mailing import gather_sender  # noqa: PLC0415
    from commands.proving import Proving, prove_pulls  # noqa: PLC0415

    forge = forge_with_pulls(arguments)
    with told_of_forge():
        gate = gate_of(arguments, forge)
        if gate.base()[2].settings.email_proof != "required":
            print("This programme asks for no proof of addresses (email_proof: off).")
            return DONE
        writer = forge if arguments.apply else None
        with alone(writer, "prove", now=partial(datetime.now, tz=UTC)) as take:
            proving = Proving(
                gate=gate,
                writer=writer,
                send=gather_sender() if arguments.apply else None,
                now=datetime.now(tz=UTC),
                take=take,
            )
            prove_pulls(proving, only=arguments.pull)
    if not arguments.apply:
        print("Nothing was sent or written. To carry this out: --apply", file=sys.stderr)
    return DONE
