"""Who does the work that is cut in blocks: this machine, or a Dask cluster by `--scheduler`.

The one seam for doing things side by side: rooms take a `concurrent.futures.Executor` and
never know what stands behind it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from commands.outcome import OUTSIDE_WORLD_FAILED, WRONG_USAGE, Refused

_PROCESSES: Final = 2
_PATIENCE: Final = "10s"


@contextmanager
def workers(scheduler: str | None = None) -> Iterator[Executor]:
    """Lend an executor for Python's own work; processes start with the first of several blocks."""
    if scheduler is not None:
        with _cluster(scheduler) as executor:
            yield executor
        return
    executor = ProcessPoolExecutor(max_workers=_at_once(), initializer=_leave_ctrl_c)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)  # whoever stops half-way waits for nothing left


def _leave_ctrl_c() -> None:
    """Leave Ctrl-C, which every process of a terminal hears, to the one that hands out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def threads(scheduler: str | None = None) -> Iterator[Executor]:
    """Lend an executor for compiled loops, which run side by side in one process."""
    if scheduler is not None:
        with _cluster(scheduler) as executor:
            yield executor
        return
    with ThreadPoolExecutor(max_workers=_at_once()) as executor:
        yield executor


def _at_once() -> int:
    return min(_PROCESSES, os.cpu_count() or 1)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """Lend the executor of a running Dask cluster; its workers need this same version installed."""
    try:
        from distributed import Client  # noqa: PLC0415 -- an extra that most do without
    except ImportError as error:
        message = "--scheduler needs Dask. Install it with: pip install distributed"
        raise Refused(message, status=WRONG_USAGE) from error
    if "://" not in address:
        message = f"--scheduler {address}: write the address as tcp://HOST:8786."
        raise Refused(message, status=WRONG_USAGE)
    try:
        client = Client(  # type: ignore[no-untyped-call]  # distributed has no types
            address, timeout=_PATIENCE, set_as_default=False
        )
    except (OSError, ValueError) as error:
        message = f"No Dask scheduler answers at {address}. Start one with: dask scheduler"
        raise Refused(message, status=OUTSIDE_WORLD_FAILED) from error
    with client:
        yield client.get_executor()  # type: ignore[no-untyped-call]
