from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from site_builder.output import MANIFEST, FolderNotOurs, Written, write_site

TWO = {"index.html": b"one", "mentors/ada/index.html": b"two"}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def test_a_new_folder_gets_every_file(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "site"
    assert write_site(out, TWO) == Written(pages=2, written=2, unchanged=0, removed=0)
    assert files_of(out) == TWO


def test_a_second_build_of_the_same_writes_nothing(tmp_path: Path) -> None:
    write_site(tmp_path, TWO)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}
    assert write_site(tmp_path, TWO) == Written(pages=2, written=0, unchanged=2, removed=0)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    write_site(tmp_path, TWO)
    done = write_site(tmp_path, {**TWO, "index.html": b"changed"})
    assert (done.written, done.unchanged) == (1, 1)
    assert files_of(tmp_path)["index.html"] == b"changed"


def test_what_is_stale_goes_with_the_folders_that_it_leaves_empty(tmp_path: Path) -> None:
    write_site(tmp_path, TWO)
    assert write_site(tmp_path, {"index.html": b"one"}).removed == 1
    assert not (tmp_path / "mentors").exists()


def test_what_somebody_put_there_stays(tmp_path: Path) -> None:
    write_site(tmp_path, TWO)
    (tmp_path / "CNAME").write_text("mentors.example")
    (tmp_path / "mentors" / "ada" / "note.txt").write_text("mine")
    write_site(tmp_path, {"index.html": b"one"})
    assert files_of(tmp_path).keys() == {"index.html", "CNAME", "mentors/ada/note.txt"}


def test_a_folder_with_other_things_in_it_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FolderNotOurs, match=r"--out"):
        write_site(tmp_path, TWO)
    assert files_of(tmp_path) == {"thesis.txt": b"years of work"}


@pytest.mark.parametrize("manifest", ["not json", "[]", '{"version": 1}', "{}"])
def test_a_list_that_makes_no_sense_is_refused(tmp_path: Path, manifest: str) -> None:
    (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(FolderNotOurs):
        write_site(tmp_path, TWO)


@pytest.mark.parametrize("name", ["../out.html", "/etc/out.html", "a/../../out.html", "", MANIFEST])
def test_no_file_can_lie_outside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name) or None):
        write_site(tmp_path / "site", {"index.html": b"one", name: b"x"})
    assert not (tmp_path / "site").exists()


class Interrupted(Mapping[str, bytes]):
    """Files of which the last cannot be had: the build stops there."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def __getitem__(self, name: str) -> bytes:
        if name == list(self.files)[-1]:
            raise KeyboardInterrupt
        return self.files[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def test_an_interrupted_build_leaves_whole_files_and_the_next_one_mends_it(tmp_path: Path) -> None:
    write_site(tmp_path, TWO)
    other = {"index.html": b"new", "areas/index.html": b"new", "join/index.html": b"new"}
    with pytest.raises(KeyboardInterrupt):
        write_site(tmp_path, Interrupted(other))
    left = files_of(tmp_path)
    assert left["mentors/ada/index.html"] == b"two"  # nothing goes before all that is new is there
    write_site(tmp_path, {"index.html": b"last"})
    assert files_of(tmp_path) == {"index.html": b"last"}
