"""Sealed addresses: how they look, and how who holds the private key opens them.

The text of an `email:` field comes in; whether it is sealed, for which key, and (with the
private keys, which the shell hands in) the address go out. It must never know where keys
are kept, and nothing here prints a key or an address: docs/decisions/0007-sealed-addresses.md.
"""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

SEALED: Final = "sealed"
"""The value of `email_storage` under which no plain address may enter."""

PLAIN: Final = "plain"
"""The value under which addresses stand as they are."""

PREFIX: Final = "sealed:"
LONGEST_ADDRESS: Final = 127
"""The longest address that can be sealed, in bytes."""

_PADDED: Final = 128
_END: Final = b"\x80"
"""What ends the address inside its padding (ISO/IEC 7816-4)."""

_FORM: Final = re.compile(r"sealed:v1:(?P<key>[0-9a-f]{8}):(?P<box>[A-Za-z0-9_-]{235})")
_KEY_FORM: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def is_sealed(text: str) -> bool:
    """Say whether a text means to be a sealed address, well made or not."""
    return text.startswith(PREFIX)


def odd_seal(text: str, public_keys: Iterable[str]) -> str | None:
    """Return the sentence that says why a sealed address is none of this programme, or None."""
    found = _FORM.fullmatch(text)
    if found is None:
        return "This is not a whole sealed address: it has 254 letters, digits and signs."
    if found["key"] not in {key_id(each) for each in public_keys}:
        return "The address is sealed for a key that is not this programme's."
    return None


def key_id(public_key: str) -> str:
    """Name a public key (base64url) by eight hexadecimal digits."""
    return hashlib.sha256(decoded(public_key)).hexdigest()[:8]


def pad_address(address: str) -> bytes:
    """Fill an address up to one length, so that sealing does not tell how long it is.

    Raises ValueError for what is longer than LONGEST_ADDRESS or not ASCII.
    """
    data = address.strip().encode("ascii")
    if not 0 < len(data) <= LONGEST_ADDRESS:
        message = f"An address that is to be sealed has 1 to {LONGEST_ADDRESS} characters."
        raise ValueError(message)
    return (data + _END).ljust(_PADDED, b"\0")


def written_seal(box: bytes, *, public_key: str) -> str:
    """Write a sealed box as the text of an `email:` field."""
    return f"{PREFIX}v1:{key_id(public_key)}:{encoded(box)}"


def encoded(data: bytes) -> str:
    """Write bytes as base64url without filling."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Read base64url without filling. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateKeys:
    """The programme's private keys by key id, newest first; printing them shows none."""

    by_id: Mapping[str, bytes] = field(repr=False)

    def holds(self, text: str) -> bool:
        """Say whether a well-formed sealed text was sealed for one of these keys."""
        found = _FORM.fullmatch(text)
        return found is not None and found["key"] in self.by_id

    def open(self, text: str) -> str | None:
        """Return the address in a sealed text, or None where no key opens it."""
        from nacl.exceptions import CryptoError  # noqa: PLC0415 -- who seals nothing needs none
        from nacl.public import PrivateKey, SealedBox  # noqa: PLC0415

        found = _FORM.fullmatch(text)
        if found is None or found["key"] not in self.by_id:
            return None
        try:
            padded = SealedBox(PrivateKey(self.by_id[found["key"]])).decrypt(decoded(found["box"]))
        except (CryptoError, ValueError):
            return None
        return _without_padding(padded)

    def digest(self, text: str, *, purpose: str) -> str:
        """Name a text so that who has no key can neither read it nor tell that it is another."""
        newest = next(iter(self.by_id.values()))
        return keyed_digest(text, key=newest, purpose=purpose)


def keyed_digest(text: str, *, key: bytes, purpose: str) -> str:
    """Name a text by 32 hexadecimal digits that take the key to make again (keyed BLAKE2b)."""
    derived = hashlib.blake2b(purpose.encode(), key=key, digest_size=32).digest()
    return hashlib.blake2b(text.encode(), key=derived, digest_size=16).hexdigest()


def _without_padding(padded: bytes) -> str | None:
    address, end, filling = padded.rpartition(_END)
    if len(padded) != _PADDED or not end or filling.strip(b"\0") or not address.isascii():
        return None
    return address.decode("ascii")


def parse_private_keys(text: str) -> PrivateKeys:
    """Read private keys in base64url, separated by blanks. Raises ValueError without their text."""
    from nacl.public import PrivateKey  # noqa: PLC0415 -- who seals nothing needs none

    words = text.split()
    if not words or not all(map(_KEY_FORM.fullmatch, words)):
        message = "A private key is 43 letters, digits, hyphens and underscores."
        raise ValueError(message)
    secrets = [decoded(each) for each in words]
    public = [encoded(bytes(PrivateKey(each).public_key)) for each in secrets]
    return PrivateKeys(by_id=dict(zip(map(key_id, public), secrets, strict=True)))
