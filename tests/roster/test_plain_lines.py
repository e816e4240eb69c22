"""The quick reader reads what the careful walk reads, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.characters import forbidden_characters
from roster.events import walk
from roster.plain_lines import plain_lines
from roster.reading import DEEPEST_PROFILE
from tests.builders import REPOSITORY

PIECES = (
    "a", "name", "about", ":", ": ", " #", "#", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "- ",
    "[", "]", ",", ", ", "{", "}", "'", '"', "|", "|\n  ", "|-", ">", "&", "*", "!", "? ", "%",
    "@", "`", "---", "...", "\n---\n", "\n...\n", "é", "٣", "中", "\u00a0", "\u3000", " ", "  ",
    "~", "<<", "1", "x y", "\n\n", "key: |\n  t\n", "b: [c, d]\n", "d: 'e'\n", 'f: "g"\n',
    "h:\n- i\n- j\n", "k:\n", "# c\n", "l: m\n", "l: n # c\n", "=", "\\", "-", "\n   \n", "\t",
    "o: ['p', \"q\"]\n", "r:\n  - s\n",
)  # fmt: skip


def reads_the_same(text: str) -> bool:
    """Whether the walk takes the same values from the text, and finds nothing wrong."""
    quick = plain_lines(text)
    careful = walk(text, path="it", deepest=DEEPEST_PROFILE)
    return quick is None or (quick, ()) == (careful.values, careful.problems)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_is_read_line_by_line_is_what_the_careful_walk_reads(text: str) -> None:
    for whole in (
        text,
        f"b: c\n{text}",
        f"{text}\nd: e\n",
        f"about: |\n  {text}\n",
        f"a: {text}\n",
    ):
        if not any(forbidden_characters(whole, path="it")):
            assert reads_the_same(whole), whole


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_read_as_the_careful_walk_reads_it(one: str, two: str) -> None:
    for whole in (f"a: {one}\nb: [{two}, {one}]\n", f"a: |\n  {one}\n  {two}\n", f"a:\n- {one}\n"):
        if not any(forbidden_characters(whole, path="it")):
            assert reads_the_same(whole), whole


SPACED = {"a": "b\u3000", "c": ["d\u3000", "e\xa0"], "f": ["g\u3000"]}
"""Spaces that are no spaces to YAML stay."""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a: b  # why\n", {"a": "b"}),
        ("a: b#c:d\n", {"a": "b#c:d"}),
        ("a: b\u3000\nc: [d\u3000, e\xa0]\nf:\n- g\u3000\n", SPACED),
        ("# first\n\na: 'b: c'\n\n# last\n", {"a": "b: c"}),
        ('a: "b # c" # d\n', {"a": "b # c"}),
        ("a: [ b c ,'d', \"e\" ] # f\n", {"a": ["b c", "d", "e"]}),
        ("a: ['b, c', d's, \"\", 'e']\n", {"a": ["b, c", "d's", "", "e"]}),
        ("a: []\nb:\nc: ''\n", {"a": [], "b": "", "c": ""}),
        ("a:\n  -  b\n  - c d\ne: f\n", {"a": ["b", "c d"], "e": "f"}),
        ("a: |\n   b  \n\n     c\n\n\nd: e\n", {"a": "b  \n\n  c\n", "d": "e"}),
    ],
)
def test_plain_lines_lists_and_blocks_are_read(text: str, values: dict[str, object]) -> None:
    assert plain_lines(text) == values
    assert reads_the_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "a:b\n", "a: b", "a: b\na: c\n", "a: b: c\n", "a: b\n  c\n", "a: -1\n", "a: b:\n",
        "a: [b: c]\n", "a: [b,]\n", "a: [[b]]\n", "a: 'it''s'\n", "a: ['it''s']\n", 'a: "\\x41"\n',
        'a: ["\\x41"]\n', "a: |\n\n  b\n", "a: |\n  b\n   \n", "a: |\n  b\n c\n", "a: |-\n  b\n",
        "a: >\n  b\n", "a:\n- b\n - c\n", "a:\n- b: c\n", "a: b\tc\n", "A: b\n", "---\na: b\n",
        "a: b\n...\n", "# only\n",
    ],
)  # fmt: skip
def test_what_could_mean_anything_else_is_left_to_the_parser(text: str) -> None:
    assert plain_lines(text) is None


def test_the_sample_profiles_are_all_read_line_by_line() -> None:
    profiles = sorted((REPOSITORY / "profiles").glob("*.yaml"))
    odd = [each.name for each in profiles if plain_lines(each.read_text("utf-8")) is None]
    assert odd == []
