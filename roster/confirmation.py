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
    whole = (today.year - confirmed.year) * _MONTHS_A_YEAR + today.month - confirmed.month
    return whole > months or (whole == months and today.day > confirmed.day)
