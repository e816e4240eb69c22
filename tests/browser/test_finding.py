"""Finding a mentor: by words, by filters, by keyboard, without scripts, and back again."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from site_builder.words import GRADE_LABELS
from tests.browser.conftest import WIDTHS, OpenVisit
from tests.builders import REPOSITORY, the_programme

GRADES = list(GRADE_LABELS.values())


def names(page: Page) -> list[str]:
    # Not `all_inner_texts`: it leaves out what is not laid out yet, further down the page.
    return [each.strip() for each in page.locator(".mm-card__name").all_text_contents()]


def number_said(page: Page) -> int:
    return int(page.locator("#count").inner_text().split()[0])


def open_filters(page: Page, facet: str) -> None:
    show = page.get_by_role("button", name="Show filters")
    if show.is_visible():
        show.click()
    details = page.locator(f'[data-facet="{facet}"]')
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    expect(details.get_by_role("checkbox").first).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_page_answers_who_can_help_with_a_word_that_is_only_an_alias(
    visit: OpenVisit, width: int
) -> None:
    page = visit(width=width).open("")
    page.get_by_label("Who can help me with…").fill("imposter")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(
        "**/demo/mentors/?q=imposter".replace("**", page.url.split("/demo")[0])
    )
    expect(page.locator("#announced")).to_contain_text("found")
    cards = page.locator(".mm-card")
    assert cards.count() == number_said(page) > 0
    for card in cards.all():
        expect(card.locator(".mm-area--found").first).to_have_text("Confidence")


def test_results_follow_while_typing_and_names_come_first(visit: OpenVisit) -> None:
    page = visit().open("mentors/")
    page.get_by_label("Who can help me with…").press_sequentially("pep", delay=10)
    expect(page.locator(".mm-card__name").first).to_have_text("Samuel Pepys")


def test_a_mistyped_word_finds_the_nearest_one(visit: OpenVisit) -> None:
    page = visit().open("mentors/?q=statsitics")
    instead = "Nothing matches what you wrote. These are results for “statistics”."
    expect(page.locator("#results > p")).to_have_text(instead)
    number = number_said(page)
    assert number > 1
    expect(page.locator("#announced[role=status]")).to_have_text(
        f"{instead} {number} mentors found"
    )


def test_accents_and_apostrophes_need_not_be_typed(visit: OpenVisit) -> None:
    page = visit().open("mentors/?q=onolan")
    expect(page.locator("#announced")).to_have_text("1 mentor found")
    assert names(page) == ["Brian O’Nolan"]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_filter_narrows_the_list_and_the_counts_of_the_others(
    visit: OpenVisit, width: int
) -> None:
    page = visit(width=width).open("mentors/")
    everybody = number_said(page)
    open_filters(page, "region")
    box = page.get_by_label("London")
    promised = int(page.locator('label[for="region-london"] .mm-count').inner_text().strip("()"))
    box.check()
    expect(page.locator("#announced")).to_have_text(f"{promised} mentors found")
    assert 0 < promised < everybody
    assert all("London" in each for each in page.locator(".mm-card__where").all_text_contents())
    # Another region would widen the list, so its count stays; other facets count Londoners only.
    assert page.locator('label[for="region-scotland"] .mm-count').inner_text() != "(0)"
    page.locator('[data-facet="grade"] summary').click()
    expect(page.locator('[data-facet="grade"]').get_by_role("checkbox").last).to_be_attached()
    grades = page.locator('[data-facet="grade"] .mm-count').all_text_contents()
    assert sum(int(each.strip("()")) for each in grades) == promised


def test_chosen_filters_can_be_removed_one_by_one_and_all_at_once(visit: OpenVisit) -> None:
    page = visit().open("mentors/?region=london&meets=remote&q=writing")
    chosen = page.locator("#chosen")
    expect(chosen.get_by_role("link")).to_have_text(
        ["Remove filter: London", "Remove filter: remote", "Clear filters"]
    )
    open_filters(page, "region")
    expect(page.get_by_label("London")).to_be_checked()
    chosen.get_by_text("London").click()
    expect(page.get_by_label("London")).not_to_be_checked()
    assert page.url.endswith("?meets=remote&q=writing")
    expect(page.locator("#count")).to_be_focused()
    chosen.get_by_text("Clear filters").click()
    expect(chosen.get_by_role("link")).to_have_count(0)
    assert page.url.endswith("?q=writing")


def test_the_address_bar_holds_the_search_and_the_back_button_undoes_it(visit: OpenVisit) -> None:
    page = visit().open("mentors/")
    everybody = number_said(page)
    open_filters(page, "meets")
    page.get_by_label("in person").check()
    expect(page.locator("#announced")).to_contain_text("found")
    some = number_said(page)
    assert "meets=in-person" in page.url
    page.reload()
    expect(page.locator("#announced")).to_contain_text("found")
    assert number_said(page) == some
    page.go_back()
    expect(page.locator("#count")).to_contain_text(str(everybody))
    expect(page.get_by_label("in person")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#count")).to_contain_text(str(some))
    expect(page.get_by_label("in person")).to_be_checked()


def test_nothing_found_says_what_to_try(visit: OpenVisit) -> None:
    page = visit().open("mentors/?q=xyzzyplugh&region=london")
    expect(page.get_by_text("No mentor matches.")).to_be_visible()
    expect(page).to_have_title("xyzzyplugh: 0 mentors – Mentor Match demonstration")
    expect(page.get_by_text("remove a filter", exact=True)).to_be_visible()
    expect(page.get_by_text("There is nothing to choose from here.").first).to_be_visible()
    expect(page.get_by_label("Sort by")).to_be_hidden()
    page.get_by_role("link", name="look at all the areas and choose a nearby one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Areas")


def test_a_long_list_has_pages_with_and_without_a_search(visit: OpenVisit) -> None:
    one = visit()
    one.address = one.address.replace("/demo/", "/large/")
    page = one.open("mentors/")
    page.get_by_role("link", name="Page 2").click()
    expect(page.locator("#count")).to_have_text("120 mentors, page 2 of 3")
    assert page.url.endswith("/mentors/?page=2")
    assert names(page) == [f"Mentor {number:03}" for number in range(50, 100)]
    assert page.title() == "Find a mentor: 120 mentors, page 2 of 3 – Mentors – all of them"
    page.go_back()
    expect(page.locator(".mm-card__name").first).to_have_text("Mentor 000")


def test_everything_can_be_done_with_the_keyboard(visit: OpenVisit) -> None:
    page = visit().open("mentors/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Who can help me with…")).to_be_focused()
    page.keyboard.type("leadership")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_be_focused()
    expect(page.locator("#announced")).to_contain_text("found")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Sort by")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".mm-card__name a").first).to_be_focused()
    wanted = names(page)[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(wanted)


def test_the_filters_can_be_skipped(visit: OpenVisit) -> None:
    page = visit().open("mentors/?region=london")
    shown, title = names(page), page.title()
    page.get_by_role("link", name="Show mentors for me").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to results")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_be_focused()
    assert (names(page), page.title()) == (shown, title)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Sort by")).to_be_focused()


def test_a_facet_is_opened_and_ticked_with_the_keyboard(visit: OpenVisit) -> None:
    page = visit().open("mentors/")
    page.locator('[data-facet="region"] summary').focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-facet="region"]').get_by_role("checkbox").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#chosen li")).to_have_count(2)


def test_with_scripts_the_menu_of_a_telephone_opens_and_closes(visit: OpenVisit) -> None:
    page = visit(width=390).open("")
    link = page.get_by_role("link", name="Statistics")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(link).to_be_visible()


def test_the_samples_are_the_ones_that_these_tests_speak_of() -> None:
    assert (REPOSITORY / "profiles" / "samuel-pepys.yaml").is_file()


@pytest.mark.parametrize("width", WIDTHS)
def test_mentors_can_be_sorted_and_the_address_says_how(visit: OpenVisit, width: int) -> None:
    page = visit(width=width).open("mentors/?q=statistics")
    best = names(page)
    page.get_by_label("Sort by").select_option("Grade, most senior first")
    page.wait_for_url("**/mentors/?q=statistics&sort=grade")
    grades = [each.split(",")[0] for each in page.locator(".mm-card__role").all_text_contents()]
    seniority = [GRADES.index(each) for each in grades]
    assert seniority == sorted(seniority, reverse=True)
    assert len(set(seniority)) > 1
    assert sorted(names(page)) == sorted(best)
    page.get_by_label("Sort by").select_option("Name")
    page.wait_for_url("**/mentors/?q=statistics&sort=name")
    assert names(page) == sorted(best)
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Sort by")).to_have_value("best")
    expect(page.locator(".mm-card__name").first).to_have_text(best[0])


def test_an_area_that_nobody_offers_leads_to_the_nearby_ones(visit: OpenVisit) -> None:
    page = visit().open("mentors/")
    programme = the_programme()
    index = json.loads(page.request.get(page.url.replace("mentors/", "search-index.json")).text())
    offered = dict(zip(index["facets"]["area"]["names"], index["groups"], strict=True))
    missing = next(
        each.name
        for each in programme.areas
        if each.name not in offered and each.group in offered.values()
    )
    page.get_by_label("Who can help me with…").fill(missing)
    expect(page.get_by_text(f"Nobody offers “{missing}” yet. You could:")).to_be_visible()
    ask = page.get_by_role("link", name="ask for it in your profile all the same")
    assert str(ask.get_attribute("href")).endswith(f"join/?seeks={quote(missing)}")
    link = page.locator("#results .govuk-inset-text a").first
    said = link.inner_text()
    link.click()
    expect(page.locator("#announced")).to_contain_text("found")
    number = number_said(page)
    assert said.startswith("see the mentor who" if number == 1 else f"see the {number} mentors who")
    assert names(page)


def test_words_of_own_texts_are_fetched_only_where_they_are_needed(visit: OpenVisit) -> None:
    one = visit()
    fetched: list[str] = []
    one.page.on("request", lambda request: fetched.append(request.url))
    page = one.open("mentors/?grade=grade-7")
    assert number_said(page) > 1
    assert not [each for each in fetched if "search-texts" in each]
    with page.expect_response("**/search-texts/*.json"):
        page.get_by_label("Who can help me with…").fill("bernoulli")
    expect(page.locator(".mm-card__name")).to_have_text(["Ada Lovelace"])
    assert len([each for each in fetched if "search-texts" in each]) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_every_filter_gives_as_many_as_it_says_and_can_be_taken_back(
    visit: OpenVisit, width: int
) -> None:
    page = visit(width=width).open("mentors/")
    everybody = page.locator("#count").inner_text()
    for facet in ("area", "grade", "profession", "region", "meets", "room"):
        open_filters(page, facet)
        option = page.locator(f'[data-facet="{facet}"] .govuk-checkboxes__item:visible').last
        box = option.get_by_role("checkbox")
        promised = option.locator(".mm-count").inner_text().strip("()")
        box.press("Space")
        expect(page.locator("#chosen li")).to_have_count(2)
        expect(page.locator("#count")).to_contain_text(f"{promised} mentor")
        assert page.url.endswith(f"?{facet}={box.get_attribute('value')}")
        box.press("Space")
        expect(page.locator("#chosen li")).to_have_count(0)
        expect(page.locator("#count")).to_contain_text(everybody)


def test_a_long_filter_has_a_box_that_finds_an_option_by_any_of_its_names(
    visit: OpenVisit,
) -> None:
    page = visit().open("mentors/")
    open_filters(page, "organisation")
    facet = page.locator('[data-facet="organisation"]')
    options = facet.locator(".govuk-checkboxes__item:visible")
    everything = options.count()
    asked = page.get_by_role("searchbox", name=re.compile(r"^Find one of \d+ ?: Organisation$"))
    asked.press_sequentially("hmt")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("HM Treasury")
    expect(facet.get_by_role("status")).to_have_text("1 to choose from")
    assert page.url.endswith("/mentors/"), "what is typed there is no search for mentors"
    asked.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#announced")).to_contain_text("found")
    assert page.url.endswith("?organisation=hm-treasury")
    expect(options).to_have_count(1)
    steps = page.evaluate("history.length")
    asked.fill("zzz")
    asked.press("Enter")
    expect(facet.get_by_text("There is nothing to choose from here.")).to_be_visible()
    assert page.evaluate("history.length") == steps
    asked.fill("")
    expect(options).to_have_count(everything)
    open_filters(page, "region")
    assert page.locator('[data-facet="region"]').get_by_role("searchbox").count() == 0


def test_who_has_no_room_is_found_by_name_and_by_filter_alone(visit: OpenVisit) -> None:
    one = visit()
    one.address = one.address.replace("/demo/", "/large/")
    page = one.open("mentors/?q=full")
    expect(page.locator("#announced")).to_have_text("1 mentor found")
    expect(page.locator(".mm-full")).to_have_text("No room just now")
    page = one.open("mentors/?room=no-room-just-now")
    assert names(page) == ["Zuleika Full No room just now"]
    page.get_by_role("link", name="Clear filters").press("Enter")
    expect(page.locator("#count")).to_contain_text("120 mentors")


def test_an_address_holds_words_filters_order_and_page(visit: OpenVisit) -> None:
    one = visit()
    one.address = one.address.replace("/demo/", "/large/")
    page = one.open("mentors/?q=mentor&grade=grade-7&sort=name&page=3")
    expect(page.locator("#count")).to_have_text("120 mentors, page 3 of 3")
    expect(page.get_by_label("Sort by")).to_have_value("name")
    expect(page.get_by_label("Who can help me with…")).to_have_value("mentor")
    assert names(page)[0] == "Mentor 100"
    page.get_by_role("link", name="Previous page").press("Enter")
    expect(page.locator("#count")).to_have_text("120 mentors, page 2 of 3")
    assert page.url.endswith("?q=mentor&grade=grade-7&sort=name&page=2")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_organisation_is_chosen_with_all_that_belongs_to_it(
    visit: OpenVisit, width: int
) -> None:
    page = visit(width=width).open("mentors/")
    open_filters(page, "organisation")
    part = page.locator('[data-facet="organisation"] .mm-facet__part').first
    above = part.locator("xpath=preceding-sibling::*[not(contains(@class,'mm-facet__part'))][1]")
    promised = int(above.locator(".mm-count").inner_text().strip("()"))
    above.get_by_role("checkbox").check()
    expect(page.locator("#announced")).to_contain_text("found")
    assert number_said(page) == promised
    assert int(part.locator(".mm-count").inner_text().strip("()")) <= promised
