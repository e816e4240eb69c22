"""`init`: make a fresh copy of this repository, or an empty folder, a programme of one's own."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commands.outcome import DONE, WRONG_USAGE, Refused

if TYPE_CHECKING:
    from intake.beginning import Beginning

Plan = Mapping[str, bytes | None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    say = parser.add_argument
    say("--name", help="what the programme is called")
    say("--repository", metavar="OWNER/REPO", help="(default: where git's origin is)")
    say("--site", metavar="URL", help="where the site will be (default: on GitHub Pages)")
    say("--contact", metavar="TEXT", help="how people reach the organisers")
    say("--organisers", metavar="@TEAM", help="who looks at changes (default: @OWNER)")
    say(
        "--engine",
        metavar="OWNER/REPO@COMMIT",
        help="in a folder without the engine: write workflows that call those of this engine, at "
        "this commit (40 digits)",
    )
    say(
        "--private",
        action="store_true",
        default=None,
        help="only organisers read the repository, so it may hold plain addresses; "
        "without this they are sealed, and a pair of keys is made",
    )
    say("--apply", action="store_true", help="carry the plan out")


def run(arguments: argparse.Namespace) -> int:
    """Ask what cannot be known, print the plan, carry it out, and say what comes next."""
    from commands.carrying import PROPOSALS  # noqa: PLC0415 -- not for --help
    from commands.gathering import gather_programme  # noqa: PLC0415
    from commands.init_questions import agreed, answers, wants_sealing  # noqa: PLC0415
    from commands.sealing import make_keys  # noqa: PLC0415
    from commands.whole_files import write_files  # noqa: PLC0415

    settings = gather_programme(arguments).settings
    beginning = answers(arguments, settings)
    keys = make_keys() if wants_sealing(arguments, settings) else None
    beginning = replace(beginning, email_key=keys[1] if keys else None)
    calling = _calling(arguments.root, arguments.engine)
    plan = _plan(arguments.root, beginning, calling)
    if not plan:
        print("This is a programme of its own already: nothing to do.")
        return DONE
    _refuse_unclean(arguments.root, plan)
    print("\n".join(_told(plan)), file=sys.stderr)
    is_agreed = arguments.apply or (
        sys.stdin.isatty() and agreed("Shall this be done?", default=False)
    )
    if not is_agreed:
        print("Nothing was written. To carry this out: --apply", file=sys.stderr)
        return DONE
    if keys is not None:
        print(keys[0], flush=True)  # before anything is written: it is shown this once
    # The sample people's proposals, if there are any.
    shutil.rmtree(arguments.root / PROPOSALS, ignore_errors=True)
    write_files(plan, arguments.root)
    is_run = bool(calling) or _holds_engine(arguments.root)
    print(next_steps(beginning, is_run=is_run), file=sys.stderr)
    return DONE


def _holds_engine(root: Path) -> bool:
    return (root / ".github/actions/set-up/action.yml").is_file()


def _calling(root: Path, engine: str | None) -> Mapping[str, bytes]:
    """The workflows that call the engine's, where it is named and is not here."""
    from commands.shipped import shipped_folder  # noqa: PLC0415 -- not for --help
    from intake.callers import NAMES, WORKFLOWS, callers, is_engine  # noqa: PLC0415

    if engine is None:
        return {}
    if not is_engine(engine):
        message = (
            "--engine takes OWNER/REPO@COMMIT, and the commit needs all its 40 digits, so that it "
            "can never come to mean other code: `git ls-remote URL HEAD` prints it."
        )
        raise Refused(message, status=WRONG_USAGE)
    if _holds_engine(root):
        message = "This folder holds the engine and its workflows: leave --engine out."
        raise Refused(message, status=WRONG_USAGE)
    shipped = shipped_folder()
    files = {name: (shipped / WORKFLOWS / f"{name}.yml").read_bytes() for name in NAMES}
    return callers(files, engine)


