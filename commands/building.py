"""One build of the site, as `build`, `serve` and `demo` do it: gather, make what differs, keep.

Words of the command line come in; files of the site and of the cache are written. What an
earlier build made of the very same things is not made again.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commands.known_files import KnownFiles
from commands.site_inputs import gather_inputs
from roster.folder import look_into
from roster.places import PROFILES
from site_builder.cache import open_site_cache
from site_builder.output import Written, our_turn

if TYPE_CHECKING:
    from site_builder.cache import Remembered

CACHE: Final = Path("build") / "site-cache.sqlite"
"""Where findings are kept for the next time, below the root; safe to delete."""


def build(
    arguments: argparse.Namespace,
    out: Path,
    remembered: Remembered | None = None,
    *,
    goes_all_the_way: bool = False,
) -> Written:
    """Gather, build and write; nothing is written unless the whole site could be built.

    Who builds again and again hands over what is `remembered` so far, and once goes all the way
    where nothing differs: all that the next change takes is loaded and remembered then.
    """
    with our_turn(out), _without_collections():
        inputs = gather_inputs(arguments, out)
        folder = look_into(arguments.root / PROFILES)
        with open_site_cache(arguments.root / CACHE, inputs.fingerprints, remembered) as cache:
            known = KnownFiles(cache.files(), out)
            name = inputs.name_with(folder.listing)
            if known.is_all_there and cache.is_whole(name) and not goes_all_the_way:
                return known.unchanged()
            from commands.renewing import renew  # noqa: PLC0415 -- heavy

            written, findings = renew(arguments, inputs, folder, cache=cache, known=known)
            if gather_inputs(arguments, out).fingerprints == inputs.fingerprints:
                cache.keep(findings)
            return written


@contextmanager
def _without_collections() -> Iterator[None]:
    """Spare the search for circles among objects: a build makes many that last, and few circles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
