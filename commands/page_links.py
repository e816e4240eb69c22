"""After publication: the link of the page, in the pull request that it came by.

A forge comes in, with the words of the verb; comments go out. Run again, it posts nothing twice.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, time, timedelta
from typing import Final

from commands.gathering import gather_programme, gather_roster
from forge.port import IssueWriter, PullReader
from intake.gate_answer import own_comments, read_mark, told, welcome
from site_builder.public_view import public_view

_DAYS: Final = 14
"""How long after its last change the gate's comment is looked at."""


def post_links(
    arguments: argparse.Namespace, reader: PullReader, writer: IssueWriter | None
) -> None:
    """Post a link in every pull request that was merged and has none. Raises ForgeError."""
    programme = gather_programme(arguments)
    roster = gather_roster(arguments, programme)
    view = public_view(roster, programme, today=arguments.today)
    mentors = [each.login for each in view.mentors]
    since = datetime.combine(arguments.today, time(), tzinfo=UTC) - timedelta(days=_DAYS)
    ours = reader.account()
    for said in own_comments(reader.comments(since=since), ours):
        mark = read_mark(said.body)
        if mark is None or mark.is_told:
            continue
        pull = reader.pull(said.issue)
        if pull is None or not pull.is_merged:
            continue
        text = welcome(mark.login, shown_logins=mentors, settings=programme.settings)
        print(f"#{said.issue}: {text}")
        if writer is None:
            continue
        there = (each.body for each in reader.comments_on(said.issue) if each.author == ours)
        if text not in there:
            writer.comment(said.issue, text)
        writer.edit_comment(said.number, told(said.body))
