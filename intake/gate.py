"""The gate, which answers: may this change of the repository enter by itself.

Two trees (what is, and what would be), the profiles that stay as they are, and who asks
come in; a Verdict goes out. It looks at tree entries and bytes alone: never at a diff, a
checkout, a branch name or anything else that the asker wrote around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Final

from intake.leaving import TOMBSTONES, departed, tombstone_path
from intake.paths import is_held_by_no_windows, oddity_of, place_meant
from intake.tree_values import Change, Tree, changes_between, is_profile
from roster.checking import Checked, check_file, check_together
from roster.events import Place
from roster.model import Profile, Programme
from roster.places import ORDINARY, PROFILES, is_profile_path, misplaced
from roster.problems import Problem, Severity, shown, sort_problems
from roster.reading import read_document
from roster.sealed import PrivateKeys, is_sealed

_FOLDER: Final = f"{PROFILES}/"


class Outcome(StrEnum):
    """What becomes of a change."""

    ACCEPTED = "accepted"
    REVIEW = "a person must look"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who asks: the login and the number that GitHub vouches for."""

    login: str
    number: int
    is_organiser: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer: the outcome, every problem, the reasons why a person must look, the changes."""

    outcome: Outcome
    problems: tuple[Problem, ...]
    reasons: tuple[str, ...]
    changes: tuple[Change, ...]
    profiles: tuple[Profile, ...] = ()
    """The profiles that the change would add or change, as far as they are valid."""


def judge(
    base: Tree,
    head: Tree,
    *,
    author: Author,
    programme: Programme,
    today: date,
    keys: PrivateKeys | None = None,
) -> Verdict:
    """Judge the change from the base tree to the head tree.

    Ownership is read from the base tree alone. An error in what the change touches refuses
    it; anything that is not simply the author's own valid profile is for a person, and so is
    a sealed address that `keys` do not open.
    """
    check = partial(check_file, programme=programme, today=today, keys=keys)
    changes = changes_between(base, head)
    checked = {
        path: check(entry.data or b"", path=path)
        for path, entry in head.items()
        if is_profile(path, entry)
    }
    before = _owners(base, checked, head, check)
    case = _Case(
        base=base,
        head=head,
        changes=changes,
        before=before,
        after=checked,
        author=author,
        repository=programme.settings.repository,
    )
    left = _departure(case)
    case = replace(case, changes=tuple(each for each in changes if each.path not in left))
    problems = sort_problems((*_refusals(case), *_content_problems(case)))
    reasons = tuple(dict.fromkeys(_reasons(case, problems)))
    return Verdict(
        outcome=outcome_of(problems, reasons),
        problems=problems,
        reasons=reasons,
        changes=case.changes,
        profiles=tuple(_profiles(case)),
    )


def _profiles(case: _Case) -> Iterator[Profile]:
    for change in case.profile_changes:
        profile = case.after[change.path].profile if change.path in case.after else None
        if profile is not None:
            yield profile


def outcome_of(problems: Sequence[Problem], reasons: Sequence[str]) -> Outcome:
    """Say what becomes of a change with these problems, which a person must look at if so."""
    if any(each.severity is Severity.ERROR for each in problems):
        return Outcome.REFUSED
    return Outcome.REVIEW if reasons else Outcome.ACCEPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Everything that the checks look at."""

    base: Tree
    head: Tree
    changes: tuple[Change, ...]
    before: Mapping[str, Checked]
    after: Mapping[str, Checked]
    author: Author
    repository: str

    @property
    def profile_changes(self) -> tuple[Change, ...]:
        """The changes of profiles, without those that are refused for their form."""
        return tuple(each for each in self.changes if is_profile_path(each.path))

    def owner(self, path: str) -> int | None:
        """The number of the owner by the base tree, None where it cannot be read."""
        known = self.before.get(path)
        return known.standing.github_id if known is not None else None

    @property
    def own_file_removed(self) -> str | None:
        """The author's own file that goes away, if there is one."""
        gone = (each.path for each in self.profile_changes if each.kind == "removed")
        return next((each for each in gone if self.owner(each) == self.author.number), None)


