"""Mends carried out together: what comes of them is what comes of one after the other."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster import mending
from roster.checking import Checked, check_file
from roster.menders import mend
from roster.mending import MOST_STEPS, mended, mends_of, written
from roster.problems import Problem, Severity
from roster.reading import source_lines
from roster.shape import parse_schema
from roster.writing import write_profile
from tests.builders import TODAY, a_mentor, the_programme
from tests.roster.mistakes import LINES

PATH = "profiles/ada-lovelace.yaml"
GOOD = write_profile(a_mentor("ada-lovelace", choices=("someone-else",), about="Plain.")).decode()
SCHEMA = parse_schema(the_programme().profile_schema)


def errors(data: bytes) -> list[Problem]:
    """What keeps a file out, from its top, and in a line from its end."""
    told = check_file(data, path=PATH, programme=the_programme(), today=TODAY).problems
    kept_out = [each for each in told if each.severity is Severity.ERROR]
    return sorted(kept_out, key=lambda each: (each.line, -each.column, each.rule, each.message))


def told(problem: Problem) -> tuple[str, str, int]:
    return (problem.rule, problem.message, problem.line)


def mended_one_by_one(data: bytes) -> bytes:
    """Check, mend the first that can be, check again; leave alone what is told as before."""
    left_alone = set()
    while True:
        lines, before = source_lines(data), errors(data)
        for problem in before:
            mistake = (problem.rule, problem.message, lines[problem.line - 1])
            found = None if mistake in left_alone else mend(problem, lines, SCHEMA)
            if found is not None:
                break
        else:
            return data
        after = written([found], data)
        now, then = (Counter(map(told, each))[told(problem)] for each in (errors(after), before))
        if found.text is not None and now >= then:
            left_alone.add(mistake)
        else:
            data = after


MISTAKES = st.sampled_from(
    [
        *(line for lines in LINES.values() for line in lines if len(line) < 100),
        *(line for line in GOOD.split("\n") if line),
        *("Region: Wales", "REGION: Wales", "offers: Leadership; Policy", "```", "---", "\t", ""),
        *("choices: [a, b, a, b, A]", "choices: [ada-lovelace, x, ada-lovelace]"),
        *("ab\u200bc: \u200b", 'about: "a\\u200bb\\0"', 'offers: ["\\0", "\\u200b"]'),
        *("  \u2022 Leadership", "capacity: 2 ", "manager: \u200bn/a\u200b", "name: '<b> O`Hara'"),
    ]
)  # fmt: skip
FILES = st.lists(st.tuples(st.integers(0, 20), MISTAKES), min_size=1, max_size=8)


@settings(deadline=None, max_examples=60)
@given(FILES, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_together_gives_what_one_after_the_other_gives(
    slips: list[tuple[int, str]], is_added: bool, end: str
) -> None:
    lines = GOOD.split("\n")
    for number, slip in slips:
        place = number % len(lines)
        lines[place : place + (not is_added)] = [slip]
    data = end.join(lines).encode()
    after = mended(data, path=PATH, programme=the_programme(), today=TODAY)
    assert after == mended_one_by_one(data)
    mends = mends_of(errors(data), source_lines(data), programme=the_programme(), today=TODAY)
    assert written(mends, data) == after


def test_a_mend_that_does_not_help_is_left_out_of_those_that_do() -> None:
    data = GOOD.replace("offers: [Leadership]", "offers: [ !@>.")
    data = data.replace("region: London", 'region: "\\0London"')
    doubled = data.replace("grade: G7", "grade: G7\ngrade: G7")
    after = mended(doubled.encode(), path=PATH, programme=the_programme(), today=TODAY).decode()
    assert after == data.replace("\\0", "")


def test_what_comes_in_place_of_a_line_that_is_removed_is_no_failure_of_its() -> None:
    data = f"```\n```yaml\n{GOOD}```\n```\n".encode()
    after = mended(data, path=PATH, programme=the_programme(), today=TODAY)
    assert after.decode() == GOOD


def checks_of(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[int, bytes]:
    """How often mending checks a file, and what comes of it."""
    seen: list[bytes] = []

    def counting(data: bytes, **given: Any) -> Checked:  # noqa: ANN401 -- handed on
        seen.append(data)
        return check_file(data, **given)

    monkeypatch.setattr(mending, "check_file", counting)
    after = mended(data, path=PATH, programme=the_programme(), today=TODAY)
    return len(seen), after


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("region: London\n" * 1000, "region: London\n"),
        (f"choices: [{'a, b, ' * 1500}a]\n", "choices: [a, b]\n"),
        (r"about: [" + r'"\0x", ' * 900 + "x]\n", "about: [" + '"x", ' * 900 + "x]\n"),
        ("about: a" + "\u200bb" * 3000 + "\n", "about: a" + "b" * 3000 + "\n"),
    ],
    ids=["lines", "entries", "escapes", "characters"],
)
def test_many_mistakes_of_one_kind_take_few_checks(
    wrong: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = wrong.partition(":")[0]
    kept = "".join(each for each in GOOD.splitlines(keepends=True) if not each.startswith(field))
    count, after = checks_of((kept + wrong).encode(), monkeypatch)
    assert after.decode() == kept + right
    assert count <= 3


def test_mistakes_that_hide_each_other_are_mended_as_far_as_the_steps_lead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    regions = "".join(f"region:London {number}\n" for number in range(250))
    data = GOOD.replace("region: London\n", regions).encode()
    count, after = checks_of(data, monkeypatch)
    assert count == MOST_STEPS + 1
    assert after.count(b"region: London") == MOST_STEPS
    for _ in range(2):
        after = mended(after, path=PATH, programme=the_programme(), today=TODAY)
    assert after == data.replace(b"region:", b"region: ")
