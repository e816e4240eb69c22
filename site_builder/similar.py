"""Who else can help: mentors who offer the same areas as one mentor does.

Mentors come in; a few others for each go out. The cost grows with the number of mentors
and not with its square: in each area only the next few people are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from site_builder.public_view import Person

_LOOKED_AT: Final = 8
"""How many people after somebody in an area's list are candidates for "others"."""


def similar_mentors(
    mentors: Iterable[Person], by_area: Mapping[str, tuple[Person, ...]], *, most: int
) -> Iterator[tuple[Person, ...]]:
    """For each mentor in turn, yield up to `most` others, most shared areas first.

    `mentors` and the people of each area are in the same order. Each area's list is read as a
    ring from the mentor on, so that not always the same few people at its beginning are named.
    """
    rings = {area: (*people, *people[:_LOOKED_AT]) for area, people in by_area.items()}
    places = dict.fromkeys(by_area, 0)
    for person in mentors:
        found: list[Person] = []
        for area in person.offers:
            places[area] = start = places[area] + 1
            found += rings[area][start : start + min(_LOOKED_AT, len(by_area[area]) - 1)]
        yield _most_shared(found)[:most]


def _most_shared(found: list[Person]) -> tuple[Person, ...]:
    """Order by how often somebody was found, then as found; where all were found once, as found."""
    people = {each.login: each for each in found}
    if len(people) == len(found):
        return tuple(found)
    times = dict.fromkeys(people, 0)
    for each in found:
        times[each.login] += 1
    return tuple(people[login] for login in sorted(times, key=times.__getitem__, reverse=True))
