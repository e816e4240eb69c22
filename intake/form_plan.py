"""What to do about one form: a plan made of what the forge holds, and empty once all is done.

An issue, who edited it, our replies, its pull request and branch, and the base tree come in;
a plan goes out as a value. It is made anew after it was carried out, until nothing is left, so
a run that was cut off at any call is gone on with by the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from forge.port import Account, Comment, Issue, Pull
from intake import form_replies as replies
from intake.acting import branch_of
from intake.form_change import Submission, Wanted, is_form, own_file, wanted_by
from intake.questions import LABEL, Purpose
from intake.tree_values import Tree
from roster.form import form_of
from roster.model import Profile, Programme
from roster.problems import Problem
from roster.sealed import PrivateKeys

if TYPE_CHECKING:
    from roster.areas import Meaning

_TITLES: Final = {
    Purpose.JOIN: "Join",
    Purpose.CHANGE: "Change a profile",
    Purpose.LEAVE: "Pause or bring back a profile",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the forge holds of one form.

    `editor` is who edited its text last, None where nobody did. `replies` are our own. `branch`
    has the blobs of the form's branch by path, None where there is no branch; `commit` is the
    commit that `base` is of.
    """

    issue: Issue
    editor: Account | None
    account: Account
    replies: tuple[Comment, ...] = ()
    pull: Pull | None = None
    branch: Mapping[str, str] | None = None
    commit: str
    base: Tree

    @property
    def reply(self) -> Comment | None:
        """Our reply, where there is one."""
        return self.replies[0] if self.replies else None

    @property
    def proposed(self) -> str | None:
        """The digest of the text that was put into the pull request last, as far as is known.

        One that was closed and not merged holds no text any more, save where our reply says so.
        """
        said = replies.remembered(self.reply.body) if self.reply is not None else None
        holds = self.pull is not None and (self.pull.is_open or self.pull.is_merged)
        return said or (replies.remembered(self.pull.body) if self.pull and holds else None)

    @property
    def digest_if_merged(self) -> str | None:
        """The digest of the text that is in the directory, None where none is by this form."""
        return self.proposed if self.pull is not None and self.pull.is_merged else None

    @property
    def is_taken_in(self) -> bool:
        """Whether what the issue says now has been merged."""
        is_merged = self.pull is not None and self.pull.is_merged
        return is_merged and self.proposed == replies.digest_of(self.issue)

    @property
    def is_edited_by_another(self) -> bool:
        """Whether the text is not its author's own any more."""
        own = {self.issue.author.number, self.account.number}
        return self.editor is not None and self.editor.number not in own


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPlan:
    """What to do about one form, in the order of the fields.

    `files` are put on the branch in one commit; `opens` is the title of a pull request to open
    from it; `reply` is the text of our one reply.
    """

    issue: int
    branch: str
    adds_label: bool = False
    files: Mapping[str, bytes | None] | None = None
    opens: str | None = None
    closes_pull: int | None = None
    reply: str | None = None
    removes_branch: bool = False
    closes_issue: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return self == FormPlan(issue=self.issue, branch=self.branch)

    @property
    def as_text(self) -> str:
        """The plan on one line, without anybody's words."""
        steps = {
            "add the label": self.adds_label,
            f"write {', '.join(sorted(self.files or ()))} on {self.branch}": self.files,
            "open a pull request": self.opens,
            f"close #{self.closes_pull}": self.closes_pull,
            "reply": self.reply,
            f"remove {self.branch}": self.removes_branch,
            "close the issue": self.closes_issue,
        }
        return f"#{self.issue}: {'; '.join(step for step, is_due in steps.items() if is_due)}"


def plan_form(
    now: Situation,
    *,
    programme: Programme,
    today: date,
    keys: PrivateKeys | None = None,
    meaning: Meaning | None = None,
) -> FormPlan:
    """Decide what is to be done next about a form; nothing where it is not ours to answer."""
    issue = now.issue
    plan = FormPlan(issue=issue.number, branch=branch_of(issue.number))
    if issue.author.is_bot or issue.author.number == now.account.number:
        return plan
    if not issue.is_open:
        return _withdrawn(now, plan)
    if not is_form(issue.body, programme):
        return plan
    plan = replace(plan, adds_label=LABEL not in issue.labels)
    if now.is_taken_in:
        mine = own_file(issue.author, now.base, programme=programme, today=today)
        return _done(now, plan, mine.profile if mine is not None else None, programme)
    if now.is_edited_by_another:
        return _saying(now, plan, replies.edited_by_another(now.proposed))
    sent = Submission(text=issue.body, author=issue.author, sent=issue.opened.date())
    wanted = wanted_by(
        sent, base=now.base, programme=programme, today=today, keys=keys, meaning=meaning
    )
    return _answer(now, plan, wanted, programme)


def _answer(
    now: Situation, plan: FormPlan, wanted: Wanted | tuple[Problem, ...], programme: Programme
) -> FormPlan:
    """Propose what the form asks for, or list what there is to mend."""
    if isinstance(wanted, Wanted):
        return _proposing(now, plan, wanted, programme)
    labels = {each.key: each.label for each in form_of(programme).fields}
    return _to_mend(now, plan, replies.to_mend(wanted, labels, now.pull, now.digest_if_merged))


def _to_mend(now: Situation, plan: FormPlan, text: str) -> FormPlan:
    """Say what there is to mend, and take back what the form said before: it says so no more."""
    if now.pull is not None and now.pull.is_open:
        plan = replace(plan, closes_pull=now.pull.number)
    return replace(_saying(now, plan, text), removes_branch=now.branch is not None)


def _withdrawn(now: Situation, plan: FormPlan) -> FormPlan:
    """Take back the pull request of an issue that was closed."""
    if now.pull is None or not now.pull.is_open:
        return plan
    return replace(plan, closes_pull=now.pull.number, removes_branch=True)


def _proposing(now: Situation, plan: FormPlan, wanted: Wanted, programme: Programme) -> FormPlan:
    pull, text = now.pull, replies.digest_of(now.issue)
    base = {path: entry.blob for path, entry in now.base.items()}
    if wanted.stands_in(base) and (pull is None or not pull.is_open):
        return _done(now, plan, wanted.profile, programme)
    if pull is not None and not pull.is_open and not pull.is_merged and now.proposed == text:
        return _saying(now, plan, replies.turned_down(pull, text))
    is_written = now.branch is not None and wanted.stands_in(now.branch)
    if pull is None or not pull.is_open:
        files = None if is_written else wanted.files
        return replace(plan, files=files, opens=_title(wanted, now.issue))
    if not is_written:
        return replace(plan, files=wanted.files)
    return _saying(now, plan, replies.on_its_way(pull, wanted, text))


def _done(
    now: Situation, plan: FormPlan, profile: Profile | None, programme: Programme
) -> FormPlan:
    text = replies.done(profile, programme, replies.digest_of(now.issue))
    plan = _saying(now, plan, text)
    return replace(plan, removes_branch=now.branch is not None, closes_issue=True)


def _title(wanted: Wanted, issue: Issue) -> str:
    """Name the pull request without naming the person, so that nothing is left to take out."""
    title = "Remove a profile" if wanted.profile is None else _TITLES[wanted.purpose]
    return f"{title} (#{issue.number})"


def _saying(now: Situation, plan: FormPlan, text: str) -> FormPlan:
    is_new = now.reply is None or now.reply.body != text
    return replace(plan, reply=text) if is_new else plan
