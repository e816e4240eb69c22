"""Controlled words resolve exactly or say what was meant; they never guess."""

from __future__ import annotations

import pytest

from roster.words import Vocabulary, doubled_spellings, fold

ORGANISATIONS = Vocabulary(
    aliases={
        "HM Revenue & Customs": ("HMRC", "the taxman"),
        "Government Actuary's Department": ("GAD",),
        "The National Archives": ("TNA",),
    }
)


@pytest.mark.parametrize(
    "typed",
    [
        "HM Revenue & Customs",
        "hm revenue and customs",
        "HMRC",
        "hmrc",
        " HM  REVENUE & CUSTOMS ",
        "Taxman",
    ],
)
def test_a_name_is_understood_without_regard_to_case_spacing_or_alias(typed: str) -> None:
    assert ORGANISATIONS.resolve(typed) == "HM Revenue & Customs"


def test_both_apostrophes_and_a_leading_the_do_not_count() -> None:
    assert ORGANISATIONS.resolve("government actuary’s department") == (
        "Government Actuary's Department"
    )
    assert ORGANISATIONS.resolve("National Archives") == "The National Archives"


def test_a_near_miss_is_not_resolved_but_named() -> None:
    assert ORGANISATIONS.resolve("HM Revenu and Custom") is None
    assert ORGANISATIONS.nearest("HM Revenu and Custom") == ("HM Revenue & Customs",)
    assert ORGANISATIONS.nearest("zzzz") == ()


def test_words_are_compared_from_three_letters_on() -> None:
    words = Vocabulary(aliases={"Tax": (), "Taxes": ()})
    assert words.nearest("Tix") == ("Tax",)
    assert words.nearest("Ta") == ()


def test_a_spelling_that_two_names_claim_is_asked_and_not_guessed() -> None:
    grades = Vocabulary(aliases={"SEO": ("C1",), "G7": ("C1",)})
    assert grades.resolve("C1") is None
    assert grades.nearest("C1") == ("SEO", "G7")


def test_a_very_long_spelling_costs_nothing() -> None:
    assert ORGANISATIONS.nearest("x" * 100_000) == ()


def test_doubled_spellings_are_found() -> None:
    assert doubled_spellings({"A": ("x",), "B": ("X",)}) == (("X", "A", "B"),)


def test_folding_twice_changes_nothing() -> None:
    for text in ("The Ñ & co", "  a--b_c ", "Ⅷ", "the"):
        assert fold(fold(text)) == fold(text)
