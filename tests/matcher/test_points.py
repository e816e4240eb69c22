"""Points: each component lies between nothing and its weight, and means what it says."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from matcher.ledger import Ledger
from matcher.published import published_points
from roster.model import Grade, Profile, Programme
from tests.builders import a_mentee, a_mentor, the_programme
from tests.matcher.pairs import explain_pair


def points(mentee: Profile, mentor: Profile, programme: Programme | None = None) -> dict[str, int]:
    pair = explain_pair(mentee, mentor, programme=programme or the_programme())
    return dict(pair.points)


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        (("Leadership", "Statistics", "Public speaking"), 50),
        (("Leadership",), 25),  # 3 of the weights 3 + 2 + 1
        (("Statistics",), 17),  # 2 of 6, rounded
        (("Public speaking",), 8),  # 1 of 6, rounded
    ],
)
def test_needs_are_weighted_by_their_order(offers: tuple[str, ...], expected: int) -> None:
    mentee = a_mentee(seeks=("Leadership", "Statistics", "Public speaking"))
    earned = points(mentee, a_mentor(offers=offers))
    assert (
        next(value for reason, value in earned.items() if reason.startswith("can help")) == expected
    )


@pytest.mark.parametrize(
    ("grade", "expected"), [(Grade.SEO, 5), (Grade.G7, 10), (Grade.G6, 5), (Grade.SCS1, 0)]
)
def test_the_ideal_gap_earns_most(grade: Grade, expected: int) -> None:
    earned = points(a_mentee(), a_mentor(grade=grade))
    assert sum(value for reason, value in earned.items() if "grade" in reason) == expected


def test_later_choices_earn_less() -> None:
    earned = [
        points(a_mentee(choices=(*("x", "y", "z")[:rank], "mary-somerville")), a_mentor())
        for rank in range(4)
    ]
    assert [
        next(value for reason, value in each.items() if "choice" in reason) for each in earned
    ] == [60, 48, 36, 24]


def test_a_programme_may_let_people_name_more_choices_and_needs_than_the_shipped_one() -> None:
    schema = json.loads(the_programme().profile_schema)
    schema["properties"]["choices"]["maxItems"] = 7
    schema["properties"]["seeks"]["maxItems"] = 8
    programme = replace(the_programme(), profile_schema=json.dumps(schema))
    mentee = a_mentee(choices=(*"abcdef", "mary-somerville"))
    assert not any("choice" in reason for reason in points(mentee, a_mentor(), programme))
    assert [len(each) for each in published_points(programme)["needs"]] == [*range(9)]


def test_no_profession_is_not_the_same_as_no_profession() -> None:
    assert not any("profession" in reason for reason in points(a_mentee(), a_mentor()))
    both = {"profession": "Policy"}
    assert points(a_mentee(**both), a_mentor(**both))["in the same profession, Policy"] == 5


def test_another_department_earns_points_only_where_settings_prefer_it() -> None:
    programme = the_programme()
    matching = replace(programme.settings.matching, organisations="prefer different")
    preferring = replace(programme, settings=replace(programme.settings, matching=matching))
    assert "from another department" not in points(a_mentee(), a_mentor())
    assert points(a_mentee(), a_mentor(), preferring)["from another department"] == 2
    same = a_mentor(organisation="Home Office")
    pair = explain_pair(a_mentee(), same, Ledger(), programme=preferring)
    assert pair.is_eligible
    assert "from another department" not in dict(pair.points)
