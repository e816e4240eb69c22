from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from datetime import date
from html import unescape

import pytest
from jinja2 import TemplateError

from roster.checking import check_file
from site_builder.pages import PEOPLE_A_PAGE
from site_builder.rendering import way_to_root
from tests.builders import REPOSITORY, TODAY, a_mentee, a_mentor, the_programme, with_settings
from tests.site_builder.building import (
    a_programme,
    a_site,
    index_in,
    links_of,
    resolved,
    shipped_templates,
    text_of,
    words_of,
)

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def is_there(site: Mapping[str, bytes], page: str, link: str) -> bool:
    """Whether a link inside the site leads to a file, and to a part of it that exists."""
    file = page if link.startswith("#") else resolved(page, link)
    part = link.partition("#")[2]
    return file in site and (not part or f'id="{part}"'.encode() in site[file])


def test_every_kind_of_page_exists(site: dict[str, bytes]) -> None:
    for path in (
        "", "mentors/", "mentors/mentor-1/", "mentors/page/2/", "areas/", "areas/leadership/",
        "areas/leadership/page/3/", "organisations/", "organisations/hm-treasury/",
        "grades/grade-7/", "regions/london/", "professions/", "names/", "names/m/page/3/",
        "statistics/", "needed/", "join/", "privacy/", "accessibility/",
    ):  # fmt: skip
        assert f"{path}index.html" in site
    assert {"404.html", "robots.txt", "sitemap.xml", "people.json", "search-index.json"} <= set(
        site
    )


def test_every_link_inside_the_site_leads_to_something(site: dict[str, bytes]) -> None:
    own = the_programme().settings.site
    inside = {
        (page, link)
        for page, data in site.items()
        if page.endswith((".html", ".atom", ".xml")) and page != "404.html"
        for link in links_of(data.decode())
        if link.startswith(own) or "://" not in link
    }
    assert len(inside) > 1000
    assert [(page, link) for page, link in inside if not is_there(site, page, link)] == []


def test_no_link_depends_on_where_the_site_is_published(site: dict[str, bytes]) -> None:
    elsewhere = a_site(
        *(a_mentor(f"mentor-{each}", about="I *like* it.") for each in range(120)),
        a_mentee(seeks=("Promotion",)),
        programme=a_programme(site="https://example.github.io/mentor-match/"),
    )
    for page in ("index.html", "mentors/mentor-1/index.html", "areas/leadership/index.html"):
        assert not [link for link in links_of(text_of(elsewhere, page)) if link.startswith("/")]
        without_address = [
            re.sub(
                rb'<link rel="canonical"[^>]*>\n|<meta (?:property="og|name="tw)[^>]*>\n', b"", it
            )
            for it in (site[page], elsewhere[page])
        ]
        assert without_address[0] == without_address[1]


def told_elsewhere(page: str) -> dict[str, str]:
    """What a page tells sites that show a link to it."""
    found = re.findall(r'<meta (?:property="og:|name="twitter:)([\w:]+)" content="([^"]*)">', page)
    return {key: unescape(value) for key, value in found}


def test_a_link_to_a_page_is_shown_elsewhere_with_its_title_its_words_and_a_picture() -> None:
    programme = a_programme(site="https://example.github.io/mentor-match/")
    site = a_site(a_mentor(name='Ada "&" Mary'), programme=programme)
    told = told_elsewhere(text_of(site, "mentors/mary-somerville/index.html"))
    assert told["title"] == 'Ada "&" Mary'
    assert told["description"].startswith('Ada "&" Mary, Grade 7 at HM Treasury, can help')
    assert told["url"] == "https://example.github.io/mentor-match/mentors/mary-somerville/"
    assert told["image"].removeprefix("https://example.github.io/mentor-match/") in site
    assert told["card"] == "summary_large_image"
    every = {page for page in site if page.endswith(".html")}
    assert {page for page in every if "image" in told_elsewhere(text_of(site, page))} == every
    assert "url" not in told_elsewhere(text_of(site, "404.html"))


def test_where_the_address_is_but_an_example_no_picture_is_named() -> None:
    told = told_elsewhere(text_of(a_site(a_mentor()), "mentors/mary-somerville/index.html"))
    assert told["title"] == "Mary Somerville"
    assert not {"url", "image", "card"} & set(told)


