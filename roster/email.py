"""Work email addresses: a strict parse, and what the programme says of the domain.

Text in; an address or the reason why it is none out. An address never leaves this room in
a message. Source of the form: RFC 5321 section 4.1.2 (Mailbox), without quoted local
parts, comments, display names, address literals and routes (`%`, `!`, source routes).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roster.model import EmailDomain

_LOCAL: Final = re.compile(r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN: Final = re.compile(rf"\A{_LABEL}(?:\.{_LABEL})+")
_LONGEST: Final = 254
_LONGEST_LOCAL: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A mail address taken apart; `domain` is in lower case."""

    local: str
    domain: str

    @property
    def person(self) -> str:
        """The same for all addresses that reach one mailbox: no case, no plus-tag."""
        name = self.local.partition("+")[0] or self.local
        return f"{name.lower()}@{self.domain}"


class Admission(StrEnum):
    """What the programme says of an address."""

    ACCEPTED = "accepted"
    REVIEW = "a person must look"
    REFUSED = "refused"


def parse_address(text: str) -> Address | str:
    """Take an address apart, or return the sentence that says why it is none."""
    local, at, domain = text.rpartition("@")
    if not at or "@" in local:
        return "An email address has one @, between a name and a domain."
    return _odd_whole(text) or _odd_domain(domain) or Address(local=local, domain=domain.lower())


def _odd_whole(text: str) -> str | None:
    local = text.rpartition("@")[0]
    if not text.isascii():
        return "An email address here holds plain English letters, digits and signs only."
    if text != text.strip() or " " in text:
        return "There is a space in the email address."
    if len(text) > _LONGEST or len(local) > _LONGEST_LOCAL:
        return "The email address is too long to be one."
    if _LOCAL.fullmatch(local) is None:
        return "The part before the @ is not that of a plain email address."
    return None


def _odd_domain(domain: str) -> str | None:
    if _DOMAIN.fullmatch(domain) is None:
        return "The part after the @ is not a domain such as cabinetoffice.gov.uk."
    if domain.rpartition(".")[2].isdigit():
        return "The part after the @ is a number, not a domain such as cabinetoffice.gov.uk."
    return None


def known_domain(domain: str, domains: Mapping[str, EmailDomain]) -> EmailDomain | None:
    """Find the entry for a domain: itself, or the longest one that it lies below."""
    name = domain
    while name and name not in domains:
        name = name.partition(".")[2]
    return domains.get(name)


def admission(domain: str, known: EmailDomain | None, *, who_may_join: str) -> Admission:
    """Say whether an address at a domain may join under the programme's policy."""
    if known is None:
        return Admission.REFUSED
    outcome = known.outcome if domain == known.domain else known.below
    if outcome == "review":
        return Admission.REVIEW
    if outcome in {"civil service", who_may_join}:
        return Admission.ACCEPTED
    return Admission.REFUSED
