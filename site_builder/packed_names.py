"""Names and logins, packed for the search in the browser: most of what its files weigh.

Mentors come in, in the order of the list; plain values for JSON go out, which
templates/site/scripts/search.js unpacks. It must never know of anything but names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from site_builder.packed_codes import NO_CODE, packed
from site_builder.public_view import Person
from site_builder.words import plain_words

_COMMON: Final = 3
"""So many people make it worth while to keep a name once and to point at it."""

_MOST_COMMON: Final = 20_000
"""Codes stay well below those characters that no text may hold alone."""

_WHOLE: Final = ""
"""How a login is written that is the name itself, in small letters and with hyphens."""

_REST: Final = "*"
"""What stands for the part of a login that the name does not say."""


def packed_names(names: Iterable[str]) -> Mapping[str, Any]:
    """Split each name at its first space; what is left of a name without one is empty."""
    parted = [name.replace("\n", " ").partition(" ") for name in names]
    return {
        "first": _parts([first + space for first, space, _ in parted]),
        "rest": _parts([rest for _, _, rest in parted]),
    }


def _parts(parts: Sequence[str]) -> Mapping[str, Any]:
    """Return what many share, each person's code in it, and in their order what few have.

    People stand in the order of names, so a code is written as the step from the one before,
    round the end to the beginning where it goes back: most steps are short.
    """
    counted = Counter(parts)
    often = [each for each in sorted(counted) if counted[each] >= _COMMON]
    common = sorted(sorted(often, key=lambda each: -counted[each])[:_MOST_COMMON])
    code = {each: at for at, each in enumerate(common)}
    return {
        "common": "\n".join(common),
        "codes": packed([*_steps([code.get(each, NO_CODE) for each in parts], len(common))]),
        "rare": "\n".join(each for each in parts if each not in code),
    }


def _steps(codes: Iterable[int], size: int) -> Iterator[int]:
    """Turn codes below `size` into steps; who has none stays without."""
    before = 0
    for code in codes:
        yield code if code == NO_CODE else (code - before) % size
        before = before if code == NO_CODE else code


def packed_logins(mentors: Iterable[Person]) -> Mapping[str, Any]:
    """Write how each login is made of the name, and in their order the rests of those not whole."""
    made = [_made(each) for each in mentors]
    ways = sorted({way for way, _ in made})
    code = {way: at for at, way in enumerate(ways)}
    return {
        "ways": ways,
        "codes": packed([code[way] for way, _ in made]),
        "rests": "\n".join(rest for way, rest in made if _REST in way),
    }


def _made(person: Person) -> tuple[str, str]:
    """Return how a login is made of the name, in the signs of `_said`, and the rest of it."""
    words = plain_words(person.name)
    if person.login == "-".join(words):
        return _WHOLE, ""
    for said, way in _said(words):
        if person.login.startswith(said):
            rest = person.login.removeprefix(said)
            return way + _REST * bool(rest), rest
    return _REST, person.login


def _said(words: Sequence[str]) -> Sequence[tuple[str, str]]:
    """Return what a name says of logins, longest first: `<` is its first word, `>` its last.

    Their first letters are `(` and `)`: no login has any of the four.
    """
    if not words:
        return []
    first, last = words[0], words[-1]
    said = {
        first: "<",
        last: ">",
        first[0] + last: "(>",
        first + last[0]: "<)",
        first + last: "<>",
        last + first: "><",
        f"{first}-{last}": "<->",
    }
    return sorted(said.items(), key=lambda each: -len(each[0]))
