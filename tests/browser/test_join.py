"""Joining by the form: with the keyboard alone, with mistakes, and interrupted."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from roster.checking import check_file
from roster.form import form_of
from roster.reading import read_document
from tests.browser.conftest import OpenForm
from tests.browser.joining import (
    ADDRESS,
    Typist,
    asked_github,
    downloaded,
    fill,
    sound_at_every_width,
)
from tests.browser.test_pages import overflow, violations
from tests.builders import REPOSITORY, the_programme
from tests.joining import NEW_USER, file_of_issue, file_of_row, the_file

HOSTILE = '<img src=x onerror="window.stranger = 1"><script>window.stranger = 1</script>\'"&'
MOST_INTERACTIONS = 12
JOURNEY = REPOSITORY / "tests" / "examples" / "journey"
JOURNEY_DAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""The day of the files there."""


def test_a_new_user_joins_with_the_keyboard_alone(
    form: OpenForm, capsys: pytest.CaptureFixture[str]
) -> None:
    one, page = form()
    typist = Typist(page)
    for key in ("name", "github", "email"):
        typist.answer(key, NEW_USER[key])
    expect(page.locator("#github_id")).to_have_value(NEW_USER["github_id"])
    typist.answer("organisation", NEW_USER["organisation"], "[ArrowDown]", "[Enter]")
    typist.answer("grade", NEW_USER["grade"])
    typist.answer("region", NEW_USER["region"])
    typist.answer("meets", "[Space]")
    typist.answer("seeks", NEW_USER["seeks"], "[ArrowDown]", "[Enter]")
    required = typist.interactions + 1  # and pressing the button
    typist.write("about", NEW_USER["about"])
    data = typist.download()
    today = datetime.now(UTC).date()
    path = "profiles/fanny-burney.yaml"
    checked = check_file(data, path=path, programme=the_programme(), today=today)
    assert checked.problems == ()
    assert data == the_file(today) == file_of_issue(today) == file_of_row(today)
    asked_github(one, "fanny-burney")
    fields = page.locator("[data-field]").count()
    with capsys.disabled():
        print(f"\n{required} required interactions for a new user, {fields} fields on the page")
    assert required <= MOST_INTERACTIONS
    assert fields == len(form_of(the_programme()).asked) + 2


def test_every_answer_by_keyboard_comes_to_the_file_of_the_other_ways(form: OpenForm) -> None:
    one, page = form(site="demo", github=lambda route: route.fulfill(json={"id": 18151210}))
    page.clock.set_fixed_time(JOURNEY_DAY)
    said = json.loads((JOURNEY / "answers.json").read_text("utf-8"))
    typist = Typist(page)
    typist.answer("name", said["name"])
    typist.answer("github", "ada-lovelace")
    typist.answer("email", said["email"])
    expect(page.locator("#github_id")).to_have_value("18151210")
    typist.answer("organisation", said["organisation"], "[ArrowDown]", "[Enter]")
    typist.answer("grade", said["grade"])
    typist.answer("profession", "Operational R")
    typist.answer("region", "London")
    typist.answer("meets", "[Space]")
    typist.answer("meets-2", "[Space]")
    for key in ("offers", "seeks", "choices"):
        for word in said[key].split("\n"):
            typist.answer(key, word)
            expect(page.locator(f"#{key}-list [role=option]").first).to_be_visible()
            typist.answer(key, "[ArrowDown]", "[Enter]")
    typist.answer("capacity", said["capacity"])
    typist.write("about", said["about"])
    assert typist.download() == (JOURNEY / "profile.yaml").read_bytes()
    asked_github(one, "ada-lovelace")


def test_every_field_comes_out_as_it_was_put_in(form: OpenForm) -> None:
    one, page = form()
    fill(
        page,
        name="  Élodie   O’Neill ",
        offers="Statistics",
        capacity="3",
        choices="Somerville",
        widest_gap="4",
        manager="William-Farr",
        about='  One: "two"\n\n\ttabs & # signs  \n',
    )
    page.locator("#choices").fill("Mary Somerville")
    page.locator("#choices").press("ArrowDown")
    page.locator("#choices").press("Enter")
    page.locator("#profession").select_option("Policy")
    _, data = downloaded(page)
    document = read_document(data, path="it").document
    assert document is not None
    assert list(document.values.items())[:-1] == [
        ("name", "Élodie O’Neill"),
        ("github", "fanny-burney"),
        ("github_id", "77"),
        ("email", ADDRESS),
        ("organisation", "HM Treasury"),
        ("grade", "HEO"),
        ("profession", "Policy"),
        ("region", "London"),
        ("meets", ["remote"]),
        ("offers", ["Statistics"]),
        ("capacity", "3"),
        ("seeks", ["Job applications and interviews"]),
        ("choices", ["mary-somerville"]),
        ("widest_gap", "4"),
        ("manager", "william-farr"),
        ("about", 'One: "two"\n\n\ttabs & # signs\n'),
    ]
    asked_github(one, "fanny-burney")


