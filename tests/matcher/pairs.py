"""Two people alone, explained as a round would."""

from __future__ import annotations

from matcher.explanation import PairExplanation, explain
from matcher.ledger import Ledger
from matcher.people import arrange
from roster.model import Profile, Programme
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
