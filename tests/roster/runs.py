"""Runs of a check over a folder that changes: cold ones, and warm ones with a cache.

Stamps are set by hand, since tests are faster than the clocks of file systems.
"""

from __future__ import annotations

import os
from datetime import date
from itertools import count
from pathlib import Path

from roster.cache import open_cache
from roster.known import CheckedRoster, fingerprint
from roster.loading import check_roster
from roster.model import Programme
from roster.programme_files import read_programme_files
from tests.builders import REPOSITORY, TODAY, the_programme

SECONDS = count(1_600_000_000)
ALL_SETTLED = -(10**18)
"""A wait for the clock of the file system that is over before it begins: stamps differ anyway."""


def put(root: Path, login: str, data: bytes) -> Path:
    file = root / "profiles" / f"{login}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    second = next(SECONDS)
    os.utime(file, (second, second))
    return file


def cold(
    root: Path, *only: Path, today: date = TODAY, programme: Programme | None = None
) -> CheckedRoster:
    programme = programme or the_programme()
    return check_roster(root=root, programme=programme, today=today, only=only)


def warm(
    root: Path, *only: Path, today: date = TODAY, programme: Programme | None = None
) -> CheckedRoster:
    programme = programme or the_programme()
    name = name_of(root, today)
    with open_cache(root / "deep" / "cache.sqlite", fingerprint=name) as cache:
        return check_roster(root=root, programme=programme, today=today, only=only, cache=cache)


def name_of(root: Path, today: date = TODAY) -> bytes:
    files = read_programme_files(root=root, shipped=REPOSITORY)
    return fingerprint(files, root=root, today=today)


def the_cache(root: Path) -> Path:
    return root / "deep" / "cache.sqlite"
