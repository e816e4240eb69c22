"""Mechanical mends: right where there is one answer, and nothing where there are two."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.checking import check_file
from roster.mending import mended, mends_of, written
from roster.reading import source_lines
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
        ("confirmed", "confirmed: 2026\u201311\u201301", "confirmed: 2026-11-01"),
        ("confirmed", "confirmed: 2026\u201111\u20111", "confirmed: 2026-11-01"),
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
    "line",
    ["manager: none", "manager: N/A", "manager: -", "manager: '-'", "manager: nobody",
     "choices: none", "profession: -", "capacity: none"],
)  # fmt: skip
def test_a_line_that_says_nothing_is_told_and_removed(line: str) -> None:
    field = line.partition(":")[0]
    kept = "".join(each for each in GOOD.splitlines(keepends=True) if field not in each)
    broken = f"{line}\n{kept}"
    found = check_file(broken.encode(), path=PATH, programme=the_programme(), today=TODAY)
    assert [
        each.hint.endswith("emove the line if it says nothing.")
        or each.hint == "Remove the line: it can be left out."
        for each in found.problems
    ] == [True]
    assert mend(broken) == kept


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
        ("offers", "offers: Leadership,\n  Statistics"),
        ("about", "about: One: two\n  three"),
        ("about", "about: One: two\n\n  three"),
        ("about", "about: One: two # a comment"),
        ("confirmed", "confirmed: 12026-1-5"),
        ("confirmed", "confirmed: 2026-1-5-7"),
        ("about", "about: a\rregion: Wales"),
        ("about", "about: |\u2028  a\u2028  - b"),
        ("about", "about: '[x](http://www.gov.uk)'"),
        ("offers", "offers: Leadership: of people"),
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
    assert mend(f"{GOOD}{line}\n  \nmanager: bea\n") == f"{GOOD}  \nmanager: bea\n"
    other = f"{GOOD}region: Wales\n"
    assert mend(other) == other


@pytest.mark.parametrize(
    "twice",
    [
        "region: London\n  and Wales\nregion: London\n",
        "region: London\nabout: more\nregion: London\n  and this\n",
        "offers: [Leadership,\nStatistics]\noffers: [Leadership,\nStatistics]\n",
        "about: 'One\n two'\nabout: 'One\n two'\n",
        "region: London\nregion: London\n  \n  and Wales\n",
    ],
)
def test_a_line_whose_value_goes_on_below_is_not_removed(twice: str) -> None:
    fields = [f"{line.split(':')[0]}:" for line in twice.split("\n")]
    rest = [line for line in GOOD.split("\n") if f"{line.split(':')[0]}:" not in fields]
    broken = "\n".join([*rest, twice])
    assert mend(broken) == broken


MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("end", "mark", "last"),
    [(b"\r\n", b"", b""), (b"\r\n", MARK, b"\r\n"), (b"\n", MARK, b""), (b"\n", b"", b"\n")],
)
def test_only_the_line_changes_and_no_end_of_any(end: bytes, mark: bytes, last: bytes) -> None:
    def file(text: str) -> bytes:
        return mark + text.rstrip("\n").encode().replace(b"\n", end) + last

    for broken in (
        GOOD.replace("region: London", "region:London"),
        GOOD.replace("name: ", "Name: "),
        GOOD.replace("about: Plain.", "about: Pl\u200bain."),
        GOOD.replace("region: London", "region: London\nregion: London"),
    ):
        after = mended(file(broken), path=PATH, programme=the_programme(), today=TODAY)
        assert after == file(GOOD)


def test_the_ends_of_lines_may_differ_and_a_doubled_last_line_leaves_its_end() -> None:
    mixed = GOOD.replace("region: London", "region:London").encode().replace(b"\n", b"\r\n", 3)
    doubled = mixed + b"capacity: 2\r\ncapacity: 2"
    after = mended(doubled, path=PATH, programme=the_programme(), today=TODAY)
    assert after == mixed.replace(b"region:L", b"region: L") + b"capacity: 2\r\n"


def test_a_mend_that_does_not_help_is_not_suggested() -> None:
    for wrong, suggested in (("region:London", 1), ("offers: Leadership, [Statistics]", 0)):
        data = GOOD.replace(line_of(GOOD, wrong.split(":")[0]), wrong).encode()
        checked = check_file(data, path=PATH, programme=the_programme(), today=TODAY)
        mends = mends_of(
            checked.problems, source_lines(data), programme=the_programme(), today=TODAY
        )
        assert len(mends) == suggested
        after = [written([each], data) for each in mends]
        assert all(each == GOOD.encode() for each in after)


def test_several_mistakes_are_mended_together_and_once() -> None:
    broken = GOOD.replace("offers: [Leadership]", "ofers: Leadership").replace(
        "confirmed: 2026-11-01", "confirmed:2026-11-1"
    )
    assert mend(broken) == GOOD
    assert mend(mend(broken)) == mend(broken)


def test_a_mistake_behind_a_warning_is_mended() -> None:
    broken = GOOD.replace("region: London", "region: London #1")
    name = line_of(GOOD, "name")
    assert mend(broken.replace(name, "name: Ada O`Hara")) == broken.replace(
        name, "name: Ada O’Hara"
    )


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
