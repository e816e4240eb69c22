from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import fields

from site_builder.public_view import Person, public_view
from site_builder.words import shown_name
from tests.builders import TODAY, a_mentee, a_mentor, a_person, a_roster, the_programme
from tests.node import function_of_script
from tests.site_builder.building import a_programme, a_site, all_text


def names(*people: object) -> list[str]:
    return [each.name for each in people if isinstance(each, Person)]


def test_a_person_as_shown_has_no_place_for_an_address_or_for_choices() -> None:
    shown = {each.name for each in fields(Person)}
    assert not shown & {"email", "choices", "github_id", "paused"}


def test_no_address_of_a_thousand_people_appears_anywhere_in_the_site() -> None:
    areas = [each.name for each in the_programme().areas]
    people = [
        a_person(
            f"person-{number}",
            email=f"canary{number}@hidden.gov.example",
            offers=(areas[number % len(areas)],) if number % 3 else (),
            seeks=("Promotion",) if number % 2 else (),
            about=f"Write to canary{number}@hidden.gov.example, *or* CANARY＠hidden.gov.example.",
            paused=number % 7 == 0,
        )
        for number in range(1_000)
    ]
    text = all_text(a_site(*people, programme=a_programme(mentees="listed"))).casefold()
    assert "person-998" in text
    assert "canary" not in text
    assert "hidden.gov.example" not in text


def test_an_address_that_somebody_wrote_into_their_own_words_is_taken_out() -> None:
    about = "Write to canary.one@hidden.gov.example or <canary.two@hidden.gov.example>!"
    text = all_text(a_site(a_mentor(about=about)))
    assert "canary" not in text
    assert "(address removed)" in text


def test_mentees_are_counted_and_not_named() -> None:
    view = public_view(a_roster(a_mentor(), a_mentee()), the_programme(), today=TODAY)
    assert view.mentees == ()
    assert view.statistics.mentees == 1
    assert "Robert Burns" not in all_text(a_site(a_mentor(), a_mentee()))


def test_what_a_mentor_would_like_to_develop_is_hidden_where_mentees_are_counted() -> None:
    person = public_view(
        a_roster(a_mentor(seeks=("Promotion",))), the_programme(), today=TODAY
    ).mentors[0]
    assert person.seeks == ()


def test_mentees_are_listed_where_the_programme_says_so() -> None:
    site = a_site(a_mentee(), programme=a_programme(mentees="listed"))
    assert "Robert Burns" in site["mentees/index.html"].decode()


def test_choices_appear_nowhere() -> None:
    chooser = a_mentee("robert-burns", choices=("mary-somerville",))
    with_choice = a_site(a_mentor(), chooser)
    without = a_site(a_mentor(), a_mentee("robert-burns"))
    assert with_choice == without


def test_a_paused_person_is_neither_shown_nor_counted() -> None:
    view = public_view(a_roster(a_mentor(paused=True)), the_programme(), today=TODAY)
    assert view.mentors == ()
    assert view.statistics.people == 0


def test_a_profile_is_hidden_once_its_confirmation_is_too_old() -> None:
    programme = a_programme(expiry_months=12)
    old, fresh = date(2025, 11, 22), date(2025, 11, 23)
    people = a_roster(a_mentor("old-one", confirmed=old), a_mentor("new-one", confirmed=fresh))
    assert names(*public_view(people, programme, today=TODAY).mentors) == ["New One"]


def test_profiles_never_expire_where_the_programme_says_never() -> None:
    people = a_roster(a_mentor(confirmed=date(1843, 9, 1)))
    assert len(public_view(people, the_programme(), today=TODAY).mentors) == 1


def test_mentors_are_in_the_order_of_their_names_accents_aside() -> None:
    people = a_roster(
        a_mentor("a", name="Zoë Baird"),
        a_mentor("b", name="Émile Picard"),
        a_mentor("c", name="Fanny Burney"),
    )
    mentors = public_view(people, the_programme(), today=TODAY).mentors
    assert names(*mentors) == ["Émile Picard", "Fanny Burney", "Zoë Baird"]


@pytest.mark.parametrize(
    ("how", "shown"),
    [("first name", "Zebedee"), ("initials", "Z. Q."), ("full", "Zebedee Quillfeather")],
)
def test_no_output_shows_more_of_a_name_than_the_programme_wants(how: str, shown: str) -> None:
    people = [
        a_mentor("person-1", name="Zebedee Quillfeather", about="I like *it*."),
        a_mentee("person-2", name="Zebedee Quillfeather", choices=("person-1",)),
    ]
    site = a_site(*people, programme=a_programme(names=how, mentees="listed"))
    text = all_text(site)
    hidden = {"Zebedee", "Quillfeather"} - set(shown.split())
    assert [each for each in hidden if each in text] == []
    for path in (
        "mentors/person-1/index.html",
        "mentees/index.html",
        "people.json",
        "mentors.atom",
    ):
        assert shown in site[path].decode(), path


@pytest.mark.parametrize("how", ["full", "first name", "initials"])
def test_the_preview_on_the_join_page_shows_a_name_as_the_directory_does(how: str) -> None:
    names = ["Ada Lovelace", "Plato", "Ève  de la Tour", "李 明"]
    with function_of_script("join/card.js", "shownName") as shown_in_browser:
        found = [shown_in_browser(each, how) for each in names]
    assert found == [shown_name(each, how) for each in names]
