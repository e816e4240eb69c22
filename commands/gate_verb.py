"""`gate`: judge whether a change may enter by itself: of a local git repository, or on a forge."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from commands.git_store import NoSuchRevisionError, read_trees, unreadable
from commands.outcome import DONE, PROBLEMS_FOUND, WRONG_USAGE, Refused
from commands.reporting import add_format
from commands.secrets import private_keys
from commands.verdicts import programme_of, verdict_as
from intake.gate import Author, Outcome, judge


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "--base", metavar="REV", default="main", help="the branch to enter (default: main)"
    )
    parser.add_argument("--head", metavar="REV", help="the change")
    parser.add_argument("--author", metavar="LOGIN", help="who asks")
    parser.add_argument(
        "--author-id", type=_account_number, metavar="N", help="the number of their account"
    )
    parser.add_argument(
        "--organiser", action="store_true", help="the author may write to the repository"
    )
    add_format(parser)
    forge = parser.add_argument_group("on a forge, in place of --head and --author")
    forge.add_argument(
        "--forge", metavar="github:OWNER/REPO", help="judge the pull requests that are open there"
    )
    forge.add_argument("--pull", type=int, metavar="N", help="judge this pull request alone")
    forge.add_argument(
        "--published",
        action="store_true",
        help="judge nothing: post the link of the page where a pull request has been merged",
    )
    forge.add_argument(
        "--apply", action="store_true", help="set the status, comment, and merge what may enter"
    )
    forge.add_argument(
        "--tell", type=Path, metavar="FILE", help="append to FILE how many were merged"
    )


def _account_number(text: str) -> int:
    """Read a number as GitHub writes it: no other digits, signs or spaces that int() takes."""
    if re.fullmatch(r"-?(?:0|[1-9][0-9]{0,29})", text) is None:
        message = f"{text[:60]!r} is not the number of an account: write it as 18151210"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Read both trees, judge, and print the verdict; status 1 unless it enters by itself."""
    if arguments.forge is not None:
        from commands.gate_pulls import run_on_forge  # noqa: PLC0415 -- heavy, and needed here alone

        return run_on_forge(arguments)
    if arguments.head is None or arguments.author is None or arguments.author_id is None:
        message = "Name the change: --head, --author and --author-id, or --forge."
        raise Refused(message, status=WRONG_USAGE)
    try:
        base, head = read_trees(arguments.root, arguments.base, arguments.head)
    except NoSuchRevisionError as error:
        raise unreadable(arguments.base, arguments.head) from error
    programme = programme_of(base)
    verdict = judge(
        base,
        head,
        author=Author(
            login=arguments.author,
            number=arguments.author_id,
            is_organiser=arguments.organiser,
        ),
        programme=programme,
        today=arguments.today,
        keys=private_keys(),
    )
    told = verdict_as(
        arguments.format,
        verdict,
        programme=programme,
        head=head,
        revision=arguments.head,
        today=arguments.today,
    )
    print(told)
    return DONE if verdict.outcome is Outcome.ACCEPTED else PROBLEMS_FOUND
