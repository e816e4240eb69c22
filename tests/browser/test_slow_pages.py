"""A page on a slow link: it is read before its scripts came, and does not jump when they do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import WIDTHS, OpenVisit, hold
from tests.browser.test_pages import violations

NOT_WAITED_FOR = "**/scripts/{site,menu,mentors}.js"
PAINTED = """() => new Promise((tell) => {
  const observer = new PerformanceObserver((list) => {
    if (list.getEntriesByName("first-contentful-paint").length) tell();
  });
  observer.observe({ type: "paint", buffered: true });
})"""


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_is_drawn_and_its_links_work_before_its_scripts_came(
    visit: OpenVisit, width: int
) -> None:
    one = visit(width=width)
    page = one.page
    hold(page, NOT_WAITED_FOR)
    page.goto(f"{one.address}mentors/", wait_until="commit")
    page.evaluate(PAINTED)
    first = page.locator(".mm-card__name a").first
    name = first.inner_text()
    first.click(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_nothing_is_fetched_beside_the_style_but_what_it_waits_for(visit: OpenVisit) -> None:
    one = visit()
    page = one.page
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url.rsplit("/", 1)[1]))
    held = hold(page, "**/site.css")
    with page.expect_request("**/scripts/site.js"), page.expect_request("**/scripts/enabled.js"):
        page.goto(f"{one.address}mentors/", wait_until="commit")
    page.wait_for_timeout(300)  # all of the page is there: whatever it named would be asked for
    assert {each for each in scripts if each.endswith(".js")} == {"enabled.js", "site.js"}
    with page.expect_request("**/scripts/mentors.js"), page.expect_request("**/scripts/menu.js"):
        held[0].continue_()
    expect(page.locator('[data-facet="area"]').get_by_role("checkbox").first).to_be_visible()


def test_a_phones_menu_opens_before_its_script_came_and_then_stays_open(visit: OpenVisit) -> None:
    one = visit(width=390)
    page = one.page
    held = hold(page, "**/scripts/menu.js")
    with page.expect_request("**/scripts/menu.js"):
        page.goto(f"{one.address}areas/", wait_until="commit")
    button = page.locator(".govuk-service-navigation__toggle")
    join = page.get_by_role("link", name="Join", exact=True)
    heading = page.get_by_role("heading", level=1)
    button.dispatch_event("click")  # as Safari does, which gives it no focus
    expect(join).to_be_in_viewport()
    opened = heading.bounding_box()
    held[0].continue_()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(join).to_be_in_viewport()
    assert heading.bounding_box() == opened
    button.click()
    expect(join).to_be_hidden()


def test_nothing_jumps_when_the_menus_script_comes(visit: OpenVisit) -> None:
    one = visit(width=390)
    page = one.page
    held: list[Route] = hold(page, "**/scripts/menu.js")
    with page.expect_request("**/scripts/menu.js"):
        page.goto(f"{one.address}areas/", wait_until="commit")
    heading = page.get_by_role("heading", level=1)
    before = heading.bounding_box()
    expect(page.locator(".govuk-service-navigation__toggle")).to_be_visible()
    # Who hears the page has the links already.
    expect(page.get_by_role("navigation", name="Menu").get_by_role("link")).to_have_count(4)
    assert violations(page) == []
    held[0].continue_()
    expect(page.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "false")
    assert heading.bounding_box() == before
