"""Finding a mentor on a phone that gets no newer browser: as of 2022, such as Safari 16."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenVisit
from tests.browser.test_finding import open_filters

AS_OF_2022 = """
delete Map.groupBy;
delete Object.groupBy;
delete URLSearchParams.prototype.size;
delete window.requestIdleCallback;
const { delete: remove } = URLSearchParams.prototype;
URLSearchParams.prototype.delete = function (name) { remove.call(this, name); };
"""


def test_an_older_browser_finds_and_filters_as_a_new_one_does(visit: OpenVisit) -> None:
    one = visit(width=390)
    one.page.add_init_script(AS_OF_2022)
    page = one.open("mentors/")
    page.get_by_label("Who can help me with…").fill("policy")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#announced")).to_contain_text("found")
    assert page.url.endswith("?q=policy")
    open_filters(page, "organisation")
    boxes = page.locator('[data-facet="organisation"] .govuk-checkboxes__input:visible')
    chosen = [str(boxes.nth(number).get_attribute("id")) for number in (0, 1)]
    for each in chosen:
        page.locator(f"#{each}").check()
    expect(page.locator("#chosen li")).to_have_count(3)
    page.locator(f"#{chosen[0]}").uncheck()
    expect(page.locator("#chosen li")).to_have_count(2)
    assert page.url.endswith(f"?q=policy&organisation={chosen[1].removeprefix('organisation-')}")
