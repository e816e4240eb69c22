"""The hard rules, as a table: who can be paired at all, and the sentence that says why not.

A People comes in; for a block of mentees against all mentors each rule gives an array of
truths. The same table explains a single pair. To add a rule, add its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.people import Numbers, People, Truths
from roster.model import IN_PERSON, REMOTE, MatchingSettings, Profile

Rows = slice
"""Which mentees: a range of positions in `People.mentees`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A hard rule: `allows` gives (mentees of the block) x (mentors), True where it lets pass.

    `broken` says in a sentence why a pair does not pass; `nobody` why a mentee is left with
    no mentor when this rule takes the last ones away.
    """

    id: str
    allows: Callable[[People, Rows, MatchingSettings], Truths]
    broken: Callable[[Profile, Profile, MatchingSettings], str]
    nobody: Callable[[Profile, MatchingSettings], str]


def _others(people: People, rows: Rows, _: MatchingSettings) -> Truths:
    mentees = np.array([each.github for each in people.mentees.people[rows]], dtype=object)
    mentors = np.array([each.github for each in people.mentors.people], dtype=object)
    different: Truths = mentees[:, None] != mentors[None, :]
    return different.astype(np.bool_)


def _helps(people: People, rows: Rows, _: MatchingSettings) -> Truths:
    covered: Truths = covered_weight(people, rows) > 0
    return covered | _chosen(people, rows)


def covered_weight(people: People, rows: Rows) -> Numbers:
    """Add up the weights of the needs that each mentor covers: (block) x (mentors)."""
    # float32 uses the fast matrix product and is exact for sums as small as these.
    sought = people.mentees.areas[rows].astype(np.float32)
    product = sought @ people.mentors.areas.T.astype(np.float32)
    return product.astype(np.int32)


def _chosen(people: People, rows: Rows) -> Truths:
    return _marked(people, rows, people.choices)


def _marked(people: People, rows: Rows, pairs: Iterable[tuple[int, int]]) -> Truths:
    first, last, _ = rows.indices(len(people.mentees.people))
    table = np.zeros((last - first, len(people.mentors.people)), dtype=np.bool_)
    for row, column in pairs:
        if first <= row < last:
            table[row - first, column] = True
    return table


def grade_gap(people: People, rows: Rows) -> Numbers:
    """How many grades each mentor stands above each mentee of the block."""
    return people.mentors.grade[None, :] - people.mentees.grade[rows, None]


def _gap(people: People, rows: Rows, settings: MatchingSettings) -> Truths:
    gap = grade_gap(people, rows)
    return (gap >= settings.smallest_gap) & (gap <= settings.largest_gap)


def same_department(people: People, rows: Rows) -> Truths:
    """True where the two work for one department, agencies and parents counted as one."""
    found: Truths = people.related[people.mentees.organisation[rows]][
        :, people.mentors.organisation
    ]
    return found


def _organisation(people: People, rows: Rows, settings: MatchingSettings) -> Truths:
    same = same_department(people, rows)
    return ~same if settings.organisations == "different" else np.ones_like(same)


def meets_in_person(people: People, rows: Rows) -> Truths:
    """True where both like to meet in person and work in one region."""
    mentees, mentors = people.mentees, people.mentors
    same_region = mentees.region[rows, None] == mentors.region[None, :]
    found: Truths = mentees.in_person[rows, None] & mentors.in_person[None, :] & same_region
    return found


def _meeting(people: People, rows: Rows, _: MatchingSettings) -> Truths:
    remote: Truths = people.mentees.remote[rows, None] & people.mentors.remote[None, :]
    return remote | meets_in_person(people, rows)


def _earlier(people: People, rows: Rows, _: MatchingSettings) -> Truths:
    return ~_marked(people, rows, people.earlier)


def _places(people: People, rows: Rows, _: MatchingSettings) -> Truths:
    first, last, _step = rows.indices(len(people.mentees.people))
    return np.broadcast_to(people.places > 0, (last - first, len(people.places)))


def _gap_asked(settings: MatchingSettings) -> str:
    return f"{settings.smallest_gap} to {settings.largest_gap} grades above"


def _gap_broken(mentee: Profile, mentor: Profile, settings: MatchingSettings) -> str:
    return (
        f"The mentor's grade is {mentor.grade.name} and the mentee's {mentee.grade.name}; "
        f"this programme asks for a mentor {_gap_asked(settings)}."
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
            f"No mentor who offers what is sought is {_gap_asked(settings)} {mentee.grade.name}."
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
        id="not-proposed-before",
        allows=_earlier,
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


def eligible(people: People, rows: Rows, settings: MatchingSettings) -> Truths:
    """True where every rule lets a pair pass: (mentees of the block) x (mentors)."""
    first, last, _ = rows.indices(len(people.mentees.people))
    passed = np.ones((last - first, len(people.mentors.people)), dtype=np.bool_)
    for rule in RULES:
        passed &= rule.allows(people, rows, settings)
    return passed
