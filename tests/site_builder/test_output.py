from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from site_builder.output import (
    MANIFEST,
    FolderNotOurs,
    Written,
    lay_aside,
    left_alone,
    our_turn,
    stamp_of,
    write_site,
)

TWO = {"index.html": b"one", "mentors/ada/index.html": b"two"}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def test_a_new_folder_gets_every_file(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "site"
    assert write_site(out, TWO.items()) == Written(pages=2, written=2, unchanged=0, removed=0)
    assert files_of(out) == TWO


def test_a_second_build_of_the_same_writes_nothing(tmp_path: Path) -> None:
    write_site(tmp_path, TWO.items())
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}
    assert write_site(tmp_path, TWO.items()) == Written(pages=2, written=0, unchanged=2, removed=0)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    write_site(tmp_path, TWO.items())
    done = write_site(tmp_path, {**TWO, "index.html": b"changed"}.items())
    assert (done.written, done.unchanged) == (1, 1)
    assert files_of(tmp_path)["index.html"] == b"changed"


def test_what_is_stale_goes_with_the_folders_that_it_leaves_empty(tmp_path: Path) -> None:
    write_site(tmp_path, TWO.items())
    assert write_site(tmp_path, [("index.html", b"one")]).removed == 1
    assert not (tmp_path / "mentors").exists()


def test_what_somebody_put_there_stays(tmp_path: Path) -> None:
    write_site(tmp_path, TWO.items())
    (tmp_path / "CNAME").write_text("mentors.example")
    (tmp_path / "mentors" / "ada" / "note.txt").write_text("mine")
    write_site(tmp_path, [("index.html", b"one")])
    assert files_of(tmp_path).keys() == {"index.html", "CNAME", "mentors/ada/note.txt"}


def test_a_folder_with_other_things_in_it_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FolderNotOurs, match=r"--out"):
        write_site(tmp_path, TWO.items())
    assert files_of(tmp_path) == {"thesis.txt": b"years of work"}


@pytest.mark.parametrize("manifest", ["not json", "[]", '{"version": 1}', "{}"])
def test_a_list_that_makes_no_sense_is_refused(tmp_path: Path, manifest: str) -> None:
    (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(FolderNotOurs):
        write_site(tmp_path, TWO.items())


@pytest.mark.parametrize("name", ["../out.html", "/etc/out.html", "a/../../out.html", "", MANIFEST])
def test_no_file_can_lie_outside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name) or None):
        write_site(tmp_path / "site", [("index.html", b"one"), (name, b"x")])
    assert files_of(tmp_path) == {}


def test_an_interrupted_build_leaves_the_old_site_whole_and_the_next_one_goes_on(
    tmp_path: Path,
) -> None:
    write_site(tmp_path, TWO.items())
    before = files_of(tmp_path)

    def interrupted() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        yield "areas/index.html", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_site(tmp_path, interrupted())
    assert files_of(tmp_path) == before
    write_site(tmp_path, [("index.html", b"last")])
    assert files_of(tmp_path) == {"index.html": b"last"}


def test_a_file_that_is_known_to_be_there_is_neither_read_nor_written(tmp_path: Path) -> None:
    write_site(tmp_path, TWO.items())
    done = write_site(tmp_path, [("index.html", None), ("mentors/ada/index.html", b"new")])
    assert done == Written(pages=2, written=1, unchanged=1, removed=0)
    assert files_of(tmp_path)["index.html"] == b"one"


def test_who_makes_a_file_may_lay_it_aside_where_it_was_made(tmp_path: Path) -> None:
    write_site(tmp_path, TWO.items())
    three = {**TWO, "index.html": b"new", "a%2Fb.html": b"other", "a/b.html": b"third"}
    with ProcessPoolExecutor(max_workers=1) as executor:
        files = (
            (name, executor.submit(lay_aside, tmp_path, name, data).result())
            for name, data in three.items()
        )
        done = write_site(tmp_path, files)
    assert done == Written(pages=4, written=3, unchanged=1, removed=0)
    assert files_of(tmp_path) == three


def test_what_others_lay_aside_after_a_build_has_failed_is_gone_when_its_turn_ends(
    tmp_path: Path,
) -> None:
    out = tmp_path / "site"
    stop = Event()

    def lay_on() -> None:
        for number in count():
            if stop.is_set():
                return
            with suppress(FileNotFoundError):
                lay_aside(out, f"{number}.html", b"late")

    def failing() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"one"
        time.sleep(0.02)
        raise LookupError

    with our_turn(out), ThreadPoolExecutor(max_workers=1) as executor:
        try:
            executor.submit(lay_on)
            with pytest.raises(LookupError):
                write_site(out, failing())
        finally:
            stop.set()
    assert not out.exists()


@pytest.mark.parametrize("name", ["../out.html", "a/../../out.html", MANIFEST])
def test_nothing_can_be_laid_aside_for_a_place_outside_the_folder(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        lay_aside(tmp_path, name, b"x")


def test_a_file_changed_behind_our_back_is_not_left_alone(tmp_path: Path) -> None:
    write_site(tmp_path, TWO.items())
    stamps = {name: stamp for name in TWO if (stamp := stamp_of(tmp_path / name)) is not None}
    assert left_alone(tmp_path, stamps) == set(TWO)
    time.sleep(0.02)
    (tmp_path / "index.html").write_bytes(b"eno")
    os.utime(tmp_path / "index.html", ns=(1, 1))
    assert left_alone(tmp_path, stamps) == {"mentors/ada/index.html"}
    (tmp_path / "mentors" / "ada" / "index.html").unlink()
    assert left_alone(tmp_path, stamps) == set()


def test_two_builds_at_once_take_turns(tmp_path: Path) -> None:
    out = tmp_path / "site"
    inside: list[int] = []
    most = []

    def build(number: int) -> None:
        with our_turn(out):
            inside.append(number)
            most.append(len(inside))
            write_site(out, [("index.html", b"%d" % number), (f"{number}.html", b"own")])
            time.sleep(0.02)
            inside.remove(number)

    with ThreadPoolExecutor(max_workers=8) as executor:
        list(executor.map(build, range(8)))
    assert set(most) == {1}
    files = files_of(out)
    last = files["index.html"].decode()
    assert files == {"index.html": last.encode(), f"{last}.html": b"own"}


def test_a_turn_in_which_nothing_was_made_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), our_turn(tmp_path / "site"):
        raise KeyboardInterrupt
    assert not (tmp_path / "site").exists()


_KILLED = 9
_CALLS = 8
"""How many calls that change the folder one build makes here."""


@pytest.mark.parametrize("call", range(_CALLS + 1))
def test_a_build_killed_at_any_call_is_mended_by_the_next(tmp_path: Path, call: int) -> None:
    write_site(tmp_path, TWO.items())
    other = {"index.html": b"new", "areas/index.html": b"new", "join/index.html": b"new"}
    calls = count()

    def killed(work: Callable[..., object]) -> Callable[..., object]:
        def maybe(*words: object, **rest: object) -> object:
            if next(calls) == call:
                os._exit(_KILLED)
            return work(*words, **rest)

        return maybe

    child = os.fork()
    if child == 0:
        try:
            for name in ("replace", "unlink", "rmdir"):
                setattr(Path, name, killed(getattr(Path, name)))
            write_site(tmp_path, other.items())
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status == (_KILLED if call < _CALLS else 0)
    assert set(files_of(tmp_path).values()) <= {b"one", b"two", b"new"}
    write_site(tmp_path, other.items())
    assert files_of(tmp_path) == other
