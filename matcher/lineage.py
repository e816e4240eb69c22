"""What stands above an organisation: two that share anything are of one department.

A name and the programme come in; names go out. It must never know what a score is.
"""

from __future__ import annotations

from roster.model import Programme


def lineage(name: str, programme: Programme) -> frozenset[str]:
    """Return an organisation with everything above it."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            organisation = programme.organisation_by_name.get(here)
            waiting += organisation.parents if organisation else ()
    return frozenset(found)
