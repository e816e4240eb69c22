"""The yearly question on the double of GitHub: asked, answered, judged as the owner's, closed."""

from __future__ import annotations

import subprocess
from argparse import Namespace
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from commands.confirm_verb import carry_out, plan_with
from commands.gate_pulls import Gate, answer_pulls
from commands.gathering import gather_programme
from commands.leasing import alone
from commands.mailing import Mail
from commands.outcome import Refused
from commands.proving import Proving, prove_pulls
from forge.port import Account, Pull
from intake.confirming import LABEL, TITLE
from intake.leaving import tombstone_path
from intake.proof import ProofKeys
from roster.writing import write_profile
from tests.builders import REPOSITORY, a_mentor
from tests.commands.pull_world import OURS, PullWorld
from tests.forge.worlds import START
from tests.github_double.double import Crashed, Fault, Planted
from tests.github_double.state import Record

ADA = a_mentor("ada", github_id=1, name="Ada Lovelace", confirmed=date(2025, 11, 1))
AS_ADA = Account(login="ada", number=1)
MALLORY = Account(login="mallory", number=666)
BOSS = Account(login="boss", number=99)
PATH = "profiles/ada.yaml"
TODAY = START.date()
SETTINGS = (REPOSITORY / "programme/settings.yaml").read_text("utf-8")
ASKS = SETTINGS.replace("ask_after_months: never", "ask_after_months: 12")


def a_world(settings: str = ASKS) -> PullWorld:
    """The double with one profile that was confirmed more than a year ago."""
    made = PullWorld()
    for each in (AS_ADA, MALLORY):
        made.let_in(each)
    made.let_in(BOSS, role="write")
    made.move({PATH: write_profile(ADA), "programme/settings.yaml": settings.encode()})
    return made


@pytest.fixture
def world() -> PullWorld:
    return a_world()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # noqa: S607
    return tmp_path


def confirm(world: PullWorld, root: Path) -> None:
    """Run `confirm` as the verb does, on what main holds."""
    for path in (PATH, "programme/settings.yaml"):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(world.on_main(path) or b"")
        if world.on_main(path) is None:
            (root / path).unlink()
    arguments = Namespace(root=root, today=TODAY, scheduler=None)
    forge = world.forge()
    programme = gather_programme(arguments)
    try:
        with alone(forge, "confirm", now=world.clock.now) as take:
            take()
            plan = plan_with(forge, arguments, programme)
            carry_out(plan, forge, root=root, base="main", take=take)
    finally:
        world.clock.time += timedelta(seconds=2)
        assert world.double.refused == []


def gate(world: PullWorld, root: Path) -> int:
    judging = Gate(reader=world.forge(), root=root, branch="main", today=TODAY)
    return answer_pulls(judging, world.forge(), only=None)


def questions(world: PullWorld) -> list[int]:
    issues = world.double.state.issues.values()
    return [int(each["number"]) for each in issues if each["title"] == TITLE]


def question(world: PullWorld) -> int:
    (number,) = questions(world)
    return number


def pull(world: PullWorld) -> Pull | None:
    return world.forge().pull_of(f"confirm/{question(world)}")


def pulls(world: PullWorld) -> int:
    return sum(each["pull"] is not None for each in world.double.state.issues.values())


def asked_and_answered(world: PullWorld, root: Path, answer: str = "yes") -> None:
    confirm(world, root)
    world.say(AS_ADA, question(world), answer)
    confirm(world, root)


def test_an_answer_enters_by_itself_as_its_owners_own_change(world: PullWorld, root: Path) -> None:
    asked_and_answered(world, root)
    assert gate(world, root) == 1
    assert f"confirmed: {TODAY}\n".encode() in (world.on_main(PATH) or b"")
    for _ in range(2):
        confirm(world, root)
    assert world.double.state.issues[question(world)]["state"] == "closed"
    assert pulls(world) == 1


def test_an_answer_to_leave_enters_by_itself_too(world: PullWorld, root: Path) -> None:
    asked_and_answered(world, root, "leave")
    assert gate(world, root) == 1
    assert world.on_main(PATH) is None
    repository = gather_programme(Namespace(root=root)).settings.repository
    assert world.on_main(tombstone_path(1, repository=repository)) == b"left\n"


def test_silence_enters_by_itself_as_a_pause_and_a_late_yes_brings_back(
    world: PullWorld, root: Path
) -> None:
    confirm(world, root)
    asked = world.double.state.issues[question(world)]
    long_ago = (world.clock.now() - timedelta(days=32)).strftime("%Y-%m-%dT%H:%M:%SZ")
    world.double.state.issues[question(world)] = {**asked, "created_at": long_ago}
    for _ in range(2):
        confirm(world, root)
    assert gate(world, root) == 1
    assert b"paused: true\n" in (world.on_main(PATH) or b"")
    confirm(world, root)
    assert pulls(world) == 1
    world.say(AS_ADA, question(world), "yes")
    confirm(world, root)
    assert gate(world, root) == 1
    assert b"paused" not in (world.on_main(PATH) or b"")
    assert pulls(world) == 2


def test_run_twice_nothing_is_asked_or_opened_twice(world: PullWorld, root: Path) -> None:
    asked_and_answered(world, root)
    before = world.double.state.copy()
    confirm(world, root)
    assert world.double.state.issues == before.issues
    assert len(world.double.state.comments) == len(before.comments)
    assert pulls(world) == 1


