"""Answers in words: why a pairing, why not, and why somebody is left without one.

Everything is said from the tables that decide and from the prices that prove the round, so
that no sentence can contradict them. Words are neutral, since organisers and both people
read them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matcher.arrays import widest_gap
from matcher.eligibility import RULES, Truths, related
from matcher.people import People, Positions
from matcher.points import Pair, earned, most_needs
from matcher.solving.certificate import Certificate, pair_value
from matcher.solving.weights import weigh
from roster.model import IN_PERSON, REMOTE

NOT_COVERED: Final = "Not covered: "
"""How the one sentence among the reasons of a pairing begins that is no reason for it."""

_MENTEES_OWN: Final = frozenset({"covers-a-need", "grade-gap", "common-meeting"})
"""The rules that a mentee could meet by changing their own profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairExplanation:
    """A pair looked at closely: the sentences of broken rules, and points by reason.

    `points` holds the reason in words with its points; `uncovered` the needs that stay open.
    """

    broken: tuple[str, ...] = ()
    points: tuple[tuple[str, int], ...]
    uncovered: tuple[str, ...]

    @property
    def is_eligible(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.broken

    @property
    def score(self) -> int:
        """The points added up."""
        return sum(points for _, points in self.points)


def explain(people: People, mentee: int, mentor: int) -> PairExplanation:
    """Say of two people of a round which rules they break and what points they would earn."""
    one = np.array([mentor], dtype=np.intp)
    seeker, helper = people.mentees[mentee], people.mentors[mentor]
    settings = people.programme.settings.matching
    broken = tuple(
        rule.broken(seeker, helper, settings)
        for rule in RULES
        if not rule.allows(people, mentee, one)[0]
    )
    return replace(praise(people, mentee, mentor), broken=broken)


def praise(people: People, mentee: int, mentor: int) -> PairExplanation:
    """Say what two people earn as a pair, without asking whether the rules allow it."""
    market = people.market
    staying = (market.extra_mentee == mentee) & (market.extra_mentor == mentor)
    pair = Pair(
        mentee=people.mentees[mentee],
        mentor=people.mentors[mentor],
        programme=people.programme,
        is_related=bool(related(people, mentee, np.array([mentor]))[0]),
        helps_nobody_yet=bool(market.bonus[mentor]),
        stays_put=bool(staying.any()),
    )
    return PairExplanation(
        points=tuple((part.reason(pair), points) for part, points in earned(pair) if points),
        uncovered=pair.uncovered,
    )


def reasons_of(pair: PairExplanation) -> tuple[str, ...]:
    """Write each reason of a pairing with its points, and what it leaves open, as sentences."""
    reasons = tuple(
        f"{reason[0].upper()}{reason[1:]} ({points} point{'' if points == 1 else 's'})."
        for reason, points in pair.points
    )
    open_needs = f"{NOT_COVERED}{', '.join(pair.uncovered)}."
    return (*reasons, open_needs) if pair.uncovered else reasons


def why_unmatched(people: People, mentee: int) -> str:
    """Say which rule took the last mentors away from a mentee, or that places ran out."""
    settings = people.programme.settings.matching
    if not people.mentors:
        return "There are no mentors in this round."
    seeker = people.mentees[mentee]
    left: Positions = np.arange(len(people.mentors))
    if len(people.mentors) == 1 and people.own[mentee] == 0:
        return RULES[0].nobody(seeker, settings)
    left = people.helpers_of(mentee)
    left = left[left != people.own[mentee]]
    for rule in RULES[1:]:
        still = left[rule.allows(people, mentee, left)] if len(left) else left
        if not len(still):
            return rule.nobody(seeker, settings)
        left = still
    fits = "1 mentor fits" if len(left) == 1 else f"{len(left):,} mentors fit"
    return f"{fits}, but all their places go to pairings that place as many people or score more."


def smallest_change(people: People, mentee: int, is_open: Truths) -> str:
    """Say what a mentee could change to be placed; empty if no single change would do.

    `is_open` says of each mentor whether one more could come and nobody be left out for it.
    """
    free: Positions = np.flatnonzero(is_open)
    if not len(free):
        return ""
    passes: dict[str, Truths] = {
        rule.id: rule.allows(people, mentee, free) for rule in RULES if rule.id != "has-a-place"
    }
    fixed = np.ones(len(free), dtype=np.bool_)
    for name, truths in passes.items():
        if name not in _MENTEES_OWN:
            fixed &= truths
    for name in ("common-meeting", "grade-gap", "covers-a-need"):
        others = [passes[other] for other in _MENTEES_OWN - {name}]
        would = free[fixed & np.logical_and.reduce(others) & ~passes[name]]
        sentence = _change(people, mentee, name, would) if len(would) else ""
        if sentence:
            return sentence
    return ""


def _change(people: People, mentee: int, rule: str, would: Positions) -> str:
    seeker, market = people.mentees[mentee], people.market
    if rule == "common-meeting":
        if REMOTE not in seeker.meets and market.mentor_remote[would].any():
            return "Meeting remotely as well would bring a mentor within reach."
        here = market.mentor_in_person[would] & (
            market.mentor_region[would] == market.mentee_region[mentee]
        )
        can = IN_PERSON not in seeker.meets and here.any()
        return "Meeting in person as well would bring a mentor within reach." if can else ""
    if rule == "grade-gap":
        gaps = market.mentor_grade[would].astype(int) - int(seeker.grade)
        matching = people.programme.settings.matching
        wider = gaps[gaps > widest_gap(seeker, matching)]
        if not len(wider) or not matching.mentees_may_widen:
            return ""
        return f"A mentor {wider.min()} grades above would fit: write `widest_gap: {wider.min()}`."
    return _area_to_add(people, mentee, would) if people.areas_matter else ""


def _area_to_add(people: People, mentee: int, would: Positions) -> str:
    """The area that most of these mentors offer, one near to what is sought first."""
    market, areas = people.market, people.programme.areas
    needs = market.need_area[market.need_start[mentee] : market.need_start[mentee + 1]]
    counts = np.zeros(len(areas), dtype=np.int64)
    for mentor in would:
        counts[market.offer_area[market.offer_start[mentor] : market.offer_start[mentor + 1]]] += 1
    near = np.isin(market.area_group, market.area_group[needs])
    best = int(np.argmax(counts + near * (counts > 0) * len(would)))
    word = "mentor has" if counts[best] == 1 else "mentors have"
    is_full = len(needs) >= most_needs(people.programme)
    how = "Seeking {} in place of another area" if is_full else "Also seeking {}"
    name = how.format(areas[best].name)
    return f"{name} would help: {counts[best]:,} {word} room for it, or can make it."


def worth_of(
    people: People, certificate: Certificate, mentee: int, mentor: int, *, score: int | None
) -> str:
    """Say what the round would gain here and lose elsewhere with this pair instead.

    `score` is that of the pairing which the mentee has, None for none.
    """
    value = pair_value(people.market, certificate, mentee, mentor)
    if value.points is None or value.reduced is None:
        return ""
    weights = weigh(people.market)
    most = int(weights.placing.min()) // weights.point if len(weights.placing) else 0
    if value.reduced > -1:  # less than a point: only the tie-break speaks against it
        return "It would be as good as the round's own choice."
    if most and -value.reduced >= most:
        return "It would leave somebody else without a mentor."
    gain = value.points - (score or 0)
    cost = gain - round(value.reduced)
    here = f"gain {gain} points here" if gain >= 0 else f"lose {-gain} points here"
    there = f", but cost {cost} elsewhere" if cost > 0 else ""
    return f"It would {here}{there}."