def _owners(
    base: Tree,
    checked: Mapping[str, Checked],
    head: Tree,
    check: Callable[..., Checked],
) -> dict[str, Checked]:
    """Check the base's copies; those that stay as they are were checked with the head's."""
    return {
        path: checked[path]
        if path in checked and head[path] == entry
        else check(entry.data or b"", path=path)
        for path, entry in base.items()
        if is_profile(path, entry)
    }


def _departure(case: _Case) -> frozenset[str]:
    """The paths that the author's own leaving changes besides their file, where none is left."""
    gone = case.own_file_removed
    stays = any(each.standing.github_id == case.author.number for each in case.after.values())
    if gone is None or stays or len(case.changes) == 1:
        return frozenset()
    files = {path: each.data for path, each in case.base.items() if is_profile(path, each)}
    entries = {each.path: case.head[each.path] for each in case.changes if each.path in case.head}
    proposed = {path: each.data for path, each in entries.items() if each.mode == ORDINARY}
    return departed(gone, base=files, proposed=proposed, repository=case.repository)


def _refusals(case: _Case) -> Iterator[Problem]:
    """What is refused whatever the content says: forms of paths, and other people's files."""
    for change in case.changes:
        odd = oddity_of(change.path) if change.kind != "removed" else None
        if odd is not None:
            yield _problem("gate-path", change.path, *odd)
        elif change.path.startswith(_FOLDER) and change.kind != "removed":
            yield from _form_problems(change, case)
    for change in case.profile_changes:
        yield from _ownership_problems(change, case)
        yield from _return_problems(change, case)


def _form_problems(change: Change, case: _Case) -> Iterator[Problem]:
    mode = case.head[change.path].mode
    problem = misplaced(change.path.removeprefix(_FOLDER), mode)
    if problem is not None:
        yield problem if mode == ORDINARY else replace(problem, rule="gate-mode")


def _ownership_problems(change: Change, case: _Case) -> Iterator[Problem]:
    if case.author.is_organiser:
        return
    owner = case.owner(change.path)
    if owner is not None and owner != case.author.number:
        yield _not_yours(change.path)
    elif change.kind != "removed" and change.path in case.after:
        yield from _identity_problems(change.path, case, is_theirs=owner is not None)


def _return_problems(change: Change, case: _Case) -> Iterator[Problem]:
    """Who has left comes back by their own hand alone: not from an old fork or an old sheet."""
    claimed = _claimed(change.path, case)
    if change.kind != "added" or claimed in {None, case.author.number}:
        return
    if not any(path.startswith(TOMBSTONES) for path in case.base):
        return
    if tombstone_path(claimed or 0, repository=case.repository) in case.base:
        yield _problem(
            "gate-left",
            change.path,
            "The owner of this profile has left the programme.",
            "Only they can bring it back, from their own account. Take the file out.",
        )


def _not_yours(path: str) -> Problem:
    return _problem(
        "gate-owner",
        path,
        f"{path} belongs to somebody else.",
        "You can add, change or remove only your own profile. If it is yours and your GitHub "
        "account has changed, ask the organisers.",
    )


def _identity_problems(path: str, case: _Case, *, is_theirs: bool) -> Iterator[Problem]:
    """The file must be the author's own: by number, and by login unless it was theirs before.

    Whose account has another login by now can go on changing the file of the old one.
    """
    standing, author = case.after[path].standing, case.author
    login = ("github", standing.github, author.login.lower())
    number = ("github_id", standing.github_id, author.number)
    wrong = [
        (field, expected)
        for field, claimed, expected in ((number,) if is_theirs else (login, number))
        if claimed not in {None, expected}
    ]
    document = read_document(case.head[path].data or b"", path=path).document if wrong else None
    for field, expected in wrong:
        place = document.place(field) if document is not None else Place()
        yield replace(
            _problem(
                "gate-identity",
                path,
                f"`{field}` is not that of the account that sends this change.",
                f"Write `{field}: {expected}`. Somebody else's profile can only be sent by them "
                "or by an organiser.",
            ),
            field=field,
            line=place.line,
            column=place.column,
        )