def test_nobody_elses_pull_request_and_no_forged_question_speaks_for_an_owner(
    world: PullWorld, root: Path
) -> None:
    confirm(world, root)
    issue = world.double.state.issues[question(world)]
    head = world.commit({PATH: write_profile(ADA).replace(b"G7", b"G6")}, onto=world.main)
    by_stranger = world.ask(MALLORY, head)
    world.change(by_stranger, head_ref=f"confirm/{issue['number']}")
    forged = 700
    world.double.state.issues[forged] = {**issue, "number": forged, "user": MALLORY.number}
    by_us = world.ask(OURS, world.commit({PATH: None}, onto=world.main))
    world.change(by_us, head_ref=f"confirm/{forged}")
    assert gate(world, root) == 0
    assert world.signals(by_stranger) == ["failure"]
    assert world.signals(by_us) == ["pending"]
    assert "acts for somebody else" in world.answers(by_us)[0]


@pytest.mark.parametrize("change", ["closed", "unlabelled"])
def test_a_question_that_stands_no_more_speaks_for_nobody(
    world: PullWorld, root: Path, change: str
) -> None:
    asked_and_answered(world, root)
    number = question(world)
    issue = world.double.state.issues[number]
    changes: dict[str, Record] = {"closed": {"state": "closed"}, "unlabelled": {"labels": []}}
    assert issue["labels"] == [LABEL]
    world.double.state.issues[number] = {**issue, **changes[change]}
    assert gate(world, root) == 0


def test_where_main_has_moved_the_pull_request_is_made_anew(world: PullWorld, root: Path) -> None:
    asked_and_answered(world, root)
    world.move({PATH: write_profile(ADA).replace(b"grade: G7", b"grade: G6")})
    confirm(world, root)
    assert gate(world, root) == 1
    data = world.on_main(PATH) or b""
    assert b"grade: G6" in data
    assert f"confirmed: {TODAY}".encode() in data
    assert pulls(world) == 1


def test_what_a_person_turned_down_is_not_opened_again_until_another_answer(
    world: PullWorld, root: Path
) -> None:
    asked_and_answered(world, root)
    found = pull(world)
    assert found is not None
    world.close(found.number)
    confirm(world, root)
    assert pulls(world) == 1
    world.say(AS_ADA, question(world), "pause")
    confirm(world, root)
    assert pulls(world) == 2


def test_with_proof_by_mail_an_answer_waits_for_its_code(root: Path) -> None:
    world = a_world(ASKS.replace("email_proof: off", "email_proof: required"))
    asked_and_answered(world, root)
    mails: list[Mail] = []
    assert prove_and_judge(world, root, mails) == 0
    world.say(AS_ADA, max(world.double.state.issues), mails[0].facts["code"])
    assert prove_and_judge(world, root, mails) == 1
    assert [each.to for each in mails] == [ADA.email]


def prove_and_judge(world: PullWorld, root: Path, mails: list[Mail]) -> int:
    forge, keys = world.forge(), ProofKeys(secrets=(b"k" * 32,))
    judging = Gate(reader=forge, root=root, branch="main", today=TODAY, proof_keys=keys)
    now = world.clock.now()
    with alone(forge, "prove", now=world.clock.now) as take:
        proving = Proving(gate=judging, writer=forge, send=mails.append, now=now, take=take)
        prove_pulls(proving, only=None)
    return answer_pulls(judging, forge, only=None)


@pytest.mark.parametrize("is_answered", [False, True], ids=["asking", "hearing"])
def test_two_runs_at_once_ask_and_open_once(root: Path, *, is_answered: bool) -> None:
    for request in sorted({each for _, each in _writes(root, is_answered=is_answered)}):
        world = _before(root, is_answered=is_answered)
        world.before[f"^{request}$"] = partial(_unless_refused, world, root)
        _unless_refused(world, root)
        assert len(questions(world)) == 1, request
        assert pulls(world) == int(is_answered), request


@pytest.mark.parametrize("is_answered", [False, True], ids=["asking", "hearing"])
def test_a_run_that_dies_after_any_write_is_gone_on_with_by_the_next(
    root: Path, *, is_answered: bool
) -> None:
    for at, _ in _writes(root, is_answered=is_answered):
        world = _before(root, is_answered=is_answered)
        begun = len(world.double.seen)
        world.double.planted.append(Planted(fault=Fault.CRASH_AFTER, at=begun + at))
        with pytest.raises(Crashed):
            confirm(world, root)
        world.clock.time += timedelta(minutes=30)  # what the dead run held has run out
        confirm(world, root)
        assert len(questions(world)) == 1, at
        assert pulls(world) == int(is_answered), at


def _before(root: Path, *, is_answered: bool) -> PullWorld:
    world = a_world()
    if is_answered:
        confirm(world, root)
        world.say(AS_ADA, question(world), "yes")
    return world


def _writes(root: Path, *, is_answered: bool) -> list[tuple[int, str]]:
    """List what a whole run writes, with the place of each among its requests."""
    world = _before(root, is_answered=is_answered)
    begun = len(world.double.seen)
    confirm(world, root)
    seen = enumerate(world.double.seen[begun:])
    writes = [(at, f"{each.method} {each.path}") for at, each in seen if each.method != "GET"]
    assert len(writes) > 5
    return writes


def _unless_refused(world: PullWorld, root: Path) -> None:
    with suppress(Refused):
        confirm(world, root)
