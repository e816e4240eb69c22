"""What Lighthouse says of each kind of page, as a phone on a slow line sees it.

Usage: python -m benchmarks.lighthouse [PEOPLE] (default: 27000, of whom 10,000 are mentors). Their
site is built and served compressed, as GitHub Pages does. Scores are out of 100; performance
depends on how busy this machine is.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from commands.main import main as mentor_match
from tools.local_site import served
from tools.page_checkers import ask_lighthouse

PAGES: Final = {
    "home": "", "mentors": "mentors/", "area": "areas/leadership/", "join": "join/",
    "statistics": "statistics/", "needed": "needed/", "for me": "for-me/", "names": "names/a/",
}  # fmt: skip
PEOPLE: Final = 27_000
CATEGORIES: Final = ("accessibility", "best-practices", "seo", "performance")


def main() -> int:
    """Print the table; return the exit status."""
    people = sys.argv[1] if len(sys.argv) > 1 else str(PEOPLE)
    with tempfile.TemporaryDirectory() as name:
        folder, site = Path(name) / "programme", Path(name) / "site"
        made = ["simulate", "--people", people, "--seed", "1", "--out", str(folder)]
        status = mentor_match(made) or mentor_match(
            ["--root", str(folder), "build", "--out", str(site)]
        )
        if status:
            return status
        profile = min(each.parent.name for each in site.glob("mentors/*/index.html"))
        pages = PAGES | {"profile": f"mentors/{profile}/"}
        with served(site, compressed=True) as address:
            answers = ask_lighthouse([address + path for path in pages.values()], CATEGORIES)
    print(f"{'page':<12}" + "".join(f"{each:>16}" for each in CATEGORIES) + "  what lowers it")
    for name, answer in zip(pages, answers.values(), strict=True):
        scores = "".join(f"{100 * answer[each]['score']:>16.0f}" for each in CATEGORIES)
        short = [text for each in CATEGORIES for text in answer[each]["short"]]
        print(f"{name:<12}{scores}  {'; '.join(short)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
