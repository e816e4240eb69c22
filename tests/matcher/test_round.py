"""A round places most mentees first, then earns most points, and breaks no rule."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.ledger import Ledger, Proposal, State
from matcher.pairings import Round
from roster.model import Grade, Profile, Roster
from tests.builders import TODAY, a_mentee, a_mentor, a_person, a_roster, the_programme
from tests.matcher.pairs import explain_pair, run_round

AREAS = ("Leadership", "Statistics", "Public speaking")
ORGANISATIONS = ("Home Office", "HM Treasury", "UK Visas and Immigration")


def a_round(roster: Roster, ledger: Ledger | None = None) -> Round:
    return run_round(roster, ledger or Ledger(), programme=the_programme(), today=TODAY)


def pairs(one_round: Round) -> list[tuple[str, str]]:
    return [(each.mentee, each.mentor) for each in one_round.pairings]


def why(one_round: Round) -> str:
    (unmatched,) = one_round.unmatched
    return unmatched.why


def proposed(mentee: Profile, mentor: Profile, state: State) -> Ledger:
    proposal = Proposal(
        mentee=mentee.github, mentor=mentor.github, state=state, opened=date(2026, 11, 1)
    )
    return Ledger(proposals=(proposal,))


def test_a_mentee_meets_a_mentor_who_offers_what_is_sought() -> None:
    one_round = a_round(a_roster(a_mentee(), a_mentor()))
    assert pairs(one_round) == [("robert-burns", "mary-somerville")]
    (pairing,) = one_round.pairings
    assert pairing.score == 62
    assert pairing.reasons == (
        "Can help with Leadership (50 points).",
        "2 grades more senior, which is ideal (10 points).",
        "Not mentoring anyone yet (2 points).",
    )


def test_placing_more_people_comes_before_more_points() -> None:
    # The best pair would leave the second mentee with nobody.
    roster = a_roster(
        a_mentee("m-one", seeks=("Leadership", "Statistics")),
        a_mentee("m-two", seeks=("Leadership",)),
        a_mentor("b-one", offers=("Leadership", "Statistics")),
        a_mentor("b-two", offers=("Statistics",)),
    )
    assert pairs(a_round(roster)) == [("m-one", "b-two"), ("m-two", "b-one")]


def test_a_choice_outweighs_a_better_gap() -> None:
    roster = a_roster(
        a_mentee(choices=("b-chosen",)),
        a_mentor("a-ideal"),
        a_mentor("b-chosen", grade=Grade.SEO),
    )
    one_round = a_round(roster)
    assert pairs(one_round) == [("robert-burns", "b-chosen")]
    assert "Named as first choice (60 points)." in one_round.pairings[0].reasons


def test_a_mentor_takes_as_many_as_there_are_places_and_no_more() -> None:
    mentees = [a_mentee(f"m-{number}") for number in range(5)]
    one_round = a_round(a_roster(*mentees, a_mentor(capacity=3)))
    assert len(one_round.pairings) == 3
    assert len(one_round.unmatched) == 2
    assert "all their places go to pairings" in one_round.unmatched[0].why


@pytest.mark.parametrize(
    ("mentee", "mentor", "words"),
    [
        ({"seeks": ("Statistics",)}, {}, "No mentor offers Statistics."),
        ({"grade": Grade.G7}, {}, "1 to 3 grades above G7"),
        ({"grade": Grade.AA}, {}, "1 to 3 grades above AA"),
        ({"organisation": "HM Treasury"}, {}, "same department, HM Treasury"),
        ({"organisation": "Government Actuary's Department"}, {}, "same department"),
        ({"meets": ("in person",)}, {}, "meets in person in London"),
        ({"meets": ("in person",)}, {"meets": ("in person",), "region": "Wales"}, "in person"),
    ],
)
def test_a_rule_that_leaves_nobody_is_told_in_words(
    mentee: dict[str, Any], mentor: dict[str, Any], words: str
) -> None:
    assert words in why(a_round(a_roster(a_mentee(**mentee), a_mentor(**mentor))))


def test_an_agency_and_its_department_count_as_one() -> None:
    mentee = a_mentee(organisation="HM Courts & Tribunals Service")
    roster = a_roster(mentee, a_mentor(organisation="Ministry of Justice"))
    assert "same department" in why(a_round(roster))


def test_two_people_in_one_region_can_meet_in_person() -> None:
    roster = a_roster(a_mentee(meets=("in person",)), a_mentor(meets=("in person",)))
    (pairing,) = a_round(roster).pairings
    assert "Can meet in person in London (3 points)." in pairing.reasons


def test_paused_people_take_no_part() -> None:
    assert a_round(a_roster(a_mentee(paused=True), a_mentor())).pairings == ()
    assert why(a_round(a_roster(a_mentee(), a_mentor(paused=True)))) == (
        "There are no mentors in this round."
    )


def test_expired_people_take_no_part_where_settings_say_so() -> None:
    programme = the_programme()
    strict = replace(programme, settings=replace(programme.settings, expiry_months=12))
    roster = a_roster(a_mentee(confirmed=date(2025, 11, 22)), a_mentor())
    one_round = run_round(roster, Ledger(), programme=strict, today=TODAY)
    assert (one_round.pairings, one_round.unmatched) == ((), ())
    on_the_day = a_roster(a_mentee(confirmed=date(2025, 11, 23)), a_mentor())
    assert run_round(on_the_day, Ledger(), programme=strict, today=TODAY).pairings


@pytest.mark.parametrize("state", State)
def test_a_pairing_that_was_proposed_is_not_proposed_again(state: State) -> None:
    mentee, mentor = a_mentee(), a_mentor(capacity=3)
    one_round = a_round(a_roster(mentee, mentor), proposed(mentee, mentor, state))
    assert one_round.pairings == ()
    assert one_round.summary["waiting"] == (1 if state.takes_a_place else 0)


def test_open_proposals_take_up_places_and_declined_ones_free_them() -> None:
    mentor, other = a_mentor(capacity=1), a_mentee("somebody-else")
    roster = a_roster(a_mentee(), other, mentor)
    assert "places of the mentors who would fit are taken" in why(
        a_round(roster, proposed(other, mentor, State.PROPOSED))
    )
    freed = a_round(roster, proposed(other, mentor, State.DECLINED))
    assert pairs(freed) == [("robert-burns", "mary-somerville")]


def test_somebody_who_is_both_never_meets_themselves() -> None:
    both = a_person(
        "both", offers=("Leadership",), seeks=("Leadership",), grade=Grade.HEO, choices=()
    )
    programme = the_programme()
    matching = replace(
        programme.settings.matching, smallest_gap=0, ideal_gap=0, organisations="any"
    )
    loose = replace(programme, settings=replace(programme.settings, matching=matching))
    one_round = run_round(a_roster(both), Ledger(), programme=loose, today=TODAY)
    assert why(one_round) == "There is no mentor but this person."


def test_no_people_and_no_mentors_are_answers_too() -> None:
    assert a_round(a_roster()).summary["mentees"] == 0
    assert why(a_round(a_roster(a_mentee()))) == "There are no mentors in this round."
    assert a_round(a_roster(a_mentor())).unmatched == ()


def test_ties_do_not_favour_names_early_in_the_alphabet() -> None:
    early = 0
    for number in range(40):
        roster = a_roster(a_mentee("aaa-early"), a_mentee("zzz-late"), a_mentor(f"mentor-{number}"))
        early += pairs(a_round(roster))[0][0] == "aaa-early"
    assert 10 <= early <= 30


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Small rosters in which rules, places and points all matter."""
    ways = st.sampled_from((("remote",), ("in person",), ("remote", "in person")))
    some_areas = st.lists(st.sampled_from(AREAS), min_size=1, max_size=3, unique=True).map(tuple)
    some_choices = st.lists(st.sampled_from(("mentor-0", "mentor-1")), max_size=2, unique=True)
    anywhere = {
        "organisation": st.sampled_from(ORGANISATIONS),
        "meets": ways,
        "region": st.sampled_from(("London", "Wales")),
    }
    a_seeker = st.fixed_dictionaries(
        {
            "seeks": some_areas,
            "grade": st.sampled_from((Grade.EO, Grade.HEO, Grade.SEO)),
            "choices": some_choices.map(tuple),
            **anywhere,
        }
    )
    a_helper = st.fixed_dictionaries(
        {
            "offers": some_areas,
            "grade": st.sampled_from((Grade.SEO, Grade.G7, Grade.G6)),
            "capacity": st.integers(1, 2),
            **anywhere,
        }
    )
    seekers, helpers = draw(st.lists(a_seeker, max_size=5)), draw(st.lists(a_helper, max_size=4))
    return a_roster(
        *(a_mentee(f"mentee-{number}", **given) for number, given in enumerate(seekers)),
        *(a_mentor(f"mentor-{number}", **given) for number, given in enumerate(helpers)),
    )


