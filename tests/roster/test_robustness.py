"""Hostile inputs: every pattern in linear time, memory within bounds, every byte answered."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import subprocess
import sys
import textwrap
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import roster
from roster.checking import check_file
from roster.contacts import contact_faults
from roster.email import Address, parse_address
from roster.menders import _WHOLE
from roster.mending import mended
from roster.names import odd_part_of_name, skeleton
from roster.text import markup_faults
from tests.builders import REPOSITORY, TODAY, the_programme

PATH = "profiles/ada-lovelace.yaml"


def patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern of the door, and those of the schema."""
    found = {}
    for module in pkgutil.walk_packages(roster.__path__, "roster."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                found[f"{module.name}.{name}"] = value
            if isinstance(value, tuple):
                for index, part in enumerate(value):
                    if isinstance(part, tuple) and isinstance(part[0], re.Pattern):
                        found[f"{module.name}.{name}.{index}"] = part[0]
    schema = (REPOSITORY / "programme" / "profile.schema.json").read_text("utf-8")
    for number, pattern in enumerate(sorted(set(re.findall(r'"pattern": ("[^"]+")', schema)))):
        found[f"schema.{number}"] = re.compile(json.loads(pattern))
    # A pattern that goes by several names is tried once.
    return {name: each for each, name in {each: name for name, each in found.items()}.items()}


ATTACKS = (
    "a", "0", " ", "-", ".", "@", "a.", "a@", "a@a.", "0 ", "07", "+0", "(0", "0(", "0-", "A0 ",
    "AB12", "[", "[at]", "'", "é", "0a0", "-/", "a:", "a: ", "\t ", "key: [", ",", "email: ",
    "a at a dot ",
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(patterns()))
def test_a_pattern_takes_time_that_grows_no_faster_than_the_text(name: str) -> None:
    """Twice the text may take twice the time: eight times the text far less than sixty-four."""
    pattern = patterns()[name]
    for attack in ATTACKS:
        for ending in ("", "!", "\x00"):
            short, long = (attack * 4000)[:2000] + ending, (attack * 32000)[:16000] + ending
            assert spent(pattern, long) < max(24 * spent(pattern, short), 0.02), attack


def test_a_long_gap_in_a_line_does_not_hold_the_mending_up() -> None:
    short, long = (f"a: x{' ' * length}y#" for length in (2_000, 16_000))
    assert spent(_WHOLE, long) < max(24 * spent(_WHOLE, short), 0.02)


def spent(pattern: re.Pattern[str], text: str) -> float:
    best = 1.0
    for _ in range(3):
        start = time.process_time()
        pattern.search(text)
        pattern.fullmatch(text)
        best = min(best, time.process_time() - start)
    return best


def test_there_are_patterns_to_try() -> None:
    assert len(patterns()) > 15


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 16_384,
        b"{" * 16_384,
        b"- " * 8_192,
        b"a: &a [x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n" + b"d: [*b,*b]\n" * 1_400,
        b"? " * 8_192,
        b"about: |\n" + b"  ![\n" * 3_200,
        b"offers: [" + b"a," * 8_000 + b"a]",
        b"about: '" + b"a" * 16_000 + b"'",
    ],
    ids=["brackets", "braces", "dashes", "aliases", "keys", "pictures", "entries", "text"],
)
def test_a_verdict_takes_little_memory(data: bytes) -> None:
    check_file(b"grade: G8", path=PATH, programme=the_programme(), today=TODAY)
    tracemalloc.start()
    checked = check_file(data, path=PATH, programme=the_programme(), today=TODAY)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert checked.profile is None
    assert peak < 16 * 1024 * 1024


def test_a_whole_check_of_the_worst_files_stays_within_a_memory_cap() -> None:
    code = textwrap.dedent(
        """
        import resource
        resource.setrlimit(resource.RLIMIT_DATA, (200_000_000, 200_000_000))
        from benchmarks.worst_verdicts import hostile, TODAY
        from roster.checking import check_file
        from tests.builders import the_programme
        answered = [
            check_file(data, path="profiles/a.yaml", programme=the_programme(), today=TODAY)
            for _, data in hostile()
        ]
        print(len(answered), all(each.problems for each in answered))
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    count, all_answered = done.stdout.split()
    assert int(count) > 500
    assert all_answered == "True"


PIECES = st.sampled_from(
    ["\r", "\n", "\0", "\x85", "<b>", "<!-- ", "![a](b)", "[a]: b", "`", "x", " "]
)


@settings(deadline=None)
@given(st.text(max_size=300) | st.lists(PIECES, max_size=9).map("".join))
def test_any_text_as_a_name_an_address_and_a_text_gets_an_answer(text: str) -> None:
    odd_part_of_name(text)
    skeleton(text)
    found = parse_address(text)
    assert text.count("@") == 1 if isinstance(found, Address) else found
    lines = text.split("\n")
    for fault in (*markup_faults(text), *contact_faults(text)):
        assert 0 <= fault.column <= len(lines[fault.line])


FOUND = sorted((REPOSITORY / "tests" / "examples" / "found").iterdir())


@pytest.mark.parametrize("found", FOUND, ids=[each.stem for each in FOUND])
def test_what_fuzzing_found_gets_an_answer_at_a_place_that_exists(found: Path) -> None:
    data = found.read_bytes()
    checked = check_file(data, path=PATH, programme=the_programme(), today=TODAY)
    assert checked.problems
    mended(data, path=PATH, programme=the_programme(), today=TODAY)
    text = data.decode(errors="replace")[:2000]
    lines = text.split("\n")
    odd_part_of_name(text)
    parse_address(text)
    for fault in (*markup_faults(text), *contact_faults(text)):
        assert 0 <= fault.line < len(lines)
        assert 0 <= fault.column <= len(lines[fault.line])


FIELDS = st.sampled_from(
    ["name", "github", "email", "grade", "meets", "offers", "seeks", "about", "paused", "x"]
)
VALUES = st.text(alphabet="aé[]{},:'\"#&*!|>-@<`\\ \n.0", max_size=24)


@settings(deadline=None)
@given(st.lists(st.tuples(FIELDS, VALUES), max_size=8))
def test_any_lines_of_known_fields_get_an_answer_and_a_safe_mend(
    lines: list[tuple[str, str]],
) -> None:
    data = "".join(f"{field}: {value}\n" for field, value in lines).encode()
    checked = check_file(data, path=PATH, programme=the_programme(), today=TODAY)
    assert checked.problems
    mended(data, path=PATH, programme=the_programme(), today=TODAY)
