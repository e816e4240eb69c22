"""What all tests share: none may fail for being slow, nor remember what was before a mutation."""

from __future__ import annotations

import os
import sys
from functools import _lru_cache_wrapper

import pytest
from hypothesis import HealthCheck, settings

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


@pytest.fixture(autouse=IS_MUTATED, scope="session")
def forgetful_run() -> None:
    """Forget what was kept before the mutation: each mutant begins in a copy of the process."""
    _forget()


@pytest.fixture(autouse=IS_MUTATED)
def forgetful_test() -> None:
    """Forget between tests while mutmut finds out what each of them calls, and only then."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        _forget()


def _forget() -> None:
    """Empty what the door keeps between files."""
    ours = [
        module for name, module in sys.modules.items() if name.startswith(("roster.", "tests."))
    ]
    for each in (value for module in ours for value in list(vars(module).values())):
        if isinstance(each, _lru_cache_wrapper):
            each.cache_clear()
