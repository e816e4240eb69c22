"""The plan: the changes that a round would make in the forge, as a value that prints itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import Environment

from forge.port import Draft
from matcher.pairings import Pairing, Round
from matcher.proposals.issue import draft_proposal
from roster.model import Programme, Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A proposal to be opened: the pairing and the issue that puts it to both people."""

    pairing: Pairing
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that a round would change, sorted by the mentee's login."""

    openings: tuple[Opening, ...]

    @property
    def as_text(self) -> str:
        """The plan for people."""
        if not self.openings:
            return "Nothing to change."
        lines = [
            f"open  {each.pairing.mentee} with {each.pairing.mentor} ({each.pairing.score} points)"
            for each in self.openings
        ]
        count = len(lines)
        return "\n".join((*lines, f"{count:,} proposal{'' if count == 1 else 's'} to open."))

    @property
    def as_json(self) -> dict[str, Any]:
        """The plan for programs."""
        return {
            "open": [
                {
                    "mentee": each.pairing.mentee,
                    "mentor": each.pairing.mentor,
                    "score": each.pairing.score,
                    "title": each.draft.title,
                }
                for each in self.openings
            ]
        }


def plan_changes(
    one_round: Round,
    roster: Roster,
    *,
    programme: Programme,
    templates: Environment,
    today: date,
) -> Plan:
    """Plan one issue for each pairing of a round, which already leaves out what the ledger has."""
    return Plan(
        openings=tuple(
            Opening(
                pairing=pairing,
                draft=draft_proposal(
                    pairing, roster, programme=programme, templates=templates, today=today
                ),
            )
            for pairing in one_round.pairings
        )
    )
