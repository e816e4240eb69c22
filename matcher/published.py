"""The points and the rules as small tables, for whoever ranks mentors elsewhere.

A programme comes in; plain values for JSON go out, made by the functions that score a round.
They name nobody, and must never hold anything of a person or of the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from matcher.lineage import lineage
from matcher.points import (
    ANY_AREA,
    ORDINALS,
    WORDS,
    choice_points,
    gap_points,
    most_needs,
    near_points,
    need_points,
)
from roster.model import Grade, Programme

VERSION: Final = 1


def published_points(programme: Programme) -> Mapping[str, Any]:
    """Return all that the points and the rules of a pair are made of.

    `needs` and `near` have, for so many needs, the points of each; `gaps` those of each
    distance in grades, from the furthest below. `lineages` has for each organisation itself
    and what stands above it: two that share one are of one department.
    """
    matching = programme.settings.matching
    weights = matching.points
    needs = [
        need_points(count, weights.get("needs", 0)) if count else ()
        for count in range(most_needs(programme) + 1)
    ]
    groups = {group: at for at, group in enumerate(dict.fromkeys(_groups(programme)))}
    return {
        "version": VERSION,
        "areas_matter": matching.areas != ANY_AREA,
        "groups": {each.name: groups[each.group] for each in programme.areas},
        "needs": needs,
        "near": [[near_points(each, matching) for each in shares] for shares in needs],
        "choices": [choice_points(rank, weights.get("choice", 0)) for rank in range(len(ORDINALS))],
        "gaps": [gap_points(gap, matching) for gap in range(1 - len(Grade), len(Grade))],
        "smallest_gap": matching.smallest_gap,
        "largest_gap": matching.largest_gap,
        "ideal_gap": matching.ideal_gap,
        "mentees_may_widen": matching.mentees_may_widen,
        "organisations": matching.organisations,
        "lineages": _lineages(programme),
        "points": {
            name: weights.get(name, 0)
            for name in ("profession", "region", "different_organisation", "not_yet_helping")
        },
        "ordinals": ORDINALS,
        "words": WORDS,
    }


def _groups(programme: Programme) -> list[str]:
    return [each.group for each in programme.areas]


def _lineages(programme: Programme) -> Mapping[str, list[int]]:
    """Number everything that stands above an organisation, itself included."""
    numbers: dict[str, int] = {}
    return {
        each.name: [
            numbers.setdefault(above, len(numbers))
            for above in sorted(lineage(each.name, programme))
        ]
        for each in programme.organisations
    }
