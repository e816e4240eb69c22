"""The gate on a forge: it answers once, merges only what it judged, and every attack stays out."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from commands.gate_pulls import Gate, answer_pulls
from forge.port import Account, ForgeError, Signal
from intake.trees import MOST_FILES
from roster.model import Profile
from roster.writing import write_profile
from tests.builders import REPOSITORY, TODAY, a_mentee, a_mentor
from tests.commands.a_forge import OURS, AForge, File

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
def forge() -> AForge:
    made = AForge(organisers={99})
    made.move({"README.md": b"read me", **files(ADA, BOB)})
    return made


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A local git repository that has none of the forge's blobs."""
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # noqa: S607
    return tmp_path


def run(forge: AForge, store: Path, *, only: int | None = None) -> int:
    gate = Gate(reader=forge, root=store, branch="main", today=TODAY)
    return answer_pulls(gate, forge, only=only)


def ask(
    forge: AForge, author: Account, changed: Mapping[str, File | None], **given: bool | str
) -> int:
    return forge.ask(author, forge.commit(changed, onto=forge.branches["main"]), **given)


def main_has(forge: AForge, person: Profile) -> bool:
    entry = forge.commits[forge.branches["main"]][1].get(path_of(person))
    return entry is not None and forge.blobs[entry.blob] == write_profile(person)


def test_a_newcomers_own_profile_is_merged_with_one_comment_and_a_green_status(
    forge: AForge, store: Path
) -> None:
    number = ask(forge, AS_GRACE, files(GRACE))
    assert run(forge, store, only=number) == 1
    assert main_has(forge, GRACE)
    assert forge.merged == ["Add the profile of grace"]
    assert forge.signal(number) is Signal.SUCCESS
    (said,) = forge.answers(number)
    assert said.startswith("### This can enter by itself")
    assert "its link will be posted here" in said


def test_what_one_newcomer_costs(forge: AForge, store: Path) -> None:
    number = ask(forge, AS_GRACE, files(GRACE))
    run(forge, store, only=number)
    base_read_through_the_forge = 2
    assert forge.asked.total() - base_read_through_the_forge == 12, forge.asked


