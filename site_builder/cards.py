"""Everybody's card: how a person looks in a list, made once however many lists they are in.

People and the look of the site come in; cards go out, brief ones and telling ones, which hold
some of the person's own words. It must never know which lists there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from roster.blocks import in_blocks
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
    """Everybody's cards, made when they are first asked for, or all at once beforehand."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._by_login: dict[str, tuple[Markup, Markup]] = {}

    def make_all(self, people: Sequence[Person], *, executor: Executor | None) -> None:
        """Make the cards of many; `executor` does it side by side."""
        self._by_login.update(in_blocks(_cards, self._look, people, executor))

    def of(self, wanted: CardList) -> tuple[Markup, ...]:
        """Return the cards of a list."""
        missing = [each for each in wanted.people if each.login not in self._by_login]
        self._by_login.update(_cards(self._look, missing))
        kind = 1 if wanted.is_telling else 0
        return tuple(self._by_login[each.login][kind] for each in wanted.people)


def _cards(look: Look, people: Sequence[Person]) -> list[tuple[str, tuple[Markup, Markup]]]:
    card = look.part("card")
    found = []
    for person in people:
        brief = Markup(card(person))  # noqa: S704 -- a macro escapes what it is given
        telling = Markup(card(person, _WORDS)) if person.about else brief  # noqa: S704
        found.append((person.login, (brief, telling)))
    return found
