"""`explain`: why a pairing was made, or why not, in words."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from commands.gathering import add_forge_argument, gather_ledger, gather_programme, gather_roster
from commands.outcome import DONE, Refused
from matcher.ledger import Ledger
from roster.model import Profile, Programme, Roster
from roster.problems import shown
from roster.words import Vocabulary, did_you_mean

_OTHERS_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument("mentee", metavar="MENTEE", help="the login of a person who seeks help")
    parser.add_argument(
        "mentor", metavar="MENTOR", nargs="?", help="the login of a person who offers help"
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
        lines = _pair(mentee, mentor, ledger, programme)
    else:
        lines = _round(mentee, roster, ledger, programme, arguments)
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
    known = Vocabulary(aliases={login: (each.name,) for login, each in have_role.items()})
    message = f"There is no {role} {shown(login)}. {did_you_mean(known.nearest(login))}".strip()
    raise Refused(message)


def _pair(mentee: Profile, mentor: Profile, ledger: Ledger, programme: Programme) -> Iterator[str]:
    from matcher.explanation import explain_pair, reasons_of  # noqa: PLC0415 -- heavy

    pair = explain_pair(mentee, mentor, ledger, programme=programme)
    yield f"{mentee.name} ({mentee.github}) with {mentor.name} ({mentor.github})"
    if pair.is_eligible:
        yield "Every hard rule lets this pair pass."
    else:
        yield "This pair is not possible:"
        yield from (f"  - {sentence}" for sentence in pair.broken)
    yield f"Points: {pair.score}"
    yield from (f"  - {reason}" for reason in reasons_of(pair))


def _round(
    mentee: Profile,
    roster: Roster,
    ledger: Ledger,
    programme: Programme,
    arguments: argparse.Namespace,
) -> Iterator[str]:
    from matcher.explanation import explain_pair, reasons_of  # noqa: PLC0415 -- heavy
    from matcher.people import takes_part  # noqa: PLC0415
    from matcher.round import run_round  # noqa: PLC0415

    one_round = run_round(roster, ledger, programme=programme, today=arguments.today)
    pairing = next((each for each in one_round.pairings if each.mentee == mentee.github), None)
    unmatched = next((each for each in one_round.unmatched if each.mentee == mentee.github), None)
    yield f"{mentee.name} ({mentee.github}) seeks {', '.join(mentee.seeks)}."
    if pairing is not None:
        mentor = roster.by_login[pairing.mentor]
        yield f"Paired with {mentor.name} ({mentor.github}), {pairing.score} points:"
        pair = explain_pair(mentee, mentor, ledger, programme=programme)
        yield from (f"  - {reason}" for reason in reasons_of(pair))
    elif unmatched is not None:
        yield f"Not matched in this round: {unmatched.why}"
    elif not takes_part(mentee, programme=programme, today=arguments.today):
        yield "Not in this round: the profile is paused, or was not confirmed for too long."
    else:
        yield "Not in this round: a proposal is open or active already."
    yield from _others(mentee, pairing.mentor if pairing else None, roster, ledger, programme)


def _others(
    mentee: Profile, paired: str | None, roster: Roster, ledger: Ledger, programme: Programme
) -> Iterator[str]:
    """The best other mentors whom the rules allow, with their points."""
    from matcher.explanation import explain_pair  # noqa: PLC0415 -- heavy

    mentors = (each for each in roster.profiles if each.is_mentor and each.github != paired)
    pairs = [(each, explain_pair(mentee, each, ledger, programme=programme)) for each in mentors]
    allowed = sorted(
        ((pair.score, each) for each, pair in pairs if pair.is_eligible),
        key=lambda scored: (-scored[0], scored[1].github),
    )
    if allowed:
        yield "Other mentors whom the rules allow:"
        yield from (
            f"  - {each.name} ({each.github}), {score} points"
            for score, each in allowed[:_OTHERS_SHOWN]
        )
