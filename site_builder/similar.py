"""Who else can help: mentors who offer the same areas as one mentor does.

Mentors come in; a few others for each go out. The cost grows with the number of mentors
and not with its square: in each area only the next few people are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from site_builder.public_view import Person

_LOOKED_AT: Final = 8
"""How many people after somebody in an area's list are candidates for "others"."""


def similar_mentors(
    mentors: Iterable[Person], by_area: Mapping[str, tuple[Person, ...]], *, most: int
) -> Mapping[str, tuple[Person, ...]]:
    """For each mentor's login, return up to `most` others, most shared areas first.

    Each area's list is read as a ring from the mentor on, so that not always the same
    few people at its beginning are named.
    """
    place = {
        (area, person.login): number
        for area, people in by_area.items()
        for number, person in enumerate(people)
    }
    return {person.login: _others(person, by_area, place)[:most] for person in mentors}


def _others(
    person: Person,
    by_area: Mapping[str, tuple[Person, ...]],
    place: Mapping[tuple[str, str], int],
) -> tuple[Person, ...]:
    shared: dict[str, int] = {}
    found: dict[str, Person] = {}
    for area in person.offers:
        people = by_area[area]
        start = place[area, person.login] + 1
        ring = people[start : start + _LOOKED_AT]
        ring += people[: min(start - 1, _LOOKED_AT - len(ring))]
        for other in ring:
            shared[other.login] = shared.get(other.login, 0) + 1
            found[other.login] = other
    most = sorted(shared, key=shared.__getitem__, reverse=True)
    return tuple(found[login] for login in most)
