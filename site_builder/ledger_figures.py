"""How proposals went so far, as the statistics page shows it.

What `mentor-match ledger` printed comes in as text; LedgerFigures go out, without those that
would tell of few people. The site never reads a forge.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from site_builder.json_text import as_count
from site_builder.last_round import FEWEST


class LedgerError(ValueError):
    """The text is no ledger in figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFigures:
    """Proposals so far in figures.

    `outcomes` has how many proposals are in each state, by a word for it; it is empty, and the
    shares are None, where fewer than five people's answers are behind them. `accepted` is in
    hundredths, `waited` a median in days. `taken` has by login how many places of a mentor are
    taken; who has none is left out.
    """

    proposals: int
    matches: int
    accepted: int | None = None
    waited: int | None = None
    last_round: date | None = None
    last_proposals: int = 0
    outcomes: tuple[tuple[str, int], ...] = ()
    taken: Mapping[str, int] = field(default_factory=dict)


_OUTCOMES: Final = ("open", "matches", "declined", "expired", "withdrawn")


def parse_ledger(text: str) -> LedgerFigures:
    """Read a ledger in figures. Raises LedgerError."""
    try:
        told = json.loads(text)
        day = told["last_round"]
        counts = {key: as_count(told[key]) for key in _OUTCOMES}
        answered = counts["matches"] + counts["declined"] + counts["expired"]
        return LedgerFigures(
            proposals=as_count(told["proposals"]),
            matches=counts["matches"],
            accepted=_shown(told["accepted"], behind=answered),
            waited=_shown(told["waited"], behind=as_count(told["waits"])),
            last_round=date.fromisoformat(day) if day else None,
            last_proposals=as_count(told["last_proposals"]),
            outcomes=tuple(counts.items()) if answered >= FEWEST else (),
            taken={str(login): as_count(places) for login, places in told["taken"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = "it is not what `mentor-match ledger` prints"
        raise LedgerError(message) from error


def _shown(value: object, *, behind: int) -> int | None:
    return None if value is None or behind < FEWEST else as_count(value)
