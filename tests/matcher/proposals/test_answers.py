"""What people write in comments, and by mail, is read as one command or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.proposals.answers import UNCLEAR, Answer, read_answer
from matcher.proposals.machine_block import Reason, Role
from matcher.proposals.transitions import Event

ACCEPT = Answer(event=Event.ACCEPT)


@pytest.mark.parametrize(
    "body",
    [
        "/accept",
        "/Accept.",
        "/ACCEPT!\nLooking forward to it",
        "\n\n  /accept  \n",
        "\u00a0/accept\u00a0",
        "\u200b/accept\ufeff",
        "/ accept",
        "／accept",
        "**/accept**",
        "`/accept`",
        "“/accept”",
        "/accept, thanks!",
        "/accept\r\n\r\nOn Mon, 23 Nov 2026 at 09:00, Mentor Match wrote:\r\n> /decline\r\n",
        "> /decline if not\n> /accept if you would like to\n\n/accept",
        "On Mon, 23 Nov 2026 at 09:00, Mentor Match <x@y.example>\nwrote:\n> /decline\n\n/accept\n",
        "/accept\n--\nMary Somerville\n/decline",
    ],
)
def test_an_answer_is_understood_as_people_and_their_mail_write_it(body: str) -> None:
    assert read_answer(body) == ACCEPT


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("/decline", None),
        ("/decline no time", Reason.NO_TIME),
        ("/decline: No time.", Reason.NO_TIME),
        ("/decline no-time", Reason.NO_TIME),
        ("/decline (not my area)", Reason.NOT_MY_AREA),
        ("/decline – we know each other", Reason.WE_KNOW_EACH_OTHER),
        ("/decline other", Reason.OTHER),
        ("/decline I am moving to Wales", Reason.OTHER),
        ("/decline, thanks", None),
    ],
)
def test_a_no_has_a_coded_reason_and_keeps_no_words(body: str, reason: Reason | None) -> None:
    assert read_answer(body) == Answer(event=Event.DECLINE, reason=reason)


def test_organisers_say_for_whom_they_speak() -> None:
    assert read_answer("/accept for mentee") == Answer(event=Event.ACCEPT, role=Role.MENTEE)
    assert read_answer("/decline for the mentor no time") == Answer(
        event=Event.DECLINE, role=Role.MENTOR, reason=Reason.NO_TIME
    )


@pytest.mark.parametrize(
    "body",
    [
        "/help",
        "/acept",
        "/accept but only in May",
        "/",
        "/accept/decline",
        "yes",
        "No thanks.",
        "/etc",
    ],
)
def test_what_looks_like_an_answer_and_is_none_is_unclear(body: str) -> None:
    assert read_answer(body) == UNCLEAR


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   \n\t",
        "Hello Mary, when would you like to meet?",
        "Should I write /accept?",
        "Thank you.\n/accept",
        "> /accept",
        ">/accept\n> /decline",
        "    \n> /accept\nHello",
        "<!-- /accept -->",
        "```\n/accept\n```",
        "On Mon, 23 Nov 2026 at 09:00, Mentor Match wrote:\n> /accept",
        "-- \nRobert Burns",
    ],
)
def test_conversation_and_quotes_are_no_answer(body: str) -> None:
    assert read_answer(body) is None


@given(st.text(max_size=3000))
def test_any_text_gets_an_answer_or_none(body: str) -> None:
    read_answer(body)
    quoted = "\n".join(f"> {line}" for line in body.split("\n"))
    assert read_answer(quoted) is None
