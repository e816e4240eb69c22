"""What the rows of a spreadsheet mean for files that may be there already.

Takes profiles and organisations, and a reader of files by path; gives bytes to write, or refuses.
Never knows whether the files lie in a folder or on a branch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from commands.outcome import Refused
from commands.sealing import newest_key, seal_address
from commands.secrets import PRIVATE_KEY
from commands.shipped import shipped_folder
from intake.leaving import TOMBSTONES, tombstone_path
from intake.spreadsheet import FIRST_STAND_IN_ID, Imported
from roster.checking import check_file
from roster.model import Organisation, Profile, Programme, Settings
from roster.places import path_of
from roster.sealed import SEALED, PrivateKeys, is_sealed
from roster.writing import write_profile

ORGANISATIONS: Final = "programme/organisations.yaml"

Read = Callable[[str], bytes | None]
"""What gives the bytes of a file by its path, or None."""


def reader_of(root: Path) -> Read:
    """Read files below a folder."""
    return lambda path: (root / path).read_bytes() if (root / path).is_file() else None


def files_of_rows(
    imported: Imported,
    read: Read,
    programme: Programme,
    keys: PrivateKeys | None,
    *,
    paths: Iterable[str],
) -> dict[str, bytes]:
    """Make the files of all rows that say something new, of a folder or branch with these paths.

    Where addresses are sealed they are sealed here, and one that is there already stays; `keys`
    tell whether it is still the same. Raises Refused before a takeover, and before somebody who
    has left would be brought back.
    """
    files: dict[str, bytes] = {}
    new: list[Profile] = []
    for row in imported.profiles:
        old = _there_already(row, read, programme)
        profile = row
        if programme.settings.email_storage == SEALED and not is_sealed(row.email):
            profile = _with_sealed_address(row, old, programme.settings, keys)
        if old is not None and old.github_id != profile.github_id:
            raise _takeover(row)
        new += [profile] if old is None else []
        if old is None or not _says_the_same(profile, old):
            files[path_of(profile.github)] = write_profile(profile)
    _refuse_who_left(new, paths, programme.settings)
    return files


def _refuse_who_left(new: Iterable[Profile], paths: Iterable[str], settings: Settings) -> None:
    """Who has left comes back by their own hand alone. Each look takes 50 ms."""
    left = {path for path in paths if path.startswith(TOMBSTONES)}
    if not left:
        return
    back = [
        each.github
        for each in new
        if tombstone_path(each.github_id, repository=settings.repository) in left
    ]
    if back:
        raise Refused(
            f"Rows of people who have left the programme: {', '.join(back)}. They come back by "
            "their own hand alone: take the rows out. Nothing was written."
        )


def _says_the_same(profile: Profile, old: Profile) -> bool:
    """Say whether the file is as the row already, whenever it was confirmed."""
    return replace(profile, confirmed=old.confirmed) == old


def _there_already(profile: Profile, read: Read, programme: Programme) -> Profile | None:
    path = path_of(profile.github)
    data = read(path)
    if data is None:
        return None
    return check_file(data, path=path, programme=programme, today=profile.confirmed).profile


def _takeover(row: Profile) -> Refused:
    """A row must never replace the profile of somebody else who has the same login."""
    return Refused(
        f"{path_of(row.github)} belongs to somebody with another GitHub number."
        " Give the row another login. Nothing was written."
    )


def _with_sealed_address(
    row: Profile, old: Profile | None, settings: Settings, keys: PrivateKeys | None
) -> Profile:
    if old is None:
        return replace(row, email=_sealed(row, settings))
    address = keys.open(old.email) if keys is not None else None
    has_stand_in = row.github_id >= FIRST_STAND_IN_ID
    number = old.github_id if has_stand_in and old.github_id >= FIRST_STAND_IN_ID else row.github_id
    kept = replace(row, email=old.email, github_id=number)
    if address is None and has_stand_in and not _says_the_same(kept, old):
        message = (
            f"{path_of(row.github)} is there already and says something else, and its address is "
            f"sealed: set {PRIVATE_KEY}, by which it can be seen whether the row is of the same "
            "person. Nothing was written."
        )
        raise Refused(message)
    if address is None or address.lower() == row.email.lower():
        return kept
    if has_stand_in:
        raise _takeover(row)
    return replace(row, email=_sealed(row, settings))


def _sealed(row: Profile, settings: Settings) -> str:
    try:
        return seal_address(row.email, public_key=newest_key(settings))
    except ValueError as error:
        message = f"{path_of(row.github)}: {error} Nothing was written."
        raise Refused(message) from None


def with_organisations(added: tuple[Organisation, ...], read: Read) -> bytes:
    """Put organisations on the programme's own list, below what is there or was shipped."""
    data = read(ORGANISATIONS) or (shipped_folder() / ORGANISATIONS).read_bytes()
    # json.dumps: a JSON text is the same text in YAML.
    entries = (f"  - name: {json.dumps(each.name, ensure_ascii=False)}" for each in added)
    return ("\n".join((data.decode().rstrip("\n"), *entries)) + "\n").encode()
