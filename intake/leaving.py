"""Leaving: what has to change so that nothing here speaks of somebody any more.

Profiles as bytes, and the programme's own issues and comments, come in; the changes go out as
a plan that can be printed. Of what people wrote themselves it touches their forms alone:
docs/leaving.md says how organisers remove the rest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from forge.port import Account, Comment, Issue
from intake.questions import LABEL
from roster.amending import Wanted, amended
from roster.model import Roster
from roster.places import login_of, path_of
from roster.reading import read_document

TOMBSTONES: Final = "programme/left/"
"""Where a file stands for everybody who has left, named by a slow digest of their number."""

TOMBSTONE: Final = b"left\n"
TITLE: Final = "Somebody has left"
BODY: Final = "One of the people here has left the programme. Nothing is left to do.\n"
COMMENT: Final = "This was about somebody who has left the programme."
_FEW: Final = 10
_COST: Final = 2**14
"""Scrypt's cost: some 50 ms for one number, so that trying all numbers takes a core months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """Who leaves; number and name are None, and the login empty, where they are not known."""

    login: str
    number: int | None
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """All that would change: files (None removes one), issues and comments by number.

    `by_hand` are files that name the person and could not be changed, `theirs` issues that
    the person wrote themselves.
    """

    files: Mapping[str, bytes | None]
    by_hand: tuple[str, ...]
    issues: tuple[int, ...]
    comments: tuple[int, ...]
    theirs: tuple[int, ...]

    @property
    def speaks_of_them(self) -> bool:
        """Whether anything here speaks of the person."""
        return bool(self.files or self.by_hand or self.issues or self.comments or self.theirs)

    @property
    def as_text(self) -> str:
        """The plan in words, for who is about to carry it out."""
        lines = [
            f"{'remove' if data is None else 'write '}  {path}"
            for path, data in sorted(self.files.items())
        ]
        lines += [f"empty   issue #{each}" for each in self.issues]
        lines += [f"empty   comment {each}" for each in self.comments]
        lines += [f"By hand: {each} names them and could not be changed." for each in self.by_hand]
        lines += [f"By hand: issue #{each} was written by them." for each in self.theirs]
        return "\n".join(lines or ["Nothing here speaks of them."])


def tombstone_path(number: int, *, repository: str) -> str:
    """Name the file that says that an account has left, without telling which one."""
    salt = f"mentor-match left {repository.lower()}".encode()
    digest = hashlib.scrypt(str(number).encode(), salt=salt, n=_COST, r=8, p=1, dklen=16)
    return f"{TOMBSTONES}{digest.hex()}"


def leaver_of(login: str, data: bytes | None) -> Leaver:
    """Make out who leaves from the bytes of their profile, as far as there are any."""
    document = read_document(data or b"", path="").document
    values = document.values if document is not None else {}
    number, name = values.get("github_id"), values.get("name")
    is_number = isinstance(number, str) and re.fullmatch(r"[0-9]{1,16}", number)
    return Leaver(
        login=login.lower(),
        number=int(str(number)) if is_number else None,
        name=name if isinstance(name, str) and name.strip() else None,
    )


def departure_files(
    leaver: Leaver, *, profiles: Mapping[str, bytes], repository: str
) -> tuple[dict[str, bytes | None], tuple[str, ...]]:
    """Work out what leaving changes in files, and which name the person and cannot be changed.

    The profile goes, a tombstone comes, and other people's choices and managers name the person no
    more. Run again on what came out, it changes nothing but the tombstone's being there.
    """
    files: dict[str, bytes | None] = {}
    by_hand = []
    path, trace = path_of(leaver.login), leaver.login.encode()
    if path in profiles:
        files[path] = None
    if leaver.number is not None:
        files[tombstone_path(leaver.number, repository=repository)] = TOMBSTONE
    for other, data in sorted(profiles.items()):
        named = other != path and trace in data.lower()
        wanted = _without(data, leaver.login) if named else {}
        after = amended(data, wanted) if wanted else data
        if after is None:
            by_hand.append(other)
        elif after != data:
            files[other] = after
    return files, tuple(by_hand)


def departed(
    path: str,
    *,
    base: Mapping[str, bytes | None],
    proposed: Mapping[str, bytes | None],
    repository: str,
) -> frozenset[str]:
    """Say which of the proposed files are, byte for byte, what leaving makes of them."""
    profiles = {each: data for each, data in base.items() if data is not None}
    leaver = leaver_of(login_of(path), profiles.get(path))
    wanted, _ = departure_files(leaver, profiles=profiles, repository=repository)
    return frozenset(
        each for each, data in proposed.items() if data is not None and wanted.get(each) == data
    )


def too_many(leavers: Sequence[Leaver], roster: Roster) -> bool:
    """Say whether so many can hardly have left: more likely half of the roster is missing."""
    return len(leavers) > max(_FEW, len(roster.profiles) // 5)


def plan_leaving(
    leaver: Leaver,
    *,
    profiles: Mapping[str, bytes],
    issues: Iterable[Issue],
    comments: Iterable[Comment],
    account: Account,
    repository: str | None = None,
) -> Leaving:
    """Plan all changes: of files where a repository is named, of our own words, of their forms."""
    files, by_hand = (
        departure_files(leaver, profiles=profiles, repository=repository)
        if repository is not None
        else ({}, ())
    )
    speaks = _speaking_of(leaver)
    all_issues = tuple(issues)
    own = [each for each in all_issues if each.author.number == leaver.number]
    forms = {each.number for each in own if LABEL in each.labels}
    return Leaving(
        files=files,
        by_hand=by_hand,
        issues=tuple(
            each.number
            for each in all_issues
            if each.number in forms
            or (each.author.number == account.number and speaks(f"{each.title}\n{each.body}"))
        ),
        comments=tuple(
            each.number
            for each in comments
            if each.author.number == account.number and speaks(each.body)
        ),
        theirs=tuple(each.number for each in own if each.number not in forms),
    )


def _without(data: bytes, login: str) -> Wanted:
    """What somebody else's profile must say in place of the login, where it is there."""
    document = read_document(data, path="").document
    values = document.values if document is not None else {}
    wanted: dict[str, str | tuple[str, ...] | None] = {}
    manager, choices = values.get("manager"), values.get("choices")
    if isinstance(manager, str) and manager.strip().lower() == login:
        wanted["manager"] = None
    if isinstance(choices, list):
        kept = tuple(each for each in choices if isinstance(each, str) and each.lower() != login)
        if len(kept) < len(choices):
            wanted["choices"] = kept or None
    return wanted


def _speaking_of(leaver: Leaver) -> Callable[[str], object]:
    """Make what says whether one of our own texts speaks of somebody.

    It does by a mention, a link, a machine block or the name; a bare login can be any word.
    """
    patterns = []
    if leaver.login:
        login = rf"{re.escape(leaver.login)}(?![\w-])"
        patterns = [rf"(?<![\w-])@{login}", rf"/{login}", rf'"{login}"', rf"profile of {login}"]
    if leaver.name:
        patterns.append(rf"(?<!\w){re.escape(leaver.name)}(?!\w)")
    if leaver.number is not None:
        patterns.append(rf'"(?:\w+_id|number)": {leaver.number}(?!\d)')
    return re.compile("|".join(patterns), re.IGNORECASE).search