def _content_problems(case: _Case) -> tuple[Problem, ...]:
    """The problems of what the change touches, alone and within the whole roster."""
    touched = {each.path for each in case.changes}
    # Who is there already comes first, so that a newcomer is the one who is told of a double.
    settled_first = sorted(case.after.values(), key=lambda each: (each.path in touched, each.path))
    standings = [each.standing for each in settled_first]
    together = check_together(standings, read=lambda path: case.head[path].data or b"")
    alone = (
        problem for path in touched & case.after.keys() for problem in case.after[path].problems
    )
    return tuple(each for each in (*alone, *together) if each.path in touched)


def _reasons(case: _Case, problems: Sequence[Problem]) -> Iterator[str]:
    """Why a change that is not refused is still for a person to look at."""
    if not case.changes:
        yield "It changes nothing."
    for change in case.changes:
        if not is_profile_path(change.path):
            place = place_meant(change.path, login=case.author.login)
            yield f"It changes {shown(change.path)}, which is no profile.{place}"
    if len(case.profile_changes) > 1 and not _is_rename(case):
        yield _RENAMED_AND_MORE if _moves_own(case) else "It changes several profiles."
    if case.author.is_organiser and not _is_own(case):
        yield "An organiser acts for somebody else."
    for change in case.profile_changes:
        yield from _reasons_of_profile(change, case)
    yield from (each.message for each in problems if each.rule == "email-domain-review")


def _reasons_of_profile(change: Change, case: _Case) -> Iterator[str]:
    if change.kind != "added" and case.owner(change.path) is None:
        yield f"Nobody can tell from {change.path} whose it is."
    if change.kind == "added" and is_held_by_no_windows(change.path):
        yield f"Windows can hold no file called {change.path}: nobody there could clone this."
    after = case.after.get(change.path)
    if after is not None and is_sealed(after.standing.email or ""):
        yield "The address is sealed, and the key that opens it was not at hand."
    source = change.path if change.kind == "changed" else case.own_file_removed
    before = case.before.get(source) if source is not None else None
    old, new = before and before.profile, after and after.profile
    if change.kind == "removed" or not (before and after and old and new):
        return
    is_another = before.standing.email != after.standing.email or not is_sealed(new.email)
    if old.email != new.email and is_another:
        yield "It changes the email address."
    if old.organisation != new.organisation:
        yield "It changes the organisation."


def _is_own(case: _Case) -> bool:
    """Whether every profile touched is the author's own."""
    return all(
        (_claimed(each.path, case) if each.kind == "added" else case.owner(each.path))
        == case.author.number
        for each in case.profile_changes
    )


def _claimed(path: str, case: _Case) -> int | None:
    return case.after[path].standing.github_id if path in case.after else None


_RENAMED_AND_MORE: Final = "It renames a profile and changes more of it than the login."


def _moves_own(case: _Case) -> str | None:
    """The path to which the author's own file goes, where that is all that is done to profiles."""
    added = [each.path for each in case.profile_changes if each.kind == "added"]
    is_one = len(case.profile_changes) == 2 and len(added) == 1  # noqa: PLR2004 -- from and to
    is_own = is_one and case.own_file_removed is not None
    return added[0] if is_own and _claimed(added[0], case) == case.author.number else None


def _is_rename(case: _Case) -> bool:
    """Whether the change is the author's own file under the author's new login, and no more."""
    added, removed = _moves_own(case), case.own_file_removed
    if added is None or removed is None:
        return False
    old, new = case.before[removed].profile, case.after[added].profile
    return old is not None and new is not None and replace(old, github=new.github) == new


def _problem(rule: str, path: str, message: str, hint: str) -> Problem:
    plain = "".join(each if each.isprintable() else "?" for each in path)
    return Problem(rule=rule, path=plain, message=message, hint=hint)
