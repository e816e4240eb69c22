"""Mail leaves by TLS to the server that is meant, or not at all; Notify is asked by its book."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import trustme
from itsdangerous import base64_decode

from commands.mailing import Mail, MailError, gather_sender
from commands.outcome import Refused
from tests.mailbox import PASSWORD, USER, Mailbox, a_mailbox

ADDRESS = "grace.hopper@office.gov.example"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MAIL = Mail(to=ADDRESS, subject="s", text="t", facts={"code": "mm-x"}, written=NOW)
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
"""Two addresses of this machine: without TLS only the first is spoken to."""


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who vouches for certificates, until the tests are over."""
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts that authority."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def certified(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def by_tls(authority: trustme.CA, name: str) -> AbstractContextManager[Mailbox]:
    return a_mailbox(implicit=certified(authority, name))


def by_starttls(authority: trustme.CA, name: str) -> AbstractContextManager[Mailbox]:
    return a_mailbox(host=ELSEWHERE, starttls=certified(authority, name))


def send(monkeypatch: pytest.MonkeyPatch, scheme: str, port: int, password: str = PASSWORD) -> None:
    host = HERE if scheme == "smtps" else ELSEWHERE
    login = f"{USER}:{quote(password, safe='')}"
    monkeypatch.setenv("MENTOR_MATCH_MAIL_SERVER", f"{scheme}://{login}@{host}:{port}")
    monkeypatch.setenv("MENTOR_MATCH_MAIL_FROM", "mentors@office.gov.example")
    gather_sender()(MAIL)


both_ways = pytest.mark.parametrize(
    ("scheme", "served", "name"),
    [("smtps", by_tls, HERE), ("smtp", by_starttls, ELSEWHERE)],
    ids=["TLS from the first byte", "STARTTLS"],
)
Served = Callable[[trustme.CA, str], AbstractContextManager[Mailbox]]


@both_ways
@pytest.mark.usefixtures("trusted")
def test_mail_is_handed_over_by_tls_after_a_login(
    monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, scheme: str, served: Served, name: str
) -> None:
    with served(authority, name) as box:
        send(monkeypatch, scheme, box.port)
        assert box.logins == [(USER, PASSWORD)]
        ((to, mail),) = box.taken
        assert (to, mail["To"], mail["From"]) == ([ADDRESS], ADDRESS, "mentors@office.gov.example")


def refused(send_it: Callable[[], None]) -> str:
    with pytest.raises(MailError) as stop:
        send_it()
    said = str(stop.value)
    assert not [word for word in (ADDRESS, PASSWORD, USER) if word in said]
    return said


@both_ways
@pytest.mark.usefixtures("trusted")
def test_a_server_with_the_certificate_of_another_gets_neither_login_nor_mail(
    monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, scheme: str, served: Served, name: str
) -> None:
    assert name
    with served(authority, "mail.evil.example") as box:
        said = refused(partial(send, monkeypatch, scheme, box.port))
        assert "SSLCertVerificationError" in said
        assert (box.logins, box.taken) == ([], [])


@both_ways
@pytest.mark.usefixtures("trusted")
def test_a_server_that_vouches_for_itself_gets_neither_login_nor_mail(
    monkeypatch: pytest.MonkeyPatch, scheme: str, served: Served, name: str
) -> None:
    with served(trustme.CA(), name) as box:
        said = refused(partial(send, monkeypatch, scheme, box.port))
        assert "SSLCertVerificationError" in said
        assert (box.logins, box.taken) == ([], [])


@pytest.mark.usefixtures("trusted")
def test_a_server_that_offers_no_tls_gets_neither_login_nor_mail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with a_mailbox(host=ELSEWHERE) as box:
        assert "SMTPNotSupportedError" in refused(partial(send, monkeypatch, "smtp", box.port))
        assert (box.logins, box.taken) == ([], [])


@both_ways
@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_told_without_being_repeated(
    monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, scheme: str, served: Served, name: str
) -> None:
    with served(authority, name) as box:
        wrong = "geheim"
        said = refused(partial(send, monkeypatch, scheme, box.port, wrong))
        assert "SMTPAuthenticationError" in said
        assert wrong not in said
        assert box.taken == []


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