def _plan(root: Path, beginning: Beginning, calling: Mapping[str, bytes]) -> Plan:
    """What would change; refuse where a real person is here, or an answer does not fit."""
    from commands.gathering import gather_profiles  # noqa: PLC0415 -- not for --help
    from commands.shipped import shipped_folder  # noqa: PLC0415
    from intake.beginning import TOUCHED, begun, real_profiles  # noqa: PLC0415
    from roster.programme_files import read_programme_files  # noqa: PLC0415
    from roster.reports import as_text  # noqa: PLC0415

    profiles = gather_profiles(root)
    real = real_profiles(profiles)
    files = {path: data for path, data in profiles.items() if path not in real}
    files |= {path: (root / path).read_bytes() for path in TOUCHED if (root / path).is_file()}
    programme = read_programme_files(root=root, shipped=shipped_folder())
    plan = begun(files, programme, beginning)
    if isinstance(plan, tuple):
        raise Refused(f"{as_text(plan)}\nNothing was done.")
    if plan and real:
        message = (
            f"{real[0]} is no sample: this is no fresh copy, so nothing was done. Change "
            "programme/settings.yaml by hand; docs/organisers.md says how."
        )
        raise Refused(message)
    there = {path: (root / path).read_bytes() for path in calling if (root / path).is_file()}
    return {**plan, **{path: data for path, data in calling.items() if there.get(path) != data}}


def _refuse_unclean(root: Path, plan: Plan) -> None:
    """Refuse where git has changes that are not kept yet, save those that `init` makes itself."""
    from commands.git_store import NoSuchRevisionError, ask_git  # noqa: PLC0415 -- not for --help

    words = ("status", "--porcelain", "-z", "--untracked-files=no", "--no-renames")
    try:
        answer = ask_git(root, *words)
    except NoSuchRevisionError:  # no repository: then nothing can be lost but the sample
        return
    changed = [line[3:].decode(errors="replace") for line in answer.split(b"\0") if line]
    others = [path for path in changed if path not in plan and not path.startswith(_OURS)]
    if others:
        message = (
            f"{others[0]} was changed and is not committed yet. Commit your changes, or put them "
            "aside with `git stash`, and run this again. Nothing was done."
        )
        raise Refused(message)


_OURS: Final = ("profiles/", "programme/", ".github/")
"""Where a run that was cut off leaves changes, which the next one goes on with."""


def _told(plan: Plan) -> Iterator[str]:
    gone = sum(path.startswith(_OURS[0]) for path in plan)
    if gone:
        yield f"remove  the {gone:,} sample profiles"
    for path, data in plan.items():
        if not path.startswith(_OURS[0]):
            yield f"{'remove' if data is None else 'write '}  {path}"


def next_steps(beginning: Beginning, *, is_run: bool) -> str:
    """Say what is left to do on GitHub, in the order in which it works.

    `is_run` says whether there are workflows that run the programme.
    """
    from commands.secrets import PRIVATE_KEY  # noqa: PLC0415 -- not for --help
    from intake import confirming, questions  # noqa: PLC0415
    from matcher.proposals.reading import ORGANISERS_LABELS  # noqa: PLC0415

    labels = (questions.LABEL, confirming.LABEL, *ORGANISERS_LABELS)
    return _NEXT.format(
        secret=_KEY_MADE.format(name=PRIVATE_KEY) if beginning.email_key else _NO_KEY,
        organisers=beginning.organisers,
        labels="\n".join(f"     {each}" for each in labels),
        site=beginning.site,
        run=_RUN if is_run else _NOT_RUN,
    )


_KEY_MADE: Final = """\
The line on stdout is the PRIVATE key, and is shown this once: keep it where your team keeps
   passwords. Who has it can read every address; if it is lost, everybody has to seal anew.
   Settings, Environments: make one called gate, for the branch main alone, and store the key there
   as the secret {name}."""
_NO_KEY: Final = "No key was made. Addresses are plain text: keep the repository private."
_RUN: Final = """\
Settings, Secrets and variables, Actions, Variables: add MENTOR_MATCH with the value on.
   From then on everything runs. Take it away to stop it."""
_NOT_RUN: Final = """\
Nothing runs by itself yet: there are no workflows here. To have them:
     mentor-match init --engine OWNER/REPO@COMMIT --apply
   with the repository of the engine and a commit of it that you trust."""
_NEXT: Final = """
Done. What comes next; docs/organisers.md explains each step:

1. Look at what has changed, and keep it:
     git add --all && git commit -m "Begin our programme" && git push
2. {secret}
3. {organisers} is asked to look at changes. Is that your team? If not, mend .github/CODEOWNERS.
4. Settings, Pages: choose "GitHub Actions" as the source.
5. Settings, Actions, General: tick "Allow GitHub Actions to create and approve pull requests".
6. Issues, Labels: make these labels.
{labels}
7. {run}
8. Be the first to join: {site}join/"""
