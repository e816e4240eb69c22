"""What the check of all profiles together needs to know of one, and what ties it to others.

Checked values come in; a Standing goes out, and the keys by which others are found whom a change
of it could concern. It must never know what is wrong with anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from zlib import crc32


class Standing(NamedTuple):
    """What the check of all together needs to know of one file.

    `github`, `github_id` and `email` say whom the file claims to be, even where it has
    errors, as far as they can be read. The rest speaks of valid profiles: `look` is the
    skeleton of the name, empty where the file has errors.
    """

    path: str
    github: str | None = None
    github_id: int | None = None
    email: str | None = None
    name: str = ""
    look: str = ""
    is_mentor: bool = False
    choices: tuple[str, ...] = ()


Key = int
"""A checksum of a claim. Two claims may share one: who is found too many is found right again."""

_CLAIMS: Final = ("github", "github_id", "email", "look")
_CHOSEN: Final = "choice"


def claim_keys(standing: Standing) -> Iterator[Key]:
    """The keys that two standings share where one may be told of the other."""
    for claim in _CLAIMS:
        claimed = getattr(standing, claim)
        if claimed is not None and (claimed or claim != "look"):
            yield _key(claim, claimed)


def login_keys(logins: Iterable[str | None]) -> Iterator[Key]:
    """The keys under which people of these logins are found."""
    return (_key("github", login) for login in logins if login is not None)


def chooser_keys(logins: Iterable[str | None]) -> Iterator[Key]:
    """The keys under which those are found who choose people of these logins."""
    return (_key(_CHOSEN, login) for login in logins if login is not None)


def keys(standing: Standing) -> frozenset[Key]:
    """All keys under which a standing is found."""
    return frozenset((*claim_keys(standing), *chooser_keys(standing.choices)))


def _key(claim: str, value: object) -> Key:
    return crc32(f"{claim} {value}".encode(errors="surrogatepass"))
