"""After publication, whoever's pull request was merged is told once where their page is."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from commands.page_links import post_links
from forge.port import Account
from roster.model import Profile
from roster.writing import write_profile
from tests.builders import TODAY, a_mentee, a_mentor
from tests.commands.pull_world import OURS, PullWorld
from tests.commands.test_gate_on_forge import MALLORY, ask, files, run, store

__all__ = ["store"]

GRACE = a_mentor("grace", github_id=3, name="Grace Hopper")
PAGE = "Your page is there: https://mentor-match.example/mentors/grace/"


def entered(store: Path, person: Profile) -> PullWorld:
    """A world on which a person's pull request has just been merged, checked out at `store`."""
    world = PullWorld()
    world.move({"README.md": b"read me"})
    ask(world, Account(login=person.github, number=person.github_id), files(person))
    assert run(world, store) == 1
    (store / "profiles").mkdir()
    (store / "profiles" / f"{person.github}.yaml").write_bytes(write_profile(person))
    return world


def post(store: Path, world: PullWorld) -> None:
    arguments = argparse.Namespace(root=store, today=TODAY, scheduler=None)
    forge = world.forge()
    post_links(arguments, forge, forge)


def test_the_link_is_posted_once(store: Path) -> None:
    world = entered(store, GRACE)
    post(store, world)
    asked = world.asked("GET .*/pulls/")
    post(store, world)
    assert world.answers(1)[1:] == [PAGE]
    assert world.asked("GET .*/pulls/") == asked
    assert world.answers(1)[0].startswith("### This can enter by itself")


def test_a_run_that_was_stopped_after_the_comment_does_not_double_it(store: Path) -> None:
    world = entered(store, GRACE)
    world.say(OURS, 1, PAGE)
    post(store, world)
    assert world.answers(1)[1:] == [PAGE]


def test_the_same_words_of_somebody_else_do_not_stand_for_ours(store: Path) -> None:
    world = entered(store, GRACE)
    world.say(MALLORY, 1, PAGE)
    post(store, world)
    assert world.answers(1)[1:] == [PAGE]


@pytest.mark.parametrize(
    "person", [a_mentee("grace", github_id=3, name="Grace"), replace(GRACE, paused=True)]
)
def test_who_has_no_page_is_told_why(store: Path, person: Profile) -> None:
    world = entered(store, person)
    post(store, world)
    assert "There is no page of your own" in world.answers(1)[1]


def test_who_leaves_is_told_that_the_site_no_longer_has_them(store: Path) -> None:
    world = PullWorld()
    world.move({"README.md": b"read me", **files(GRACE)})
    ask(world, Account(login="grace", number=3), {"profiles/grace.yaml": None})
    run(world, store)
    post(store, world)
    assert world.answers(1)[1] == "This is in, and the site has been built anew\\."


def test_what_was_not_merged_gets_no_link(store: Path) -> None:
    world = entered(store, GRACE)
    world.change(1, merged_at=None)
    post(store, world)
    assert len(world.answers(1)) == 1
