"""Finding a mentor without scripts: every list is complete, and each leads to the others."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from roster.model import Grade
from tests.browser.conftest import WIDTHS, OpenVisit
from tests.browser.test_finding import GRADES, names


def test_without_scripts_the_list_is_complete_and_there_are_other_ways_to_look(
    visit: OpenVisit, address: str
) -> None:
    page = visit(scripts=False).open("mentors/")
    data = visit().page.request.get(f"{address}demo/people.json").text()
    everybody = {each["name"] for each in json.loads(data)["mentors"]}
    found = set(names(page))
    following = page.get_by_role("link", name="Next page")
    while following.count():
        following.click()
        found |= set(names(page))
    assert found == everybody
    expect(page.locator("#find-mentor")).to_be_hidden()
    page.locator(".mm-without-script").get_by_role("link", name="region").click()
    page.get_by_role("link", name="Wales").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mentors by region Wales")


def test_without_scripts_the_menu_of_a_telephone_is_open(visit: OpenVisit) -> None:
    page = visit(scripts=False, width=390).open("")
    expect(page.get_by_role("link", name="Statistics")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_every_way_to_look_has_a_complete_list(
    visit: OpenVisit, address: str, width: int
) -> None:
    page = visit(scripts=False, width=width).open("mentors/")
    mentors = json.loads(page.request.get(f"{address}demo/people.json").text())["mentors"]
    for way in ("area", "organisation", "grade", "profession", "region"):
        page.get_by_role("link", name=way, exact=True).last.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(way, ignore_case=True)
        links = page.locator(f'a[href^="../{way}s/"]:not([href="../{way}s/"])')
        entries = page.locator("main li, main tr").filter(has_not_text="no mentor yet")
        option = entries.locator(links).first
        wanted = option.inner_text()
        option.click()
        told = wanted if way == "area" else f"Mentors by {way} {wanted}"
        expect(page.get_by_role("heading", level=1)).to_have_text(told)
        value = Grade(GRADES.index(wanted)).name if way == "grade" else wanted
        found = [
            each["name"]
            for each in mentors
            if (value in each["offers"] if way == "area" else value == each[way])
        ]
        assert names(page) == found
        assert found
