"""Counts over the visible people: who there is, and demand against supply by area.

Profiles come in; numbers go out, and nothing that names anybody. This is all that the
site learns about mentees where the programme only counts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from roster.model import Grade, Profile, Programme
from site_builder.language import marked
from site_builder.words import GRADE_LABELS, sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many mentors and mentees share one value; someone who is both counts in both."""

    name: str
    mentors: int
    mentees: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaTally:
    """One area: mentors who offer it, the places they have, and mentees who seek it.

    `free` are the places that nobody has yet. A mentor's places count in each area they offer.
    """

    name: str
    offered: int
    places: int
    free: int
    sought: int

    @property
    def missing(self) -> int:
        """How many more people seek it than could have a place."""
        return max(0, self.sought - self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Numbers of the whole programme; `places` are mentees that all mentors take together.

    `breakdowns` has the tallies by title, such as "Grade"; `areas` those of every area
    that anybody offers or seeks, in the programme's order.
    """

    people: int
    mentors: int
    mentees: int
    both: int
    places: int
    organisations: int
    breakdowns: Mapping[str, tuple[Tally, ...]]
    areas: tuple[AreaTally, ...]

    def most_needed(self, most: int) -> tuple[AreaTally, ...]:
        """Return the areas that more people seek than could have a place, most missed first."""
        short = [each for each in self.areas if each.missing]
        return tuple(sorted(short, key=_need, reverse=True)[:most])

    def most_offered(self, most: int) -> tuple[AreaTally, ...]:
        """Return the areas that most mentors offer, most first."""
        offered = [each for each in self.areas if each.offered]
        return tuple(sorted(offered, key=lambda each: -each.offered)[:most])


ORGANISATION: Final = marked("Organisation")
"""The title of the tallies by organisation."""

NOT_SAID: Final = marked("Not said")


def count(
    profiles: Iterable[Profile],
    programme: Programme,
    taken: Mapping[str, int] | None = None,
) -> Statistics:
    """Count the visible people; every profile given is counted.

    `taken` has by login how many places of a mentor are taken; who has none is left out.
    """
    people = tuple(profiles)
    mentors = [each for each in people if each.is_mentor]
    mentees = [each for each in people if each.is_mentee]
    return Statistics(
        people=len(people),
        mentors=len(mentors),
        mentees=len(mentees),
        both=len(mentors) + len(mentees) - len(people),
        places=sum(each.capacity for each in mentors),
        organisations=len({each.organisation for each in people}),
        breakdowns={
            title: _tallies(mentors, mentees, value, order)
            for title, value, order in _breakdowns(programme)
        },
        areas=_area_tallies(mentors, mentees, programme, taken or {}),
    )


_Value = Callable[[Profile], str]


def _breakdowns(programme: Programme) -> tuple[tuple[str, _Value, tuple[str, ...]], ...]:
    grades = tuple(GRADE_LABELS[grade] for grade in Grade)
    return (
        (marked("Grade"), lambda each: GRADE_LABELS[each.grade], grades),
        (marked("Region"), lambda each: each.region, programme.regions),
        (
            marked("Profession"),
            lambda each: each.profession or NOT_SAID,
            (*programme.professions, NOT_SAID),
        ),
        (
            ORGANISATION,
            lambda each: each.organisation,
            tuple(sorted((each.name for each in programme.organisations), key=sort_key)),
        ),
    )


def _tallies(
    mentors: list[Profile], mentees: list[Profile], value: _Value, order: tuple[str, ...]
) -> tuple[Tally, ...]:
    offering = Counter(value(each) for each in mentors)
    seeking = Counter(value(each) for each in mentees)
    return tuple(
        Tally(name=name, mentors=offering[name], mentees=seeking[name])
        for name in order
        if offering[name] or seeking[name]
    )


def _area_tallies(
    mentors: list[Profile],
    mentees: list[Profile],
    programme: Programme,
    taken: Mapping[str, int],
) -> tuple[AreaTally, ...]:
    offered = Counter(area for each in mentors for area in each.offers)
    places: Counter[str] = Counter()
    free: Counter[str] = Counter()
    for each in mentors:
        left = max(0, each.capacity - taken.get(each.github, 0))
        for area in each.offers:
            places[area] += each.capacity
            free[area] += left
    sought = Counter(area for each in mentees for area in each.seeks)
    return tuple(
        AreaTally(
            name=area.name,
            offered=offered[area.name],
            places=places[area.name],
            free=free[area.name],
            sought=sought[area.name],
        )
        for area in programme.areas
        if offered[area.name] or sought[area.name]
    )


def _need(tally: AreaTally) -> tuple[int, int]:
    return tally.missing, tally.sought
