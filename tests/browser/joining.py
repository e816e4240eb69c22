"""What tests of the join form share: filling it in, typing in it, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import GITHUB_API, Visit
from tests.browser.test_pages import overflow, violations
from tests.joining import NEW_USER

ADDRESS = NEW_USER["email"]


def asked_github(one: Visit, login: str) -> None:
    """The look-up of the number is the one request that left; nothing else went wrong."""
    assert one.wrong == [f"a request left this machine: {GITHUB_API}{login}"]
    one.wrong.clear()


def fill(page: Page, **answers: str) -> None:
    """Fill in what is needed, save what is given."""
    typed = ("name", "github", "email", "organisation", "seeks")
    usual = {key: NEW_USER[key] for key in typed}
    for key, text in {**usual, **answers}.items():
        page.locator(f"#{key}").fill(text)
        page.locator(f"#{key}").press("Tab")
    page.locator("#grade").select_option("HEO")
    page.locator("#region").select_option("London")
    page.locator("#meets").check()
    expect(page.locator("#github_id")).not_to_have_value("")


def downloaded(page: Page) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def sound_at_every_width(page: Page) -> None:
    """What axe-core and the eye would object to: nothing, on a telephone or a desktop."""
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert overflow(page) == 0


@dataclass
class Typist:
    """Somebody with a keyboard alone; `interactions` counts fields answered and choices made."""

    page: Page
    interactions: int = 0

    def reach(self, key: str) -> None:
        for _ in range(60):
            if self.page.evaluate("document.activeElement.id") == key:
                return
            self.page.keyboard.press("Tab")
        message = f"the keyboard does not reach {key}"
        raise AssertionError(message)

    def answer(self, key: str, *steps: str) -> None:
        """Go to a field by the Tab key; each step is typed or, in brackets, pressed."""
        self.reach(key)
        self.interactions += 1 + steps.count("[Enter]")
        for step in steps:
            if step.startswith("["):
                self.page.keyboard.press(step.strip("[]"))
            else:
                self.page.keyboard.type(step)

    def write(self, key: str, text: str) -> None:
        """Write several lines."""
        first, *more = text.split("\n")
        self.answer(key, first)
        for line in more:
            self.page.keyboard.press("Enter")
            self.page.keyboard.type(line)

    def download(self) -> bytes:
        """Press the button, and return what is saved."""
        with self.page.expect_download() as download:
            self.answer("download", "[Enter]")
        return Path(download.value.path()).read_bytes()
