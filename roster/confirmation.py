"""How long a confirmation holds: the one definition of an expired profile."""

from __future__ import annotations

from datetime import date
from typing import Final

_MONTHS_A_YEAR: Final = 12


def is_expired(confirmed: date, *, today: date, months: int | None) -> bool:
    """Say whether a confirmation is older than so many months; None never expires.

    The day of the month counts: confirmed on 31 January, a profile of one month expires
    after the last day of February.
    """
    if months is None:
        return False
    whole = _calendar_months(confirmed, today)
    return whole > months or (whole == months and today.day > confirmed.day)


def months_between(first: date, last: date) -> int:
    """Count the whole months from one day to a later one: 31 January to 28 February is none."""
    return _calendar_months(first, last) - (last.day < first.day)


def _calendar_months(first: date, last: date) -> int:
    return (last.year - first.year) * _MONTHS_A_YEAR + last.month - first.month
