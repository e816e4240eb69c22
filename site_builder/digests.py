"""A digest of whatever a page is made of, so that a page is made again only if it would differ.

Values come in; bytes go out, the same in every process for values that are equal. It must never
take two different values for the same, save by their digests' chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from types import NoneType
from typing import Any, Final

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
    """Digest a value that holds plain values, dataclasses, tuples and mappings alone.

    Raises TypeError for what has no digest, such as a function.
    """
    return hashlib.blake2b(_encode(value), digest_size=_SIZE).digest()


_PLAIN: Final = frozenset({str, int, bool, float, bytes, date, NoneType})
_Way = Callable[[Any], object]  # Any: each kind has a way of its own


class Digester:
    """Digests values in which some kinds of objects stand for something already digested.

    `known` has, for these kinds, what to take in place of the object.
    """

    def __init__(self, known: Mapping[type, _Way]) -> None:
        self._ways = _Ways(known)

    def __call__(self, *values: object) -> bytes:
        """Digest all values together. Raises TypeError for what has no digest."""
        return digest_of(self._ways.told(values))


class _Ways(dict[type, _Way]):
    """How each kind of value is told to the digest; a new kind is looked at once."""

    def told(self, values: Iterable[object]) -> list[object]:
        return [each if type(each) in _PLAIN else self[type(each)](each) for each in values]

    def __missing__(self, kind: type) -> _Way:
        self[kind] = way = self._way(kind)
        return way

    def _way(self, kind: type) -> _Way:
        if issubclass(kind, tuple | list):
            return self.told
        if issubclass(kind, Mapping):
            return lambda value: [self.told(value), self.told(value.values())]
        if is_dataclass(kind):
            name, *names = kind.__name__, *(each.name for each in fields(kind))
            return lambda value: [name, *self.told([getattr(value, each) for each in names])]
        if issubclass(kind, str | int):
            return lambda value: value
        message = f"{kind.__name__} has no digest"
        raise TypeError(message)
