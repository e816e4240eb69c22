"""The gate on GitHub answers once, and merges what may enter by itself."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from commands.gate_pulls import Gate, answer_pulls
from forge.port import Account
from roster.model import Profile
from roster.writing import write_profile
from tests.builders import REPOSITORY, TODAY, a_mentee, a_mentor
from tests.commands.pull_world import NAME, OURS, File, PullWorld
from tests.github_double.double import Crashed, Fault, Planted

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


def test_the_comment_says_which_pages_of_the_site_would_change(
    world: PullWorld, store: Path
) -> None:
    number = ask(world, AS_GRACE, files(GRACE))
    run(world, store, only=number)
    (said,) = world.answers(number)
    assert (
        "### What this change does to the site\n\nNew: 2 pages. `mentors/grace/`, `names/g/`"
        in said
    )
    assert "`mentors/ada-lovelace/`" in said, "who offers the same is named there as well"
    assert "@" not in said


def test_of_what_cannot_enter_no_page_is_told(world: PullWorld, store: Path) -> None:
    number = ask(world, MALLORY, files(replace(ADA, about="Mine.\n")))
    run(world, store, only=number)
    assert "does to the site" not in world.answers(number)[0]


def test_a_template_that_is_wrong_keeps_nobody_out(world: PullWorld, store: Path) -> None:
    own = store / "templates" / "site" / "profile.yaml.jinja"
    own.parent.mkdir(parents=True)
    own.write_text("{% if %}", "utf-8")
    number = ask(world, AS_GRACE, files(GRACE))
    assert run(world, store, only=number) == 1
    assert "does to the site" not in world.answers(number)[0]


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


def test_a_run_that_dies_after_any_write_is_gone_on_with_by_the_next(store: Path) -> None:
    def begun() -> tuple[PullWorld, int]:
        made = PullWorld()
        made.move({"README.md": b"read me", **files(ADA, BOB)})
        return made, ask(made, AS_GRACE, files(GRACE))

    whole, _ = begun()
    run(whole, store)
    writes = [at for at, each in enumerate(whole.double.seen) if each.method != "GET"]
    assert len(writes) == 3  # the comment, the status, the merge
    for at in writes:
        world, number = begun()
        world.double.planted.append(Planted(fault=Fault.CRASH_AFTER, at=at))
        with pytest.raises(Crashed):
            run(world, store)
        run(world, store)
        assert main_has(world, GRACE), at
        assert len(world.answers(number)) == 1, at
