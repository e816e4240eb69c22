"""What somebody's leaving needs, carried out: on files, on proposals, and on our own words.

`leave` does it for one person, `tend` for everybody whose profile is gone. Run again, it finds
nothing more to do. Nothing here decides what speaks of somebody: intake/leaving.py does.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commands.gathering import (
    gather_profiles,
    gather_programme,
    gather_roster,
    programme_of_files,
)
from commands.outcome import DONE, PROBLEMS_FOUND
from commands.shipped import shipped_folder
from forge.port import Account, Issue, IssueForge, IssueReader, IssueWriter
from intake import confirming, questions
from intake.leaving import (
    BODY,
    COMMENT,
    TITLE,
    Leaver,
    Leaving,
    departure_files,
    leaver_of,
    plan_leaving,
    tombstone_path,
    too_many,
)
from matcher.proposals.machine_block import LABEL, Role
from matcher.proposals.reading import read_cases
from roster.places import login_of
from roster.programme_files import read_programme_files

if TYPE_CHECKING:
    from roster.model import Roster

LABELS: Final = (LABEL, questions.LABEL, confirming.LABEL)
"""The labels of the issues that can be about a person."""


def files_of_leaving(path: str, data: bytes, *, root: Path) -> Mapping[str, bytes | None]:
    """What the leaving of the owner of `path` changes in files; the gate lets just that in."""
    programme = programme_of_files(read_programme_files(root=root, shipped=shipped_folder()))
    files, _ = departure_files(
        leaver_of(login_of(path), data),
        profiles={**gather_profiles(root), path: data},
        repository=programme.settings.repository,
    )
    return files


def issues_of(reader: IssueReader) -> tuple[Issue, ...]:
    """Read every issue that can be about a person. Raises ForgeError."""
    found = {each.number: each for label in LABELS for each in reader.issues(label=label)}
    return tuple(found[number] for number in sorted(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What speaks of people who have left: numbers of comments and of issues."""

    comments: Collection[int]
    issues: Collection[int]


def empty(texts: Texts | Leaving, writer: IssueWriter) -> None:
    """Reduce what speaks of somebody to neutral text. Raises ForgeError.

    All comments come first: an issue that was emptied no longer says whom it was about, and a
    run that is cut off has to find that again.
    """
    for number in sorted(texts.comments):
        writer.edit_comment(number, COMMENT)
    for number in sorted(texts.issues):
        writer.edit_issue(number, title=TITLE, body=BODY, labels=(), is_open=False)


def forget_leavers(arguments: argparse.Namespace, forge: IssueForge) -> int:
    """Empty what speaks of people whose profile is gone, and return a status. Raises ForgeError.

    What is still open is left alone: it is first withdrawn, and the other person told.
    """
    programme, account = gather_programme(arguments), forge.account()
    roster = gather_roster(arguments, programme)
    issues = issues_of(forge)
    closed = [each for each in issues if not each.is_open]

    def has_left(number: int) -> bool:
        path = tombstone_path(number, repository=programme.settings.repository)
        return Path(arguments.root, path).is_file()

    leavers = _leavers(closed, account, roster, has_left)
    if not leavers:
        return DONE
    if "closings" not in arguments.override_guard and too_many(leavers, roster):
        print(_WHOLE.format(len(leavers)), file=sys.stderr)
        return PROBLEMS_FOUND
    still = {each.number for each in issues if each.is_open}
    comments = [each for each in forge.comments() if each.issue not in still]
    plans = [
        plan_leaving(each, profiles={}, issues=closed, comments=comments, account=account)
        for each in leavers
    ]
    texts = Texts(
        comments={number for each in plans for number in each.comments},
        issues={number for each in plans for number in each.issues},
    )
    count = len(texts.comments) + len(texts.issues)
    verb = "are emptied" if arguments.apply else "would be emptied"
    print(f"{len(leavers):,} have left: {count:,} texts about them {verb}.", file=sys.stderr)
    if arguments.apply:
        empty(texts, forge)
    return DONE


_WHOLE: Final = (
    "Closed issues name {:,} people who have no profile here. Is the roster whole? If so, a person "
    "writes --override-guard closings. Nothing was taken out of issues."
)


def _leavers(
    closed: Sequence[Issue], account: Account, roster: Roster, has_left: Callable[[int], bool]
) -> tuple[Leaver, ...]:
    """Whom closed issues are about, by number, and who has no profile any more.

    Nothing is looked for by a login that is somebody else's by now.
    """
    here = {each.github_id for each in roster.profiles}
    named = [each for each in _named_by(closed, account) if each[0] not in here]
    named += [each for each in _goodbyes(closed) if each[0] not in here and has_left(each[0])]
    logins = {number: login for number, login in sorted(named) if login not in roster.by_login}
    return tuple(
        Leaver(login=logins.get(number, ""), number=number, name=None)
        for number in sorted({number for number, _ in named})
    )


def _goodbyes(closed: Iterable[Issue]) -> Iterator[tuple[int, str]]:
    """Who has sent a form that says goodbye."""
    for each in closed:
        if questions.LABEL in each.labels and questions.Wish.LEAVE in each.body:
            yield each.author.number, each.author.login.lower()


def _named_by(closed: Iterable[Issue], account: Account) -> Iterator[tuple[int, str]]:
    """The people whom our own issues name, by number and, where it stands there, login."""
    for case in read_cases(closed, account=account).cases:
        yield from ((case.block.number(role), case.block.login(role)) for role in Role)
    for question in confirming.read_questions(closed, account=account):
        yield question.number, ""
