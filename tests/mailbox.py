"""A real mail server on loopback, with or without TLS, that keeps what it takes."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any, Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER: Final = "mentors"
PASSWORD: Final = "p@ss/word of the server"  # noqa: S105 -- of this server alone


@dataclass
class Mailbox:
    """What the server has taken, who logged in, and how it answers."""

    port: int
    taken: list[tuple[list[str], Message]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802
        if self.answer.startswith("250"):
            self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return self.answer

    def let_in(self, *given: object) -> AuthResult:
        """Say whether a login, which comes last, is right."""
        who = given[-1]
        assert isinstance(who, LoginPassword)
        login = (who.login.decode(), who.password.decode())
        self.logins.append(login)
        return AuthResult(success=login == (USER, PASSWORD), handled=False)

    def code(self) -> str:
        """Return the code of the newest mail."""
        text = bytes(self.taken[-1][1].get_payload(decode=True)).decode()
        found = re.search(r"^mm-\S+", text, re.MULTILINE)
        assert found is not None
        return found[0]


@contextmanager
def a_mailbox(
    *,
    host: str = "127.0.0.1",
    implicit: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
) -> Iterator[Mailbox]:
    """Serve a mailbox, with TLS from the first byte or after STARTTLS."""
    with socket.create_server((host, 0)) as free:
        box = Mailbox(port=free.getsockname()[1])
    controller = Controller(
        box,
        hostname=host,
        port=box.port,
        ssl_context=implicit,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=box.let_in,
        auth_require_tls=implicit is None,
    )
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
