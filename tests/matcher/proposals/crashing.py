"""A run that is disturbed at one request, and what a clean run makes of it afterwards.

`python -m tests.matcher.proposals.crashing SEEDS` prints the figures (`make crashes`).
"""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from forge.github import GitHubForge
from forge.github_client import GitHubClient
from forge.port import Account, ForgeError, Issue, IssueForge
from matcher.proposals.deciding import plan_answers, plan_day, plan_round
from matcher.proposals.hearing import hear
from matcher.proposals.machine_block import MachineBlock
from matcher.proposals.planning import Setting
from matcher.proposals.reading import read_all, read_cases
from matcher.proposals.running import Run, run_plan
from roster.model import Profile
from tests.builders import a_mentee, a_mentor, a_roster, the_programme
from tests.forge.worlds import REPOSITORY, GitHubWorld
from tests.github_double.double import Crashed, Planted
from tests.github_double.double import Fault as DoubleFault
from tests.github_double.seeding import TOKEN, write_comment
from tests.github_double.transport import DoubleTransport
from tests.matcher.proposals.interleaving import figures_of_interleavings
from tests.matcher.proposals.playing import TEMPLATES, Fault, Faulty, MemoryForge

VERBS = ("propose", "tend", "reply")
AFTER_THE_LEASE = timedelta(minutes=30)


class World(Protocol):
    """Where a story is played: a forge that can be disturbed, put away and brought back."""

    faults: tuple[str, ...]

    def forge(self, *, at: int | None = None, fault: str = "") -> IssueForge:
        """A forge of a new process, with a fault at one of its requests."""

    def requests(self) -> int:
        """How many requests the forge that was made last has been asked."""

    def say(self, person: Profile, issue: int, body: str) -> None:
        """Let somebody comment."""

    def now(self) -> datetime:
        """The time."""

    def wait(self, time: timedelta) -> None:
        """Let time pass."""

    def copy(self) -> World:
        """The same world, apart from this one."""


@dataclass
class MemoryWorld:
    """The forge in memory."""

    kept: MemoryForge = field(default_factory=MemoryForge)
    faults: tuple[str, ...] = tuple(Fault)
    _last: Faulty | None = None

    def forge(self, *, at: int | None = None, fault: str = "") -> IssueForge:
        self._last = Faulty(
            self.kept, at=-1 if at is None else at, fault=Fault(fault or Fault.BROKEN)
        )
        return self._last  # type: ignore[return-value] # it passes every verb on

    def requests(self) -> int:
        return self._last.calls if self._last else 0

    def say(self, person: Profile, issue: int, body: str) -> None:
        self.kept.say(Account(login=person.github, number=person.github_id), issue, body)

    def now(self) -> datetime:
        return self.kept.clock.now()

    def wait(self, time: timedelta) -> None:
        self.kept.clock.time += time

    def copy(self) -> MemoryWorld:
        return MemoryWorld(kept=deepcopy(self.kept))


@dataclass
class DoubleWorld:
    """GitHub's double, reached as the real one is."""

    world: GitHubWorld = field(default_factory=GitHubWorld)
    faults: tuple[str, ...] = tuple(DoubleFault)
    _began: int = 0

    def forge(self, *, at: int | None = None, fault: str = "") -> IssueForge:
        double = self.world.double
        self._began = len(double.seen)
        double.planted.clear()
        if at is not None:
            double.planted.append(Planted(fault=DoubleFault(fault), at=self._began + at))
        client = GitHubClient(
            REPOSITORY, token=TOKEN, clock=self.world.clock, transport=DoubleTransport(double)
        )
        return GitHubForge(client)

    def requests(self) -> int:
        return len(self.world.double.seen) - self._began

    def say(self, person: Profile, issue: int, body: str) -> None:
        users = self.world.double.state.users
        users.setdefault(
            person.github_id, {"login": person.github, "id": person.github_id, "type": "User"}
        )
        write_comment(self.world.double, issue, author=person.github_id, body=body)

    def now(self) -> datetime:
        return self.world.clock.now()

    def wait(self, time: timedelta) -> None:
        self.world.clock.time += time

    def copy(self) -> DoubleWorld:
        world = GitHubWorld()
        world.clock.time = self.world.clock.time
        world.double.state = self.world.double.state.copy()
        world.double.judges_replies = False
        return DoubleWorld(world=world)


@dataclass
class Story:
    """A world in the middle of a programme's life: everything that can be due is due."""

    world: World
    people: dict[str, Profile]

    def setting(self) -> Setting:
        return Setting(
            roster=a_roster(*self.people.values()),
            programme=the_programme(),
            templates=TEMPLATES,
            today=self.world.now().date(),
        )

    def run(self, verb: str, forge: IssueForge, *, holder: str) -> Run:
        setting, now = self.setting(), self.world.now
        planners = {
            "propose": lambda: plan_round(forge, setting),
            "tend": lambda: plan_day(forge, setting),
            "reply": lambda: plan_answers(forge, setting, now=now()),
        }
        sweeper = planners["tend"] if verb == "propose" else None
        return run_plan(forge, planners[verb], sweeper=sweeper, holder=holder, now=now)

    def copy(self) -> Story:
        return Story(world=self.world.copy(), people=dict(self.people))