def test_the_picture_that_is_shipped_has_the_size_that_pages_tell() -> None:
    data = (REPOSITORY / "templates/site/images/card.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (1200, 630)
    assert len(data) < 30_000


def test_the_page_for_lost_visitors_knows_the_path_of_the_site() -> None:
    site = a_site(programme=a_programme(site="https://example.github.io/mentor-match/"))
    links = links_of(text_of(site, "404.html"))
    assert "/mentor-match/mentors/" in links
    assert not [link for link in links if link.startswith(".")]


def test_each_page_has_one_heading_a_language_landmarks_and_a_title(site: dict[str, bytes]) -> None:
    titles = []
    for page, data in site.items():
        if page.endswith(".html"):
            text = data.decode()
            assert text.count("<h1") == 1, page
            assert text.count("<main") == 1, page
            assert '<html lang="en"' in text
            assert 'href="#main-content"' in text
            titles += re.findall(r"<title>(.*) – Mentor Match demonstration</title>", text)
    assert len(titles) == len(set(titles)) == sum(page.endswith(".html") for page in site)


def test_pages_hold_no_inline_script_or_style_and_say_so_to_the_browser(
    site: dict[str, bytes],
) -> None:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'"
    )
    for page, data in site.items():
        if page.endswith(".html"):
            text = data.decode()
            told = re.findall('<meta http-equiv="Content-Security-Policy" content="([^"]+)">', text)
            assert [each.replace(" https://api.github.com", "") for each in told] == [policy]
            assert (" https://api.github.com" in told[0]) == (page == "join/index.html")
            assert '<meta name="referrer" content="no-referrer">' in text
            leaving = re.findall(r'<a\b[^>]*href="https?:[^>]*>', text)
            assert [each for each in leaving if "noopener" not in each] == []
            assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text), page


def test_no_address_appears_in_any_file(site: dict[str, bytes]) -> None:
    assert {page: ADDRESS.findall(data.decode()) for page, data in site.items()} == {
        page: [] for page in site
    }


def test_a_programme_without_people_has_a_whole_site() -> None:
    site = a_site()
    assert "Nobody has offered help yet" in text_of(site, "mentors/index.html")
    assert "Nobody has joined yet" in text_of(site, "statistics/index.html")
    assert "Nobody offers this yet" in text_of(site, "areas/leadership/index.html")
    assert json.loads(site["people.json"])["mentors"] == []
    for page, data in site.items():
        if page.endswith(".html") and page != "404.html":
            for link in links_of(data.decode()):
                if not link.startswith(("https:", "#")):
                    assert resolved(page, link) in site, f"{page}: {link}"


def test_a_login_named_page_keeps_its_own_page() -> None:
    people = [a_mentor(f"mentor-{each}") for each in range(PEOPLE_A_PAGE + 1)]
    site = a_site(a_mentor("page", name="Page One"), *people)
    assert "Page One" in text_of(site, "mentors/page/index.html")
    assert "mentors/page/2/index.html" in site


def test_names_are_escaped_wherever_they_appear() -> None:
    hostile = '<b onclick="x">&\'"{{ 7*7 }}'
    site = a_site(a_mentor(name=hostile, about=hostile))
    for page, data in site.items():
        if page.endswith(".html"):
            assert b"<b onclick" not in data, page
    assert "{{ 7*7 }}" in text_of(site, "mentors/mary-somerville/index.html")
    assert index_in(site)["names"]["first"]["rare"] == "<b "


def test_a_programme_can_replace_one_template() -> None:
    own = (
        '{% extends "site/layout.html.jinja" %}{% block title %}Ours{% endblock %}'
        "{% block main %}<h1>Our own words</h1>{% endblock %}"
    )
    site = a_site(templates={"site/privacy.html.jinja": own})
    assert "Our own words" in text_of(site, "privacy/index.html")
    assert "Find a mentor" in text_of(site, "index.html")


def test_no_template_can_show_own_words_on_a_brief_card() -> None:
    """Lists of brief cards are not made anew for somebody's words: see `Cards.of`."""
    shipped = shipped_templates()["site/parts.html.jinja"]
    own = shipped.replace(
        '<p class="mm-card__where">', "{% if person.about %}Words{% endif %}<p>", 1
    )
    site = a_site(a_mentor(about="I like maps.\n"), templates={"site/parts.html.jinja": own})
    assert b"Words" in site["areas/leadership/index.html"]
    assert b"Words" not in site["mentors/index.html"]


def test_a_value_that_a_template_misspells_is_an_error() -> None:
    with pytest.raises(TemplateError):
        a_site(templates={"site/privacy.html.jinja": "{{ settings.programe }}"})


