"""What `init` must know of a programme: from its words, from git, else asked on a terminal.

The verb's words and the settings so far come in, the organisers' answers go out. It asks nothing
that it can know, and without a terminal it asks nothing at all.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Final

from commands.git_store import NoSuchRevisionError, ask_git
from commands.outcome import WRONG_USAGE, Refused
from intake.beginning import Beginning
from roster.model import Settings

ANYONE: Final = "the issues page of this repository"
_REMOTE: Final = re.compile(
    r"(?:(?:https?|ssh)://)?(?:[^@/\s]+@)?([A-Za-z0-9.-]+)(?::\d+)?[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
_GITHUB: Final = "github.com"
_YES: Final = frozenset({"", "y", "yes"})
_NO: Final = frozenset({"n", "no"})


def answers(arguments: argparse.Namespace, settings: Settings) -> Beginning:
    """Put together what is said, known or asked; refuse where something is missing."""
    host, known = _origin(arguments.root)
    is_new = settings.is_demonstration
    repository = (
        arguments.repository
        or (known if is_new else settings.repository)
        or _asked("Where is the repository on GitHub (OWNER/REPO)?", "--repository")
    )
    name = arguments.name or (
        _asked("What is your programme called?", "--name") if is_new else settings.programme
    )
    contact = arguments.contact or settings.contact
    if is_new and arguments.contact is None and sys.stdin.isatty():
        contact = _said(f"How do people reach you? [{ANYONE}]") or ANYONE
    site = arguments.site or (None if is_new else settings.site)
    if site is None and host not in {None, _GITHUB}:
        site = _asked("At which address will the site be (https://…/)?", "--site")
    owner = repository.partition("/")[0]
    return Beginning(
        programme=name,
        repository=repository,
        site=site or pages_of(repository),
        contact=contact,
        github=None if host in {None, _GITHUB} else f"https://{host}",
        organisers=arguments.organisers or f"@{owner}",
    )


def pages_of(repository: str) -> str:
    """The address at which GitHub Pages publishes a repository."""
    owner, _, name = repository.lower().partition("/")
    site = f"https://{owner}.github.io/"
    return (
        site
        if f"{name}/" == site.removeprefix("https://")
        else f"{site}{repository.partition('/')[2]}/"
    )


def wants_sealing(arguments: argparse.Namespace, settings: Settings) -> bool:
    """Say whether addresses are to be sealed from now on: always, but in a private repository."""
    if settings.email_storage == "sealed" or not settings.is_demonstration:
        return False
    if arguments.private is None and sys.stdin.isatty():
        return not agreed("Can only your organisers read the repository?", default=False)
    return not arguments.private


def agreed(question: str, *, default: bool) -> bool:
    """Ask for a yes or a no on the terminal."""
    while True:
        said = _said(f"{question} [{'yes' if default else 'no'}]").lower()
        if said in _YES | _NO:
            return default if not said else said in _YES
        print("Please write yes or no.", file=sys.stderr)


def _asked(question: str, word: str) -> str:
    """Ask for something that is needed; without a terminal, name the word that says it."""
    if not sys.stdin.isatty():
        raise Refused(f"{question} Say so with {word}.", status=WRONG_USAGE)
    while not (said := _said(question)):
        pass
    return said


def _said(question: str) -> str:
    print(question, end=" ", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise Refused("\nStopped. Nothing was done.")
    return line.strip()


def _origin(root: Path) -> tuple[str | None, str | None]:
    """Where git's origin is: the host, and the repository there."""
    try:
        address = ask_git(root, "remote", "get-url", "origin").decode(errors="replace").strip()
    except (NoSuchRevisionError, Refused):
        return None, None
    found = _REMOTE.fullmatch(address)
    return (found[1].lower(), found[2]) if found else (None, None)
