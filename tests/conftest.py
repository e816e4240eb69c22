"""What all tests share: none may fail for being slow, nor remember what was before a mutation."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from roster import checking, misfits, names, rules, shape, text
from tests import builders

IS_MUTATED = "MUTANT_UNDER_TEST" in os.environ
"""Whether `make mutants` runs the tests."""

# By default Hypothesis fails an example that takes 200 ms, as any does on a busy machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

if IS_MUTATED:
    settings.register_profile(
        "mutants",
        deadline=None,
        max_examples=25,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")


@pytest.fixture(autouse=IS_MUTATED)
def forgetful() -> None:
    """Empty what the door keeps between files."""
    kept = [vars(module) for module in (shape, misfits, text, names, rules, checking, builders)]
    for each in (value for module in kept for value in module.values()):
        if hasattr(each, "cache_clear"):
            each.cache_clear()
