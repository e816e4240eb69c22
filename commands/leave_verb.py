"""`leave`: remove somebody who leaves: profile, proposals, choices of others, words about them."""

from __future__ import annotations

import argparse
import re
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from commands.check_verb import CACHE
from commands.gathering import (
    add_forge_argument,
    gather_forge,
    gather_profiles,
    gather_programme,
    moment,
)
from commands.outcome import DONE, OUTSIDE_WORLD_FAILED, PROBLEMS_FOUND, WRONG_USAGE, Refused
from forge.port import Account, ForgeError, IssueForge
from roster.places import login_of, path_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commands.carrying import Planner
    from intake.leaving import Leaver, Leaving
    from matcher.proposals.planning import Setting

_LOGIN: Final = re.compile(r"[A-Za-z0-9-]{1,39}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument("login", metavar="LOGIN", help="who leaves")
    add_forge_argument(parser, otherwise="default: nowhere, only files are looked at")
    parser.add_argument("--apply", action="store_true", help="carry the plan out")


def run(arguments: argparse.Namespace) -> int:
    """Plan, print, and carry out if asked: the forge first, since files say who it is about."""
    from commands.whole_files import write_files  # noqa: PLC0415 -- not for --help
    from intake.leaving import leaver_of  # noqa: PLC0415

    if _LOGIN.fullmatch(arguments.login) is None:
        raise Refused(f"{arguments.login!r} is not a GitHub login.", status=WRONG_USAGE)
    profiles = gather_profiles(arguments.root)
    leaver = leaver_of(arguments.login, profiles.get(path_of(arguments.login)))
    try:
        plan = _on_forge(arguments, leaver, profiles)
    except ForgeError as error:
        raise Refused(str(error), status=OUTSIDE_WORLD_FAILED) from error
    if leaver.number is None:
        _tell_of_no_profile(arguments, plan, profiles)
    if arguments.apply:
        write_files(plan.files, arguments.root)
        (arguments.root / CACHE).unlink(missing_ok=True)
        print("Done. Send the files as a pull request; docs/leaving.md says what git keeps.")
    else:
        print("Nothing was written. To carry this out: --apply", file=sys.stderr)
    return PROBLEMS_FOUND if plan.by_hand else DONE


def _tell_of_no_profile(
    arguments: argparse.Namespace, plan: Leaving, profiles: Mapping[str, bytes]
) -> None:
    """Say that nobody knows who this is; refused where nobody has ever left, so nor have they."""
    from intake.leaving import TOMBSTONES  # noqa: PLC0415 -- not for --help
    from roster.problems import shown  # noqa: PLC0415
    from roster.words import Vocabulary, did_you_mean  # noqa: PLC0415

    login = arguments.login.lower()
    if path_of(login) in profiles:
        print("The profile gives no number: only the login is looked for.", file=sys.stderr)
        return
    near = Vocabulary(aliases=dict.fromkeys(map(login_of, sorted(profiles)), ())).nearest(login)
    message = f"There is no profile of {shown(login)}. {did_you_mean(near)}".strip()
    has_left = any((arguments.root / TOMBSTONES).glob("*"))
    if not (plan.speaks_of_them or has_left):
        raise Refused(message)
    print(f"{message} Only the login was looked for.", file=sys.stderr)
    if not plan.speaks_of_them:
        print("If they have left before, nothing is left to do.", file=sys.stderr)


def _on_forge(
    arguments: argparse.Namespace, leaver: Leaver, profiles: Mapping[str, bytes]
) -> Leaving:
    """Withdraw their proposals and empty what speaks of them, and return the whole plan."""
    from commands.departing import empty, issues_of  # noqa: PLC0415 -- not for --help
    from intake.leaving import plan_leaving  # noqa: PLC0415

    forge = gather_forge(arguments) if arguments.forge else None
    if forge is not None:
        _withdraw(arguments, leaver, forge)
    plan = plan_leaving(
        leaver,
        profiles=profiles,
        issues=issues_of(forge) if forge is not None else (),
        comments=forge.comments() if forge is not None else (),
        account=forge.account() if forge is not None else Account(login="", number=0),
        repository=gather_programme(arguments).settings.repository,
    )
    print(plan.as_text)
    if arguments.apply and forge is not None:
        empty(plan, forge)
    return plan


def _withdraw(arguments: argparse.Namespace, leaver: Leaver, forge: IssueForge) -> None:
    """End what is put to them, and tell the other people. Raises ForgeError."""
    from commands.carrying import carry_out  # noqa: PLC0415 -- heavy

    planner, setting = _departure(leaver), _setting_without(arguments, leaver)
    for change in planner(forge, setting).changes:
        print(change.as_line)
    if arguments.apply:
        now, told = partial(moment, arguments), (lambda _: None)
        run = carry_out(forge, setting, planner, now=now, told=told)
        if run.refused is not None or run.paused is not None:
            raise Refused(f"{run.refused or run.paused}")


def _departure(leaver: Leaver) -> Planner:
    from matcher.proposals.deciding import plan_departure  # noqa: PLC0415 -- heavy

    return lambda forge, setting: plan_departure(
        forge, setting, number=leaver.number, login=leaver.login
    )


def _setting_without(arguments: argparse.Namespace, leaver: Leaver) -> Setting:
    """The day as it is without them; somebody else's broken profile keeps nobody from leaving."""
    from commands.carrying import gather_setting  # noqa: PLC0415 -- heavy
    from roster.loading import load_roster  # noqa: PLC0415
    from roster.model import Roster  # noqa: PLC0415

    programme = gather_programme(arguments)
    roster = load_roster(root=arguments.root, programme=programme, today=arguments.today).roster
    kept = tuple(each for each in roster.profiles if each.github != leaver.login)
    return gather_setting(arguments, Roster(profiles=kept))
