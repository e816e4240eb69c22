"""A digest of whatever a page is made of, so that a page is made again only if it would differ.

Values come in; bytes go out, the same in every process for values that are equal. It must never
take two different values for the same, save by their digests' chance.
"""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

_SIZE: Final = 16


def plain_text(value: object) -> str:
    """Take a kind of text, such as safe HTML, for text. Raises TypeError for all else."""
    if isinstance(value, str):
        return str.__str__(value)
    message = f"{type(value).__name__} has no digest"
    raise TypeError(message)


_encode: Final = msgspec.msgpack.Encoder(enc_hook=plain_text).encode


def digest_of(value: object) -> bytes:
    """Digest a value that holds plain values, dataclasses, structures, tuples and mappings alone.

    Order counts, even that of a mapping. Raises TypeError for what has no digest, such as a
    function.
    """
    return hashlib.blake2b(_encode(value), digest_size=_SIZE).digest()
