"""Drop in a file, gain a test: every accepted and refused example says what the door answers.

A refused example is named after its rule and ends in a comment: severity, rule and place.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from roster.checking import check_file
from roster.misfits import explain_misfits
from roster.reading import read_document, source_lines
from roster.rules import RULES
from roster.shape import canonical, fits, typed
from tests.builders import (
    PUBLIC_KEY,
    REPOSITORY,
    TODAY,
    a_sealed_programme,
    the_programme,
    with_settings,
)
from tests.roster import mistakes

EXAMPLES = REPOSITORY / "tests" / "examples"
ACCEPTED = sorted((EXAMPLES / "accepted").iterdir())
REFUSED = sorted((EXAMPLES / "refused").iterdir())
PAGE = REPOSITORY / "docs" / "rules.md"
BETWEEN_FILES = {
    "file-place", "doubled-login", "doubled-id", "doubled-email", "name-look-alike",
    "choices-known", "gate-path", "gate-mode", "gate-owner", "gate-identity",
    "gate-left",
}  # fmt: skip
SETTINGS: dict[str, dict[str, Any]] = {
    "confirmed-expired": {"expiry_months": 12},  # the demonstration never expires
    "email-sealed": {"email_storage": "sealed", "email_keys": (PUBLIC_KEY,)},
}
EXPECTED = re.compile(rb"# (error|warning) ([a-z-]+) at (\d+):(\d+)\s*\Z")


def names(paths: list[Path]) -> list[str]:
    return [path.stem for path in paths]


@pytest.mark.parametrize("example", ACCEPTED, ids=names(ACCEPTED))
def test_an_accepted_example_has_no_problem(example: Path) -> None:
    is_sealed = example.stem == "email-sealed"
    checked = check_file(
        example.read_bytes(),
        path="profiles/ada-lovelace.yaml",
        programme=a_sealed_programme() if is_sealed else the_programme(),
        today=TODAY,
    )
    assert checked.problems == ()
    assert checked.profile is not None


@pytest.mark.parametrize("example", REFUSED, ids=names(REFUSED))
def test_a_refused_example_has_the_one_problem_it_names_at_its_place(example: Path) -> None:
    data = example.read_bytes()
    found = EXPECTED.search(data)
    assert found is not None, "the example does not say what is expected"
    programme = with_settings(**SETTINGS.get(example.stem, {}))
    checked = check_file(data, path="profiles/ada-lovelace.yaml", programme=programme, today=TODAY)
    assert [(each.severity, each.rule, each.line, each.column) for each in checked.problems] == [
        (found[1].decode(), found[2].decode(), int(found[3]), int(found[4]))
    ]
    assert all(each.hint for each in checked.problems)


@pytest.mark.parametrize("example", ACCEPTED + REFUSED, ids=names(ACCEPTED + REFUSED))
def test_the_engine_that_decides_and_the_one_that_explains_agree(example: Path) -> None:
    document = read_document(example.read_bytes(), path="it").document
    if document is None:
        assert example in REFUSED
        return
    schema = the_programme().profile_schema
    values = canonical(typed(document, schema), the_programme().vocabularies)
    misfits = explain_misfits(values, schema, document=document, path="it")
    unexplained = [each for each in misfits if "does not fit the schema" in each.message]
    assert fits(values, schema) == bool(unexplained)


def test_every_rule_of_a_single_profile_has_an_accepted_and_a_refused_example() -> None:
    told = {each for rule in RULES for each in rule.ids}
    page = PAGE.read_text("utf-8").split("\n## Rules of a profile\n")[1].split("\n## ")[0]
    documented = re.findall(r"^### ([a-z-]+)$", page, re.MULTILINE)
    single = {*told, *documented} - BETWEEN_FILES
    assert single <= {*names(REFUSED)}
    assert single <= {*names(ACCEPTED)}
    assert told <= {*documented}


def test_what_the_door_says_is_what_somebody_has_read_through() -> None:
    assert mistakes.told() == mistakes.KEPT.read_text("utf-8")


def test_a_problem_names_the_field_in_whose_lines_it_stands() -> None:
    path = "profiles/ada-lovelace.yaml"
    for text in mistakes.mistakes().values():
        lines = source_lines(text.encode())
        told = check_file(text.encode(), path=path, programme=the_programme(), today=TODAY)
        for each in told.problems:
            begun = [line for line in lines[: each.line] if line[:1] not in {"", *" #-•"}]
            key = begun[-1].split(":")[0].strip("\"'? ") if begun else ""
            may_name_none = each.rule.startswith(("yaml-", "file-", "doubled-key", "offers-or"))
            field = each.field.split(".")[0] if each.field else None
            assert field == key or each.rule == "field-missing" or (may_name_none and not field)
            assert each.path == path
