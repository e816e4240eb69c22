"""The files of `programme/` as bytes, each the root's own or else as shipped.

A root comes in, bytes by name go out. What they mean it must never know: who only asks whether
they are still the same need not load what reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from roster.folder import read_file

LARGEST_FILE: Final = 1024 * 1024
"""The most bytes that a file of programme/ may have."""

PROFILE_SCHEMA: Final = "profile.schema.json"
FILES: Final = ("settings.yaml", "areas.yaml", "organisations.yaml", "email-domains.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFile:
    """The bytes of one file of programme/ and the path by which messages name it."""

    path: str
    data: bytes


def read_programme_files(*, root: Path, shipped: Path) -> dict[str, ProgrammeFile]:
    """Read each file of the programme by name. Raises OSError where one cannot be read."""
    return {name: _programme_file(name, root, shipped) for name in (*FILES, PROFILE_SCHEMA)}


def _programme_file(name: str, root: Path, shipped: Path) -> ProgrammeFile:
    own = root / "programme" / name
    file = own if own.exists() else shipped / "programme" / name
    return ProgrammeFile(path=f"programme/{name}", data=read_file(file, LARGEST_FILE))
