"""What stands in an issue: title, body, labels, and the comments that are our own.

Names reduced to letters, controlled words and links to pages: no text that participants
wrote goes in, so that no mention and no Markdown can be brought in by them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from jinja2 import BaseLoader, Environment, StrictUndefined

from forge.port import Draft
from matcher.explanation import NOT_COVERED
from matcher.ledger import State
from matcher.pairings import NextBest, Pairing
from matcher.proposals.hearing import note_mark
from matcher.proposals.machine_block import (
    LABEL,
    MachineBlock,
    Role,
    without_block,
    write_block,
)
from matcher.proposals.reading import ORGANISERS_LABEL
from roster.model import Profile, Programme, Roster
from roster.places import path_of

_SEAM: Final = "<!-- mentor-match: what follows stays as it is -->"
_KEPT: Final = " -’."
_LONGEST_LABEL: Final = 50
_OURS: Final = ("state: ", "round: ", "waits for ", ORGANISERS_LABEL)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


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
    """Reduce a name to letters, marks, spaces, hyphens, apostrophes and full stops at word ends."""
    kept = (
        each if unicodedata.category(each)[0] in "LM" or each in _KEPT else " "
        for each in name.replace("'", "’")
    )
    return " ".join(re.sub(r"\.(?=\S)", " ", "".join(kept)).split())


def draft_proposal(
    pairing: Pairing,
    roster: Roster,
    *,
    programme: Programme,
    templates: Environment,
    today: date,
    near: Iterable[NextBest] = (),
) -> Draft:
    """Write the issue for a pairing of two people of the roster."""
    mentee, mentor = roster.by_login[pairing.mentee], roster.by_login[pairing.mentor]
    settings = programme.settings
    answer_by = today + timedelta(days=settings.proposals.expire_after_days)
    block = MachineBlock(
        mentee=mentee.github,
        mentee_id=mentee.github_id,
        mentor=mentor.github,
        mentor_id=mentor.github_id,
        round=today,
        answer_by=answer_by,
        since=today,
    )
    body = templates.get_template("issues/proposal.md.jinja").render(
        mentee=_person(mentee, programme),
        mentor=_person(mentor, programme),
        covered=[name for name in mentee.seeks if name in mentor.offers],
        uncovered=[name for name in mentee.seeks if name not in mentor.offers],
        reasons=[each for each in pairing.reasons if not each.startswith(NOT_COVERED)],
        score=pairing.score,
        near=[
            {**_person(roster.by_login[each.mentor], programme), "points": each.score}
            for each in near
        ],
        answer_by=day_in_words(answer_by),
        site=settings.site,
        programme=settings.programme,
    )
    between = _between(mentor, mentee, programme)
    return Draft(
        title=f"Mentoring: {plain_name(mentee.name)} with {plain_name(mentor.name)}",
        body=_composed(block, body, templates),
        labels=labels_of(block, (between,)),
    )


def body_of(block: MachineBlock, body: str, templates: Environment) -> str:
    """Write a body anew for what the block says now; all but the status stays as it is."""
    _, seam, rest = without_block(body).partition(_SEAM)
    return _composed(block, rest if seam else without_block(body), templates)


def labels_of(block: MachineBlock, others: Iterable[str]) -> tuple[str, ...]:
    """The labels that a proposal should carry, sorted; those of other people stay."""
    kept = {each for each in others if not each.startswith(_OURS)}
    waits = {
        f"waits for {role}"
        for role in Role
        if block.state is State.PROPOSED and role not in block.accepted
    }
    return tuple(sorted({LABEL, f"state: {block.state}", f"round: {block.round}"} | kept | waits))


def note_of(
    kind: str,
    block: MachineBlock,
    *,
    logins: dict[Role, str],
    to: Iterable[Role],
    templates: Environment,
    today: date,
    answer_by: date,
) -> str:
    """Write a comment of our own, with the mark by which it is known again."""
    text = templates.get_template("issues/note.md.jinja").render(
        kind=kind,
        mentee=logins[Role.MENTEE],
        mentor=logins[Role.MENTOR],
        logins=[logins[role] for role in to],
        was_active=block.state is State.ENDED,
        answer_by=day_in_words(answer_by),
    )
    return f"{text.strip()}\n\n{note_mark(kind, today)}\n"


def day_in_words(day: date) -> str:
    """Write a day as people read it, whatever the locale: 1 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _composed(block: MachineBlock, rest: str, templates: Environment) -> str:
    status = templates.get_template("issues/status.md.jinja").render(
        state=str(block.state),
        accepted=[str(each) for each in block.accepted],
        since=day_in_words(block.since),
        answer_by=day_in_words(block.answer_by),
    )
    return f"{status.strip()}\n\n{_SEAM}\n\n{rest.strip()}\n\n{write_block(block)}\n"


def _person(profile: Profile, programme: Programme) -> dict[str, str]:
    """Who somebody is, and where their page is: of a mentor on the site, else their file."""
    page = (
        f"{programme.settings.site}mentors/{profile.github}/"
        if profile.is_mentor
        else f"../blob/HEAD/{path_of(profile.github)}"
    )
    return {"login": profile.github, "name": plain_name(profile.name), "page": page}


def _between(mentor: Profile, mentee: Profile, programme: Programme) -> str:
    """The label of the two organisations, short enough for a forge and without commas."""
    known = programme.organisation_by_name
    short = [
        (known[each.organisation].abbreviation if each.organisation in known else None)
        or each.organisation
        for each in (mentor, mentee)
    ]
    return f"between: {short[0]} and {short[1]}".replace(",", "")[:_LONGEST_LABEL].strip()
