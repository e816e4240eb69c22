"""What the gate does about a pull request: one status, one comment, and whether it merges.

A verdict and what the forge says of the pull request come in; an answer goes out, as a value
that can be printed, and carried out by the shell. It never knows how a forge is spoken to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Final

from forge.port import Account, Comment, Pull, Signal
from intake.gate import Outcome, Verdict, outcome_of
from intake.trees import ProposedChange
from roster.model import Settings
from roster.problems import shown
from roster.reports.markdown import escaped

CONTEXT: Final = "mentor-match/gate"
"""The name of the status."""

_MARK: Final = re.compile(r"<!-- mentor-match-gate (\{[^\n]{1,500}\}) -->\s*\Z")
_LOGIN: Final = re.compile(r"profiles/([a-z0-9-]{1,39})\.yaml")
_SIGNALS: Final = {
    Outcome.ACCEPTED: Signal.SUCCESS,
    Outcome.REVIEW: Signal.PENDING,
    Outcome.REFUSED: Signal.FAILURE,
}
_WORST_FIRST: Final = (Signal.FAILURE, Signal.PENDING, Signal.SUCCESS)
_DESCRIPTIONS: Final = {
    Signal.SUCCESS: "This can enter.",
    Signal.PENDING: "A person will look at it.",
    Signal.FAILURE: "This cannot enter yet: see the comment.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the gate remembers of a pull request, at the end of its own comment there.

    `judged` names all that the verdict depended on; `login` whose profile it is about, where
    it is about one; `is_told` whether the link of the page has been posted; `merges` whether it
    was to be merged: one that is still open then was left half-way.
    """

    judged: str
    login: str | None
    is_told: bool = False
    merges: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is to be done about one pull request.

    `judged` names all that the verdict depended on; `title` is what a merge would be called.
    `why` says, where it does not merge by itself, what keeps it from that.
    """

    pull: int
    commit: str
    judged: str
    signal: Signal
    description: str
    comment: str
    title: str
    merges: bool
    why: str

    @property
    def as_text(self) -> str:
        """The answer on one line."""
        what = f"merges as {self.title!r}" if self.merges else f"does not merge: {self.why}"
        return f"#{self.pull}: {self.signal}; {what}"


def settled(verdict: Verdict, change: ProposedChange) -> Verdict:
    """Add what only a pull request on a forge can show, and what then must not enter alone."""
    reasons = [
        f"The main branch has changed {shown(path)} as well since this began: press "
        "“Update branch” at the end of this page."
        for path in change.changed_in_both
    ]
    if change.unread:
        reasons.append(f"{len(change.unread):,} of its files were not read: it changes too many.")
    # Of a file that was not read nothing is known but whose it is.
    unread = frozenset(change.unread)
    problems = tuple(
        each
        for each in verdict.problems
        if each.path not in unread or each.rule.startswith("gate-")
    )
    return replace(
        verdict,
        outcome=outcome_of(problems, (*verdict.reasons, *reasons)),
        problems=problems,
        reasons=(*verdict.reasons, *reasons),
    )


def answer(
    pull: Pull,
    verdict: Verdict,
    *,
    report: str,
    judged: str,
    settings: Settings,
    is_stuck: bool = False,
    unproven: str = "",
) -> Answer:
    """Decide what to do. `report` is the verdict in Markdown; `is_stuck` that merging failed.

    `unproven` says what is missing of the proof that the address is its sender's own.
    """
    signal = _SIGNALS[verdict.outcome]
    why = _why_not(pull, verdict, settings=settings, is_stuck=is_stuck, unproven=unproven)
    mark = Mark(judged=judged, login=_whose(verdict), merges=not why)
    parts = [report, f"**What happens now:** {_what_happens(why, verdict, settings)}"]
    return Answer(
        pull=pull.number,
        commit=pull.head,
        judged=judged,
        signal=signal,
        description=_DESCRIPTIONS[signal],
        comment="\n\n".join((*parts, write_mark(mark))),
        title=_title(verdict),
        merges=not why,
        why=why,
    )


def _why_not(
    pull: Pull, verdict: Verdict, *, settings: Settings, is_stuck: bool, unproven: str
) -> str:
    """Say in one sentence why it does not merge by itself, or nothing where it does."""
    if verdict.outcome is Outcome.REFUSED:
        return "It is not in order yet."
    if verdict.outcome is Outcome.REVIEW:
        return "A person must look."
    if unproven:
        return unproven
    if not settings.merges_itself:
        return "In this programme a person lets everybody in."
    if pull.is_draft:
        return "It is a draft: press “Ready for review” when it is as you want it."
    return "GitHub did not let it be merged." if is_stuck else ""


def _title(verdict: Verdict) -> str:
    """Name a change by its paths, which are logins: no word of the pull request itself."""
    logins = [found[1] for each in verdict.changes if (found := _LOGIN.fullmatch(each.path))]
    kinds = {each.kind for each in verdict.changes}
    if len(kinds) == 1:
        verb = {"added": "Add", "changed": "Change", "removed": "Remove"}[kinds.pop()]
        return f"{verb} the profile of {', '.join(logins)}"
    return f"Rename the profile of {' to '.join(logins)}"


def _what_happens(why: str, verdict: Verdict, settings: Settings) -> str:
    if not why:
        return (
            "it enters by itself. Your page will be there within minutes, and its link will be "
            "posted here."
        )
    if verdict.outcome is Outcome.REFUSED:
        return "nothing, until you have mended what is said above. Nobody has to be asked for that."
    contact = escaped(settings.contact)
    if verdict.outcome is Outcome.REVIEW:
        return f"an organiser looks at it, for the reasons above. To reach them: {contact}\\."
    return f"{escaped(why)} To reach the organisers: {contact}\\."


def judged_from(pull: Pull, *, commit: str, today: date, codes: int = 0) -> str:
    """Name all that a verdict depends on: while it is the same, nothing need be judged anew.

    `codes` is how many comments hold what could be the code of a proof.
    """
    facts = f"{pull.head} {commit} {pull.is_draft} {today} {codes}"
    return sha256(facts.encode()).hexdigest()[:32]


def worst(answers: Iterable[Answer]) -> Answer:
    """Choose the answer that one commit gets where several pull requests ask for the same."""
    return min(answers, key=lambda each: (_WORST_FIRST.index(each.signal), each.pull))


def _whose(verdict: Verdict) -> str | None:
    """Say whose profile a change leaves behind, where it is about one person."""
    kept = {each.path for each in verdict.changes if each.kind != "removed"}
    logins = {found[1] for path in kept if (found := _LOGIN.fullmatch(path)) is not None}
    return logins.pop() if len(logins) == 1 else None


def own_comments(comments: Iterable[Comment], account: Account) -> tuple[Comment, ...]:
    """Find the gate's own comments, oldest first: by who wrote them, then by their mark."""
    ours = (each for each in comments if each.author.number == account.number)
    return tuple(
        sorted(
            (each for each in ours if read_mark(each.body) is not None),
            key=lambda each: each.number,
        )
    )


