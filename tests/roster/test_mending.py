"""Mechanical mends: right where there is one answer, and nothing where there are two."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.checking import check_file
from roster.mending import mended
from roster.writing import write_profile
from tests.builders import REPOSITORY, TODAY, a_mentor, the_programme

PATH = "profiles/ada-lovelace.yaml"
GOOD = write_profile(a_mentor("ada-lovelace", choices=("someone-else",), about="Plain.")).decode()


def mend(text: str) -> str:
    return mended(text.encode(), path=PATH, programme=the_programme(), today=TODAY).decode()


def line_of(text: str, field: str) -> str:
    return next(line for line in text.split("\n") if line.startswith(f"{field}:"))


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("offers", "offers: Leadership, Statistics", "offers: [Leadership, Statistics]"),
        ("offers", "offers: [Leadership, leadership]", "offers: [Leadership]"),
        ("offers", "ofers: [Leadership]", "offers: [Leadership]"),
        ("offers", "offers:[Leadership]", "offers: [Leadership]"),
        ("choices", "choices: [ada-lovelace, someone]", "choices: [someone]"),
        ("confirmed", "confirmed: 2026-3-1", "confirmed: 2026-03-01"),
        ("confirmed", "confirmed: 2026/11/01", "confirmed: 2026-11-01"),
        ("about", "about: One thing: plain English", "about: 'One thing: plain English'"),
        ("about", "about: It's one: plain", "about: 'It''s one: plain'"),
        ("about", "about: `code` first", "about: '`code` first'"),
        ("about", "about: a\u200bb", "about: ab"),
        ("about", "about: a\u2028b", "about: a b"),
        ("region", "region:London", "region: London"),
    ],
)
def test_what_has_one_answer_is_mended(field: str, wrong: str, right: str) -> None:
    broken = GOOD.replace(line_of(GOOD, field), wrong)
    assert mend(broken) == GOOD.replace(line_of(GOOD, field), right)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("confirmed", "confirmed: 1/11/2026"),
        ("confirmed", "confirmed: 2026-02-30"),
        ("grade", "grade: G8"),
        ("organisation", "organisation: Treasure"),
        ("offers", "offers: [Leadershipp]"),
        ("email", "email: ada"),
        ("name", "name: Ada @lovelace"),
        ("about", "about: '[x](http://www.gov.uk)'"),
        ("region", "nowhere: London"),
    ],
)
def test_what_somebody_has_to_decide_is_left_alone(field: str, wrong: str) -> None:
    broken = GOOD.replace(line_of(GOOD, field), wrong)
    assert broken != GOOD
    assert mend(broken) == broken


def test_a_line_that_stands_twice_is_kept_once() -> None:
    line = line_of(GOOD, "region")
    assert mend(f"{GOOD}{line}\n") == GOOD
    other = f"{GOOD}region: Wales\n"
    assert mend(other) == other


def test_several_mistakes_are_mended_together_and_once() -> None:
    broken = GOOD.replace("offers: [Leadership]", "ofers: Leadership").replace(
        "confirmed: 2026-11-01", "confirmed:2026-11-1"
    )
    assert mend(broken) == GOOD
    assert mend(mend(broken)) == mend(broken)


EXAMPLES = sorted((REPOSITORY / "tests" / "examples").rglob("*.yaml"))


@pytest.mark.parametrize("example", EXAMPLES, ids=[each.stem for each in EXAMPLES])
def test_a_mend_never_adds_a_mistake(example: Path) -> None:
    data = example.read_bytes()
    after = mended(data, path=PATH, programme=the_programme(), today=TODAY)
    before = check_file(data, path=PATH, programme=the_programme(), today=TODAY).problems
    told = check_file(after, path=PATH, programme=the_programme(), today=TODAY).problems
    assert after == data or len(told) < len(before)


@pytest.mark.parametrize("example", EXAMPLES, ids=[each.stem for each in EXAMPLES])
def test_mended_twice_is_mended_once(example: Path) -> None:
    data = example.read_bytes()
    doubled = b"\n".join(each for line in data.split(b"\n") for each in (line, line))
    for given in (data, doubled, data.replace(b": ", b":\xe2\x80\x8b")):
        once = mended(given, path=PATH, programme=the_programme(), today=TODAY)
        assert mended(once, path=PATH, programme=the_programme(), today=TODAY) == once


def test_many_hidden_characters_go_at_once() -> None:
    text = GOOD.replace("Plain.", "Pl\u200ba\u200bi\u202en" * 20)
    assert line_of(mend(text), "about") == "about: " + "Plain" * 20
