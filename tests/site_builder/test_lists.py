"""Lists of mentors: complete, in pages, in order, and each leading to the others."""

import re
from html import unescape

import pytest

from site_builder.last_round import LastRound
from site_builder.pages import PEOPLE_A_PAGE
from tests.builders import a_mentee, a_mentor, the_programme
from tests.site_builder.building import (
    a_site,
    links_of,
    resolved,
    text_of,
    words_of,
)


def test_an_area_that_only_mentees_name_says_how_many_look_for_it() -> None:
    page = text_of(a_site(a_mentee(seeks=("Promotion",))), "areas/promotion/index.html")
    assert "Nobody offers this yet" in page
    assert "1 person is looking" in page


def test_the_page_of_areas_shows_supply_and_demand(site: dict[str, bytes]) -> None:
    said = words_of(text_of(site, "areas/index.html"))
    assert "Leadership 120 mentors Give people" in said
    assert "Promotion no mentor yet · 1 mentee" in said


def test_a_list_is_cut_into_pages_that_together_hold_everybody(site: dict[str, bytes]) -> None:
    pages = [text_of(site, f"mentors/{path}index.html") for path in ("", "page/2/", "page/3/")]
    found = [set(re.findall(r'href="[./]*mentors/(mentor-\d+)/"', page)) for page in pages]
    assert [len(each) for each in found] == [PEOPLE_A_PAGE, PEOPLE_A_PAGE, 20]
    assert len(set.union(*found)) == 120


@pytest.mark.parametrize("path", ["mentors/", "areas/leadership/", "grades/grade-7/", "names/m/"])
def test_each_page_of_a_list_leads_to_the_next_one_and_back(
    path: str, site: dict[str, bytes]
) -> None:
    page, seen = f"{path}index.html", list[str]()
    while page not in seen:
        seen.append(page)
        steps = dict(re.findall(r'href="([^"]*)" rel="(next|prev)"', text_of(site, page)))
        ways = {way: resolved(page, link) for link, way in steps.items()}
        assert ways.get("prev") == (seen[-2] if len(seen) > 1 else None)
        page = ways.get("next", page)
    assert seen == [f"{path}{each}index.html" for each in ("", "page/2/", "page/3/")]


def test_every_list_leads_to_the_other_ways_of_looking(site: dict[str, bytes]) -> None:
    ways = ("areas", "organisations", "grades", "professions", "regions", "names")
    lists = [
        page for page in site if page.endswith(".html") and page.startswith((*ways, "mentors/page"))
    ]
    assert len(lists) > 200
    for page in lists:
        led = {resolved(page, link) for link in links_of(text_of(site, page))}
        assert {f"{way}/index.html" for way in ways} <= led, page
        assert "mentors/index.html" in led


def test_everybody_stands_under_the_letter_that_their_name_begins_with() -> None:
    names = (
        *("Ada Lovelace", "Élie Halévy", "alan turing", "Ŵyn", "Ωmega", "7 of 9"),
        *("Ælfgifu", "Łukasz Nowak"),
    )
    site = a_site(*(a_mentor(f"m-{each}", name=name) for each, name in enumerate(names)))
    found = {
        re.sub("[^a-z0-9-]", "", page.removeprefix("names/").removesuffix("/index.html")): [
            unescape(name)
            for name in re.findall(r'mm-card__name"><a [^>]*>([^<]*)<', text_of(site, page))
        ]
        for page in site
        if page.startswith("names/") and page != "names/index.html"
    }
    assert found == {
        "a": ["Ada Lovelace", "Ælfgifu", "alan turing"],
        "e": ["Élie Halévy"],
        "l": ["Łukasz Nowak"],
        "w": ["Ŵyn"],
        "other": ["Ωmega"],
        "others": ["7 of 9"],
    }
    index = words_of(text_of(site, "names/index.html"))
    assert "Mentors by name Others 1 mentor A 3 mentors E 1 mentor L 1 mentor W 1 mentor Ω" in index


def test_the_heading_of_a_list_says_alone_what_it_lists(site: dict[str, bytes]) -> None:
    found = {
        path: words_of(heading[1])
        for path in ("names/m/index.html", "grades/grade-7/index.html", "regions/london/index.html")
        if (heading := re.search("<h1[^>]*>(.*?)</h1>", text_of(site, path)))
    }
    assert [*found.values()] == [
        *("Mentors by name M", "Mentors by grade Grade 7", "Mentors by region London")
    ]


def test_the_lists_by_name_lead_to_every_other_letter() -> None:
    site = a_site(a_mentor("ada-lovelace"), a_mentor("mary-somerville"), a_mentor("w", name="Ŵyn"))
    letters = r'<a href="\.\./\.\./names/([a-z]+)/"( aria-current="true")?>([A-Z])</a>'
    assert re.findall(letters, text_of(site, "names/m/index.html")) == [
        ("a", "", "A"),
        ("m", ' aria-current="true"', "M"),
        ("w", "", "W"),
    ]
    assert 'A to Z"' not in text_of(site, "grades/grade-7/index.html")


def test_who_has_no_room_is_said_so_and_stands_at_the_end_of_the_list() -> None:
    people = (a_mentor("ada-lovelace", offers=("Statistics",)), a_mentor("mary-somerville"))
    last = LastRound(mentees=0, placed=0, covered=0, tables=(), taken={"ada-lovelace": 1})
    site = a_site(*people, last_round=last)
    page = text_of(site, "mentors/index.html")
    assert page.index("Mary Somerville") < page.index("Ada Lovelace") < page.index("No room just")
    assert "1 mentor with room now" in page
    assert "1 more mentor has no room just now" in page
    assert "No room just now" in text_of(site, "mentors/ada-lovelace/index.html")
    assert "No room just now" not in text_of(site, "mentors/mary-somerville/index.html")


