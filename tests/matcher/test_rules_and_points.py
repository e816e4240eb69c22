"""What organisers can set, what people can ask for, and that words and solver agree."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.shipped import shipped_folder
from intake.simulation import simulate_people
from matcher.explanation import explain
from matcher.ledger import Ledger, Proposal, State
from matcher.pairings import Round
from matcher.people import arrange
from matcher.points import need_points
from matcher.round import solve_round
from matcher.solving.certificate import pair_value
from matcher.solving.solve import solve
from roster.model import Grade, Profile, Programme, Roster
from roster.programme import parse_programme
from roster.programme_files import FILES, PROFILE_SCHEMA, ProgrammeFile
from tests.builders import TODAY, a_mentee, a_mentor, a_person, a_roster, the_programme
from tests.matcher.pairs import explain_pair, run_round

PRESETS = ("default", "one-or-two-grades-up", "same-profession", "reverse")


def setting(**changes: Any) -> Programme:  # noqa: ANN401 -- any setting
    programme = the_programme()
    matching = replace(programme.settings.matching, **changes)
    return replace(programme, settings=replace(programme.settings, matching=matching))


def preset(name: str) -> Programme:
    """The shipped programme with the matching of a preset, as organisers would write it."""
    folder = shipped_folder() / "programme"
    data = {each: (folder / each).read_bytes() for each in (*FILES, PROFILE_SCHEMA)}
    before = data["settings.yaml"].split(b"matching:\n")[0]
    matching = (folder / "presets" / f"{name}.yaml").read_bytes().split(b"matching:\n")[1]
    data["settings.yaml"] = before + b"matching:\n" + matching
    files = {each: ProgrammeFile(path=each, data=text) for each, text in data.items()}
    programme, problems = parse_programme(files)
    assert programme is not None, problems
    return programme


def a_round(roster: Roster, programme: Programme | None = None, *proposals: Proposal) -> Round:
    ledger = Ledger(proposals=proposals)
    return run_round(roster, ledger, programme=programme or the_programme(), today=TODAY)


def pairs(one_round: Round) -> list[tuple[str, str]]:
    return [(each.mentee, each.mentor) for each in one_round.pairings]


def proposal(mentee: str, mentor: str, state: State, opened: date) -> Proposal:
    return Proposal(mentee=mentee, mentor=mentor, state=state, opened=opened)


AREAS = ("Leadership", "Coaching", "Statistics", "Public speaking")
BODIES = (
    "Home Office",
    "HM Treasury",
    "UK Visas and Immigration",
    "Government Actuary's Department",
)


@st.composite
def people(draw: st.DrawFn, kind: str) -> list[Profile]:
    """Small sides in which every rule and every component matters."""
    known = [name for name in AREAS if name in the_programme().area_by_name]
    some = st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True).map(tuple)
    logins = st.sampled_from(("mentor-0", "mentor-1", "mentee-0", "mentee-1"))
    given = {
        "grade": st.sampled_from(Grade),
        "organisation": st.sampled_from(BODIES),
        "profession": st.sampled_from((None, "Policy", "Statistics")),
        "region": st.sampled_from(("London", "Wales")),
        "meets": st.sampled_from((("remote",), ("in person",), ("remote", "in person"))),
        "manager": st.none() | logins,
    }
    if kind == "mentor":
        given |= {"offers": some, "capacity": st.integers(1, 2)}
    else:
        choices = st.lists(logins, max_size=2, unique=True).map(tuple)
        given |= {"seeks": some, "choices": choices, "widest_gap": st.none() | st.integers(1, 6)}
    found = draw(st.lists(st.fixed_dictionaries(given), max_size=4))
    return [a_person(f"{kind}-{number}", **each) for number, each in enumerate(found)]


@settings(deadline=None, max_examples=150)
@given(
    people("mentee"),
    people("mentor"),
    st.fixed_dictionaries(
        {
            "organisations": st.sampled_from(("different", "prefer different", "any")),
            "near_areas": st.sampled_from((0, 30, 100)),
            "areas": st.sampled_from(("needed", "any")),
        }
    ),
    st.sampled_from(((1, 3, 2), (-2, 0, -1), (0, 0, 0))),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(State)), max_size=3),
)
def test_what_is_said_of_a_pair_is_what_the_solver_reckons_with(
    mentees: list[Profile],
    mentors: list[Profile],
    chosen: dict[str, Any],
    gap: tuple[int, int, int],
    earlier: list[tuple[int, int, State]],
) -> None:
    smallest, largest, ideal = gap
    programme = setting(smallest_gap=smallest, largest_gap=largest, ideal_gap=ideal, **chosen)
    opened = TODAY - timedelta(days=30)
    ledger = Ledger(
        proposals=tuple(
            proposal(f"mentee-{one}", f"mentor-{other}", state, opened)
            for one, other, state in earlier
        )
    )
    arranged = arrange(
        mentees,
        mentors,
        ledger,
        programme=programme,
        today=TODAY,
        before=[("mentee-0", "mentor-0")],
    )
    certificate = solve(arranged.market).certificate
    for row in range(len(mentees)):
        for column in range(len(mentors)):
            said = explain(arranged, row, column)
            value = pair_value(arranged.market, certificate, row, column)
            assert said.is_eligible == (value.points is not None), said
            if value.points is not None:
                assert said.score == value.points, said


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_runs_and_is_proven(name: str) -> None:
    programme = preset(name)
    mentees = [a_mentee(f"m-{grade}", grade=grade, organisation="Home Office") for grade in Grade]
    mentors = [a_mentor(f"b-{grade}", grade=grade, profession="Policy") for grade in Grade]
    one_round = a_round(a_roster(*mentees, *mentors), programme)
    gap = programme.settings.matching
    assert one_round.proof.is_proven
    assert len(one_round.pairings) >= 7
    for mentee, mentor in pairs(one_round):
        apart = int(mentor.split("-")[1]) - int(mentee.split("-")[1])
        assert gap.smallest_gap <= apart <= gap.largest_gap


def test_the_published_rules_of_one_or_two_grades_up_earn_their_points() -> None:
    programme = preset("one-or-two-grades-up")
    mentee = a_mentee(profession="Policy", seeks=("Statistics",))
    two_up = a_mentor(profession="Policy")
    one_up = a_mentor(grade=Grade.SEO)
    assert explain_pair(mentee, two_up, programme=programme).score == 22
    assert explain_pair(mentee, one_up, programme=programme).score == 9
    assert not explain_pair(mentee, a_mentor(grade=Grade.G6), programme=programme).is_eligible


def test_a_mentee_may_ask_for_a_mentor_further_above_where_settings_let_them() -> None:
    roster = a_roster(a_mentee(widest_gap=4), a_mentor(grade=Grade.SCS1))
    assert pairs(a_round(roster)) == [("robert-burns", "mary-somerville")]
    assert pairs(a_round(roster, setting(mentees_may_widen=False))) == []
    assert pairs(a_round(a_roster(a_mentee(widest_gap=1), a_mentor(grade=Grade.G6)))) != []


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_a_line_manager_and_a_report_are_never_paired(who: str) -> None:
    mentee = a_mentee(manager="mary-somerville" if who == "mentee" else None)
    mentor = a_mentor(manager="robert-burns" if who == "mentor" else None)
    one_round = a_round(a_roster(mentee, mentor))
    assert one_round.pairings == ()
    assert "line manager" in one_round.unmatched[0].why


@pytest.mark.parametrize(
    ("state", "months", "is_paired"),
    [
        (State.EXPIRED, 11, False),
        (State.EXPIRED, 12, True),
        (State.COMPLETED, 13, True),
        (State.DECLINED, 60, False),
    ],
)
def test_an_earlier_pair_can_meet_again_after_some_months_but_not_after_a_decline(
    state: State, months: int, is_paired: bool
) -> None:
    ago = TODAY.year * 12 + TODAY.month - 1 - months
    opened = date(ago // 12, ago % 12 + 1, TODAY.day)
    earlier = proposal("robert-burns", "mary-somerville", state, opened)
    one_round = a_round(a_roster(a_mentee(), a_mentor()), setting(again_after_months=12), earlier)
    assert bool(one_round.pairings) == is_paired


def test_months_count_from_the_day_a_pair_came_to_its_end() -> None:
    roster = a_roster(a_mentee(), a_mentor())
    long_pair = proposal("robert-burns", "mary-somerville", State.COMPLETED, date(2025, 1, 10))
    assert a_round(roster, setting(again_after_months=12), long_pair).pairings
    ended = replace(long_pair, closed=date(2026, 10, 1))
    assert not a_round(roster, setting(again_after_months=12), ended).pairings


def test_simulated_people_of_any_seed_make_a_market() -> None:
    for seed in range(30):
        people = list(simulate_people(people=60, seed=seed, programme=the_programme(), today=TODAY))
        arranged = arrange(
            [each for each in people if each.is_mentee],
            [each for each in people if each.is_mentor],
            Ledger(),
            programme=the_programme(),
            today=TODAY,
        )
        assert len(arranged.market.need_area) == sum(len(each.seeks) for each in people)


def test_who_waited_longer_comes_first_and_nobody_is_left_out_for_it() -> None:
    rounds = [
        proposal(f"other-{number}", "gone", State.DECLINED, date(2026, 11, day))
        for number, day in enumerate((2, 9, 16))
    ]
    new = a_mentee("a-new", confirmed=date(2026, 11, 20), seeks=("Leadership",))
    old = a_mentee("b-old", confirmed=date(2026, 11, 1), seeks=("Leadership", "Statistics"))
    roster = a_roster(new, old, a_mentor(offers=("Leadership",)))
    assert pairs(a_round(roster, None, *rounds)) == [("b-old", "mary-somerville")]
    both = a_roster(
        new, old, a_mentor(offers=("Leadership",)), a_mentor("stats", offers=("Statistics",))
    )
    assert len(a_round(both, None, *rounds).pairings) == 2


@settings(deadline=None, max_examples=120)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=4),
    st.lists(st.integers(0, 2), min_size=1, max_size=3),
    st.permutations(("placed", "waiting", "points")).map(", ".join),
)
def test_aims_count_in_the_order_that_settings_say(
    seekers: list[tuple[int, int]], helpers: list[int], aims: str
) -> None:
    rounds = [date(2026, 11, day) for day in (2, 9, 16)]
    ledger = [proposal(f"x-{day}", "gone", State.DECLINED, day) for day in rounds]
    wide = ("Leadership", "Statistics", "Public speaking")
    mentees = [
        a_mentee(f"m-{number}", seeks=wide[first:], confirmed=rounds[waited])
        for number, (first, waited) in enumerate(seekers)
    ]
    mentors = [
        a_mentor(f"b-{number}", offers=wide[: kind + 1]) for number, kind in enumerate(helpers)
    ]
    programme = setting(aims=aims, near_areas=0)
    people = arrange(
        mentees, mentors, Ledger(proposals=tuple(ledger)), programme=programme, today=TODAY
    )
    found = solve(people.market)
    worth = {
        (row, column): explain(people, row, column)
        for row in range(len(mentees))
        for column in range(len(mentors))
    }

    classes = sorted({0, *people.market.waiting.tolist()})
    rank = {waited: number for number, waited in enumerate(classes)}

    def value(pairs_made: list[tuple[int, int]]) -> tuple[object, ...]:
        waits = sum(rank[int(people.market.waiting[row])] for row, _ in pairs_made)
        points = sum(worth[pair].score for pair in pairs_made)
        facts = {"placed": len(pairs_made), "waiting": waits, "points": points}
        return tuple(facts[name] for name in aims.split(", "))

    best = max(
        value(list(chosen))
        for size in range(min(len(mentees), len(mentors)) + 1)
        for rows in itertools.combinations(range(len(mentees)), size)
        for columns in itertools.permutations(range(len(mentors)), size)
        for chosen in (tuple(zip(rows, columns, strict=True)),)
        if all(worth[pair].is_eligible for pair in chosen)
    )
    pairs_found = list(zip(found.mentee.tolist(), found.mentor.tolist(), strict=True))
    assert value(pairs_found) == best


def test_several_mentors_can_be_proposed_at_once_after_everybody_has_one() -> None:
    roster = a_roster(
        a_mentee("m-one"), a_mentee("m-two"), *(a_mentor(f"b-{number}") for number in range(3))
    )
    one_round = a_round(roster, setting(proposals_per_mentee=2))
    assert one_round.placed == 2
    assert len(one_round.pairings) == 3
    assert len(set(pairs(one_round))) == 3


def test_a_relative_of_an_area_earns_a_part_and_never_opens_the_door() -> None:
    groups: dict[str, list[str]] = {}
    for area in the_programme().areas:
        groups.setdefault(area.group, []).append(area.name)
    first, second, *_ = next(names for names in groups.values() if len(names) > 2)
    mentee = a_mentee(seeks=(first, "Leadership"))
    exact = explain_pair(mentee, a_mentor(offers=("Leadership",)), programme=setting(near_areas=0))
    near = explain_pair(
        mentee, a_mentor(offers=(second, "Leadership")), programme=setting(near_areas=30)
    )
    assert near.score > exact.score
    assert not explain_pair(a_mentee(seeks=(first,)), a_mentor(offers=(second,))).is_eligible


def test_ticking_more_never_pays() -> None:
    few = explain_pair(a_mentee(), a_mentor()).score
    everything = tuple(each.name for each in the_programme().areas if each.name != "Leadership")
    assert explain_pair(a_mentee(seeks=("Leadership", *everything[:4])), a_mentor()).score < few
    assert explain_pair(a_mentee(), a_mentor(offers=("Leadership", *everything[:9]))).score == few
    for count in range(1, 6):
        assert sum(need_points(count, 50)) == 50


def test_a_mentor_who_helps_nobody_yet_comes_first_among_equals() -> None:
    roster = a_roster(a_mentee(), a_mentor("busy", capacity=2), a_mentor("free"))
    helping = proposal("somebody", "busy", State.ACTIVE, date(2026, 11, 1))
    assert pairs(a_round(roster, setting(points={"not_yet_helping": 2}), helping)) == [
        ("robert-burns", "free")
    ]


def test_a_round_that_was_not_carried_out_stays_where_it_can() -> None:
    mentees = [a_mentee(f"m-{number}") for number in range(30)]
    mentors = [a_mentor(f"b-{number}") for number in range(31)]
    programme = setting(points={"needs": 50, "stay_put": 3})

    def solved(today: date, before: list[tuple[str, str]]) -> Round:
        roster = a_roster(*mentees, *mentors)
        return run_round(roster, Ledger(), programme=programme, today=today, before=before)

    first = pairs(solved(TODAY, []))
    tomorrow = TODAY + timedelta(days=1)
    assert pairs(solved(tomorrow, [])) != first  # other ties
    assert pairs(solved(tomorrow, first)) == first


def test_who_is_left_out_is_told_the_smallest_change() -> None:
    def why(mentee: Profile, *mentors: Profile) -> str:
        (unmatched,) = a_round(a_roster(mentee, *mentors)).unmatched
        return unmatched.why

    assert "Meeting remotely as well" in why(a_mentee(meets=("in person",)), a_mentor())
    assert "write `widest_gap: 4`" in why(a_mentee(), a_mentor(grade=Grade.SCS1))
    assert "Also seeking Leadership would help: 1 mentor has room" in why(
        a_mentee(seeks=("Statistics",)), a_mentor()
    )


def test_an_area_whose_places_are_all_taken_is_a_shortage() -> None:
    one_round = a_round(
        a_roster(
            a_mentee("m-one"), a_mentee("m-two"), a_mentor(), a_mentor("s", offers=("Statistics",))
        )
    )
    assert [(each.area, each.left_out, each.places) for each in one_round.shortages] == [
        ("Leadership", 1, 1)
    ]


def test_the_round_of_the_samples_is_proven(the_samples: Roster) -> None:
    solved = solve_round(the_samples, Ledger(), programme=the_programme(), today=TODAY)
    assert solved.proof.is_proven
    assert solved.proof.eligible_pairs > 30
