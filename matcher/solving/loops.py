"""The loops over pairs: who may meet, what a pair earns, the scan and the check.

Arrays of tables.py come in; points, columns and counts go out. All loops that call each other
stand in this one file, because Numba compiles anew only what stands in a file that changed.
"""

from __future__ import annotations

import numpy as np

from matcher.solving.kernel import Whole, kernel
from matcher.solving.market import GRADES, Array
from matcher.solving.tables import Block, Mentees, Mentors, Row, Rules

UNFIT = -1
"""The points of a pair that is not eligible."""


@kernel
def tie_of(one: Whole, other: Whole, key: Whole, tie: Whole) -> Whole:
    """A number from 0 to below `tie` that favours nobody: a keyed mix of two hashes."""
    mixed = np.uint64(one) * np.uint64(0x9E3779B97F4A7C15) ^ np.uint64(other) ^ np.uint64(key)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return np.int64(mixed & np.uint64(tie - 1))


@kernel
def meeting_points(
    mentee: Row, mentor: Row, rules: Rules, gap_points: Array, related: Array
) -> Whole:
    """The points of two people (of PERSON) apart from needs and exceptions, or UNFIT."""
    if mentor.grade < mentee.lowest or mentor.grade > mentee.highest or mentor.places <= 0:
        return UNFIT
    near = mentee.region >= 0 and mentee.region == mentor.region
    in_person = near and mentee.in_person and mentor.in_person
    if not in_person and not (mentee.remote and mentor.remote):
        return UNFIT
    points = np.int64(gap_points[mentee.grade, mentor.grade]) + np.int64(mentor.bonus)
    if rules.organisation_rule != 0:
        same = related[mentee.organisation, mentor.organisation]
        if same and rules.organisation_rule == 1:
            return UNFIT
        if not same and rules.organisation_rule == 2:  # noqa: PLR2004
            points += rules.unrelated_points
    if mentee.profession >= 0 and mentee.profession == mentor.profession:
        points += rules.profession_points
    if in_person:
        points += rules.region_points
    return points


@kernel
def need_points(
    need_bit: Array,
    need_group: Array,
    need_full: Array,
    need_near: Array,
    first: Whole,
    last: Whole,
    mask: Array,
    j: Whole,
) -> Whole:
    """The points of needs that a mentor's mask covers; -1 less these if none is exact."""
    points, covered = np.int64(0), np.int64(0)
    for k in range(first, last):
        # No branch: which bits are set is as good as random, and a wrong guess costs most.
        full = has_bit(mask, j, need_bit[k])
        covered |= full
        points += full * need_full[k] + (1 - full) * has_bit(mask, j, need_group[k]) * need_near[k]
    return points if covered else -1 - points


@kernel
def has_bit(mask: Array, j: Whole, bit: Whole) -> Whole:
    """Give 1 if a mentor's mask has a bit, and else 0."""
    # A row of its own would be counted as a reference, which costs more than all the rest.
    # Numbers without a sign need no check for positions counted from the end.
    place = np.uint64(bit)
    word = mask[np.uint64(j), place >> np.uint64(6)]
    return np.int64((word >> (place & np.uint64(63))) & np.uint64(1))


@kernel
def special_points(
    mentees: Mentees,
    mentors: Mentors,
    rules: Rules,
    gap_points: Array,
    related: Array,
    i: Whole,
    s: Whole,
) -> Whole:
    """The points of the pair that stands at `s` in a mentee's list of exceptions, or UNFIT."""
    j = mentees.special_mentor[s]
    if mentees.special_forbidden[s]:
        return UNFIT
    needs = need_points(
        mentees.need_bit,
        mentees.need_group,
        mentees.need_full,
        mentees.need_near,
        mentees.need_start[i],
        mentees.need_start[i + 1],
        mentors.mask,
        j,
    )
    if needs < 0 and not mentees.special_chosen[s]:
        return UNFIT
    points = meeting_points(mentees.person[i], mentors.person[j], rules, gap_points, related)
    if points < 0:
        return UNFIT
    points += needs if needs >= 0 else -1 - needs
    return points + np.int64(mentees.special_points[s])


