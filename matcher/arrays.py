"""The people of a round as arrays of numbers: settings become bounds and small tables here.

People, the programme and the ledger come in; the parts of a Market go out, by the names of
its fields. Nothing here decides anything.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from matcher.ledger import Ledger, State
from matcher.lineage import lineage
from matcher.points import ANY_AREA, gap_points, near_points, need_points
from matcher.solving.market import (
    ANY_ORGANISATION,
    GRADES,
    PLACED_POINTS_WAITING,
    PLACED_WAITING_POINTS,
    POINTS_PLACED_WAITING,
    PREFER_UNRELATED,
    REFUSE_RELATED,
    WAITING_POINTS_PLACED,
    Array,
)
from roster.model import IN_PERSON, REMOTE, MatchingSettings, Profile, Programme


def listed(name: str, triples: Sequence[tuple[int, int, int]]) -> dict[str, Array]:
    """Write pairs with their points as three arrays; forbidden pairs have none."""
    table = np.array(triples, dtype=np.int32).reshape(-1, 3)
    found = {f"{name}_mentee": table[:, 0], f"{name}_mentor": table[:, 1]}
    return found if name == "forbidden" else {**found, f"{name}_points": table[:, 2]}


def of_side(people: Sequence[Profile], programme: Programme, side: str) -> dict[str, Array]:
    """What both sides have in common, as arrays."""
    organisations = _numbered(each.name for each in programme.organisations)
    professions, regions = _numbered(programme.professions), _numbered(programme.regions)
    return {
        f"{side}_grade": _numbers(int(each.grade) for each in people),
        f"{side}_organisation": _numbers(organisations[each.organisation] for each in people),
        f"{side}_profession": _numbers(
            professions.get(each.profession or "", -1) for each in people
        ),
        f"{side}_region": _numbers(regions.get(each.region, -1) for each in people),
        f"{side}_remote": np.array([REMOTE in each.meets for each in people], dtype=np.bool_),
        f"{side}_in_person": np.array([IN_PERSON in each.meets for each in people], dtype=np.bool_),
        f"{side}_hash": np.array([_hashed(side, each.github) for each in people], dtype=np.uint64),
    }


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _numbers(values: Iterable[int]) -> Array:
    return np.fromiter(values, dtype=np.int32)


def _hashed(side: str, login: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{side} {login}".encode(), digest_size=8).digest())


def of_mentees(
    mentees: Sequence[Profile], programme: Programme, ledger: Ledger
) -> dict[str, Array]:
    """What only mentees have, but for their needs."""
    matching = programme.settings.matching
    waited = _waited(mentees, ledger)
    asked = asked_by_mentee(ledger)
    most = matching.proposals_per_mentee
    return {
        **_grades_allowed(mentees, matching),
        "waiting": _numbers(waited),
        "wanted": np.array([max(most - asked[each.github], 1) for each in mentees], dtype=np.int8),
    }


def asked_by_mentee(ledger: Ledger) -> Counter[str]:
    """Count the open proposals of each mentee."""
    return Counter(each.mentee for each in ledger.proposals if each.state is State.PROPOSED)


def areas_of(
    mentees: Sequence[Profile], mentors: Sequence[Profile], programme: Programme
) -> dict[str, Array]:
    """Needs and offers, or one area for all where areas do not matter."""
    is_any = programme.settings.matching.areas == ANY_AREA
    return (_no_areas if is_any else _needs_and_offers)(mentees, mentors, programme)


def _needs_and_offers(
    mentees: Sequence[Profile], mentors: Sequence[Profile], programme: Programme
) -> dict[str, Array]:
    matching = programme.settings.matching
    areas = _numbered(each.name for each in programme.areas)
    groups = _numbered(dict.fromkeys(each.group for each in programme.areas))
    weight = matching.points.get("needs", 0)
    full = [points for each in mentees for points in need_points(len(each.seeks), weight)]
    return {
        "need_start": _starts(len(each.seeks) for each in mentees),
        "need_area": _numbers(areas[name] for each in mentees for name in each.seeks),
        "need_full": _numbers(full),
        "need_near": _numbers(near_points(points, matching) for points in full),
        "offer_start": _starts(len(each.offers) for each in mentors),
        "offer_area": _numbers(areas[name] for each in mentors for name in each.offers),
        "area_group": _numbers(groups[each.group] for each in programme.areas),
    }


def _no_areas(
    mentees: Sequence[Profile], mentors: Sequence[Profile], _: Programme
) -> dict[str, Array]:
    """One area that everybody seeks and everybody offers, and that earns nothing."""
    nothing = np.zeros(len(mentees), dtype=np.int32)
    return {
        "need_start": np.arange(len(mentees) + 1),
        "need_area": nothing,
        "need_full": nothing,
        "need_near": nothing,
        "offer_start": np.arange(len(mentors) + 1),
        "offer_area": np.zeros(len(mentors), dtype=np.int32),
        "area_group": np.zeros(1, dtype=np.int32),
    }


def widest_gap(mentee: Profile, matching: MatchingSettings) -> int:
    """How many grades a mentor may stand above this mentee, at most."""
    if mentee.widest_gap is None or not matching.mentees_may_widen:
        return matching.largest_gap
    return max(mentee.widest_gap, matching.largest_gap)


def _grades_allowed(mentees: Sequence[Profile], matching: MatchingSettings) -> dict[str, Array]:
    """The lowest and the highest grade of a mentor for each mentee.

    Where no grade is left, the lowest is above the highest.
    """
    mine = _numbers(int(each.grade) for each in mentees)
    lowest = mine + matching.smallest_gap
    highest = mine + _numbers(widest_gap(each, matching) for each in mentees)
    nobody = (lowest >= GRADES) | (highest < 0)
    return {
        "lowest_grade": np.where(nobody, GRADES - 1, np.clip(lowest, 0, GRADES - 1)),
        "highest_grade": np.where(nobody, 0, np.clip(highest, 0, GRADES - 1)),
    }


def _starts(counts: Iterable[int]) -> Array:
    return np.concatenate(([0], np.cumsum(_numbers(counts)))).astype(np.int32)


def _waited(mentees: Sequence[Profile], ledger: Ledger) -> list[int]:
    """How many rounds each mentee was left out of, since their last proposal or confirmation."""
    rounds = np.array(sorted({each.opened.toordinal() for each in ledger.proposals}))
    last: dict[str, int] = {}
    for each in ledger.proposals:
        last[each.mentee] = max(last.get(each.mentee, 0), each.opened.toordinal())
    since = [last.get(each.github, each.confirmed.toordinal()) for each in mentees]
    counts = len(rounds) - np.searchsorted(rounds, np.array(since), side="right")
    return [int(each) for each in counts]


def of_mentors(
    mentors: Sequence[Profile], programme: Programme, ledger: Ledger
) -> dict[str, Array]:
    """What only mentors have, but for their offers."""
    taken = Counter(each.mentor for each in ledger.proposals if each.state.takes_a_place)
    fresh = programme.settings.matching.points.get("not_yet_helping", 0)
    return {
        "places": _numbers(max(each.capacity - taken[each.github], 0) for each in mentors),
        "bonus": _numbers(0 if taken[each.github] else fresh for each in mentors),
    }


_AIMS = {
    "placed, waiting, points": PLACED_WAITING_POINTS,
    "placed, points, waiting": PLACED_POINTS_WAITING,
    "points, placed, waiting": POINTS_PLACED_WAITING,
    "waiting, points, placed": WAITING_POINTS_PLACED,
    # The same as others: one more placed never costs somebody who waited (docs/matching.md).
    "waiting, placed, points": PLACED_WAITING_POINTS,
    "points, waiting, placed": POINTS_PLACED_WAITING,
}

_ORGANISATION_RULES = {
    "any": ANY_ORGANISATION,
    "different": REFUSE_RELATED,
    "prefer different": PREFER_UNRELATED,
}


def tables(
    mentees: Sequence[Profile], mentors: Sequence[Profile], programme: Programme
) -> dict[str, Array | int]:
    """What settings say of all pairs."""
    matching = programme.settings.matching
    present = {each.organisation for each in (*mentees, *mentors)}
    gaps = [
        [gap_points(theirs - mine, matching) for theirs in range(GRADES)] for mine in range(GRADES)
    ]
    return {
        "gap_points": np.array(gaps, dtype=np.int32),
        "related": _related(programme, present),
        "aims": _AIMS[matching.aims],
        "organisation_rule": _ORGANISATION_RULES[matching.organisations],
        "unrelated_points": matching.points.get("different_organisation", 0),
        "profession_points": matching.points.get("profession", 0),
        "region_points": matching.points.get("region", 0),
    }


def _related(programme: Programme, present: set[str]) -> Array:
    """Relate organisations that share a department: the same, a parent, or a common parent."""
    numbers = _numbered(each.name for each in programme.organisations)
    table = np.zeros((len(numbers), len(numbers)), dtype=np.bool_)
    below: dict[str, list[int]] = {}
    for name in present:
        for each in lineage(name, programme):
            below.setdefault(each, []).append(numbers[name])
    for members in below.values():
        table[np.ix_(members, members)] = True
    return table
