"""What most verbs gather first: the programme and the roster below the root, or a refusal.

`--root` and `--today` come in; checked values come out. No verb reads these files itself.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commands.outcome import OUTSIDE_WORLD_FAILED, WRONG_USAGE, Refused
from commands.shipped import shipped_folder
from roster.checking import keeps_out
from roster.places import PROFILES
from roster.problems import Problem, sort_problems
from roster.programme import parse_programme
from roster.programme_files import ProgrammeFile, read_programme_files
from roster.reading import LARGEST_PROFILE
from roster.reports import as_text

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from forge.folder import FolderForge
    from forge.github import GitHubForge
    from matcher.ledger import Ledger
    from roster.model import Programme, Roster

_REPOSITORY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")


def gather_programme(arguments: argparse.Namespace) -> Programme:
    """Read the programme's files, each from the root or else as shipped; refuse on errors."""
    return programme_of_files(read_programme_files(root=arguments.root, shipped=shipped_folder()))


def programme_of_files(files: Mapping[str, ProgrammeFile]) -> Programme:
    """Make a programme of files that were read; refuse on errors."""
    programme, problems = parse_programme(files)
    if programme is None:
        raise Refused(as_text(sort_problems(problems)))
    return programme


def gather_profiles(root: Path) -> dict[str, bytes]:
    """Read every profile as bytes, by path; what is too large to be one is passed over."""
    files = (root / PROFILES).glob("*.yaml")
    return {
        f"{PROFILES}/{file.name}": file.read_bytes()
        for file in sorted(files)
        if file.is_file() and not file.is_symlink() and file.stat().st_size <= LARGEST_PROFILE
    }


def gather_roster(
    arguments: argparse.Namespace, programme: Programme, executor: Executor | None = None
) -> Roster:
    """Read and check every profile; refuse on errors: half a roster must never be acted on."""
    from commands.workers import workers  # noqa: PLC0415 -- heavy
    from roster.loading import load_roster  # noqa: PLC0415

    with nullcontext(executor) if executor else workers(arguments.scheduler) as whom:
        loaded = load_roster(
            root=arguments.root, programme=programme, today=arguments.today, executor=whom
        )
    refuse_on_errors(loaded.problems)
    return loaded.roster


def refuse_on_errors(problems: tuple[Problem, ...]) -> None:
    """Raise Refused with the errors as text, save those that somebody else's leaving causes."""
    errors = tuple(filter(keeps_out, problems))
    if errors:
        raise Refused(as_text(errors) + "\nNothing was done. Mend these first: mentor-match check")


def template_folders(root: Path) -> list[Path]:
    """Where templates are looked for: the root's own first, then the shipped ones."""
    return [root / "templates", shipped_folder() / "templates"]


def add_forge_argument(
    parser: argparse.ArgumentParser, *, otherwise: str = "default: nowhere, an empty ledger"
) -> None:
    """Let a verb be told where issues live; `otherwise` says what it does without."""
    parser.add_argument(
        "--forge",
        metavar="folder:DIR|github:OWNER/REPO",
        help=f"where issues live ({otherwise})",
    )


def gather_forge(arguments: argparse.Namespace) -> FolderForge | GitHubForge:
    """Find the forge that `--forge` names; wrong usage if there is no such kind."""
    from forge.folder import FolderForge  # noqa: PLC0415 -- not every verb needs it

    kind, _, place = arguments.forge.partition(":")
    if kind == "github" and _REPOSITORY.fullmatch(place):
        return reach_github(place)
    if kind != "folder" or not place:
        message = (
            f"{arguments.forge!r} is not a forge that this version knows. "
            "Write folder:DIR, such as folder:build/proposals, or github:OWNER/REPO."
        )
        raise Refused(message, status=WRONG_USAGE)
    return FolderForge(Path(place), now=lambda: moment(arguments))


def reach_github(repository: str) -> GitHubForge:
    """Speak to a repository on GitHub with the token of the environment; refuse without one.

    GITHUB_API_URL names the API of a GitHub Enterprise, MENTOR_MATCH_ACCOUNT the login of an App.
    """
    from forge.github import GitHubForge  # noqa: PLC0415 -- heavy, and a folder needs none of it
    from forge.github_client import GitHubClient  # noqa: PLC0415
    from forge.port import ForgeError  # noqa: PLC0415

    token = os.environ.get("GITHUB_TOKEN", "")
    if not token:
        raise Refused(
            f"github:{repository} needs a token in the environment: set GITHUB_TOKEN.",
            status=WRONG_USAGE,
        )
    url = os.environ.get("GITHUB_API_URL") or "https://api.github.com"
    try:
        client = GitHubClient(repository, token=token, clock=WallClock(), url=url)
    except ForgeError as error:
        raise Refused(str(error), status=WRONG_USAGE) from error
    return GitHubForge(client, login=os.environ.get("MENTOR_MATCH_ACCOUNT") or None)


class WallClock:
    """The real time, and real waiting."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)


def moment(arguments: argparse.Namespace) -> datetime:
    """The time of the clock; in a folder, on the day that the verb works for."""
    now = datetime.now(UTC)
    is_folder = arguments.forge.startswith("folder:")
    return datetime.combine(arguments.today, now.time(), tzinfo=UTC) if is_folder else now


def gather_ledger(arguments: argparse.Namespace, roster: Roster) -> Ledger:
    """Read all proposals so far; none where no forge was named."""
    from forge.port import ForgeError  # noqa: PLC0415 -- not every verb needs it
    from matcher.ledger import Ledger  # noqa: PLC0415

    if arguments.forge is None:
        return Ledger()
    from matcher.proposals.machine_block import LABEL  # noqa: PLC0415 -- not without a forge
    from matcher.proposals.reading import read_ledger  # noqa: PLC0415

    forge = gather_forge(arguments)
    try:
        return read_ledger(forge.issues(label=LABEL), account=forge.account(), roster=roster)
    except ForgeError as error:
        raise Refused(str(error), status=OUTSIDE_WORLD_FAILED) from error