@kernel
def weight_of(points: Whole, one: Whole, other: Whole, rules: Rules) -> Whole:
    """The weight of a pair: its points, and the tie of the two hashes."""
    return points * rules.point + tie_of(one, other, rules.key, rules.tie)


@kernel
def best_pairs(block: Block, mentor: Array, weight: Array, count: Array) -> Whole:
    """Fill (n x most) arrays of mentors and weights and the count of each; return pairs seen."""
    # Numba counts references whenever a tuple is opened: once here, and never in the loops.
    mentees, rules, shelf, listed = block.mentees, block.rules, block.shelf, block.listed
    gap_points, related, masks = block.gap_points, block.related, block.mentors.mask
    people, others = mentees.person, block.mentors.person
    need_start, need_bit, need_group = mentees.need_start, mentees.need_bit, mentees.need_group
    need_full, need_near = mentees.need_full, mentees.need_near
    starts, offered, costs = shelf.start, shelf.mentor, shelf.cost
    firsts, widths, price = shelf.first, shelf.width, block.price
    stamp = np.full(len(price), -1, dtype=np.int32)
    gain = np.empty(block.most, dtype=np.int64)
    seen = 0
    for i in range(len(count)):
        mentee = people[i]
        first, last = need_start[i], need_start[i + 1]
        for place in range(listed.start[i], listed.start[i + 1]):
            stamp[listed.mentor[place]] = i
        bar = _try_specials(block, i, stamp, gain, mentor, weight, count)
        for way in range(len(firsts)):
            number = _number(mentee, way, widths[way])
            else_most = _most_else(rules, way)
            for k in range(first, last if number >= 0 else first):
                most = else_most + _most_from(need_full, need_near, first, k, last)
                for grade in range(mentee.lowest, mentee.highest + 1):
                    gap = gap_points[mentee.grade, grade]
                    top = (most + gap) * rules.point + rules.tie
                    cell = firsts[way] + (need_bit[k] * GRADES + grade) * widths[way] + number
                    for place in range(starts[cell], starts[cell + 1]):
                        cost = costs[place]
                        if top - cost <= bar:
                            break  # the rest of the list costs more still
                        j = offered[place]
                        if stamp[j] == i:
                            continue
                        stamp[j] = i
                        seen += 1
                        points = need_points(
                            need_bit, need_group, need_full, need_near, first, last, masks, j
                        )
                        if (points + else_most + gap + 1) * rules.point - cost <= bar:
                            continue
                        rest = meeting_points(mentee, others[j], rules, gap_points, related)
                        if rest < 0:
                            continue
                        value = weight_of(points + rest, mentee.hash, others[j].hash, rules)
                        net = value - price[j]
                        bar = _keep(i, j, value, net, bar, gain, mentor, weight, count)
    return seen


@kernel
def _number(mentee: Row, way: Whole, width: Whole) -> Whole:
    """Which lists of a way on the shelf are a mentee's; -1 if none."""
    number = np.int64(0)
    if way == 0:
        number = np.int64(mentee.profession)
    elif way == 1:
        number = np.int64(mentee.region) if mentee.in_person else np.int64(-1)
    return number if number < width else np.int64(-1)


@kernel
def _most_else(rules: Rules, way: Whole) -> Whole:
    """The most points apart from needs, gap and bonus that the lists of a way can add.

    Who shares the profession stands on the first way's lists, and who could meet in person
    on the second's: whom the third way finds beyond them gains neither.
    """
    points = np.int64(rules.unrelated_points)
    if way == 0:
        points += rules.profession_points
    return points + rules.region_points if way < 2 else points  # noqa: PLR2004


@kernel
def _try_specials(
    block: Block, i: Whole, stamp: Array, gain: Array, mentor: Array, weight: Array, count: Array
) -> Whole:
    """Look at a mentee's exceptions, which the lists by area then pass over."""
    mentees, mentors, rules = block.mentees, block.mentors, block.rules
    bar: Whole = block.threshold[i]
    for s in range(mentees.special_start[i], mentees.special_start[i + 1]):
        j = mentees.special_mentor[s]
        if stamp[j] != i:
            stamp[j] = i
            points = special_points(mentees, mentors, rules, block.gap_points, block.related, i, s)
            if points >= 0:
                value = weight_of(points, mentees.person[i].hash, mentors.person[j].hash, rules)
                net = value - block.price[j]
                bar = _keep(i, j, value, net, bar, gain, mentor, weight, count)
    return bar


