"""What every forge promises, tried on each: the folder, and GitHub through its double."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forge.port import LONGEST_BODY, Account, Draft, ForgeError, Lease
from tests.forge.worlds import (
    ADA,
    ORGANISER,
    World,
    a_folder_world,
    a_github_world,
)

DRAFT = Draft(title="Mentoring: Ada with Máire", body="Hello.\n---\nMore.\n", labels=("two", "one"))
HOUR = timedelta(hours=1)
MAKERS = {"folder": a_folder_world, "github": a_github_world}


@pytest.fixture(params=MAKERS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    return MAKERS[request.param](tmp_path)


def test_an_issue_is_read_as_it_was_opened(world: World) -> None:
    opened = world.ours.open_issue(DRAFT)
    assert (opened.number, opened.title, opened.body) == (1, DRAFT.title, DRAFT.body)
    assert (opened.labels, opened.is_open) == (("one", "two"), True)
    assert (opened.author, opened.opened) == (world.ours.account(), opened.updated)
    assert list(world.ours.issues(label="two")) == [opened]
    assert list(world.ours.issues(label="three")) == []
    assert world.ours.issue(1) == opened
    assert world.ours.issue(2) is None


TEXT = st.text(st.characters(codec="utf-8"), max_size=200)


@pytest.mark.parametrize("maker", MAKERS)
@settings(max_examples=25)
@given(title=TEXT.filter(str.strip), body=TEXT, again=TEXT)
def test_any_words_survive(
    maker: str, title: str, body: str, again: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    forge = MAKERS[maker](tmp_path_factory.mktemp("forge")).ours
    opened = forge.open_issue(Draft(title=title, body=body, labels=("x",)))
    assert (opened.title, opened.body) == (title, body)
    assert list(forge.issues(label="x")) == [opened]
    assert forge.edit_issue(1, body=again) == forge.issue(1)
    comment = forge.comment(1, again + "!")
    assert list(forge.comments_on(1)) == [comment]


def test_numbers_rise_and_lists_are_read_to_their_end(world: World) -> None:
    for _ in range(3):
        world.ours.open_issue(DRAFT)
    for number in range(230):
        world.clock.time += timedelta(minutes=5)
        world.ours.comment(number % 3 + 1, str(number))
    assert [each.number for each in world.ours.issues(label="one")] == [1, 2, 3]
    comments = list(world.ours.comments())
    assert [each.body for each in comments] == [str(number) for number in range(230)]
    assert sorted(comments, key=lambda each: each.number) == comments
    assert [each.issue for each in world.ours.comments_on(2)] == [2] * 77


def test_an_edit_changes_what_is_given_and_leaves_the_rest(world: World) -> None:
    before = world.ours.open_issue(DRAFT)
    world.clock.time += HOUR
    after = world.ours.edit_issue(1, labels=("z", "one"), is_open=False)
    assert after == replace(before, labels=("one", "z"), is_open=False, updated=after.updated)
    assert after.updated >= before.updated + HOUR
    assert list(world.ours.issues(label="z")) == [after]
    again = world.ours.edit_issue(1, title="New", is_open=True)
    assert again == replace(after, title="New", is_open=True, updated=again.updated)
    assert world.ours.issue(1) == again


def test_who_edited_a_text_last_is_known(world: World) -> None:
    opened = world.seen_by(ADA).open_issue(DRAFT)
    assert world.ours.editor(opened.number) is None
    world.ours.edit_issue(opened.number, is_open=False)
    assert world.ours.editor(opened.number) is None
    world.seen_by(ADA).edit_issue(opened.number, body="Changed")
    assert world.ours.editor(opened.number) == ADA
    world.ours.edit_issue(opened.number, body="Again")
    assert world.ours.editor(opened.number) == world.ours.account()
    with pytest.raises(ForgeError):
        world.ours.editor(7)


def test_nothing_new_to_say_writes_nothing(world: World) -> None:
    opened = world.ours.open_issue(DRAFT)
    comment = world.ours.comment(1, "Hello")
    world.clock.time += HOUR
    before = world.ours.issue(1)
    same: dict[str, Any] = {"title": opened.title, "body": opened.body, "is_open": True}
    assert world.ours.edit_issue(1, labels=("one", "two"), **same) == before
    assert world.ours.edit_comment(comment.number, "Hello") == comment
    assert world.ours.issue(1) == before


def test_a_comment_of_ours_is_written_anew_and_says_so(world: World) -> None:
    world.ours.open_issue(DRAFT)
    first = world.ours.comment(1, "one")
    assert (first.author, first.is_edited, first.issue) == (world.ours.account(), False, 1)
    world.clock.time += HOUR
    edited = world.ours.edit_comment(first.number, "two")
    assert edited == replace(first, body="two", is_edited=True)
    assert list(world.ours.comments()) == [edited]


def test_comments_are_found_by_when_they_were_written_or_edited(world: World) -> None:
    world.ours.open_issue(DRAFT)
    first = world.ours.comment(1, "one")
    world.clock.time += HOUR
    later = world.clock.now()
    second = world.ours.comment(1, "two")
    assert list(world.ours.comments(since=later)) == [second]
    world.clock.time += HOUR
    edited = world.ours.edit_comment(first.number, "changed")
    assert list(world.ours.comments(since=later)) == [edited, second]


def test_people_answer_and_are_known_by_number(world: World) -> None:
    world.ours.open_issue(DRAFT)
    answer = world.seen_by(ADA).comment(1, "/accept")
    assert answer.author == ADA
    assert list(world.ours.comments_on(1)) == [answer]
    with pytest.raises(ForgeError, match="somebody else wrote"):
        world.ours.edit_comment(answer.number, "changed")


def test_organisers_are_those_who_may_write(world: World) -> None:
    assert world.ours.may_write(ORGANISER)
    assert world.ours.may_write(world.ours.account())
    assert not world.ours.may_write(ADA)
    assert not world.ours.may_write(Account(login=ORGANISER.login, number=666))
    assert not world.ours.may_write(Account(login="nobody", number=5))


def test_accounts_are_found_by_todays_login(world: World) -> None:
    assert world.ours.find_account("Ada-Lovelace") == ADA
    assert world.ours.find_account("nobody") is None


@pytest.mark.parametrize("length", [LONGEST_BODY, LONGEST_BODY + 1])
def test_a_body_may_be_so_long_and_no_longer(world: World, length: int) -> None:
    world.ours.open_issue(DRAFT)
    body = "é" * length
    if length == LONGEST_BODY:
        assert world.ours.edit_issue(1, body=body).body == body
        assert world.ours.comment(1, body).body == body
        return
    with pytest.raises(ForgeError, match="65,536 characters"):
        world.ours.open_issue(replace(DRAFT, body=body))
    with pytest.raises(ForgeError, match="65,536 characters"):
        world.ours.comment(1, body)
    with pytest.raises(ForgeError, match="65,536 characters"):
        world.ours.edit_issue(1, body=body)


def test_what_is_not_there_cannot_be_changed(world: World) -> None:
    with pytest.raises(ForgeError):
        world.ours.edit_issue(7, body="x")
    with pytest.raises(ForgeError):
        world.ours.comment(7, "x")
    with pytest.raises(ForgeError):
        world.ours.edit_comment(7, "x")


def test_a_lease_is_held_by_one_alone(world: World) -> None:
    lease = world.ours.take_lease("writers", holder="a", until=world.clock.now() + HOUR)
    assert lease is not None
    assert world.ours.take_lease("writers", holder="b", until=world.clock.now() + HOUR) is None
    assert world.ours.take_lease("others", holder="b", until=world.clock.now() + HOUR) is not None


def test_who_holds_a_lease_may_make_it_longer(world: World) -> None:
    world.ours.take_lease("writers", holder="a", until=world.clock.now() + HOUR)
    longer = world.ours.take_lease("writers", holder="a", until=world.clock.now() + 3 * HOUR)
    assert longer is not None
    world.clock.time += 2 * HOUR
    assert world.ours.take_lease("writers", holder="b", until=world.clock.now() + HOUR) is None


def test_a_lease_that_was_given_back_or_ran_out_is_free(world: World) -> None:
    for holder in "abc":
        lease = world.ours.take_lease("writers", holder=holder, until=world.clock.now() + HOUR)
        assert lease is not None
        if holder == "a":
            world.ours.release_lease(lease)
            world.ours.release_lease(lease)
        else:
            world.clock.time += HOUR + timedelta(seconds=10)


def test_a_lease_that_is_no_longer_ours_is_not_given_back(world: World) -> None:
    first = world.ours.take_lease("writers", holder="a", until=world.clock.now() + HOUR)
    assert first is not None
    world.clock.time += 2 * HOUR
    assert world.ours.take_lease("writers", holder="b", until=world.clock.now() + HOUR)
    world.ours.release_lease(first)
    assert world.ours.take_lease("writers", holder="c", until=world.clock.now() + HOUR) is None


@settings(max_examples=25, deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["take", "release", "let time go by"])),
        max_size=12,
    )
)
@pytest.mark.parametrize("maker", MAKERS)
def test_never_do_two_hold_one_lease(
    maker: str, moves: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    world = MAKERS[maker](tmp_path_factory.mktemp("forge"))
    held: dict[str, Lease] = {}
    for who, move in moves:
        now = world.clock.now()
        held = {each: lease for each, lease in held.items() if lease.until > now}
        if move == "take":
            lease = world.ours.take_lease("writers", holder=who, until=now + HOUR)
            assert (lease is None) == bool(set(held) - {who})
            held.update({who: lease} if lease else {})
        elif move == "release" and who in held:
            world.ours.release_lease(held.pop(who))
        else:
            world.clock.time += HOUR / 2


@pytest.mark.parametrize("name", ["", "../x", "A", "a" * 60])
def test_a_lease_has_a_plain_name(world: World, name: str) -> None:
    with pytest.raises(ForgeError, match="not a name for a lease"):
        world.ours.take_lease(name, holder="a", until=world.clock.now())
