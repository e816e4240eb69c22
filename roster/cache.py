"""What was found out about each file before, kept beside the site so that it is not done again.

An SQLite file that is safe to delete. An answer counts only for the same bytes under the
same rules, programme and day: all of them are in the fingerprint, and another fingerprint
empties the file. A cache that cannot be used is left aside, never an error.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, NamedTuple

from roster.checking import Standing
from roster.problems import Problem, Severity

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS fingerprint (value BLOB);
CREATE TABLE IF NOT EXISTS whole (listing BLOB, files INTEGER, problems TEXT);
CREATE TABLE IF NOT EXISTS answers (
  path TEXT PRIMARY KEY, modified INTEGER, size INTEGER, inode INTEGER, digest BLOB,
  standing TEXT, problems TEXT
) WITHOUT ROWID;
"""
_NO_PROBLEMS: Final = "[]"


class Stamp(NamedTuple):
    """What the file system says of a file: if it stays the same, so do the bytes."""

    modified: int
    size: int
    inode: int


class Answer(NamedTuple):
    """What a check of one file found, without the profile itself."""

    standing: Standing
    problems: tuple[Problem, ...]


class Known(NamedTuple):
    """An answer of an earlier run, still as text."""

    stamp: Stamp
    digest: bytes
    standing: str
    problems: str

    def answer(self, path: str) -> Answer:
        """Make the answer again."""
        problems = () if self.problems == _NO_PROBLEMS else _problems(self.problems)
        return Answer(_standing(path, self.standing), problems)


class Cache:
    """The answers of earlier runs. Every method does nothing where the file cannot be used."""

    def __init__(self, connection: sqlite3.Connection | None) -> None:
        self._connection = connection

    @property
    def is_open(self) -> bool:
        """Whether anything can be kept."""
        return self._connection is not None

    def whole(self, listing: bytes) -> tuple[tuple[Problem, ...], int] | None:
        """Return the problems and the number of files of a folder in which nothing changed."""
        rows = self._ask("SELECT files, problems FROM whole WHERE listing = ?", (listing,))
        return (_problems(rows[0][1]), rows[0][0]) if rows else None

    def keep_whole(self, listing: bytes, problems: tuple[Problem, ...], files: int) -> None:
        """Keep the answer for the whole folder, in place of the last one."""
        self._do("DELETE FROM whole", [()])
        self._do("INSERT INTO whole VALUES (?, ?, ?)", [(listing, files, _as_text(problems))])
        self._commit()

    def known(self) -> Mapping[str, Known]:
        """Return all answers by path."""
        rows = self._ask("SELECT * FROM answers", ())
        return {row[0]: Known(Stamp(*row[1:4]), *row[4:]) for row in rows}

    def keep(
        self, answers: Iterable[tuple[Stamp, bytes, Answer]], *, gone: Iterable[str] = ()
    ) -> None:
        """Keep answers, and forget those of files that are gone."""
        self._do("DELETE FROM answers WHERE path = ?", ((path,) for path in gone))
        self._do("INSERT OR REPLACE INTO answers VALUES (?,?,?,?,?,?,?)", map(_row, answers))
        self._commit()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()

    def _ask(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error:
            return []

    def _do(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.executemany(statement, rows)

    def _commit(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.commit()


def open_cache(file: Path, *, fingerprint: bytes) -> Cache:
    """Open or begin a cache; a file that is damaged is begun anew, one that is in use left."""
    for _ in range(2):
        try:
            return Cache(_opened(file, fingerprint))
        except (sqlite3.OperationalError, OSError):
            break
        except sqlite3.DatabaseError:
            with suppress(OSError):
                file.unlink()
    return Cache(None)


def _opened(file: Path, fingerprint: bytes) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(file, timeout=1)
    try:
        # The cache may be lost at any time: it need not wait for the disk.
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_TABLES)
        if connection.execute("SELECT value FROM fingerprint").fetchall() != [(fingerprint,)]:
            for table in ("answers", "whole", "fingerprint"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own three names
            connection.execute("INSERT INTO fingerprint VALUES (?)", (fingerprint,))
            connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def digest(data: bytes) -> bytes:
    """Give the bytes of a file a name of their own."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _row(kept: tuple[Stamp, bytes, Answer]) -> tuple[Any, ...]:
    stamp, name, answer = kept
    standing = json.dumps(answer.standing[1:])
    return (answer.standing.path, *stamp, name, standing, _as_text(answer.problems))


def _standing(path: str, text: str) -> Standing:
    facts = json.loads(text)
    return Standing._make((path, *facts[:-1], tuple(facts[-1])))


def _as_text(problems: tuple[Problem, ...]) -> str:
    return json.dumps([asdict(each) for each in problems]) if problems else _NO_PROBLEMS


def _problems(text: str) -> tuple[Problem, ...]:
    return tuple(
        Problem(**{**each, "severity": Severity(each["severity"])}) for each in json.loads(text)
    )
