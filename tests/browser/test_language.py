"""What scripts draw is in the site's language too: every message in quotation marks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from commands.site_inputs import gather_assets
from site_builder.language import Language
from site_builder.output import write_site
from tests.browser.conftest import OpenVisit
from tests.site_builder.building import a_programme, a_site
from tests.site_builder.test_language import (
    WELSH,
    left_outside,
    pseudo_catalogue,
    samples,
    words_of_data,
)
from tools.local_site import served

DATA = words_of_data(samples(), Language(tag=WELSH))
SIGN = re.compile(r"[×↑↓]|.*\(ada-lovelace\)")
"""No message: a sign, or a choice with its login."""

ANSWERS = json.dumps(
    {
        "seeks": ["Public speaking", "Leadership", "Statistics"],
        "grade": "HEO",
        "organisation": "Home Office",
        "region": "London",
        "meets": ["remote", "in person"],
    }
)


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pseudo")
    site = a_site(
        *samples().profiles,
        programme=a_programme(language=WELSH),
        templates={f"languages/{WELSH}.po": pseudo_catalogue()},
        assets=gather_assets(),
    )
    write_site(folder, site.items())
    with served(folder) as where:
        yield where


def escaped(page: Page) -> set[str]:
    return set(left_outside({"drawn.html": page.content().encode()}, DATA))


@pytest.mark.parametrize(
    "state", ["?q=interviews", "?q=zzzzzz", "?grade=grade-7&sort=name", "?q=leadershp"]
)
def test_results_filters_and_advice_are_said_in_the_language(
    visit: OpenVisit, pseudo: str, state: str
) -> None:
    page = visit(at=pseudo, width=390).open(f"mentors/{state}")
    expect(page.locator("#announced")).to_contain_text("«")
    assert escaped(page) == set()


def test_errors_of_the_join_form_are_said_in_the_language(visit: OpenVisit, pseudo: str) -> None:
    page = visit(at=pseudo).open("join/")
    expect(page.locator('#join[data-ready="true"]')).to_be_visible()
    page.locator("#download").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("«")
    assert {each for each in escaped(page) if not SIGN.fullmatch(each)} == set()


def test_the_reasons_of_mentors_for_me_are_said_in_the_language(
    visit: OpenVisit, pseudo: str
) -> None:
    one = visit(at=pseudo, width=390)
    page = one.open("for-me/")
    expect(page.locator("#for-me[data-ready]")).to_be_attached()
    page.get_by_role("button", name="«Show mentors for me»").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("«")
    assert {each for each in escaped(page) if not SIGN.fullmatch(each)} == set()
    page.evaluate("(given) => localStorage.setItem('mentor-match-join', given)", ANSWERS)
    page.goto(f"{one.address}for-me/#mentors")
    page.reload()
    page.locator("#results .mm-card").nth(1).get_by_role("button").press("Enter")
    reasons = page.locator(".mm-reasons").first
    expect(reasons).to_contain_text("««named as «first» choice» (60 points)»")
    expect(reasons).to_contain_text("««can help with 1 of 3 areas: Statistics» (8 points)»")
    expect(reasons).to_contain_text("more senior»")
    assert {each for each in escaped(page) if not SIGN.fullmatch(each)} == set()
