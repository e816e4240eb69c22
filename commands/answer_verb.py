"""`answer`: what somebody says on a proposal in a folder, so that a life can be played."""

from __future__ import annotations

import argparse
from pathlib import Path

from commands.carrying import add_own_forge_argument, settle_forge
from commands.forge_errors import told_of_forge
from commands.gathering import gather_programme, gather_roster, moment
from commands.outcome import DONE, WRONG_USAGE, Refused
from forge.folder import FolderForge
from forge.port import Account
from roster.model import Roster
from roster.problems import shown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument("issue", type=int, metavar="ISSUE", help="the number of the issue")
    parser.add_argument("login", metavar="LOGIN", help="the login of the person who says it")
    parser.add_argument("words", nargs="+", metavar="WORD", help="what is said: /accept")
    add_own_forge_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write a comment as a person of the roster."""
    settle_forge(arguments)
    if not arguments.forge.startswith("folder:"):
        message = "On GitHub people answer for themselves; this verb is for folder:DIR."
        raise Refused(message, status=WRONG_USAGE)
    roster = gather_roster(arguments, gather_programme(arguments))
    words = " ".join(arguments.words)
    say(arguments, roster, issue=arguments.issue, login=arguments.login, words=words)
    return DONE


def say(
    arguments: argparse.Namespace, roster: Roster, *, issue: int, login: str, words: str
) -> None:
    """Write a comment as a person of the roster."""
    person = roster.by_login.get(login.lower())
    if person is None:
        raise Refused(f"Nobody in the roster is {shown(login)}.")
    forge = FolderForge(
        Path(arguments.forge.partition(":")[2]),
        now=lambda: moment(arguments),
        account=Account(login=person.github, number=person.github_id),
    )
    with told_of_forge():
        forge.comment(issue, words)
