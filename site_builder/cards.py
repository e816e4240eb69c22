"""Everybody's card: how a person looks in a list, made once however many lists they are in.

People and the look of the site come in; cards go out, brief ones and telling ones, which hold
some of the person's own words. It must never know which lists there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from roster.blocks import in_blocks
from site_builder.public_view import Person
from site_builder.rendering import Look

_WORDS: Final = 160
"""How much of a person's own words a telling card holds, in characters."""


@dataclass(frozen=True, kw_only=True)
class Cards:
    """The cards of everybody by login: brief, telling."""

    by_login: Mapping[str, tuple[Markup, Markup]]

    def brief(self, people: Iterable[Person]) -> tuple[Markup, ...]:
        """Return the cards without the people's own words."""
        return tuple(self.by_login[each.login][0] for each in people)

    def telling(self, people: Iterable[Person]) -> tuple[Markup, ...]:
        """Return the cards with some of the people's own words."""
        return tuple(self.by_login[each.login][1] for each in people)


def cards_of(people: Sequence[Person], look: Look, *, executor: Executor | None) -> Cards:
    """Make everybody's cards; `executor` does it side by side."""
    return Cards(by_login=dict(in_blocks(_cards, look, people, executor)))


def _cards(look: Look, people: Sequence[Person]) -> list[tuple[str, tuple[Markup, Markup]]]:
    card = look.part("card")
    found = []
    for person in people:
        brief = Markup(card(person))  # noqa: S704 -- a macro escapes what it is given
        telling = Markup(card(person, _WORDS)) if person.about else brief  # noqa: S704
        found.append((person.login, (brief, telling)))
    return found
