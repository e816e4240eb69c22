"""Who else can help: mentors who offer the same areas as one mentor does.

Mentors come in; a few others for each go out. The cost grows with the number of mentors
and not with its square: in each area only the next few people are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from site_builder.public_view import Person

_LOOKED_AT: Final = 8
"""How many people after somebody in an area's list are candidates for "others"."""


def similar_mentors(
    mentors: Sequence[Person], by_area: Mapping[str, tuple[Person, ...]], *, most: int
) -> Iterator[tuple[Person, ...]]:
    """For each mentor in turn, yield up to `most` others: with room first, then most shared areas.

    `mentors` and the people of each area are in the same order. Each area's list is read as a
    ring from the mentor on, so that not always the same few people at its beginning are named.
    """
    number = {each.login: at for at, each in enumerate(mentors)}
    rings = {
        area: [number[each.login] for each in (*people, *people[:_LOOKED_AT])]
        for area, people in by_area.items()
    }
    widths = {area: min(_LOOKED_AT, len(people) - 1) for area, people in by_area.items()}
    places = dict.fromkeys(by_area, 0)
    full = {at for at, each in enumerate(mentors) if not each.has_room}
    for person in mentors:
        found: list[int] = []
        for area in person.offers:
            places[area] = start = places[area] + 1
            found += rings[area][start : start + widths[area]]
        found = _most_shared(found)
        if full:
            found.sort(key=full.__contains__)
        yield tuple([mentors[at] for at in found[:most]])


def _most_shared(found: list[int]) -> list[int]:
    """Order by how often somebody was found, then as found; where all were found once, as found."""
    times = dict.fromkeys(found, 0)
    if len(times) == len(found):
        return found
    for each in found:
        times[each] += 1
    return sorted(times, key=times.__getitem__, reverse=True)
