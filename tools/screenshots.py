"""Take the pictures of the demonstration site, at the width of a phone and of a desktop.

`python -m tools.screenshots` builds the site, writes every picture into build/screenshots/ and
renews the one that README.md shows.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from commands.main import main as mentor_match
from tools.find_browser import browser_path, launch_arguments
from tools.local_site import served

SITE: Final = Path("build/site")
PICTURES: Final = Path("build/screenshots")
README_PICTURE: Final = Path("docs/images/home.png")

WIDTHS: Final = {"phone": 390, "desktop": 1280}
PAGES: Final = {
    "home": "",
    "mentors": "mentors/",
    "search": "mentors/?q=statistics&region=london",
    "profile": "mentors/ada-lovelace/",
    "areas": "areas/",
    "area": "areas/leadership/",
    "statistics": "statistics/",
    "needed": "needed/",
    "join": "join/",
}
_FOLD: Final = 900


def main() -> int:
    """Build the site and take every picture; return the exit status."""
    status = mentor_match(["build", "--out", str(SITE)])
    if status:
        return status
    PICTURES.mkdir(parents=True, exist_ok=True)
    README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with served(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=launch_arguments()
        )
        for device, width in WIDTHS.items():
            for name, path in PAGES.items():
                _take(browser, address + path, width, PICTURES / f"{name}-{device}.png")
        _take(browser, address, WIDTHS["desktop"], README_PICTURE, whole=False)
        browser.close()
    print(f"{len(WIDTHS) * len(PAGES)} pictures in {PICTURES}, and {README_PICTURE}")
    return 0


def _take(browser: Browser, url: str, width: int, file: Path, *, whole: bool = True) -> None:
    context = browser.new_context(viewport={"width": width, "height": _FOLD})
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.screenshot(path=file, full_page=whole)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
