"""A code is mailed by a real server on loopback, comes back, and only then it enters."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from commands.gate_pulls import Gate, answer_pulls
from commands.leasing import alone
from commands.mailing import Send, gather_sender
from commands.outcome import Refused
from commands.proving import Proving, prove_pulls
from forge.port import Account
from intake.proof import CONTEXT, ProofKeys
from roster.model import Profile
from roster.sealed import parse_private_keys
from roster.writing import write_profile
from tests.builders import PRIVATE_KEY, PUBLIC_KEY, REPOSITORY, TODAY, a_mentor, sealed
from tests.commands.pull_world import PullWorld
from tests.github_double.double import Crashed, Fault, Planted
from tests.mailbox import Mailbox, a_mailbox

SETTINGS = (REPOSITORY / "programme" / "settings.yaml").read_text("utf-8")
ADDRESS = "grace.hopper@office.gov.example"
GRACE = a_mentor("grace", github_id=3, name="Grace Hopper", email=sealed(ADDRESS))
AS_GRACE = Account(login="grace", number=3)
MALLORY = Account(login="mallory", number=666)
SECRET = b"a-secret-that-signs-all-the-codes"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with a_mailbox() as box:
        monkeypatch.setenv("MENTOR_MATCH_MAIL_SERVER", f"smtp://127.0.0.1:{box.port}")
        monkeypatch.setenv("MENTOR_MATCH_MAIL_FROM", "mentors@office.gov.example")
        yield box


def a_world() -> PullWorld:
    """The double with a programme whose addresses are sealed and have to be proven."""
    made = PullWorld()
    text = SETTINGS.replace("email_proof: off", "email_proof: required").replace(
        "email_storage: plain", f"email_storage: sealed\nemail_keys: [{PUBLIC_KEY}]"
    )
    assert "merge: by itself" in text
    made.move({"README.md": b"read me", "programme/settings.yaml": text.encode()})
    return made


@pytest.fixture
def world() -> PullWorld:
    return a_world()


def ask(world: PullWorld, person: Profile = GRACE, author: Account = AS_GRACE) -> int:
    files = {f"profiles/{person.github}.yaml": write_profile(person)}
    return world.ask(author, world.commit(files, onto=world.main))


def the_gate(world: PullWorld, root: Path) -> Gate:
    return Gate(
        reader=world.forge(), root=root, branch="main", today=TODAY,
        keys=parse_private_keys(PRIVATE_KEY), proof_keys=ProofKeys(secrets=(SECRET,)),
    )  # fmt: skip


def prove(world: PullWorld, root: Path, send: Send | None = None, *, apply: bool = True) -> None:
    """Run `prove` as the verb does, at a time of its own."""
    world.clock.time += timedelta(seconds=2)
    writer = world.forge() if apply else None
    try:
        with alone(writer, "prove", now=world.clock.now) as take:
            proving = Proving(
                gate=the_gate(world, root), writer=writer, take=take, now=world.clock.now(),
                send=send or (gather_sender() if apply else None),
            )  # fmt: skip
            prove_pulls(proving, only=None)
    finally:
        world.clock.time += timedelta(seconds=2)
        assert world.double.refused == []


def gate(world: PullWorld, root: Path) -> int:
    return answer_pulls(the_gate(world, root), world.forge(), only=None)


def proof_signals(world: PullWorld, number: int) -> list[str]:
    return world.signals(number, CONTEXT)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # noqa: S607
    return tmp_path


def test_a_newcomer_enters_when_the_mailed_code_has_come_back_and_not_before(
    world: PullWorld, root: Path, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    number = ask(world)
    prove(world, root)
    assert [to for to, _ in mailbox.taken] == [[ADDRESS]]
    assert proof_signals(world, number) == ["pending"]
    assert gate(world, root) == 0
    assert "has not come back" in world.answers(number)[-1]
    world.say(MALLORY, number, mailbox.code())
    prove(world, root)
    assert gate(world, root) == 0
    world.say(AS_GRACE, number, mailbox.code())
    prove(world, root)
    assert proof_signals(world, number) == ["pending", "success"]
    assert gate(world, root) == 1
    assert len(mailbox.taken) == 1
    public = f"{world.double.state.as_text()} {capsys.readouterr()}"
    assert "sealed:v1:" in public
    assert "hopper@" not in public.lower()
    assert SECRET.decode() not in public


def test_the_mail_holds_nothing_that_a_participant_wrote(
    world: PullWorld, root: Path, mailbox: Mailbox
) -> None:
    ask(world, replace(GRACE, name="Buy Cheap Pills", about="Call us today.\n"))
    prove(world, root)
    _, mail = mailbox.taken[0]
    whole = mail.as_string()
    assert not [word for word in ("Pills", "Call us", "grace\n", "Grace") if word in whole]
    assert mailbox.code() not in str(mail["Subject"])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "/pull/1" in whole


def test_run_twice_one_mail_is_sent(world: PullWorld, root: Path, mailbox: Mailbox) -> None:
    ask(world)
    prove(world, root)
    prove(world, root)
    assert len(mailbox.taken) == 1


def test_a_stranger_cannot_have_an_address_flooded_by_many_pull_requests(
    world: PullWorld, root: Path, mailbox: Mailbox
) -> None:
    for number in range(700, 706):
        account = Account(login=f"m{number}", number=number)
        person = a_mentor(f"m{number}", github_id=number, name="Mallory", email=sealed(ADDRESS))
        ask(world, person, account)
    prove(world, root)
    prove(world, root)
    assert len(mailbox.taken) == 3


def test_nothing_is_mailed_for_what_is_not_in_order(
    world: PullWorld, root: Path, mailbox: Mailbox
) -> None:
    ask(world, replace(GRACE, email=sealed("grace@evil.example")))
    ask(world, GRACE, MALLORY)
    prove(world, root)
    assert mailbox.taken == []


def test_a_mail_that_fails_is_told_without_its_address_and_tried_again(
    world: PullWorld, root: Path, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    number = ask(world)
    mailbox.answer = f"550 no such mailbox {ADDRESS}"
    prove(world, root)
    assert proof_signals(world, number) == ["pending"]
    mailbox.answer = "250 OK"
    prove(world, root)
    assert len(mailbox.taken) == 1
    assert "hopper" not in f"{capsys.readouterr()} {world.answers(number)}"


def test_without_apply_nothing_is_sent_or_written(world: PullWorld, root: Path) -> None:
    number = ask(world)
    before = world.double.state.copy()
    prove(world, root, apply=False)
    assert (world.answers(number), proof_signals(world, number)) == ([], [])
    assert world.double.state.refs == before.refs


def test_an_unchanged_address_needs_no_code_and_a_changed_one_does(
    world: PullWorld, root: Path, mailbox: Mailbox
) -> None:
    world.move({"profiles/grace.yaml": write_profile(GRACE)})
    again = replace(GRACE, email=sealed(ADDRESS), about="New.\n")
    number = ask(world, again)
    prove(world, root)
    assert (mailbox.taken, proof_signals(world, number)) == ([], ["success"])
    ask(world, replace(GRACE, email=sealed("other@office.gov.example")))
    prove(world, root)
    assert [to for to, _ in mailbox.taken] == [["other@office.gov.example"]]


def test_two_runs_at_once_send_one_mail_whichever_request_the_second_comes_between(
    root: Path, mailbox: Mailbox
) -> None:
    alone_world = a_world()
    ask(alone_world)
    prove(alone_world, root)
    requests = {f"{each.method} {each.path}" for each in alone_world.double.seen}
    assert len(requests) > 10
    for request in sorted(requests):
        mailbox.taken.clear()
        world = a_world()
        number = ask(world)
        refused: list[str] = []

        def second(world: PullWorld = world, refused: list[str] = refused) -> None:
            try:
                prove(world, root)
            except Refused as stop:
                refused.append(str(stop))

        world.before[f"^{request}$"] = second
        try:
            prove(world, root)
        except Refused as stop:
            refused.append(str(stop))
        assert len(mailbox.taken) == 1, request
        assert len([each for each in world.answers(number) if "mentor-match-mail" in each]) == 1
        assert all("Another run" in each for each in refused)


def test_a_run_that_dies_after_any_write_never_sends_a_second_mail_and_is_mended_by_asking(
    root: Path, mailbox: Mailbox
) -> None:
    whole = a_world()
    ask(whole)
    prove(whole, root)
    writes = [place for place, each in enumerate(whole.double.seen, 1) if each.method != "GET"]
    for at in writes:
        mailbox.taken.clear()
        world = a_world()
        number = ask(world)
        world.double.planted.append(Planted(fault=Fault.CRASH_AFTER, at=at - 1))
        with pytest.raises(Crashed):
            prove(world, root)
        world.clock.time += timedelta(minutes=30)  # what the dead run held has run out
        prove(world, root)
        assert len(mailbox.taken) <= 1, at
        if not mailbox.taken:
            world.say(AS_GRACE, number, "new code")
            prove(world, root)
        assert len(mailbox.taken) == 1, at
        world.say(AS_GRACE, number, mailbox.code())
        prove(world, root)
        assert proof_signals(world, number)[-1] == "success"
        assert gate(world, root) == 1
