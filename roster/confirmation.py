"""How long a confirmation holds: the one definition of an expired profile, and of silence."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from roster.model import Profile, Settings

_MONTHS_A_YEAR: Final = 12
ANSWER_DAYS: Final = 30
"""How long the yearly question waits for an answer."""


def is_expired(confirmed: date, *, today: date, months: int | None) -> bool:
    """Say whether a confirmation is older than so many months; None never expires.

    The day of the month counts: confirmed on 31 January, a profile of one month expires
    after the last day of February.
    """
    if months is None:
        return False
    whole = _calendar_months(confirmed, today)
    return whole > months or (whole == months and today.day > confirmed.day)


def asked_on(confirmed: date, *, months: int) -> date:
    """The day from which an owner is asked: so many months later, or that month's last day."""
    year, month = divmod(confirmed.year * _MONTHS_A_YEAR + confirmed.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(confirmed.day, last))


def is_asked(confirmed: date, *, today: date, months: int | None) -> bool:
    """Say whether an owner is to be asked by now; None never asks."""
    return months is not None and today >= asked_on(confirmed, months=months)


def answer_by(asked: date) -> date:
    """The last day on which somebody who was asked on a day can answer without being paused."""
    return asked + timedelta(days=ANSWER_DAYS)


def months_between(first: date, last: date) -> int:
    """Count the whole months from one day to a later one: 31 January to 28 February is none."""
    return _calendar_months(first, last) - (last.day < first.day)


def _calendar_months(first: date, last: date) -> int:
    return (last.year - first.year) * _MONTHS_A_YEAR + last.month - first.month


def is_active(profile: Profile, settings: Settings, *, today: date) -> bool:
    """Say whether somebody is shown and matched: neither paused nor expired."""
    return not (
        profile.paused or is_expired(profile.confirmed, today=today, months=settings.expiry_months)
    )
