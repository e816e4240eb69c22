"""The files for other programs: people, areas, the feed of new mentors, the search description."""

from __future__ import annotations

import json
import re
from datetime import date
from xml.etree import ElementTree as Xml

import pytest
import yaml
from jsonschema import Draft202012Validator

from site_builder.last_round import LastRound
from tests.builders import REPOSITORY, a_mentee, a_mentor
from tests.site_builder.building import a_programme, a_site, links_of, text_of

ATOM = "{http://www.w3.org/2005/Atom}"


PEOPLE = (
    *(
        a_mentor(f"mentor-{day:02}", name=f"Mentor & <{day}>", confirmed=date(2026, 10, day))
        for day in range(1, 32)
    ),
    a_mentee(seeks=("Promotion",)),
)


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    return a_site(*PEOPLE)


def feed_of(site: dict[str, bytes]) -> Xml.Element:
    return Xml.fromstring(site["mentors.atom"])  # noqa: S314 -- made by ourselves just now


def test_the_feed_holds_who_confirmed_last_and_escapes_what_they_wrote(
    site: dict[str, bytes],
) -> None:
    feed = feed_of(site)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 30
    assert entries[0].findtext(f"{ATOM}title") == "Mentor & <31>"
    assert entries[0].findtext(f"{ATOM}updated") == "2026-10-31T00:00:00Z"
    assert feed.findtext(f"{ATOM}updated") == "2026-10-31T00:00:00Z"
    last = entries[-1].findtext(f"{ATOM}id")
    assert last == "https://mentor-match.example/mentors/mentor-02/"


def test_every_page_leads_to_the_feed_and_the_data(site: dict[str, bytes]) -> None:
    for path in ("index.html", "mentors/mentor-01/index.html", "404.html"):
        footer = text_of(site, path).split("<footer")[1]
        for file in ("mentors.atom", "people.json"):
            assert file in {link.rsplit("/", 1)[-1] for link in links_of(footer)}


def test_an_empty_feed_is_still_a_feed() -> None:
    assert feed_of(a_site()).findall(f"{ATOM}entry") == []


def test_every_area_says_who_offers_and_who_seeks_it(site: dict[str, bytes]) -> None:
    areas = json.loads(site["areas.json"])["areas"]
    by_name = {each["name"]: each for each in areas}
    assert (by_name["Leadership"]["offered"], by_name["Leadership"]["sought"]) == (31, 0)
    assert (by_name["Promotion"]["offered"], by_name["Promotion"]["sought"]) == (0, 1)
    for area in areas:
        page = area["page"].removeprefix("https://mentor-match.example/")
        assert f"{page}index.html" in site


def test_who_has_no_room_is_told_to_other_programs_too() -> None:
    last = LastRound(mentees=0, placed=0, covered=0, tables=(), taken={"ada-lovelace": 1})
    site = a_site(a_mentor("ada-lovelace"), a_mentor("mary-somerville"), last_round=last)
    mentors = json.loads(site["people.json"])["mentors"]
    assert {each["login"]: each["has_room"] for each in mentors} == {
        "ada-lovelace": False,
        "mary-somerville": True,
    }


def addresses(file: bytes) -> list[str]:
    found = [each.text for each in Xml.fromstring(file).iter() if each.text]  # noqa: S314 -- as above
    return [each for each in found if each.strip()]


def test_the_map_of_the_site_names_each_page_once_by_its_whole_address(
    site: dict[str, bytes],
) -> None:
    named = addresses(site["sitemap.xml"])
    told = {
        path: re.findall('<link rel="canonical" href="([^"]+)">', text_of(site, path))
        for path in site
        if path.endswith(".html") and "/page/" not in path
    }
    assert told.pop("404.html") == []
    assert sorted(named) == sorted(address for (address,) in told.values())
    assert named[0] == "https://mentor-match.example/"


def test_a_map_that_would_be_too_long_is_cut_and_names_its_parts(
    site: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = addresses(site["sitemap.xml"])
    monkeypatch.setattr("site_builder.site._MOST_IN_A_MAP", len(whole) - 1)
    cut = a_site(*PEOPLE)
    parts = [f"sitemap-{number}.xml" for number in (1, 2)]
    assert addresses(cut["sitemap.xml"]) == [
        f"https://mentor-match.example/{each}" for each in parts
    ]
    assert [addresses(cut[each]) for each in parts] == [whole[:-1], whole[-1:]]
    assert not {*parts} & site.keys()


def test_a_browser_can_search_the_site_from_its_address_bar(site: dict[str, bytes]) -> None:
    description = Xml.fromstring(site["opensearch.xml"])  # noqa: S314 -- our own
    url = description.find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url is not None
    assert url.get("template") == "https://mentor-match.example/mentors/?q={searchTerms}"
    assert 'href="../opensearch.xml"' in text_of(site, "mentors/index.html")


@pytest.mark.parametrize("name", ["people.json", "areas.json"])
def test_the_shape_of_each_file_is_told_key_by_key(site: dict[str, bytes], name: str) -> None:
    told = (REPOSITORY / "docs" / "open-data.md").read_text("utf-8")
    content = json.loads(site[name])
    (rows,) = (value for value in content.values() if isinstance(value, list))
    for key in (*content, *rows[0]):
        assert f"`{key}`" in told, key


def test_editors_find_the_shape_of_a_profile_where_the_template_says() -> None:
    where = "https://mentors.example/ours/"
    made = a_site(programme=a_programme(site=where))
    schema = json.loads(made["profile.schema.json"])
    assert schema["$id"] == f"{where}profile.schema.json"
    template = f"# yaml-language-server: $schema={schema['$id']}\n"
    assert template in made["join/index.html"].decode()
    validator = Draft202012Validator(schema)
    for file in sorted((REPOSITORY / "profiles").glob("*.yaml")):
        read = yaml.safe_load(file.read_text("utf-8"))
        read["confirmed"] = str(read["confirmed"])  # YAML 1.2, as editors read it, knows no days
        assert list(validator.iter_errors(read)) == []
    read["capacity"] = 9
    assert list(validator.iter_errors(read)) != []