def test_blobs_come_from_the_local_store_where_it_has_them(forge: AForge, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # noqa: S607
    for person in (ADA, BOB):
        subprocess.run(
            ["git", "hash-object", "-w", "--stdin"],  # noqa: S607
            cwd=tmp_path, check=True, capture_output=True, input=write_profile(person),
        )  # fmt: skip
    number = ask(forge, AS_GRACE, files(GRACE))
    assert run(forge, tmp_path, only=number) == 1
    assert forge.asked["blob"] == 1


def test_run_twice_it_says_and_does_nothing_more(forge: AForge, store: Path) -> None:
    number = ask(forge, MALLORY, files(replace(ADA, about="Mine.\n")))
    run(forge, store)
    said = list(forge.said)
    asked = forge.asked.copy()
    run(forge, store)
    assert forge.said == said
    assert len(forge.statuses[forge.all_pulls[number].head]) == 1
    assert (forge.asked - asked)["tree"] == 1, "what was judged is not judged again"


def test_a_comment_is_edited_when_the_answer_changes(forge: AForge, store: Path) -> None:
    number = ask(forge, AS_GRACE, {path_of(GRACE): b"name: ["})
    run(forge, store)
    assert forge.signal(number) is Signal.FAILURE
    assert "until you have mended" in forge.answers(number)[0]
    forge.push(number, files(GRACE))
    assert run(forge, store) == 1
    assert len(forge.answers(number)) == 1
    assert "enters by itself" in forge.answers(number)[0]


def test_a_change_of_main_has_all_judged_anew(forge: AForge, store: Path) -> None:
    number = ask(forge, AS_GRACE, files(replace(GRACE, email=ADA.email)))
    run(forge, store)
    assert forge.signal(number) is Signal.FAILURE
    forge.move({path_of(ADA): None})
    assert run(forge, store) == 1


def test_a_comment_that_a_crash_doubled_is_emptied(forge: AForge, store: Path) -> None:
    number = ask(forge, MALLORY, files(replace(ADA, about="Mine.\n")))
    run(forge, store)
    forge.say(OURS, number, forge.answers(number)[0])
    run(forge, store, only=number)
    first, second = forge.answers(number)
    assert first.startswith("### This cannot enter yet")
    assert second == "The answer stands in the first comment of the gate, above."


def test_a_comment_of_somebody_else_with_the_gates_mark_counts_for_nothing(
    forge: AForge, store: Path
) -> None:
    number = ask(forge, AS_GRACE, files(replace(GRACE, offers=(), seeks=())))
    run(forge, store)
    forged = forge.say(MALLORY, number, forge.answers(number)[0].replace("cannot", "can"))
    forge.push(number, files(GRACE))
    run(forge, store, only=number)
    assert forge.said[forged.number - 1] == forged
    assert "enters by itself" in forge.answers(number)[0]


@pytest.mark.parametrize(
    ("setting", "given", "sentence"),
    [
        ("by a person", {}, "a person lets everybody in"),
        ("by itself", {"is_draft": True}, "It is a draft"),
    ],
)
def test_what_may_enter_waits_where_it_must(
    forge: AForge, store: Path, setting: str, given: dict[str, bool], sentence: str
) -> None:
    text = (REPOSITORY / "programme/settings.yaml").read_text("utf-8")
    forge.move(
        {"programme/settings.yaml": text.replace("merge: by itself", f"merge: {setting}").encode()}
    )
    number = ask(forge, AS_GRACE, files(GRACE), **given)
    assert run(forge, store) == 0
    assert forge.signal(number) is Signal.SUCCESS
    assert sentence in forge.answers(number)[0].replace("\\", "")
    assert not main_has(forge, GRACE)


def test_a_setting_in_the_pull_request_itself_switches_nothing_on(
    forge: AForge, store: Path
) -> None:
    text = (REPOSITORY / "programme/settings.yaml").read_text("utf-8")
    off = text.replace("merge: by itself", "merge: by a person")
    forge.move({"programme/settings.yaml": off.encode()})
    number = ask(forge, AS_GRACE, {**files(GRACE), "programme/settings.yaml": text.encode()})
    assert run(forge, store) == 0
    assert forge.signal(number) is Signal.PENDING


def test_who_looks_and_why_is_said_where_a_person_must(forge: AForge, store: Path) -> None:
    number = ask(forge, AS_ADA, files(replace(ADA, organisation="Home Office")))
    assert run(forge, store) == 0
    (said,) = forge.answers(number)
    assert "an organiser looks at it" in said
    assert "It changes the organisation" in said
    assert forge.signal(number) is Signal.PENDING


def test_pull_requests_of_other_robots_and_into_other_branches_are_left_alone(
    forge: AForge, store: Path
) -> None:
    robot = Account(login="dependabot[bot]", number=5, is_bot=True)
    ask(forge, robot, {"requirements/run.txt": b"x"})
    ask(forge, AS_GRACE, files(GRACE), base_branch="old")
    assert run(forge, store) == 0
    assert (forge.said, forge.statuses) == ([], {})


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
    forge: AForge, store: Path, changed: dict[str, File | None], rule: str
) -> None:
    number = ask(forge, MALLORY, changed)
    assert run(forge, store) == 0
    assert forge.signal(number) is Signal.FAILURE
    assert rule in forge.answers(number)[0].replace("\\", "")


def test_one_foreign_file_among_a_thousand_is_found_and_few_files_are_read(
    forge: AForge, store: Path
) -> None:
    many = [replace(GRACE, github=f"grace-{n}", github_id=1000 + n) for n in range(1000)]
    number = ask(forge, MALLORY, {**files(*many), path_of(ADA): None})
    assert run(forge, store) == 0
    assert forge.signal(number) is Signal.FAILURE
    assert "ada-lovelace" in forge.answers(number)[0].replace("\\", "")
    assert len(forge.answers(number)[0]) < 65_000
    assert forge.asked["blob"] == MOST_FILES + 2


def test_a_batch_of_too_many_files_is_for_a_person_who_is_told_so(
    forge: AForge, store: Path
) -> None:
    many = [
        replace(GRACE, github=f"grace-{n}", github_id=1000 + n, email=f"g{n}@office.gov.example",
                name=f"Grace {'abcdefghij'[n % 10]}{'abcdefghij'[n // 10 % 10]}{'abc'[n // 100]}")
        for n in range(MOST_FILES + 50)
    ]  # fmt: skip
    number = ask(forge, BOSS, files(*many))
    assert run(forge, store) == 0
    assert forge.signal(number) is Signal.PENDING
    assert "50 of its files were not read" in forge.answers(number)[0].replace("\\", "")


def test_what_main_gained_since_is_not_the_authors_doing(forge: AForge, store: Path) -> None:
    number = ask(forge, AS_ADA, files(replace(ADA, about="New.\n")))
    forge.move(files(GRACE))
    assert run(forge, store) == 1
    assert main_has(forge, GRACE)
    assert forge.all_pulls[number].is_merged