def write_mark(mark: Mark) -> str:
    """Write a mark as a line that no page shows."""
    content = asdict(mark)
    return f"<!-- mentor-match-gate {json.dumps(content)} -->"


def read_mark(body: str) -> Mark | None:
    """Find the mark at the end of a comment, or None where there is no valid one."""
    found = _MARK.search(body)
    if found is None:
        return None
    try:
        content: Any = json.loads(found[1])
        mark = Mark(**content)
    except (ValueError, TypeError, RecursionError):
        return None
    kinds = {"judged": str, "login": str | None, "is_told": bool, "merges": bool}
    are_right = (isinstance(getattr(mark, key), kind) for key, kind in kinds.items())
    return mark if all(are_right) else None


def told(body: str) -> str:
    """Write in a comment's mark that the link of the page has been posted."""
    mark = read_mark(body)
    if mark is None:
        return body
    return _MARK.sub(lambda _: write_mark(replace(mark, is_told=True)), body)


def welcome(login: str | None, *, shown_logins: Sequence[str], settings: Settings) -> str:
    """Write the comment after publication: where the page is, or why there is none."""
    if login is None:
        return "This is in, and the site has been built anew\\."
    if login in shown_logins:
        return f"Your page is there: {settings.site}mentors/{login}/"
    return (
        f"You are in\\. There is no page of your own, since {escaped(settings.programme)} shows "
        "mentors who are not paused, and counts everybody else\\."
    )
