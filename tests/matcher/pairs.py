"""Two people alone, explained as a round would."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from matcher.explanation import PairExplanation, explain
from matcher.ledger import Ledger
from matcher.pairings import Round
from matcher.people import arrange
from matcher.round import solve_round, told
from roster.model import Profile, Programme, Roster
from tests.builders import TODAY, the_programme


def explain_pair(
    mentee: Profile,
    mentor: Profile,
    ledger: Ledger | None = None,
    programme: Programme | None = None,
) -> PairExplanation:
    """What is said of the two, whatever the others do."""
    people = arrange(
        [mentee], [mentor], ledger or Ledger(), programme=programme or the_programme(), today=TODAY
    )
    return explain(people, 0, 0)


def run_round(
    roster: Roster,
    ledger: Ledger,
    *,
    programme: Programme,
    today: date,
    before: Iterable[tuple[str, str]] = (),
) -> Round:
    """Solve a round and put it into words."""
    solved = solve_round(roster, ledger, programme=programme, today=today, before=before)
    return told(solved, ledger)
