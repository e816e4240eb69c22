"""The browser writes a profile byte for byte as Python does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.form import Kind, form_of
from roster.loading import load_roster
from roster.reading import read_document
from roster.writing import write_fields, write_profile
from tests.builders import REPOSITORY, TODAY, the_programme
from tests.node import Function, function_of_script

HOSTILE = st.text() | st.text(
    "aZ é字’ \n\t:#-?,[]{}&*!|>'\"%@`\\\r\x85\xa0\u2028\ufeff😀09~=<yesno"
)
FIELDS = st.dictionaries(
    st.sampled_from(["name", "about", "capacity", "paused", "organisation", "offers"]),
    HOSTILE | st.lists(HOSTILE, max_size=4).map(tuple),
)


@pytest.fixture(scope="module")
def write_in_browser() -> Iterator[Function]:
    fields = form_of(the_programme()).fields
    typed = [each.key for each in fields if each.kind in {Kind.NUMBER, Kind.TRUTH, Kind.DAY}]
    with function_of_script("join/yaml.js", "writeFields") as function:
        yield lambda pairs: function(pairs, typed)


@settings(deadline=None)  # another process answers
@given(fields=FIELDS)
def test_any_answers_are_written_alike(
    fields: dict[str, str | tuple[str, ...]], write_in_browser: Function
) -> None:
    assert write_in_browser(list(fields.items())).encode() == write_fields(fields)


def test_every_sample_profile_is_written_alike_and_is_canonical(write_in_browser: Function) -> None:
    samples = load_roster(root=REPOSITORY, programme=the_programme(), today=TODAY).roster.profiles
    assert len(samples) > 50
    for profile in samples:
        path = REPOSITORY / "profiles" / f"{profile.github}.yaml"
        document = read_document(path.read_bytes(), path=path.name).document
        assert document is not None
        assert write_profile(profile) == path.read_bytes()
        assert write_in_browser(list(document.values.items())).encode() == path.read_bytes()


EDGES = "\x85\xa0\xbf\xc0\u1fff\u2000\u2028\u2029\u2bff\u2c00\ud7ff\ue000\ufeff\uffff😀"


@pytest.mark.parametrize("sign", [*map(chr, range(0x81)), *EDGES])
def test_every_sign_is_written_alike_wherever_it_stands(
    sign: str, write_in_browser: Function
) -> None:
    for text in (sign, sign + "a", f"a{sign}b", f"a {sign}", f"a\n{sign}b\n", f"{sign}a\nb{sign}"):
        fields: dict[str, str | tuple[str, ...]] = {
            "about": text,
            "capacity": text,
            "offers": (text, "Leadership"),
        }
        assert write_in_browser(list(fields.items())).encode() == write_fields(fields)


@pytest.mark.parametrize("word", ["No", "yes", "null", "ON", "Y", "true", "0x1F", "2026-11-01"])
def test_words_that_yaml_would_change_are_written_alike(
    word: str, write_in_browser: Function
) -> None:
    assert write_in_browser([["name", word]]).encode() == write_fields({"name": word})
