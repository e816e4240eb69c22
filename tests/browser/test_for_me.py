"""Mentors for me: answers that stay here, mentors with reasons, and choices to copy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import WIDTHS, OpenVisit, hold
from tests.browser.test_pages import faults, violations


def answer(page: Page) -> None:
    """Fill in what is needed, with the keyboard alone."""
    expect(page.locator("#for-me[data-ready]")).to_be_attached()
    for text in ("public speaking", "leadership", "statistics", "data quality", "interviews"):
        page.locator("#seeks").focus()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.locator("#grade").focus()
    page.keyboard.type("HEO")
    page.locator("#organisation").focus()
    page.keyboard.type("home office")
    page.keyboard.press("Enter")
    page.locator("#region").select_option("London")
    page.locator("#meets").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")


@pytest.mark.parametrize("width", WIDTHS)
def test_mentors_are_ranked_with_reasons_and_choices_are_ready_to_copy(
    visit: OpenVisit, width: int
) -> None:
    page = visit(width=width).open("mentors/")
    page.get_by_role("link", name="Show mentors for me").click()
    answer(page)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show mentors for me").press("Enter")
    expect(page.locator("#count")).to_be_focused()
    first = page.locator("#results .mm-card").first
    points = [
        int(each.split()[0]) for each in page.locator(".mm-reasons__points").all_text_contents()
    ]
    assert points == sorted(points, reverse=True)
    assert len(points) > 1
    sentences = first.locator(".mm-reasons li").all_inner_texts()
    said = [each for each in sentences if not each.startswith("Not covered: ")]
    assert sum(int(each.rsplit("(", 1)[1].split()[0]) for each in said) == points[0]
    expect(first.locator(".mm-reasons")).to_contain_text("of 5 areas: ")
    before = page.locator("#results .mm-card__name").nth(1).inner_text()
    page.locator("#results .mm-card").nth(1).get_by_role("button").press("Enter")
    expect(page.locator("#said")).to_contain_text("added, 1 of at most 5")
    expect(page.locator("#results .mm-card__name").first).to_have_text(before)
    expect(first.locator(".mm-reasons")).to_contain_text("Named as first choice (60 points)")
    expect(first.get_by_role("button")).to_be_focused()
    login = str(page.locator("#results .mm-card a").first.get_attribute("href")).split("/")[-2]
    expect(page.locator("#yaml")).to_have_text(f"choices: [{login}]")
    assert faults(page) == []


def test_what_is_missing_is_said_at_the_top_and_at_each_question(visit: OpenVisit) -> None:
    page = visit().open("for-me/")
    expect(page.locator("#for-me[data-ready]")).to_be_attached()
    page.get_by_role("button", name="Show mentors for me").press("Enter")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(5)
    assert page.title().startswith("Error: ")
    summary.get_by_role("link").first.press("Enter")
    expect(page.locator("#seeks")).to_be_focused()
    expect(page.locator("#found")).to_be_hidden()
    assert faults(page) == []


def test_answers_stay_in_the_browser_and_are_there_again(visit: OpenVisit) -> None:
    one = visit()
    asked: list[str] = []
    page = one.open("for-me/")
    answer(page)
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Show mentors for me").press("Enter")
    expect(page.locator("#count")).to_be_focused()
    assert [each for each in asked if not each.endswith(".svg")] == []
    assert page.url.endswith("/for-me/#mentors")
    page.locator("#results .mm-card a").first.click()
    expect(page.get_by_role("heading", level=2, name="At a glance")).to_be_visible()
    page.go_back()
    expect(page.locator("#results .mm-card").first).to_be_visible()
    page = one.open("join/")
    expect(page.locator("#organisation")).to_have_value("Home Office")
    expect(page.locator("#seeks-picked li")).to_have_count(5)


def test_who_asks_before_the_page_is_ready_is_answered_or_told_why_not(visit: OpenVisit) -> None:
    one = visit()
    page = one.page
    page.goto(f"{one.address}for-me/")
    answer(page)
    held = hold(page, "**/for-me/points.json")
    with page.expect_request("**/for-me/points.json"):
        page.reload()
    button = page.get_by_role("button", name="Show mentors for me")
    button.click()
    expect(page.locator("#said")).to_have_text("Loading…")
    held[0].continue_()
    expect(page.locator("#results .mm-card").first).to_be_visible()
    assert page.url == f"{one.address}for-me/#mentors"
    page.unroute("**/for-me/points.json")
    page.route("**/for-me/points.json", lambda route: route.fulfill(status=503))
    page.goto(f"{one.address}mentors/")
    page.goto(f"{one.address}for-me/")
    expect(page.get_by_text("This page could not be loaded.")).to_be_visible()
    button.click()
    expect(page.get_by_text("This page could not be loaded.")).to_be_focused()
    assert page.url == f"{one.address}for-me/"
    assert all("503" in each for each in one.wrong)
    one.wrong.clear()


def test_without_scripts_the_page_leads_to_the_lists(visit: OpenVisit) -> None:
    page = visit(scripts=False).open("for-me/")
    expect(page.get_by_text("This page needs JavaScript.")).to_be_visible()
    expect(page.locator("#for-me")).to_be_hidden()
    page.get_by_role("link", name="area", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Areas")


def test_where_the_rules_leave_no_mentor_the_page_says_what_to_try(visit: OpenVisit) -> None:
    page = visit().open("for-me/")
    answer(page)
    page.locator("#grade").select_option("SCS4")
    page.get_by_role("button", name="Show mentors for me").press("Enter")
    expect(page.locator("#count")).to_have_text("0 mentors for you")
    expect(page.get_by_text("meet remotely as well")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="look at all mentors").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a mentor")


def test_mentors_are_unpacked_for_who_begins_to_answer_and_no_sooner(visit: OpenVisit) -> None:
    def damaged(route: Route) -> None:
        index = route.fetch().json()
        index["names"]["first"]["codes"]["bits"] = ""
        route.fulfill(json=index)

    one = visit()
    one.page.route("**/search-index.json", damaged)
    page = one.open("for-me/")
    answer(page)  # nothing looked at the mentors, or the page would not be ready
    button = page.get_by_role("button", name="Show mentors for me")
    button.press("Enter")
    expect(page.get_by_text("This page could not be loaded.")).to_be_focused()
    expect(page.locator("#found")).to_be_hidden()
    assert faults(page) == []
    page.unroute("**/search-index.json")
    page.reload()
    button.press("Enter")
    expect(page.locator("#results .mm-card").first).to_be_visible()
