"""Who could be placed by one change, and who would rather have each other, against trying all."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching_scale import make_market
from matcher.ledger import Ledger
from matcher.pairings import Round
from matcher.solving.openings import count_rather, open_mentors
from matcher.solving.solve import solve
from roster.model import IN_PERSON, REMOTE, Grade, Profile, Programme, Roster
from tests.builders import TODAY, a_mentee, a_mentor, a_roster, the_programme
from tests.matcher.oracles import SEEDS, a_market, all_points, pairs_found
from tests.matcher.pairs import run_round

AREAS = ("Leadership", "Statistics", "Public speaking", "Promotion")
WAYS = ((REMOTE,), (IN_PERSON,), (REMOTE, IN_PERSON))


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.sampled_from([1, 3]))
def test_a_mentor_is_open_just_where_a_further_place_for_somebody_new_would_be_filled(
    seed: int, wanted: int
) -> None:
    market = a_market(seed, wanted=wanted)
    found = solve(market)
    placed = len(np.unique(found.mentee))
    is_open = open_mentors(market, found.mentee, found.mentor)
    for mentor in range(market.mentors):
        # Somebody new whom only this mentor could take is placed beside all others, or not.
        fewer = market.places.copy()
        fewer[mentor] -= 1
        if fewer[mentor] < 0:
            assert not is_open[mentor]
            continue
        others = solve(replace(market, places=fewer))
        assert is_open[mentor] == (len(np.unique(others.mentee)) == placed)


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.sampled_from([1, 3]))
def test_pairs_who_would_rather_have_each_other_are_those_of_trying_all(
    seed: int, wanted: int
) -> None:
    market = a_market(seed, wanted=wanted)
    found, points = solve(market), all_points(market)
    pairs = pairs_found(found)
    earned = [points[pair] for pair in pairs]
    expected = 0
    for (i, j), gain in points.items():
        mine = [points[pair] for pair in pairs if pair[0] == i]
        theirs = [points[pair] for pair in pairs if pair[1] == j]
        would = len(mine) < market.wanted[i] or gain > min(mine)
        could = len(theirs) < market.places[j] or gain > min(theirs)
        expected += (i, j) not in pairs and would and could
    counted = count_rather(market, found.mentee, found.mentor, np.array(earned, dtype=np.int64))
    assert counted == expected


def test_counting_in_parts_gives_what_counting_at_once_does() -> None:
    market = make_market(9000)
    found = solve(market)
    points = np.arange(len(found.mentee)) % 50
    some = np.arange(0, market.mentees, 2)
    whole = count_rather(market, found.mentee, found.mentor, points)
    none = np.zeros(0, dtype=np.int64)
    assert 0 < whole < count_rather(market, none, none, none)
    assert len(some) > 2**21 // market.mentors  # more than one part


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Small rosters in which an area, a grade, a way to meet or a place is missing."""
    areas = st.lists(st.sampled_from(AREAS), min_size=1, max_size=2, unique=True).map(tuple)
    where = {"region": st.sampled_from(("London", "Wales")), "meets": st.sampled_from(WAYS)}
    seekers = st.fixed_dictionaries(
        {"seeks": areas, "grade": st.sampled_from((Grade.EO, Grade.HEO)), **where}
    )
    helpers = st.fixed_dictionaries(
        {"offers": areas, "grade": st.sampled_from((Grade.HEO, Grade.G7, Grade.SCS1)), **where}
    )
    mentees = draw(st.lists(seekers, min_size=1, max_size=5))
    mentors = draw(st.lists(helpers, min_size=1, max_size=4))
    return a_roster(
        *(a_mentee(f"mentee-{at}", **each) for at, each in enumerate(mentees)),
        *(a_mentor(f"mentor-{at}", **each) for at, each in enumerate(mentors)),
    )


def a_round(roster: Roster, programme: Programme) -> Round:
    return run_round(roster, Ledger(), programme=programme, today=TODAY)


def changed(roster: Roster, login: str, **values: Any) -> Roster:  # noqa: ANN401 -- any field
    return a_roster(
        *(replace(each, **values) if each.github == login else each for each in roster.profiles)
    )


def as_told(mentee: Profile, why: str) -> dict[str, Any] | None:
    """What somebody would write into their profile on reading why they were left out."""
    if "Meeting remotely as well" in why:
        return {"meets": (*mentee.meets, REMOTE)}
    if "Meeting in person as well" in why:
        return {"meets": (*mentee.meets, IN_PERSON)}
    if wider := re.search(r"`widest_gap: (\d+)`", why):
        return {"widest_gap": int(wider[1])}
    if area := re.search(r"Also seeking (.+?) would help", why):
        return {"seeks": (*mentee.seeks, area[1])}
    return None


def every_change(mentee: Profile) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = [{"meets": (REMOTE, IN_PERSON)}, {"widest_gap": 10}]
    return [*changes, *({"seeks": (*mentee.seeks, each)} for each in set(AREAS) - {*mentee.seeks})]


@settings(max_examples=70, deadline=None)
@given(rosters(), st.sampled_from([1, 2]))
def test_the_smallest_change_would_place_them_and_without_one_no_single_change_does(
    roster: Roster, at_once: int
) -> None:
    programme = the_programme()
    matching = replace(programme.settings.matching, proposals_per_mentee=at_once)
    programme = replace(programme, settings=replace(programme.settings, matching=matching))
    before = a_round(roster, programme)
    for each in before.unmatched:
        mentee = roster.by_login[each.mentee]
        change = as_told(mentee, each.why)
        if change is not None:
            after = a_round(changed(roster, each.mentee, **change), programme)
            assert after.placed == before.placed + 1
            assert each.mentee in {pair.mentee for pair in after.pairings}
            continue
        for other in every_change(mentee):
            assert a_round(changed(roster, each.mentee, **other), programme).placed == before.placed


def test_room_that_another_pair_can_make_is_within_reach() -> None:
    # The only mentor for Statistics is taken, but whoever has them could go to the other one.
    roster = a_roster(
        a_mentee("m-both", seeks=("Leadership", "Statistics"), choices=("b-stats",)),
        a_mentee("m-other", seeks=("Public speaking",)),
        a_mentor("b-stats", offers=("Statistics",)),
        a_mentor("b-lead", offers=("Leadership",), grade=Grade.G6),
    )
    (left_out,) = a_round(roster, the_programme()).unmatched
    assert left_out.mentee == "m-other"
    assert "Also seeking" in left_out.why


def test_a_mentee_with_five_areas_is_told_to_seek_one_in_place_of_another() -> None:
    five = tuple(each.name for each in the_programme().areas if each.name != "Leadership")[:5]
    (left_out,) = a_round(a_roster(a_mentee(seeks=five), a_mentor()), the_programme()).unmatched
    assert "Seeking Leadership in place of another area would help" in left_out.why
