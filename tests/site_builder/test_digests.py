"""Digests: the same for equal values in every process, another for every other value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from markupsafe import Markup

from site_builder.digests import digest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    name: str
    parts: tuple[object, ...] = ()


class Unknown:
    pass


VALUES = [
    None, True, 1, "1", "", b"", (), ("a", "b"), ("ab",), (("a",), "b"), {"a": "b"},
    date(2026, 11, 1), Thing(name="a"), Thing(name="b"), Thing(name="a", parts=(Thing(name="b"),)),
    1.5,
]  # fmt: skip


def test_different_values_have_different_digests() -> None:
    assert len({digest_of(each) for each in VALUES}) == len(VALUES)
    assert digest_of(("a", "b")) != digest_of("ab")
    assert digest_of({"a": 1, "b": 2}) != digest_of({"b": 2, "a": 1})


def test_equal_values_have_equal_digests_whatever_kind_of_text_or_sequence_they_are() -> None:
    assert digest_of(Markup("<p>")) == digest_of("<p>")
    assert digest_of(["a"]) == digest_of(("a",))
    assert digest_of("a").hex() == "ed9a01313704abdde1b33f0118818fc2"


@pytest.mark.parametrize("value", [len, Unknown(), (Unknown(),), {"a": len}])
def test_what_has_no_digest_is_refused_and_not_taken_for_unchanged(value: object) -> None:
    with pytest.raises(TypeError):
        digest_of(value)
