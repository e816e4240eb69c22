"""One run of a verb at a time: the lease of the forge, taken when a run first has to write.

A forge, a verb's name and a clock come in; what to call before each change goes out. It decides
nothing, and a run that finds nothing to do leaves no trace.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from commands.outcome import Refused
from forge.held import held
from forge.port import IssueWriter

Take = Callable[[], bool]
"""Called before each change. True the first time: what was read before has to be read again.

Refuses where another run of the verb is writing; raises BudgetSpent once the time is over.
"""


@contextmanager
def alone(writer: IssueWriter | None, verb: str, *, now: Callable[[], datetime]) -> Iterator[Take]:
    """Yield what takes the lease of a verb; it is given back at the end.

    Without a writer nothing is written, and no lease is needed.
    """
    check: Callable[[], None] | None = None

    with ExitStack() as stack:

        def take() -> bool:
            nonlocal check
            if writer is None:
                return False
            if check is not None:
                check()
                return False
            check = stack.enter_context(held(writer, verb, holder=holder(), now=now))
            if check is None:
                message = f"Another run of `{verb}` is writing. Nothing was done; try again soon."
                raise Refused(message)
            return True

        yield take


def holder() -> str:
    """Name this run as no other run is named."""
    job = os.environ.get("GITHUB_RUN_ID", "here")
    return f"{job}-{os.environ.get('GITHUB_RUN_ATTEMPT', '1')}-{os.urandom(4).hex()}"
