"""Which files may stand in profiles/: one answer for a folder of a disk and for a tree of git.

A name below the folder and git's mode of the file come in; a problem, or none, goes out. It must
never know where they were listed.
"""

from __future__ import annotations

import re
import stat
from typing import Final

from roster.problems import Problem, shown

PROFILES: Final = "profiles"
ORDINARY: Final = "100644"
PROGRAM: Final = "100755"
"""The modes by which git tells a file to be read from one to be run."""

_PROFILE_NAME: Final = re.compile(r"[a-z0-9-]{1,39}\.yaml")
_BESIDE: Final = frozenset({"README.md", ".gitkeep"})
"""What may stand there and is no profile."""

_KINDS: Final = {
    PROGRAM: "a program",
    "120000": "a link",
    "040000": "a folder",
    "160000": "another repository",
}
_HINT: Final = (
    "Keep only profiles here: ordinary files named after a GitHub login in lower case, such as "
    "ada-lovelace.yaml."
)


def path_of(login: str) -> str:
    """Name the file of a person's profile, below the root."""
    return f"{PROFILES}/{login.lower()}.yaml"


def login_of(path: str) -> str:
    """Name whose profile such a file is."""
    return path.removeprefix(f"{PROFILES}/").removesuffix(".yaml")


def is_profile_name(name: str) -> bool:
    """Whether a profile may have this file name."""
    return _PROFILE_NAME.fullmatch(name) is not None


def is_profile_path(path: str) -> bool:
    """Whether a profile may have this path below the root."""
    folder, _, name = path.partition("/")
    return folder == PROFILES and is_profile_name(name)


def git_mode(mode: int) -> str:
    """Return the mode that git would keep of a file with this `st_mode`, or none for a device.

    Source: `canon_mode` and `create_ce_mode` of git: the owner's right to run a file counts.
    """
    if stat.S_ISREG(mode):
        return PROGRAM if mode & stat.S_IXUSR else ORDINARY
    if stat.S_ISLNK(mode):
        return "120000"
    return "040000" if stat.S_ISDIR(mode) else ""


def misplaced(name: str, mode: str) -> Problem | None:
    """Say why a file must not stand among the profiles, or None where it may."""
    if mode != ORDINARY:
        kind = f"{_KINDS[mode]}, not" if mode in _KINDS else "not"
        hint = _not_to_be_run(name) if mode == PROGRAM and is_profile_name(name) else _HINT
        return _problem(name, f"{shown(name)} is {kind} an ordinary file.", hint)
    if is_profile_name(name) or name in _BESIDE:
        return None
    return _problem(name, f"{shown(name)} has not the name of a profile.", _HINT)


def _not_to_be_run(name: str) -> str:
    path = f"{PROFILES}/{name}"
    return (
        f"A profile is read, not run. Take that right away with `chmod -x {path}` or, on Windows, "
        f"with `git update-index --chmod=-x {path}`; or send it again with the form."
    )


def _problem(name: str, message: str, hint: str) -> Problem:
    plain = "".join(each if each.isprintable() else "?" for each in name)
    return Problem(rule="file-place", path=f"{PROFILES}/{plain}", message=message, hint=hint)
