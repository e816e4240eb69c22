"""Codes as the index packs them, and as the browser unpacks them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.packed_codes import NO_CODE, packed
from tests.node import Function, function_of_script
from tests.site_builder.test_search_index import ASKED


@pytest.fixture(scope="module")
def unpack() -> Iterator[Function]:
    with function_of_script(ASKED, "unpackCodes") as function:
        yield function


@given(codes=st.lists(st.integers(NO_CODE, 300) | st.integers(0, 3), max_size=200))
@example(codes=[])
@example(codes=[NO_CODE] * 9)
@example(codes=[2**number for number in range(12) for _ in range(2**number)])
def test_codes_come_back_as_they_were(unpack: Function, codes: list[int]) -> None:
    assert unpack(packed(codes), len(codes)) == codes


def test_what_many_have_takes_few_bits() -> None:
    codes = [0] * 700 + [1] * 200 + [2] * 100
    assert packed(codes)["lengths"] == "$%&&"  # no code, then 1, 2 and 2 bits
    assert len(b64decode(packed(codes)["bits"])) == -(-(700 + 2 * 300) // 8)


def test_no_code_is_longer_than_the_browser_looks_ahead(unpack: Function) -> None:
    """Fibonacci numbers make the longest codes there are: one of these 26 would have 25 bits."""
    many = [1, 1]
    while len(many) < 26:
        many.append(many[-1] + many[-2])
    codes = [code for code, count in enumerate(many) for _ in range(count)]
    assert max(ord(each) - 36 for each in packed(codes)["lengths"]) <= 24
    assert unpack(packed(codes), len(codes)) == codes


@pytest.mark.parametrize(
    ("lengths", "bits", "told"),
    [
        ("$%&&", "AA==", "damaged codes"),
        ("", "AAAA", "damaged codes"),
        ("$", "AAAA", "damaged codes"),
        ("$&", "////", "damaged codes"),
        ("$%%%%", "", "damaged codes"),
        ("~~~", "AAAA", "damaged codes"),
        ("$%&&", "é", "Invalid character"),
    ],
    ids=["short", "no code", "no length", "no such code", "no bits", "too long", "no base64"],
)
def test_damaged_codes_are_told_and_end(
    unpack: Function, lengths: str, bits: str, told: str
) -> None:
    assert unpack({"lengths": lengths, "bits": bits}, 100) == told
