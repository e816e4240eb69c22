"""What is written canonically reads as the same profile, by this door and by plain YAML."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from roster.checking import check_file
from roster.model import Grade, Profile
from roster.reading import read_document
from roster.writing import write_fields, write_profile
from tests.builders import TODAY, a_mentor, a_person, the_programme

VISIBLE = st.characters(
    codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\ufeff"
)


def read_again(profile: Profile) -> Profile | None:
    checked = check_file(
        write_profile(profile),
        path=f"profiles/{profile.github}.yaml",
        programme=the_programme(),
        today=TODAY,
    )
    assert checked.problems == ()
    return checked.profile


@given(
    about=st.none()
    | st.text("abc #:-|>'\"\n[]{}&*!\\\t", min_size=1, max_size=60).filter(str.strip),
    capacity=st.integers(1, 5),
    is_paused=st.booleans(),
    grade=st.sampled_from(Grade),
    confirmed=st.dates(date(2020, 1, 1), TODAY),
)
def test_reading_what_was_written_gives_the_same_profile(
    about: str | None, capacity: int, is_paused: bool, grade: Grade, confirmed: date
) -> None:
    profile = a_mentor(
        about=about, capacity=capacity, paused=is_paused, grade=grade, confirmed=confirmed
    )
    assert read_again(profile) == profile


@pytest.mark.parametrize(
    "about",
    [
        'both "quotes" and \'these\'', "back\\slash 'and'", 'C:\\new "x" it\'s\n\nend ',
        "tab\there\nand there", " leading\nspace", "one\n\ntwo\n", "ends with spaces  \nx",
        "'", '"', "\\'", "a: b\nc: d", "# no comment\n# at all", "\nstarts empty", "a\n\n",
    ],
)  # fmt: skip
def test_texts_that_need_care_survive(about: str) -> None:
    profile = a_mentor(about=about)
    assert read_again(profile) == profile


def test_every_field_survives() -> None:
    profile = a_person(
        "standish-ogrady",
        name="Standish O’Grady-Núñez",
        organisation="Government Actuary's Department",
        profession="Digital, Data and Technology",
        meets=("remote", "in person"),
        offers=("Statistics", "Leadership"),
        capacity=3,
        seeks=("Public speaking",),
        choices=("mary-somerville",),
        widest_gap=4,
        manager="charles-babbage",
        about="First line: with a colon.\n\n* item\n  deeper\n",
        paused=True,
    )
    assert read_again(profile) == profile


@given(st.text(VISIBLE, min_size=1, max_size=40))
def test_any_text_is_the_same_to_us_and_to_any_reader_of_yaml(text: str) -> None:
    data = write_fields({"name": text, "offers": (text, text + "x")})
    document = read_document(data, path="it").document
    if document is not None:  # else it held a character that the door refuses anywhere
        assert document.values == {"name": text, "offers": [text, text + "x"]}
        assert yaml.safe_load(data) == {"name": text, "offers": [text, text + "x"]}


def test_words_that_yaml_would_change_are_quoted() -> None:
    for word in ("No", "yes", "null", "~", "1.10", "22:30", "2026-11-01", "0x1F", "=", "<<"):
        assert yaml.safe_load(write_fields({"name": word})) == {"name": word}
