"""The gate on a forge: it answers once, merges only what it judged, and every attack stays out."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from commands.gate_pulls import Gate, answer_pulls
from forge.port import Account, ForgeError
from intake.trees import MOST_FILES
from roster.model import Profile
from roster.writing import write_profile
from tests.builders import REPOSITORY, TODAY, a_mentee, a_mentor
from tests.commands.pull_world import NAME, OURS, File, PullWorld

ADA = a_mentor("ada-lovelace", github_id=1, name="Ada Lovelace")
BOB = a_mentee("bob", github_id=2, name="Robert Burns")
GRACE = a_mentor("grace", github_id=3, name="Grace Hopper")
AS_ADA = Account(login="Ada-Lovelace", number=1)
AS_GRACE = Account(login="grace", number=3)
MALLORY = Account(login="mallory", number=666)
BOSS = Account(login="boss", number=99)


def path_of(person: Profile) -> str:
    return f"profiles/{person.github}.yaml"


def files(*people: Profile) -> dict[str, File | None]:
    return {path_of(each): write_profile(each) for each in people}


@pytest.fixture
def world() -> PullWorld:
    made = PullWorld()
    made.let_in(BOSS, role="write")
    made.move({"README.md": b"read me", **files(ADA, BOB)})
    return made


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A local git repository that has none of the forge's blobs."""
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # noqa: S607
    return tmp_path


def run(world: PullWorld, store: Path, *, only: int | None = None) -> int:
    forge = world.forge()
    gate = Gate(reader=forge, root=store, branch="main", today=TODAY)
    try:
        return answer_pulls(gate, forge, only=only)
    finally:
        assert world.double.refused == []


def ask(
    world: PullWorld,
    author: Account,
    changed: Mapping[str, File | None],
    **given: Any,  # noqa: ANN401 -- of ask
) -> int:
    return world.ask(author, world.commit(changed, onto=world.main), **given)


def main_has(world: PullWorld, person: Profile) -> bool:
    return world.on_main(path_of(person)) == write_profile(person)


def test_a_newcomers_own_profile_is_merged_with_one_comment_and_a_green_status(
    world: PullWorld, store: Path
) -> None:
    number = ask(world, AS_GRACE, files(GRACE))
    assert run(world, store, only=number) == 1
    assert main_has(world, GRACE)
    assert world.title() == "Add the profile of grace"
    assert world.signals(number)[-1] == "success"
    (said,) = world.answers(number)
    assert said.startswith("### This can enter by itself")
    assert "its link will be posted here" in said


def test_what_one_newcomer_costs(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_GRACE, files(GRACE))
    run(world, store, only=number)
    base_read_through_the_forge, unchanged = 2, 1  # what has not changed costs nothing
    assert world.asked() - base_read_through_the_forge - unchanged == 14


def test_blobs_come_from_the_local_store_where_it_has_them(
    world: PullWorld, tmp_path: Path
) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # noqa: S607
    for person in (ADA, BOB):
        subprocess.run(
            ["git", "hash-object", "-w", "--stdin"],  # noqa: S607
            cwd=tmp_path, check=True, capture_output=True, input=write_profile(person),
        )  # fmt: skip
    number = ask(world, AS_GRACE, files(GRACE))
    assert run(world, tmp_path, only=number) == 1
    assert world.asked("/git/blobs/") == 1


def test_run_twice_it_says_and_does_nothing_more(world: PullWorld, store: Path) -> None:
    number = ask(world, MALLORY, files(replace(ADA, about="Mine.\n")))
    run(world, store)
    asked, written = world.asked("/compare/"), world.asked("POST|PATCH|PUT")
    run(world, store)
    assert world.asked("/compare/") == asked, "what was judged is not judged again"
    run(world, store, only=number)
    assert world.asked("/compare/") == asked + 1
    assert world.asked("POST|PATCH|PUT") == written
    assert world.signals(number) == ["failure"]


def test_a_comment_is_edited_when_the_answer_changes(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_GRACE, {path_of(GRACE): b"name: ["})
    run(world, store)
    assert world.signals(number)[-1] == "failure"
    assert "until you have mended" in world.answers(number)[0]
    world.push(number, files(GRACE))
    assert run(world, store) == 1
    assert len(world.answers(number)) == 1
    assert "enters by itself" in world.answers(number)[0]


