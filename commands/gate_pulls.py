"""The gate on a forge: judge open pull requests, answer them, and merge what may enter alone.

Everything is read through the forge, save blobs that the local git store has under the very
same id. What a pull request says of itself decides nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Final

from jinja2 import TemplateError

from commands.forge_errors import told_of_forge
from commands.gathering import gather_forge
from commands.git_store import read_blobs
from commands.outcome import DONE, WRONG_USAGE, Refused
from commands.secrets import private_keys, proof_keys
from commands.site_changes import Side, page_changes, side_of
from commands.site_inputs import gather_templates
from commands.verdicts import programme_of, verdict_as
from forge.folder import FolderForge
from forge.github import GitHubForge
from forge.port import (
    Account,
    BudgetSpent,
    Comment,
    ForgeError,
    Pull,
    PullReader,
    PullWriter,
)
from intake.acting import acts_for, issue_behind
from intake.form_change import own_file
from intake.gate import Author, Outcome, Verdict, judge
from intake.gate_answer import (
    CONTEXT,
    Answer,
    answer,
    judged_from,
    own_comments,
    read_mark,
    settled,
    worst,
)
from intake.proof import REQUIRED, Claim, ProofKeys, codes_in, is_proven, needed_proof
from intake.tree_values import Tree
from intake.trees import ProposedChange, read_change, read_tree
from roster.model import Programme
from roster.places import login_of
from roster.sealed import PrivateKeys

_TRIES: Final = 3
"""How often one pull request is judged because it or the base branch moved meanwhile."""

_SUPERSEDED: Final = "The answer stands in the first comment of the gate, above."


def run_on_forge(arguments: argparse.Namespace) -> int:
    """Judge and answer what is open on the forge that `--forge` names."""
    forge = forge_with_pulls(arguments)
    writer = forge if arguments.apply else None
    before = after = None
    merged, started = 0, time.monotonic()
    try:
        with told_of_forge():
            before = forge.budget().left
            if arguments.published:
                from commands.page_links import post_links  # noqa: PLC0415 -- not needed to judge

                post_links(arguments, forge, writer)
            else:
                gate = gate_of(arguments, forge)
                merged = answer_pulls(gate, writer, only=arguments.pull)
            after = forge.budget().left
    finally:
        tell_merged(arguments.tell, merged)
    if before is not None and after is not None:
        seconds = time.monotonic() - started
        print(
            f"{before - after:,} requests in {seconds:.1f} seconds; {after:,} are left.",
            file=sys.stderr,
        )
    if writer is None:
        print("Nothing was written. To carry this out: --apply", file=sys.stderr)
    return DONE


def gate_of(arguments: argparse.Namespace, reader: PullReader) -> Gate:
    """Make the gate of a run: what the words say, and what keys the environment holds."""
    return Gate(
        reader=reader,
        root=arguments.root,
        branch=arguments.base,
        today=arguments.today,
        keys=private_keys(),
        proof_keys=proof_keys(),
    )


def forge_with_pulls(arguments: argparse.Namespace) -> GitHubForge:
    """Find the forge that `--forge` names; wrong usage where it holds no pull requests."""
    forge = gather_forge(arguments)
    if isinstance(forge, FolderForge):
        message = "There are no pull requests in a folder. Write --forge github:OWNER/REPO."
        raise Refused(message, status=WRONG_USAGE)
    return forge


def tell_merged(file: Path | None, merged: int) -> None:
    """Append how many were merged to the file that a workflow's next job reads."""
    if file is not None:
        with file.open("a", encoding="utf-8") as told:
            told.write(f"merged={merged}\n")


