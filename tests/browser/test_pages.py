"""Every kind of page: axe-core finds nothing, nothing spills, nothing is fetched elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, OpenVisit
from tests.builders import REPOSITORY

AXE = REPOSITORY / "site_builder" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
AXE_WIDTHS = (320, 768, 1280)
"""A phone, or 400 per cent zoom on a desktop; a tablet; a desktop."""

KINDS = (
    "", "mentors/", "mentors/?q=interviews&region=london", "mentors/?q=xyzzyplugh",
    "mentors/samuel-pepys/", "areas/", "areas/leadership/", "areas/job-sharing/", "regions/",
    "regions/london/", "organisations/", "statistics/", "needed/", "join/", "for-me/", "privacy/",
    "accessibility/", "404.html",
    "../empty/", "../empty/mentors/", "../empty/statistics/", "../large/mentors/page/2/",
    "names/a/",
)  # fmt: skip


def violations(page: Page) -> list[str]:
    """What axe-core objects to. It is run from outside the page, as its policy demands."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def faults(page: Page) -> list[str]:
    """What axe-core objects to, and what spills, at each width."""
    found = []
    for width in AXE_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {each}" for each in violations(page)]
        if overflow(page):
            found.append(f"{width}: {overflow(page)} pixels too wide")
    return found


@pytest.mark.parametrize("path", KINDS)
def test_a_page_is_accessible_and_fits(visit: OpenVisit, path: str) -> None:
    assert faults(visit().open(path)) == []


@pytest.mark.parametrize("path", [each for each in KINDS if "?" not in each])
def test_a_page_is_accessible_and_fits_without_its_scripts(visit: OpenVisit, path: str) -> None:
    one = visit()
    # The checker itself is a script, so only those of the page are taken away.
    one.page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page = one.open(path)
    assert page.locator("body.js-enabled").count() == 0
    assert faults(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_what_can_be_opened_is_accessible_and_fits(visit: OpenVisit, width: int) -> None:
    page = visit(width=width).open("mentors/?region=london")
    if width < 1000:
        page.get_by_role("button", name="Show filters").click()
    for summary in page.locator(".mm-facet summary").all()[1:]:
        summary.click()
    assert faults(page) == []
    for path in ("statistics/", "join/"):
        page = visit(width=width).open(path)
        for summary in page.locator("main details summary").all()[:4]:  # the others are alike
            summary.click()
        assert faults(page) == []


def test_the_menu_of_a_telephone_is_accessible_and_fits(visit: OpenVisit) -> None:
    page = visit(width=320).open("")
    page.get_by_role("button", name="Menu").click()
    assert overflow(page) == 0
    assert violations(page) == []


def test_the_policy_stops_a_script_that_is_not_ours(visit: OpenVisit) -> None:
    one = visit()
    page = one.open("")
    page.evaluate(
        "() => { const script = document.createElement('script');"
        "script.textContent = 'window.stranger = true'; document.body.append(script); }"
    )
    assert page.evaluate("window.stranger") is None
    assert len(one.wrong) == 1
    one.wrong.clear()
