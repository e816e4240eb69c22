"""How fast GitHub may be asked, kept as counts of the requests of late.

The time and the waiting are handed in: nothing here sleeps or looks at a clock of its own.
The figures: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from forge.port import Budget, BudgetSpent

HOUR: Final = timedelta(hours=1)
CHANGES: Final = ((20, timedelta(seconds=20)), (500, HOUR))
"""At most so many requests that change something in such a time; GitHub takes 80 a minute.

GitHub asks who makes many to wait a second after each. So it is on the whole; but a run that
answers one newcomer makes fewer than twenty, and nobody has to wait for them.
"""

RESERVE: Final = 10
"""Requests that only what must still be done (giving a lease back) may use."""

PATIENCE: Final = timedelta(seconds=100)
"""For how long a run waits; what takes longer is left to the next run."""


class Clock(Protocol):
    """The time, and a way to let some of it go by."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def wait(self, seconds: float) -> None:
        """Let so many seconds go by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What GitHub last said of its primary limit."""

    left: int
    renewed: datetime


class Pace:
    """Counts requests, waits for a little, and refuses when it would be for long."""

    def __init__(self, clock: Clock, *, where: str) -> None:
        """Count from nothing, for the forge at `where`."""
        self.clock = clock
        self._where = where
        self._changes: deque[datetime] = deque()
        self._limit: Limit | None = None

    def before(self, *, changes: bool, urgent: bool = False) -> None:
        """Wait until a request may be sent, and count it. Raises BudgetSpent."""
        now = self.clock.now()
        limit = self._limit
        if limit is not None and limit.renewed <= now:
            limit = self._limit = None
        if limit is not None and limit.left <= (0 if urgent else RESERVE):
            raise BudgetSpent(self._where, _spent(limit.renewed), until=limit.renewed)
        if changes:
            self._wait_until(self._next_change(now))
            self._changes.append(self.clock.now())

    def hold_back(self, seconds: float) -> None:
        """Wait as long as GitHub asked. Raises BudgetSpent where that is long."""
        self._wait_until(self.clock.now() + timedelta(seconds=seconds))

    def heard(self, left: str | None, renewed: str | None) -> None:
        """Note what a reply's headers say of the primary limit."""
        if left is not None and renewed is not None and left.isdigit() and renewed.isdigit():
            time = datetime.fromtimestamp(int(renewed), tz=UTC)
            self._limit = Limit(left=int(left), renewed=time)

    def budget(self) -> Budget:
        """Return what GitHub last said is left; None where it has not said."""
        if self._limit is None:
            return Budget(left=None, renewed=None)
        return Budget(left=self._limit.left, renewed=self._limit.renewed)

    def _next_change(self, now: datetime) -> datetime:
        while self._changes and now - self._changes[0] >= HOUR:
            self._changes.popleft()
        times = [now]
        for most, span in CHANGES:
            if len(self._changes) >= most:
                times.append(self._changes[-most] + span)
        return max(times)

    def _wait_until(self, time: datetime) -> None:
        rest = time - self.clock.now()
        if rest > PATIENCE:
            raise BudgetSpent(self._where, _spent(time), until=time)
        if rest > timedelta(0):
            self.clock.wait(rest.total_seconds())


def _spent(until: datetime) -> str:
    return f"no more requests are taken before {until:%H:%M} UTC."
