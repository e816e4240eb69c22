"""Hold a lease while writing: taken first, looked at before each change, given back at the end.

A writer, a name and a clock come in; what to call before each change goes out. It must never
know what is written.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from forge.port import BudgetSpent, ForgeError, IssueWriter, Lease

LEASE_TIME: Final = timedelta(minutes=20)
MARGIN: Final = timedelta(minutes=2)

Clock = Callable[[], datetime]


@contextlib.contextmanager
def held(
    writer: IssueWriter, name: str, *, holder: str, now: Clock
) -> Iterator[Callable[[], None] | None]:
    """Yield what stops a run whose time is over, or None where another run is writing.

    What is yielded raises BudgetSpent shortly before the lease runs out, so that two runs do not
    write at once. A run that dies gives nothing back: its lease runs out by itself.
    """
    lease = writer.take_lease(name, holder=holder, until=now() + LEASE_TIME)
    if lease is None:
        yield None
        return
    try:
        yield partial(_check, lease, now)
    finally:
        with contextlib.suppress(ForgeError):  # it runs out by itself
            writer.release_lease(lease)


def _check(lease: Lease, now: Clock) -> None:
    if now() > lease.until - MARGIN:
        raise BudgetSpent(lease.name, "the time of this run is over.", until=None)
