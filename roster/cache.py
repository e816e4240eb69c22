"""What was found out before, kept beside the site so that it is not done again.

An SQLite file that is safe to delete. An answer counts only for the same bytes under the same
rules, programme and day: all of them are in the fingerprint. Whom a change could concern is found
by keys, so that it costs what it touches. What cannot be used raises CacheError: do without.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from roster.folder import Stamp, listed, parse_listing
from roster.problems import Problem, Severity
from roster.standing import Key, Standing, chooser_keys, claim_keys, keys, login_keys

_TABLES: Final = {
    "whole": "(fingerprint BLOB, listing BLOB, files INTEGER, problems TEXT)",
    "answers": "(number INTEGER PRIMARY KEY, path TEXT UNIQUE, digest BLOB, standing TEXT, "
    "problems TEXT, tangled INTEGER)",
    "keys": "(key INTEGER, number INTEGER)",
    "near": "(choice TEXT PRIMARY KEY, names TEXT)",
}
_INDEXES: Final = (
    "CREATE INDEX IF NOT EXISTS told ON answers (number) WHERE problems <> '[]'",
    "CREATE INDEX IF NOT EXISTS tangles ON answers (number) WHERE tangled",
    "CREATE INDEX IF NOT EXISTS found ON keys (key, number)",
)
_Found = TypeVar("_Found")

_PATIENCE: Final = 1.0
"""How long to wait for another run, in seconds."""


class CacheError(Exception):
    """The cache is damaged, in use or out of reach; if damaged, it has been removed."""


class Answer(NamedTuple):
    """What a check of one file found, without the profile itself; `digest` names its bytes."""

    digest: bytes
    standing: Standing
    problems: tuple[Problem, ...]


class Cache:
    """The answers of earlier runs under one fingerprint; all of it raises CacheError.

    `whole` may be asked at any time. The rest is asked after `begin` and until `keep`, as one
    transaction: another run waits, or does without.
    """

    def __init__(self, file: Path, *, fingerprint: bytes) -> None:
        self._file, self._fingerprint = file, fingerprint
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
        except (sqlite3.Error, OSError) as error:
            raise CacheError from error

    def close(self) -> None:
        """Let go of the file; what was begun and not kept is undone."""
        self._connection.close()

    def whole(self, listing: bytes) -> tuple[tuple[Problem, ...], int] | None:
        """Return the problems and the number of files of a folder in which nothing changed."""
        if not self._ask("SELECT 1 FROM sqlite_schema WHERE name = 'whole'"):
            return None
        rows = self._ask(
            "SELECT problems, files FROM whole WHERE fingerprint = ? AND listing = ?",
            self._fingerprint,
            listing,
        )
        return (self._sound(_problems, rows[0][0]), rows[0][1]) if rows else None

    def begin(self) -> Mapping[str, Stamp]:
        """Take the turn, and return the stamps of all whose answers are known, by name."""
        # The cache may be lost at any time: it need not wait for the disk.
        self._ask("PRAGMA synchronous = OFF")
        self._ask("BEGIN IMMEDIATE")
        if self._ask("SELECT 1 FROM sqlite_schema WHERE name = 'whole'"):
            of_ours = "SELECT listing FROM whole WHERE fingerprint = ?"
            for (listing,) in self._ask(of_ours, self._fingerprint):
                return self._sound(parse_listing, listing)
        for table, columns in _TABLES.items():
            self._ask(f"DROP TABLE IF EXISTS {table}")
            self._ask(f"CREATE TABLE {table} {columns}")
        return {}

    def digest(self, path: str) -> bytes | None:
        """The name of the bytes for which the answer is known."""
        rows = self._ask("SELECT digest FROM answers WHERE path = ?", path)
        return rows[0][0] if rows else None

    def replace(self, new: Sequence[Answer], *, gone: Iterable[str]) -> frozenset[str]:
        """Put in new answers and forget those of files that are gone.

        Returns the logins, old and new, by which somebody may have chosen those concerned.
        """
        last = self._ask("SELECT max(number) FROM answers")[0][0]
        paths = (*(each.standing.path for each in new), *gone)
        old = [] if last is None else [each for each in map(self._forget, paths) if each]
        numbered = [*enumerate(new, (last or 0) + 1)]
        self._do("INSERT INTO answers VALUES (?,?,?,?,?,0)", (_row(*each) for each in numbered))
        found = ((key, number) for number, each in numbered for key in keys(each.standing))
        self._do("INSERT INTO keys VALUES (?,?)", found)
        for index in _INDEXES:
            self._ask(index)
        now = [each.standing for each in new]
        if {each[1:7] for each in old if each.is_mentor} != {e[1:7] for e in now if e.is_mentor}:
            self._ask("DELETE FROM near")
        return frozenset(each.github for each in (*old, *now) if each.github is not None)

    def _forget(self, path: str) -> Standing | None:
        rows = self._ask("SELECT number, standing FROM answers WHERE path = ?", path)
        for number, text in rows:
            old = self._standing(path, text)
            self._do(
                "DELETE FROM keys WHERE key = ? AND number = ?", ((k, number) for k in keys(old))
            )
            self._ask("DELETE FROM answers WHERE number = ?", number)
            return old
        return None

    def related(self, new: Sequence[Standing], *, logins: Iterable[str]) -> list[Standing]:
        """Return all who need to be seen together after a change, the new ones among them.

        Of the rest it is those of whom something was told, who choose one of `logins`, who claim
        what one of these claims, and whom one of these chooses. Choices of the last two are left
        out: they stand.
        """
        tangled = [row[0] for row in self._ask("SELECT number FROM answers WHERE tangled")]
        choosing = self._numbers(chooser_keys(logins))
        told = {each.path: each for each in self._standings({*tangled, *choosing})}
        told |= {each.path: each for each in new}
        wanted = {key for each in told.values() for key in claim_keys(each)}
        wanted.update(login_keys(choice for each in told.values() for choice in each.choices))
        rest = (each._replace(choices=()) for each in self._standings(self._numbers(wanted)))
        return [*({each.path: each for each in rest} | told).values()]

    def others(self, but: Collection[str]) -> Iterator[Standing]:
        """Return the standings of all whose answers are known, save those of some paths."""
        for path, text in self._each("SELECT path, standing FROM answers"):
            if path not in but:
                yield self._standing(path, text)

    def near(self, choice: str, find: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
        """Return the mentors whom a choice may have meant; found once, until a mentor changes."""
        for (names,) in self._ask("SELECT names FROM near WHERE choice = ?", choice):
            return tuple(self._sound(json.loads, names))
        found = find(choice)
        self._ask("INSERT INTO near VALUES (?, ?)", choice, json.dumps(found))
        return found

    def problems(self) -> Iterator[Problem]:
        """Return what is wrong with each file alone."""
        for (text,) in self._ask("SELECT problems FROM answers WHERE problems <> '[]'"):
            yield from self._sound(_problems, text)

    def keep(
        self,
        stamps: Mapping[str, Stamp],
        *,
        problems: tuple[Problem, ...],
        files: int,
        told: Collection[str],
    ) -> None:
        """Keep what was found of the whole; `told` are the paths of which the check of all told."""
        self._ask("UPDATE answers SET tangled = 0 WHERE tangled")
        self._do("UPDATE answers SET tangled = 1 WHERE path = ?", ((path,) for path in told))
        self._ask("DELETE FROM whole")
        whole = (self._fingerprint, listed(stamps), files, _as_text(problems))
        self._do("INSERT INTO whole VALUES (?,?,?,?)", [whole])

    def commit(self) -> None:
        """End the turn: what was replaced and kept stays."""
        self._ask("COMMIT")

    def _numbers(self, wanted: Iterable[Key]) -> set[int]:
        query = "SELECT number FROM keys WHERE key = ?"
        return {number for key in wanted for (number,) in self._ask(query, key)}

    def _standings(self, numbers: Iterable[int]) -> Iterator[Standing]:
        for number in numbers:
            query = "SELECT path, standing FROM answers WHERE number = ?"
            for path, text in self._ask(query, number):
                yield self._standing(path, text)

    def _standing(self, path: str, text: str) -> Standing:
        return self._sound(lambda text: _standing(path, text), text)

    def _ask(self, query: str, *values: object) -> list[Any]:
        return list(self._each(query, *values))

    def _each(self, query: str, *values: object) -> Iterator[Any]:
        try:
            yield from self._connection.execute(query, values)
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _do(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        try:
            self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _sound(self, parse: Callable[[Any], _Found], kept: Any) -> _Found:  # noqa: ANN401 -- a row
        try:
            return parse(kept)
        except (ValueError, TypeError, AttributeError) as error:
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> CacheError:
        """Let go of the file, and remove it unless it is only in use."""
        self.close()
        if getattr(error, "sqlite_errorname", "") not in {"SQLITE_BUSY", "SQLITE_LOCKED", None}:
            with suppress(OSError):
                self._file.unlink()
        return CacheError()


@contextmanager
def open_cache(file: Path, *, fingerprint: bytes) -> Iterator[Cache | None]:
    """Open or begin a cache; None where there can be none."""
    try:
        cache = Cache(file, fingerprint=fingerprint)
    except CacheError:
        yield None
        return
    with closing(cache):
        yield cache


def digest(data: bytes) -> bytes:
    """Give the bytes of a file a name of their own."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _row(number: int, answer: Answer) -> tuple[Any, ...]:
    path, *facts = answer.standing
    return (number, path, answer.digest, json.dumps(facts), _as_text(answer.problems))


def _standing(path: str, text: str) -> Standing:
    *facts, choices = json.loads(text)
    return Standing._make((path, *facts, tuple(choices)))


def _as_text(problems: tuple[Problem, ...]) -> str:
    return json.dumps([asdict(each) for each in problems]) if problems else "[]"


def _problems(text: str) -> tuple[Problem, ...]:
    return tuple(
        Problem(**{**each, "severity": Severity(each["severity"])}) for each in json.loads(text)
    )
