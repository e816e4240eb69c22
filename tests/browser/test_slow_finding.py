"""Finding a mentor on a slow link: the page is of use while its index is still on the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import WIDTHS, OpenVisit, hold
from tests.browser.test_pages import faults, violations

INDEX = "**/search-index.json"


def test_the_list_can_be_read_and_the_filters_say_that_they_load(visit: OpenVisit) -> None:
    one = visit()
    page = one.page
    held = hold(page, INDEX)
    with page.expect_request(INDEX):
        page.goto(f"{one.address}mentors/")
    everybody = int(page.locator("#count").inner_text().split()[0])
    assert page.locator(".mm-card__name a").count() == min(everybody, 50)
    page.locator('[data-facet="region"] summary').click()
    for facet in ("area", "region"):
        expect(page.locator(f'[data-facet="{facet}"] .mm-facet__waiting')).to_have_text(
            f"Loading {everybody} mentors…"
        )
    held[0].continue_()
    for facet in ("area", "region"):
        options = page.locator(f'[data-facet="{facet}"]').get_by_role("checkbox")
        expect(options.first).to_be_visible()
    expect(page.locator("details[open] .mm-facet__waiting")).to_have_count(0)


def test_filters_that_cannot_be_loaded_say_so_and_are_tried_again(visit: OpenVisit) -> None:
    one = visit()
    page = one.page
    page.route(INDEX, lambda route: route.fulfill(status=503))
    page.goto(f"{one.address}mentors/")
    area = page.locator('[data-facet="area"]')
    expect(area.get_by_text("The filters could not be loaded.")).to_be_visible()
    expect(page.locator(".mm-card").first).to_be_visible()
    assert faults(page) == []
    page.unroute(INDEX)
    for _ in range(2):
        area.locator("summary").click()
    expect(area.get_by_role("checkbox").first).to_be_visible()
    assert all("503" in each for each in one.wrong)
    one.wrong.clear()


@pytest.mark.parametrize("width", WIDTHS)
def test_who_goes_on_while_waiting_keeps_the_focus(visit: OpenVisit, width: int) -> None:
    one = visit(width=width)
    page = one.page
    held = hold(page, INDEX)
    with page.expect_request(INDEX):
        page.goto(f"{one.address}mentors/")
    asked = page.get_by_label("Who can help me with…")
    asked.fill("pepys")
    asked.press("Enter")
    expect(page.locator("#count")).to_be_focused()
    expect(page.locator("#count")).to_have_text("Searching…")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Sort by")).to_be_focused()
    held[0].continue_()
    expect(page.locator("#announced")).to_have_text("1 mentor found")
    expect(page.get_by_label("Sort by")).to_be_focused()


def test_who_leaves_while_waiting_and_comes_back_has_the_search_still(visit: OpenVisit) -> None:
    one = visit()
    page = one.page
    held = hold(page, INDEX)
    with page.expect_request(INDEX):
        page.goto(f"{one.address}mentors/")
    page.get_by_label("Who can help me with…").fill("pepys")
    expect(page).to_have_url(re.compile(r"q=pepys$"))
    page.get_by_role("link", name="Areas", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Areas")
    held.clear()
    page.unroute(INDEX)
    page.go_back()
    expect(page.locator("#announced")).to_have_text("1 mentor found")
    expect(page.get_by_label("Who can help me with…")).to_have_value("pepys")


def test_a_pause_between_two_words_does_not_join_them(visit: OpenVisit) -> None:
    page = visit().open("mentors/")
    asked = page.get_by_label("Who can help me with…")
    asked.press_sequentially("public ")
    expect(page.locator("#announced")).to_contain_text("found")
    asked.press_sequentially("speaking")
    expect(page).to_have_url(re.compile(r"q=public\+speaking$"))
    expect(asked).to_have_value("public speaking")


def test_mentors_are_shown_before_their_logins_came_and_are_links_after(visit: OpenVisit) -> None:
    one = visit()
    held = hold(one.page, "**/search-logins.json")
    with one.page.expect_request("**/search-logins.json"):
        page = one.page
        page.goto(f"{one.address}mentors/?q=pepys")
    first = page.locator(".mm-card__name").first
    expect(first).to_have_text("Samuel Pepys")
    expect(page.locator("#announced")).to_be_empty()
    held[0].continue_()
    expect(first.locator("a")).to_have_attribute("href", re.compile("mentors/samuel-pepys/$"))
    expect(page.locator("#announced")).to_have_text("1 mentor found")
    page.get_by_label("Who can help me with…").fill("samuel-pepys")
    expect(page.locator("#count")).to_have_text("1 mentor")


def test_an_index_and_logins_of_two_builds_are_never_taken_together(visit: OpenVisit) -> None:
    one = visit()
    asked: list[str] = []

    def other_at_first(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(json={"order": "another", "logins": "mallory"})
        else:
            route.continue_()

    one.page.route("**/search-logins.json", other_at_first)
    page = one.open("mentors/?q=pepys")
    expect(page.locator(".mm-card a").first).to_have_attribute(
        "href", re.compile("mentors/samuel-pepys/$")
    )
    assert len(asked) == 2


@pytest.mark.parametrize("path", ["search-index.json", "search-logins.json"])
def test_a_search_that_cannot_be_loaded_says_so_and_is_tried_again(
    visit: OpenVisit, path: str
) -> None:
    one = visit()
    one.page.route(f"**/{path}", lambda route: route.fulfill(status=503))
    page = one.page
    page.goto(f"{one.address}mentors/?q=pepys")
    expect(page.locator("#count")).to_have_text("The search could not be loaded")
    expect(page.locator("#announced")).to_have_text("The search could not be loaded")
    expect(page.get_by_text("Check your connection and search again, or look by")).to_be_visible()
    lists = page.locator("#results a")
    assert [each.inner_text() for each in lists.all()][-1] == "name, A to Z"
    assert lists.last.evaluate("(link) => link.href") == f"{one.address}names/"
    expect(page.get_by_label("Sort by")).to_be_hidden()
    assert page.title().startswith("The search could not be loaded")
    assert violations(page) == []
    page.unroute(f"**/{path}")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".mm-card__name")).to_have_text(["Samuel Pepys"])
    assert all("503" in each for each in one.wrong)
    one.wrong.clear()


def test_who_goes_on_before_the_index_came_gets_the_last_answer(visit: OpenVisit) -> None:
    one = visit()
    held = hold(one.page, "**/search-index.json")
    page = one.page
    with page.expect_request("**/search-index.json"):
        page.goto(f"{one.address}mentors/")
    asked = page.get_by_label("Who can help me with…")
    asked.fill("statistics")
    expect(page).to_have_url(re.compile(r"q=statistics$"))
    asked.fill("pepys")
    expect(page).to_have_url(re.compile(r"q=pepys$"))
    expect(page.locator("#count")).to_have_text("Searching…")
    expect(page.locator("#results")).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(page.locator(".mm-card__name")).to_have_text(["Samuel Pepys"])
    expect(page.locator("#announced")).to_have_text("1 mentor found")
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    assert len(held) == 1
