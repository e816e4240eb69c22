"""The plans there are: of a round, of every day, of new answers, and of somebody's leaving.

A reader comes in with the setting; a Plan goes out. It reads the forge and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from forge.port import IssueReader
from matcher.ledger import Ledger
from matcher.proposals.life import Stand, hear_all, live
from matcher.proposals.plan import Guard, Plan
from matcher.proposals.planning import Setting, Wish, make_plan
from matcher.proposals.reading import Known, ledger_of, read_all, read_new
from matcher.round import Solved, next_best, solve_round, told

_LOOK_BACK: Final = timedelta(days=2)
_MOST_NEAR: Final = 3


def plan_round(
    reader: IssueReader,
    setting: Setting,
    *,
    overridden: Sequence[str] = (),
    executor: Executor | None = None,
) -> Plan:
    """Plan what every day needs, and one round of new proposals on top of it."""
    known = read_all(reader)
    stands = _live(known, setting)
    wishes = _wishes(stands, setting, executor) if setting.roster.profiles else ()
    return make_plan(stands, known, setting, wishes=wishes, overridden=overridden)


def plan_day(reader: IssueReader, setting: Setting, *, overridden: Sequence[str] = ()) -> Plan:
    """Plan answers, reminders, ends, questions and the sweep.

    Where nobody has joined and nothing was ever proposed there is nothing to guard.
    """
    known = read_all(reader)
    unguarded = () if known.cases else (Guard.EMPTY_ROSTER,)
    return make_plan(_live(known, setting), known, setting, overridden=(*overridden, *unguarded))


def plan_departure(
    reader: IssueReader, setting: Setting, *, number: int | None, login: str
) -> Plan:
    """Plan the end of all that is put to one person, whom the setting's roster knows no more."""
    known = read_all(reader)
    stands = [
        each
        for each in _live(known, setting)
        if number in each.block.pair or login in {each.block.mentee, each.block.mentor}
    ]
    return make_plan(stands, known, setting, overridden=tuple(Guard))


def plan_answers(reader: IssueReader, setting: Setting, *, now: datetime) -> Plan:
    """Plan what people said in the last days, and nothing else."""
    known = read_new(reader, since=now - _LOOK_BACK)
    stands = hear_all(known, today=setting.today)
    return make_plan(stands, known, setting, answers_only=True)


def _live(known: Known, setting: Setting) -> tuple[Stand, ...]:
    return live(known, setting.roster, programme=setting.programme, today=setting.today)


def _wishes(
    stands: Sequence[Stand], setting: Setting, executor: Executor | None
) -> tuple[Wish, ...]:
    """What a round would propose after the changes so far, those who waited longest first."""
    cases = [replace(each.case, block=each.block) for each in stands]
    ledger = ledger_of(cases, setting.roster)
    solved = solve_round(
        setting.roster,
        ledger,
        programme=setting.programme,
        today=setting.today,
        executor=executor,
    )
    return tuple(_in_order(solved, ledger, setting))


def _in_order(solved: Solved, ledger: Ledger, setting: Setting) -> list[Wish]:
    people, market = solved.people, solved.people.market
    pairings = sorted(
        told(solved, ledger).pairings,
        key=lambda each: (
            -int(market.waiting[people.row[each.mentee]]),
            int(market.mentee_hash[people.row[each.mentee]]),
            each.mentor,
        ),
    )
    most = setting.programme.settings.proposals.most_openings
    near = next_best(solved, most=_MOST_NEAR)
    return [
        Wish(pairing=each, near=near[people.row[each.mentee]] if position < most else ())
        for position, each in enumerate(pairings)
    ]
