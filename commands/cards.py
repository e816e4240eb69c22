"""The card of a profile in Markdown, as the directory will show it: for comments and previews.

What the public sees of a person comes in (`site_builder/public_view.py`), or a profile of which
nobody knows yet; text goes out in which nothing that somebody wrote does anything.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from roster.model import Profile, Programme
from roster.reports import escaped
from site_builder.language import ENGLISH
from site_builder.public_view import LISTED, Person, shows
from site_builder.rendering import ways_to_meet

_MOST_AREAS: Final = 4
"""How many areas a card of the site shows, by templates/site/parts.html.jinja."""


def preview(profile: Profile, programme: Programme, *, today: date) -> str:
    """Write the card that a profile will have, or why it will have none."""
    shown = shows(programme, today=today)(profile)
    if shown is not None:
        return card(shown.person)
    if not (profile.is_mentor or programme.settings.mentees == LISTED):
        return "The directory only counts mentees: it will show nothing of this profile."
    if profile.paused:
        return "The profile is paused: until it goes on, the directory will show nothing of it."
    return "The profile was confirmed too long ago: the directory will show nothing of it."


def card(person: Person) -> str:
    """Write the card of a person; addresses are covered."""
    lines = [f"**{escaped(person.name)}**"]
    lines += [f"{escaped(person.grade_label)}, {escaped(person.organisation)}"]
    if person.offers:
        where = (person.profession, person.region, ways_to_meet(person.meets, language=ENGLISH))
        lines += [f"Can help with: {_areas(person.offers)}"]
        lines += [" · ".join(escaped(each) for each in where if each)]
    if person.seeks:
        lines += [f"Would like to develop: {escaped(', '.join(person.seeks))}"]
    joined = "  \n".join(f"> {each}" for each in lines)
    return f"How the directory will show it:\n\n{joined}"


def _areas(offers: tuple[str, ...]) -> str:
    rest = len(offers) - _MOST_AREAS
    more = f" and {rest} more" if rest > 0 else ""
    return escaped(", ".join(offers[:_MOST_AREAS])) + more