def test_the_template_for_a_profile_passes_the_door_once_its_capitals_are_filled_in() -> None:
    page = text_of(a_site(), "join/index.html")
    found = re.search(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    assert found
    text = found[1].replace("&#39;", "'").replace("&#34;", '"')
    filled = text.replace("YOUR-LOGIN", "ada-lovelace").replace(
        "YOUR-WORK-ADDRESS", "ada.lovelace@analysis.gov.example"
    )
    path = "profiles/ada-lovelace.yaml"
    checked = check_file(filled.encode(), path=path, programme=the_programme(), today=TODAY)
    assert [(each.rule, each.field) for each in checked.problems] == [("field-date", "confirmed")]
    filled = filled.replace("YYYY-MM-DD", str(TODAY))
    checked = check_file(filled.encode(), path=path, programme=the_programme(), today=TODAY)
    assert checked.problems == ()
    assert checked.profile is not None


def test_the_way_in_opens_githubs_editor_where_the_programme_has_a_repository() -> None:
    with_one = text_of(a_site(programme=a_programme(repository="gov/mentors")), "join/index.html")
    assert (
        "https://github.com/gov/mentors/new/main?filename=profiles/YOUR-LOGIN.yaml&amp;value="
        in with_one
    )
    assert "github.com/OWNER" not in text_of(a_site(), "join/index.html")


def test_the_strip_stands_only_over_a_demonstration() -> None:
    assert "historical public servants" in text_of(a_site(), "index.html")
    real = a_site(programme=a_programme(is_demonstration=False))
    assert "historical public servants" not in text_of(real, "index.html")


def test_the_index_and_the_public_data_say_the_same_as_the_pages() -> None:
    site = a_site(
        a_mentor("mary-somerville", profession="Statistics", meets=("remote", "in person"))
    )
    index = index_in(site)
    facets = index["facets"]
    assert facets["area"]["names"] == ["Leadership"]
    assert facets["area"]["sets"] == [[0]]
    assert facets["organisation"]["names"] == ["HM Treasury"]
    assert [part["rare"] for part in index["names"].values()] == ["Mary ", "Somerville"]
    assert (index["logins"]["ways"], index["logins"]["rests"]) == ([""], "")
    assert "leading" in index["aliases"]["area"][0]
    entry = json.loads(site["people.json"])["mentors"][0]
    assert entry["grade"] == "G7"
    assert entry["page"].endswith("/mentors/mary-somerville/")


@pytest.mark.parametrize(
    ("path", "way"),
    [("", "./"), ("mentors/", "../"), ("mentors/ada/", "../../"), ("mentors/page/2/", "../../../")],
)
def test_the_way_to_the_first_page_is_relative(path: str, way: str) -> None:
    assert way_to_root(path) == way


@pytest.mark.parametrize(
    ("given", "said", "unsaid"),
    [
        ({}, "plain text in your profile", "is sealed before it is sent"),
        ({"email_storage": "sealed"}, "is sealed before it is sent", "plain text in your profile"),
        ({"email_proof": "required"}, "a code is mailed to it", "is sealed before it is sent"),
        ({"email_proof": "off"}, "How to leave", "a code is mailed to it"),
    ],
)
def test_the_privacy_page_says_how_this_programme_keeps_addresses(
    given: dict[str, str], said: str, unsaid: str
) -> None:
    page = text_of(a_site(programme=with_settings(**given)), "privacy/index.html")
    assert said in page
    assert unsaid not in page


def test_the_page_on_accessibility_says_whom_to_tell_and_who_enforces_it() -> None:
    page = text_of(a_site(programme=with_settings(contact="the desk")), "accessibility/index.html")
    assert "what got in the way: the desk." in page
    for address in ("https://www.equalityadvisoryservice.com/", "https://www.equalityni.org/"):
        assert f'href="{address}"' in page


def test_the_page_of_a_mentor_tells_all_that_the_public_may_know() -> None:
    mentor = a_mentor(
        organisation="Companies House",
        profession="Economics",
        region="Wales",
        meets=("remote", "in person"),
        offers=("Leadership", "Statistics"),
        capacity=3,
        about="I measure the *sea*.",
        confirmed=date(2026, 5, 31),
    )
    page = text_of(a_site(mentor), "mentors/mary-somerville/index.html")
    said = words_of(page.split("<main")[1].split("</main")[0])
    for fact in (
        "Mary Somerville Grade 7, Companies House",
        "I measure the sea .",
        "Grade Grade 7 Organisation Companies House part of Department for Business and Trade",
        "Profession Economics Region Wales Meets Remote and in person",
        "Takes Up to 3 mentees at a time Has room now Confirmed May 2026",
        "choices: [mary-somerville]",
    ):
        assert fact in said
    for area in mentor.offers:
        assert f'href="../../areas/{area.lower()}/">{area}</a>' in page
    assert 'href="../../join/?choices=mary-somerville">I would like this mentor</a>' in page


def test_who_is_in_already_chooses_a_mentor_by_the_form_that_changes_a_profile() -> None:
    site = a_site(a_mentor(), programme=a_programme(repository="gov/mentors"))
    page = text_of(site, "mentors/mary-somerville/index.html")
    link = (
        "https://github.com/gov/mentors/issues/new?template=change.yml&amp;choices=mary-somerville"
    )
    assert f'href="{link}"' in page
    form = (REPOSITORY / ".github/ISSUE_TEMPLATE/change.yml").read_text("utf-8")
    assert "id: choices" in form, "GitHub fills in by the ids of the form"
    assert "change.yml" not in text_of(a_site(a_mentor()), "mentors/mary-somerville/index.html")
