"""A code proves one address of one account in one repository for one day, and tells neither."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge.port import Account, Comment
from intake.proof import (
    MOST_MAILS,
    MOST_MAILS_IN_ALL,
    Claim,
    ProofKeys,
    Sent,
    is_code_for,
    is_mail_due,
    is_proven,
    mails_in,
    make_code,
    needs_proof,
    write_mark,
)
from tests.builders import a_mentor

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = Account(login="github-actions[bot]", number=41898282, is_bot=True)
ADA = Account(login="ada-lovelace", number=1)
MALLORY = Account(login="mallory", number=666)
KEYS = ProofKeys(secrets=(b"k" * 32,))
CLAIM = Claim(repository="o/r", number=1, address="Ada@office.gov.example")
CODE = make_code(CLAIM, KEYS, now=NOW)


def said(body: str, by: Account = ADA, *, minutes: float = 1, is_edited: bool = False) -> Comment:
    written = NOW + timedelta(minutes=minutes)
    return Comment(number=1, issue=1, author=by, body=body, written=written, is_edited=is_edited)


def test_a_code_is_short_enough_to_be_pasted_and_says_nothing() -> None:
    assert len(CODE) == 53
    assert "ada" not in CODE.lower().removeprefix("mm-")[:6]


@pytest.mark.parametrize("body", [CODE, f"  {CODE}\n", f"Here: `{CODE}`, thanks", f"> {CODE}"])
def test_the_account_proves_its_address_by_giving_the_code_back(body: str) -> None:
    assert is_proven(CLAIM, [said("hello"), said(body)], KEYS)


@pytest.mark.parametrize(
    "comment",
    [
        said(CODE, MALLORY),
        said(CODE, minutes=24 * 60 + 1),
        said(CODE, minutes=-1),
        said(CODE, is_edited=True),
        said(CODE[:-1]),
        said(CODE + "A"),
        said(CODE.swapcase()),
        said("mm-" + "A" * 6 + "." + "A" * 43),
        said("x" * 4000 + CODE),
    ],
)
def test_nobody_else_no_other_day_and_no_other_code_proves_it(comment: Comment) -> None:
    assert not is_proven(CLAIM, [comment], KEYS)


@pytest.mark.parametrize(
    "claim",
    [
        replace(CLAIM, repository="o/other"),
        replace(CLAIM, number=2),
        replace(CLAIM, address="ada+x@office.gov.example"),
        replace(CLAIM, address="bob@office.gov.example"),
    ],
)
def test_a_code_is_bound_to_repository_account_and_address(claim: Claim) -> None:
    assert is_code_for(replace(CLAIM, address="ADA@office.gov.example"), CODE, KEYS, written=NOW)
    assert not is_code_for(claim, CODE, KEYS, written=NOW)


def test_a_code_of_the_older_key_still_works_and_of_another_key_never_did() -> None:
    both = ProofKeys(secrets=(b"n" * 32, b"k" * 32))
    assert is_code_for(CLAIM, CODE, both, written=NOW)
    assert make_code(CLAIM, both, now=NOW) != CODE
    assert not is_code_for(CLAIM, CODE, ProofKeys(secrets=(b"n" * 32,)), written=NOW)


@given(st.text(max_size=200))
def test_any_comment_gets_an_answer(text: str) -> None:
    assert not is_code_for(CLAIM, text, KEYS, written=NOW)
    assert list(mails_in([said(f"<!-- mentor-match-mail {{{text}}} -->", OURS)], OURS)) == []


def test_a_new_address_another_one_and_a_new_confirmation_are_to_be_proven() -> None:
    before = a_mentor(confirmed=date(2026, 1, 1))
    after = replace(before, about="New.\n")
    assert needs_proof(None, after, is_same_address=False)
    assert needs_proof(before, after, is_same_address=False)
    assert not needs_proof(before, after, is_same_address=True)
    assert needs_proof(before, replace(after, confirmed=date(2026, 11, 1)), is_same_address=True)


def due(
    *here: Comment, lately: list[Sent] | None = None, claim: Claim = CLAIM, hours: float = 0.2
) -> bool:
    now = NOW + timedelta(hours=hours)
    return is_mail_due(claim, KEYS, here=here, account=OURS, lately=lately or [], now=now)


def sent(claim: Claim = CLAIM, *, minutes: float = 0) -> Sent:
    at = NOW + timedelta(minutes=minutes)
    return Sent(number=claim.number, to=claim.digests(KEYS)[0], at=at)


def test_one_mail_is_sent_and_another_only_when_its_account_asks() -> None:
    marked = said(write_mark(sent()), OURS)
    assert due()
    assert not due(marked)
    assert not due(marked, said("new code", MALLORY, minutes=2))
    assert not due(marked, said("no new code please", minutes=2))
    assert not due(marked, said("new code", minutes=-1))
    assert due(marked, said(" Send a new code.\n", minutes=2))
    assert due(marked, claim=replace(CLAIM, address="other@office.gov.example"))


def test_a_mark_that_somebody_else_pastes_counts_for_nothing() -> None:
    assert due(said(write_mark(sent()), MALLORY))
    assert list(mails_in([said(write_mark(sent()), MALLORY)], OURS)) == []
    assert list(mails_in([said(write_mark(sent()), OURS)], OURS)) == [sent()]


def test_an_account_an_address_and_the_programme_have_limits_for_a_day() -> None:
    other_account = replace(CLAIM, number=5)
    other_address = replace(CLAIM, address="b@office.gov.example")
    neither = Claim(repository="o/r", number=9, address="c@office.gov.example")
    for lately in ([sent()] * MOST_MAILS, [sent(other_account)] * MOST_MAILS):
        assert not due(lately=lately)
        assert not due(lately=lately, claim=replace(CLAIM, address="ADA@office.gov.example"))
        assert due(lately=lately, hours=25)
        assert due(lately=lately[1:])
        assert due(lately=lately, claim=neither)
    assert not due(lately=[sent(other_address)] * MOST_MAILS)
    assert not due(lately=[sent()] * MOST_MAILS_IN_ALL, claim=neither)


def test_neither_keys_nor_addresses_are_printed() -> None:
    told = f"{KEYS!r} {CLAIM!r} {sent()!r} {write_mark(sent())}"
    assert "kkkk" not in told
    assert "office" not in told.lower()
