"""Plans: printed, digested, guarded; refused as a whole, or carried out once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from forge.port import Draft
from matcher.ledger import State
from matcher.proposals.deciding import plan_day, plan_round
from matcher.proposals.plan import Guard, Plan
from roster.model import Profile
from tests.builders import a_mentee, a_mentor
from tests.matcher.proposals.playing import PROGRAMME, STRANGER, Play, play


def crowd(pairs: int) -> list[Profile]:
    mentees = [a_mentee(f"mentee-{number:03}") for number in range(pairs)]
    mentors = [a_mentor(f"mentor-{number:03}", capacity=5) for number in range(-(-pairs // 5))]
    return [*mentees, *mentors]


def the_plan(one: Play, override: tuple[str, ...] = ()) -> Plan:
    return plan_round(one.forge, one.setting, overridden=override)


def refused_by(one: Play) -> list[Guard]:
    return [each.guard for each in plan_day(one.forge, one.setting).refusals]


def test_a_run_opens_sixty_and_says_when_all_will_be_out() -> None:
    one = play(*crowd(130))
    plan = the_plan(one)
    assert len(plan.changes) == 60
    assert "70 more wait, since a run opens at most 60" in plan.as_text
    assert "all will be out in 2 more runs, by 2026-12-07 with one a week" in plan.as_text
    assert [one.propose().done for _ in range(4)] == [60, 60, 10, 0]
    assert len({one.block(number).mentee for number in one.forge.shelf}) == 130


def test_a_person_may_open_more_at_once() -> None:
    one = play(*crowd(70))
    plan = the_plan(one, ("openings",))
    assert (len(plan.changes), plan.left) == (70, 0)


def test_who_waited_longest_comes_out_first() -> None:
    one = play(*crowd(70))
    one.propose()
    first = {one.block(number).mentee for number in one.forge.shelf}
    one.people |= {each.github: each for each in [a_mentee(f"new-{n:02}") for n in range(60)]}
    one.people |= {
        each.github: each for each in [a_mentor(f"more-{n:02}", capacity=5) for n in range(20)]
    }
    one.people |= {
        login: replace(each, confirmed=one.clock.today)
        for login, each in one.people.items()
        if login.startswith("new-")
    }
    one.clock.pass_days(1)
    one.propose()
    second = {one.block(number).mentee for number in one.forge.shelf} - first
    waited = {f"mentee-{number:03}" for number in range(70)} - first
    assert len(waited) == 10
    assert waited <= second


def test_more_than_a_fifth_of_ten_open_ones_is_never_closed_unannounced() -> None:
    one = play(*crowd(10))
    one.propose()
    for number in range(3):
        del one.people[f"mentee-{number:03}"]
    assert refused_by(one) == [Guard.CLOSINGS]
    before = dict(one.forge.shelf)
    run = one.tend()
    assert run.done == 0
    assert "--override-guard closings" in (run.refused or "")
    assert one.forge.shelf == before
    one.tend(override=("closings",))
    assert sum(not each.is_open for each in one.forge.shelf.values()) == 3


def test_a_fifth_of_ten_and_all_of_nine_may_close() -> None:
    ten = play(*crowd(10))
    ten.propose()
    del ten.people["mentee-000"], ten.people["mentee-001"]
    assert refused_by(ten) == []
    nine = play(*crowd(9))
    nine.propose()
    nine.people.clear()
    assert refused_by(nine) == [Guard.EMPTY_ROSTER]


def test_what_people_say_and_what_they_were_reminded_of_is_not_guarded() -> None:
    one = play(*crowd(10))
    one.propose()
    one.clock.pass_days(3)
    one.tend()
    one.clock.pass_days(5)
    one.say(one.block(1).mentor, 1, "/decline")
    assert refused_by(one) == []
    one.tend()
    states = [one.block(number).state for number in one.forge.shelf]
    assert states == [State.DECLINED, *[State.EXPIRED] * 9]


def test_a_clock_that_jumps_does_not_expire_everything() -> None:
    one = play(*crowd(10))
    one.propose()
    one.clock.time += timedelta(days=30)
    assert refused_by(one) == [Guard.CLOSINGS]


def test_a_ledger_by_another_account_is_refused() -> None:
    one = play(*crowd(2))
    draft = Draft(title="t", body="b", labels=("mentor-match",))
    one.forge.open_as(STRANGER, draft)
    assert refused_by(one) == [Guard.EMPTY_LEDGER]
    assert one.propose().refused is not None
    assert len(one.forge.shelf) == 1


def test_a_damaged_issue_of_our_own_is_refused_by_number() -> None:
    one = play(*crowd(2))
    one.propose()
    one.forge.edit_issue(2, body="cut off")
    plan = plan_day(one.forge, one.setting)
    assert [each.guard for each in plan.refusals] == [Guard.UNREADABLE_LEDGER]
    assert "#2" in plan.refusals[0].why


def test_the_same_plan_has_the_same_digest_and_another_another() -> None:
    one = play(*crowd(3))
    first = the_plan(one)
    assert the_plan(one).digest == first.digest
    assert len(first.digest) == 64
    one.people["late"] = a_mentee("late")
    one.people["more"] = a_mentor("more", capacity=5)
    assert the_plan(one).digest != first.digest


def test_a_run_that_holds_the_lease_keeps_others_out_until_it_is_over() -> None:
    one = play(*crowd(2))
    held = one.forge.take_lease(
        "proposals", holder="other", until=one.clock.now() + timedelta(minutes=20)
    )
    assert held is not None
    assert "Another run" in (one.propose().refused or "")
    one.clock.time += timedelta(minutes=21)
    assert one.propose().done == 2


def test_several_mentors_at_once_are_made_up_to_the_number_by_the_next_run() -> None:
    one = play(a_mentee(), a_mentor(), a_mentor("second", region="Wales"))
    settings = one.programme.settings
    matching = replace(settings.matching, proposals_per_mentee=2)
    one.programme = replace(one.programme, settings=replace(settings, matching=matching))
    plan = the_plan(one)
    assert len(plan.changes) == 2
    assert plan.changes[0].draft is not None
    one.forge.open_issue(plan.changes[0].draft)
    assert one.propose().done == 1
    assert {each.author for each in one.forge.shelf.values()} == {PROGRAMME}
    assert len({one.block(number).mentor for number in (1, 2)}) == 2
