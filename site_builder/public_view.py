"""The one list of what the public sees of a person. Pages, search and data all read it.

The roster comes in; people without addresses go out. An email address, a choice, a paused
or expired profile, or a mentee whom the programme only counts must never pass.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from roster.blocks import in_blocks
from roster.confirmation import is_active
from roster.model import Grade, Profile, Programme, Roster
from site_builder.digests import digest_of
from site_builder.markdown import About, about_renderer, without_addresses
from site_builder.statistics import Statistics, count
from site_builder.words import (
    GRADE_LABELS,
    first_letter,
    initials,
    searched_words,
    shown_name,
    sort_key,
)

LISTED = "listed"
_TINTS = 6
"""How many colours the circles with initials have; the style holds as many."""


class Person(Struct, frozen=True, kw_only=True):
    """What everybody may know of one person; there is no address in it to forget.

    `letter` is that under which an index has the name. `parents` are the bodies that the
    organisation belongs to. `seeks` is empty unless the programme lists mentees. `capacity` is
    how many mentees a mentor takes at once; `has_room` and `helps_nobody_yet` say how many of
    those places are taken.
    """

    login: str
    name: str
    letter: str
    initials: str
    tint: int
    organisation: str
    parents: tuple[str, ...]
    grade: Grade
    grade_label: str
    profession: str | None
    region: str
    meets: tuple[str, ...]
    offers: tuple[str, ...]
    seeks: tuple[str, ...]
    capacity: int
    has_room: bool
    helps_nobody_yet: bool
    about: About | None
    confirmed: date


class Shown(NamedTuple):
    """A person as shown, where they stand among all, and digests of what is shown of them.

    `facts` digests all but their own words; `words` are those of them that a search looks for.
    """

    person: Person
    place: tuple[str, str]
    digest: bytes
    facts: bytes
    words: str


@dataclass(frozen=True, kw_only=True)
class PublicView:
    """Everybody who is shown, by name, and the numbers of everybody who is counted.

    `shown` has the same people by login.
    """

    mentors: tuple[Person, ...]
    mentees: tuple[Person, ...]
    statistics: Statistics
    shown: Mapping[str, Shown]


def public_view(
    roster: Roster,
    programme: Programme,
    *,
    today: date,
    taken: Mapping[str, int] | None = None,
    executor: Executor | None = None,
    known: Mapping[str, Shown] | None = None,
) -> PublicView:
    """Reduce a roster to what may be shown on `today`; `executor` does it side by side.

    `taken` has by login how many places of a mentor are taken; None where nobody knows.
    `known` has, by login, what an earlier reduction made of the very same profile under the
    same programme, with the same places taken.
    """
    visible = [each for each in roster.profiles if is_active(each, programme.settings, today=today)]
    known = known or {}
    unknown = [each for each in visible if each.github not in known]
    fresh = in_blocks(_shown, (programme, today, taken), unknown, executor)
    found = (known[each.github] if each.github in known else next(fresh) for each in visible)
    shown = {each.person.login: each for each in found if each is not None}
    in_order = sorted(shown.values(), key=lambda each: (each.place, each.person.login))
    people = [each.person for each in in_order]
    return PublicView(
        mentors=tuple(each for each in people if each.offers),
        mentees=tuple(each for each in people if each.seeks),
        statistics=count(visible, programme, taken),
        shown=shown,
    )


def shows(
    programme: Programme, *, today: date, taken: Mapping[str, int] | None = None
) -> Callable[[Profile], Shown | None]:
    """Return what reduces one profile to what may be shown: None where nobody is to see it."""
    made = _person_maker(programme, taken or {})
    settings = programme.settings

    def shown(profile: Profile) -> Shown | None:
        if not (profile.is_mentor or settings.mentees == LISTED):
            return None
        if not is_active(profile, settings, today=today):
            return None
        person = made(profile)
        words = searched_words(person.about.text) if person.about else ""
        facts = digest_of(replace(person, about=None))
        return Shown(person, sort_key(person.name), digest_of(person), facts, words)

    return shown


def _shown(
    given: tuple[Programme, date, Mapping[str, int] | None], profiles: Sequence[Profile]
) -> list[Shown | None]:
    programme, today, taken = given
    return [*map(shows(programme, today=today, taken=taken), profiles)]


def _person_maker(programme: Programme, taken: Mapping[str, int]) -> Callable[[Profile], Person]:
    render = about_renderer()
    parents: Mapping[str, tuple[str, ...]] = {
        each.name: each.parents for each in programme.organisations
    }
    mentees_listed = programme.settings.mentees == LISTED

    def made(profile: Profile) -> Person:
        name = shown_name(without_addresses(profile.name), programme.settings.names)
        return Person(
            login=profile.github,
            name=name,
            letter=first_letter(name),
            initials=initials(name),
            tint=zlib.crc32(profile.github.encode()) % _TINTS + 1,
            organisation=profile.organisation,
            parents=parents.get(profile.organisation, ()),
            grade=profile.grade,
            grade_label=GRADE_LABELS[profile.grade],
            profession=profile.profession,
            region=profile.region,
            meets=profile.meets,
            offers=profile.offers,
            seeks=profile.seeks if mentees_listed else (),
            capacity=profile.capacity,
            has_room=profile.capacity > taken.get(profile.github, 0),
            helps_nobody_yet=not taken.get(profile.github),
            about=render(profile.about) if profile.about and profile.is_mentor else None,
            confirmed=profile.confirmed,
        )

    return made
