"""The people of a round as arrays: what the rules and the points look at, for many at once.

A roster, the ledger, the programme and a day come in; a People goes out. Rows are mentees
and columns are mentors wherever two of them meet. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.ledger import Ledger
from roster.confirmation import is_expired
from roster.model import IN_PERSON, REMOTE, Profile, Programme, Roster

Numbers = NDArray[np.int32]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The mentees or the mentors of a round, in the order of their logins.

    `areas` has a row a person and a column an area: for a mentor 1 where it is offered, for
    a mentee the weight of the need (the most wanted of k needs weighs k, the last one 1).
    """

    people: tuple[Profile, ...]
    grade: Numbers
    organisation: Numbers
    profession: Numbers
    region: Numbers
    remote: Truths
    in_person: Truths
    areas: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody who takes part in a round, with what relates them.

    `related` has True where two organisations belong to one department. `choices` and
    `earlier` hold pairs of positions (mentee, mentor): the rank of a choice from 0, and
    pairs that the ledger knows. `places` counts the mentees whom each mentor has room for.
    """

    mentees: Side
    mentors: Side
    places: Numbers
    related: Truths
    choices: Mapping[tuple[int, int], int]
    earlier: frozenset[tuple[int, int]]


def takes_part(profile: Profile, *, programme: Programme, today: date) -> bool:
    """Say whether a person is neither paused nor expired."""
    months = programme.settings.expiry_months
    return not profile.paused and not is_expired(profile.confirmed, today=today, months=months)


def people_of_round(roster: Roster, ledger: Ledger, *, programme: Programme, today: date) -> People:
    """Gather the mentees who wait for a mentor, and every mentor, as arrays."""
    active = [
        each for each in roster.profiles if takes_part(each, programme=programme, today=today)
    ]
    outstanding = {each.mentee for each in ledger.proposals if each.state.takes_a_place}
    mentees = [each for each in active if each.is_mentee and each.github not in outstanding]
    mentors = [each for each in active if each.is_mentor]
    return _arranged(mentees, mentors, ledger, programme)


def people_of_pair(
    mentee: Profile, mentor: Profile, ledger: Ledger, *, programme: Programme
) -> People:
    """Arrange just two people in the same way, so that one definition serves both."""
    return _arranged([mentee], [mentor], ledger, programme)


def _arranged(
    mentees: list[Profile], mentors: list[Profile], ledger: Ledger, programme: Programme
) -> People:
    organisations = sorted({each.organisation for each in (*mentees, *mentors)})
    numbers = {name: number for number, name in enumerate(organisations)}
    row = {each.github: position for position, each in enumerate(mentees)}
    column = {each.github: position for position, each in enumerate(mentors)}
    return People(
        mentees=_side(mentees, numbers, programme, weigh=True),
        mentors=_side(mentors, numbers, programme, weigh=False),
        places=_places(mentors, ledger),
        related=_related(organisations, programme),
        choices={
            (row[mentee.github], column[choice]): rank
            for mentee in mentees
            for rank, choice in enumerate(mentee.choices)
            if choice in column
        },
        earlier=frozenset(
            (row[each.mentee], column[each.mentor])
            for each in ledger.proposals
            if each.mentee in row and each.mentor in column
        ),
    )


def _side(
    people: list[Profile], organisations: Mapping[str, int], programme: Programme, *, weigh: bool
) -> Side:
    professions = {name: number for number, name in enumerate(programme.professions)}
    regions = {name: number for number, name in enumerate(programme.regions)}
    return Side(
        people=tuple(people),
        grade=_numbers(int(each.grade) for each in people),
        organisation=_numbers(organisations[each.organisation] for each in people),
        profession=_numbers(professions.get(each.profession or "", -1) for each in people),
        region=_numbers(regions.get(each.region, -1) for each in people),
        remote=np.array([REMOTE in each.meets for each in people], dtype=np.bool_),
        in_person=np.array([IN_PERSON in each.meets for each in people], dtype=np.bool_),
        areas=_areas(people, programme, weigh=weigh),
    )


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int32)


def _areas(people: list[Profile], programme: Programme, *, weigh: bool) -> Numbers:
    columns = {area.name: number for number, area in enumerate(programme.areas)}
    table = np.zeros((len(people), len(columns)), dtype=np.int32)
    for position, each in enumerate(people):
        names = each.seeks if weigh else each.offers
        for rank, name in enumerate(names):
            table[position, columns[name]] = len(names) - rank if weigh else 1
    return table


def _places(mentors: list[Profile], ledger: Ledger) -> Numbers:
    taken: dict[str, int] = {}
    for each in ledger.proposals:
        if each.state.takes_a_place:
            taken[each.mentor] = taken.get(each.mentor, 0) + 1
    return _numbers(max(each.capacity - taken.get(each.github, 0), 0) for each in mentors)


def _related(organisations: Sequence[str], programme: Programme) -> Truths:
    """Relate organisations that share a department: the same, a parent, or a common parent."""
    lines = [lineage(name, programme) for name in organisations]
    return np.array([[bool(one & other) for other in lines] for one in lines], dtype=np.bool_)


def lineage(name: str, programme: Programme) -> frozenset[str]:
    """Return an organisation with everything above it."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            organisation = programme.organisation_by_name.get(here)
            waiting += organisation.parents if organisation else ()
    return frozenset(found)
