"""What most verbs gather first: the programme and the roster below the root, or a refusal.

`--root` and `--today` come in; checked values come out. No verb reads these files itself.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from commands.outcome import Refused
from roster.checking import CAUSED_BY_TIME
from roster.loading import LoadedRoster, load_programme, load_roster
from roster.model import Programme, Roster
from roster.problems import Problem, Severity
from roster.reports import as_text


def shipped_folder() -> Path:
    """The folder with the shipped `programme/` and `templates/`: in the wheel, or the checkout."""
    beside = Path(__file__).resolve().parent.parent
    inside_wheel = beside / "mentor_match_data"
    return inside_wheel if inside_wheel.is_dir() else beside


def gather_programme(arguments: argparse.Namespace) -> Programme:
    """Read the programme's files, each from the root or else as shipped; refuse on errors."""
    programme, problems = load_programme(root=arguments.root, shipped=shipped_folder())
    if programme is None:
        raise Refused(as_text(problems))
    return programme


def gather_roster(arguments: argparse.Namespace, programme: Programme) -> Roster:
    """Read and check every profile; refuse on errors: half a roster must never be acted on."""
    loaded: LoadedRoster = load_roster(
        root=arguments.root, programme=programme, today=arguments.today
    )
    refuse_on_errors(loaded.problems)
    return loaded.roster


def refuse_on_errors(problems: tuple[Problem, ...]) -> None:
    """Raise Refused with the errors as text, save those that somebody else's leaving causes."""
    errors = tuple(
        each
        for each in problems
        if each.severity is Severity.ERROR and each.rule not in CAUSED_BY_TIME
    )
    if errors:
        raise Refused(as_text(errors) + "\nNothing was done. Mend these first: mentor-match check")
