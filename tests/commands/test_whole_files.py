"""Files that are written together: all of them, or none where the disk gives up."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from commands.whole_files import write_files


def there(root: Path) -> dict[str, bytes]:
    files = (each for each in root.rglob("*") if each.is_file())
    return {each.relative_to(root).as_posix(): each.read_bytes() for each in files}


def test_files_are_written_and_removed(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "gone").write_bytes(b"gone")
    write_files({"old": b"new", "below/it": b"", "gone": None, "never": None}, tmp_path)
    assert there(tmp_path) == {"old": b"new", "below/it": b""}


@pytest.mark.parametrize("stop", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_where_the_disk_gives_up_half_way_nothing_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "gone").write_bytes(b"gone")
    write = Path.write_bytes

    def failing(file: Path, data: bytes) -> int:
        write(file, data[:1])
        if data == b"second":
            raise stop
        return write(file, data)

    monkeypatch.setattr(Path, "write_bytes", failing)
    with pytest.raises(type(stop)):
        write_files({"one": b"first", "two": b"second", "gone": None}, tmp_path)
    assert there(tmp_path) == {"one": b"old", "gone": b"gone"}
