"""What the environment keeps from the repository: the programme's private keys.

Names of variables come in, values that print as nothing go out. It must never repeat what a
variable holds, in whatever message.
"""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from commands.outcome import WRONG_USAGE, Refused
from roster.sealed import PrivateKeys, parse_private_keys

if TYPE_CHECKING:
    from intake.proof import ProofKeys

PRIVATE_KEY: Final = "MENTOR_MATCH_PRIVATE_KEY"
PROOF_KEY: Final = "MENTOR_MATCH_PROOF_KEY"
_SHORTEST: Final = 32


def private_keys() -> PrivateKeys | None:
    """Read the keys that open sealed addresses, or None where the environment has none."""
    text = os.environ.get(PRIVATE_KEY, "")
    if not text.strip():
        return None
    try:
        return parse_private_keys(text)
    except ValueError as error:
        message = f"{PRIVATE_KEY} holds no private keys. {error}"
        raise Refused(message, status=WRONG_USAGE) from None


def needed_private_keys() -> PrivateKeys:
    """Read the keys that open sealed addresses; refuse without them."""
    keys = private_keys()
    if keys is None:
        message = f"The environment variable {PRIVATE_KEY} is needed: the programme's private key."
        raise Refused(message, status=WRONG_USAGE)
    return keys


def proof_keys() -> ProofKeys | None:
    """Read the keys that codes are signed with, newest first, or None where there are none."""
    from intake.proof import ProofKeys  # noqa: PLC0415 -- most verbs prove nothing

    words = os.environ.get(PROOF_KEY, "").split()
    if any(len(each) < _SHORTEST for each in words):
        message = f"{PROOF_KEY} holds a key that is too short: `mentor-match keys new` makes one."
        raise Refused(message, status=WRONG_USAGE)
    if not words:
        return None
    return ProofKeys(secrets=tuple(sha256(each.encode()).digest() for each in words))
