"""How the form ends: sent, copied, downloaded, sealed, or without GitHub or scripts."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from roster.reading import read_document
from roster.sealed import parse_private_keys
from tests.browser.conftest import GITHUB_API, OpenForm, OpenVisit
from tests.browser.joining import (
    ADDRESS,
    asked_github,
    downloaded,
    fill,
)
from tests.browser.test_pages import overflow, violations
from tests.builders import PRIVATE_KEY


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


def test_contact_details_never_leave_with_the_words_that_everybody_reads(form: OpenForm) -> None:
    one, page = form()
    fill(page, about=f"Write to me:\n{ADDRESS}")
    page.get_by_role("button", name="Send as pull request").click()
    expect(page.locator("#about-error")).to_contain_text("what looks like an email address")
    assert len(page.context.pages) == 1
    asked_github(one, "fanny-burney")


@pytest.mark.parametrize("status", [404, 403])
def test_where_github_does_not_answer_the_number_is_typed(form: OpenForm, status: int) -> None:
    one, page = form(github=lambda route: route.fulfill(status=status, json={}))
    page.locator("#github").fill("nobody-here")
    page.locator("#github").press("Tab")
    said = "knows no account called nobody-here" if status == 404 else "Type the number yourself"
    looked_up = page.locator("#looked-up")
    expect(looked_up).to_contain_text(said)
    where = [link.get_attribute("href") for link in looked_up.get_by_role("link").all()]
    assert where == ([] if status == 404 else [f"{GITHUB_API}nobody-here"])
    page.locator("#github_id").fill("12")
    fill(page, github="nobody-here")
    _, data = downloaded(page)
    assert b"github_id: 12\n" in data
    one.wrong[:] = [each for each in one.wrong if "the server responded" not in each]
    asked_github(one, "nobody-here")


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


def test_a_programme_that_is_not_on_github_sends_people_to_its_organisers(form: OpenForm) -> None:
    one, page = form(site="demo")
    button = page.locator(".mm-join__send button")
    expect(button).to_have_text("Download the file")
    expect(button).not_to_have_class(re.compile("secondary"))
    expect(page.get_by_text("Your answers become a file on your computer.")).to_be_visible()
    expect(page.get_by_text("Within a minute a check answers.")).to_have_count(0)
    expect(page.get_by_text("Tell the organisers:")).to_be_visible()
    assert one.wrong == []
