"""What the environment keeps from the repository: the programme's private keys.

Names of variables come in, values that print as nothing go out. It must never repeat what a
variable holds, in whatever message.
"""

from __future__ import annotations

import os
from typing import Final

from commands.outcome import WRONG_USAGE, Refused
from roster.sealed import PrivateKeys, parse_private_keys

PRIVATE_KEY: Final = "MENTOR_MATCH_PRIVATE_KEY"


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
