"""Each owner is asked once a year, in one issue, and their own answer alone counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from jinja2 import Environment, FileSystemLoader

from forge.port import Account, Comment, Issue
from intake.confirming import LABEL, MOST_OPENED, Change, ConfirmationPlan, plan_confirmations
from roster.confirmation import asked_on, is_active
from roster.model import Profile
from tests.builders import REPOSITORY, a_mentor, a_roster, with_settings

OURS = Account(login="mentor-match", number=7)
ADA = a_mentor("ada", github_id=1, name="Ada <b>", confirmed=date(2025, 11, 1))
AS_ADA = Account(login="ada", number=1)
MALLORY = Account(login="mallory", number=666)
PROGRAMME = with_settings(ask_after_months=12, expiry_months=24)
TEMPLATE = Environment(
    loader=FileSystemLoader(REPOSITORY / "templates"), autoescape=True
).get_template("issues/confirmation.md.jinja")
TODAY = date(2026, 11, 2)
WHEN = datetime(2026, 11, 2, 9, tzinfo=UTC)


def plan(
    *people: Profile,
    issues: Sequence[Issue] = (),
    said: Sequence[Comment] = (),
    today: date = TODAY,
) -> ConfirmationPlan:
    return plan_confirmations(
        a_roster(*people), issues, said, account=OURS, settings=PROGRAMME.settings,
        template=TEMPLATE, today=today,
    )  # fmt: skip


def asked(person: Profile = ADA, *, author: Account = OURS, is_open: bool = True) -> Issue:
    (draft,) = plan(person).opens
    return Issue(
        number=1, title=draft.title, body=draft.body, labels=draft.labels, author=author,
        opened=WHEN, updated=WHEN, is_open=is_open,
    )  # fmt: skip


def answer(body: str, author: Account = AS_ADA, number: int = 1) -> Comment:
    return Comment(number=number, issue=1, author=author, body=body, written=WHEN, is_edited=False)


def test_an_owner_is_asked_after_a_year_once_and_without_their_own_words() -> None:
    assert plan(ADA, today=date(2026, 10, 31)).opens == ()
    (draft,) = plan(ADA).opens
    assert draft.labels == (LABEL,)
    assert "@ada," in draft.body
    assert "by **2026-12-02**, your profile is paused" in draft.body
    assert ADA.name not in draft.body
    assert ADA.email not in draft.body
    for is_open in (True, False):
        assert plan(ADA, issues=[asked(is_open=is_open)]) == ConfirmationPlan(
            opens=(), closes=(), changes=()
        )


def test_nobody_paused_is_asked_and_never_too_many_at_once() -> None:
    assert plan(replace(ADA, paused=True)).opens == ()
    assert len(plan(replace(ADA, confirmed=date(2024, 1, 1))).opens) == 1  # expired, never asked
    many = [replace(ADA, github=f"a{each}", github_id=each + 1) for each in range(MOST_OPENED + 9)]
    assert len(plan(*many).opens) == MOST_OPENED


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("yes", {"confirmed": "2026-11-02"}),
        (" Yes!\nthank you", {"confirmed": "2026-11-02"}),
        ("/pause", {"paused": "true", "confirmed": "2026-11-02"}),
        ("leave.", None),
    ],
)
def test_an_answer_of_one_word_changes_the_file(body: str, wanted: dict[str, str] | None) -> None:
    made = plan(ADA, issues=[asked()], said=[answer("hm"), answer(body, number=2)])
    assert made.changes == (Change(issue=1, path="profiles/ada.yaml", wanted=wanted),)


@pytest.mark.parametrize(
    "said", [answer("leave", MALLORY), answer("yes and no"), answer("> leave"), answer("")]
)
def test_what_others_say_or_what_is_no_answer_changes_nothing(said: Comment) -> None:
    assert plan(ADA, issues=[asked()], said=[said]).changes == ()


def test_the_last_answer_counts() -> None:
    said = [answer("yes", number=3), answer("leave", number=2)]
    assert plan(ADA, issues=[asked()], said=said).changes[0].wanted == {"confirmed": "2026-11-02"}


def test_a_question_that_is_settled_is_closed() -> None:
    confirmed = replace(ADA, confirmed=TODAY)
    for people in ([confirmed], [replace(ADA, paused=True)], []):
        made = plan(*people, issues=[asked()], said=[answer("yes")])
        assert (made.closes, made.changes, made.opens) == ((1,), (), ())


def test_a_question_that_somebody_else_wrote_or_mended_counts_for_nothing() -> None:
    forged = asked(author=MALLORY)
    assert len(plan(ADA, issues=[forged], said=[answer("leave")]).opens) == 1
    for body in ("", "<!-- mentor-match-confirmation {} -->", forged.body.replace("1", "x")):
        assert plan(ADA, issues=[replace(asked(), body=body)]).closes == ()


def test_thirty_days_without_an_answer_pause_counted_from_the_asking() -> None:
    late = replace(asked(), opened=datetime(2027, 5, 1, 9, tzinfo=UTC))
    for today, is_silent in ((date(2027, 5, 31), False), (date(2027, 6, 1), True)):
        pause = Change(
            issue=1, path="profiles/ada.yaml", wanted={"paused": "true"}, is_answer=False
        )
        made = plan(ADA, issues=[late], said=[answer("hm")], today=today)
        assert made.changes == ((pause,) if is_silent else ())
    assert plan(ADA, today=date(2027, 6, 1)).changes == ()


def test_who_was_paused_for_silence_can_still_answer_for_a_year() -> None:
    paused = replace(ADA, paused=True)
    for today, is_over in ((date(2026, 12, 3), False), (date(2027, 11, 2), True)):
        silent = plan(paused, issues=[asked()], today=today)
        assert (silent.changes, silent.closes) == ((), (1,) if is_over else ())
    back = plan(paused, issues=[asked()], said=[answer("yes")], today=date(2027, 1, 5))
    assert back.changes[0].wanted == {"confirmed": "2026-11-02", "paused": None}


def test_nobody_is_treated_as_paused_for_a_question_that_was_never_asked() -> None:
    for today in (date(2026, 12, 2), date(2027, 10, 1)):
        assert is_active(ADA, PROGRAMME.settings, today=today)


def test_the_day_of_asking_is_the_same_day_or_the_last_of_the_month() -> None:
    assert asked_on(date(2024, 2, 29), months=12) == date(2025, 2, 28)
    assert asked_on(date(2025, 12, 31), months=2) == date(2026, 2, 28)
    assert asked_on(date(2025, 11, 1), months=12) == date(2026, 11, 1)
