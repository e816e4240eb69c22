"""The people of a round, and the market of arrays that the solver works on.

A roster, the ledger, the programme and a day come in; a People goes out. Nothing here decides
anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import (
    areas_of,
    asked_by_mentee,
    listed,
    of_mentees,
    of_mentors,
    of_side,
    tables,
)
from matcher.ledger import Ledger, State, resting
from matcher.points import ANY_AREA, choice_points
from matcher.solving.market import Array, Market
from roster.confirmation import is_active, months_between
from roster.model import Grade, MatchingSettings, Profile, Programme, Roster

Positions = NDArray[np.intp]
"""Positions of mentors in `People.mentors`."""

Pairs = Sequence[tuple[int, int]]
"""Positions of mentees and mentors."""


@dataclass(frozen=True, kw_only=True)
class People:
    """Everybody who takes part in a round, by login, and the market they make.

    `earlier` and `managed` hold the pairs (positions) that the ledger knows and that work
    for each other; `own` the position of a mentee among the mentors, -1 for none.
    """

    mentees: tuple[Profile, ...]
    mentors: tuple[Profile, ...]
    market: Market
    own: Array
    earlier: Mapping[int, frozenset[int]]
    managed: Mapping[int, frozenset[int]]
    programme: Programme

    @property
    def areas_matter(self) -> bool:
        """Whether a mentor has to offer something that is sought."""
        return self.programme.settings.matching.areas != ANY_AREA

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Positions of mentees by login."""
        return {each.github: position for position, each in enumerate(self.mentees)}

    @cached_property
    def column(self) -> Mapping[str, int]:
        """Positions of mentors by login."""
        return {each.github: position for position, each in enumerate(self.mentors)}

    @cached_property
    def helpers(self) -> tuple[Positions, ...]:
        """For each area, the mentors who offer it."""
        market = self.market
        owner = np.repeat(np.arange(market.mentors), np.diff(market.offer_start))
        order = np.argsort(market.offer_area, kind="stable")
        cuts = np.searchsorted(market.offer_area[order], np.arange(1, len(market.area_group)))
        return tuple(np.split(owner[order], cuts))

    def helpers_of(self, mentee: int) -> Positions:
        """The mentors who offer something that a mentee seeks, or whom the mentee chose."""
        market = self.market
        needs = market.need_area[market.need_start[mentee] : market.need_start[mentee + 1]]
        chosen = [self.column[each] for each in self.mentees[mentee].choices if each in self.column]
        lists = [*(self.helpers[int(area)] for area in needs), np.array(chosen, dtype=np.intp)]
        found: Positions = np.unique(np.concatenate(lists))
        return found


def people_of_round(
    roster: Roster,
    ledger: Ledger,
    *,
    programme: Programme,
    today: date,
    before: Iterable[tuple[str, str]] = (),
) -> People:
    """Gather the mentees who wait for a mentor, and every mentor.

    `before` names pairs (mentee, mentor) of a round that was not carried out: they earn the
    points for staying put.
    """
    expiries = programme.settings.proposals.rest_after_expiries
    rests = resting(ledger, roster.profiles, expiries=expiries)
    active = [
        each
        for each in roster.profiles
        if each.github not in rests and is_active(each, programme.settings, today=today)
    ]
    taken = _spoken_for(ledger, programme)
    return arrange(
        [each for each in active if each.is_mentee and each.github not in taken],
        [each for each in active if each.is_mentor],
        ledger,
        programme=programme,
        today=today,
        before=before,
    )


def _spoken_for(ledger: Ledger, programme: Programme) -> set[str]:
    """The mentees who have a mentor, or as many open proposals as they may have."""
    most = programme.settings.matching.proposals_per_mentee
    paired = {each.mentee for each in ledger.proposals if each.state is State.ACTIVE}
    asked = asked_by_mentee(ledger)
    return paired | {login for login, count in asked.items() if count >= most}


def arrange(
    mentees: Iterable[Profile],
    mentors: Iterable[Profile],
    ledger: Ledger,
    *,
    programme: Programme,
    today: date,
    before: Iterable[tuple[str, str]] = (),
) -> People:
    """Arrange these people as a market, in the order of their logins."""
    seekers = tuple(sorted(mentees, key=lambda each: each.github))
    helpers = tuple(sorted(mentors, key=lambda each: each.github))
    row = {each.github: position for position, each in enumerate(seekers)}
    column = {each.github: position for position, each in enumerate(helpers)}
    matching = programme.settings.matching
    again = matching.again_after_months
    earlier = [
        (row[each.mentee], column[each.mentor])
        for each in ledger.proposals
        if each.mentee in row and each.mentor in column
        if _stands_between(each.state, each.closed or each.opened, today, again)
    ]
    managed = [*_managed(seekers, column), *((j, i) for i, j in _managed(helpers, row))]
    own = np.array([column.get(each.github, -1) for each in seekers], dtype=np.int32)
    # Any: the tables hold arrays and whole numbers, and Market checks each.
    parts: dict[str, Any] = {
        **of_side(seekers, programme, "mentee"),
        **of_side(helpers, programme, "mentor"),
        **of_mentees(seekers, programme, ledger),
        **of_mentors(helpers, programme, ledger),
        **areas_of(seekers, helpers, programme),
        **tables(seekers, helpers, programme),
        **listed("choice", _choices(seekers, column, matching)),
        **listed("extra", _staying(before, row, column, matching)),
        **listed("forbidden", _forbidden(own, earlier, managed)),
    }
    market = Market(**parts)
    return People(
        mentees=seekers,
        mentors=helpers,
        market=market,
        own=own,
        earlier=_by_mentee(earlier),
        managed=_by_mentee(managed),
        programme=programme,
    )


def _stands_between(state: State, ended: date, today: date, again: int | None) -> bool:
    """Whether an earlier proposal keeps two people from being proposed to each other again."""
    if again is None or state is State.DECLINED or state.takes_a_place:
        return True
    return months_between(ended, today) < again


def _managed(people: Sequence[Profile], others: Mapping[str, int]) -> list[tuple[int, int]]:
    """Pairs of a person and the one of the others whom they call their manager."""
    return [
        (position, others[each.manager])
        for position, each in enumerate(people)
        if each.manager is not None and each.manager in others
    ]


def _by_mentee(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for mentee, mentor in pairs:
        found.setdefault(mentee, set()).add(mentor)
    return {mentee: frozenset(mentors) for mentee, mentors in found.items()}


def _forbidden(own: Array, earlier: Pairs, managed: Pairs) -> list[tuple[int, int, int]]:
    oneself = [(row, int(column)) for row, column in enumerate(own) if column >= 0]
    return [(*pair, 0) for pair in sorted({*oneself, *earlier, *managed})]


def _choices(
    mentees: Sequence[Profile], column: Mapping[str, int], matching: MatchingSettings
) -> list[tuple[int, int, int]]:
    weight = matching.points.get("choice", 0)
    return [
        (row, column[choice], choice_points(rank, weight))
        for row, mentee in enumerate(mentees)
        for rank, choice in enumerate(mentee.choices)
        if choice in column
    ]


def _staying(
    before: Iterable[tuple[str, str]],
    row: Mapping[str, int],
    column: Mapping[str, int],
    matching: MatchingSettings,
) -> list[tuple[int, int, int]]:
    weight = matching.points.get("stay_put", 0)
    return [
        (row[mentee], column[mentor], weight)
        for mentee, mentor in sorted(set(before))
        if mentee in row and mentor in column
    ]


def grade_name(rank: int) -> str:
    """Name a grade by its rank."""
    return Grade(rank).name