def test_a_change_of_main_has_all_judged_anew(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_GRACE, files(replace(GRACE, email=ADA.email)))
    run(world, store)
    assert world.signals(number)[-1] == "failure"
    world.move({path_of(ADA): None})
    assert run(world, store) == 1


def test_a_comment_that_a_crash_doubled_is_emptied(world: PullWorld, store: Path) -> None:
    number = ask(world, MALLORY, files(replace(ADA, about="Mine.\n")))
    run(world, store)
    world.say(OURS, number, world.answers(number)[0])
    run(world, store, only=number)
    first, second = world.answers(number)
    assert first.startswith("### This cannot enter yet")
    assert second == "The answer stands in the first comment of the gate, above."


def test_a_comment_of_somebody_else_with_the_gates_mark_counts_for_nothing(
    world: PullWorld, store: Path
) -> None:
    number = ask(world, AS_GRACE, files(replace(GRACE, offers=(), seeks=())))
    run(world, store)
    forged = world.answers(number)[0].replace("cannot", "can")
    comment = world.say(MALLORY, number, forged)
    world.push(number, files(GRACE))
    run(world, store, only=number)
    assert world.double.state.comments[comment]["body"] == forged
    assert "enters by itself" in world.answers(number)[0]


@pytest.mark.parametrize(
    ("setting", "given", "sentence"),
    [
        ("by a person", {}, "a person lets everybody in"),
        ("by itself", {"is_draft": True}, "It is a draft"),
    ],
)
def test_what_may_enter_waits_where_it_must(
    world: PullWorld, store: Path, setting: str, given: dict[str, bool], sentence: str
) -> None:
    text = (REPOSITORY / "programme/settings.yaml").read_text("utf-8")
    world.move(
        {"programme/settings.yaml": text.replace("merge: by itself", f"merge: {setting}").encode()}
    )
    number = ask(world, AS_GRACE, files(GRACE), **given)
    assert run(world, store) == 0
    assert world.signals(number)[-1] == "success"
    assert sentence in world.answers(number)[0].replace("\\", "")
    assert not main_has(world, GRACE)


def test_a_draft_enters_once_it_is_ready(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_GRACE, files(GRACE), is_draft=True)
    assert run(world, store) == 0
    world.change(number, draft=False)
    assert run(world, store) == 1


def test_a_setting_in_the_pull_request_itself_switches_nothing_on(
    world: PullWorld, store: Path
) -> None:
    text = (REPOSITORY / "programme/settings.yaml").read_text("utf-8")
    off = text.replace("merge: by itself", "merge: by a person")
    world.move({"programme/settings.yaml": off.encode()})
    number = ask(world, AS_GRACE, {**files(GRACE), "programme/settings.yaml": text.encode()})
    assert run(world, store) == 0
    assert world.signals(number)[-1] == "pending"


def test_who_looks_and_why_is_said_where_a_person_must(world: PullWorld, store: Path) -> None:
    number = ask(world, AS_ADA, files(replace(ADA, organisation="Home Office")))
    assert run(world, store) == 0
    (said,) = world.answers(number)
    assert "an organiser looks at it" in said
    assert "It changes the organisation" in said
    assert world.signals(number)[-1] == "pending"


@pytest.mark.parametrize("author", [BOSS, OURS])
def test_what_organisers_and_the_programme_itself_send_for_others_is_for_a_person(
    world: PullWorld, store: Path, author: Account
) -> None:
    path = f"/repos/{NAME}/collaborators/{OURS.login}/permission"
    world.instead[path] = lambda _: httpx.Response(404, json={"message": "It is no collaborator."})
    number = ask(world, author, files(GRACE))
    assert run(world, store) == 0
    assert world.signals(number)[-1] == "pending"
    assert "An organiser acts for somebody else" in world.answers(number)[0]


def test_pull_requests_of_other_robots_and_into_other_branches_are_left_alone(
    world: PullWorld, store: Path
) -> None:
    robot = Account(login="dependabot[bot]", number=5, is_bot=True)
    ask(world, robot, {"requirements/run.txt": b"x"})
    ask(world, AS_GRACE, files(GRACE), base="old")
    assert run(world, store) == 0
    assert world.asked("POST|PATCH|PUT") == 0


# Everything below is an attack, or a moment at which something moves.


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
