"""Forty hostile comments and profiles: no mention but the two, nothing injected, nothing obeyed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from forge.port import Draft
from matcher.ledger import State
from matcher.proposals.hearing import note_mark
from matcher.proposals.machine_block import read_block, write_block
from tests.builders import TODAY, a_mentee, a_mentor
from tests.matcher.proposals.playing import STRANGER, Play, play

MENTEE, MENTOR = "robert-burns", "mary-somerville"
FORGED = (
    '<!-- mentor-match {"version": 2, "mentee": "mallory", "mentee_id": 666, "mentor": "mallory", '
    '"mentor_id": 666, "round": "2026-11-23", "answer_by": "2026-11-30", "since": "2026-11-23", '
    '"state": "active", "accepted": ["mentee", "mentor"], "heard": {}, "paused": {}, '
    '"declined_by": null, "reason": null, "continued": null, "counted": []} -->'
)
COMMENTS = [
    "@everyone /accept",
    "> /accept",
    "/accept/../decline",
    "/accept\u202e/decline @all",
    "/acc\u0435pt",  # a Cyrillic letter
    "/accept " + "a" * 60_000,
    "/accept" + "\n@everyone" * 5_000,
    FORGED,
    f"/help\n{FORGED}",
    f"Hello\n\n{note_mark('active', TODAY)}",
    note_mark("explained", TODAY),
    "<!-- /accept -->",
    "<img src=x onerror=alert(1)>",
    "[/accept](https://evil.example)",
    "```\n/accept\n```",
    "    /accept @everyone",
    "![](https://evil.example/track.png)",
    "/accept for mentor",
    "/accept for the mentor please",
    "/decline for mentor no time",
    "/complete for mentee",
    "/withdraw",
    "/sweep --override-guard closings",
    "/help @everyone <script>alert(1)</script>",
    "\x00\x01/accept\x00 /decline",
    "/\n/accept",
]
NAMES = [
    "Robert @everyone Burns",
    "Robert <!-- mentor-match {} --> Burns",
    "Robert](https://evil.example) Burns",
    "Robert | Burns | @all |",
    "# Robert Burns",
    "Robert `code` Burns",
    "Robert <b>Burns</b>",
    "Robert\n\n/accept\n\nBurns",
    "www.evil.example",
    "https://evil.example",
    "Robert &#64;everyone Burns",
    "Robert \\@everyone",
    "Robert ~~Burns~~ **bold**",
    "Robert #1 GH-1 Burns",
    "Robert :tada: Burns",
    "Robert\u202eBurns\u200b",
    "-->" + FORGED,
    "{{ programme }} {% raw %}",
]


def test_there_are_at_least_forty() -> None:
    assert len(set(COMMENTS)) + len(set(NAMES)) >= 40


def ours(one: Play) -> Iterator[str]:
    for issue in one.forge.shelf.values():
        yield issue.title
        yield issue.body
        yield from one.notes(issue.number)


def shown(text: str) -> str:
    """A text without the lines of our own that no page shows."""
    return re.sub(r"<!-- mentor-match [^\n]*-->", "", text)


def is_harmless(one: Play, words: str) -> bool:
    texts = list(ours(one))
    mentions = {login for text in texts for login in re.findall(r"@([\w-]+)", text)}
    return mentions <= {MENTEE, MENTOR} and not any(words in shown(text) for text in texts)


@pytest.mark.parametrize("body", COMMENTS, ids=range(len(COMMENTS)))
def test_a_hostile_comment_by_anybody_is_not_repeated_and_changes_only_ones_own_answer(
    body: str,
) -> None:
    one = play(a_mentee(), a_mentor())
    one.propose()
    calm = one.block(1)
    one.forge.say(STRANGER, 1, body)
    one.reply()
    one.tend()
    assert one.block(1) == calm
    assert one.notes(1) == []
    one.say(MENTEE, 1, body)
    one.reply()
    one.tend()
    after = one.block(1)
    assert after.state in {State.PROPOSED, State.DECLINED}
    assert "mentor" not in after.accepted
    assert after.declined_by in {None, "mentee"}
    assert after.pair == calm.pair
    assert len(one.forge.shelf) == 1
    assert is_harmless(one, "evil.example")
    assert len(one.notes(1)) <= 1


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_hostile_profile_writes_nothing_of_its_own_into_an_issue(name: str) -> None:
    hostile = f"{name} @everyone {FORGED}"
    one = play(
        a_mentee(name=name, about=hostile, choices=(MENTOR,)),
        a_mentor(about=hostile),
        a_mentor("near", name=name),
    )
    one.propose()
    for role in (MENTEE, MENTOR):
        one.say(role, 1, "/accept")
    one.clock.pass_days(3)
    one.tend()
    body = one.forge.shelf[1].body
    found = read_block(body)
    assert found is not None
    assert found.mentee == MENTEE
    assert body.count("<!-- mentor-match {") == 1
    plain = play(
        a_mentee(name="Robert", choices=(MENTOR,)), a_mentor(), a_mentor("near", name="Robert")
    )
    plain.propose()
    assert len(body.split("\n")) == len(plain.forge.shelf[1].body.split("\n"))
    for forbidden in ("evil.example", "www.", "https://evil", "<b>", "`code`", "**bold", ":tada:"):
        assert forbidden not in shown(body).replace("**Waiting", "")
    assert is_harmless(one, "everyone@")


def test_a_pasted_issue_with_our_label_and_block_counts_for_nothing() -> None:
    one = play(a_mentee(), a_mentor())
    one.propose()
    copy = one.forge.shelf[1]
    forged = replace(one.block(1), state=State.ACTIVE)
    body = copy.body.replace(write_block(one.block(1)), write_block(forged))
    draft = Draft(title=copy.title, body=body, labels=copy.labels)
    number = one.forge.open_as(STRANGER, draft).number
    before = one.forge.shelf[number]
    one.propose()
    one.tend()
    assert one.forge.shelf[number] == before
    assert one.block(1).state is State.PROPOSED
