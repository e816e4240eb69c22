"""The hard rules, as a table: who can be paired at all, and the sentence that says why not.

The solver has the same rules as bounds and lists; this table says them in words, for a pair
or for a mentee whom they leave without anybody. A test holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import widest_gap
from matcher.people import People, Positions, grade_name
from matcher.solving.market import REFUSE_RELATED
from roster.model import IN_PERSON, REMOTE, MatchingSettings, Profile

Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A hard rule: `allows` says for a mentee and each of some mentors whether it lets pass.

    `broken` says in a sentence why a pair does not pass; `nobody` why a mentee is left with
    no mentor when this rule takes the last ones away.
    """

    id: str
    allows: Callable[[People, int, Positions], Truths]
    broken: Callable[[Profile, Profile, MatchingSettings], str]
    nobody: Callable[[Profile, MatchingSettings], str]


def _others(people: People, mentee: int, mentors: Positions) -> Truths:
    found: Truths = mentors != people.own[mentee]
    return found


def _helps(people: People, mentee: int, mentors: Positions) -> Truths:
    return np.isin(mentors, people.helpers_of(mentee))


def _gap(people: People, mentee: int, mentors: Positions) -> Truths:
    market, grades = people.market, people.market.mentor_grade[mentors]
    found: Truths = (grades >= market.lowest_grade[mentee]) & (
        grades <= market.highest_grade[mentee]
    )
    return found


def related(people: People, mentee: int, mentors: Positions) -> Truths:
    """True where the two work for one department, agencies and parents counted as one."""
    market = people.market
    row: Truths = market.related[market.mentee_organisation[mentee]]
    return row[market.mentor_organisation[mentors]]


def _organisation(people: People, mentee: int, mentors: Positions) -> Truths:
    if people.market.organisation_rule != REFUSE_RELATED:
        return np.ones(len(mentors), dtype=np.bool_)
    return ~related(people, mentee, mentors)


def _meeting(people: People, mentee: int, mentors: Positions) -> Truths:
    market = people.market
    remote = market.mentee_remote[mentee] & market.mentor_remote[mentors]
    region = market.mentee_region[mentee]
    same_region = (market.mentor_region[mentors] == region) & (region >= 0)
    in_person = market.mentee_in_person[mentee] & market.mentor_in_person[mentors] & same_region
    found: Truths = remote | in_person
    return found


def _without(pairs: Mapping[int, frozenset[int]], mentee: int, mentors: Positions) -> Truths:
    known = pairs.get(mentee, frozenset())
    if not known:
        return np.ones(len(mentors), dtype=np.bool_)
    return ~np.isin(mentors, np.array(sorted(known)))


def _places(people: People, _: int, mentors: Positions) -> Truths:
    found: Truths = people.market.places[mentors] > 0
    return found


def _gap_asked(mentee: Profile, settings: MatchingSettings) -> str:
    smallest, largest = settings.smallest_gap, widest_gap(mentee, settings)
    if smallest == largest == 0:
        return "of the same grade as"
    if largest <= 0:
        return f"{-largest} to {-smallest} grades below"
    return f"{smallest} to {largest} grades above"


def _gap_broken(mentee: Profile, mentor: Profile, settings: MatchingSettings) -> str:
    return (
        f"The mentor's grade is {grade_name(mentor.grade)} and the mentee's "
        f"{grade_name(mentee.grade)}; this programme asks for a mentor "
        f"{_gap_asked(mentee, settings)} the mentee."
    )


def _meeting_broken(mentee: Profile, mentor: Profile, _: MatchingSettings) -> str:
    return f"They have no common way to meet: {_meets(mentee)}, and {_meets(mentor)}."


def _meets(profile: Profile) -> str:
    return f"{profile.github} meets {' or '.join(profile.meets)} ({profile.region})"


def _meeting_nobody(mentee: Profile, _: MatchingSettings) -> str:
    way = f"in person in {mentee.region}" if REMOTE not in mentee.meets else "remotely"
    if REMOTE in mentee.meets and IN_PERSON in mentee.meets:
        way = f"remotely or in person in {mentee.region}"
    return f"None of the mentors who would fit meets {way}."


RULES: Final = (
    Rule(
        id="not-oneself",
        allows=_others,
        broken=lambda *_: "Nobody mentors themselves.",
        nobody=lambda *_: "There is no mentor but this person.",
    ),
    Rule(
        id="covers-a-need",
        allows=_helps,
        broken=lambda mentee, *_: (
            f"The mentor offers none of what is sought ({', '.join(mentee.seeks)}), "
            "and was not chosen."
        ),
        nobody=lambda mentee, _: f"No mentor offers {' or '.join(mentee.seeks)}.",
    ),
    Rule(
        id="grade-gap",
        allows=_gap,
        broken=_gap_broken,
        nobody=lambda mentee, settings: (
            f"No mentor who offers what is sought is {_gap_asked(mentee, settings)} "
            f"{grade_name(mentee.grade)}."
        ),
    ),
    Rule(
        id="different-organisation",
        allows=_organisation,
        broken=lambda mentee, mentor, _: (
            f"{mentor.organisation} and {mentee.organisation} are one department here, "
            "and this programme pairs people of different ones."
        ),
        nobody=lambda mentee, _: (
            f"Every mentor who would fit works in the same department, {mentee.organisation}."
        ),
    ),
    Rule(
        id="common-meeting",
        allows=_meeting,
        broken=_meeting_broken,
        nobody=_meeting_nobody,
    ),
    Rule(
        id="not-the-manager",
        allows=lambda people, mentee, mentors: _without(people.managed, mentee, mentors),
        broken=lambda *_: "One of the two is the other's line manager.",
        nobody=lambda *_: "Every mentor who would fit is a line manager or reports to this person.",
    ),
    Rule(
        id="not-proposed-before",
        allows=lambda people, mentee, mentors: _without(people.earlier, mentee, mentors),
        broken=lambda *_: "This pairing was proposed before.",
        nobody=lambda *_: "Every mentor who would fit was proposed before.",
    ),
    Rule(
        id="has-a-place",
        allows=_places,
        broken=lambda *_: "All of the mentor's places are taken.",
        nobody=lambda *_: "All places of the mentors who would fit are taken.",
    ),
)
