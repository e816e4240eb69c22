"""Work cut in blocks and done side by side: the one seam of everything that is many.

A function of a module, what all blocks share, and what is asked come in; what is found goes
out in the order asked. It must never know what the work is, nor who does it.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Final, TypeVar

_BLOCK: Final = 1000
_AHEAD: Final = 6
"""How many blocks are on their way at once: what nobody has taken yet takes memory."""

Shared = TypeVar("Shared")
Asked = TypeVar("Asked")
Found = TypeVar("Found")


def in_blocks(
    work: Callable[[Shared, Sequence[Asked]], list[Found]],
    shared: Shared,
    asked: Iterable[Asked],
    executor: Executor | None,
    *,
    block: int = _BLOCK,
) -> Iterator[Found]:
    """Do the work block by block, here or on the executor, and give what comes of it in order.

    `shared` is packed once and unpacked once in each process. At most a few blocks are asked
    for and done ahead of whoever takes the findings.
    """
    waiting = _blocks(iter(asked), block)
    first = next(waiting, ())
    if executor is None or len(first) < block:
        done: Iterator[list[Found]] = (work(shared, one) for one in chain([first], waiting))
    else:
        packed = pickle.dumps(shared)
        done = _side_by_side(work, packed, chain([first], waiting), executor)
    return (each for one in done for each in one)


def _blocks(asked: Iterator[Asked], size: int) -> Iterator[tuple[Asked, ...]]:
    while block := tuple(islice(asked, size)):
        yield block


def _side_by_side(
    work: Callable[[Shared, Sequence[Asked]], list[Found]],
    packed: bytes,
    waiting: Iterator[Sequence[Asked]],
    executor: Executor,
) -> Iterator[list[Found]]:
    ahead: deque[Future[list[Found]]] = deque()
    for one in waiting:
        ahead.append(executor.submit(_work_packed, work, packed, one))
        if len(ahead) == _AHEAD:
            yield ahead.popleft().result()
    yield from (each.result() for each in ahead)


def _work_packed(
    work: Callable[[Shared, Sequence[Asked]], list[Found]], packed: bytes, block: Sequence[Asked]
) -> list[Found]:
    return work(_unpacked(packed), block)


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Any:  # noqa: ANN401 -- whatever the blocks of one run share
    """Unpack what the blocks of one run share, once in each process; only our own bytes come."""
    return pickle.loads(packed)  # noqa: S301 -- packed by the process that asks
