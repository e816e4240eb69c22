"""The site that several files of tests look at, built once."""

from __future__ import annotations

import pytest

from tests.builders import a_mentee, a_mentor
from tests.site_builder.building import a_site


@pytest.fixture(scope="session")
def site() -> dict[str, bytes]:
    people = [a_mentor(f"mentor-{each}", about="I *like* it.") for each in range(120)]
    return a_site(*people, a_mentee(seeks=("Promotion",)))
