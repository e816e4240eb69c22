"""One run of the matcher: from a roster and the ledger to pairings with reasons.

Pure: the same roster, ledger, programme and day give the same round, whatever the order
the people came in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from matcher.assignment import assign
from matcher.candidates import find_candidates
from matcher.explanation import explain_pair, reasons_of, why_unmatched
from matcher.ledger import Ledger
from matcher.pairings import Pairing, Round, Unmatched
from matcher.people import People, people_of_round
from roster.model import Profile, Programme, Roster


def run_round(roster: Roster, ledger: Ledger, *, programme: Programme, today: date) -> Round:
    """Pair the mentees who wait: most of them first, then most points; explain each answer."""
    people = people_of_round(roster, ledger, programme=programme, today=today)
    chosen = _chosen_pairs(people, programme)
    return Round(
        pairings=tuple(
            _pairing(mentee, mentor, ledger, programme) for mentee, mentor in chosen.values()
        ),
        unmatched=tuple(
            Unmatched(mentee=each.github, why=why_unmatched(people, row, programme=programme))
            for row, each in enumerate(people.mentees.people)
            if row not in chosen
        ),
        waiting=sum(each.state.takes_a_place for each in ledger.proposals),
        places=int(people.places.sum()),
    )


def _chosen_pairs(people: People, programme: Programme) -> dict[int, tuple[Profile, Profile]]:
    """Solve the assignment; give the pairs by the position of the mentee, in rising order."""
    candidates = find_candidates(people, programme.settings.matching)
    taken = assign(
        candidates,
        people.places,
        mentees=[each.github for each in people.mentees.people],
        mentors=[each.github for each in people.mentors.people],
    )
    pairs: Iterator[tuple[int, int]] = zip(
        candidates.mentee[taken].tolist(), candidates.mentor[taken].tolist(), strict=True
    )
    return {
        row: (people.mentees.people[row], people.mentors.people[column])
        for row, column in sorted(pairs)
    }


def _pairing(mentee: Profile, mentor: Profile, ledger: Ledger, programme: Programme) -> Pairing:
    pair = explain_pair(mentee, mentor, ledger, programme=programme)
    return Pairing(
        mentee=mentee.github, mentor=mentor.github, score=pair.score, reasons=reasons_of(pair)
    )
