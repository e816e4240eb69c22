"""What a verb says where a forge takes no more, and where it fails."""

from __future__ import annotations

import pytest

from commands.forge_errors import told_of_forge
from commands.outcome import OUTSIDE_WORLD_FAILED, Refused
from forge.port import BudgetSpent, ForgeError


def spend() -> None:
    raise BudgetSpent("github:o/r", "no more requests are taken before 10:00 UTC.", until=None)


def test_a_limit_ends_a_run_well_and_says_once_that_the_next_one_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with told_of_forge():
        spend()
    said = (
        "github:o/r: no more requests are taken before 10:00 UTC. The next run goes on from here."
    )
    assert capsys.readouterr().err == f"{said}\n"


def test_a_failure_is_refused_as_one_of_the_outside_world() -> None:
    with pytest.raises(Refused, match="github:o/r: it is not there") as refused, told_of_forge():
        raise ForgeError("github:o/r", "it is not there.")
    assert refused.value.status == OUTSIDE_WORLD_FAILED
