"""`leave`: remove somebody who leaves: profile, choices of others, our own words about them."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commands.check_verb import CACHE
from commands.gathering import add_forge_argument, gather_forge, gather_programme
from commands.outcome import DONE, OUTSIDE_WORLD_FAILED, PROBLEMS_FOUND, WRONG_USAGE, Refused
from forge.port import ForgeError
from roster.folder import PROFILES
from roster.reading import LARGEST_PROFILE

if TYPE_CHECKING:
    from forge.folder import FolderForge
    from forge.github import GitHubForge
    from intake.leaving import Leaver, Leaving

_LOGIN: Final = re.compile(r"[A-Za-z0-9-]{1,39}")
_LABELS: Final = ("mentor-match", "profile form", "profile confirmation")
"""The labels of the issues that can be about a person."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument("login", metavar="LOGIN", help="who leaves")
    add_forge_argument(parser)
    parser.add_argument("--apply", action="store_true", help="carry the plan out")


def run(arguments: argparse.Namespace) -> int:
    """Plan, print, and carry out if asked: the forge first, since files say who it is about."""
    from intake.leaving import leaver_of  # noqa: PLC0415 -- not needed for --help

    if _LOGIN.fullmatch(arguments.login) is None:
        raise Refused(f"{arguments.login!r} is not a GitHub login.", status=WRONG_USAGE)
    profiles = _profiles(arguments.root)
    path = f"{PROFILES}/{arguments.login.lower()}.yaml"
    leaver = leaver_of(arguments.login, profiles.get(path))
    if leaver.number is None:
        print("No profile says who this is: only their login is looked for.", file=sys.stderr)
    forge = gather_forge(arguments) if arguments.forge else None
    try:
        plan = _plan(arguments, leaver, profiles, forge)
        print(plan.as_text)
        if arguments.apply and forge is not None:
            _empty(plan, forge)
    except ForgeError as error:
        raise Refused(str(error), status=OUTSIDE_WORLD_FAILED) from error
    if arguments.apply:
        _write(plan.files, arguments.root)
        (arguments.root / CACHE).unlink(missing_ok=True)
        print("Done. Send the files as a pull request; docs/leaving.md says what git keeps.")
    else:
        print("Nothing was written. To carry this out: --apply", file=sys.stderr)
    return PROBLEMS_FOUND if plan.by_hand else DONE


def _profiles(root: Path) -> dict[str, bytes]:
    files = (root / PROFILES).glob("*.yaml")
    return {
        f"{PROFILES}/{file.name}": file.read_bytes()
        for file in sorted(files)
        if file.is_file() and not file.is_symlink() and file.stat().st_size <= LARGEST_PROFILE
    }


def _plan(
    arguments: argparse.Namespace,
    leaver: Leaver,
    profiles: Mapping[str, bytes],
    forge: FolderForge | GitHubForge | None,
) -> Leaving:
    from forge.port import Account  # noqa: PLC0415 -- not needed for --help
    from intake.leaving import plan_leaving  # noqa: PLC0415

    settings = gather_programme(arguments).settings
    issues = {
        each.number: each
        for label in (_LABELS if forge is not None else ())
        for each in (forge.issues(label=label) if forge is not None else ())
    }
    return plan_leaving(
        leaver,
        profiles=profiles,
        issues=[issues[number] for number in sorted(issues)],
        comments=forge.comments() if forge is not None else (),
        account=forge.account() if forge is not None else Account(login="", number=0),
        repository=settings.repository,
    )


def _empty(plan: Leaving, forge: FolderForge | GitHubForge) -> None:
    """Withdraw and reduce what we wrote to neutral text; run again, it finds nothing more."""
    from intake.leaving import BODY, COMMENT, TITLE  # noqa: PLC0415 -- not needed for --help

    for number in plan.comments:
        forge.edit_comment(number, COMMENT)
    for number in plan.issues:
        forge.edit_issue(number, title=TITLE, body=BODY, labels=(), is_open=False)


def _write(files: Mapping[str, bytes | None], root: Path) -> None:
    for path, data in files.items():
        file = root / path
        if data is None:
            file.unlink(missing_ok=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f".{file.name}.leaving")
        unfinished.write_bytes(data)
        unfinished.replace(file)
