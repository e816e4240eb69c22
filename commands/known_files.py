"""What earlier builds left in the folder of the site, and which of it is still so.

What the cache has of each file comes in, with the folder; the files that need not be made again
go out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from site_builder.cache import KnownFile
from site_builder.output import Written, left_alone


class KnownFiles:
    """The files that earlier builds left in the folder, and which of them are still so."""

    def __init__(self, files: Mapping[str, KnownFile], out: Path) -> None:
        self.files = files
        self.out = out
        there = left_alone(out, {path: each.stamp for path, each in files.items()})
        self.is_all_there = bool(files) and len(there) == len(files)
        self.pages = {
            path: each.digest for path, each in files.items() if each.digest and path in there
        }

    def unchanged(self) -> Written:
        """What a build says that has nothing to do."""
        pages = sum(path.endswith(".html") for path in self.files)
        return Written(pages=pages, written=0, unchanged=len(self.files) - 1, removed=0)