def best_by_trying_everything(roster: Roster) -> tuple[int, int]:
    """The most mentees that can be placed, and the most points with that many placed."""
    mentees = [each for each in roster.profiles if each.is_mentee]
    mentors = [each for each in roster.profiles if each.is_mentor]
    options: list[list[tuple[str | None, int]]] = []
    for mentee in mentees:
        mine: list[tuple[str | None, int]] = [(None, 0)]
        for mentor in mentors:
            pair = explain_pair(mentee, mentor, programme=the_programme())
            if pair.is_eligible:
                mine.append((mentor.github, pair.score))
        options.append(mine)
    places = {each.github: each.capacity for each in mentors}
    best = (0, 0)
    for combination in itertools.product(*options):
        taken = [login for login, _ in combination if login is not None]
        if all(taken.count(login) <= places[login] for login in set(taken)):
            best = max(best, (len(taken), sum(score for _, score in combination)))
    return best


@settings(deadline=None, max_examples=150)
@given(rosters())
def test_no_other_choice_of_pairs_places_more_people_or_earns_more_points(roster: Roster) -> None:
    summary = a_round(roster).summary
    assert (summary["matched"], summary["points"]) == best_by_trying_everything(roster)


@settings(deadline=None, max_examples=60)
@given(rosters(), st.randoms())
def test_the_order_of_input_changes_nothing_and_rules_and_places_hold(
    roster: Roster, chance: random.Random
) -> None:
    one_round = a_round(roster)
    shuffled = list(roster.profiles)
    chance.shuffle(shuffled)
    assert set(a_round(a_roster(*shuffled)).pairings) == set(one_round.pairings)
    taken: dict[str, int] = {}
    for mentee, mentor in pairs(one_round):
        taken[mentor] = taken.get(mentor, 0) + 1
        pair = explain_pair(roster.by_login[mentee], roster.by_login[mentor])
        assert pair.is_eligible
    assert all(count <= roster.by_login[mentor].capacity for mentor, count in taken.items())
    assert len({mentee for mentee, _ in pairs(one_round)}) == len(one_round.pairings)


def test_each_pairing_names_the_next_best_mentor_and_none_where_there_is_nobody_else() -> None:
    better = a_mentor("better", offers=("Leadership", "Promotion"))
    other = a_mentor("other", offers=("Promotion",))
    mentee = a_mentee(seeks=("Leadership", "Promotion"))
    (pairing,) = run_round(
        a_roster(mentee, better, other), Ledger(), programme=the_programme(), today=TODAY
    ).pairings
    assert (pairing.mentor, pairing.next_best and pairing.next_best.mentor) == ("better", "other")
    (alone,) = run_round(
        a_roster(mentee, other), Ledger(), programme=the_programme(), today=TODAY
    ).pairings
    assert pairing.next_best is not None
    assert pairing.next_best.score == alone.score < pairing.score
    assert alone.next_best is None
