"""Proof that an address is its writer's: a code that only the mailbox and one account can use.

A claim (repository, account, address) with what was said on its pull request comes in; whether
it is proven, or whether a mail is due, goes out. It must never know how mail is sent, and
neither a key nor an address may leave it in any text: docs/decisions/0008-proof-by-mail.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from itsdangerous import BadSignature, TimestampSigner

from forge.port import Account, Comment
from intake.gate import Verdict
from intake.trees import ProposedChange
from roster.checking import check_file
from roster.model import Profile, Programme
from roster.places import path_of
from roster.sealed import PrivateKeys, is_sealed, keyed_digest

CONTEXT: Final = "mentor-match/address"
"""The name of the status."""

REQUIRED: Final = "required"
PURPOSE: Final = "address"
HOLDS_FOR: Final = timedelta(hours=24)
MOST_MAILS: Final = 3
"""How many mails one account, and one address, gets in the span above."""

MOST_MAILS_IN_ALL: Final = 300
"""How many mails the programme sends in that span, whoever asks."""

_CODE: Final = re.compile(r"mm-([A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9_.-])")
_LONGEST_COMMENT: Final = 4000
_MOST_CODES: Final = 5
_AGAIN: Final = re.compile(r"\s*/?(send )?(a )?new code[.!]?\s*", re.IGNORECASE)
_MARK: Final = re.compile(r"<!-- mentor-match-mail (\{[^\n]{1,300}\}) -->")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofKeys:
    """The keys that codes are signed with, newest first; printing them shows none."""

    secrets: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That an address is an account's own; printing it shows no address."""

    repository: str
    number: int
    address: str = field(repr=False)

    def digests(self, keys: ProofKeys) -> tuple[str, ...]:
        """Name the address without telling it, once for each key, newest first."""
        whole = self.address.lower()
        return tuple(keyed_digest(whole, key=each, purpose="proof") for each in keys.secrets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A mail that was sent: to which account, to which address by digest, and when (UTC)."""

    number: int
    to: str
    at: datetime


class _Signer(TimestampSigner):
    """Signs nothing but the time, for one claim; the clock is handed in."""

    def __init__(self, claim: Claim, keys: ProofKeys, *, number: int, now: datetime) -> None:
        key, digest = keys.secrets[number], claim.digests(keys)[number]
        salt = json.dumps([PURPOSE, claim.repository.lower(), claim.number, digest])
        super().__init__(
            key, salt=salt, sep=".", key_derivation="hmac", digest_method=hashlib.sha256
        )
        self._now = int(now.timestamp())

    def get_timestamp(self) -> int:
        return self._now


def make_code(claim: Claim, keys: ProofKeys, *, now: datetime) -> str:
    """Make the code that is mailed: 53 characters, 256 bits of them signature."""
    return f"mm-{_Signer(claim, keys, number=0, now=now).sign(b'').decode().removeprefix('.')}"


def is_code_for(claim: Claim, text: str, keys: ProofKeys, *, written: datetime) -> bool:
    """Say whether a text written at that time holds a code for the claim, made within the day."""
    codes = _CODE.findall(text[:_LONGEST_COMMENT])[:_MOST_CODES]
    signers = [_Signer(claim, keys, number=each, now=written) for each in range(len(keys.secrets))]
    return any(_signed(signer, code) for code in codes for signer in signers)


def _signed(signer: _Signer, code: str) -> bool:
    try:
        signer.unsign(f".{code}", max_age=int(HOLDS_FOR.total_seconds()))
    except BadSignature:
        return False
    return True


def needs_proof(before: Profile | None, after: Profile, *, is_same_address: bool) -> bool:
    """Say whether a change has to be proven: a new or another address, or a new confirmation.

    What stands on the base branch was proven when it entered, on the day it was confirmed.
    """
    if before is None or not is_same_address:
        return True
    return after.confirmed > before.confirmed


def needed_proof(
    change: ProposedChange,
    verdict: Verdict,
    *,
    programme: Programme,
    keys: PrivateKeys | None,
    today: date,
) -> Claim | str | None:
    """Return what has to be proven before a change enters, or why it cannot be proven here.

    None where nothing has to be. Who changes several profiles is looked at by a person anyway.
    """
    if programme.settings.email_proof != REQUIRED or not verdict.profiles:
        return None
    if len(verdict.profiles) > 1:
        return "It holds several profiles: their addresses are for an organiser to vouch for."
    (after,) = verdict.profiles
    address = _opened(after, keys)
    if address is None:
        return "The key that opens the address was not at hand."
    path = path_of(after.github)
    entry = change.base.get(path)
    data = entry.data if entry is not None else None
    before = check_file(data or b"", path=path, programme=programme, today=today, keys=keys).profile
    was = _opened(before, keys)
    if not needs_proof(before, after, is_same_address=was is not None and _is_same(was, address)):
        return None
    return Claim(repository=programme.settings.repository, number=after.github_id, address=address)


def _opened(profile: Profile | None, keys: PrivateKeys | None) -> str | None:
    if profile is None or not is_sealed(profile.email):
        return profile.email if profile is not None else None
    return keys.open(profile.email) if keys is not None else None


def _is_same(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def is_proven(claim: Claim, comments: Iterable[Comment], keys: ProofKeys) -> bool:
    """Say whether the account itself has given its code back, in a comment that was not edited."""
    return any(
        each.author.number == claim.number
        and not each.is_edited
        and is_code_for(claim, each.body, keys, written=each.written)
        for each in comments
    )


def codes_in(comments: Iterable[Comment]) -> int:
    """Count the comments that hold what could be a code: with another one, look again."""
    return sum(_CODE.search(each.body[:_LONGEST_COMMENT]) is not None for each in comments)


def mails_in(comments: Iterable[Comment], account: Account) -> Iterator[Sent]:
    """Read from the programme's own comments which mails were sent."""
    for comment in comments:
        if comment.author.number == account.number:
            for found in _MARK.findall(comment.body):
                sent = _read_mark(found)
                if sent is not None:
                    yield sent


def write_mark(sent: Sent) -> str:
    """Write that a mail was sent, as a line that no page shows."""
    content = {"number": sent.number, "to": sent.to, "at": sent.at.isoformat()}
    return f"<!-- mentor-match-mail {json.dumps(content)} -->"


def _read_mark(text: str) -> Sent | None:
    try:
        content: Any = json.loads(text)
        number, to, at = content["number"], content["to"], content["at"]
        if not isinstance(number, int) or not isinstance(to, str):
            return None
        moment = datetime.fromisoformat(at)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return Sent(number=number, to=to, at=moment) if moment.tzinfo else None


def is_mail_due(
    claim: Claim,
    keys: ProofKeys,
    *,
    here: Iterable[Comment],
    account: Account,
    lately: Iterable[Sent],
    now: datetime,
) -> bool:
    """Say whether a code is to be mailed now.

    The first one is; another one only when the account asks for it in a comment since the
    last. `here` are the comments of the pull request, `lately` the mails sent anywhere.
    """
    comments, names = tuple(here), set(claim.digests(keys))
    ours = [each for each in mails_in(comments, account) if each.to in names]
    last = max((each.at for each in ours if each.number == claim.number), default=None)
    if last is not None and not any(_asks_again(each, claim, last) for each in comments):
        return False
    recent = [each for each in lately if now - each.at < HOLDS_FOR]
    return (
        sum(each.number == claim.number for each in recent) < MOST_MAILS
        and sum(each.to in names for each in recent) < MOST_MAILS
        and len(recent) < MOST_MAILS_IN_ALL
    )


def _asks_again(comment: Comment, claim: Claim, last: datetime) -> bool:
    return (
        comment.author.number == claim.number
        and comment.written > last
        and _AGAIN.fullmatch(comment.body[:_LONGEST_COMMENT]) is not None
    )
