"""Stopped or disturbed at any request, a clean run later leaves nothing doubled and nothing lost.

`make crashes` tries all verbs with every fault, and 10,000 interleavings.
"""

from __future__ import annotations

import pytest

from tests.github_double.double import Fault as DoubleFault
from tests.matcher.proposals.crashing import (
    VERBS,
    DoubleWorld,
    Figures,
    MemoryWorld,
    a_story,
    crash_everywhere,
    outcome,
)
from tests.matcher.proposals.interleaving import interleave


def is_whole(found: Figures, *, points: int) -> bool:
    return found.points >= points and found.doubled == found.lost == 0


@pytest.mark.parametrize("verb", VERBS)
def test_a_run_in_memory_may_be_disturbed_at_every_call(verb: str) -> None:
    assert is_whole(crash_everywhere(a_story(MemoryWorld()), verb), points=60)


def test_a_round_on_github_may_be_disturbed_at_every_request() -> None:
    assert is_whole(crash_everywhere(a_story(DoubleWorld()), "propose"), points=200)


@pytest.mark.parametrize("verb", ["tend", "reply"])
def test_a_day_on_github_may_lose_any_reply(verb: str) -> None:
    faults = (DoubleFault.CRASH_AFTER, DoubleFault.LOST)
    assert is_whole(crash_everywhere(a_story(DoubleWorld()), verb, faults), points=30)


def test_github_refuses_no_request_of_a_whole_story() -> None:
    world = DoubleWorld()
    story = a_story(world)
    story.run("propose", world.forge(), holder="calm")
    assert world.world.double.refused == []
    assert world.world.double.warned == []
    assert sum(outcome(story).cases.values()) > 8


def test_two_runs_at_once_leave_nothing_doubled_after_the_next_sweep() -> None:
    found = [interleave(seed) for seed in range(150)]
    assert any(each.doubled_before for each in found)
    assert sum(each.crashed for each in found) > 20
    assert [(each.doubled, each.lost) for each in found] == [(0, 0)] * len(found)
