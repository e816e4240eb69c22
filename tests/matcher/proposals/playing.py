"""A forge in memory, and a programme to play on it: people answer, days pass, runs happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from jinja2 import Environment, FileSystemLoader

from forge.port import (
    Account,
    Budget,
    BudgetSpent,
    Comment,
    Draft,
    ForgeError,
    Issue,
    IssueForge,
    Lease,
)
from matcher.proposals.deciding import plan_answers, plan_day, plan_round
from matcher.proposals.issue import issue_templates
from matcher.proposals.machine_block import MachineBlock, read_block
from matcher.proposals.plan import Plan
from matcher.proposals.planning import Setting
from matcher.proposals.running import Run, run_plan
from roster.model import Profile, Programme, Roster
from tests.builders import REPOSITORY, TODAY, a_roster, the_programme
from tests.github_double.double import Crashed

PROGRAMME = Account(login="mentor-match", number=1, is_bot=True)
ORGANISER = Account(login="chief", number=77)
STRANGER = Account(login="mallory", number=666)


class Clock:
    """A clock that tests turn."""

    def __init__(self, day: date = TODAY) -> None:
        self.time = datetime.combine(day, time(9), tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def pass_days(self, days: int) -> None:
        self.time += timedelta(days=days)

    @property
    def today(self) -> date:
        return self.time.date()


@dataclass
class MemoryForge:
    """Issues in memory, as the port promises them."""

    clock: Clock = field(default_factory=Clock)
    shelf: dict[int, Issue] = field(default_factory=dict)
    said: list[Comment] = field(default_factory=list)
    lease: Lease | None = None
    writes: int = 0

    def account(self) -> Account:
        return PROGRAMME

    def find_account(self, login: str) -> Account | None:
        return ORGANISER if login == ORGANISER.login else None

    def may_write(self, account: Account) -> bool:
        return account.number in {ORGANISER.number, PROGRAMME.number}

    def editor(self, issue: int) -> Account | None:
        return PROGRAMME if issue in self.shelf else None

    def issues(self, *, label: str) -> Iterator[Issue]:
        return iter([each for each in self.shelf.values() if label in each.labels])

    def issue(self, number: int) -> Issue | None:
        return self.shelf.get(number)

    def comments(self, *, since: datetime | None = None) -> Iterator[Comment]:
        return iter([each for each in self.said if since is None or each.written >= since])

    def comments_on(self, issue: int) -> Iterator[Comment]:
        return iter([each for each in self.said if each.issue == issue])

    def budget(self) -> Budget:
        return Budget(left=None, renewed=None)

    def open_issue(self, draft: Draft) -> Issue:
        return self.open_as(PROGRAMME, draft)

    def open_as(self, author: Account, draft: Draft) -> Issue:
        self.writes += 1
        number = len(self.shelf) + 1
        now = self.clock.now()
        issue = Issue(
            number=number,
            title=draft.title,
            body=draft.body,
            labels=tuple(sorted(set(draft.labels))),
            author=author,
            opened=now,
            updated=now,
            is_open=True,
        )
        self.shelf[number] = issue
        return issue

    def edit_issue(
        self,
        number: int,
        *,
        title: str | None = None,
        body: str | None = None,
        labels: tuple[str, ...] | None = None,
        is_open: bool | None = None,
    ) -> Issue:
        self.writes += 1
        before = self.shelf[number]
        self.shelf[number] = replace(
            before,
            title=before.title if title is None else title,
            body=before.body if body is None else body,
            labels=before.labels if labels is None else tuple(sorted(set(labels))),
            is_open=before.is_open if is_open is None else is_open,
        )
        return self.shelf[number]

    def comment(self, issue: int, body: str) -> Comment:
        self.writes += 1
        return self.say(PROGRAMME, issue, body)

    def say(self, author: Account, issue: int, body: str) -> Comment:
        comment = Comment(
            number=len(self.said) + 1,
            issue=issue,
            author=author,
            body=body,
            written=self.clock.now(),
            is_edited=False,
        )
        self.said.append(comment)
        return comment

    def rewrite(self, number: int, body: str) -> None:
        """Edit somebody's comment."""
        self.said[number - 1] = replace(self.said[number - 1], body=body, is_edited=True)

    def edit_comment(self, number: int, body: str) -> Comment:
        self.writes += 1
        self.rewrite(number, body)
        return self.said[number - 1]

    def take_lease(self, name: str, *, holder: str, until: datetime) -> Lease | None:
        held = self.lease
        if held is not None and held.holder != holder and held.until > self.clock.now():
            return None
        self.lease = Lease(name=name, holder=holder, until=until)
        return self.lease

    def release_lease(self, lease: Lease) -> None:
        if self.lease == lease:
            self.lease = None


