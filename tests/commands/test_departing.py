"""From a form that says goodbye to a repository that speaks of nobody, on the double of GitHub."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from commands.departing import forget_leavers
from intake.leaving import TOMBSTONES
from intake.questions import LABEL, Purpose, Wish
from roster.writing import write_profile
from tests.builders import TODAY, a_mentee
from tests.commands.test_intake_verb import MALLORY, a_world, on_main, run, send, store
from tests.forge.worlds import ADA, GitHubWorld
from tests.github_double.seeding import commit
from tests.intake.filled import ADA as ANSWERS
from tests.intake.filled import issue_text

__all__ = ["store"]

BOB = a_mentee("bob", github_id=5, choices=("ada-lovelace",), manager="ada-lovelace")
TRACES = ("ada-lovelace", "ada lovelace", "ada.lovelace", f"{ADA.number}")


def checked_out(world: GitHubWorld, root: Path) -> Path:
    """Write main's files below a folder, as a workflow has them."""
    forge = world.forge()
    for path, entry in forge.tree(forge.head("main") or "").items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(forge.blob(entry.blob, most=100_000))
    return root


def forget(world: GitHubWorld, root: Path, *, applies: bool = True) -> int:
    arguments = argparse.Namespace(
        root=root, apply=applies, today=TODAY, override_guard=[], scheduler=None
    )
    return forget_leavers(arguments, world.forge())


def words(world: GitHubWorld) -> str:
    """All that issues, pull requests and comments say, and what main holds."""
    state, forge = world.double.state, world.forge()
    said = [f"{each['title']} {each['body']}" for each in state.issues.values()]
    said += [each["body"] for each in state.comments.values()]
    tree = forge.tree(forge.head("main") or "")
    files = [f"{path} {forge.blob(each.blob, most=99_999)!r}" for path, each in tree.items()]
    return " ".join([*said, *files]).lower()


@pytest.mark.parametrize("is_mentor_elsewhere", [False, True])
def test_who_leaves_by_the_form_is_named_nowhere_any_more(
    store: Path, tmp_path_factory: pytest.TempPathFactory, is_mentor_elsewhere: bool
) -> None:
    world = a_world()
    run(world, store, only=send(world, issue_text(ANSWERS)))
    if is_mentor_elsewhere:
        commit(world.double, {"profiles/bob.yaml": write_profile(BOB)})
    stranger = send(world, issue_text({**ANSWERS, "grade": "G99"}), author=MALLORY)
    run(world, store)
    number = send(world, issue_text({"wish": Wish.LEAVE}, Purpose.LEAVE))
    run(world, store, only=number)
    assert on_main(world) is None
    root = checked_out(world, tmp_path_factory.mktemp("main"))
    assert len(list((root / TOMBSTONES).iterdir())) == 1
    if is_mentor_elsewhere:
        bob = on_main(world, "profiles/bob.yaml") or b""
        assert bob == write_profile(a_mentee("bob", github_id=5))
    assert forget(world, root, applies=False) == 0
    before = words(world)
    assert all(each in before for each in TRACES[:3])
    assert forget(world, root) == 0
    seen = len(world.double.seen)
    assert forget(world, root) == 0
    assert {each.method for each in world.double.seen[seen:]} == {"GET"}
    after = words(world).replace(world.double.state.issues[stranger]["body"].lower(), "")
    assert [each for each in TRACES if each in after] == []
    assert world.forge().issue(stranger) is not None
    assert [each.number for each in world.forge().issues(label=LABEL)] == [stranger]


def test_who_comes_back_is_forgotten_no_more(
    store: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    world = a_world()
    for text in (
        issue_text(ANSWERS),
        issue_text({"wish": Wish.LEAVE}, Purpose.LEAVE),
        issue_text(ANSWERS),
    ):
        number = send(world, text)
        run(world, store, only=number)
    assert on_main(world) is not None
    assert forget(world, checked_out(world, tmp_path_factory.mktemp("main"))) == 0
    issue = world.forge().issue(number)
    assert issue is not None
    assert "Ada Lovelace" in issue.body
