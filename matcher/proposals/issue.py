"""The issue that puts a pairing to both people: title, body, labels and machine block.

It holds names reduced to letters, controlled words and links to pages. No text that
participants wrote goes in, so that no mention and no Markdown can be brought in by them.
"""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from typing import Final

from jinja2 import BaseLoader, Environment, StrictUndefined

from forge.port import Draft
from matcher.ledger import State
from matcher.pairings import Pairing
from matcher.proposals.machine_block import LABEL, MachineBlock, write_block
from roster.model import Programme, Roster

DAYS_TO_ANSWER: Final = 7
_TEMPLATE: Final = "issues/proposal.md.jinja"
_KEPT: Final = " -’."


def issue_templates(loader: BaseLoader) -> Environment:
    """Make the environment that issues are rendered with; everything is escaped."""
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def plain_name(name: str) -> str:
    """Reduce a name to letters, marks, spaces, hyphens, apostrophes and full stops."""
    kept = (
        each if unicodedata.category(each)[0] in "LM" or each in _KEPT else " "
        for each in name.replace("'", "’")
    )
    return " ".join("".join(kept).split())


def draft_proposal(
    pairing: Pairing,
    roster: Roster,
    *,
    programme: Programme,
    templates: Environment,
    today: date,
) -> Draft:
    """Write the issue for a pairing of two people of the roster."""
    mentee, mentor = roster.by_login[pairing.mentee], roster.by_login[pairing.mentor]
    body = templates.get_template(_TEMPLATE).render(
        mentee={"login": mentee.github, "name": plain_name(mentee.name)},
        mentor={"login": mentor.github, "name": plain_name(mentor.name)},
        covered=[name for name in mentee.seeks if name in mentor.offers],
        uncovered=[name for name in mentee.seeks if name not in mentor.offers],
        reasons=pairing.reasons,
        score=pairing.score,
        answer_by=today + timedelta(days=DAYS_TO_ANSWER),
        site=programme.settings.site,
        programme=programme.settings.programme,
    )
    block = MachineBlock(
        mentee=mentee.github,
        mentee_id=mentee.github_id,
        mentor=mentor.github,
        mentor_id=mentor.github_id,
    )
    return Draft(
        title=f"Mentoring: {plain_name(mentee.name)} with {plain_name(mentor.name)}",
        body=f"{body.rstrip()}\n\n{write_block(block)}\n",
        labels=(LABEL, f"state: {State.PROPOSED}"),
    )
