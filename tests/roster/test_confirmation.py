"""How long a confirmation holds, to the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from roster.confirmation import asked_on, is_active, is_expired, months_between
from tests.builders import a_mentor, the_programme


@pytest.mark.parametrize(
    ("today", "expired"),
    [
        (date(2026, 3, 31), False), (date(2027, 1, 30), False), (date(2027, 1, 31), False),
        (date(2027, 2, 1), True), (date(2027, 3, 1), True), (date(2026, 1, 31), False),
    ],
)  # fmt: skip
def test_a_year_after_the_last_day_of_january(today: date, expired: bool) -> None:
    assert is_expired(date(2026, 1, 31), today=today, months=12) is expired


def test_never_is_never() -> None:
    assert not is_expired(date(1900, 1, 1), today=date(2026, 1, 1), months=None)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0), (date(2026, 1, 31), date(2026, 3, 31), 2),
        (date(2025, 12, 15), date(2026, 1, 14), 0), (date(2025, 12, 15), date(2026, 1, 15), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 11), (date(2024, 2, 29), date(2025, 3, 1), 12),
    ],
)  # fmt: skip
def test_whole_months_are_counted_by_the_calendar(first: date, last: date, months: int) -> None:
    assert months_between(first, last) == months


@pytest.mark.parametrize(
    ("confirmed", "months", "asked"),
    [
        (date(2026, 1, 31), 12, date(2027, 1, 31)), (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)), (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 1), 12, date(2026, 12, 1)),
    ],
)  # fmt: skip
def test_owners_are_asked_so_many_months_later(confirmed: date, months: int, asked: date) -> None:
    assert asked_on(confirmed, months=months) == asked


@pytest.mark.parametrize(
    ("paused", "months", "active"),
    [(False, 12, True), (False, 11, False), (True, 12, False), (True, None, False)],
)
def test_who_paused_or_was_confirmed_too_long_ago_is_not_active(
    paused: bool, months: int | None, active: bool
) -> None:
    settings = replace(the_programme().settings, expiry_months=months)
    person = a_mentor(confirmed=date(2025, 11, 1), paused=paused)
    assert is_active(person, settings, today=date(2026, 11, 1)) is active
