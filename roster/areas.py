"""Areas in people's own words: what somebody typed, mapped to the programme's controlled list.

Text and the list of areas come in; one certain area or a few to ask about go out. It must
never know who typed the text, and its suggestions must never decide who may take part.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from roster.model import Area
from roster.words import Vocabulary, fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_READ: Final = 200
"""Characters of somebody's text that are read at most, so that length costs nothing."""

MOST_SUGGESTIONS: Final = 3
"""Areas that a person is asked to choose from at most."""

_LOWEST: Final = 0.12
"""Similarity below which an area is not worth asking about."""

_SHORTEST_GRAM: Final = 2
_LONGEST_GRAM: Final = 4
"""Characters of the pieces that words are compared by."""

_WHOLE: Final = 0.25
"""Share of a score that an area's words all together have, beside its single nearest text."""

_EMPTY_WORDS: Final = frozenset(
    "a about am an and are as at be become becoming been being better by can could do does doing "
    "for from get getting going good had has have help how i id if im in into is it its ive just "
    "learn learning like make making me more my myself need not of on or other our out please so "
    "some something sure that the their them there they thing things this to understand "
    "understanding up us want was we what when where which who why will with work working would "
    "you your".split()
)
"""Words that say little about an area; they count for little, yet may decide between two."""

_EMPTY_WEIGHT: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An area that a text may mean, with its similarity in [0, 1]."""

    area: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAnswer:
    """What a text stands for: one certain area, or suggestions to ask about, best first.

    `certain` is set only where the text is a name or an alias of one area alone; there are
    no suggestions then. Both are absent where nothing in the list comes near.
    """

    certain: str | None = None
    suggestions: tuple[Suggestion, ...] = ()


def suggest_areas(text: str, areas: tuple[Area, ...]) -> AreaAnswer:
    """Say which area of the list a text stands for, or which ones to ask about.

    The list is indexed once and kept, so that further texts cost about a millisecond.
    """
    index = _index_of(areas)
    typed = text[:LONGEST_READ]
    certain = index.vocabulary.resolve(typed) if len(text) <= LONGEST_READ else None
    if certain is not None:
        return AreaAnswer(certain=certain)
    return AreaAnswer(suggestions=index.suggest(typed))


@lru_cache(maxsize=4)
def _index_of(areas: tuple[Area, ...]) -> _Index:
    return _Index(areas)


class _Index:
    """Every text of every area as pieces of words, each piece with the texts that hold it.

    Source: TF-IDF with sublinear term frequency and cosine similarity, Manning, Raghavan
    and Schütze, Introduction to Information Retrieval (2008), sections 6.2 to 6.4.
    """

    def __init__(self, areas: tuple[Area, ...]) -> None:
        import numpy as np  # noqa: PLC0415 -- loaded only where somebody's words are compared

        self.names: Final = tuple(each.name for each in areas)
        self.vocabulary: Final = Vocabulary(aliases={each.name: each.aliases for each in areas})
        texts = [(place, text) for place, area in enumerate(areas) for text in _texts(area)]
        counts = [_grams(fold(text)) for _, text in texts]
        held = Counter(gram for each in counts for gram in each)
        self._rarity: Final = {
            gram: 1.0 + math.log((1 + len(texts)) / (1 + times)) for gram, times in held.items()
        }
        self._rarest: Final = 1.0 + math.log(1 + len(texts))
        self._area_of_text: Final = np.array([place for place, _ in texts], dtype=np.intp)
        self._postings: Final = self._post(counts)

    def _post(
        self, counts: Sequence[Mapping[str, float]]
    ) -> Mapping[str, tuple[NDArray[np.intp], NDArray[np.float64]]]:
        import numpy as np  # noqa: PLC0415 -- loaded only where somebody's words are compared

        postings: dict[str, tuple[list[int], list[float]]] = {}
        for row, each in enumerate(counts):
            for gram, weight in self._weights(each).items():
                rows, weights = postings.setdefault(gram, ([], []))
                rows.append(row)
                weights.append(weight)
        return {
            gram: (np.array(rows, dtype=np.intp), np.array(weights))
            for gram, (rows, weights) in postings.items()
        }

    def _weights(self, counts: Mapping[str, float]) -> Mapping[str, float]:
        raw = {
            gram: math.log1p(times) * self._rarity.get(gram, self._rarest)
            for gram, times in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {gram: weight / length for gram, weight in raw.items()}

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        import numpy as np  # noqa: PLC0415 -- loaded only where somebody's words are compared

        similarity = np.zeros(len(self._area_of_text))
        for gram, weight in self._weights(_grams(fold(text))).items():
            if gram in self._postings:
                rows, weights = self._postings[gram]
                similarity[rows] += weight * weights
        best = np.zeros(len(self.names))
        np.maximum.at(best, self._area_of_text, similarity)
        order = np.argsort(-best, kind="stable")[:MOST_SUGGESTIONS]
        return tuple(
            Suggestion(area=self.names[place], similarity=round(float(best[place]), 4))
            for place in order
            if best[place] >= _LOWEST
        )


def _texts(area: Area) -> Iterable[str]:
    return (area.name, *area.aliases, area.meaning)


def _grams(folded: str) -> Mapping[str, float]:
    """Count the pieces of each word, its edges marked by a space; empty words count less."""
    counts: dict[str, float] = {}
    words = folded.split()
    for word in words:
        weight = _EMPTY_WEIGHT if word in _EMPTY_WORDS else 1.0
        padded = f" {word} "
        for size in range(_SHORTEST_GRAM, _LONGEST_GRAM + 1):
            for start in range(len(padded) - size + 1):
                gram = padded[start : start + size]
                counts[gram] = counts.get(gram, 0.0) + weight
    return counts
