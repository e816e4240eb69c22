"""Everybody's card: how a person looks in a list, made once however many lists they are in.

People and the look of the site come in; cards go out, brief ones and telling ones, which hold
some of the person's own words. It must never know which lists there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from msgspec.structs import replace

from site_builder.public_view import Person
from site_builder.rendering import Look

_WORDS: Final = 160
"""How much of a person's own words a telling card holds, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardList:
    """A place in a page where the cards of these people are to stand."""

    people: tuple[Person, ...]
    is_telling: bool = False


class Cards:
    """Everybody's cards, each made when it is first asked for."""

    def __init__(self, look: Look) -> None:
        self._card = look.part("card")
        self._brief: dict[str, str] = {}
        self._telling: dict[str, str] = {}

    def of(self, wanted: CardList) -> Markup:
        """Return the cards of a list, one after the other.

        A brief card is not even handed the person's own words, since it is not made anew for
        them: whatever a programme's own template looks like, it cannot show them.
        """
        made = self._telling if wanted.is_telling else self._brief
        for person in wanted.people:
            if person.login not in made:
                made[person.login] = (
                    self._card(person, _WORDS)
                    if wanted.is_telling
                    else self._card(replace(person, about=None))
                )
        # Markup: a macro escapes what it is given.
        return Markup("".join([made[each.login] for each in wanted.people]))  # noqa: S704
