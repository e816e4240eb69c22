"""Writes the catalogue of every text of the site's own, from which languages are made.

babel.cfg says where the texts stand: templates, scripts, code, the questions of the schema. A test
compares the catalogue with what this writes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from babel.messages.frontend import CommandLineInterface

ROOT: Final = Path(__file__).parent.parent
CATALOGUE: Final = ROOT / "templates" / "languages" / "messages.pot"
_HOW: Final = (
    *("--keyword=marked", "--keyword=counted:2,3"),
    *("--omit-header", "--no-location", "--sort-output", "--no-wrap"),
    *("--ignore-dirs", "node_modules .* build"),
)


def write_messages(catalogue: Path) -> None:
    """Take every message out of the sources and write the catalogue."""
    mapping = f"--mapping-file={ROOT / 'babel.cfg'}"
    arguments = ["--quiet", "extract", mapping, *_HOW, f"--output={catalogue}", str(ROOT)]
    CommandLineInterface().run(["pybabel", *arguments])  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    write_messages(CATALOGUE)
