"""The life of a proposal, played: answers, reminders, ends, and what the next round makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matcher.ledger import State
from matcher.proposals.hearing import note_mark
from matcher.proposals.machine_block import Reason, Role
from matcher.proposals.plan import Action
from matcher.proposals.transitions import TABLE, Event, Guard, next_state
from roster.model import Programme
from tests.builders import TODAY, a_mentee, a_mentor, the_programme
from tests.matcher.proposals.playing import ORGANISER, STRANGER, Play, play

MENTEE, MENTOR = "robert-burns", "mary-somerville"


def two() -> Play:
    one = play(a_mentee(), a_mentor())
    one.propose()
    return one


def a_pair() -> Play:
    one = two()
    one.say(MENTEE, 1, "/accept")
    one.say(MENTOR, 1, "/accept")
    one.reply()
    return one


def test_the_table_has_one_row_for_a_state_an_event_and_a_guard_and_no_way_out_of_an_end() -> None:
    rows = [(each.state, each.event, each.guard) for each in TABLE]
    assert len(rows) == len(set(rows))
    assert {each.state for each in TABLE} == {State.PROPOSED, State.ACTIVE}
    assert {each.next_state for each in TABLE} == set(State)
    assert next_state(State.PROPOSED, Event.EXPIRE, ()) is None
    assert next_state(State.PROPOSED, Event.EXPIRE, (Guard.TIME_IS_UP,)) is State.EXPIRED


def test_one_yes_is_shown_and_two_make_a_pair() -> None:
    one = two()
    assert {"waits for mentee", "waits for mentor"} <= set(one.forge.shelf[1].labels)
    one.say(MENTOR, 1, "/accept")
    one.reply()
    issue = one.forge.shelf[1]
    assert one.block(1).state is State.PROPOSED
    assert "The mentor has said yes" in issue.body
    assert "waits for mentor" not in issue.labels
    one.say(MENTEE, 1, "/accept")
    one.reply()
    issue = one.forge.shelf[1]
    assert one.block(1).state is State.ACTIVE
    assert issue.is_open
    assert "state: active" in issue.labels
    assert [note.startswith(f"@{MENTEE} and @{MENTOR}: both") for note in one.notes(1)] == [True]
    assert one.reply().done == one.tend().done == one.propose().done == 0


def test_a_no_frees_the_place_is_remembered_and_brings_the_next_best() -> None:
    one = play(a_mentee(), a_mentor(), a_mentor("second-best", region="Wales"))
    one.propose()
    first = one.block(1)
    one.say(first.mentor, 1, "/decline no time")
    one.reply()
    assert one.block(1).state is State.DECLINED
    assert (one.block(1).declined_by, one.block(1).reason) == (Role.MENTOR, Reason.NO_TIME)
    assert not one.forge.shelf[1].is_open
    one.propose()
    assert one.block(2).mentor != first.mentor
    one.say(MENTEE, 2, "/decline")
    one.clock.pass_days(400)
    one.people = {
        login: replace(each, confirmed=one.clock.today) for login, each in one.people.items()
    }
    one.propose()
    assert len(one.forge.shelf) == 2


def test_no_time_lowers_nothing_for_the_next_mentee() -> None:
    one = play(a_mentee(), a_mentor())
    one.propose()
    points = "62 points"
    one.say(MENTOR, 1, "/decline no time")
    one.people["second"] = a_mentee("second")
    run = one.propose()
    assert run.plan is not None
    opened = [each for each in run.plan.changes if each.action is Action.OPEN]
    assert [(each.mentee, each.why) for each in opened] == [("second", points)]


def test_whoever_has_not_answered_is_reminded_once_and_then_it_expires() -> None:
    one = two()
    one.say(MENTOR, 1, "/accept")
    one.clock.pass_days(2)
    one.tend()
    assert one.notes(1) == []
    one.clock.pass_days(1)
    one.tend()
    (reminder,) = one.notes(1)
    assert f"@{MENTEE}" in reminder
    assert f"@{MENTOR}" not in reminder
    one.clock.pass_days(4)
    one.tend()
    assert (len(one.notes(1)), one.block(1).state) == (1, State.PROPOSED)
    one.clock.pass_days(1)
    one.tend()
    assert (len(one.notes(1)), one.block(1).state) == (1, State.EXPIRED)
    assert one.tend().done == 0


def test_an_answer_on_the_way_to_the_last_run_still_counts() -> None:
    one = two()
    one.clock.pass_days(8)
    one.say(MENTEE, 1, "/accept")
    one.say(MENTOR, 1, "/accept")
    one.tend()
    assert one.block(1).state is State.ACTIVE


def test_the_days_are_settings() -> None:
    settings = the_programme().settings
    quick = replace(settings.proposals, remind_after_days=1, expire_after_days=2)
    programme: Programme = replace(the_programme(), settings=replace(settings, proposals=quick))
    one = play(a_mentee(), a_mentor(), programme=programme)
    one.propose()
    one.clock.pass_days(1)
    one.tend()
    assert len(one.notes(1)) == 1
    one.clock.pass_days(2)
    one.tend()
    assert one.block(1).state is State.EXPIRED


def three_expired() -> Play:
    one = play(*(a_mentee(f"mentee-{number}") for number in range(5)), a_mentor(capacity=3))
    one.propose()
    assert len(one.forge.shelf) == 3
    one.clock.pass_days(3)
    one.tend()
    one.clock.pass_days(5)
    one.tend()
    assert {one.block(number).state for number in (1, 2, 3)} == {State.EXPIRED}
    return one


def test_a_mentor_who_let_three_expire_is_treated_as_paused() -> None:
    one = three_expired()
    one.propose()
    assert len(one.forge.shelf) == 3


def test_a_later_confirmed_day_says_otherwise() -> None:
    one = three_expired()
    one.people[MENTOR] = replace(one.people[MENTOR], confirmed=one.clock.today)
    one.propose()
    assert len(one.forge.shelf) == 3
    one.people[MENTOR] = replace(one.people[MENTOR], confirmed=one.clock.today + timedelta(days=1))
    one.clock.pass_days(1)
    one.propose()
    assert len(one.forge.shelf) > 3


def test_a_mentor_who_said_yes_while_the_mentee_was_silent_goes_on() -> None:
    one = play(*(a_mentee(f"mentee-{number}") for number in range(5)), a_mentor(capacity=3))
    one.propose()
    for number in (1, 2, 3):
        one.say(MENTOR, number, "/accept")
    one.clock.pass_days(8)
    one.tend()
    one.propose()
    assert len(one.forge.shelf) == 5


@pytest.mark.parametrize("how", ["removed", "paused", "expired", "no longer a mentor"])
def test_a_profile_that_goes_withdraws_its_open_proposals(how: str) -> None:
    settings = the_programme().settings
    programme = replace(the_programme(), settings=replace(settings, expiry_months=12))
    one = play(a_mentee(), a_mentor(), programme=programme)
    one.propose()
    mentor = one.people[MENTOR]
    if how == "removed":
        del one.people[MENTOR]
    elif how == "paused":
        one.people[MENTOR] = replace(mentor, paused=True)
    elif how == "expired":
        one.people[MENTOR] = replace(mentor, confirmed=date(2024, 1, 1))
    else:
        one.people[MENTOR] = replace(mentor, offers=(), seeks=("Leadership",))
    one.tend()
    assert one.block(1).state is State.WITHDRAWN
    assert one.tend().done == 0


def test_an_active_pair_outlives_a_pause_and_ends_when_somebody_leaves() -> None:
    one = a_pair()
    one.people[MENTOR] = replace(one.people[MENTOR], paused=True)
    one.tend()
    assert one.block(1).state is State.ACTIVE
    del one.people[MENTOR]
    one.tend()
    assert one.block(1).state is State.ENDED


def test_a_pair_is_asked_after_six_months_goes_on_and_is_asked_again_six_months_later() -> None:
    one = a_pair()
    one.clock.pass_days(180)
    one.tend()
    assert len(one.notes(1)) == 1
    one.clock.pass_days(5)
    one.tend()
    one.tend()
    assert "/continue" in one.notes(1)[1]
    one.clock.pass_days(3)
    one.say(MENTEE, 1, "/continue")
    one.reply()
    for _ in range(5):
        one.clock.pass_days(30)
        one.tend()
    assert (len(one.notes(1)), one.block(1).state) == (2, State.ACTIVE)
    one.clock.pass_days(34)
    one.tend()
    assert len(one.notes(1)) == 3
    one.say(MENTOR, 1, "/complete")
    one.tend()
    assert one.block(1).state is State.COMPLETED


def test_a_pair_that_does_not_answer_the_question_is_not_asked_twice_and_ends() -> None:
    one = a_pair()
    for _ in range(300):
        one.clock.pass_days(1)
        one.tend()
    assert len(one.notes(1)) == 2
    assert one.block(1).state is State.ENDED


def test_pause_withdraws_this_proposal_and_all_others_of_that_person() -> None:
    one = play(a_mentee(), a_mentee("second"), a_mentor(capacity=2))
    one.propose()
    one.say(MENTOR, 1, "/pause")
    one.reply()
    assert one.block(1).state is State.WITHDRAWN
    one.tend()
    assert one.block(2).state is State.WITHDRAWN
    one.clock.pass_days(30)
    one.propose()
    assert len(one.forge.shelf) == 2


def test_only_the_two_and_organisers_are_heard() -> None:
    one = two()
    one.forge.say(STRANGER, 1, "/accept")
    one.forge.say(STRANGER, 1, "/decline for mentor")
    one.forge.say(STRANGER, 1, "/withdraw")
    one.forge.say(replace(STRANGER, login=MENTEE), 1, "/accept")
    robot = replace(ORGANISER, number=int(one.people[MENTEE].github_id), is_bot=True)
    one.forge.say(robot, 1, "/accept")
    assert (one.reply().done, one.tend().done) == (0, 0)
    one.say(MENTEE, 1, "/accept for mentor")
    one.reply()
    assert one.block(1).accepted == ()
    one.forge.say(ORGANISER, 1, "/accept for mentor")
    one.reply()
    assert one.block(1).accepted == (Role.MENTOR,)


@pytest.mark.parametrize(
    ("label", "state"),
    [
        ("organiser: decline for mentor", State.DECLINED),
        ("organiser: withdraw", State.WITHDRAWN),
        ("organiser: accept for mentee", State.PROPOSED),
    ],
)
def test_organisers_act_by_a_label_which_is_taken_off_again(label: str, state: State) -> None:
    one = two()
    one.forge.edit_issue(1, labels=(*one.forge.shelf[1].labels, label, "urgent"))
    one.reply()
    assert one.block(1).state is state
    assert label not in one.forge.shelf[1].labels
    assert "urgent" in one.forge.shelf[1].labels
    assert one.tend().done == 0


def test_an_issue_that_organisers_close_is_withdrawn() -> None:
    one = two()
    one.forge.edit_issue(1, is_open=False)
    one.tend()
    assert one.block(1).state is State.WITHDRAWN


def test_a_comment_counts_once_and_an_edit_makes_an_answer_of_what_was_none() -> None:
    one = two()
    said = one.say(MENTEE, 1, "accept")
    one.reply()
    assert one.block(1).accepted == ()
    one.forge.rewrite(said.number, "/accept")
    one.reply()
    assert one.block(1).accepted == (Role.MENTEE,)
    one.forge.rewrite(said.number, "/decline")
    one.tend()
    assert one.block(1).state is State.PROPOSED


def test_somebody_may_change_their_mind_until_the_other_answers() -> None:
    one = two()
    one.say(MENTEE, 1, "/accept")
    one.say(MENTEE, 1, "/decline")
    one.reply()
    assert one.block(1).state is State.DECLINED


def test_an_answer_too_early_counts_for_nothing_later() -> None:
    one = two()
    one.say(MENTEE, 1, "/complete")
    one.say(MENTEE, 1, "/accept")
    one.say(MENTOR, 1, "/accept")
    one.reply()
    one.reply()
    one.tend()
    assert one.block(1).state is State.ACTIVE


def test_what_is_unclear_is_explained_once_and_conversation_is_left_alone() -> None:
    one = two()
    one.say(MENTEE, 1, "Hello!")
    assert one.reply().done == 0
    for _ in range(3):
        one.say(MENTEE, 1, "/help")
        one.say(MENTOR, 1, "/acept")
        one.reply()
        one.tend()
    (note,) = one.notes(1)
    assert "@" not in note
    assert "/decline" in note


def test_a_renamed_login_keeps_its_proposals_and_is_the_one_reminded() -> None:
    one = two()
    mentee = one.people.pop(MENTEE)
    one.people["rabbie-burns"] = replace(mentee, github="rabbie-burns")
    one.clock.pass_days(3)
    one.propose()
    assert len(one.forge.shelf) == 1
    assert "@rabbie-burns" in one.notes(1)[0]


@pytest.mark.parametrize("is_pair", [False, True])
def test_who_stays_is_told_once_and_kindly_that_the_other_has_gone(is_pair: bool) -> None:
    one = a_pair() if is_pair else two()
    before = one.notes(1)
    del one.people[MENTOR]
    assert one.reply().done == 0
    one.tend()
    (farewell,) = one.notes(1)[len(before) :]
    assert f"@{MENTEE}: the other person is not in the programme any more" in farewell
    assert ("this pair ends" in farewell) is is_pair
    assert MENTOR not in farewell
    assert not one.forge.shelf[1].is_open
    assert one.tend().done == 0


def test_a_run_cut_off_after_the_farewell_says_it_once() -> None:
    one = two()
    del one.people[MENTOR]
    one.forge.comment(1, f"Goodbye\n\n{note_mark('left', one.clock.today)}\n")
    one.tend()
    assert len(one.notes(1)) == 1
    assert one.block(1).state is State.WITHDRAWN


def test_nobody_is_told_where_both_have_gone_or_one_pauses() -> None:
    one = two()
    one.people[MENTOR] = replace(one.people[MENTOR], paused=True)
    one.tend()
    assert (one.notes(1), one.block(1).state) == ([], State.WITHDRAWN)
    other = two()
    other.people = {"somebody": a_mentor("somebody")}
    other.tend()
    assert (other.notes(1), other.block(1).state) == ([], State.WITHDRAWN)


def test_a_mentor_who_wants_fewer_keeps_what_they_accepted() -> None:
    one = play(a_mentee(), a_mentee("second"), a_mentor(capacity=2))
    one.propose()
    one.say(MENTOR, 2, "/accept")
    one.people[MENTOR] = replace(one.people[MENTOR], capacity=1)
    one.tend()
    assert (one.block(1).state, one.block(2).state) == (State.WITHDRAWN, State.PROPOSED)


def test_the_day_of_the_tests_is_an_ordinary_one() -> None:
    assert two().block(1).answer_by == TODAY + timedelta(days=7)