def test_a_file_that_main_has_changed_too_is_for_a_person(forge: AForge, store: Path) -> None:
    number = ask(forge, AS_ADA, files(replace(ADA, about="New.\n")))
    forge.move(files(replace(ADA, capacity=3)))
    assert run(forge, store) == 0
    assert forge.signal(number) is Signal.PENDING
    assert "press “Update branch”" in forge.answers(number)[0]


def test_what_has_no_history_with_main_never_enters_alone(forge: AForge, store: Path) -> None:
    number = forge.ask(AS_GRACE, forge.commit({"README.md": b"other", **files(GRACE)}))
    assert run(forge, store) == 0
    assert forge.signal(number) is Signal.PENDING


def test_a_push_between_verdict_and_merge_is_judged_first(forge: AForge, store: Path) -> None:
    number = ask(forge, AS_GRACE, files(GRACE))
    foreign = files(replace(ADA, about="Not mine.\n"))
    forge.before["merge_pull"] = lambda: forge.push(number, foreign)
    assert run(forge, store) == 0
    assert main_has(forge, ADA)
    assert forge.signal(number) is Signal.FAILURE
    assert "belongs to somebody else" in forge.answers(number)[0].replace("\\", "")


def test_a_harmless_push_meanwhile_is_judged_and_merged(forge: AForge, store: Path) -> None:
    number = ask(forge, AS_GRACE, files(GRACE))
    better = replace(GRACE, about="Better.\n")
    forge.before["merge_pull"] = lambda: forge.push(number, files(better))
    assert run(forge, store) == 1
    assert main_has(forge, better)


def test_main_that_moved_meanwhile_is_judged_against(forge: AForge, store: Path) -> None:
    number = ask(forge, AS_GRACE, files(replace(GRACE, email="same@office.gov.example")))
    other = replace(BOB, github="other", github_id=7, name="Other", email="same@office.gov.example")
    forge.before["set_status"] = lambda: forge.move(files(other))
    assert run(forge, store) == 0
    assert forge.signal(number) is Signal.FAILURE
    assert forge.asked["merge_pull"] == 0


def test_two_newcomers_with_one_address_do_not_both_enter_in_one_run(
    forge: AForge, store: Path
) -> None:
    ask(forge, AS_GRACE, files(replace(GRACE, email="same@office.gov.example")))
    twin = replace(
        GRACE, github="edith", github_id=8, name="Edith", email="same@office.gov.example"
    )
    second = ask(forge, Account(login="edith", number=8), files(twin))
    assert run(forge, store) == 1
    assert forge.signal(second) is Signal.FAILURE


def test_where_github_refuses_to_merge_it_is_said_and_a_person_is_named(
    forge: AForge, store: Path
) -> None:
    number = ask(forge, AS_GRACE, files(GRACE))

    def refuse() -> None:
        raise ForgeError("pull request 1", "a rule of the branch forbids it.")

    forge.before["merge_pull"] = refuse
    assert run(forge, store) == 0
    assert "GitHub did not let it be merged" in forge.answers(number)[0].replace("\\", "")


def test_one_commit_asked_for_by_two_gets_the_worse_status(forge: AForge, store: Path) -> None:
    head = forge.commit(files(GRACE), onto=forge.branches["main"])
    mallorys = forge.ask(MALLORY, head)
    own = forge.ask(AS_GRACE, head, is_draft=True)
    run(forge, store, only=own)
    assert forge.signal(own) is Signal.FAILURE
    assert "cannot enter yet" in forge.answers(mallorys)[0]
    assert "This can enter by itself" in forge.answers(own)[0]


def test_a_tree_that_was_cut_off_stops_that_one_and_no_other(forge: AForge, store: Path) -> None:
    first = ask(forge, AS_ADA, files(replace(ADA, about="New.\n")))

    def cut_off() -> None:
        raise ForgeError("a tree", "GitHub cut it off.")

    second = ask(forge, AS_GRACE, files(GRACE))
    forge.before["fork_point"] = cut_off
    with pytest.raises(ForgeError, match="cut it off"):
        run(forge, store)
    assert not forge.answers(first)
    assert forge.all_pulls[second].is_merged


def test_a_checkout_of_something_else_is_not_made_up_for_by_a_thousand_requests(
    forge: AForge, store: Path
) -> None:
    many = [replace(GRACE, github=f"grace-{n}", github_id=1000 + n) for n in range(600)]
    forge.move(files(*many))
    ask(forge, AS_GRACE, files(GRACE))
    with pytest.raises(ForgeError, match="check out the base branch"):
        run(forge, store)
    assert forge.asked["blob"] == 0
