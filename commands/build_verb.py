"""`build`: the whole site, written into a folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from commands.building import build
from commands.outcome import DONE
from site_builder.output import Written

SITE: Final = Path("build/site")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "--out",
        type=Path,
        default=SITE,
        metavar="DIR",
        help=f"the folder to write to (default: {SITE})",
    )
    parser.add_argument(
        "--round",
        type=Path,
        metavar="FILE",
        help="show the last round: what `match --report json` printed",
    )
    parser.add_argument(
        "--ledger",
        type=Path,
        metavar="FILE",
        help="show how proposals went, and who has room: what `ledger` printed",
    )


def run(arguments: argparse.Namespace) -> int:
    """Build the site and say what changed."""
    print(told(build(arguments, arguments.out), arguments.out))
    return DONE


def told(written: Written, out: Path) -> str:
    """Say in one line what a build did."""
    return (
        f"{written.pages:,} pages in {out}: {written.written:,} files written, "
        f"{written.unchanged:,} unchanged, {written.removed:,} removed."
    )
