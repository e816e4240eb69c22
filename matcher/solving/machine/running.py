"""Running the compiled loops: a task comes in, and its arrays are filled in place.

A task is a tuple of arrays and whole numbers, laid out like the structure of market.h that
has its name. The library is the one made for this machine from the present sources.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from matcher.solving.machine.compiling import library

Int8s = Annotated[NDArray[np.int8], np.dtype(np.int8)]
Int32s = Annotated[NDArray[np.int32], np.dtype(np.int32)]
Int64s = Annotated[NDArray[np.int64], np.dtype(np.int64)]
Uint64s = Annotated[NDArray[np.uint64], np.dtype(np.uint64)]
Bools = Annotated[NDArray[np.bool_], np.dtype(np.bool_)]

Task = tuple[Any, ...]
"""A NamedTuple: each field is an array of a type above, a whole number, or another such tuple."""


def run(name: str, task: Task) -> int:
    """Run a loop on a task; threads may run several side by side.

    Raises TypeError where an array is not of the type that the loop relies on.
    """
    words = np.fromiter(_words(task), dtype=np.int64)
    loop = getattr(loops(), name)
    loop.restype = ctypes.c_int64
    return int(loop(ctypes.c_void_p(words.ctypes.data)))


@lru_cache(maxsize=1)
def loops() -> ctypes.CDLL:
    """Open the library, once."""
    return ctypes.CDLL(str(library()))


def _words(task: Task) -> Iterator[int]:
    """Write a task as words of 8 bytes: whole numbers, and where each array begins."""
    for (name, kind), value in zip(layout(type(task)), task, strict=True):
        if isinstance(kind, np.dtype):
            if value.dtype != kind or not value.flags.c_contiguous:
                message = f"{type(task).__name__}.{name} holds {value.dtype}, not {kind}"
                raise TypeError(message)
            yield value.ctypes.data
        elif kind is int:
            yield int(value)
        else:
            yield from _words(value)


@lru_cache
def layout(kind: type[Task]) -> tuple[tuple[str, Any], ...]:
    """Give the fields of a task in order: the type of an array's elements, int, or a task."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple((name, (get_args(hint) or (None, hint))[1]) for name, hint in hints.items())