class Fault(StrEnum):
    """What can happen to one call."""

    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    LOST = "reply lost"
    BROKEN = "broken"
    SPENT = "budget spent"


_CALLS = frozenset(
    {"issues", "issue", "comments", "comments_on", "may_write", "account", "open_issue"}
    | {"edit_issue", "comment", "edit_comment", "take_lease", "release_lease"}
)


class Faulty:
    """A forge on which one call goes wrong, and that tells before each call."""

    def __init__(
        self,
        forge: object,
        *,
        at: int = -1,
        fault: Fault = Fault.BROKEN,
        before: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.calls = 0
        self._forge, self._at, self._fault, self._before = forge, at, fault, before

    def __getattr__(self, name: str) -> object:
        method = getattr(self._forge, name)
        if name not in _CALLS:
            return method

        def called(*words: object, **given: object) -> object:
            self._before(name)
            self.calls += 1
            if self.calls - 1 != self._at:
                return method(*words, **given)
            if self._fault is Fault.CRASH_BEFORE:
                raise Crashed
            if self._fault is Fault.BROKEN:
                raise ForgeError(name, "is broken")
            if self._fault is Fault.SPENT:
                raise BudgetSpent(name, "no more now", until=None)
            method(*words, **given)
            raise Crashed if self._fault is Fault.CRASH_AFTER else ForgeError(name, "no reply")

        return called


def templates() -> Environment:
    return issue_templates(FileSystemLoader(REPOSITORY / "templates"))


TEMPLATES = templates()


@dataclass
class Play:
    """A programme that is played: people, a forge, and a clock."""

    people: dict[str, Profile]
    forge: MemoryForge = field(default_factory=MemoryForge)
    programme: Programme = field(default_factory=the_programme)
    runs: int = 0

    @property
    def clock(self) -> Clock:
        return self.forge.clock

    @property
    def roster(self) -> Roster:
        return a_roster(*self.people.values())

    @property
    def setting(self) -> Setting:
        return Setting(
            roster=self.roster,
            programme=self.programme,
            templates=TEMPLATES,
            today=self.clock.today,
        )

    def propose(self, forge: IssueForge | None = None, *, override: tuple[str, ...] = ()) -> Run:
        used, setting = forge or self.forge, self.setting
        return self._run(
            used,
            lambda: plan_round(used, setting, overridden=override),
            lambda: plan_day(used, setting),
        )

    def tend(self, forge: IssueForge | None = None, *, override: tuple[str, ...] = ()) -> Run:
        used, setting = forge or self.forge, self.setting
        return self._run(used, lambda: plan_day(used, setting, overridden=override), None)

    def reply(self, forge: IssueForge | None = None) -> Run:
        used, setting = forge or self.forge, self.setting
        return self._run(used, lambda: plan_answers(used, setting, now=self.clock.now()), None)

    def _run(
        self, forge: IssueForge, planner: Callable[[], Plan], sweeper: Callable[[], Plan] | None
    ) -> Run:
        self.runs += 1
        return run_plan(
            forge, planner, sweeper=sweeper, holder=f"run-{self.runs}", now=self.clock.now
        )

    def say(self, login: str, issue: int, body: str) -> Comment:
        person = self.people[login]
        account = Account(login=person.github, number=person.github_id)
        return self.forge.say(account, issue, body)

    def block(self, issue: int) -> MachineBlock:
        block = read_block(self.forge.shelf[issue].body)
        assert block is not None
        return block

    def notes(self, issue: int) -> list[str]:
        """What the programme's own account said on an issue."""
        return [
            each.body
            for each in self.forge.said
            if each.issue == issue and each.author == PROGRAMME
        ]


def play(*people: Profile, programme: Programme | None = None) -> Play:
    return Play(
        people={each.github: each for each in people}, programme=programme or the_programme()
    )
