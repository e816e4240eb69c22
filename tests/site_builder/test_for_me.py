""" "Mentors for me": the browser's points, rules and sentences are those of the matcher."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commands.main import main
from matcher.explanation import explain
from matcher.ledger import Ledger, Proposal, State
from matcher.people import arrange
from matcher.published import published_points
from matcher.report import taken_of
from matcher.round import solve_round
from roster.loading import load_roster
from roster.model import Grade, Profile, Programme
from site_builder.last_round import LastRound
from tests.builders import REPOSITORY, TODAY, a_mentee, a_mentor, a_roster, the_programme
from tests.matcher.test_rules_and_points import PRESETS, preset, setting
from tests.node import function_of_script
from tests.site_builder.building import a_site, index_in, text_of

PAIR = str(Path(__file__).with_name("pair.mjs"))
SAMPLES = load_roster(root=REPOSITORY, programme=the_programme(), today=TODAY).roster.profiles
BROKEN_BY = {
    "Nobody mentors": "not-oneself",
    "The mentor offers none": "covers-a-need",
    "The mentor's grade": "grade-gap",
    "They have no common": "common-meeting",
    "All of the mentor's places": "has-a-place",
}


def asked(mentee: Profile) -> dict[str, Any]:
    """A mentee as the page has one from the form."""
    return {
        "github": mentee.github,
        "seeks": mentee.seeks,
        "grade": int(mentee.grade),
        "organisation": mentee.organisation,
        "region": mentee.region,
        "profession": mentee.profession,
        "meets": mentee.meets,
        "choices": mentee.choices,
        "widest_gap": mentee.widest_gap,
    }


def rules_of(sentences: Iterable[str]) -> set[str]:
    """The ids of the rules that these sentences say are broken."""
    return {
        next(
            (rule for start, rule in BROKEN_BY.items() if each.startswith(start)),
            "different-organisation",
        )
        for each in sentences
    }


def compared(people: tuple[Profile, ...], programme: Programme, ledger: Ledger) -> int:
    """Compare every pair of these people; gives how many the rules allow."""
    roster = a_roster(*people)
    solved = solve_round(roster, ledger, programme=programme, today=TODAY)
    last = LastRound(mentees=0, placed=0, covered=0, tables=(), taken=taken_of(solved))
    site = a_site(*people, programme=programme, last_round=last)
    tables = json.loads(site["for-me/points.json"])
    mentees = [each for each in roster.profiles if each.is_mentee]
    by_login = roster.by_login
    with function_of_script(PAIR, "explainAll") as explain_all:
        found = explain_all(tables, index_in(site), [*map(asked, mentees)])
    allowed = 0
    for mentee, answers in zip(mentees, found, strict=True):
        assert len(answers) == sum(each.is_mentor and not each.paused for each in people)
        for login, answer in answers:
            two = arrange([mentee], [by_login[login]], ledger, programme=programme, today=TODAY)
            told = explain(two, 0, 0)
            assert answer["reasons"] == [[*each] for each in told.points], (mentee.github, login)
            assert answer["score"] == told.score
            assert tuple(answer["uncovered"]) == told.uncovered
            assert set(answer["broken"]) == rules_of(told.broken), (mentee.github, login)
            allowed += told.is_eligible
    return allowed


def test_every_pair_of_the_samples_is_told_as_explain_tells_it() -> None:
    assert compared(SAMPLES, the_programme(), Ledger()) > 30


def test_mentors_who_help_somebody_or_are_full_are_told_alike() -> None:
    mentors = [each for each in SAMPLES if each.is_mentor][:12]
    ledger = Ledger(
        proposals=tuple(
            Proposal(
                mentee="somebody", mentor=each.github, state=State.ACTIVE, opened=date(2026, 11, 1)
            )
            for each in mentors
        )
    )
    assert compared(SAMPLES, the_programme(), ledger) > 30


@pytest.mark.parametrize(
    "programme",
    [
        *(preset(name) for name in PRESETS if name != "default"),
        setting(organisations="prefer different"),
        setting(organisations="any", areas="any"),
        setting(near_areas=0, lost_a_grade=30),
        setting(points={"needs": 50, "choice": 7}),
    ],
)
def test_other_settings_are_followed(programme: Programme) -> None:
    wider = tuple(
        replace(each, widest_gap=5) if each.is_mentee and number % 2 else each
        for number, each in enumerate(SAMPLES[::3])
    )
    compared(wider, programme, Ledger())


def test_the_tables_name_nobody_and_hold_no_pairing() -> None:
    text = json.dumps(published_points(the_programme()))
    assert not [each.github for each in SAMPLES if each.github in text or each.name in text]


def test_a_mentee_with_every_gap_is_told_as_explain_tells_it() -> None:
    mentors = [a_mentor(f"mentor-{grade.name.lower()}", grade=grade) for grade in Grade]
    mentees = [a_mentee(f"mentee-{grade.name.lower()}", grade=grade) for grade in Grade]
    assert compared((*mentors, *mentees), the_programme(), Ledger()) == 27


def test_the_page_asks_what_earns_points_and_is_linked(tmp_path: Path) -> None:
    page = text_of(a_site(), "for-me/index.html")
    for key in ("seeks", "grade", "organisation", "region", "meets", "profession", "choices"):
        assert f'data-field="{key}"' in page
    assert 'data-field="email"' not in page
    assert "Up to 5 areas from the list of areas, most wanted first." in page
    assert "Not needed if" not in page
    assert 'href="../for-me/"' in text_of(a_site(a_mentor()), "mentors/index.html")
    assert 'data-field="widest_gap"' not in text_of(
        a_site(programme=setting(mentees_may_widen=False)), "for-me/index.html"
    )
    assert main(["build", "--out", str(tmp_path / "site")]) == 0
    assert (tmp_path / "site" / "for-me" / "points.json").is_file()
