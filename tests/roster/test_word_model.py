"""The language model's numbers are those of the book, and meaning joins spelling in the answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import add, mul

import numpy as np
from numpy.typing import NDArray

from roster.areas import AreaAnswer, suggest_areas
from roster.model import Area
from roster.word_model import WordModel

SIZE, HEADS, INNER, LAYERS, KNOWN, LONGEST = 6, 2, 10, 2, 20, 12

Matrix = list[list[float]]


def pieces_of(texts: Sequence[str]) -> list[list[int]]:
    return [[1, *(3 + ord(letter) % (KNOWN - 3) for letter in text), 2] for text in texts]


def some_weights() -> dict[str, NDArray[np.float32]]:
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (KNOWN, SIZE),
        "embeddings.position_embeddings.weight": (LONGEST, SIZE),
        "embeddings.token_type_embeddings.weight": (2, SIZE),
        "embeddings.LayerNorm.weight": (SIZE,),
        "embeddings.LayerNorm.bias": (SIZE,),
    }
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        for part, rows, columns in (
            *((f"attention.self.{kind}", SIZE, SIZE) for kind in ("query", "key", "value")),
            ("attention.output.dense", SIZE, SIZE),
            ("intermediate.dense", INNER, SIZE),
            ("output.dense", SIZE, INNER),
        ):
            shapes |= {f"{name}{part}.weight": (rows, columns), f"{name}{part}.bias": (rows,)}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{name}{part}.weight": (SIZE,), f"{name}{part}.bias": (SIZE,)}
    random = np.random.default_rng(7)
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


WEIGHTS = some_weights()
MODEL = WordModel(weights=WEIGHTS, layers=LAYERS, heads=HEADS, pieces=pieces_of)


def times(rows: Matrix, name: str) -> Matrix:
    table, bias = WEIGHTS[f"{name}.weight"].tolist(), WEIGHTS[f"{name}.bias"].tolist()
    return [
        [sum(map(mul, row, column)) + more for column, more in zip(table, bias, strict=True)]
        for row in rows
    ]


def level(rows: Matrix, name: str) -> Matrix:
    scale, bias = WEIGHTS[f"{name}.weight"].tolist(), WEIGHTS[f"{name}.bias"].tolist()
    found = []
    for row in rows:
        mean = sum(row) / SIZE
        spread = math.sqrt(sum((x - mean) ** 2 for x in row) / SIZE + 1e-12)
        found.append(
            [(x - mean) / spread * a + b for x, a, b in zip(row, scale, bias, strict=True)]
        )
    return found


def added(rows: Matrix, others: Matrix) -> Matrix:
    return [list(map(add, row, other)) for row, other in zip(rows, others, strict=True)]


def attended(rows: Matrix, name: str) -> Matrix:
    query, key, value = (
        times(rows, f"{name}attention.self.{k}") for k in ("query", "key", "value")
    )
    found: Matrix = [[] for _ in rows]
    for first in range(0, SIZE, SIZE // HEADS):
        part = slice(first, first + SIZE // HEADS)
        for at, asked in enumerate(query):
            alike = [
                sum(map(mul, asked[part], each[part])) / (SIZE // HEADS) ** 0.5 for each in key
            ]
            total = sum(map(math.exp, alike))
            for place in range(SIZE)[part]:
                heard = sum(math.exp(x) * v[place] for x, v in zip(alike, value, strict=True))
                found[at].append(heard / total)
    return found


def by_the_book(text: str) -> list[float]:
    """One text through the same model, number by number, with Python's own arithmetic."""
    word, place, kind = (
        WEIGHTS[f"embeddings.{name}_embeddings.weight"].tolist()
        for name in ("word", "position", "token_type")
    )
    pieces = pieces_of([text])[0]
    rows = added([word[each] for each in pieces], place[: len(pieces)])
    rows = level(added(rows, [kind[0]] * len(pieces)), "embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        heard = times(attended(rows, name), f"{name}attention.output.dense")
        rows = level(added(rows, heard), f"{name}attention.output.LayerNorm")
        inner = [
            [x * 0.5 * (1 + math.erf(x / math.sqrt(2))) for x in row]
            for row in times(rows, f"{name}intermediate.dense")
        ]
        rows = level(added(rows, times(inner, f"{name}output.dense")), f"{name}output.LayerNorm")
    mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    length = math.sqrt(sum(x * x for x in mean))
    return [x / length for x in mean]


def test_vectors_are_those_of_the_book() -> None:
    texts = ["minutes", "risk", "a", "chairing"]
    expected = np.array([by_the_book(text) for text in texts])
    assert np.allclose(MODEL.vectors(texts), expected, atol=1e-5)


def test_a_text_has_the_same_vector_whatever_stands_beside_it() -> None:
    texts = [f"{'x' * (number % 7)}{number}" for number in range(300)]
    together = MODEL.vectors(texts)
    assert np.allclose(together[::-1], MODEL.vectors(texts[::-1]), atol=1e-6)
    assert np.allclose(together[17], MODEL.vectors([texts[17]])[0], atol=1e-6)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    assert MODEL.vectors([]).shape == (0, SIZE)


AREAS = (
    Area(name="Public speaking", group="G", meaning="Talk to a hall.", aliases=("speeches",)),
    Area(name="Managing risk", group="G", meaning="Name what may go wrong."),
)


def by_theme(texts: Sequence[str]) -> NDArray[np.float32]:
    """A model that knows one theme: whatever has to do with stage or speech."""
    on_stage = [any(word in text.lower() for word in ("spe", "stage", "talk")) for text in texts]
    return np.array([[1, 0] if each else [0, 1] for each in on_stage], dtype=np.float32)


def test_meaning_finds_what_no_letter_gives_away() -> None:
    assert suggest_areas("fear of the stage", AREAS) == AreaAnswer()
    found = suggest_areas("fear of the stage", AREAS, meaning=by_theme)
    assert found.certain is None
    assert [each.area for each in found.suggestions] == ["Public speaking"]


def test_spelling_counts_as_much_as_meaning() -> None:
    (first, second) = suggest_areas(
        "managing risks on a stage", AREAS, meaning=by_theme
    ).suggestions
    assert {first.area, second.area} == {"Public speaking", "Managing risk"}
    assert all(0 < each.similarity <= 1 for each in (first, second))


def test_a_known_name_is_certain_and_no_model_is_asked() -> None:
    def never(texts: Sequence[str]) -> NDArray[np.float32]:
        raise AssertionError(texts)

    assert suggest_areas("Speeches", AREAS, meaning=never).certain == "Public speaking"
    assert suggest_areas("speeches", (), meaning=never) == AreaAnswer()
