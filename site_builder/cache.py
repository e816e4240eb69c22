"""What an earlier build found out, kept so that the next one makes only what would differ.

An SQLite file that is safe to delete. People count only under the same rules, programme and
day, pages only for the same material: both have a fingerprint, and another one empties its
table. A cache that cannot be used is left aside, never an error.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from site_builder.output import Stamp

if TYPE_CHECKING:
    from roster.checking import Checked
    from site_builder.public_view import Shown

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS fingerprints (people BLOB, pages BLOB);
CREATE TABLE IF NOT EXISTS people (path TEXT PRIMARY KEY, stamp BLOB, checksum INTEGER, found BLOB);
CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY, digest BLOB, changed INTEGER, size INTEGER, inode INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS whole (name BLOB);
"""
_IF_OURS: Final = "EXISTS (SELECT 1 FROM fingerprints WHERE people = ? AND pages = ?)"
"""In each query: no row comes where a build of something else has begun the cache anew since."""

_PEOPLE: Final = "SELECT path, stamp, checksum, found FROM people"

_PATIENCE: Final = 1.0
"""How long to wait for another build that uses the same cache, in seconds."""


class Found(NamedTuple):
    """What came of one file: checked, and as shown where its owner is shown."""

    checked: Checked
    shown: Shown | None


class Fingerprints(NamedTuple):
    """What people and pages depend on beside the profiles."""

    people: bytes
    pages: bytes


class KnownFile(NamedTuple):
    """A file of the site: the digest of what it was made of, and how it was left."""

    digest: bytes
    stamp: Stamp


class Findings(NamedTuple):
    """What a build found out: what is new of people and files, and all the paths there are.

    `name` is that of the whole site. People come with their path and stamp, packed.
    """

    name: bytes
    people: Iterable[tuple[str, bytes, bytes]]
    all_people: Container[str]
    files: Mapping[str, KnownFile]
    all_files: Container[str]


