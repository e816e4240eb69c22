"""The files of the folder forge: front matter of JSON lines and a body, whole or not there.

Each file is written under another name first and then linked or moved to its own, so that a
crash leaves no half of one and no number is given twice. What nobody here wrote is refused.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from forge.port import ForgeError

NOT_OURS: Final = "not as the folder forge writes it. Mend it or move it away."

_NAME: Final = re.compile(r"(\d{4,9})\.md")
_FENCE: Final = "---\n"
_LARGEST: Final = 512 * 1024
_STAMP: Final = "%Y-%m-%dT%H:%M:%SZ"


def numbered(folder: Path, number: int) -> Path:
    """Return where the file with a number is, or would be."""
    return folder / f"{number:04}.md"


def numbered_files(folder: Path) -> list[tuple[int, Path]]:
    """List the files with a number for a name, by rising number; none where there is no folder."""
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        if name := _NAME.fullmatch(path.name):
            found.append((int(name[1]), path))
        elif path.name[:1].isdigit():  # skipped, it would be lost; read, its number may be given
            raise ForgeError(str(path), NOT_OURS)
    return sorted(found)


def stamp(time: datetime) -> str:
    """Write a time in UTC, to the second."""
    return time.astimezone(UTC).strftime(_STAMP)


def read_stamp(text: str) -> datetime:
    """Read a time as `stamp` writes it. Raises ValueError."""
    return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)


def add_file(folder: Path, text: str) -> int:
    """Write a file under the next free number, and return the number."""
    while True:
        number = max((number for number, _ in numbered_files(folder)), default=0) + 1
        if create_file(numbered(folder, number), text):
            return number


def create_file(path: Path, text: str) -> bool:
    """Write a file that is not there yet; False if it is: of two who try, one succeeds."""
    with _unfinished(path, text) as unfinished:
        try:
            os.link(unfinished, path)
        except FileExistsError:
            return False
        return True


def replace_file(path: Path, text: str) -> None:
    """Write a file in place of what is there."""
    with _unfinished(path, text) as unfinished:
        unfinished.replace(path)


@contextmanager
def _unfinished(path: Path, text: str) -> Iterator[Path]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            prefix=f".{path.name}.", suffix=".unfinished", dir=path.parent
        )
    except OSError as error:
        why = f"cannot be written ({error.strerror}). Change the folder's rights, or name another."
        raise ForgeError(str(path), why) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(handle)
        yield Path(name)
    except OSError as error:
        raise ForgeError(str(path), f"cannot be written: {error.strerror}.") from error
    finally:
        Path(name).unlink(missing_ok=True)


def front_matter(front: Mapping[str, object], body: str) -> str:
    """Write front matter (each value in JSON, which is YAML too) and body."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items())
    return "".join((_FENCE, *lines, _FENCE, "\n", body))


def read_front_matter(path: Path, kinds: Mapping[str, type]) -> tuple[dict[str, Any], str]:
    """Read front matter that has exactly these fields of these types, and the body."""
    try:
        whole = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        opening, front, body = re.split(r"^---\n", whole.decode(), maxsplit=2, flags=re.MULTILINE)
        values = dict(_front_line(line) for line in front.split("\n")[:-1])
        if opening or not fits(values, kinds):
            raise ValueError
        return values, body.removeprefix("\n")
    except OSError as error:
        raise ForgeError(str(path), f"cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise ForgeError(str(path), NOT_OURS) from error


def fits(values: object, kinds: Mapping[str, type]) -> bool:
    """Whether something read from JSON has exactly these fields of these types."""
    return (
        isinstance(values, dict)
        and values.keys() == kinds.keys()
        and all(type(values[key]) is kind for key, kind in kinds.items())
    )


def _front_line(line: str) -> tuple[str, Any]:
    key, colon, value = line.partition(": ")
    if not colon:
        raise ValueError(line)
    return key, json.loads(value)
