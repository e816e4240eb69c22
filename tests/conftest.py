"""When mutants are tried (`make mutants`), nothing may be remembered from before the mutation."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from roster import checking, misfits, names, rules, shape, text
from tests import builders

IS_MUTATED = "MUTANT_UNDER_TEST" in os.environ

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
