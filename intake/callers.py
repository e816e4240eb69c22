"""The workflows of a repository that holds no engine: each calls the engine's of the same name.

The engine's workflow files and where it is kept come in; files by path go out. They run nothing
themselves, and give the called jobs the rights and secrets that these name, and no others.
Source: GitHub Docs, "Reuse workflows" and "Options for the dependabot.yml file".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

WORKFLOWS: Final = ".github/workflows"
NAMES: Final = ("check-profile", "intake", "propose", "publish", "reply", "tend")
DEPENDABOT: Final = ".github/dependabot.yml"

_ENGINE: Final = re.compile(r"[\w.-]{1,100}/[\w.-]{1,100}@[0-9a-f]{40}", re.ASCII)
_WATCH: Final = b"""\
version: 2
updates:
  - package-ecosystem: github-actions # the engine's commit
    directory: /
    schedule: { interval: weekly }
    cooldown: { default-days: 7 }
"""


def is_engine(text: str) -> bool:
    """Say whether this names an engine as `OWNER/REPO@COMMIT`, the commit with all 40 digits."""
    return _ENGINE.fullmatch(text) is not None


def callers(workflows: Mapping[str, bytes], engine: str) -> Mapping[str, bytes]:
    """Write the calling workflows, by path, and what keeps their commit up to date.

    `workflows` are the engine's own files by name, one for each of NAMES; `engine` is as
    `is_engine` takes it.
    """
    repository, _, commit = engine.partition("@")
    files = {
        f"{WORKFLOWS}/{name}.yml": _caller(
            name, workflows[name].decode(), f"{repository}/{WORKFLOWS}/{name}.yml@{commit}"
        )
        for name in NAMES
    }
    return files | {DEPENDABOT: _WATCH}


def _caller(name: str, text: str, called: str) -> bytes:
    head, events, rest = _PARTS.fullmatch(text).groups()  # type: ignore[union-attr]
    own = _CALL.search(events)
    secrets = _SECRET.findall(own[0]) if own else []
    lines = [
        _MADE + head + _CALL.sub("", events).rstrip(),
        "",
        "permissions: {}",
        "cache-mode: none",
        "",
        "jobs:",
        f"  {name}:",
        "    permissions:",
        *(f"      {right}: {level} # {why}" for right, (level, why) in _rights(rest).items()),
        f"    uses: {called}",
        *(["    secrets:"] if secrets else []),
        *(f"      {each}: ${{{{ secrets.{each} }}}}" for each in secrets),
    ]
    return ("\n".join(lines) + "\n").encode()


def _rights(jobs: str) -> Mapping[str, tuple[str, str]]:
    """What all jobs together may, and why: a called job has no right that its caller has not."""
    rights: dict[str, tuple[str, str]] = {}
    for right, level, why in _RIGHT.findall(jobs):
        if right not in rights or (level, rights[right][0]) == ("write", "read"):
            rights[right] = level, why
    return rights


_MADE: Final = (
    "# Made by `mentor-match init --engine`; it calls the engine's workflow of this name.\n"
)
_PARTS: Final = re.compile(r"(?:#.*\n)*(name: .*\n)(on:\n(?: .*\n)+\n)(permissions: \{\}\n(?s:.*))")
_CALL: Final = re.compile(r"^  workflow_call:.*\n(?:    .*\n)*", re.MULTILINE)
_SECRET: Final = re.compile(r"^      (\w+):$", re.MULTILINE)
_RIGHT: Final = re.compile(r"^      ([a-z-]+): (read|write) # (.*)$", re.MULTILINE)
