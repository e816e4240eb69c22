"""What the statistics page draws and tabulates: pairs of counts under names, with a title.

Tallies come in; Figures go out, still without words of any language and without a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple, TypeVar

from roster.model import Programme
from site_builder.last_round import SMALL_GROUPS, LastRound
from site_builder.statistics import NOT_SAID, AreaTally, Statistics
from site_builder.words import slugs

_MANY: Final = 15
_MOST_DRAWN: Final = 10
_Value = TypeVar("_Value")


class Bar(NamedTuple):
    """A name and the two counts that belong to it."""

    name: str
    first: int
    second: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One chart and its table. `key` is unlike all others on a page.

    `is_said` says of its names that they are the site's own words, to be said in its language.
    """

    key: str
    title: str
    bars: tuple[Bar, ...]
    is_said: bool = False

    @property
    def drawn(self) -> tuple[Bar, ...]:
        """What is drawn: the largest, where there are too many to look at."""
        if len(self.bars) <= _MANY:
            return self.bars
        return tuple(sorted(self.bars, key=lambda each: -each.first - each.second)[:_MOST_DRAWN])

    @property
    def largest(self) -> Bar:
        """The name with most people; of several the first, and one that says who they are."""
        named = [each for each in self.bars if each.name not in {SMALL_GROUPS, NOT_SAID}]
        return max(named, key=lambda each: each.first + each.second)


def breakdowns(statistics: Statistics) -> tuple[Figure, ...]:
    """Draw mentors and mentees by grade, region, profession and organisation."""
    return tuple(
        Figure(
            key=f"by-{slug}",
            title=title,
            bars=tuple(Bar(each.name, each.mentors, each.mentees) for each in tallies),
            is_said=True,
        )
        for (title, tallies), slug in _keyed(statistics.breakdowns)
        if any(each.name != NOT_SAID for each in tallies)
    )


def needed(areas: Iterable[AreaTally]) -> tuple[Figure, ...]:
    """Draw the areas in which mentors are missing; no figure where there are none."""
    bars = _bars(areas)
    return (Figure(key="needed", title="", bars=bars),) if bars else ()


def areas_by_group(statistics: Statistics, programme: Programme) -> tuple[Figure, ...]:
    """Draw every area that anybody offers or seeks, in a figure for each group."""
    group_of = {each.name: each.group for each in programme.areas}
    groups = {
        group: tuple(areas)
        for group, areas in groupby(statistics.areas, key=lambda each: group_of[each.name])
    }
    return tuple(
        Figure(key=f"group-{slug}", title=group, bars=_bars(areas))
        for (group, areas), slug in _keyed(groups)
    )


def outcomes(last_round: LastRound | None) -> tuple[Figure, ...]:
    """Draw how many mentees of each group were placed in the last round."""
    tables = dict(last_round.tables) if last_round else {}
    return tuple(
        Figure(
            key=f"round-{slug}",
            title=title,
            bars=tuple(Bar(each.name, each.mentees, each.placed) for each in rows),
            is_said=True,
        )
        for (title, rows), slug in _keyed(tables)
    )


def _bars(areas: Iterable[AreaTally]) -> tuple[Bar, ...]:
    return tuple(Bar(each.name, each.offered, each.sought) for each in areas)


def _keyed(named: Mapping[str, _Value]) -> Iterator[tuple[tuple[str, _Value], str]]:
    return zip(named.items(), slugs(named).values(), strict=True)
