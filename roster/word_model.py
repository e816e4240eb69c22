"""What texts mean, as vectors: a small language model of the BERT kind, reckoned with NumPy.

Weights and a way to cut text into pieces come in; one vector of length 1 a text goes out. It
must never know where the weights come from: `commands/word_model.py` reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_AT_ONCE: Final = 128
"""How many texts of one length are reckoned at once: more would not fit a processor's cache."""

_TINY: Final = 1e-12
_ERF: Final = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
_ERF_SCALE: Final = 0.3275911


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordModel:
    """Weights by their names in the model's file, how it attends, and how it reads a text.

    `pieces` gives for each text the numbers of its pieces, the marks of its ends included.
    """

    weights: Mapping[str, Floats]
    layers: int
    heads: int
    pieces: Callable[[Sequence[str]], Sequence[Sequence[int]]]

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return one vector of length 1 for each text, float32 (texts x size).

        The mean over a text's pieces, as sentence-transformers takes it for this model. Source:
        Devlin and others, BERT (2019); Reimers and Gurevych, Sentence-BERT (2019), section 3.
        """
        import numpy as np  # noqa: PLC0415 -- loaded only where somebody's words are compared

        size = self.weights["embeddings.LayerNorm.bias"].shape[0]
        found = np.zeros((len(texts), size), dtype=np.float32)
        for places, pieces in self._alike(texts):
            mean = self._read(np.array(pieces)).mean(axis=1)
            found[places] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return found

    def _alike(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[Sequence[int]]]]:
        """Texts with as many pieces each, some at once, with their places."""
        pieces = self.pieces(texts) if texts else ()
        by_length: dict[int, list[int]] = {}
        for place, each in enumerate(pieces):
            by_length.setdefault(len(each), []).append(place)
        for places in by_length.values():
            for first in range(0, len(places), _AT_ONCE):
                some = places[first : first + _AT_ONCE]
                yield some, [pieces[place] for place in some]

    def _read(self, pieces: NDArray[np.int_]) -> Floats:
        """Reckon what each piece means beside the others (texts x pieces x size)."""
        weights = self.weights
        state: Floats = weights["embeddings.word_embeddings.weight"][pieces]
        state = state + weights["embeddings.position_embeddings.weight"][: pieces.shape[1]]
        state = state + weights["embeddings.token_type_embeddings.weight"][0]
        state = self._level(state, "embeddings.LayerNorm")
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}."
            heard = self._times(self._attend(state, name), f"{name}attention.output.dense")
            state = self._level(state + heard, f"{name}attention.output.LayerNorm")
            inner = _gelu(self._times(state, f"{name}intermediate.dense"))
            thought = self._times(inner, f"{name}output.dense")
            state = self._level(state + thought, f"{name}output.LayerNorm")
        return state

    def _attend(self, state: Floats, name: str) -> Floats:
        """Let each piece hear the others, in several heads side by side."""
        import numpy as np  # noqa: PLC0415

        texts, length, size = state.shape
        wide = size // self.heads

        def heads(kind: str) -> Floats:
            made = self._times(state, f"{name}attention.self.{kind}")
            split: Floats = made.reshape(texts, length, self.heads, wide).transpose(0, 2, 1, 3)
            return split

        alike = heads("query") @ heads("key").transpose(0, 1, 3, 2) * np.float32(wide**-0.5)
        share = np.exp(alike - alike.max(axis=-1, keepdims=True))
        share /= share.sum(axis=-1, keepdims=True)
        heard: Floats = (share @ heads("value")).transpose(0, 2, 1, 3).reshape(texts, length, size)
        return heard

    def _times(self, state: Floats, name: str) -> Floats:
        flat = state.reshape(-1, state.shape[-1]) @ self.weights[f"{name}.weight"].T
        made: Floats = (flat + self.weights[f"{name}.bias"]).reshape(*state.shape[:-1], -1)
        return made

    def _level(self, state: Floats, name: str) -> Floats:
        """Bring each piece's numbers to mean nought and variance one, then to learnt ones."""
        away = state - state.mean(axis=-1, keepdims=True)
        spread = ((away**2).mean(axis=-1, keepdims=True) + _TINY) ** 0.5
        made: Floats = away / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return made


def _gelu(state: Floats) -> Floats:
    """Multiply x with the chance that a normal draw is below x.

    NumPy has no error function: Abramowitz and Stegun, Handbook of Mathematical Functions
    (1964), formula 7.1.26, is off by at most 1.5e-7.
    """
    import numpy as np  # noqa: PLC0415

    scaled = np.abs(state) * np.float32(0.5**0.5)
    step = 1 / (1 + np.float32(_ERF_SCALE) * scaled)
    total = np.zeros_like(state)
    for part in _ERF:
        total += np.float32(part)
        total *= step
    chance = np.copysign(1 - total * np.exp(-(scaled**2)), state)
    made: Floats = state * np.float32(0.5) * (1 + chance)
    return made
