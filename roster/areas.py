"""Areas in people's own words: what somebody typed, mapped to the programme's controlled list.

Text and the list of areas come in; one certain area, or a few to ask about, go out. It must
never know who typed the text, and no suggestion may ever decide who takes part.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from roster.model import Area
from roster.words import Vocabulary, fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Meaning = Callable[[Sequence[str]], NDArray[np.float32]]
    """A language model: one vector of length 1 a text; the product of two says how alike they are.

    `roster/word_model.py` is one, where the extra `words` is installed.
    """

LONGEST_READ: Final = 200
"""Characters of somebody's text that are read at most, so that length costs nothing."""

MOST_SUGGESTIONS: Final = 3
"""How many areas a person is asked to choose from at most."""

_LOWEST: Final = 0.3
"""Similarity below which an area is not worth asking about."""

_LOWEST_MEANT: Final = 0.4
"""The same for what texts mean: below it are words that mean nothing, such as `xyzzy`."""

_PIECES: Final = (2, 3, 4)
"""How many characters the pieces have that words are compared by."""

_SHARPNESS: Final = 4
"""How far an area's nearest text outweighs its others: 1 adds all up, infinity takes the best.

Chosen, like the pieces, by leaving out every alias in turn and looking its area up.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An area that a text may mean, with its similarity in [0, 1]."""

    area: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAnswer:
    """What a text stands for: one certain area, or suggestions to ask about, best first.

    `certain` is set only where the text is the name or an alias of one area; there are no
    suggestions then. With neither, nothing in the list comes near.
    """

    certain: str | None = None
    suggestions: tuple[Suggestion, ...] = ()


def suggest_areas(
    text: str, areas: tuple[Area, ...], *, meaning: Meaning | None = None
) -> AreaAnswer:
    """Say which area of a programme's list a text stands for, or which ones to ask about.

    With a `meaning`, what texts mean counts as much as how they are written. The list is read
    once and kept: the first text costs some tenths of a second, with a meaning some ten seconds,
    the next ones milliseconds.
    """
    index = _index_of(areas, meaning)
    typed = text.strip()
    certain = index.vocabulary.resolve(typed) if len(typed) <= LONGEST_READ else None
    if certain is not None:
        return AreaAnswer(certain=certain)
    return AreaAnswer(suggestions=index.suggest(typed[:LONGEST_READ]))


@lru_cache(maxsize=4)
def _index_of(areas: tuple[Area, ...], meaning: Meaning | None) -> _Index:
    return _Index(areas, meaning)


class _Index:
    """The names, aliases and meanings of all areas, taken apart into pieces of words.

    Source: TF-IDF with sublinear term frequency and cosine similarity; Manning, Raghavan
    and Schütze, Introduction to Information Retrieval (2008), sections 6.2 to 6.4.
    """

    def __init__(self, areas: tuple[Area, ...], meaning: Meaning | None) -> None:
        self.vocabulary: Final = Vocabulary(aliases={each.name: each.aliases for each in areas})
        self._names: Final = tuple(each.name for each in areas)
        self._meaning: Final = meaning
        self._texts: Final = [
            text for area in areas for text in (area.name, *area.aliases, area.meaning)
        ]
        texts = [
            (place, _pieces(text))
            for place, area in enumerate(areas)
            for text in (area.name, *area.aliases, area.meaning)
        ]
        held = Counter(piece for _, pieces in texts for piece in pieces)
        self._rarest: Final = 1.0 + math.log(1 + len(texts))
        self._rarity: Final = {
            piece: self._rarest - math.log(1 + count) for piece, count in held.items()
        }
        self._area_of_text: Final = [place for place, _ in texts]
        self._postings: Final = self._post([pieces for _, pieces in texts])

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Return the areas nearest to a text, best first."""
        import numpy as np  # noqa: PLC0415 -- loaded only where somebody's words are compared

        alike = np.zeros(len(self._area_of_text))
        for piece, weight in self._weights(_pieces(text)).items():
            if piece in self._postings:
                texts, weights = self._postings[piece]
                alike[texts] += weight * weights
        scores = np.zeros(len(self._names))
        np.add.at(scores, self._area_of_text, alike**_SHARPNESS)
        scores = (scores ** (1 / _SHARPNESS)).round(9)  # the order of adding up must not show
        is_near = scores >= _LOWEST
        if self._meaning is not None:
            meant = self._alike_in_meaning(text, self._meaning)
            is_near |= meant >= _LOWEST_MEANT
            scores = ((scores + meant) / 2).round(5)
        similarity = np.minimum(scores, 1.0).round(3)
        best = np.argsort(-scores, kind="stable")[:MOST_SUGGESTIONS]
        return tuple(
            Suggestion(area=self._names[place], similarity=float(similarity[place]))
            for place in best
            if is_near[place]
        )

    @cached_property
    def _vectors(self) -> NDArray[np.float32] | None:
        return self._meaning(self._texts) if self._meaning is not None else None

    def _alike_in_meaning(self, text: str, meaning: Meaning) -> NDArray[np.float64]:
        """For each area, how alike its nearest text is to this one, in [0, 1]."""
        import numpy as np  # noqa: PLC0415 -- loaded only where somebody's words are compared

        found = np.zeros(len(self._names))
        if self._names and self._vectors is not None:
            np.maximum.at(found, self._area_of_text, self._vectors @ meaning([text])[0])
        return found

    def _weights(self, pieces: Counter[str]) -> Mapping[str, float]:
        """Weigh the pieces of one text: rare ones count for more, and long texts for no more."""
        weights = {
            piece: (1.0 + math.log(count)) * self._rarity.get(piece, self._rarest)
            for piece, count in pieces.items()
        }
        length = math.sqrt(math.fsum(weight**2 for weight in weights.values()))
        return {piece: weight / length for piece, weight in weights.items()}

    def _post(
        self, texts: list[Counter[str]]
    ) -> Mapping[str, tuple[NDArray[np.intp], NDArray[np.float64]]]:
        """For each piece: the texts that hold it, by place, and its weight in each."""
        import numpy as np  # noqa: PLC0415 -- loaded only where somebody's words are compared

        postings: dict[str, tuple[list[int], list[float]]] = {}
        for place, pieces in enumerate(texts):
            for piece, weight in self._weights(pieces).items():
                places, weights = postings.setdefault(piece, ([], []))
                places.append(place)
                weights.append(weight)
        return {
            piece: (np.array(places, dtype=np.intp), np.array(weights))
            for piece, (places, weights) in postings.items()
        }


def _pieces(text: str) -> Counter[str]:
    """Count the pieces of every word, its edges marked by spaces."""
    edged = [f" {word} " for word in fold(text).split()]
    return Counter(
        word[start : start + size]
        for word in edged
        for size in _PIECES
        for start in range(len(word) - size + 1)
    )
