"""Answers as people type them come out one way, and nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.answers import entries_of, fields_from, tidy
from roster.form import LISTS, Field, form_of
from tests.builders import the_programme

FORM = form_of(the_programme())
WITH_COMMA = "Weather, sea and environment science"


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("name", "  Ada \t Lovelace ", "Ada Lovelace"),
        ("name", "None", "None"),
        ("meets", "remote, in person", ("remote", "in person")),
        ("meets", "remote;in person;", ("remote", "in person")),
        ("seeks", "- Leadership\n2. Policy\n* Tax", ("Leadership", "Policy", "Tax")),
        ("seeks", "Leadership, Leadership", ("Leadership",)),
        ("seeks", f"{WITH_COMMA}, Policy", (WITH_COMMA, "Policy")),
        ("seeks", "none", ()),
        ("seeks", " , ;\n", ()),
        ("choices", "@charles-babbage https://x", ("charles-babbage https://x",)),
        ("choices", "@Ada\nhttps://a.example/mentors/mary-somerville/", ("ada", "mary-somerville")),
        ("manager", "https://github.com/William-Farr", "william-farr"),
        ("manager", "n/a", ""), ("manager", "Nobody", ""), ("manager", "?", ""),
        ("manager", "nina", "nina"), ("about", "🙂", "🙂\n"),
        ("profession", "-", ""),
        ("profession", "Digital, Data and Technology", "Digital, Data and Technology"),
        ("about", "\r\n I am\r\n\r\nhere. \r\n", "I am\n\nhere.\n"),
        ("about", "   ", ""),
        ("capacity", " 2 ", "2"),
        ("offers", "underwater basket weaving", ("underwater basket weaving",)),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_one_form(key: str, typed: str, kept: str | tuple[str, ...]) -> None:
    assert tidy(FORM.by_key[key], typed) == kept


def test_fields_come_in_the_order_of_the_form_without_those_that_say_nothing() -> None:
    answers = {"region": "London", "name": "Ada", "about": "", "seeks": "Leadership"}
    assert list(fields_from(FORM, answers).items()) == [
        ("name", "Ada"),
        ("region", "London"),
        ("seeks", ("Leadership",)),
    ]


def test_entries_know_their_lines() -> None:
    entries = entries_of(FORM.by_key["seeks"], "Leadership, Policy\n\n- Statistics")
    assert [(each.text, each.line) for each in entries] == [
        ("Leadership", 0),
        ("Policy", 0),
        ("Statistics", 2),
    ]


def test_ten_thousand_commas_take_no_time() -> None:
    assert tidy(FORM.by_key["offers"], "a, b," * 10_000) == ("a", "b")


@given(st.sampled_from(FORM.fields), st.text())
def test_tidying_twice_changes_nothing(field: Field, typed: str) -> None:
    once = tidy(field, typed)
    joined = "\n".join(once) if field.kind in LISTS else once
    assert tidy(field, str(joined)) == once