def test_others_who_help_with_the_same_have_room_and_share_most() -> None:
    both = ("Leadership", "Statistics")
    people = (
        a_mentor("asked", offers=both),
        a_mentor("full", offers=both),
        a_mentor("one-area", offers=("Statistics", "Promotion")),
        a_mentor("both-areas", offers=both),
        a_mentor("stranger", offers=("Promotion",)),
    )
    last = LastRound(mentees=0, placed=0, covered=0, tables=(), taken={"full": 1})
    site = a_site(*people, last_round=last)
    others = text_of(site, "mentors/asked/index.html").split("Others who help with the same")[1]
    assert re.findall(r'mm-card__name"><a [^>]*>([^<]*)<', others) == [
        *("Both Areas", "One Area", "Full")
    ]


def test_a_mentor_without_room_says_what_choosing_them_does_and_does_not_stand_for_all() -> None:
    people = [
        a_mentor("ada-lovelace", about="I like engines."),
        a_mentor("mary-somerville", about="I like the sea."),
    ]
    last = LastRound(mentees=0, placed=0, covered=0, tables=(), taken={"ada-lovelace": 1})
    site = a_site(*people, last_round=last)
    sentence = "They have no room just now. You can choose them all the same"
    assert sentence in text_of(site, "mentors/ada-lovelace/index.html")
    assert sentence not in text_of(site, "mentors/mary-somerville/index.html")
    some = text_of(site, "index.html").split("Some of the mentors")[1]
    assert "Mary Somerville" in some
    assert "Ada Lovelace" not in some


def test_one_mentor_alone_is_not_to_be_sorted() -> None:
    order = r'<div class="mm-sort[^>]*\bhidden>'
    assert re.search(order, text_of(a_site(a_mentor()), "mentors/index.html"))
    two = a_site(a_mentor("one"), a_mentor("two"))
    assert not re.search(order, text_of(two, "mentors/index.html"))


def test_the_page_of_organisations_shows_supply_demand_and_parents() -> None:
    page = text_of(
        a_site(
            a_mentor("one", organisation="Companies House"),
            a_mentor("two", organisation="Companies House"),
            a_mentee("three", organisation="Home Office"),
        ),
        "organisations/index.html",
    )
    rows = {
        re.sub("<[^>]+>", "", name).partition(" part of ")[0]: (int(mentors), int(mentees), name)
        for name, mentors, mentees in re.findall(
            r'scope="row"[^>]*>(.*?)</th><td[^>]*>(\d+)</td><td[^>]*>(\d+)</td>', page
        )
    }
    assert {name: row[:2] for name, row in rows.items()} == {
        "Companies House": (2, 0),
        "Home Office": (0, 1),
    }
    assert "part of Department for Business and Trade" in rows["Companies House"][2]
    assert "organisations/companies-house/" in rows["Companies House"][2]
    assert "<a " not in rows["Home Office"][2], "nobody there can be asked"


def test_the_list_of_an_organisation_leads_to_what_it_is_part_of_and_to_its_parts() -> None:
    site = a_site(
        a_mentor("one", organisation="HM Prison Service"),
        a_mentor("two", organisation="HM Prison and Probation Service"),
        a_mentor("three", organisation="Youth Custody Service"),
    )
    middle = text_of(site, "organisations/hm-prison-and-probation-service/index.html")
    below = text_of(site, "organisations/hm-prison-service/index.html")
    assert "Part of: Ministry of Justice" in words_of(middle), "which has no page of its own"
    _, parts = middle.split("Parts of HM Prison and Probation Service")
    assert re.findall(r'href="\.\./\.\./organisations/([^"/]+)/">([^<]+)</a>', parts) == [
        ("hm-prison-service", "HM Prison Service"),
        ("youth-custody-service", "Youth Custody Service"),
    ]
    assert 'organisations/hm-prison-and-probation-service/">HM Prison and' in below
    assert "Parts of" not in below
    assert "Part of" not in text_of(site, "grades/grade-7/index.html")


def test_what_an_organisation_belongs_to_is_told_as_a_list_of_any_length() -> None:
    name = "The Adjudicator’s Office"
    parents = the_programme().organisation_by_name[name].parents
    assert len(parents) == 3
    told = f"part of {parents[0]}, {parents[1]} and {parents[2]}"
    site = a_site(a_mentor("julia-emery", organisation=name))
    assert told in words_of(text_of(site, "organisations/index.html"))
    assert told in words_of(text_of(site, "mentors/julia-emery/index.html"))


def test_organisations_stand_in_the_order_of_an_index_wherever_the_programme_has_them() -> None:
    """The shipped list has Scottish and Welsh bodies, and those added by hand, after the others."""
    where = ("Natural History Museum", "Board of Longitude", "Transport Scotland", "HM Treasury")
    people = [
        a_mentor(f"mentor-{at}", organisation=organisation) for at, organisation in enumerate(where)
    ]
    page = a_site(*people)["organisations/index.html"].decode()
    places = [page.index(f">{name}</a>") for name in sorted(where)]
    assert places == sorted(places)
