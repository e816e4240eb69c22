"""How a verb ends: the exit statuses, and the one exception that carries a refusal to the shell."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
PROBLEMS_FOUND: Final = 1
WRONG_USAGE: Final = 2
OUTSIDE_WORLD_FAILED: Final = 3
STOPPED: Final = 130
"""By Ctrl-C, as shells say it."""


class Refused(Exception):  # noqa: N818 -- a refusal is an answer, not an error
    """The verb cannot go on; the text says why and what to do, `status` is the exit status."""

    def __init__(self, message: str, *, status: int = PROBLEMS_FOUND) -> None:
        super().__init__(message)
        self.status = status
