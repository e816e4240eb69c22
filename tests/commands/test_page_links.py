"""After publication, whoever's pull request was merged is told once where their page is."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from commands.gate_pulls import Gate, answer_pulls
from commands.page_links import post_links
from forge.port import Account
from roster.model import Profile
from roster.writing import write_profile
from tests.builders import TODAY, a_mentee, a_mentor
from tests.commands.a_forge import OURS, AForge
from tests.commands.test_gate_on_forge import MALLORY, ask, files, store

__all__ = ["store"]

GRACE = a_mentor("grace", github_id=3, name="Grace Hopper")
PAGE = "Your page is there: https://mentor-match.example/mentors/grace/"


def entered(store: Path, person: Profile) -> AForge:
    """A forge on which a person's pull request has just been merged, checked out at `store`."""
    forge = AForge()
    forge.move({"README.md": b"read me"})
    ask(forge, Account(login=person.github, number=person.github_id), files(person))
    assert answer_pulls(
        Gate(reader=forge, root=store, branch="main", today=TODAY), forge, only=None
    )
    (store / "profiles").mkdir()
    (store / "profiles" / f"{person.github}.yaml").write_bytes(write_profile(person))
    return forge


def post(store: Path, forge: AForge) -> None:
    arguments = argparse.Namespace(root=store, today=TODAY, scheduler=None)
    post_links(arguments, forge, forge)


def test_the_link_is_posted_once(store: Path) -> None:
    forge = entered(store, GRACE)
    post(store, forge)
    post(store, forge)
    assert forge.answers(1)[1:] == [PAGE]
    assert forge.answers(1)[0].startswith("### This can enter by itself")


def test_a_run_that_was_stopped_after_the_comment_does_not_double_it(store: Path) -> None:
    forge = entered(store, GRACE)
    forge.say(OURS, 1, PAGE)
    post(store, forge)
    assert forge.answers(1)[1:] == [PAGE]


def test_the_same_words_of_somebody_else_do_not_stand_for_ours(store: Path) -> None:
    forge = entered(store, GRACE)
    forge.say(MALLORY, 1, PAGE)
    post(store, forge)
    assert forge.answers(1)[1:] == [PAGE]


@pytest.mark.parametrize(
    "person", [a_mentee("grace", github_id=3, name="Grace"), replace(GRACE, paused=True)]
)
def test_who_has_no_page_is_told_why(store: Path, person: Profile) -> None:
    forge = entered(store, person)
    post(store, forge)
    assert "There is no page of your own" in forge.answers(1)[1]


def test_who_leaves_is_told_that_the_site_no_longer_has_them(store: Path) -> None:
    forge = AForge()
    forge.move({"README.md": b"read me", **files(GRACE)})
    ask(forge, Account(login="grace", number=3), {"profiles/grace.yaml": None})
    answer_pulls(Gate(reader=forge, root=store, branch="main", today=TODAY), forge, only=None)
    post(store, forge)
    assert forge.answers(1)[1] == "This is in, and the site has been built anew\\."


def test_what_was_not_merged_gets_no_link(store: Path) -> None:
    forge = entered(store, GRACE)
    forge.all_pulls[1] = replace(forge.all_pulls[1], is_merged=False)
    post(store, forge)
    assert len(forge.answers(1)) == 1
