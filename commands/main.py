"""`mentor-match [--root DIR] VERB`: find the verb, load its file alone, and run it.

Words come in, an exit status goes out. It must never import a room before a verb needs it:
`--help` answers at once.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
import time
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Final, Protocol, cast

from commands.disk_errors import told_of_disk
from commands.outcome import DONE, OUTSIDE_WORLD_FAILED, STOPPED, WRONG_USAGE, Refused

VERBS: Final = {
    "init": "make a fresh copy of this repository a programme of your own",
    "check": "check every profile, or the files named, against every rule",
    "match": "work out one round of pairings and print it as JSON",
    "explain": "say why a pairing was made, or why not",
    "propose": "print the plan of proposals; with --apply, carry it out",
    "reply": "take new answers to proposals into account",
    "tend": "remind, expire, withdraw and ask: what proposals need every day",
    "ledger": "print how proposals went, in figures, for `build --ledger`",
    "answer": "say something on a proposal in a folder, as one of its people",
    "build": "build the site",
    "serve": "serve the site on this machine, rebuilt when files change",
    "gate": "judge whether a change of a git repository may enter by itself",
    "forms": "write the issue forms that GitHub shows, or check that they are up to date",
    "intake": "answer the forms that people sent as issues; with --apply, carry it out",
    "seal": "seal an email address with the programme's key",
    "keys": "make the programme's keys, seal every profile again, or open an address",
    "confirm": "ask owners once a year whether their profile is still right",
    "leave": "remove somebody who leaves: profile, choices of others, our own words about them",
    "prove": "mail codes to addresses that have to be proven, and set mentor-match/address",
    "import": "turn a spreadsheet's rows into profile files",
    "simulate": "make a synthetic programme of any size",
    "demo": "check, match, propose into a folder and build: a first look at everything",
}


class Verb(Protocol):
    """What the file of a verb must hold."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say which words the verb takes."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it and return the exit status."""


def main(words: list[str] | None = None) -> int:
    """Run one verb and return its status: outcome.py names them all."""
    if words is None:
        words = sys.argv[1:]
        _stop_at_first_ctrl_c()
    _open_closed_streams()
    _speak_utf8()
    try:
        arguments = _parser(set(words)).parse_args(words)
        _refuse_missing_root(arguments)
        status = _load(arguments.verb).run(arguments)
        sys.stdout.flush()  # here, where a reader that went away is no error
        return status
    except Refused as refused:
        print(refused, file=sys.stderr)
        return refused.status
    except BrokenPipeError:
        # What is left is for nobody, and must not fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    except OSError as error:
        print(told_of_disk(error), file=sys.stderr)
        return OUTSIDE_WORLD_FAILED


def _stop_at_first_ctrl_c() -> None:
    """Hear Ctrl-C once in five seconds: one more would break off the orderly end of the first."""
    pressed = -_PATIENCE

    def stop(_number: int, _frame: object) -> None:
        nonlocal pressed
        if time.monotonic() - pressed > _PATIENCE:
            pressed = time.monotonic()
            raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not in the background
        signal.signal(signal.SIGINT, stop)


def _open_closed_streams() -> None:
    """Let what was closed lead nowhere: the next file that is opened would stand in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Its number is the lowest that is free, so that it gets that one again.
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 -- to the end
            setattr(sys, name, nowhere)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale is: names and JSON are the same bytes everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


_PATIENCE: Final = 5.0
"""Seconds in which a stopped verb has ended."""

_BEGINNING: Final = frozenset({"init", "import"})
"""The verbs that may make the root."""

_ANYWHERE: Final = frozenset(
    {"confirm", "forms", "gate", "intake", "keys", "prove", "seal", "simulate"}
)
"""The verbs that need no profiles in a folder."""


def _refuse_missing_root(arguments: argparse.Namespace) -> None:
    """Refuse a root that is none: a site of nobody would be built in place of the real one."""
    if arguments.verb in _BEGINNING:
        return
    missing = arguments.root
    if arguments.root.is_dir():
        files, revision = getattr(arguments, "paths", ()), getattr(arguments, "preview", None)
        if arguments.verb in _ANYWHERE or files or revision is not None:
            return
        if any((arguments.root / name).is_dir() for name in ("profiles", "programme")):
            return
        missing = arguments.root / "profiles"
    message = f"There is no folder {missing}. Is --root the right folder?"
    raise Refused(message, status=WRONG_USAGE)


def _parser(words: set[str]) -> argparse.ArgumentParser:
    """Build the parser; only the verbs that are among the words have their files loaded.

    These can be two: a folder may be called as a verb is.
    """
    parser = argparse.ArgumentParser(
        prog="mentor-match",
        description="Mentoring across the civil service from a folder of YAML files.",
        epilog="Exit status: 0 done, 1 problems found or plan refused, 2 wrong usage, "
        "3 the outside world (disk, network) failed, 130 stopped by Ctrl-C.",
    )
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the folder of profiles/, programme/ and templates/ (default: here)",
    )
    parser.add_argument(
        "--today",
        type=_date,
        default=datetime.now(tz=UTC).date(),
        metavar="YYYY-MM-DD",
        help="the day to work for (default: today)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="the Dask cluster that does the work, such as tcp://HOST:8786 (default: this machine)",
    )
    verbs = parser.add_subparsers(title="verbs", dest="verb", metavar="VERB", required=True)
    for name, summary in VERBS.items():
        one = verbs.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + "."
        )
        if name in words:
            _load(name).add_arguments(one)
    return parser


def _load(verb_name: str) -> Verb:
    # cast: a module is the simplest object with these two functions; the test of the command
    # line loads every verb.
    return cast("Verb", importlib.import_module(f"commands.{verb_name}_verb"))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not a day: write it as 2026-11-01"
        raise argparse.ArgumentTypeError(message) from error


if __name__ == "__main__":
    sys.exit(main())
