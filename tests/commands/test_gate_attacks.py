"""Attacks on the gate on GitHub, and moments at which something moves: nothing enters unjudged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from forge.port import Account, ForgeError
from intake.trees import MOST_FILES
from roster.writing import write_profile
from tests.commands.pull_world import NAME, File, PullWorld
from tests.commands.test_gate_on_forge import (
    ADA,
    AS_ADA,
    AS_GRACE,
    BOB,
    BOSS,
    GRACE,
    MALLORY,
    ask,
    files,
    main_has,
    path_of,
    run,
    store,
    world,
)

__all__ = ["store", "world"]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        (files(replace(ADA, about="Mine.\n")), "belongs to somebody else"),
        ({path_of(ADA): None}, "belongs to somebody else"),
        ({path_of(ADA): None, "profiles/mallory.yaml": write_profile(ADA)}, "belongs to somebody"),
        ({path_of(ADA): ("120000", b"/etc/passwd")}, "not an ordinary file"),
        ({"profiles/mallory.yaml": ("100755", b"#!/bin/sh")}, "not an ordinary file"),
        ({"profiles/mallory.yaml": ("160000", b"a submodule")}, "not an ordinary file"),
        ({"Profiles/ada-lovelace.yaml": write_profile(ADA)}, "only looks like a path"),
        ({"profiles/../ada.yaml": b"x"}, "has not the name of a profile"),
        ({path_of(GRACE): write_profile(GRACE)}, "is not that of the account"),
    ],
)
def test_what_is_not_ones_own_is_refused(
    world: PullWorld, store: Path, changed: dict[str, File | None], rule: str
) -> None:
    number = ask(world, MALLORY, changed)
    assert run(world, store) == 0
    assert world.signals(number)[-1] == "failure"
    assert rule in world.answers(number)[0].replace("\\", "")


def test_one_foreign_file_among_a_thousand_is_found_and_few_files_are_read(
    world: PullWorld, store: Path
) -> None:
    many = [replace(GRACE, github=f"grace-{n}", github_id=1000 + n) for n in range(1000)]
    number = ask(world, MALLORY, {**files(*many), path_of(ADA): None})
    assert run(world, store) == 0
    assert world.signals(number)[-1] == "failure"
    assert "ada-lovelace" in world.answers(number)[0].replace("\\", "")
    assert len(world.answers(number)[0]) < 65_000
    assert world.asked("/git/blobs/") == MOST_FILES + 2


def test_a_batch_of_too_many_files_is_for_a_person_who_is_told_so(
    world: PullWorld, store: Path
) -> None:
    many = [
        replace(GRACE, github=f"grace-{n}", github_id=1000 + n, email=f"g{n}@office.gov.example",
                name=f"Grace {'abcdefghij'[n % 10]}{'abcdefghij'[n // 10 % 10]}{'abc'[n // 100]}")
        for n in range(MOST_FILES + 50)
    ]  # fmt: skip
    number = ask(world, BOSS, files(*many))
    assert run(world, store) == 0
    assert world.signals(number)[-1] == "pending"
    assert "50 of its files were not read" in world.answers(number)[0].replace("\\", "")


def test_what_main_gained_since_is_not_the_authors_doing(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_ADA, files(replace(ADA, about="New.\n")))
    world.move(files(GRACE))
    assert run(world, store) == 1
    assert main_has(world, GRACE)
    assert world.is_merged(number)


def test_a_file_that_main_has_changed_too_is_for_a_person(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_ADA, files(replace(ADA, about="New.\n")))
    world.move(files(replace(ADA, capacity=3)))
    assert run(world, store) == 0
    assert world.signals(number)[-1] == "pending"
    assert "press “Update branch”" in world.answers(number)[0]


def test_what_has_no_history_with_main_never_enters_alone(world: PullWorld, store: Path) -> None:
    number = world.ask(AS_GRACE, world.commit({"README.md": b"other", **files(GRACE)}))
    assert run(world, store) == 0
    assert world.signals(number)[-1] == "pending"


def test_a_push_between_verdict_and_merge_is_judged_first(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_GRACE, files(GRACE))
    foreign = files(replace(ADA, about="Not mine.\n"))
    world.before["PUT .*/merge$"] = lambda: world.push(number, foreign)
    assert run(world, store) == 0
    assert main_has(world, ADA)
    assert world.signals(number)[-1] == "failure"
    assert "belongs to somebody else" in world.answers(number)[0].replace("\\", "")


def test_a_harmless_push_meanwhile_is_judged_and_merged(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_GRACE, files(GRACE))
    better = replace(GRACE, about="Better.\n")
    world.before["PUT .*/merge$"] = lambda: world.push(number, files(better))
    assert run(world, store) == 1
    assert main_has(world, better)


def test_a_pull_request_closed_meanwhile_is_left_alone(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_GRACE, files(GRACE))

    def close() -> None:
        world.push(number, {"README.md": b"more"})
        world.close(number)

    world.before["PUT .*/merge$"] = close
    assert run(world, store) == 0
    assert "enters by itself" in world.answers(number)[0]


def test_what_main_has_already_is_no_change(world: PullWorld, store: Path) -> None:
    new = files(replace(ADA, about="New.\n"))
    number = ask(world, AS_ADA, new)
    world.move({**new, "README.md": b"read me first"})
    assert run(world, store) == 0
    assert "- It changes nothing" in world.answers(number)[0]
    assert "Update branch" not in world.answers(number)[0]


def test_main_that_moved_meanwhile_is_judged_against(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_GRACE, files(replace(GRACE, email="same@office.gov.example")))
    other = replace(BOB, github="other", github_id=7, name="Other", email="same@office.gov.example")
    world.before["POST .*/statuses/"] = lambda: world.move(files(other))
    assert run(world, store) == 0
    assert world.signals(number)[-1] == "failure"
    assert world.asked("PUT .*/merge$") == 0


def test_two_newcomers_with_one_address_do_not_both_enter_in_one_run(
    world: PullWorld, store: Path
) -> None:
    ask(world, AS_GRACE, files(replace(GRACE, email="same@office.gov.example")))
    twin = replace(
        GRACE, github="edith", github_id=8, name="Edith", email="same@office.gov.example"
    )
    second = ask(world, Account(login="edith", number=8), files(twin))
    assert run(world, store) == 1
    assert world.signals(second)[-1] == "failure"


def test_where_github_refuses_to_merge_it_is_said_and_a_person_is_named(
    world: PullWorld, store: Path
) -> None:
    number = ask(world, AS_GRACE, files(GRACE))
    path = f"/repos/{NAME}/pulls/{number}/merge"
    world.instead[path] = lambda _: httpx.Response(405, json={"message": "A rule forbids it."})
    assert run(world, store) == 0
    assert "GitHub did not let it be merged" in world.answers(number)[0].replace("\\", "")


def test_one_commit_asked_for_by_two_gets_the_worse_status(world: PullWorld, store: Path) -> None:
    head = world.commit(files(GRACE), onto=world.main)
    own = world.ask(AS_GRACE, head, is_draft=True)
    mallorys = world.ask(MALLORY, head)
    run(world, store, only=own)
    assert world.signals(own)[-1] == "failure"
    assert "cannot enter yet" in world.answers(mallorys)[0]
    assert "This can enter by itself" in world.answers(own)[0]


def test_a_tree_that_was_cut_off_stops_that_one_and_no_other(world: PullWorld, store: Path) -> None:
    first = ask(world, AS_ADA, files(replace(ADA, about="New.\n")))
    second = ask(world, AS_GRACE, files(GRACE))

    def cut_off(answered: Callable[[], httpx.Response]) -> httpx.Response:
        return httpx.Response(200, json={**answered().json(), "truncated": True})

    world.instead[f"/repos/{NAME}/git/trees/{world.head(first)}"] = cut_off
    with pytest.raises(ForgeError, match="was cut off"):
        run(world, store)
    assert not world.answers(first)
    assert world.is_merged(second)


def test_a_checkout_of_something_else_is_not_made_up_for_by_a_thousand_requests(
    world: PullWorld, store: Path
) -> None:
    many = [replace(GRACE, github=f"grace-{n}", github_id=1000 + n) for n in range(600)]
    world.move(files(*many))
    ask(world, AS_GRACE, files(GRACE))
    with pytest.raises(ForgeError, match="check out the base branch"):
        run(world, store)
    assert world.asked("/git/blobs/") == 0
