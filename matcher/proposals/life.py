"""How every proposal stands today: what people said, what time did, and who is still there.

What is known of the forge, the roster, the programme and a day come in; each case goes out
with the block it should have. It writes nothing, and a second look changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from matcher.ledger import State, resting
from matcher.proposals.hearing import Heard, happen, hear, last_question
from matcher.proposals.machine_block import MachineBlock, Role
from matcher.proposals.reading import Case, Known, ledger_of
from matcher.proposals.transitions import Event, Guard
from roster.confirmation import is_active
from roster.model import Profile, Programme, ProposalSettings, Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One case as it should be today.

    `is_foreseen` says of a case that ends that people said so, or had been told before.
    """

    heard: Heard
    is_foreseen: bool = True

    @property
    def block(self) -> MachineBlock:
        """The block that the case should have."""
        return self.heard.block

    @property
    def case(self) -> Case:
        """The case as the forge has it."""
        return self.heard.case


def live(known: Known, roster: Roster, *, programme: Programme, today: date) -> tuple[Stand, ...]:
    """Say how each case stands: answers first, then time, then people who left, then surplus."""
    settings = programme.settings.proposals
    stands = hear_all(known, today=today)
    stands = [_after_time(each, settings, today=today) for each in stands]
    stands = _without_leavers(stands, roster, programme=programme, today=today)
    return tuple(_without_surplus(stands, roster, programme=programme, today=today))


def hear_all(known: Known, *, today: date) -> list[Stand]:
    """Say how each case stands after what people said, and nothing else."""
    return [Stand(heard=hear(each, known, today=today)) for each in known.cases]


def _after_time(stand: Stand, settings: ProposalSettings, *, today: date) -> Stand:
    block, heard = stand.block, stand.heard
    if block.state is State.PROPOSED and today > block.answer_by:
        was_told = any(each.kind == "reminder" and each.day < today for each in heard.notes)
        return _happened(stand, Event.EXPIRE, Guard.TIME_IS_UP, day=today, is_foreseen=was_told)
    asked = last_question(heard)
    if block.state is not State.ACTIVE or asked is None:
        return stand
    is_over = today > asked + timedelta(days=settings.end_after_days)
    return _happened(stand, Event.SILENCE, Guard.ASKED_LONG_AGO, day=today) if is_over else stand


def _happened(
    stand: Stand, event: Event, guard: Guard, *, day: date, is_foreseen: bool = True
) -> Stand:
    block = happen(stand.heard, event, day=day, holds=(guard,))
    return replace(
        stand,
        heard=replace(stand.heard, block=block),
        is_foreseen=stand.is_foreseen and is_foreseen,
    )


def _without_leavers(
    stands: Sequence[Stand], roster: Roster, *, programme: Programme, today: date
) -> list[Stand]:
    """Withdraw what is put to people who are away, and end pairs of people who are gone."""
    ledger = ledger_of([replace(each.case, block=each.block) for each in stands], roster)
    expiries = programme.settings.proposals.rest_after_expiries
    rests = resting(ledger, roster.profiles, expiries=expiries)
    people = {each.github_id: each for each in roster.profiles}

    def is_here(profile: Profile, role: Role) -> bool:
        has_role = profile.is_mentee if role is Role.MENTEE else profile.is_mentor
        is_there = is_active(profile, programme.settings, today=today)
        return has_role and is_there and profile.github not in rests

    def checked(stand: Stand) -> Stand:
        found = {role: people.get(stand.block.number(role)) for role in Role}
        if None in found.values():
            guard = Guard.PERSON_IS_GONE
        elif all(profile and is_here(profile, role) for role, profile in found.items()):
            return stand
        else:
            guard = Guard.PERSON_IS_OUT
        if stand.block.state is State.PROPOSED:
            guard = Guard.PERSON_IS_OUT
        return _leave(stand, guard, today)

    return [checked(each) if each.block.state.takes_a_place else each for each in stands]


def _leave(stand: Stand, guard: Guard, today: date) -> Stand:
    after = _happened(stand, Event.LEAVE, guard, day=today, is_foreseen=False)
    return stand if after.block == stand.block else after


def _without_surplus(
    stands: Sequence[Stand], roster: Roster, *, programme: Programme, today: date
) -> Iterable[Stand]:
    """End what is there twice, and withdraw what nobody has a place for.

    The furthest case stays: an active pair, then the one with more answers, then the oldest.
    What a mentor has accepted is never taken away for want of a place.
    """
    most = programme.settings.matching.proposals_per_mentee
    capacity = {each.github_id: each.capacity for each in roster.profiles}
    pairs: set[tuple[int, int]] = set()
    mentees: Counter[int] = Counter()
    mentors: Counter[int] = Counter()
    surplus: set[int] = set()
    for each in sorted((each for each in stands if each.block.state.takes_a_place), key=_progress):
        block = each.block
        has_room = mentees[block.mentee_id] < most and mentors[block.mentor_id] < capacity.get(
            block.mentor_id, 1
        )
        is_promised = block.state is State.ACTIVE or Role.MENTOR in block.accepted
        if block.pair in pairs or not (has_room or is_promised):
            surplus.add(each.case.issue.number)
            continue
        pairs.add(block.pair)
        mentees[block.mentee_id] += 1
        mentors[block.mentor_id] += 1
    return (
        _happened(each, Event.DOUBLE, Guard.IS_SURPLUS, day=today)
        if each.case.issue.number in surplus
        else each
        for each in stands
    )


def _progress(stand: Stand) -> tuple[bool, int, int]:
    block = stand.block
    return block.state is not State.ACTIVE, -len(block.accepted), stand.case.issue.number
