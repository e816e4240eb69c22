"""`confirm`: ask owners once a year whether their profile is still right, and hear the answers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from commands.departing import files_of_leaving
from commands.forge_errors import told_of_forge
from commands.gathering import (
    add_forge_argument,
    gather_forge,
    gather_programme,
    gather_roster,
    moment,
    template_folders,
)
from commands.leasing import Take, alone
from commands.outcome import DONE, WRONG_USAGE, Refused
from commands.whole_files import write_files
from forge.port import BudgetSpent, ForgeError, IssueForge, IssueReader, Pull, TreeForge
from roster.model import Programme

if TYPE_CHECKING:
    from intake.confirming import Change, ConfirmationPlan


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    add_forge_argument(parser, otherwise="needed")
    parser.add_argument(
        "--base",
        metavar="REV",
        default="main",
        help="the branch that changes enter (default: main)",
    )
    parser.add_argument("--apply", action="store_true", help="carry the plan out")


def run(arguments: argparse.Namespace) -> int:
    """Plan, print, and carry out if asked."""
    if arguments.forge is None:
        message = "Say where the repository is: --forge github:OWNER/REPO."
        raise Refused(message, status=WRONG_USAGE)
    programme = gather_programme(arguments)
    if programme.settings.ask_after_months is None:
        print("This programme asks nobody (ask_after_months: never).")
        return DONE
    forge = gather_forge(arguments)
    writer = forge if arguments.apply else None
    with told_of_forge():
        plan = plan_with(forge, arguments, programme)
        print(
            f"{len(plan.opens):,} to ask, {len(plan.closes):,} settled, "
            f"{sum(each.is_answer for each in plan.changes):,} answered, "
            f"{sum(not each.is_answer for each in plan.changes):,} silent."
        )
        if writer is None:
            print("Nothing was written. To carry this out: --apply", file=sys.stderr)
        elif plan.opens or plan.closes or plan.changes:
            with alone(writer, "confirm", now=lambda: moment(arguments)) as take:
                take()
                plan = plan_with(forge, arguments, programme)
                carry_out(plan, writer, root=arguments.root, base=arguments.base, take=take)
    return DONE


def plan_with(
    forge: IssueReader, arguments: argparse.Namespace, programme: Programme
) -> ConfirmationPlan:
    """Read what was asked and answered, and plan one run. Raises ForgeError."""
    from jinja2 import Environment, FileSystemLoader  # noqa: PLC0415 -- heavy

    from intake.confirming import LABEL, plan_confirmations  # noqa: PLC0415

    loader = FileSystemLoader(template_folders(arguments.root))
    issues = list(forge.issues(label=LABEL))
    since = min((each.opened for each in issues if each.is_open), default=None)
    return plan_confirmations(
        gather_roster(arguments, programme),
        issues,
        forge.comments(since=since) if since is not None else (),
        account=forge.account(),
        settings=programme.settings,
        template=Environment(loader=loader, autoescape=True).get_template(
            "issues/confirmation.md.jinja"
        ),
        today=arguments.today,
    )


def carry_out(
    plan: ConfirmationPlan,
    forge: IssueForge,
    *,
    root: Path,
    base: str,
    take: Take,
) -> None:
    """Settle what is settled, hear what was answered, then ask.

    `take` is called before each, and stops the run with BudgetSpent. Raises ForgeError once the
    others are done, where an answer could not be heard.
    """
    failed = None
    for number in plan.closes:
        take()
        forge.edit_issue(number, is_open=False)
    for change in plan.changes:
        try:
            take()
            _hear(change, forge, root=root, base=base)
        except BudgetSpent:
            raise
        except ForgeError as error:
            print(f"#{change.issue}: {error}", file=sys.stderr)
            failed = error
    for draft in plan.opens:
        take()
        forge.open_issue(draft)
    if failed is not None:
        raise failed


def _hear(change: Change, forge: IssueForge, *, root: Path, base: str) -> None:
    """Write what an answer asks for: in a pull request, or where there are none, in files."""
    if isinstance(forge, TreeForge):
        _propose_change(change, forge, root=root, base=base)
    else:
        write_files(_changed(change, (root / change.path).read_bytes(), root), root)


def _changed(change: Change, data: bytes, root: Path) -> Mapping[str, bytes | None]:
    """The files as the answer wants them, whose own one is `data` now. Raises ForgeError."""
    from roster.amending import amended  # noqa: PLC0415 -- not needed for --help

    if change.wanted is None:
        return files_of_leaving(change.path, data, root=root)
    after = amended(data, change.wanted)
    if after is None:
        raise ForgeError(change.path, "it cannot be changed by itself; an organiser must.")
    return {change.path: after}


def _propose_change(change: Change, forge: TreeForge, *, root: Path, base: str) -> None:
    """Let one pull request hold what an answer asks for; where one does, nothing happens.

    One that was closed and not merged was turned down by a person, and stays closed.
    """
    from intake.acting import Kind, branch_of  # noqa: PLC0415 -- not needed for --help
    from roster.reading import LARGEST_PROFILE  # noqa: PLC0415

    branch = branch_of(change.issue, Kind.CONFIRMATION)
    known, commit = forge.pull_of(branch), forge.head(base)
    entry = forge.tree(commit).get(change.path) if commit is not None else None
    if commit is None or entry is None:
        return
    files = _changed(change, forge.blob(entry.blob, most=LARGEST_PROFILE), root)
    if known is not None and not known.is_merged and _holds(forge, known, files):
        return
    title = f"Hear the answer in #{change.issue}"
    body = f"As its owner answered in #{change.issue}.\n"
    if not change.is_answer:
        title = f"Pause a profile after #{change.issue}"
        body = f"No answer has come in 30 days to #{change.issue}. Its owner can answer any time.\n"
    forge.commit_files(branch, files, onto=commit, message=title)
    if known is None or not known.is_open:
        forge.open_pull(branch=branch, onto=base, title=title, body=body)


def _holds(forge: TreeForge, pull: Pull, files: Mapping[str, bytes | None]) -> bool:
    from intake.form_change import stand_in  # noqa: PLC0415 -- not needed for --help

    return stand_in({path: each.blob for path, each in forge.tree(pull.head).items()}, files)
