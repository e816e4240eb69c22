"""Whole programmes played by chance: people come, change, answer, fall silent and go."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from matcher.ledger import State
from matcher.proposals.machine_block import MachineBlock, Role
from roster.model import Grade
from tests.builders import a_mentee, a_mentor, a_person, the_programme
from tests.matcher.proposals.playing import Play, play

MOST_PEOPLE = 12
DAYS = (
    date(2028, 2, 27),  # a leap day is near
    date(2026, 10, 24),  # clocks go back
    date(2027, 3, 27),  # clocks go forward
    date(2026, 12, 30),
)
COMMANDS = ("/accept", "/decline", "/decline no time", "/pause", "/complete", "/end", "/continue")


class Programme(RuleBasedStateMachine):
    """A programme in which anybody may do anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        settings_ = replace(the_programme().settings, expiry_months=12)
        self.game: Play = play(programme=replace(the_programme(), settings=settings_))
        self.came = 0
        self.declined: set[tuple[int, int]] = set()
        self.is_tidy = True

    @initialize(day=st.sampled_from(DAYS), hour=st.integers(0, 23))
    def begin(self, day: date, hour: int) -> None:
        self.game.clock.time = datetime.combine(day, time(hour, 59), tzinfo=UTC)
        for role, capacity in (("mentor", 3), ("mentor", 2), *[("mentee", 1)] * 4):
            self.join(role, capacity)
        self.run("propose")

    @precondition(lambda self: len(self.game.people) < MOST_PEOPLE)
    @rule(role=st.sampled_from(["mentee", "mentor", "both"]), capacity=st.integers(1, 3))
    def join(self, role: str, capacity: int) -> None:
        self.came += 1
        login, day = f"person-{self.came}", self.game.clock.today
        if role == "mentee":
            person = a_mentee(login, confirmed=day)
        elif role == "mentor":
            person = a_mentor(login, confirmed=day, capacity=capacity)
        else:
            person = a_person(
                login,
                confirmed=day,
                capacity=capacity,
                grade=Grade.SEO,
                offers=("Leadership",),
                seeks=("Leadership",),
            )
        self.game.people[login] = person
        self.is_tidy = False

    @precondition(lambda self: self.game.people)
    @rule(data=st.data(), capacity=st.integers(1, 3), paused=st.booleans(), renews=st.booleans())
    def change(self, data: st.DataObject, capacity: int, paused: bool, renews: bool) -> None:
        login = data.draw(st.sampled_from(sorted(self.game.people)))
        person = self.game.people[login]
        day = self.game.clock.today if renews else person.confirmed
        self.game.people[login] = replace(
            person, capacity=capacity, paused=paused, confirmed=max(day, person.confirmed)
        )
        self.is_tidy = False

    @precondition(lambda self: self.game.people)
    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        person = self.game.people.pop(data.draw(st.sampled_from(sorted(self.game.people))))
        self.came += 1
        self.game.people[f"renamed-{self.came}"] = replace(person, github=f"renamed-{self.came}")

    @precondition(lambda self: self.game.people)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        del self.game.people[data.draw(st.sampled_from(sorted(self.game.people)))]
        self.is_tidy = False

    @precondition(lambda self: self.game.forge.shelf)
    @rule(data=st.data(), role=st.sampled_from(Role), words=st.sampled_from(COMMANDS))
    def answer(self, data: st.DataObject, role: Role, words: str) -> None:
        issue = data.draw(st.sampled_from(sorted(self.game.forge.shelf)))
        number = self.game.block(issue).number(role)
        login = next((x.github for x in self.game.people.values() if x.github_id == number), None)
        if login is not None:
            self.game.say(login, issue, words)
            self.is_tidy = False

    @rule(days=st.sampled_from([-3, 1, 1, 2, 3, 5, 8, 31, 190, 366]), hours=st.integers(0, 23))
    def wait(self, days: int, hours: int) -> None:
        self.game.clock.time += timedelta(days=days, hours=hours)
        self.is_tidy = False

    @rule(verb=st.sampled_from(["propose", "propose", "tend"]))
    def run(self, verb: str) -> None:
        before = set(self.game.forge.shelf)
        if verb == "propose":
            self.game.propose(override=("closings", "empty-roster"))
        else:
            self.game.tend(override=("closings", "empty-roster"))
        new = self.game.forge.shelf.keys() - before
        assert not {self.game.block(each).pair for each in new} & self.declined
        self.declined |= {each.pair for each in self.blocks() if each.state is State.DECLINED}
        self.is_tidy = True
        again = self.game.tend(override=("closings", "empty-roster"))
        assert again.done == 0

    @rule()
    def hear(self) -> None:
        self.game.reply()
        assert self.game.reply().done == 0
        self.is_tidy = False

    def blocks(self) -> list[MachineBlock]:
        return [self.game.block(each) for each in self.game.forge.shelf]

    @invariant()
    def nobody_meets_themselves(self) -> None:
        assert all(each.mentee_id != each.mentor_id for each in self.blocks())

    @invariant()
    def after_a_run_everybody_is_there_once_and_within_capacity(self) -> None:
        if not self.is_tidy:
            return
        live = [each for each in self.blocks() if each.state.takes_a_place]
        people = {each.github_id: each for each in self.game.people.values()}
        assert all(number in people for each in live for number in each.pair)
        promised = [each for each in live if Role.MENTOR in each.accepted]
        loads = Counter(each.mentor_id for each in live)
        kept = Counter(each.mentor_id for each in promised)
        assert all(
            load <= max(people[number].capacity, kept[number]) for number, load in loads.items()
        )
        assert len(live) == len({each.pair for each in live})
        mentees = Counter(each.mentee_id for each in live if each not in promised)
        assert all(count == 1 for count in mentees.values())
        paused = {number for number, each in people.items() if each.paused}
        proposed = [each for each in live if each.state is State.PROPOSED]
        assert not any(set(each.pair) & paused for each in proposed)

    @invariant()
    def nobody_is_written_to_again_and_again(self) -> None:
        for number in self.game.forge.shelf:
            notes = self.game.notes(number)
            reminders = [each for each in notes if "a reminder" in each]
            assert len(reminders) <= 1
            assert len([each for each in notes if "This account understands" in each]) <= 1

    def teardown(self) -> None:
        """Every proposal ends, even where nobody ever answers again."""
        for days in (0, 8, 200, 40, 200, 40):
            self.game.clock.pass_days(days)
            self.game.tend(override=("closings", "empty-roster"))
        assert not any(each.state.takes_a_place for each in self.blocks())


Programme.TestCase.settings = settings(
    max_examples=100, stateful_step_count=30, deadline=None, derandomize=True
)
TestProgrammes = Programme.TestCase