@kernel
def _most_from(need_full: Array, need_near: Array, first: Whole, k: Whole, last: Whole) -> Whole:
    """The most need points of a mentor who offers none of the needs before `k`."""
    points = np.int64(0)
    for other in range(first, last):
        if other < k:
            points += need_near[other]
        else:
            points += max(need_full[other], need_near[other])
    return points


@kernel
def _keep(
    i: Whole,
    j: Whole,
    value: Whole,
    net: Whole,
    bar: Whole,
    gain: Array,
    mentor: Array,
    weight: Array,
    count: Array,
) -> Whole:
    """Keep a pair if it clears the bar, in place of the worst when full; return the new bar."""
    if net <= bar:
        return bar
    place: Whole = np.int64(count[i])
    if place == len(gain):
        place = _lowest(gain)
    else:
        count[i] += 1
    gain[place] = net
    mentor[i, place] = j
    weight[i, place] = value
    return gain[_lowest(gain)] if count[i] == len(gain) else bar


@kernel
def _lowest(gain: Array) -> Whole:
    least = np.int64(0)
    for place in range(1, len(gain)):
        if gain[place] < gain[least]:
            least = np.int64(place)
    return least


@kernel
def look_at_all(block: Block, n: Whole) -> tuple[Whole, Whole, Whole, Whole, Whole, Whole, Whole]:
    """Look at every eligible pair of some mentees, once each; sums come in two halves."""
    mentees, mentors, rules, listed = block.mentees, block.mentors, block.rules, block.listed
    gap_points, related, masks = block.gap_points, block.related, block.mentors.mask
    people, others, price = mentees.person, block.mentors.person, block.price
    need_start, need_bit, need_group = mentees.need_start, mentees.need_bit, mentees.need_group
    need_full, need_near = mentees.need_full, mentees.need_near
    starts, offered, by_area = block.shelf.start, block.shelf.mentor, block.shelf.first[2]
    listed_start, taken = listed.start, listed.mentor
    stamp = np.full(len(price), -1, dtype=np.int32)
    totals = np.zeros(7, dtype=np.int64)
    for i in range(n):
        mentee, threshold = people[i], block.threshold[i]
        mine = taken[listed_start[i] : listed_start[i + 1]]
        first, last = need_start[i], need_start[i + 1]
        for s in range(mentees.special_start[i], mentees.special_start[i + 1]):
            j = mentees.special_mentor[s]
            stamp[j] = i
            points = special_points(mentees, mentors, rules, gap_points, related, i, s)
            if points >= 0:
                weight = weight_of(points, mentee.hash, others[j].hash, rules)
                _look_at(j, weight, weight - price[j] - threshold, mine, totals)
        for k in range(first, last):
            cell = by_area + need_bit[k] * GRADES
            for place in range(starts[cell + mentee.lowest], starts[cell + mentee.highest + 1]):
                j = offered[place]
                if stamp[j] == i:
                    continue
                stamp[j] = i
                points = meeting_points(mentee, others[j], rules, gap_points, related)
                if points >= 0:
                    points += need_points(
                        need_bit, need_group, need_full, need_near, first, last, masks, j
                    )
                    weight = weight_of(points, mentee.hash, others[j].hash, rules)
                    _look_at(j, weight, weight - price[j] - threshold, mine, totals)
    return (totals[0], totals[1], totals[2], totals[3], totals[4], totals[5], totals[6])


@kernel
def _look_at(j: Whole, weight: Whole, reduced: Whole, mine: Array, totals: Array) -> None:
    """Hold one eligible pair against the prices, and against the mentors that were taken."""
    totals[0] += 1
    taken = False
    for mentor in mine:
        taken = taken or mentor == j
    if taken:
        totals[2] += 1
        totals[3] += weight >> 31
        totals[4] += weight & 0x7FFFFFFF
    if reduced > 0:
        totals[5] += reduced >> 31
        totals[6] += reduced & 0x7FFFFFFF
    if (reduced < 0 and taken) or (reduced > 0 and not taken):
        totals[1] += 1
