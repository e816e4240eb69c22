"""What goes wrong with a forge, as every verb that writes there tells it.

What the verb does on the forge runs inside; a line on stderr, or Refused, comes out. It must
never hide a failure: only a limit that was reached ends a run well.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from commands.outcome import OUTSIDE_WORLD_FAILED, Refused
from forge.port import BudgetSpent, ForgeError


@contextmanager
def told_of_forge() -> Iterator[None]:
    """Stop without a failure where the forge takes no more now; refuse where it failed."""
    try:
        yield
    except BudgetSpent as spent:
        print(spent, file=sys.stderr)
    except ForgeError as error:
        raise Refused(str(error), status=OUTSIDE_WORLD_FAILED) from error
