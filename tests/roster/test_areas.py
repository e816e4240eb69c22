"""People's own words find their area, or are asked about; nothing is guessed for them."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from math import hypot, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.areas import LONGEST_READ, MOST_SUGGESTIONS, AreaAnswer, suggest_areas
from roster.model import Area
from roster.words import Vocabulary, fold
from tests.builders import the_programme

AREAS = (
    Area(name="Leadership", group="G", meaning="Give people direction.", aliases=("leading",)),
    Area(name="Statistics", group="G", meaning="Publish numbers that can be trusted."),
    Area(name="Data analysis", group="G", meaning="Answer questions.", aliases=("excel", "data")),
    Area(name="Data science", group="G", meaning="Learn from much of it.", aliases=("data",)),
)


def answer(text: str) -> AreaAnswer:
    return suggest_areas(text, the_programme().areas)


def suggested(text: str) -> tuple[str, ...]:
    return tuple(each.area for each in answer(text).suggestions)


@pytest.mark.parametrize("typed", ["Leadership", " leadership ", "LEADING", "Leading!"])
def test_a_name_or_an_alias_is_certain(typed: str) -> None:
    assert suggest_areas(typed, AREAS) == AreaAnswer(certain="Leadership")


def test_every_name_and_alias_of_the_shipped_list_is_certain() -> None:
    for area in the_programme().areas:
        for text in (area.name, *area.aliases):
            assert answer(text) == AreaAnswer(certain=area.name), text


def test_an_alias_of_two_areas_is_asked_about() -> None:
    asked = suggest_areas("data", AREAS)
    assert asked.certain is None
    assert {each.area for each in asked.suggestions} == {"Data analysis", "Data science"}


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("leadershp", "Leadership"),
        ("parlimentary qestions", "Parliamentary questions"),
        ("intervews", "Job applications and interviews"),
        ("statitsics", "Statistics"),
        ("buisness cases", "Business cases"),
    ],
)
def test_a_typing_slip_is_asked_about_with_the_right_area_first(typed: str, area: str) -> None:
    assert answer(typed).certain is None
    assert suggested(typed)[0] == area


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("I would like to get better at interviews", "Job applications and interviews"),
        ("help me to speak in public without shaking", "Public speaking"),
        ("how do you lead people well", "Leadership"),
        ("coming back from a year of maternity leave", "Returning from leave"),
    ],
)
def test_a_sentence_is_asked_about_and_holds_the_right_area(typed: str, area: str) -> None:
    assert answer(typed).certain is None
    assert area in suggested(typed)


def test_suggestions_are_few_and_the_most_similar_comes_first() -> None:
    found = answer("managing people and projects and data and risk").suggestions
    assert len(found) == MOST_SUGGESTIONS
    assert all(one.similarity >= other.similarity for one, other in pairwise(found))
    assert all(0 < each.similarity <= 1 for each in found)


def by_the_book(text: str, areas: tuple[Area, ...]) -> list[tuple[str, object]]:
    """Reckon with every text as a vector of all its pieces, and add up as the formula says."""

    def pieces(text: str) -> list[str]:
        edged = [f" {word} " for word in fold(text).split()]
        return [
            each[at : at + n]
            for each in edged
            for n in (2, 3, 4)
            for at in range(len(each) - n + 1)
        ]

    texts = [
        (area.name, each) for area in areas for each in (area.name, *area.aliases, area.meaning)
    ]
    held = Counter(piece for _, each in texts for piece in set(pieces(each)))
    found: dict[str, float] = defaultdict(float)

    def vector(text: str) -> dict[str, float]:
        return {
            piece: (1 + log(count)) * (1 + log((1 + len(texts)) / (1 + held[piece])))
            for piece, count in Counter(pieces(text)).items()
        }

    def alike(one: dict[str, float], other: dict[str, float]) -> float:
        both = sum(one[piece] * other[piece] for piece in one.keys() & other.keys())
        return both / hypot(*one.values()) / hypot(*other.values())

    for area, each in texts:
        found[area] += alike(vector(text), vector(each)) ** 4
    best = sorted(
        ((area, min(1.0, total**0.25)) for area, total in found.items()), key=lambda each: -each[1]
    )[:MOST_SUGGESTIONS]
    return [(area, pytest.approx(each, abs=0.001)) for area, each in best if each >= 0.3]


@pytest.mark.parametrize(
    "text",
    [
        "statistic tics",
        "Leading data",
        "analyse analysis",
        "science of data sciences",
        "exel",
        "people",
    ],
)
def test_similarity_is_that_of_the_book(text: str) -> None:
    found = suggest_areas(text, AREAS).suggestions
    assert [(each.area, each.similarity) for each in found] == by_the_book(text, AREAS)
    assert found


def test_many_near_aliases_do_not_add_up_to_more_than_one() -> None:
    aliases = tuple(f"{stage} risk management" for stage in "abcdefgh")
    area = Area(name="Risk", group="G", meaning="Name risks early.", aliases=aliases)
    (found,) = suggest_areas("z risk management", (area,)).suggestions
    assert found.similarity == 1


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\n\t",
        "...",
        "'",
        "xyzzy",
        "数据分析",
        "🦆🦆",
        "\ud800",
        "\0",
        "\u202e\u200b",
        "ß" * 9,
    ],
)
def test_what_comes_near_to_nothing_has_no_suggestions(typed: str) -> None:
    assert answer(typed) == AreaAnswer()


def test_what_stands_after_the_longest_text_is_not_read() -> None:
    assert answer("." * LONGEST_READ + "leadership") == AreaAnswer()
    assert answer("leadership" + "." * LONGEST_READ).certain is None
    assert answer("leadership" + " " * 10_000) == AreaAnswer(certain="Leadership")
    assert suggested("leadership" + " xyzzy" * 1_000_000) == suggested("leadership" + " xyzzy" * 99)


def test_a_character_that_unfolds_into_many_costs_little() -> None:
    assert answer("\ufdfa" * 1_000_000) == AreaAnswer()


@given(st.text(max_size=300) | st.sampled_from(("Leading", "data", "excel ")))
def test_only_a_known_spelling_is_certain_and_then_nothing_is_asked(text: str) -> None:
    known = Vocabulary(aliases={each.name: each.aliases for each in AREAS}).resolve(text)
    found = suggest_areas(text, AREAS)
    assert found.certain in {known, None}
    assert found.certain is None or found.suggestions == ()
    assert found == suggest_areas(text, AREAS)


def test_the_order_of_the_list_changes_no_similarity() -> None:
    typed = "leading with statistical questions"
    forwards = suggest_areas(typed, AREAS).suggestions
    backwards = suggest_areas(typed, AREAS[::-1]).suggestions
    assert set(forwards) == set(backwards)


def test_a_list_without_areas_suggests_nothing() -> None:
    assert suggest_areas("leadership", ()) == AreaAnswer()


def test_the_same_words_have_the_same_answer_whatever_the_hash_seed() -> None:
    script = (
        "from tests.builders import the_programme; from roster.areas import suggest_areas;"
        "print(suggest_areas('leading change in a digital team', the_programme().areas))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_importing_it_loads_no_heavy_library() -> None:
    script = "import sys, roster.areas; print({'numpy', 'rapidfuzz'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "set()"
