"""What several tests of the matcher share."""

from __future__ import annotations

import pytest

from roster.loading import load_roster
from roster.model import Roster
from tests.builders import REPOSITORY, TODAY, the_programme


@pytest.fixture(scope="session")
def the_samples() -> Roster:
    """The sixty sample profiles."""
    return load_roster(root=REPOSITORY, programme=the_programme(), today=TODAY).roster
