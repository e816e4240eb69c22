"""Coming to the form: by a link, before it is ready, and where it never comes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenForm, OpenVisit, hold
from tests.browser.joining import (
    sound_at_every_width,
)


def test_a_link_from_a_mentors_page_puts_the_mentor_first_among_the_choices(
    form: OpenForm,
) -> None:
    _, page = form("join/?choices=mary-somerville,ada-lovelace")
    picked = page.locator("#choices-picked li > span:first-child")
    expect(picked).to_have_text(
        ["Mary Somerville (mary-somerville)", "Ada Lovelace (ada-lovelace)"]
    )


def test_what_is_needed_most_leads_to_the_form_with_the_area_among_the_offers(
    form: OpenForm,
) -> None:
    _, page = form("needed/", site="demo", width=390, awaited=None)
    page.get_by_role("link", name="I can help with Public speaking").click()
    picked = page.locator("#offers-picked li > span:first-child")
    expect(picked).to_have_text(["Public speaking"])
    page.goto(page.url.replace("Public%20speaking", "Weather, sea and environment science"))
    expect(picked).to_have_text(["Weather, sea and environment science"])


@pytest.mark.parametrize("leaves", [False, True])
def test_what_was_typed_before_the_mentors_came_counts(form: OpenForm, *, leaves: bool) -> None:
    one, page = form(site="demo")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/join/mentors.json", hold)
    field = page.locator("#choices")
    with page.expect_request("**/join/mentors.json"):
        field.press_sequentially("charles-babbage")
    expect(page.locator("#said")).to_be_empty()
    if leaves:
        field.press("Tab")
    held[0].continue_()
    if not leaves:
        expect(page.locator("#choices-list [role=option]")).to_have_text(
            ["Charles Babbage (charles-babbage)"]
        )
        expect(page.locator("#said")).to_have_text("1 result")
        field.press("Tab")
    expect(page.locator("#choices-picked li > span:first-child")).to_have_text(
        ["Charles Babbage (charles-babbage)"]
    )
    expect(field).to_have_value("")
    assert one.wrong == []


@pytest.mark.parametrize("path", ["join/", "for-me/"])
def test_what_is_typed_before_the_form_is_ready_counts_and_is_never_sent(
    visit: OpenVisit, path: str
) -> None:
    one = visit()
    page = one.page
    page.add_init_script("localStorage.setItem('mentor-match-join', JSON.stringify({grade: 'AO'}))")
    held = hold(page, "**/join/form.json")
    with page.expect_request("**/join/form.json"):
        page.goto(one.address + path)
    page.locator("#grade").select_option("HEO")
    page.locator("#seeks").fill("leadership")
    page.locator("#organisation").fill("home office")
    page.locator("#organisation").press("Enter")
    assert page.url == one.address + path
    held[0].continue_()
    expect(page.locator("form[data-ready]")).to_be_attached()
    expect(page.locator("#seeks-picked li")).to_have_count(1)
    expect(page.locator("#grade")).to_have_value("HEO")
    page.locator("#region").focus()
    expect(page.locator("#organisation")).to_have_value("Home Office")


def test_the_buttons_wait_for_the_script_that_hears_them(visit: OpenVisit) -> None:
    one = visit()
    page = one.page
    held = hold(page, "**/join/join.js")
    page.goto(f"{one.address}join/", wait_until="commit")
    buttons = page.locator("#clear, .mm-join__send button")
    expect(buttons).to_have_count(2)
    for button in buttons.all():
        expect(button).to_be_visible()
        expect(button).to_be_disabled()
    held[0].continue_()
    expect(page.locator("form[data-ready]")).to_be_attached()
    for button in buttons.all():
        expect(button).to_be_enabled()


def test_where_the_form_cannot_be_loaded_the_template_is_there(visit: OpenVisit) -> None:
    one = visit()
    one.page.route("**/join/form.json", lambda route: route.fulfill(status=500, body="no"))
    page = one.open("join/")
    expect(page.get_by_text("The form could not be loaded.")).to_be_visible()
    expect(page.get_by_text("github: YOUR-LOGIN")).to_be_visible()
    expect(page.get_by_role("button", name="Download the file")).to_be_disabled()
    sound_at_every_width(page)
    assert len(one.wrong) == 2  # the answer 500, and what came of it
    one.wrong.clear()
