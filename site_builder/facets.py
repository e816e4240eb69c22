"""The ways in which people look for a mentor: area, organisation, grade and so on.

The public view comes in; each facet goes out with its options and who stands under them.
Filters, lists and the search index are all made from this one table, so that a new way of
looking is one row here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from roster.model import IN_PERSON, REMOTE, Grade, Programme
from site_builder.language import marked
from site_builder.public_view import Person
from site_builder.words import GRADE_LABELS, slugs, sort_key

HAS_ROOM: Final = "has room now"
IS_FULL: Final = "no room just now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet, and the mentors it holds for, in the order of their names."""

    name: str
    slug: str
    mentors: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way of looking: `key` is the field, `plural` its folder in the site.

    `options` are those that hold for at least one mentor, in the programme's order.
    `slugs` has every value that the programme knows. `has_lists` says whether each option
    has a page of its own.
    """

    key: str
    title: str
    plural: str
    values: Callable[[Person], tuple[str, ...]]
    is_single: bool
    has_lists: bool
    options: tuple[Option, ...]
    slugs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """One row of the table: what a facet is before anybody stands under it."""

    key: str
    title: str
    plural: str
    values: Callable[[Person], tuple[str, ...]]
    known: Callable[[Programme], Iterable[str]]
    is_single: bool = True
    has_lists: bool = True


_WAYS: Final = (
    _Way(
        key="area",
        title=marked("Area"),
        plural="areas",
        values=lambda person: person.offers,
        known=lambda programme: (each.name for each in programme.areas),
        is_single=False,
    ),
    _Way(
        key="organisation",
        title=marked("Organisation"),
        plural="organisations",
        values=lambda person: (person.organisation,),
        known=lambda programme: sorted(
            (each.name for each in programme.organisations), key=sort_key
        ),
    ),
    _Way(
        key="grade",
        title=marked("Grade"),
        plural="grades",
        values=lambda person: (person.grade_label,),
        known=lambda _: (GRADE_LABELS[grade] for grade in Grade),
    ),
    _Way(
        key="profession",
        title=marked("Profession"),
        plural="professions",
        values=lambda person: (person.profession,) if person.profession else (),
        known=lambda programme: programme.professions,
    ),
    _Way(
        key="region",
        title=marked("Region"),
        plural="regions",
        values=lambda person: (person.region,),
        known=lambda programme: programme.regions,
    ),
    _Way(
        key="meets",
        title=marked("How you can meet"),
        plural="meets",
        values=lambda person: person.meets,
        known=lambda _: (REMOTE, IN_PERSON),
        is_single=False,
        has_lists=False,
    ),
    _Way(
        key="room",
        title=marked("Room for a mentee"),
        plural="room",
        values=lambda person: (HAS_ROOM if person.has_room else IS_FULL,),
        known=lambda _: (HAS_ROOM, IS_FULL),
        has_lists=False,
    ),
)


def facets(mentors: Iterable[Person], programme: Programme) -> Mapping[str, Facet]:
    """Return every facet by its key, filled with the mentors in the order given."""
    people = tuple(mentors)
    return {way.key: _filled(way, people, way.known(programme)) for way in _WAYS}


def by_name(mentors: Iterable[Person]) -> Facet:
    """Return every mentor under the first letter of their name, A to Z: no filter, but lists."""
    people = tuple(mentors)
    way = _Way(
        key="name",
        title=marked("Name"),
        plural="names",
        values=lambda person: (person.letter,),
        known=lambda _: (),
    )
    return _filled(way, people, dict.fromkeys(each.letter for each in people))


def _filled(way: _Way, mentors: tuple[Person, ...], known: Iterable[str]) -> Facet:
    slug = slugs(known)
    under: dict[str, list[Person]] = {name: [] for name in slug}
    for person in mentors:
        for value in way.values(person):
            under[value].append(person)
    return Facet(
        key=way.key,
        title=way.title,
        plural=way.plural,
        values=way.values,
        is_single=way.is_single,
        has_lists=way.has_lists,
        options=tuple(
            Option(name=name, slug=slug[name], mentors=tuple(people))
            for name, people in under.items()
            if people
        ),
        slugs=slug,
    )
