"""What the build of this package does besides copying files: it compiles the matcher's loops.

A wheel carries them for every kind of machine that compiling.py names; an editable
installation only for this one.
"""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileLoops(BuildHookInterface[Any]):
    """Compiles before files are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile for every kind of machine, or for this one where the sources are used."""
        sys.path.insert(0, self.root)
        from matcher.solving.machine.compiling import (  # noqa: PLC0415 -- found only now
            compile_all,
            library,
        )

        if version == "editable":
            library()
        else:
            compile_all()
