"""`build`: the whole site, written into a folder; or what a change would do to it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from commands.building import build
from commands.outcome import DONE, WRONG_USAGE, Refused
from site_builder.output import Written

SITE: Final = Path("build/site")
PREVIEW: Final = Path("build/preview")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_site_arguments(parser)
    _add_preview_arguments(parser)


def add_site_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words every verb takes that builds the site."""
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help=f"the folder to write the site to (default: {SITE} below --root)",
    )
    parser.add_argument(
        "--round",
        type=Path,
        metavar="FILE",
        help="show the last round: what `match --report json` printed (default: none)",
    )
    parser.add_argument(
        "--ledger",
        type=Path,
        metavar="FILE",
        help="show how proposals went, and who has room: what `ledger` printed (default: none)",
    )


def _add_preview_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words a preview takes."""
    preview = parser.add_argument_group("in place of the site, a preview of a change")
    preview.add_argument(
        "--preview",
        metavar="REV",
        help="print as a comment what a git revision changes, and write the pages that differ "
        f"(default of --out: {PREVIEW} below --root)",
    )
    preview.add_argument(
        "--base",
        metavar="REV",
        help="what to compare with (default: main; for main itself, what it was before)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Build the site and say what changed, or preview a change."""
    if arguments.preview is not None:
        from commands.preview import run_preview  # noqa: PLC0415 -- heavy, and needed here alone

        return run_preview(arguments, arguments.out or arguments.root / PREVIEW)
    if arguments.base is not None:
        raise Refused("--base goes with --preview.", status=WRONG_USAGE)
    out = site_folder(arguments)
    print(told(build(arguments, out), out))
    return DONE


def site_folder(arguments: argparse.Namespace) -> Path:
    """Say where the site is written: where `--out` says, else below the root."""
    out: Path | None = arguments.out
    return arguments.root / SITE if out is None else out


def told(written: Written, out: Path) -> str:
    """Say in one line what a build did."""
    return (
        f"{written.pages:,} pages in {out}: {written.written:,} files written, "
        f"{written.unchanged:,} unchanged, {written.removed:,} removed."
    )
