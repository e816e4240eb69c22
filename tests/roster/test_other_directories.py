"""What people bring from other directories: files made for elsewhere get an answer that helps."""

from __future__ import annotations

import pytest

from roster.checking import check_file
from roster.problems import Problem
from tests.builders import REPOSITORY, TODAY, the_programme

GOOD = (REPOSITORY / "tests/examples/accepted/the-example.yaml").read_text("utf-8")


def told(text: str) -> tuple[Problem, ...]:
    path = "profiles/ada-lovelace.yaml"
    return check_file(text.encode(), path=path, programme=the_programme(), today=TODAY).problems


def without(*fields: str) -> str:
    return "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(fields))


@pytest.mark.parametrize(
    ("text", "column", "field"),
    [
        (without("region:") + "region: *home\n", 9, "region"),
        (without("offers:") + "offers: [*one, Statistics]\n", 10, "offers"),
        (without("offers:", "seeks:") + "seeks: *wishes\n", 8, "seeks"),
        (without("meets:") + "meets:\n  - *how\n", 5, "meets"),
    ],
)
def test_an_alias_is_told_once_and_not_as_missing_too(text: str, column: int, field: str) -> None:
    assert [(each.rule, each.column, each.field) for each in told(text)] == [
        ("yaml-anchor", column, field)
    ]
