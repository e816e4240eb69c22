"""The only place that writes the site to disk.

A folder and the files to be in it come in; what was written, left and removed goes out. It
must never delete or overwrite what an earlier build did not write.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

MANIFEST: Final = ".mentor-match-site.json"
"""The list of what a build wrote: it says that the folder is ours, and what may go."""

_UNFINISHED: Final = ".mentor-match-unfinished"
"""The file that is being written, until it is whole: one, so that an interruption leaves one."""

_VERSION: Final = 1


class FolderNotOurs(Exception):  # noqa: N818 -- a refusal, told as such
    """The folder holds files and no list that says a build wrote them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is not empty, and no build of the site wrote it. "
            "Name a new or empty folder with --out."
        )
        self.folder = folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a build did to its folder, in numbers of files; `pages` are those of HTML."""

    pages: int
    written: int
    unchanged: int
    removed: int


def write_site(folder: Path, files: Mapping[str, bytes]) -> Written:
    """Make the folder hold these files: write what differs, then remove what is stale.

    Each file appears whole or not at all, and nothing goes before everything new is there,
    so that an interrupted build leaves a site that works. Raises FolderNotOurs, and OSError
    where the disk refuses.
    """
    for name in files:
        _refuse_way_out(name)
    before = _read_manifest(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if before != set(files):
        # Before anything is written: whatever an interruption leaves behind, we know it as ours.
        _write_manifest(folder, before | set(files))
    written = sum(_write(folder, name, data) for name, data in files.items())
    stale = before - set(files)
    for name in sorted(stale):
        _remove(folder, name)
    if stale:
        _write_manifest(folder, files)
    return Written(
        pages=sum(name.endswith(".html") for name in files),
        written=written,
        unchanged=len(files) - written,
        removed=len(stale),
    )


def _read_manifest(folder: Path) -> set[str]:
    """Return the names that earlier builds wrote; a new or empty folder has none."""
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        names = {str(name) for name in manifest["files"]}
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError) as error:
        raise FolderNotOurs(folder) from error
    for name in names:
        _refuse_way_out(name)
    return names


def _write_manifest(folder: Path, names: Iterable[str]) -> None:
    content = {"version": _VERSION, "files": sorted(names)}
    _write(folder, MANIFEST, json.dumps(content, indent=0).encode() + b"\n")


def _refuse_way_out(name: str) -> None:
    """Raise ValueError for a name that would lie outside the folder, or be the list itself."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or name in {"", MANIFEST, _UNFINISHED}:
        raise ValueError(name)


def _write(folder: Path, name: str, data: bytes) -> bool:
    """Write a file if its bytes differ; say whether they did."""
    path = folder / name
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder / _UNFINISHED
    unfinished.write_bytes(data)
    unfinished.replace(path)
    return True


def _remove(folder: Path, name: str) -> None:
    """Remove a file and the folders that it leaves empty."""
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in PurePosixPath(name).parents:
        if parent == PurePosixPath() or not _is_empty(folder / parent):
            return
        (folder / parent).rmdir()


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())
