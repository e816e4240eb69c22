"""Every kind of page: axe-core finds nothing, nothing spills, nothing is fetched elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, OpenVisit
from tests.builders import REPOSITORY

AXE = REPOSITORY / "site_builder" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
KINDS = (
    "", "mentors/", "mentors/?q=interviews&region=london", "mentors/?q=xyzzyplugh",
    "mentors/samuel-pepys/", "areas/", "areas/leadership/", "areas/job-sharing/", "regions/",
    "regions/london/", "statistics/", "join/", "privacy/", "accessibility/", "404.html",
    "../empty/", "../empty/mentors/", "../empty/statistics/", "../large/mentors/page/2/",
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


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", KINDS)
def test_a_page_is_accessible_and_fits(visit: OpenVisit, path: str, width: int) -> None:
    page = visit(width=width).open(path)
    assert overflow(page) == 0
    assert violations(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_open_filters_and_details_are_accessible_and_fit(visit: OpenVisit, width: int) -> None:
    page = visit(width=width).open("mentors/?region=london")
    if width < 1000:
        page.get_by_role("button", name="Show filters").click()
    for summary in page.locator(".mm-facet summary").all()[1:]:
        summary.click()
    assert overflow(page) == 0
    assert violations(page) == []
    page = visit(width=width).open("statistics/")
    page.locator("details summary").click()
    assert overflow(page) == 0
    assert violations(page) == []


@pytest.mark.parametrize("path", ["", "mentors/", "mentors/samuel-pepys/", "statistics/", "join/"])
def test_a_page_fits_at_the_width_that_400_percent_zoom_leaves(visit: OpenVisit, path: str) -> None:
    assert overflow(visit(width=320).open(path)) == 0


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
