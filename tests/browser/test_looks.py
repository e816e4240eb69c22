"""How pages look where no screen is usual: on paper, in forced colours, in one long picture."""

from __future__ import annotations

import gzip

from playwright.sync_api import Locator, expect

from commands.site_inputs import gather_assets
from tests.browser.conftest import OpenVisit


def style(element: Locator, name: str) -> str:
    value: str = element.evaluate("(node, name) => getComputedStyle(node)[name]", name)
    return value


def test_the_style_that_every_page_loads_weighs_little() -> None:
    assert len(gzip.compress(gather_assets()["site.css"])) < 12 * 1024


def test_every_card_is_drawn_once_the_first_are(visit: OpenVisit) -> None:
    page = visit().open("mentors/")
    last = page.locator(".mm-card").last
    assert style(last, "contentVisibility") == "visible"
    page.get_by_label("Sort by").select_option("name")
    expect(page.locator("#announced")).not_to_be_empty()
    expect(page.locator(".mm-cards--new")).to_have_count(0)
    assert page.locator(".mm-card").count() == 50
    assert style(last, "contentVisibility") == "visible"


def test_of_a_long_list_of_options_only_those_in_sight_are_laid_out(visit: OpenVisit) -> None:
    page = visit().open("mentors/")
    page.locator('[data-facet="organisation"] summary').click()
    options = page.locator('[data-facet="organisation"]').get_by_role("checkbox")
    expect(options.first).to_be_visible()
    is_laid_out = "(node) => node.checkVisibility({ contentVisibilityAuto: true })"
    assert options.count() > 10  # those out of sight are there, for who hears or searches the page
    assert options.first.evaluate(is_laid_out)
    assert not options.last.evaluate(is_laid_out)
    finds = """([label]) => {
      getSelection().empty();
      window.find(label.firstChild.data.trim());
      return label.contains(getSelection().anchorNode);
    }"""
    assert options.last.evaluate("(node) => (" + finds + ")(node.labels)")
    page.evaluate("getSelection().empty()")
    options.nth(-2).focus()
    page.keyboard.press("Tab")
    expect(options.last).to_be_focused()
    expect(options.last).to_be_in_viewport()
    assert options.last.evaluate(is_laid_out)
    page.keyboard.press("Space")
    expect(page.locator("#chosen li")).to_have_count(2)


def test_nothing_is_white_on_white_on_paper(visit: OpenVisit) -> None:
    page = visit().open("mentors/?q=statistics")
    page.emulate_media(media="print")
    for sign in (page.locator(".mm-initials").first, page.locator(".mm-area--found").first):
        assert style(sign, "color") == "rgb(0, 0, 0)"
    for pressed in (page.locator("#find-mentor"), page.locator("#filters")):
        expect(pressed).to_be_hidden()
    page = visit().open("mentors/samuel-pepys/")
    wanted = page.get_by_role("link", name="I would like this mentor")
    expect(wanted).to_be_visible()
    page.emulate_media(media="print")
    expect(wanted).to_be_hidden()


def test_what_is_only_a_colour_keeps_an_edge_in_forced_colours(visit: OpenVisit) -> None:
    page = visit().open("mentors/?q=statistics")
    page.emulate_media(forced_colors="active")
    found, other = page.locator(".mm-area--found").first, page.locator(".mm-area").nth(1)
    for box in (found, other, page.locator(".mm-initials").first):
        assert style(box, "outlineStyle") == "solid"
        assert style(box, "outlineColor") not in {"transparent", "rgba(0, 0, 0, 0)"}
    assert style(found, "fontWeight") == "700"
    assert style(other, "fontWeight") == "400"


def test_no_word_of_a_table_is_broken_on_a_phone_where_it_has_the_room(visit: OpenVisit) -> None:
    page = visit(width=390).open("statistics/")
    wellbeing = page.get_by_role("table", name="Where every place was taken").get_by_text(
        "Wellbeing"
    )
    lines: int = wellbeing.evaluate("(node) => node.getClientRects().length")
    assert lines == 1


def test_the_answer_of_mentors_for_me_stands_apart_and_errors_are_as_wide_as_questions(
    visit: OpenVisit,
) -> None:
    page = visit().open("for-me/")
    expect(page.locator("#for-me[data-ready]")).to_be_attached()
    page.get_by_role("button", name="Show mentors for me").press("Enter")
    summary, question = page.locator(".govuk-error-summary"), page.locator(".mm-for-me__questions")
    errors, asked = summary.bounding_box(), question.last.bounding_box()
    assert errors is not None
    assert asked is not None
    assert errors["width"] == asked["width"]


def test_the_page_jumps_to_an_answer_and_does_not_glide(visit: OpenVisit) -> None:
    one = visit()
    one.address = one.address.replace("/demo/", "/large/")
    page = one.open("mentors/?sort=name")
    page.get_by_role("link", name="Page 2").click()
    expect(page.locator("#count")).to_be_focused()
    shown: float = page.locator("#count").evaluate("(node) => node.getBoundingClientRect().top")
    assert -1 < shown < 900
