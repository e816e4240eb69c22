"""Small numbers as a text that is hardly longer than what they say: Huffman's code in base64.

Codes, each the place of something in a list, come in; texts for JSON go out. What a host
compresses it compresses no better than this, and most columns much worse.
templates/site/scripts/codes.js reads it.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from bitarray import bitarray
from bitarray.util import canonical_huffman

_FIRST: Final = 36
"""How many bits a code takes is written as a character from `$` on."""

NO_CODE: Final = -1
"""The code of who has no value."""


def packed(codes: Sequence[int]) -> Mapping[str, str]:
    """Write codes from NO_CODE on: `lengths` says how many bits each takes, `bits` has them all.

    Which bits these are follows from the lengths alone, as in RFC 1951, section 3.2.2.
    """
    if not codes:
        return {"lengths": "", "bits": ""}
    # What stands for one in 65,536 at least has 24 bits at most, as many as the browser looks at.
    least = len(codes) >> 16
    counts = {each: max(count, least) for each, count in Counter(codes).items()}
    code, _, in_order = canonical_huffman(Counter(counts))
    by_length = sorted(code, key=lambda each: (len(code[each]), each))
    code = {each: code[other] for each, other in zip(by_length, in_order, strict=True)}
    lengths = [len(code.get(each, ())) for each in range(NO_CODE, max(code) + 1)]
    bits = bitarray(endian="big")
    bits.encode(code, codes)
    return {
        "lengths": "".join(chr(_FIRST + each) for each in lengths),
        "bits": b64encode(bits.tobytes()).decode(),
    }
