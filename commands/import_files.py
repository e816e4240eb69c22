"""What the rows of a spreadsheet mean for files that may be there already.

Takes profiles and organisations, and a reader of files by path; gives bytes to write, or refuses.
Never knows whether the files lie in a folder or on a branch.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from commands.outcome import Refused
from commands.shipped import shipped_folder
from intake.spreadsheet import Imported
from roster.checking import check_file
from roster.folder import path_of
from roster.model import Organisation, Profile, Programme

ORGANISATIONS: Final = "programme/organisations.yaml"

Read = Callable[[str], bytes | None]
"""What gives the bytes of a file by its path, or None."""


def reader_of(root: Path) -> Read:
    """Read files below a folder."""
    return lambda path: (root / path).read_bytes() if (root / path).is_file() else None


def says_the_same(profile: Profile, read: Read, programme: Programme) -> bool:
    """Say whether the file is as the row already, whenever it was confirmed."""
    old = _there_already(profile, read, programme)
    return old is not None and replace(profile, confirmed=old.confirmed) == old


def _there_already(profile: Profile, read: Read, programme: Programme) -> Profile | None:
    path = path_of(profile.github)
    data = read(path)
    if data is None:
        return None
    return check_file(data, path=path, programme=programme, today=profile.confirmed).profile


def refuse_takeovers(imported: Imported, read: Read, programme: Programme) -> None:
    """A row must never replace the profile of somebody else who has the same login."""
    for profile in imported.profiles:
        old = _there_already(profile, read, programme)
        if old is not None and old.github_id != profile.github_id:
            message = (
                f"{path_of(profile.github)} belongs to somebody with another GitHub number."
                " Give the row another login. Nothing was written."
            )
            raise Refused(message)


def with_organisations(added: tuple[Organisation, ...], read: Read) -> bytes:
    """Put organisations on the programme's own list, below what is there or was shipped."""
    data = read(ORGANISATIONS) or (shipped_folder() / ORGANISATIONS).read_bytes()
    # json.dumps: a JSON text is the same text in YAML.
    entries = (f"  - name: {json.dumps(each.name, ensure_ascii=False)}" for each in added)
    return ("\n".join((data.decode().rstrip("\n"), *entries)) + "\n").encode()