class SiteCache:
    """What earlier builds found out. Every method does nothing where the file cannot be used."""

    def __init__(
        self,
        connection: sqlite3.Connection | None,
        fingerprints: Fingerprints,
        remembered: Remembered,
    ) -> None:
        self._connection = connection
        self._fingerprints = fingerprints
        self._remembered = remembered

    def is_whole(self, name: bytes) -> bool:
        """Whether the last build that ended made this very site."""
        return self._ask("SELECT name FROM whole") == [(name,)]

    def files(self) -> dict[str, KnownFile]:
        """Return the files of the site by path."""
        rows = self._ask("SELECT * FROM files")
        return {path: KnownFile(digest, Stamp(*stamp)) for path, digest, *stamp in rows}

    def people(self, stamps: Mapping[str, bytes]) -> dict[str, Found]:
        """Return what came of those files, by path, that are still as they were."""
        known = self._remembered.people(self._fingerprints.people)
        still = {path: each for path, each in known.items() if stamps.get(path) == each[0]}
        if still:
            new = stamps.keys() - still.keys()
            rows = [row for path in new for row in self._ask(f"{_PEOPLE} WHERE path = ?", path)]
        else:
            rows = self._ask(_PEOPLE)
        still |= {
            path: (stamp, unpacks_found()(data))
            for path, stamp, checksum, data in rows
            if stamps.get(path) == stamp and zlib.crc32(data) == checksum
        }
        known.clear()
        known.update(still)
        return {path: found for path, (_, found) in still.items()}

    def keep(self, found: Findings) -> None:
        """Keep what is new and forget what is gone: all of it, or nothing."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            if not self._ask("SELECT 1"):
                return
            connection.execute("DELETE FROM whole")
            _forget(connection, "people", found.all_people)
            _forget(connection, "files", found.all_files)
            connection.executemany(
                "INSERT OR REPLACE INTO people VALUES (?,?,?,?)",
                ((path, stamp, zlib.crc32(data), data) for path, stamp, data in found.people),
            )
            connection.executemany(
                "INSERT OR REPLACE INTO files VALUES (?,?,?,?,?)",
                ((path, each.digest, *each.stamp) for path, each in found.files.items()),
            )
            connection.execute("INSERT INTO whole VALUES (?)", (found.name,))

    def _ask(self, query: str, *values: str) -> list[Any]:
        if self._connection is None:
            return []
        ours = f"{query} {'AND' if values else 'WHERE'} {_IF_OURS}"
        try:
            return self._connection.execute(ours, (*values, *self._fingerprints)).fetchall()
        except sqlite3.Error:
            return []


class Remembered:
    """Findings of earlier builds in this process, so that who builds again unpacks none twice."""

    def __init__(self) -> None:
        self._rules = b""
        self._people: dict[str, tuple[bytes, Found]] = {}

    def people(self, rules: bytes) -> dict[str, tuple[bytes, Found]]:
        """Return what may be changed: what came of files under these rules, with their stamps."""
        if rules != self._rules:
            self._rules, self._people = rules, {}
        return self._people


@contextmanager
def open_site_cache(
    file: Path, fingerprints: Fingerprints, remembered: Remembered | None = None
) -> Iterator[SiteCache]:
    """Open or begin a cache; a file that is damaged is begun anew, one that is in use left.

    What is `remembered` of earlier builds is not taken out of it again.
    """
    remembered = remembered or Remembered()
    # The second try is for a file that was damaged: the first has removed it.
    connection = _opened(file, fingerprints) or _opened(file, fingerprints)
    if connection is None:
        yield SiteCache(None, fingerprints, remembered)
        return
    with closing(connection):
        yield SiteCache(connection, fingerprints, remembered)


def _opened(file: Path, fingerprints: Fingerprints) -> sqlite3.Connection | None:
    connection = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=_PATIENCE)
        _begin(connection, fingerprints)
    except (sqlite3.Error, OSError) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        ):
            with suppress(OSError):
                file.unlink()
        return None
    return connection


def _begin(connection: sqlite3.Connection, fingerprints: Fingerprints) -> None:
    # The cache may be lost at any time: it need not wait for the disk.
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(_TABLES)
    rows = connection.execute("SELECT people, pages FROM fingerprints").fetchall()
    if rows == [tuple(fingerprints)]:
        return
    if len(rows) != 1 or rows[0][0] != fingerprints.people:
        connection.execute("DELETE FROM people")
    for table in ("files", "whole", "fingerprints"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own three names
    connection.execute("INSERT INTO fingerprints VALUES (?, ?)", fingerprints)
    connection.commit()


def _forget(connection: sqlite3.Connection, table: str, present: Container[str]) -> None:
    """Take out of one of our tables what is not present any more."""
    rows = connection.execute(f"SELECT path FROM {table}").fetchall()  # noqa: S608 -- our own
    gone = [row for row in rows if row[0] not in present]
    connection.executemany(f"DELETE FROM {table} WHERE path = ?", gone)  # noqa: S608


def pack_found(found: Found) -> bytes:
    """Write a finding as it is kept, and handed from process to process."""
    return _encoder()(tuple(found))


@cache
def _encoder() -> Callable[[object], bytes]:
    import msgspec  # noqa: PLC0415 -- not needed where nothing changed

    return msgspec.msgpack.Encoder(enc_hook=str.__str__).encode


@cache
def unpacks_found() -> Callable[[bytes], Found]:
    """Return what reads a whole finding; our own version packed it, says the fingerprint."""
    import msgspec  # noqa: PLC0415 -- not needed where nothing changed

    from roster.checking import Checked  # noqa: PLC0415
    from site_builder.public_view import Shown  # noqa: PLC0415

    read = msgspec.msgpack.Decoder(
        tuple[Checked, Shown | None], dec_hook=lambda kind, value: kind(value)
    ).decode
    return lambda data: Found(*read(data))
