"""What we need most: the page that an organiser shows to recruit mentors."""

from __future__ import annotations

import re

from site_builder.ledger_figures import LedgerFigures
from tests.builders import a_mentee, a_mentor
from tests.site_builder.building import A_ROUND, a_site, text_of, words_of

PAGE = "needed/index.html"


def areas_of(page: str) -> list[str]:
    return re.findall(r'class="mm-needed__name"><a [^>]*>([^<]*)<', page)


def test_areas_stand_in_order_of_how_many_have_no_place() -> None:
    site = a_site(
        a_mentor("one", offers=("Leadership",), capacity=1),
        a_mentor("two", offers=("Statistics",), capacity=5),
        *(a_mentee(f"m-{each}", seeks=("Leadership", "Statistics")) for each in range(4)),
        *(a_mentee(f"n-{each}", seeks=("Promotion",)) for each in range(2)),
    )
    page = text_of(site, PAGE)
    assert areas_of(page) == ["Leadership", "Promotion"]
    said = words_of(page)
    assert "Leadership 4 people seek help · 1 mentor can help · 1 place is free" in said
    assert "Promotion 2 people seek help · no mentor yet" in said
    assert "In 2 areas more people seek help than mentors have places." in said


def test_a_place_that_somebody_has_is_not_free() -> None:
    ledger = LedgerFigures(proposals=1, matches=0, taken={"mary-somerville": 9})
    people = [a_mentee(f"m-{each}") for each in range(3)]
    site = a_site(a_mentor(capacity=2), *people, ledger=ledger)
    assert "1 mentor can help · no place is free" in words_of(text_of(site, PAGE))


def test_each_area_leads_to_the_form_with_the_area_filled_in() -> None:
    page = text_of(a_site(a_mentee(seeks=("Public speaking",))), PAGE)
    assert 'href="../join/?offers=Public%20speaking"' in page


def test_where_nothing_is_missing_the_page_says_so() -> None:
    enough = text_of(a_site(a_mentor(), a_mentee()), PAGE)
    assert "In every area mentors have a place for each person who seeks help." in enough
    assert "Nobody seeks help yet" in text_of(a_site(a_mentor()), PAGE)
    assert "Nobody seeks help yet" in text_of(a_site(), PAGE)


def test_home_areas_and_statistics_lead_to_it() -> None:
    site = a_site(a_mentor(), a_mentee(seeks=("Promotion",)))
    for page in ("index.html", "areas/index.html", "statistics/index.html"):
        assert re.search(r'href="[./]*needed/"', text_of(site, page)), page


def test_an_area_without_a_mentor_is_not_told_that_it_has_no_places() -> None:
    said = words_of(text_of(a_site(a_mentee(), last_round=A_ROUND), PAGE))
    assert "Public speaking: 7 left out, 4 places" in said
    assert "Wellbeing: fewer than 5 left out, no mentor yet" in said


def test_a_directory_without_mentors_asks_for_the_first_and_offers_no_search() -> None:
    site = a_site(a_mentee())
    for path in ("index.html", "mentors/index.html"):
        page = text_of(site, path)
        assert "Nobody has offered help yet." in page
        assert "<form" not in page
        assert "scripts/mentors.js" not in page
    assert "<dl" not in text_of(a_site(), "index.html")
    assert "see the one mentor" in words_of(text_of(a_site(a_mentor()), "index.html"))
