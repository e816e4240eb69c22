"""`intake`: read the forms that people sent as issues, and answer each as it stands now."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from commands.forge_errors import told_of_forge
from commands.gate_pulls import (
    Gate,
    answer_pulls,
    forge_with_pulls,
    gate_of,
    is_judged,
    tell_merged,
)
from commands.leasing import Take, alone
from commands.outcome import DONE, OUTSIDE_WORLD_FAILED
from commands.word_model import gather_meaning
from forge.port import BudgetSpent, ForgeError, PullReader, PullWriter
from intake.acting import Kind, branch_of, issue_behind
from intake.form_plan import FormPlan, Situation, plan_form
from intake.form_replies import own_replies, pull_text
from intake.questions import LABEL
from roster.model import Programme

_MOST_ROUNDS: Final = 8
"""How often one form is looked at in a run: each round does what the last made possible."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "--forge", required=True, metavar="github:OWNER/REPO", help="where the issues are"
    )
    parser.add_argument(
        "--issue", type=int, metavar="N", help="this one alone (default: every open form)"
    )
    parser.add_argument(
        "--base", default="main", metavar="BRANCH", help="the branch to enter (default: main)"
    )
    parser.add_argument("--apply", action="store_true", help="carry the plans out")
    parser.add_argument(
        "--tell", type=Path, metavar="FILE", help="append to FILE whether anything was merged"
    )


def run(arguments: argparse.Namespace) -> int:
    """Plan what to do about each form, print it and, with --apply, do it."""
    forge = forge_with_pulls(arguments)
    gate = gate_of(arguments, forge)
    writer = forge if arguments.apply else None
    failed = False
    with told_of_forge():
        before = forge.head(arguments.base)
        with alone(writer, "intake", now=partial(datetime.now, tz=UTC)) as take:
            run = Run(reader=forge, writer=writer, gate=gate, take=take)
            failed = run.answer_all(arguments.issue)
        tell_merged(arguments.tell, int(forge.head(arguments.base) != before))
    if not arguments.apply:
        print("Nothing was written. To carry this out: --apply", file=sys.stderr)
    return OUTSIDE_WORLD_FAILED if failed else DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run over the forms: what it looks with, what it writes with, and the gate it asks.

    `take` is called before anything is written: after the first time all is looked at again.
    """

    reader: PullReader
    writer: PullWriter | None
    gate: Gate
    take: Take

    def answer_all(self, only: int | None) -> bool:
        """Answer one form or all; say whether any could not be. Raises BudgetSpent."""
        failed = False
        for number in [only] if only is not None else self._due():
            try:
                self.answer(number)
            except BudgetSpent:
                raise
            except ForgeError as error:
                print(f"#{number}: {error}", file=sys.stderr)
                failed = True
        return failed

    def _due(self) -> list[int]:
        """Every open form, and every issue whose pull request is open."""
        account = self.reader.account()
        behind = (issue_behind(each, account=account) for each in self.reader.pulls())
        waiting = (each[1] for each in behind if each is not None and each[0] is Kind.FORM)
        forms = (each.number for each in self.reader.issues(label=LABEL) if each.is_open)
        return sorted({*forms, *waiting})

    def answer(self, number: int) -> None:
        """Plan and act until nothing is left to do about one form. Raises ForgeError."""
        for _ in range(_MOST_ROUNDS):
            now = self._look(number)
            if now is None:
                return
            _, _, programme = self.gate.base()
            plan = self._planned(now, programme)
            waiting = now.pull if plan.is_empty and now.pull and now.pull.is_open else None
            is_done = plan.is_empty and (waiting is None or is_judged(self.gate, waiting))
            if self.writer is None or is_done:
                if not plan.is_empty:
                    print(plan.as_text)
                return
            if self.take():
                continue
            if not plan.is_empty:
                print(plan.as_text)
                self._carry_out(plan, now, self.writer)
            elif waiting is not None:
                answer_pulls(self.gate, self.writer, only=waiting.number)
        raise ForgeError(f"#{number}", "it kept changing while it was read; the next run goes on.")

    def _planned(self, now: Situation, programme: Programme) -> FormPlan:
        return plan_form(
            now,
            programme=programme,
            today=self.gate.today,
            keys=self.gate.keys,
            meaning=gather_meaning(),
        )

    def _look(self, number: int) -> Situation | None:
        """Read what the forge holds of one form; None where there is no such issue."""
        issue = self.reader.issue(number)
        if issue is None:
            return None
        account, branch = self.reader.account(), branch_of(number)
        commit, base, _ = self.gate.look()
        head = self.reader.head(branch)
        return Situation(
            issue=issue,
            editor=self.reader.editor(number),
            account=account,
            replies=own_replies(self.reader.comments_on(number), account),
            pull=self.reader.pull_of(branch),
            branch=None if head is None else dict(self._blobs(head)),
            commit=commit,
            base=base,
        )

    def _blobs(self, commit: str) -> Iterator[tuple[str, str]]:
        return ((path, entry.blob) for path, entry in self.reader.tree(commit).items())

    def _carry_out(self, plan: FormPlan, now: Situation, writer: PullWriter) -> None:
        """Do what a plan says, in its order; what is cut off, the next plan holds again."""
        issue = now.issue
        if plan.adds_label:
            writer.edit_issue(issue.number, labels=tuple(sorted({*issue.labels, LABEL})))
        if plan.files is not None:
            message = f"Take in form #{issue.number}"
            writer.commit_files(
                plan.branch, plan.files, onto=now.commit, message=message, coauthor=issue.author
            )
        if plan.opens is not None:
            writer.open_pull(
                branch=plan.branch,
                onto=self.gate.branch,
                title=plan.opens,
                body=pull_text(issue),
            )
        if plan.closes_pull is not None:
            writer.close_pull(plan.closes_pull)
        if plan.reply is not None:
            if now.reply is None:
                writer.comment(issue.number, plan.reply)
            else:
                writer.edit_comment(now.reply.number, plan.reply)
        if plan.removes_branch:
            writer.remove_branch(plan.branch)
        if plan.closes_issue:
            writer.edit_issue(issue.number, is_open=False)
