"""Writing files of the root: each whole or not at all, and none before all are ready.

Bytes by path come in, None for a file that is to go; files are laid beside their places, then
put in. It must never know what is in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_files(files: Mapping[str, bytes | None], root: Path) -> None:
    """Write or remove each file. Raises OSError; where the disk is full nothing has changed."""
    ready: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            if data is not None:
                file = root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                ready[file] = file.with_name(f".{file.name}.new")
                ready[file].write_bytes(data)
        for file in [*ready]:
            ready.pop(file).replace(file)
    finally:
        for unfinished in ready.values():
            unfinished.unlink(missing_ok=True)
    for path, data in files.items():
        if data is None:
            (root / path).unlink(missing_ok=True)
