"""A code is mailed by a real server on loopback, comes back, and only then it enters."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from itsdangerous import base64_decode

from commands.gate_pulls import Gate, answer_pulls
from commands.mailing import Mail, MailError, Send, gather_sender
from commands.outcome import Refused
from commands.proving import Proving, prove_pulls
from forge.port import Account, Signal
from intake.proof import CONTEXT, ProofKeys
from roster.model import Profile
from roster.sealed import parse_private_keys
from roster.writing import write_profile
from tests.builders import PRIVATE_KEY, PUBLIC_KEY, REPOSITORY, TODAY, a_mentor, sealed
from tests.commands.a_forge import NOW, AForge

SETTINGS = (REPOSITORY / "programme" / "settings.yaml").read_text("utf-8")
ADDRESS = "grace.hopper@office.gov.example"
GRACE = a_mentor("grace", github_id=3, name="Grace Hopper", email=sealed(ADDRESS))
AS_GRACE = Account(login="grace", number=3)
MALLORY = Account(login="mallory", number=666)
SECRET = "a-secret-that-signs-all-the-codes-of-proof"  # noqa: S105 -- for tests alone


@dataclass
class Mailbox:
    """What a mail server on loopback has taken, and how it answers."""

    taken: list[tuple[list[str], Message]] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802
        if self.answer.startswith("250"):
            self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return self.answer

    def code(self) -> str:
        text = bytes(self.taken[-1][1].get_payload(decode=True)).decode()
        found = re.search(r"^mm-\S+", text, re.MULTILINE)
        assert found is not None
        return found[0]


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("MENTOR_MATCH_MAIL_SERVER", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("MENTOR_MATCH_MAIL_FROM", "mentors@office.gov.example")
    yield box
    controller.stop()


@pytest.fixture
def forge() -> AForge:
    made = AForge(organisers={99})
    text = SETTINGS.replace("email_proof: off", "email_proof: required").replace(
        "email_storage: plain", f"email_storage: sealed\nemail_keys: [{PUBLIC_KEY}]"
    )
    assert "merge: by itself" in text
    settings = text.encode()
    made.move({"README.md": b"read me", "programme/settings.yaml": settings})
    return made


def ask(forge: AForge, person: Profile = GRACE, author: Account = AS_GRACE) -> int:
    files = {f"profiles/{person.github}.yaml": write_profile(person)}
    return forge.ask(author, forge.commit(files, onto=forge.branches["main"]))


def the_gate(forge: AForge, root: Path) -> Gate:
    return Gate(
        reader=forge, root=root, branch="main", today=TODAY,
        keys=parse_private_keys(PRIVATE_KEY), proof_keys=ProofKeys(secrets=(b"k" * 32,)),
    )  # fmt: skip


def prove(forge: AForge, root: Path, send: Send | None = None, *, apply: bool = True) -> None:
    proving = Proving(
        gate=the_gate(forge, root), writer=forge if apply else None,
        send=send or (gather_sender() if apply else None), now=NOW,
    )  # fmt: skip
    prove_pulls(proving, only=None)


def gate(forge: AForge, root: Path) -> int:
    return answer_pulls(the_gate(forge, root), forge, only=None)


def proof_signal(forge: AForge, number: int) -> Signal:
    told = dict(forge.statuses[forge.all_pulls[number].head])
    return told[CONTEXT]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # noqa: S607
    return tmp_path


def test_a_newcomer_enters_when_the_mailed_code_has_come_back_and_not_before(
    forge: AForge, root: Path, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    number = ask(forge)
    prove(forge, root)
    assert [to for to, _ in mailbox.taken] == [[ADDRESS]]
    assert proof_signal(forge, number) is Signal.PENDING
    assert gate(forge, root) == 0
    assert "has not come back" in forge.answers(number)[-1]
    forge.say(MALLORY, number, mailbox.code())
    prove(forge, root)
    assert gate(forge, root) == 0
    forge.say(AS_GRACE, number, mailbox.code())
    prove(forge, root)
    assert proof_signal(forge, number) is Signal.SUCCESS
    assert gate(forge, root) == 1
    assert len(mailbox.taken) == 1
    public = " ".join(each.body for each in forge.said) + f"{capsys.readouterr()} {forge.statuses}"
    assert "hopper@" not in public.lower()
    assert SECRET not in public


def test_the_mail_holds_nothing_that_a_participant_wrote(
    forge: AForge, root: Path, mailbox: Mailbox
) -> None:
    ask(forge, replace(GRACE, name="Buy Cheap Pills", about="Call us today.\n"))
    prove(forge, root)
    _, mail = mailbox.taken[0]
    whole = mail.as_string()
    assert not [word for word in ("Pills", "Call us", "grace\n", "Grace") if word in whole]
    assert mailbox.code() not in str(mail["Subject"])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "/pull/1" in whole


def test_run_twice_one_mail_is_sent(forge: AForge, root: Path, mailbox: Mailbox) -> None:
    ask(forge)
    prove(forge, root)
    prove(forge, root)
    assert len(mailbox.taken) == 1


def test_a_stranger_cannot_have_an_address_flooded_by_many_pull_requests(
    forge: AForge, root: Path, mailbox: Mailbox
) -> None:
    for number in range(700, 706):
        account = Account(login=f"m{number}", number=number)
        person = a_mentor(f"m{number}", github_id=number, name="Mallory", email=sealed(ADDRESS))
        ask(forge, person, account)
    prove(forge, root)
    prove(forge, root)
    assert len(mailbox.taken) == 3


def test_nothing_is_mailed_for_what_is_not_in_order(
    forge: AForge, root: Path, mailbox: Mailbox
) -> None:
    ask(forge, replace(GRACE, email=sealed("grace@evil.example")))
    ask(forge, GRACE, MALLORY)
    prove(forge, root)
    assert mailbox.taken == []


def test_a_mail_that_fails_is_told_without_its_address_and_tried_again(
    forge: AForge, root: Path, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    number = ask(forge)
    mailbox.answer = f"550 no such mailbox {ADDRESS}"
    prove(forge, root)
    assert proof_signal(forge, number) is Signal.PENDING
    mailbox.answer = "250 OK"
    prove(forge, root)
    assert len(mailbox.taken) == 1
    assert "hopper" not in f"{capsys.readouterr()} {forge.said}"


def test_without_apply_nothing_is_sent_or_written(forge: AForge, root: Path) -> None:
    ask(forge)
    prove(forge, root, apply=False)
    assert forge.said == []
    assert forge.statuses == {}


def test_an_unchanged_address_needs_no_code_and_a_changed_one_does(
    forge: AForge, root: Path, mailbox: Mailbox
) -> None:
    forge.move({"profiles/grace.yaml": write_profile(GRACE)})
    again = replace(GRACE, email=sealed(ADDRESS), about="New.\n")
    number = ask(forge, again)
    prove(forge, root)
    assert (mailbox.taken, proof_signal(forge, number)) == ([], Signal.SUCCESS)
    ask(forge, replace(GRACE, email=sealed("other@office.gov.example")))
    prove(forge, root)
    assert [to for to, _ in mailbox.taken] == [["other@office.gov.example"]]


@dataclass
class Notify:
    """A double of GOV.UK Notify on loopback."""

    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    status: int = 201
    url: str = ""


@pytest.fixture
def notify(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notify]:
    double = Notify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            double.asked.append((self.path, dict(self.headers), body))
            self.send_response(double.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("MENTOR_MATCH_NOTIFY_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("MENTOR_MATCH_NOTIFY_KEY", f"mentors-{SERVICE}-{NOTIFY_SECRET}")
    monkeypatch.setenv("MENTOR_MATCH_NOTIFY_TEMPLATE", TEMPLATE)
    yield double
    server.shutdown()
    thread.join()
    server.server_close()


SERVICE = "11111111-1111-1111-1111-111111111111"
NOTIFY_SECRET = "22222222-2222-2222-2222-222222222222"  # noqa: S105 -- for tests alone
TEMPLATE = "33333333-3333-3333-3333-333333333333"
MAIL = Mail(to=ADDRESS, subject="s", text="t", facts={"code": "mm-x"}, written=NOW)


def test_notify_is_asked_as_its_documentation_says(notify: Notify) -> None:
    gather_sender()(MAIL)
    ((path, headers, body),) = notify.asked
    assert path == "/v2/notifications/email"
    assert body == {
        "email_address": ADDRESS, "template_id": TEMPLATE, "personalisation": {"code": "mm-x"},
    }  # fmt: skip
    kind, token = headers["Authorization"].split(" ")
    head, claims, _signature = token.split(".")
    assert (kind, json.loads(base64_decode(head))["alg"]) == ("Bearer", "HS256")
    assert json.loads(base64_decode(claims)) == {"iss": SERVICE, "iat": int(NOW.timestamp())}
    assert NOTIFY_SECRET not in token


@pytest.mark.parametrize("status", [400, 403, 429, 500, 200])
def test_what_notify_does_not_take_is_told_without_the_address(notify: Notify, status: int) -> None:
    notify.status = status
    with pytest.raises(MailError) as stop:
        gather_sender()(MAIL)
    assert str(status) in str(stop.value)
    assert ADDRESS not in f"{stop.value} {MAIL!r}"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"MENTOR_MATCH_MAIL_SERVER": "https://u:geheim@mail.example"},
        {"MENTOR_MATCH_MAIL_SERVER": "smtps://u:geheim@mail.example"},
        {"MENTOR_MATCH_NOTIFY_KEY": "geheim", "MENTOR_MATCH_NOTIFY_TEMPLATE": TEMPLATE},
        {"MENTOR_MATCH_NOTIFY_KEY": f"x-{SERVICE}-{NOTIFY_SECRET}",
         "MENTOR_MATCH_NOTIFY_TEMPLATE": TEMPLATE, "MENTOR_MATCH_NOTIFY_URL": "http://geheim.example"},
    ],
)  # fmt: skip
def test_settings_of_mail_that_cannot_be_right_are_refused_without_their_text(
    given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Refused) as stop:
        gather_sender()
    assert "geheim" not in str(stop.value)
