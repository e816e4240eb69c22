"""The same roster gives the same bytes, whatever the machine is set to."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.builders import REPOSITORY

DIGEST = """
import hashlib, random, sys
from tests.builders import a_mentor, a_mentee, the_programme
from tests.site_builder.building import A_LEDGER, A_ROUND, a_site
areas = [each.name for each in the_programme().areas]
people = [
    a_mentor(f"mentor-{n}", name=f"\\u00c9mile {n}", offers=tuple(areas[n:n + 5]), about="*Hi*")
    for n in range(60)
]
people.append(a_mentee())
random.Random(int(sys.argv[1])).shuffle(people)
digest = hashlib.sha256()
for path, data in a_site(*people, last_round=A_ROUND, ledger=A_LEDGER).items():
    digest.update(path.encode() + b"\\0" + data)
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def expected() -> str:
    return digest(hash_seed="0", zone="UTC", locale="C.UTF-8", order="1")


def digest(*, hash_seed: str, zone: str, locale: str, order: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", DIGEST, order],
        cwd=REPOSITORY,
        env={
            **os.environ,
            "PYTHONHASHSEED": hash_seed,
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONUTF8": "1" if locale != "C" else "0",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("hash_seed", "zone", "locale", "order"),
    [("1", "UTC", "C.UTF-8", "1"), ("2", "Pacific/Kiritimati", "C", "2")],
)
def test_a_build_depends_on_nothing_but_its_arguments(
    hash_seed: str, zone: str, locale: str, order: str, expected: str
) -> None:
    assert digest(hash_seed=hash_seed, zone=zone, locale=locale, order=order) == expected
