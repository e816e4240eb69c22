"""Digests: the same for equal values in every process, another for every other value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from markupsafe import Markup

from site_builder.digests import Digester, digest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    name: str
    parts: tuple[object, ...] = ()


class Unknown:
    pass


plain = Digester({})
VALUES = [
    None, True, 1, "1", "", b"", (), ("a", "b"), ("ab",), (("a",), "b"), {"a": "b"},
    date(2026, 11, 1), Thing(name="a"), Thing(name="b"), Thing(name="a", parts=(Thing(name="b"),)),
    1.5,
]  # fmt: skip


def test_different_values_have_different_digests() -> None:
    assert len({plain(each) for each in VALUES}) == len(VALUES)
    assert plain("a", "b") != plain("ab")


def test_equal_values_have_equal_digests_whatever_kind_of_text_or_sequence_they_are() -> None:
    assert plain(Markup("<p>")) == plain("<p>")
    assert plain(["a"]) == plain(("a",))
    assert digest_of("a").hex() == "ed9a01313704abdde1b33f0118818fc2"


def test_a_known_kind_is_digested_by_what_stands_for_it() -> None:
    by_name = Digester({Thing: lambda thing: thing.name})
    assert by_name((Thing(name="a", parts=(1,)),)) == by_name((Thing(name="a"),))
    assert by_name(Thing(name="a")) != by_name(Thing(name="b"))


@pytest.mark.parametrize("value", [{1, 2}, frozenset(), len, Unknown(), ({1},), {"a": len}])
def test_what_has_no_digest_is_refused_and_not_taken_for_unchanged(value: object) -> None:
    with pytest.raises(TypeError):
        plain(value)
