"""What the whole answer depends on, and that answer where nothing changed since it was found.

Files, day and cache come in; a name for them and a CheckedRoster go out. It must never load what
checking takes: a check with nothing to do should cost no more than finding that out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from roster.cache import Cache, digest
from roster.folder import Folder
from roster.problems import Problem
from roster.programme_files import ProgrammeFile

_RULES: Final = (".py", ".json")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRoster:
    """Every problem in order, and how many files were looked at."""

    problems: tuple[Problem, ...]
    files: int


def fingerprint(programme: Mapping[str, ProgrammeFile], *, root: Path, today: date) -> bytes:
    """Name all that an answer depends on beside the profile: rules, programme, day and root."""
    ours = (
        os.path.join(folder, name)  # noqa: PTH118 -- paths as objects take longer than the reading
        for folder, _, names in os.walk(os.path.dirname(__file__))  # noqa: PTH120
        for name in names
        if name.endswith(_RULES)
    )
    rules = [Path(file).read_bytes() for file in sorted(ours)]
    about = f"{today} {os.path.abspath(root)} {sys.version} {libraries()}".encode()  # noqa: PTH100 -- resolve() would follow links
    files = [each.data for each in programme.values()]
    return digest(b"".join(digest(each) for each in (*rules, *files, about)))


def libraries() -> list[str]:
    """Return the names and versions of all that is installed, as their folders are called."""
    found: list[str] = []
    for folder in sys.path:
        with suppress(OSError):  # what cannot be listed, such as an archive, holds none
            found += (name for name in os.listdir(folder or ".") if name.endswith(".dist-info"))  # noqa: PTH208 -- names alone
    return sorted(found)


def known_answer(folder: Folder, cache: Cache) -> CheckedRoster | None:
    """The answer of an earlier run on this very folder, if there is one. Raises CacheError."""
    known = cache.whole(folder.listing)
    return None if known is None else CheckedRoster(problems=known[0], files=known[1])