def test_mistakes_are_told_before_anything_is_sent(form: OpenForm) -> None:
    one, page = form()
    page.locator("#name").fill("x" * 101)
    page.locator("#email").fill("ada@example.com")
    page.locator("#organisation").fill("Ministry of Silly Walks")
    page.locator("#capacity").fill("9")
    page.get_by_role("button", name="Send as pull request").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    messages = summary.get_by_role("link").all_inner_texts()
    assert messages[0] == "Name has 101 characters; at most 100 are allowed. Make it shorter."
    assert messages[1] == "Enter your GitHub login."  # and not its number as well
    assert "Addresses at “example.com” cannot join this programme." in messages[2]
    assert messages[3].startswith("“Ministry of Silly Walks” is not on this programme’s list.")
    assert messages[4:7] == [
        "Choose your grade.",
        "Choose your region.",
        "Choose how you can meet.",
    ]
    assert "or both" in messages[7]
    assert "at most 5" in messages[8]
    for link in summary.get_by_role("link").all():
        key = (link.get_attribute("href") or "").removeprefix("#")
        link.click()
        expect(page.locator(f"#{key}")).to_be_focused()
        expect(page.locator(f"#{key}-error")).to_contain_text(link.inner_text())
        described = page.locator(f'[aria-describedby~="{key}-error"]')
        expect(described).to_have_count(1)
    sound_at_every_width(page)
    assert len(page.context.pages) == 1
    assert one.wrong == []


def test_progress_is_kept_without_the_address_until_it_is_cleared(form: OpenForm) -> None:
    one, page = form()
    fill(page, about="Half a sentence")
    asked_github(one, "fanny-burney")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert ADDRESS not in kept
    assert "Half a sentence" in kept
    page.reload()
    expect(page.locator("#about")).to_have_value("Half a sentence")
    expect(page.locator("#github_id")).to_have_value("77")
    expect(page.locator("#grade")).to_have_value("HEO")
    expect(page.locator("#email")).to_have_value("")
    expect(page.locator("#seeks-picked li")).to_have_count(1)
    page.get_by_role("button", name="Clear all answers").click()
    expect(page.locator("#about")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    expect(page.locator("#name")).to_have_value("")


def test_areas_are_picked_by_typing_and_put_in_order_with_buttons(form: OpenForm) -> None:
    _, page = form(width=320)
    field = page.get_by_role("combobox", name="What you would like to develop")
    for word in ("interviews", "statsitics", "leadership"):
        field.press_sequentially(word)
        expect(page.locator("#seeks-list [role=option]").first).to_be_visible()
        assert violations(page) == []
        field.press("ArrowDown")
        expect(field).to_have_attribute("aria-activedescendant", "seeks-option-0")
        field.press("Enter")
        expect(field).to_have_value("")
    picked = page.locator("#seeks-picked li > span:first-child")
    expect(picked).to_have_text(["Job applications and interviews", "Statistics", "Leadership"])
    page.get_by_role("button", name="Move up: Leadership").press("Enter")
    page.keyboard.press("Enter")
    expect(picked).to_have_text(["Leadership", "Job applications and interviews", "Statistics"])
    expect(page.locator("#said")).to_have_text("Leadership is now number 1 of 3")
    page.get_by_role("button", name="Remove: Statistics").click()
    expect(picked).to_have_count(2)
    assert violations(page) == []
    assert overflow(page) == 0


def test_hostile_text_in_each_field_is_shown_as_text(form: OpenForm) -> None:
    one, page = form()
    for key in ("name", "organisation", "about", "github", "email", "offers", "choices", "manager"):
        page.locator(f"#{key}").fill(HOSTILE)
        page.locator(f"#{key}").press("Tab")
    expect(page.locator("#preview .mm-card__name")).to_have_text(HOSTILE)
    expect(page.locator("#preview .mm-card__words")).to_have_text(HOSTILE)
    page.get_by_role("button", name="Download the file").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("<img src=x")
    assert page.locator("main img, main script").count() == 0
    assert page.evaluate("window.stranger") is None
    assert one.wrong == []


def test_the_form_is_accessible_when_filled_in_and_sent(form: OpenForm) -> None:
    one, page = form()
    fill(page, offers="Statistics")
    sound_at_every_width(page)
    downloaded(page)
    sound_at_every_width(page)
    asked_github(one, "fanny-burney")
