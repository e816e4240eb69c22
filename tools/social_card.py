"""Draw the picture that other sites show beside a link to this one.

`python -m tools.social_card` makes templates/site/images/card.png of tools/social_card.svg, in
Chromium. A programme replaces the picture by one of its own, of the same name and size.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tools.find_browser import browser_path, launch_arguments

DRAWING: Final = Path(__file__).with_name("social_card.svg")
PICTURE: Final = Path(__file__).parent.parent / "templates/site/images/card.png"
WIDTH, HEIGHT = 1200, 630


def main() -> int:
    """Draw it; return the exit status."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=launch_arguments()
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(f"<style>body{{margin:0}}</style>{DRAWING.read_text('utf-8')}")
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.stat().st_size:,} bytes in {PICTURE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
