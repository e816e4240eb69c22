"""Who does the work that is cut in blocks: two processes or threads of this machine.

The one seam for doing things side by side: rooms take a `concurrent.futures.Executor` and
never know what stands behind it.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Final

_PROCESSES: Final = 2


def workers() -> Executor:
    """Return an executor; its processes start when the first block of several arrives."""
    return ProcessPoolExecutor(max_workers=min(_PROCESSES, os.cpu_count() or 1))


def threads() -> Executor:
    """Return an executor for compiled loops, which run side by side in one process."""
    return ThreadPoolExecutor(max_workers=min(_PROCESSES, os.cpu_count() or 1))
