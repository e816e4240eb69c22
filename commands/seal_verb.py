"""`seal`: seal an email address with the programme's key."""

from __future__ import annotations

import argparse
import getpass
import sys

from commands.gathering import gather_programme
from commands.outcome import DONE, WRONG_USAGE, Refused
from commands.sealing import newest_key, refuse_no_address, seal_address
from roster.writing import write_fields

_LARGEST_INPUT = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "address",
        nargs="?",
        metavar="ADDRESS",
        help="your work address; left out, it is asked for, and no shell remembers it",
    )


def run(arguments: argparse.Namespace) -> int:
    """Seal the address and print the line that belongs in a profile."""
    public_key = newest_key(gather_programme(arguments).settings)
    address = (arguments.address or _asked_for()).strip()
    refuse_no_address(address)
    try:
        sealed = seal_address(address, public_key=public_key)
    except ValueError as error:
        raise Refused(str(error), status=WRONG_USAGE) from None
    print(write_fields({"email": sealed}).decode(), end="")
    return DONE


def _asked_for() -> str:
    """Read the address from a pipe, or ask at the terminal without showing what is typed."""
    if sys.stdin.isatty():
        return getpass.getpass("Work email address (it is not shown): ")
    return sys.stdin.read(_LARGEST_INPUT)
