"""How the loops become machine code: C in, one small shared library a kind of machine out.

Zig from PyPI (`ziglang`) compiles for every kind of machine from any of them, so that one
wheel serves all and nobody who installs it needs a compiler. A library carries a digest of
the sources in its name: one that was made before an edit is never loaded. It imports nothing
but Python's own library, since the build of the wheel runs it too.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from functools import lru_cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
SOURCES: Final = ("market.h", "pairs.c", "seating.c")

TARGETS: Final = {
    "linux-x86_64": "x86_64-linux-gnu.2.17",
    "linux-aarch64": "aarch64-linux-gnu.2.17",
    "darwin-x86_64": "x86_64-macos",
    "darwin-arm64": "aarch64-macos",
    "windows-amd64": "x86_64-windows-gnu",
}
"""The kinds of machine a wheel serves, by what Python calls them, and what Zig calls them."""

_OPTIONS: Final = (
    "-std=c11", "-O3", "-fPIC", "-shared", "-nostdlib", "-ffreestanding", "-fvisibility=hidden",
    "-fno-sanitize=all", "-g0", "-Wall", "-Wextra", "-Werror",
)  # fmt: skip


class CompilingError(OSError):
    """There is no machine code for this machine, and none could be made; the message says why."""


def this_kind() -> str:
    """Name the kind of machine that this is, as in TARGETS."""
    return f"{platform.system()}-{platform.machine()}".lower()


def digest() -> str:
    """Sum up the sources: another text, another digest."""
    parts = [(HERE / name).read_bytes() for name in SOURCES]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def library_name(kind: str) -> str:
    """Name the library of the present sources for a kind of machine."""
    return f"loops-{digest()}-{kind}.so"


def compile_for(kind: str, folder: Path) -> Path:
    """Compile the sources for a kind of machine into a folder, whole or not at all."""
    import subprocess  # noqa: PLC0415 -- who finds a library needs none of this
    import tempfile  # noqa: PLC0415

    made = folder / library_name(kind)
    target = TARGETS.get(kind)
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        draft = Path(aside, made.name)
        words = [sys.executable, "-m", "ziglang", "cc", *_OPTIONS]
        words += ["-target", target] if target else []
        words += [str(HERE / name) for name in SOURCES if name.endswith(".c")]
        done = subprocess.run(  # noqa: S603 -- words of our own
            [*words, "-o", str(draft)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "ZIG_GLOBAL_CACHE_DIR": aside, "ZIG_LOCAL_CACHE_DIR": aside},
        )
        if done.returncode != 0:
            message = (
                f"The matcher has no machine code for this kind of machine ({kind}). "
                f"`pip install ziglang` lets it make its own. {done.stderr}"
            )
            raise CompilingError(message.strip())
        draft.replace(made)
    return made


@lru_cache(maxsize=1)
def library() -> Path:
    """Find the library for this machine; compile it where the sources are newer.

    Raises CompilingError where there is none and no compiler either.
    """
    known = HERE / library_name(this_kind())
    if known.exists():
        return known
    try:
        return compile_for(this_kind(), HERE)
    except PermissionError:  # installed where nothing may be written
        import tempfile  # noqa: PLC0415

        return compile_for(this_kind(), Path(tempfile.mkdtemp(prefix="mentor-match-")))


def compile_all(folder: Path = HERE) -> list[Path]:
    """Compile for every kind of machine, and remove the libraries of earlier sources."""
    made = [compile_for(kind, folder) for kind in TARGETS]
    for old in set(folder.glob("loops-*.so")) - set(made):
        old.unlink()
    return made
