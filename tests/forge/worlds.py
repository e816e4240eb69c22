"""A world to try a forge in: people, a clock that tests move, and the forge as each sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from forge.folder import PROGRAMME, FolderForge
from forge.github import GitHubForge
from forge.github_client import GitHubClient
from forge.port import Account, IssueForge
from tests.github_double.double import Double
from tests.github_double.seeding import TOKEN, add_account, add_workflow, commit
from tests.github_double.transport import DoubleTransport

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ADA = Account(login="ada-lovelace", number=18151210)
ORGANISER = Account(login="stafford-northcote", number=1854)
REPOSITORY = "gov-example/directory"


@dataclass(kw_only=True)
class FakeClock:
    """A clock whose waiting takes no time; `waited` says for how long."""

    time: datetime = START
    waited: float = 0

    def now(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> None:
        self.waited += seconds
        self.time += timedelta(seconds=seconds)


@dataclass(kw_only=True)
class World:
    """A forge that `seen_by` shows to the programme (None) or to a person."""

    clock: FakeClock
    seen_by: Callable[[Account | None], IssueForge]

    @property
    def ours(self) -> IssueForge:
        return self.seen_by(None)


def a_folder_world(folder: Path) -> World:
    clock = FakeClock()
    FolderForge(folder, now=clock.now).add_account(ADA)
    FolderForge(folder, now=clock.now).add_account(ORGANISER, may_write=True)
    return World(
        clock=clock,
        seen_by=lambda who: FolderForge(folder, now=clock.now, account=who or PROGRAMME),
    )


@dataclass(kw_only=True)
class GitHubWorld:
    """The double with three people and one commit on main."""

    clock: FakeClock = field(default_factory=FakeClock)
    double: Double = field(init=False)

    def __post_init__(self) -> None:
        self.double = Double(now=self.clock.now)
        add_workflow(self.double)
        add_account(self.double, ADA.login, ADA.number, token=ADA.login)
        add_account(
            self.double, ORGANISER.login, ORGANISER.number, role="maintain", token=ORGANISER.login
        )
        self.base = commit(self.double, {"README.md": b"Hello\n", "profiles/a.yaml": b"a: 1\n"})

    def client(self, token: str = TOKEN) -> GitHubClient:
        transport = DoubleTransport(self.double)
        return GitHubClient(REPOSITORY, token=token, clock=self.clock, transport=transport)

    def forge(self, who: Account | None = None) -> GitHubForge:
        return GitHubForge(self.client(TOKEN if who is None else who.login))


def a_github_world(_: Path) -> World:
    world = GitHubWorld()
    return World(clock=world.clock, seen_by=world.forge)
