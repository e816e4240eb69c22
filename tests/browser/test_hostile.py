"""What strangers put into a field, drawn by a real browser: it runs nothing and fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Dialog, Page, expect

from commands.build_verb import gather_assets
from roster.model import Organisation
from site_builder.markdown import TAGS
from site_builder.output import write_site
from tests.browser.conftest import OpenVisit
from tests.browser.test_pages import overflow
from tests.builders import a_mentor, the_programme
from tests.site_builder.building import a_site
from tests.site_builder.hostile import PAYLOADS
from tools.local_site import served

FRAME = """() => [...document.querySelectorAll(
    "html, head, body, body > *, main, nav, form, script, style, link, base, iframe, object, embed"
  )].map((part) => `${part.localName} ${part.className} ${part.id} ${part.getAttribute("src")}`)"""
"""What a page is built of, whoever it shows."""

WORDS = """() => [...document.querySelectorAll(".mm-prose *")].map((part) =>
  [part.localName, ...[...part.attributes].map((each) => each.name)].join(" "))"""
"""The elements that a person's own words became, with the names of their attributes."""

A_LINK = "a href rel"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of people who each put one thing into their name, organisation and own words."""
    people = [
        a_mentor(
            f"stranger-{number:03}",
            name=payload[:100],
            organisation=f"{payload[:100]} {number}",
            about=payload,
        )
        for number, payload in enumerate(PAYLOADS)
    ]
    folder = tmp_path_factory.mktemp("hostile")
    known = the_programme()
    added = (Organisation(name=each.organisation) for each in people)
    programme = replace(known, organisations=(*known.organisations, *added))
    harmless = a_mentor(about="I *like* it.")
    site = a_site(harmless, *people, programme=programme, assets=gather_assets())
    write_site(folder, site.items())
    with served(folder) as where:
        yield where


def open_harmless(visit: OpenVisit, hostile: str) -> tuple[Page, list[str]]:
    """Open a window that notes every dialog among what went wrong."""
    one = visit(width=390, at=hostile)

    def note(dialog: Dialog) -> None:
        one.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    one.page.on("dialog", note)
    return one.open("mentors/mary-somerville/"), one.wrong


def test_no_page_of_a_stranger_runs_fetches_or_breaks_anything(
    visit: OpenVisit, hostile: str
) -> None:
    page, wrong = open_harmless(visit, hostile)
    frame = page.evaluate(FRAME)
    for number, payload in enumerate(PAYLOADS):
        page.goto(f"{hostile}mentors/stranger-{number:03}/")
        assert page.evaluate("window.stranger") is None, payload
        assert page.evaluate(FRAME) == frame, payload
        assert set(page.evaluate(WORDS)) <= {*TAGS, A_LINK}, payload
        assert overflow(page) == 0, payload
        assert len(page.frames) == 1, payload
        assert wrong == [], payload


@pytest.mark.parametrize(
    "path", ["mentors/", "mentors/?q=script", "mentors/page/2/", "organisations/", "statistics/"]
)
def test_no_list_of_strangers_runs_fetches_or_breaks_anything(
    visit: OpenVisit, hostile: str, path: str
) -> None:
    page, _ = open_harmless(visit, hostile)
    page.goto(hostile + path)
    if "?" in path:
        expect(page.locator("#announced")).not_to_be_empty()
        page.get_by_role("button", name="Show filters").click()
        page.locator("[data-facet=organisation] summary").click()
    assert page.evaluate("window.stranger") is None
    assert (
        page.locator("main :is(script, style, iframe, object, embed, base, form form)").count() == 0
    )
    assert overflow(page) == 0
