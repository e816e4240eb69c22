"""A folder on this disk as a forge: one Markdown file with front matter for each issue.

Each file is written whole under another name and then linked to its own, so that a crash
leaves no half of an issue and no number is given twice. It knows nothing of what issues
are about.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from forge.port import Draft, ForgeError, Issue

ACCOUNT: Final = "mentor-match"
"""The login that the folder forge writes issues with."""

_FILE: Final = re.compile(r"(\d{4,9})-[a-z0-9-]*\.md")
_FENCE: Final = "---\n"
_LARGEST: Final = 64 * 1024
_LONGEST_NAME: Final = 80
_FIELDS: Final = {
    "title": str, "state": str, "author": str, "labels": list, "opened": str,
}  # fmt: skip


class FolderForge:
    """Issues in a folder; a folder that is not there yet holds none."""

    def __init__(self, folder: Path) -> None:
        """Keep issues in `folder`, which is made when the first one is opened."""
        self.folder = folder

    def account(self) -> str:
        """Return the login that this programme writes issues with."""
        return ACCOUNT

    def issues(self, *, label: str) -> Iterator[Issue]:
        """Yield all issues that carry a label, by rising number. Raises ForgeError."""
        for number, path in self._files():
            issue = _read(number, path)
            if label in issue.labels:
                yield issue

    def open_issue(self, draft: Draft, *, today: date) -> Issue:
        """Open an issue under the next free number. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        number = max((number for number, _ in self._files()), default=0) + 1
        issue = Issue(
            number=number,
            title=draft.title,
            body=draft.body,
            labels=draft.labels,
            author=ACCOUNT,
            opened=today,
            is_open=True,
        )
        name = f"{number:04}-{_slug(draft.title)}"
        unfinished = self.folder / f".{name}.{os.getpid()}.unfinished"
        unfinished.write_bytes(_written(issue).encode())
        try:
            os.link(unfinished, self.folder / f"{name}.md")
        finally:
            unfinished.unlink()
        return issue

    def _files(self) -> list[tuple[int, Path]]:
        if not self.folder.is_dir():
            return []
        named = ((_FILE.fullmatch(path.name), path) for path in self.folder.iterdir())
        return sorted((int(name[1]), path) for name, path in named if name)


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-")


def _written(issue: Issue) -> str:
    """Write an issue as front matter (each value in JSON, which is YAML too) and body."""
    front = {
        "title": issue.title,
        "state": "open" if issue.is_open else "closed",
        "author": issue.author,
        "labels": list(issue.labels),
        "opened": str(issue.opened),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items()]
    return "".join((_FENCE, *lines, _FENCE, "\n", issue.body))


def _read(number: int, path: Path) -> Issue:
    """Read an issue strictly: what nobody here has written is refused, not guessed."""
    try:
        whole = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        text = whole.decode()
        opening, front, body = re.split(r"^---\n", text, maxsplit=2, flags=re.MULTILINE)
        values = dict(_front_line(line) for line in front.split("\n")[:-1])
        if opening or not _is_whole(values):
            raise ValueError
        return Issue(
            number=number,
            title=values["title"],
            body=body.removeprefix("\n"),
            labels=tuple(values["labels"]),
            author=values["author"],
            opened=date.fromisoformat(values["opened"]),
            is_open=values["state"] == "open",
        )
    except (ValueError, RecursionError) as error:
        why = "not an issue as the folder forge writes it. Mend it or move it away."
        raise ForgeError(str(path), why) from error


def _front_line(line: str) -> tuple[str, Any]:
    key, colon, value = line.partition(": ")
    if not colon:
        raise ValueError(line)
    return key, json.loads(value)


def _is_whole(values: dict[str, Any]) -> bool:
    return (
        values.keys() == _FIELDS.keys()
        and all(isinstance(values[key], kind) for key, kind in _FIELDS.items())
        and all(isinstance(label, str) for label in values["labels"])
        and values["state"] in {"open", "closed"}
    )
