"""Joining by the form: with the keyboard alone, with mistakes, interrupted, and handed on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from roster.checking import check_file
from roster.form import form_of
from roster.reading import read_document
from roster.sealed import parse_private_keys
from tests.browser.conftest import OpenVisit, Visit, hold
from tests.browser.test_pages import overflow, violations
from tests.builders import PRIVATE_KEY, REPOSITORY, the_programme
from tests.joining import NEW_USER, file_of_issue, file_of_row, the_file

API = "https://api.github.com/users/"
ADDRESS = NEW_USER["email"]
HOSTILE = '<img src=x onerror="window.stranger = 1"><script>window.stranger = 1</script>\'"&'
MOST_INTERACTIONS = 12
JOURNEY = REPOSITORY / "tests" / "examples" / "journey"
JOURNEY_DAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""The day of the files there."""

OpenForm = Callable[..., tuple[Visit, Page]]


@pytest.fixture
def form(visit: OpenVisit) -> OpenForm:
    """Open the form of a programme on GitHub, where GitHub answers as it is told to."""

    def open_form(
        path: str = "join/",
        *,
        site: str = "github",
        github: Callable[[Route], None] | None = None,
        awaited: str | None = "#join",
        **window: int,
    ) -> tuple[Visit, Page]:
        one = visit(**window)
        one.address = one.address.replace("/demo/", f"/{site}/")
        one.page.route(API + "**", github or (lambda route: route.fulfill(json={"id": 77})))
        one.page.context.route("https://github.com/**", lambda route: route.fulfill(body="GitHub"))
        one.page.emulate_media(reduced_motion="reduce")
        one.page.goto(one.address + path)
        if awaited is not None:
            expect(one.page.locator(awaited)).to_have_attribute("data-ready", "true")
        return one, one.page

    return open_form


def asked_github(one: Visit, login: str) -> None:
    """The look-up of the number is the one request that left; nothing else went wrong."""
    assert one.wrong == [f"a request left this machine: {API}{login}"]
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


def sound_at_every_width(page: Page) -> None:
    """What axe-core and the eye would object to: nothing, on a telephone or a desktop."""
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert overflow(page) == 0


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
    assert messages[1:3] == ["Enter your GitHub login.", "Enter your GitHub number."]
    assert "Addresses at “example.com” cannot join this programme." in messages[3]
    assert messages[4].startswith("“Ministry of Silly Walks” is not on this programme’s list.")
    assert messages[5:8] == [
        "Choose your grade.",
        "Choose your region.",
        "Choose how you can meet.",
    ]
    assert "or both" in messages[8]
    assert "at most 5" in messages[9]
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


def test_a_pull_request_and_a_form_issue_hold_the_answers(form: OpenForm) -> None:
    one, page = form()
    fill(page)
    page.locator("#seeks").fill("leadership")
    page.locator("#seeks").press("Tab")
    page.get_by_label("In person").check()
    addresses = []
    for name in ("Send as pull request", "Send as a form issue"):
        with page.context.expect_page() as opened:
            page.get_by_role("button", name=name).click()
        expect(page.locator("#sent")).to_be_focused()
        addresses.append(urlsplit(opened.value.url))
        assert page.evaluate("localStorage.length") == 0
    _, data = downloaded(page)
    assert addresses[0].path == "/historic/mentors/new/main"
    assert parse_qs(addresses[0].query) == {
        "filename": ["profiles/fanny-burney.yaml"],
        "value": [data.decode()],
    }
    assert addresses[1].path == "/historic/mentors/issues/new"
    assert parse_qs(addresses[1].query) == {
        "template": ["join.yml"],
        "name": ["Fanny Burney"],
        "email": [ADDRESS],
        "organisation": ["HM Treasury"],
        "grade": ["HEO"],
        "region": ["London"],
        "meets": ["remote, in person"],
        "seeks": ["Job applications and interviews\nLeadership"],
    }
    asked_github(one, "fanny-burney")


@pytest.mark.parametrize("name", ["Send as pull request", "Send as a form issue"])
def test_what_is_too_long_for_an_address_is_copied(form: OpenForm, name: str) -> None:
    one, page = form()
    fill(page, about="é" * 1999)
    page.get_by_role("button", name=name).click()
    expect(page.get_by_text("Your answers are too long for GitHub’s address bar")).to_be_visible()
    assert "é" * 1999 in page.locator("#to-copy").input_value()
    link = page.locator("#sent").get_by_role("link").get_attribute("href") or ""
    assert link.startswith("https://github.com/historic/mentors/")
    assert len(link) < 8000
    assert violations(page) == []
    assert len(page.context.pages) == 1
    asked_github(one, "fanny-burney")


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


@pytest.mark.parametrize("status", [404, 403])
def test_where_github_does_not_answer_the_number_is_typed(form: OpenForm, status: int) -> None:
    one, page = form(github=lambda route: route.fulfill(status=status, json={}))
    page.locator("#github").fill("nobody-here")
    page.locator("#github").press("Tab")
    said = "knows no account called nobody-here" if status == 404 else "Type the number yourself"
    expect(page.locator("#looked-up")).to_contain_text(said)
    page.locator("#github_id").fill("12")
    fill(page, github="nobody-here")
    _, data = downloaded(page)
    assert b"github_id: 12\n" in data
    one.wrong[:] = [each for each in one.wrong if "the server responded" not in each]
    asked_github(one, "nobody-here")


def test_a_sealed_address_is_opened_by_the_programmes_key_alone(form: OpenForm) -> None:
    one, page = form(site="sealed")
    fill(page)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Send as a form issue").click()
    assert ADDRESS not in opened.value.url
    _, data = downloaded(page)
    assert ADDRESS.encode() not in data
    document = read_document(data, path="it").document
    assert document is not None
    sealed = str(document.values["email"])
    assert parse_private_keys(PRIVATE_KEY).open(sealed) == ADDRESS
    asked_github(one, "fanny-burney")


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


def test_contact_details_never_leave_with_the_words_that_everybody_reads(form: OpenForm) -> None:
    one, page = form()
    fill(page, about=f"Write to me:\n{ADDRESS}")
    page.get_by_role("button", name="Send as pull request").click()
    expect(page.locator("#about-error")).to_contain_text("what looks like an email address")
    assert len(page.context.pages) == 1
    asked_github(one, "fanny-burney")


def test_the_form_is_accessible_when_filled_in_and_sent(form: OpenForm) -> None:
    one, page = form()
    fill(page, offers="Statistics")
    sound_at_every_width(page)
    downloaded(page)
    sound_at_every_width(page)
    asked_github(one, "fanny-burney")


@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_the_page_links_to_the_issue_form_and_shows_the_template(
    visit: OpenVisit, width: int
) -> None:
    one = visit(scripts=False, width=width)
    one.address = one.address.replace("/demo/", "/github/")
    page = one.open("join/")
    expect(page.locator("#join")).to_be_hidden()
    link = page.get_by_role("link", name="fill in the form on GitHub")
    expect(link).to_have_attribute(
        "href", "https://github.com/historic/mentors/issues/new?template=join.yml"
    )
    expect(page.get_by_text("github: YOUR-LOGIN")).to_be_visible()
    assert overflow(page) == 0


def test_the_policy_of_the_page_allows_the_look_up_and_nothing_else(visit: OpenVisit) -> None:
    page = visit().open("join/")
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert "connect-src 'self' https://api.github.com;" in policy
    other = visit().open("mentors/")
    assert "github" not in (other.locator("meta[http-equiv]").get_attribute("content") or "")
    assert json.loads(page.request.get(page.url + "form.json").text())["seal"] is None
