"""The one reply that a form's issue gets: what to mend, or where its change stands.

What was found comes in; Markdown goes out, with all that anybody wrote escaped and addresses
covered. Its last line remembers which text of the issue was put into a pull request.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from forge.port import Account, Comment, Issue, Pull
from intake.form_change import Wanted
from roster.model import Profile, Programme
from roster.problems import Problem, Severity
from roster.reports.markdown import escaped

_MARK: Final = re.compile(r"<!-- mentor-match-form ([0-9a-f]{32})? ?-->\s*\Z")
_MOST_ROWS: Final = 30
_EDIT: Final = (
    "**Next:** press the three dots above your form, then **Edit**; change what stands below the "
    "headings, and save. It is read again within minutes, and this answer changes."
)


def own_replies(comments: Iterable[Comment], account: Account) -> tuple[Comment, ...]:
    """Find our replies to a form among all comments, oldest first."""
    ours = (each for each in comments if each.author.number == account.number)
    return tuple(each for each in ours if _MARK.search(each.body) is not None)


def digest_of(issue: Issue) -> str:
    """Name the text of an issue, so that it is known again."""
    return hashlib.sha256(issue.body.encode(errors="replace")).hexdigest()[:32]


def remembered(text: str) -> str | None:
    """Read in a reply, or in a pull request, which text of the issue was put there."""
    found = _MARK.search(text)
    return found[1] if found is not None else None


def pull_text(issue: Issue) -> str:
    """Say in a pull request where it comes from."""
    parts = (
        f"Made from the form #{issue.number}, for the account that sent it. Editing that issue "
        "changes this pull request; closing it withdraws this."
    )
    return _reply([parts], digest_of(issue))


def to_mend(
    problems: Sequence[Problem], labels: Mapping[str, str], pull: Pull | None, proposed: str | None
) -> str:
    """List what there is to mend; `labels` are the questions' by key."""
    errors = [each for each in problems if each.severity is Severity.ERROR] or list(problems)
    count = "One thing" if len(errors) == 1 else f"{len(errors)} things"
    rows = ["| line | question | what is wrong | what to do |", "|---|---|---|---|"]
    rows += [
        f"| {each.line} | {escaped(labels.get(each.field or '', ''))} "
        f"| {escaped(each.message)} | {escaped(each.hint)} |"
        for each in errors[:_MOST_ROWS]
    ]
    parts = [f"### {count} to mend", "\n".join(rows), _EDIT]
    if pull is not None and not pull.is_merged:
        parts.append(
            f"#{pull.number}, which held your earlier answers, is closed, since this form says "
            "something else now. Once the form is in order, a new one is opened."
        )
    return _reply(parts, proposed)


def edited_by_another(proposed: str | None) -> str:
    """Say that only the author's own words count."""
    parts = [
        "### Please save this form once more",
        (
            "Somebody else edited it last. A form speaks for who sent it: if what it says now is "
            "right, its author presses the three dots, **Edit**, and saves it with a small change."
        ),
    ]
    return _reply(parts, proposed)


def on_its_way(pull: Pull, wanted: Wanted, text: str) -> str:
    """Say where the change is, and whether a person will look."""
    reasons = [f"- {escaped(each)}" for each in wanted.verdict.reasons]
    looks = ["A person will look at it first:\n\n" + "\n".join(reasons)] if reasons else []
    parts = [
        f"### Thank you: this is now #{pull.number}",
        "There is nothing more for you to do. If you change this form, the pull request follows.",
        *looks,
        "This issue is closed with a link once it is done.",
    ]
    return _reply(parts, text)


def done(profile: Profile | None, programme: Programme, text: str | None) -> str:
    """Say that it is done, with the link of the page."""
    site = programme.settings.site
    if profile is None:
        parts = ["### Done: your profile is removed", f"The site follows within minutes: {site}"]
    elif profile.paused:
        parts = ["### Done: you are paused", "You are not shown or matched until you come back."]
    elif profile.is_mentor or programme.settings.mentees == "listed":
        page = f"{site}mentors/{profile.github}/" if profile.is_mentor else site
        parts = ["### Done", f"Your page, within minutes: {page}"]
    else:
        parts = ["### Done", f"You take part from the next round of matching: {site}"]
    return _reply(parts, text)


def turned_down(pull: Pull, text: str) -> str:
    """Say that a person has closed the pull request, and what can be done."""
    parts = [
        f"### #{pull.number} was closed without being taken in",
        (
            "A person decided that; they may have said why there. If you change this form, a new "
            "one is opened."
        ),
    ]
    return _reply(parts, text)


def _reply(parts: Sequence[str], proposed: str | None) -> str:
    return "\n\n".join([*parts, f"<!-- mentor-match-form {proposed or ''} -->"])
