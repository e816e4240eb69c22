"""How a loop over arrays becomes machine code. Functions come in, compiled ones go out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])

Whole = int | np.signedinteger[Any]
"""A whole number in a compiled loop, where Python's own and NumPy's are the same."""


def kernel(loop: Loop) -> Loop:
    """Compile a loop; threads may run it side by side, and later processes find it on disk."""
    try:
        compiled = njit(cache=True, nogil=True)(loop)
    except RuntimeError:  # no folder that Numba could write its cache to
        compiled = njit(nogil=True)(loop)
    return cast("Loop", compiled)  # called as the loop it stands for
