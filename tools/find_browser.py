"""Find a browser for the tests, or install one: from the system, else Playwright's own download.

`python -m tools.find_browser` prints where it is, and ends with status 1 where there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_ROOT: Final = 0
_MINUTES: Final = 10

QUIET_ARGUMENTS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""What keeps a browser from asking the network for anything of its own."""


def browser_path() -> str | None:
    """Return the path of the system's browser that answers; None means Playwright's own."""
    found = (shutil.which(name) for name in _NAMES)
    for path in (*(each for each in found if each), *_MAC):
        if Path(path).exists() and _answers(path):
            return path
    return None


def launch_arguments() -> list[str]:
    """Return the arguments to start it with; its sandbox cannot run as root."""
    return [*QUIET_ARGUMENTS, *(["--no-sandbox"] if _is_root() else [])]


def main() -> int:
    """Find a browser or install one; print where it is."""
    path = browser_path() or _playwrights_own()
    if path is None and _install_from_system():
        path = browser_path()
    if path is None and _install_from_playwright():
        path = _playwrights_own()
    if path is None:
        print(
            "No browser was found, and none could be installed. Install Chromium or Google "
            "Chrome (on Debian and Ubuntu: sudo apt-get install chromium) and run this again.",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


def _answers(path: str) -> bool:
    """Say whether it starts: on Ubuntu `chromium-browser` may only be a note about a snap."""
    return _runs([path, "--version"])


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only where it is asked for

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and _answers(path) else None


def _install_from_system() -> bool:
    """Install the system's Chromium, where we may."""
    if not _is_root() or shutil.which("apt-get") is None:
        return False
    print("Installing Chromium with apt-get", file=sys.stderr)
    install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
    return _runs(["apt-get", "update"]) and _runs(install)


def _install_from_playwright() -> bool:
    print("Downloading Playwright's own Chromium", file=sys.stderr)
    return _runs([sys.executable, "-m", "playwright", "install", "chromium"])


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == _ROOT


def _runs(command: list[str]) -> bool:
    """Run a command, its words to stderr; say whether it went well."""
    try:
        done = subprocess.run(  # noqa: S603 -- the words are all our own
            command, stdout=sys.stderr, check=False, timeout=_MINUTES * 60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
