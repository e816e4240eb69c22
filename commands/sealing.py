"""Seals addresses and makes keys: where chance comes in.

An address and a public key come in, the text of an `email:` field goes out. It must never
keep or print the address.
"""

from __future__ import annotations

from commands.outcome import WRONG_USAGE, Refused
from roster.email import parse_address
from roster.model import Settings
from roster.sealed import decoded, encoded, pad_address, written_seal


def make_keys() -> tuple[str, str]:
    """Make a private and a public key, both in base64url."""
    from nacl.public import PrivateKey  # noqa: PLC0415 -- needed here alone

    private = PrivateKey.generate()
    return encoded(bytes(private)), encoded(bytes(private.public_key))


def seal_address(address: str, *, public_key: str) -> str:
    """Seal an address so that only the private key opens it. Raises ValueError."""
    from nacl.public import PublicKey, SealedBox  # noqa: PLC0415 -- needed here alone

    box = SealedBox(PublicKey(decoded(public_key))).encrypt(pad_address(address))
    return written_seal(box, public_key=public_key)


def newest_key(settings: Settings) -> str:
    """Return the public key that seals; refuse where the programme has none."""
    if not settings.email_keys:
        message = (
            "This programme has no `email_keys` in programme/settings.yaml, so nothing can be "
            "sealed. An organiser makes a key with: mentor-match keys new"
        )
        raise Refused(message)
    return settings.email_keys[0]


def refuse_no_address(address: str) -> None:
    """Refuse what is no address, without repeating it."""
    odd = parse_address(address)
    if isinstance(odd, str):
        raise Refused(odd, status=WRONG_USAGE)
