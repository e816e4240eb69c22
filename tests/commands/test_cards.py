"""The card in a comment says what the card of the site says, in the same words."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from commands.cards import preview
from roster.model import Grade
from site_builder.language import ENGLISH
from site_builder.public_view import shows
from site_builder.rendering import Look
from tests.builders import TODAY, a_mentee, a_mentor, the_programme, with_settings
from tests.site_builder.building import shipped_templates

OFFERS = ("Leadership", "Statistics", "Policy design", "Public speaking", "Coaching", "Writing")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"profession": "Policy", "meets": ("remote", "in person"), "grade": Grade.SCS2},
        {"offers": OFFERS, "grade": Grade.G6},
        {"offers": OFFERS[:4], "about": "My own words."},
        {"seeks": ("Writing",)},
    ],
)
def test_a_comment_shows_the_words_of_the_card_on_the_site(given: dict[str, Any]) -> None:
    profile = a_mentor(**given)
    shown = shows(the_programme(), today=TODAY)(profile)
    assert shown is not None
    shared = {"settings": the_programme().settings, "area_slugs": {}, "assets": "", "home": "/"}
    look = Look(templates=shipped_templates(), shared=shared, language=ENGLISH)
    html = look.part("card")(shown.person).partition("mm-card__body")[2]
    told = preview(profile, the_programme(), today=TODAY)
    said = told.replace("\\", "").partition("\n\n")[2].replace("Can help with:", "")
    assert words(said) == words(unescape(re.sub("<[^>]*>", " ", html)).partition(">")[2])


def words(text: str) -> list[str]:
    return re.findall(r"[\w·()]+", text)


def test_a_grade_is_told_in_the_words_of_the_site() -> None:
    assert "> Grade 7, HM Treasury" in preview(a_mentor(), the_programme(), today=TODAY)


def test_what_the_site_does_not_show_is_not_previewed() -> None:
    for profile, why in (
        (a_mentee(), "only counts mentees"),
        (a_mentor(paused=True), "is paused"),
        (a_mentor(confirmed=date(2020, 1, 1)), "too long ago"),
    ):
        told = preview(profile, with_settings(expiry_months=12), today=TODAY)
        assert why in told
        assert "Leadership" not in told


def test_a_mentee_is_previewed_where_the_site_lists_mentees() -> None:
    told = preview(a_mentee(), with_settings(mentees="listed"), today=TODAY)
    assert "> Would like to develop: Leadership" in told


@pytest.mark.parametrize(
    ("names", "name"),
    [("full", "Ada Lovelace"), ("first name", "Ada"), ("initials", "A\\. L\\.")],
)
def test_a_card_says_as_much_of_a_name_as_the_site(names: str, name: str) -> None:
    told = preview(a_mentor(name="Ada Lovelace"), with_settings(names=names), today=TODAY)
    assert f"> **{name}**" in told