def a_story(world: World) -> Story:
    """Two rounds; a pair, two answers to hear, a no, one who left, silence, and new people."""
    people = [*(a_mentee(f"mentee-{each}") for each in range(6))]
    people += [*(a_mentor(f"mentor-{each}") for each in range(6))]
    story = Story(world=world, people={each.github: each for each in people})
    story.run("propose", world.forge(), holder="first")
    world.wait(timedelta(days=1))
    _say(story, 1, "mentee", "/accept")
    _say(story, 1, "mentor", "/accept")
    story.run("reply", world.forge(), holder="second")
    world.wait(timedelta(days=4))
    later = [a_mentee("new-0"), a_mentee("new-1"), a_mentor("fresh-0"), a_mentor("fresh-1")]
    story.people |= {each.github: each for each in later}
    story.run("propose", world.forge(), holder="third")
    world.wait(timedelta(days=3))
    _say(story, 2, "mentee", "/accept")
    _say(story, 2, "mentor", "/accept")
    _say(story, 3, "mentor", "/decline no time")
    _say(story, 5, "mentor", "/help")
    del story.people[_case(story, 4).mentor]
    last = [a_mentee("late-0"), a_mentor("spare-0"), a_mentor("spare-1", capacity=2)]
    story.people |= {each.github: each for each in last}
    return story


def _case(story: Story, issue: int) -> MachineBlock:
    known = read_cases(_issues(story.world), account=story.world.forge().account())
    return next(each.block for each in known.cases if each.issue.number == issue)


def _issues(world: World) -> Iterator[Issue]:
    return world.forge().issues(label="mentor-match")


def _say(story: Story, issue: int, role: str, body: str) -> None:
    block = _case(story, issue)
    story.world.say(story.people[getattr(block, role)], issue, body)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What is there in the end: the case of each mentee, and our own notes.

    A later run may find another mentor who is as good: which one it is does not matter here.
    """

    cases: Counter[tuple[int, str, tuple[str, ...], bool]]
    notes: Counter[tuple[int, str]]
    doubled: int


def outcome(story: Story) -> Outcome:
    forge = story.world.forge()
    known = read_all(forge)
    today = story.world.now().date()
    live = [each.block for each in known.cases if each.is_live]
    of_mentees = Counter(each.mentee_id for each in live)
    notes = Counter(
        (each.block.mentee_id, note.kind)
        for each in known.cases
        for note in hear(each, known, today=today).notes
    )
    return Outcome(
        cases=Counter(
            (
                each.block.mentee_id,
                str(each.block.state),
                each.issue.labels,
                each.issue.is_open,
            )
            for each in known.cases
        ),
        notes=notes,
        doubled=sum(count - 1 for count in of_mentees.values())
        + sum(count - 1 for count in notes.values()),
    )


@dataclass(kw_only=True)
class Figures:
    """How many points were tried, and at how many something was doubled or lost."""

    points: int = 0
    doubled: int = 0
    lost: int = 0


def crash_everywhere(story: Story, verb: str, faults: tuple[str, ...] | None = None) -> Figures:
    """Disturb a run at each of its requests in each way; then let one clean run follow."""
    calm = story.copy()
    forge = calm.world.forge()
    calm.run(verb, forge, holder="calm")
    requests = calm.world.requests()
    calm.world.wait(AFTER_THE_LEASE)
    calm.run(verb, calm.world.forge(), holder="calm again")
    wanted, figures = outcome(calm), Figures()
    for fault in faults or story.world.faults:
        for at in range(requests):
            found = _disturbed(story.copy(), verb, at, fault)
            figures.points += 1
            figures.doubled += found.doubled > 0
            figures.lost += found.cases != wanted.cases or found.notes != wanted.notes
    return figures


def _disturbed(story: Story, verb: str, at: int, fault: str) -> Outcome:
    with contextlib.suppress(Crashed, ForgeError):
        story.run(verb, story.world.forge(at=at, fault=fault), holder="disturbed")
    story.world.wait(AFTER_THE_LEASE)
    story.run(verb, story.world.forge(), holder="clean")
    return outcome(story)


def main(seeds: int) -> Iterator[str]:
    yield "| forge | verb | points | doubled | lost |"
    yield "|---|---|---:|---:|---:|"
    for name, world in (("memory", MemoryWorld()), ("GitHub's double", DoubleWorld())):
        story = a_story(world)
        for verb in VERBS:
            found = crash_everywhere(story, verb)
            yield f"| {name} | {verb} | {found.points} | {found.doubled} | {found.lost} |"
    yield ""
    yield from figures_of_interleavings(seeds)


if __name__ == "__main__":
    for line in main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000):
        print(line, flush=True)
