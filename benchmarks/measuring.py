"""What a process of its own costs: the seconds around it, and the most memory within it."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

_KILOBYTES: Final = 1024


class Run(NamedTuple):
    """What a finished process printed; its seconds of wall clock and of processor."""

    printed: str
    wall: float
    cpu: float


class RunError(Exception):
    """A process that gave no answer; the message says why in a few words."""


def run_module(
    module: str, *words: str, limit: float | None = None, variables: Mapping[str, str] | None = None
) -> Run:
    """Run `python -m module words`, for at most so many seconds, with further variables set."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=limit,
            env={**os.environ, **(variables or {})},
        )
    except subprocess.TimeoutExpired as error:
        message = f"over {error.timeout:.0f} s"
        raise RunError(message) from error
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        raise RunError(last[:100])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(printed=done.stdout, wall=wall, cpu=cpu)


def asked_sizes(document: str | None, usual: Sequence[int]) -> list[int]:
    """Read the sizes that somebody typed, or take the usual ones; tell `--help` of the module."""
    parser = argparse.ArgumentParser(
        description=document, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("size", nargs="*", type=int, default=usual)
    return list(parser.parse_args().size)


def peak_megabytes() -> int:
    """The most memory that this very process has held so far."""
    try:
        # Linux counts what the parent held into ru_maxrss, but starts VmHWM afresh.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        held = int(status.split("VmHWM:")[1].split()[0])
    except OSError:
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held // _KILOBYTES
