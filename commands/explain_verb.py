"""`explain`: why a pairing was made, or why not, in words."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from commands.gathering import add_forge_argument, gather_ledger, gather_programme, gather_roster
from commands.outcome import DONE, Refused
from commands.workers import threads
from matcher.ledger import Ledger
from roster.confirmation import is_active
from roster.model import Profile, Programme, Roster
from roster.problems import shown
from roster.words import Vocabulary, did_you_mean

if TYPE_CHECKING:
    from matcher.round import Solved

_OTHERS_SHOWN: Final = 5
_WHERE_LOGINS_ARE: Final = "Write the login: a profile's file is called profiles/LOGIN.yaml."
_OTHER_ROLE: Final = {
    "mentee": "{login} seeks nothing. The first name is of somebody who seeks help: "
    "explain MENTEE [MENTOR].",
    "mentor": "{login} offers nothing. The second name is of somebody who offers help: "
    "explain MENTEE [MENTOR].",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "mentee",
        metavar="MENTEE",
        help="the login of a person who seeks help, as in profiles/LOGIN.yaml",
    )
    parser.add_argument(
        "mentor",
        metavar="MENTOR",
        nargs="?",
        help="the login of a person who offers help (default: the best ones are told)",
    )
    add_forge_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Say what the round does for a mentee, or what speaks for and against one mentor."""
    programme = gather_programme(arguments)
    roster = gather_roster(arguments, programme)
    ledger = gather_ledger(arguments, roster)
    mentee = _person(arguments.mentee, roster, role="mentee")
    if arguments.mentor is not None:
        mentor = _person(arguments.mentor, roster, role="mentor")
        lines = _pair(
            mentee,
            mentor,
            roster=roster,
            ledger=ledger,
            programme=programme,
            today=arguments.today,
        )
    else:
        lines = _round(mentee, roster, ledger, programme, arguments.today)
    print("\n".join(lines))
    return DONE


def _person(login: str, roster: Roster, *, role: str) -> Profile:
    """Find who is meant, or say who may have been."""
    have_role = {
        each.github: each
        for each in roster.profiles
        if (each.is_mentee if role == "mentee" else each.is_mentor)
    }
    found = have_role.get(login.lower())
    if found is not None:
        return found
    if any(each.github == login.lower() for each in roster.profiles):
        raise Refused(_OTHER_ROLE[role].format(login=shown(login.lower())))
    known = Vocabulary(aliases={login: (each.name,) for login, each in have_role.items()})
    near = did_you_mean(known.nearest(login))
    message = f"There is no {role} {shown(login)}. {near or _WHERE_LOGINS_ARE}"
    raise Refused(message)


def _pair(
    mentee: Profile,
    mentor: Profile,
    *,
    roster: Roster,
    ledger: Ledger,
    programme: Programme,
    today: date,
) -> Iterator[str]:
    from matcher.explanation import explain, reasons_of, worth_of  # noqa: PLC0415 -- heavy
    from matcher.people import arrange  # noqa: PLC0415

    two = arrange([mentee], [mentor], ledger, programme=programme, today=today)
    pair = explain(two, 0, 0)
    yield f"{mentee.name} ({mentee.github}) with {mentor.name} ({mentor.github})"
    if pair.is_eligible:
        yield "Every hard rule lets this pair pass."
    else:
        yield "This pair is not possible:"
        yield from (f"  - {sentence}" for sentence in pair.broken)
    yield f"Points: {pair.score}"
    yield from (f"  - {reason}" for reason in reasons_of(pair))
    solved = _solved(roster, ledger, programme, today)
    people = solved.people
    row, column = people.row.get(mentee.github), people.column.get(mentor.github)
    if not pair.is_eligible or row is None or column is None:
        return
    have = [
        int(each)
        for each in solved.assignment.mentor[solved.assignment.mentee == row]
        if int(each) != column
    ]
    if len(have) < int((solved.assignment.mentee == row).sum()):
        yield "This round pairs them."
        return
    score = explain(people, row, have[0]).score if have else None
    if have:
        other = people.mentors[have[0]].name
        yield f"This round pairs {mentee.name} with {other} ({score} points)."
    yield worth_of(people, solved.assignment.certificate, row, column, score=score)


def _solved(roster: Roster, ledger: Ledger, programme: Programme, today: date) -> Solved:
    from matcher.round import solve_round  # noqa: PLC0415 -- heavy

    with threads() as executor:
        return solve_round(roster, ledger, programme=programme, today=today, executor=executor)


def _round(
    mentee: Profile, roster: Roster, ledger: Ledger, programme: Programme, today: date
) -> Iterator[str]:
    from matcher.explanation import (  # noqa: PLC0415 -- heavy
        explain,
        reasons_of,
        smallest_change,
        why_unmatched,
    )

    solved = _solved(roster, ledger, programme, today)
    people = solved.people
    yield f"{mentee.name} ({mentee.github}) seeks {', '.join(mentee.seeks)}."
    row = people.row.get(mentee.github)
    if row is None:
        if is_active(mentee, programme.settings, today=today):
            yield "Not in this round: a proposal is open or active already."
        else:
            yield "Not in this round: the profile is paused, or was not confirmed for too long."
        return
    mentors = [int(each) for each in solved.assignment.mentor[solved.assignment.mentee == row]]
    for column in mentors:
        pair, mentor = explain(people, row, column), people.mentors[column]
        yield f"Paired with {mentor.name} ({mentor.github}), {pair.score} points:"
        yield from (f"  - {reason}" for reason in reasons_of(pair))
    if not mentors:
        yield f"Not matched in this round: {why_unmatched(people, row)}"
        change = smallest_change(people, row, solved.is_open)
        if change:
            yield change
    yield from _others(solved, row, mentors)


def _others(solved: Solved, row: int, paired: list[int]) -> Iterator[str]:
    """The next best mentors whom the rules allow, and what each would gain or cost."""
    from matcher.explanation import explain, worth_of  # noqa: PLC0415 -- heavy
    from matcher.solving.certificate import pairs_of  # noqa: PLC0415

    people, certificate = solved.people, solved.assignment.certificate
    values = pairs_of(people.market, certificate, row)
    others = [each for each in values if each.mentor not in paired][:_OTHERS_SHOWN]
    if others:
        yield "Next best mentors whom the rules allow:"
    score = explain(people, row, paired[0]).score if paired else None
    for each in others:
        mentor = people.mentors[each.mentor]
        worth = worth_of(people, certificate, row, each.mentor, score=score)
        yield f"  - {mentor.name} ({mentor.github}), {each.points} points. {worth}"