@dataclass(kw_only=True)
class Gate:
    """One run of the gate over a forge: what it looks with, and what it works for."""

    reader: PullReader
    root: Path
    branch: str
    today: date
    keys: PrivateKeys | None = None
    proof_keys: ProofKeys | None = None
    _base: tuple[str, Tree, Programme] | None = field(default=None, init=False)
    _site: tuple[str, Side] | None = field(default=None, init=False)

    def pulls(self) -> list[Pull]:
        """List the open pull requests that ask the branch for something, but other robots'."""
        ours = self.reader.account().number
        return [
            each
            for each in self.reader.pulls()
            if each.base_branch == self.branch
            and (not each.author.is_bot or each.author.number == ours)
        ]

    def judge(self, pull: Pull, *, is_stuck: bool = False) -> Answer:
        """Judge one pull request as it stands now. Raises ForgeError."""
        change, verdict = self.verdict(pull)
        programme = self.base()[2]
        report = verdict_as(
            "markdown",
            verdict,
            programme=programme,
            head=change.head,
            revision=pull.head,
            today=self.today,
        )
        return answer(
            pull,
            verdict,
            report="\n\n".join((report, *self._pages(change, verdict))),
            judged=self.judged(pull),
            settings=programme.settings,
            is_stuck=is_stuck,
            unproven=self._unproven(pull, change, verdict),
        )

    def verdict(self, pull: Pull) -> tuple[ProposedChange, Verdict]:
        """Read what a pull request would change, and judge it. Raises ForgeError."""
        commit, base, programme = self.base()
        change = read_change(self.reader, pull.head, base=base, commit=commit)
        found = judge(
            change.base,
            change.head,
            author=self._author(pull),
            programme=programme,
            today=self.today,
            keys=self.keys,
        )
        return change, settled(found, change)

    def _pages(self, change: ProposedChange, verdict: Verdict) -> Iterator[str]:
        """Say which pages of the site a change of people that is in order would change."""
        are_people = all(each.path.startswith("profiles/") for each in verdict.changes)
        if verdict.outcome is Outcome.REFUSED or not are_people:
            return
        make = partial(side_of, templates=gather_templates(self.root), assets={}, today=self.today)
        if self._site is None or self._site[0] != change.commit:
            self._site = (change.commit, make(change.base))
        before = self._site[1]
        with suppress(TemplateError):  # whoever publishes is told of it
            yield page_changes(before, make(change.head, other=before)).told()

    def needed_proof(self, change: ProposedChange, verdict: Verdict) -> Claim | str | None:
        """Return the claim that has to be proven, or why that is not possible here."""
        programme = self.base()[2]
        return needed_proof(change, verdict, programme=programme, keys=self.keys, today=self.today)

    def _unproven(self, pull: Pull, change: ProposedChange, verdict: Verdict) -> str:
        """Say what is missing of the proof that the address is theirs, or nothing."""
        need = self.needed_proof(change, verdict)
        if need is None or isinstance(need, str):
            return need or ""
        if self.proof_keys is None:
            return "The key that signs the codes is not at hand, so none can be mailed or read."
        if is_proven(need, self.reader.comments_on(pull.number), self.proof_keys):
            return ""
        return "The code that was mailed to the address has not come back yet."

    def judged(self, pull: Pull) -> str:
        """Name all that the verdict of a pull request depends on."""
        commit, _, programme = self.base()
        is_required = programme.settings.email_proof == REQUIRED
        codes = codes_in(self.reader.comments_on(pull.number)) if is_required else 0
        return judged_from(pull, commit=commit, today=self.today, codes=codes)

    def base(self) -> tuple[str, Tree, Programme]:
        """Return the commit that the branch stood at, its tree, and the programme in it."""
        return self._base or self.look()

    def look(self) -> tuple[str, Tree, Programme]:
        """Look anew where the branch stands. Raises ForgeError."""
        commit = self.reader.head(self.branch)
        if commit is None:
            raise ForgeError(f"branch {self.branch}", "it is not there.")
        if self._base is None or self._base[0] != commit:
            tree = read_tree(self.reader, commit, local=self._local)
            self._base = (commit, tree, programme_of(tree))
        return self._base

    def said(self, pull: Pull) -> tuple[Comment, ...]:
        """Return the gate's own comments on a pull request, oldest first."""
        return own_comments(self.reader.comments_on(pull.number), self.reader.account())

    def _local(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        return read_blobs(self.root, blobs)

    def _login_of(self, number: int) -> str | None:
        """Find whose file a number's is on the branch, by the file's own name."""
        _, base, programme = self.base()
        nobody = Account(login="", number=number)
        found = own_file(nobody, base, programme=programme, today=self.today)
        return login_of(found.path) if found is not None else None

    def _author(self, pull: Pull) -> Author:
        """Say who asks: for a form, who sent it; for a confirmation, whose profile it is.

        What else the programme itself asks for is for others, as an organiser's is.
        """
        account = self.reader.account()
        behind = issue_behind(pull, account=account)
        if behind is not None:
            kind, number = behind
            issue = self.reader.issue(number)
            person = acts_for(kind, issue, account=account, login_of=self._login_of)
            if person is not None:
                return person
        return Author(
            login=pull.author.login,
            number=pull.author.number,
            is_organiser=pull.author.number == account.number or self.reader.may_write(pull.author),
        )


def answer_pulls(gate: Gate, writer: PullWriter | None, *, only: int | None) -> int:
    """Judge and answer pull requests, and return how many were merged; without a writer, print.

    `only` is the number of one; otherwise all that have not been judged as they stand now.
    Raises ForgeError once the others are done, where one could not be read.
    """
    merged, failed = 0, None
    for pulls in _by_commit(gate.pulls()):
        try:
            if _is_due(gate, pulls, only=only):
                merged += _answer_commit(gate, writer, pulls)
        except BudgetSpent:
            raise
        except ForgeError as error:
            print(f"#{pulls[0].number}: {error}", file=sys.stderr)
            failed = error
    if failed is not None:
        raise failed
    return merged


def _by_commit(pulls: Iterable[Pull]) -> Iterator[list[Pull]]:
    """Gather those that ask for the very same commit: they share its status."""
    ordered = sorted(pulls, key=lambda each: (each.head, each.number))
    groups = (list(group) for _, group in groupby(ordered, key=lambda each: each.head))
    yield from sorted(groups, key=lambda group: group[0].number)


def _is_due(gate: Gate, pulls: Sequence[Pull], *, only: int | None) -> bool:
    if only is not None:
        return any(each.number == only for each in pulls)
    return not all(is_judged(gate, each) for each in pulls)


def is_judged(gate: Gate, pull: Pull) -> bool:
    """Say whether a pull request was judged as it stands now, and nothing is left to do."""
    said = gate.said(pull)
    mark = read_mark(said[0].body) if said else None
    return mark is not None and mark.judged == gate.judged(pull) and not mark.merges


def _answer_commit(gate: Gate, writer: PullWriter | None, pulls: Sequence[Pull]) -> int:
    answers = [gate.judge(each) for each in pulls]
    status = worst(answers)
    for each in answers:
        print(each.as_text)
    if writer is None:
        return 0
    for pull, found in zip(pulls, answers, strict=True):
        _comment(gate, writer, pull, found)
    writer.set_status(
        status.commit, context=CONTEXT, signal=status.signal, description=status.description
    )
    return sum(
        _merge(gate, writer, pull, found)
        for pull, found in zip(pulls, answers, strict=True)
        if found.merges
    )


def _comment(gate: Gate, writer: PullWriter, pull: Pull, found: Answer) -> None:
    """Write the one comment, or write it anew; a second one that a crash left is emptied."""
    first, *others = gate.said(pull) or (None,)
    if first is None:
        writer.comment(pull.number, found.comment)
    else:
        writer.edit_comment(first.number, found.comment)
    for each in others:
        writer.edit_comment(each.number, _SUPERSEDED)


def _merge(gate: Gate, writer: PullWriter, pull: Pull, found: Answer) -> bool:
    """Merge what was judged, onto what it was judged on; where either moved, judge again."""
    for _ in range(_TRIES):
        gate.look()
        if gate.judged(pull) == found.judged:
            try:
                if writer.merge_pull(pull.number, head=found.commit, title=found.title):
                    print(f"#{pull.number}: merged.")
                    return True
            except BudgetSpent:
                raise
            except ForgeError as error:
                print(f"#{pull.number}: {error}", file=sys.stderr)
                break
        now = gate.reader.pull(pull.number)
        if now is None or not now.is_open:
            return False
        pull, found = now, gate.judge(now)
        _say(gate, writer, pull, found)
        if not found.merges:
            return False
    _say(gate, writer, pull, gate.judge(pull, is_stuck=True))
    return False


def _say(gate: Gate, writer: PullWriter, pull: Pull, found: Answer) -> None:
    print(found.as_text)
    _comment(gate, writer, pull, found)
    writer.set_status(
        found.commit, context=CONTEXT, signal=found.signal, description=found.description
    )
