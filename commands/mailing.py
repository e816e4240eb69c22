"""Sends the one mail there is, by SMTP or by GOV.UK Notify, as the environment says.

An address, a code and a link come in. It must never put a word of a participant's into a mail,
nor an address, a code or a password into an error.
"""

from __future__ import annotations

import hmac
import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote, urlsplit

from itsdangerous import base64_encode

from commands.outcome import WRONG_USAGE, Refused

SERVER: Final = "MENTOR_MATCH_MAIL_SERVER"
SENDER: Final = "MENTOR_MATCH_MAIL_FROM"
NOTIFY_KEY: Final = "MENTOR_MATCH_NOTIFY_KEY"
NOTIFY_TEMPLATE: Final = "MENTOR_MATCH_NOTIFY_TEMPLATE"
NOTIFY_URL: Final = "MENTOR_MATCH_NOTIFY_URL"
NOTIFY: Final = "https://api.notifications.service.gov.uk"
_UUID: Final = 36
_PATIENCE: Final = 30
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class MailError(Exception):
    """A mail could not be sent; the text names neither address nor code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail, ready to be sent. `facts` are what a template of Notify is filled with."""

    to: str
    subject: str
    text: str
    facts: Mapping[str, str]
    written: datetime

    def __repr__(self) -> str:
        return f"Mail(subject={self.subject!r})"


Send = Callable[[Mail], None]


def gather_sender() -> Send:
    """Make what sends mail, as the environment says; refuse where it says nothing."""
    if os.environ.get(NOTIFY_KEY):
        return _by_notify(
            os.environ[NOTIFY_KEY].strip(), os.environ.get(NOTIFY_TEMPLATE, "").strip()
        )
    if os.environ.get(SERVER):
        return _by_smtp(os.environ[SERVER].strip(), os.environ.get(SENDER, "").strip())
    message = (
        f"No mail can be sent: set {SERVER} and {SENDER}, or {NOTIFY_KEY} and {NOTIFY_TEMPLATE}."
    )
    raise Refused(message, status=WRONG_USAGE)


def _by_smtp(server: str, sender: str) -> Send:
    """`smtps://USER:PASSWORD@HOST:465`, or `smtp://…:587`, which then must take STARTTLS."""
    parts = urlsplit(server)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "@" not in sender:
        message = f"Write {SERVER} as smtps://USER:PASSWORD@HOST:465 and {SENDER} as an address."
        raise Refused(message, status=WRONG_USAGE)
    host, port = parts.hostname, parts.port or (465 if parts.scheme == "smtps" else 587)

    def connect() -> smtplib.SMTP:
        if parts.scheme == "smtps":
            secure = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=_PATIENCE, context=secure)
        return smtplib.SMTP(host, port, timeout=_PATIENCE)

    def send(mail: Mail) -> None:
        try:
            with connect() as connection:
                if parts.scheme == "smtp" and host not in _LOOPBACK:
                    connection.starttls(context=ssl.create_default_context())
                if parts.username and parts.password:
                    connection.login(unquote(parts.username), unquote(parts.password))
                connection.send_message(_message(mail, sender))
        except (OSError, smtplib.SMTPException) as error:
            # The server's own words can hold the address.
            message = f"The mail server did not take it ({type(error).__name__})."
            raise MailError(message) from None

    return send


def _message(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message["Date"] = format_datetime(mail.written)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def _by_notify(key: str, template: str) -> Send:
    """GOV.UK Notify's REST API, version 2: one request, signed as its documentation says."""
    service, secret = key[-2 * _UUID - 1 : -_UUID - 1], key[-_UUID:]
    if len(service) != _UUID or len(template) != _UUID:
        message = (
            f"Write {NOTIFY_KEY} as Notify shows it and {NOTIFY_TEMPLATE} as the template's id."
        )
        raise Refused(message, status=WRONG_USAGE)
    base = os.environ.get(NOTIFY_URL) or NOTIFY
    if not (base.startswith("https://") or urlsplit(base).hostname in _LOOPBACK):
        raise Refused("Notify is spoken to by https alone.", status=WRONG_USAGE)

    def send(mail: Mail) -> None:
        content = {
            "email_address": mail.to,
            "template_id": template,
            "personalisation": dict(mail.facts),
        }
        request = urllib.request.Request(  # noqa: S310 -- the scheme was looked at above
            f"{base}/v2/notifications/email",
            data=json.dumps(content).encode(),
            headers={
                "Authorization": f"Bearer {_token(service, secret, mail.written)}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as reply:  # noqa: S310
                status = reply.status
        except urllib.error.HTTPError as error:
            error.close()
            raise MailError(f"Notify did not take it (status {error.code}).") from None
        except OSError as error:
            raise MailError(f"Notify could not be reached ({type(error).__name__}).") from None
        if status != HTTPStatus.CREATED:
            raise MailError(f"Notify did not take it (status {status}).")

    return send


def _token(service: str, secret: str, moment: datetime) -> str:
    """A JSON Web Token with HS256, as Notify wants it (RFC 7515)."""
    parts = (
        {"typ": "JWT", "alg": "HS256"},
        {"iss": service, "iat": int(moment.timestamp())},
    )
    head = b".".join(base64_encode(json.dumps(each).encode()) for each in parts)
    return (head + b"." + base64_encode(hmac.digest(secret.encode(), head, "sha256"))).decode()
