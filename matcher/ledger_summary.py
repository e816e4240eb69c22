"""The ledger in figures: how proposals went, how long people waited, whose places are taken.

A ledger comes in; numbers go out, and of people their logins alone with the places taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from statistics import median_low
from typing import Any, Final

from matcher.ledger import Ledger, Proposal, State

_MATCHED: Final = frozenset({State.ACTIVE, State.COMPLETED, State.ENDED})
"""States that only both people's yes leads to."""

_ANSWERED: Final = _MATCHED | {State.DECLINED, State.EXPIRED}
"""States in which a proposal has had its answer, or its time to be answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSummary:
    """All proposals so far in figures.

    `matches` were accepted by both people, and `active` of them go on. `accepted` is the share
    of matches among all that were accepted, declined or left to expire, in hundredths, rounded
    down; `waited` the median of the days from the first proposal to a mentee to the match, over
    matches that go on. Both are None where there is nothing to reckon with. `last_round` is the
    day of the latest round, `last_proposals` how many proposals it put, `last_matches` how many
    of these became a match. `taken` has by login how many places of a mentor are taken.
    """

    proposals: int
    matches: int
    active: int
    open: int
    declined: int
    expired: int
    withdrawn: int
    accepted: int | None
    waits: int
    waited: int | None
    last_round: date | None
    last_proposals: int
    last_matches: int
    taken: Mapping[str, int]


def summary_of(ledger: Ledger) -> LedgerSummary:
    """Count a ledger."""
    proposals = ledger.proposals
    states = Counter(each.state for each in proposals)
    matches = sum(states[each] for each in _MATCHED)
    answered = sum(states[each] for each in _ANSWERED)
    waits = tuple(_waits(proposals))
    last_round = max((each.opened for each in proposals), default=None)
    latest = [each for each in proposals if each.opened == last_round]
    taken = Counter(each.mentor for each in proposals if each.state.takes_a_place)
    return LedgerSummary(
        proposals=len(proposals),
        matches=matches,
        active=states[State.ACTIVE],
        open=states[State.PROPOSED],
        declined=states[State.DECLINED],
        expired=states[State.EXPIRED],
        withdrawn=states[State.WITHDRAWN],
        accepted=100 * matches // answered if answered else None,
        waits=len(waits),
        waited=median_low(waits) if waits else None,
        last_round=last_round,
        last_proposals=len(latest),
        last_matches=sum(each.state in _MATCHED for each in latest),
        taken=dict(sorted(taken.items())),
    )


def as_data(summary: LedgerSummary) -> dict[str, Any]:
    """Write a summary for programs: days as 2026-11-01."""
    day = summary.last_round
    return {**asdict(summary), "last_round": day.isoformat() if day else None}


def _waits(proposals: Iterable[Proposal]) -> Iterable[int]:
    """How many days each pair that goes on waited, from the mentee's first proposal."""
    first: dict[str, date] = {}
    for each in proposals:
        first[each.mentee] = min(each.opened, first.get(each.mentee, each.opened))
    return (
        max(0, (each.began - first[each.mentee]).days)
        for each in proposals
        if each.state is State.ACTIVE and each.began is not None
    )
