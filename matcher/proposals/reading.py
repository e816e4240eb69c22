"""What the forge holds, made into cases: the ledger, the comments on it, and who may speak.

A reader comes in, frozen values go out. Nothing is decided here but whose words count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from forge.port import Account, Comment, Issue, IssueReader
from matcher.ledger import Ledger, Proposal, State
from matcher.proposals.answers import read_answer
from matcher.proposals.machine_block import LABEL, MachineBlock, Role, read_block
from roster.model import Roster

ORGANISERS_LABEL: Final = "organiser: "
"""How labels begin by which organisers act for somebody."""

ORGANISERS_LABELS: Final[tuple[str, ...]] = (
    *(f"{ORGANISERS_LABEL}{word} for {role}" for word in ("accept", "decline") for role in Role),
    *(f"{ORGANISERS_LABEL}{word}" for word in ("complete", "end", "withdraw")),
)
"""Every label by which they do."""

_MOST_ASKED: Final = 20
"""Of how many strangers a run asks whether they are organisers: the latest to speak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One proposal as the forge keeps it: its issue, and what the block in it says."""

    issue: Issue
    block: MachineBlock

    @property
    def is_live(self) -> bool:
        """Whether anything can still happen to it."""
        return self.block.state.takes_a_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a run knows of the forge.

    `unreadable` are the numbers of the programme's own issues whose block is damaged, `others`
    counts issues under the label by anybody else. `comments` are in rising order, by issue.
    `organisers` are the numbers of those who spoke and may write to the repository.
    """

    account: Account
    cases: tuple[Case, ...] = ()
    unreadable: tuple[int, ...] = ()
    others: int = 0
    comments: Mapping[int, tuple[Comment, ...]] = field(default_factory=dict)
    organisers: frozenset[int] = frozenset()


def read_cases(issues: Iterable[Issue], *, account: Account) -> Known:
    """Tell the programme's own issues from all others under its label."""
    cases, unreadable, others = [], [], 0
    for issue in issues:
        block = read_block(issue.body)
        if issue.author.number != account.number or LABEL not in issue.labels:
            others += 1
        elif block is None:
            unreadable.append(issue.number)
        else:
            cases.append(Case(issue=issue, block=block))
    return Known(account=account, cases=tuple(cases), unreadable=tuple(unreadable), others=others)


def read_all(reader: IssueReader) -> Known:
    """Read every proposal, and all comments since the oldest one that is still alive began."""
    known = read_cases(reader.issues(label=LABEL), account=reader.account())
    live = [each.issue for each in known.cases if each.is_live]
    if not live:
        return known
    since = min(each.opened for each in live)
    return _with_comments(known, reader.comments(since=since), reader)


def read_new(reader: IssueReader, *, since: datetime) -> Known:
    """Read only the proposals on which somebody else said something since, or set a label."""
    account = reader.account()
    numbers = {
        each.issue
        for each in reader.comments(since=since)
        if not _is_ours(each, account) and not each.author.is_bot
    }
    labelled = [each for label in ORGANISERS_LABELS for each in reader.issues(label=label)]
    found = {each.number: each for each in labelled}
    found |= {number: issue for number in numbers - found.keys() if (issue := reader.issue(number))}
    known = read_cases((found[number] for number in sorted(found)), account=account)
    comments = [
        comment
        for case in known.cases
        if case.is_live
        for comment in reader.comments_on(case.issue.number)
    ]
    return _with_comments(known, comments, reader)


def _is_ours(comment: Comment, account: Account) -> bool:
    return comment.author.number == account.number


def _with_comments(known: Known, comments: Iterable[Comment], reader: IssueReader) -> Known:
    live = {each.issue.number: each for each in known.cases if each.is_live}
    kept: dict[int, list[Comment]] = {}
    for each in comments:
        if each.issue in live:
            kept.setdefault(each.issue, []).append(each)
    strangers: dict[int, Account] = {}
    for number, spoken in kept.items():
        two = set(live[number].block.pair)
        for each in spoken:
            if _may_speak_for_another(each, two, known.account):
                strangers[each.author.number] = each.author
    latest = list(strangers.values())[-_MOST_ASKED:]
    return replace(
        known,
        comments={
            number: tuple(sorted(spoken, key=lambda each: each.number))
            for number, spoken in kept.items()
        },
        organisers=frozenset(each.number for each in latest if reader.may_write(each)),
    )


def _may_speak_for_another(comment: Comment, two: set[int], account: Account) -> bool:
    if comment.author.is_bot or _is_ours(comment, account):
        return False
    answer = read_answer(comment.body)
    if answer is None or answer.event is None:
        return False
    return comment.author.number not in two or answer.role is not None


def ledger_of(cases: Iterable[Case], roster: Roster) -> Ledger:
    """Make the matcher's ledger; people are found by number, so that renamed logins are."""
    logins = {each.github_id: each.github for each in roster.profiles}
    return Ledger(proposals=tuple(_proposal(each.block, logins) for each in cases))


def _proposal(block: MachineBlock, logins: Mapping[int, str]) -> Proposal:
    who = {role: logins.get(block.number(role), block.login(role)) for role in Role}
    is_expired = block.state is State.EXPIRED
    return Proposal(
        mentee=who[Role.MENTEE],
        mentor=who[Role.MENTOR],
        state=block.state,
        opened=block.round,
        began=block.since if block.state is State.ACTIVE else None,
        closed=None if block.state.takes_a_place else block.since,
        silent=tuple(who[role] for role in Role if is_expired and role not in block.accepted),
        heard={who[role]: day for role, day in block.heard.items()},
        pauses={who[role]: day for role, day in block.paused.items()},
    )


def read_ledger(issues: Iterable[Issue], *, account: Account, roster: Roster) -> Ledger:
    """Make a ledger of the issues that the programme's own account wrote under its label.

    An issue with no valid machine block, or by anybody else, counts for nothing.
    """
    return ledger_of(read_cases(issues, account=account).cases, roster)
