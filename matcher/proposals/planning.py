"""From how cases stand, and from a round, to the plan that makes the forge agree.

Stands, pairings, the roster, the programme and a day come in; a Plan goes out. It writes
nothing, and asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from jinja2 import Environment

from matcher.ledger import State
from matcher.pairings import NextBest, Pairing
from matcher.proposals.hearing import last_question
from matcher.proposals.issue import body_of, draft_proposal, labels_of, note_of
from matcher.proposals.life import Stand
from matcher.proposals.machine_block import MachineBlock, Role
from matcher.proposals.plan import (
    Action,
    Change,
    Edit,
    Guard,
    Plan,
    Refusal,
    guard_closings,
    when_all_are_out,
)
from matcher.proposals.reading import Known
from roster.confirmation import months_between
from roster.model import Programme, Roster

_WHY: Final = {
    State.PROPOSED: "somebody has answered",
    State.ACTIVE: "both said yes",
    State.DECLINED: "one of the two said no",
    State.EXPIRED: "not both answered in time",
    State.WITHDRAWN: "withdrawn",
    State.COMPLETED: "completed",
    State.ENDED: "ended",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every decision of a run needs: who there is, the rules, the words and the day."""

    roster: Roster
    programme: Programme
    templates: Environment
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A pairing that a round would propose, and which other mentors were near."""

    pairing: Pairing
    near: tuple[NextBest, ...] = ()


def make_plan(
    stands: Sequence[Stand],
    known: Known,
    setting: Setting,
    *,
    wishes: Sequence[Wish] = (),
    overridden: Iterable[str] = (),
    answers_only: bool = False,
) -> Plan:
    """Plan every change; `wishes` are in the order in which they should come out."""
    settings, ignored = setting.programme.settings.proposals, set(overridden)
    most = len(wishes) if Guard.OPENINGS in ignored else settings.most_openings
    chosen = sorted(wishes[:most], key=lambda each: (each.pairing.mentee, each.pairing.mentor))
    changes = [
        *(change for stand in stands for change in _farewells(stand, setting, answers_only)),
        *(change for stand in stands for change in _edits(stand, setting)),
        *(change for stand in stands for change in _notes(stand, setting, answers_only)),
        *(_opening(each, setting) for each in chosen),
    ]
    refusals = () if answers_only else _refusals(stands, known, setting)
    left = len(wishes) - len(chosen)
    return Plan(
        today=setting.today,
        changes=tuple(changes),
        left=left,
        when_all_are_out=when_all_are_out(left, today=setting.today, settings=settings),
        refusals=tuple(each for each in refusals if each.guard not in ignored),
    )


def _refusals(stands: Sequence[Stand], known: Known, setting: Setting) -> tuple[Refusal, ...]:
    return (
        *_guard_reading(known, setting.roster),
        *guard_closings(
            sum(not each.is_foreseen for each in stands),
            is_open=sum(each.case.is_live for each in stands),
            settings=setting.programme.settings.proposals,
        ),
    )


def _guard_reading(known: Known, roster: Roster) -> Iterator[Refusal]:
    if not roster.profiles:
        why = "The roster is empty: nothing is proposed. Is --root the right folder?"
        yield Refusal(guard=Guard.EMPTY_ROSTER, why=why)
    if known.others and not known.cases:
        why = (
            f"{known.others:,} issues carry the programme's label, and none is by "
            f"{known.account.login}. Does this run write with another account than before?"
        )
        yield Refusal(guard=Guard.EMPTY_LEDGER, why=why)
    if known.unreadable:
        numbers = ", ".join(f"#{each}" for each in known.unreadable)
        why = (
            f"The last line of {numbers} was damaged, or a newer version wrote it. Put the line "
            "back from the issue's history, or take the label mentor-match off."
        )
        yield Refusal(guard=Guard.UNREADABLE_LEDGER, why=why)


def _opening(wish: Wish, setting: Setting) -> Change:
    pairing = wish.pairing
    return Change(
        action=Action.OPEN,
        mentee=pairing.mentee,
        mentor=pairing.mentor,
        why=f"{pairing.score} points",
        draft=draft_proposal(
            pairing,
            setting.roster,
            programme=setting.programme,
            templates=setting.templates,
            today=setting.today,
            near=wish.near,
        ),
    )


def _edits(stand: Stand, setting: Setting) -> Iterator[Change]:
    """The one edit that makes an issue agree with its block, if any is needed."""
    issue, block = stand.case.issue, stand.block
    is_new = _without_counted(block) != _without_counted(stand.case.block)
    body = body_of(block, issue.body, setting.templates) if is_new else None
    labels = labels_of(block, issue.labels)
    is_open = block.state.takes_a_place
    edit = Edit(
        body=body,
        labels=labels if labels != tuple(sorted(issue.labels)) else None,
        is_open=is_open if is_open != issue.is_open else None,
    )
    if edit == Edit():
        return
    if not is_open and issue.is_open:
        action = Action.CLOSE
    else:
        action = Action.UPDATE if body is not None or edit.is_open is not None else Action.LABEL
    why = _WHY[block.state] if is_new else "the issue does not show its state"
    yield _change(stand, setting, action, why, edit=edit)


def _farewells(stand: Stand, setting: Setting, answers_only: bool) -> Iterator[Change]:
    """Tell who stays that the other has gone, before the issue closes and is read no more."""
    block, written = stand.block, {each.kind for each in stand.heard.notes}
    ends = stand.case.is_live and block.state in {State.WITHDRAWN, State.ENDED}
    if answers_only or not ends or "left" in written:
        return
    numbers = {each.github_id for each in setting.roster.profiles}
    here = [role for role in Role if block.number(role) in numbers]
    if len(here) == 1:
        yield _say(stand, setting, "left", "the other person has gone", to=here)


def _without_counted(block: MachineBlock) -> MachineBlock:
    return replace(block, counted=())


def _notes(stand: Stand, setting: Setting, answers_only: bool) -> Iterator[Change]:
    """The comments that are due: each kind is written once."""
    block, heard, today = stand.block, stand.heard, setting.today
    settings = setting.programme.settings.proposals
    written = {each.kind for each in heard.notes}
    if heard.is_unclear and "explained" not in written and block.state.takes_a_place:
        yield _say(stand, setting, "explained", "somebody needs to know how to answer")
    if block.state is State.ACTIVE and "active" not in written:
        yield _say(stand, setting, "active", "both said yes")
    if answers_only:
        return
    is_late = today >= block.round + timedelta(days=settings.remind_after_days)
    if block.state is State.PROPOSED and is_late and "reminder" not in written:
        yield _say(stand, setting, "reminder", "no answer yet", action=Action.REMIND)
    if block.state is State.ACTIVE and _is_question_due(stand, setting):
        last = today + timedelta(days=settings.end_after_days)
        yield _say(stand, setting, "asked", "done, or go on?", action=Action.REMIND, until=last)


def _is_question_due(stand: Stand, setting: Setting) -> bool:
    begun = max(stand.block.since, stand.block.continued or date.min)
    months = setting.programme.settings.proposals.ask_after_months
    return last_question(stand.heard) is None and months_between(begun, setting.today) >= months


def _say(
    stand: Stand,
    setting: Setting,
    kind: str,
    why: str,
    *,
    action: Action = Action.SAY,
    until: date | None = None,
    to: Iterable[Role] | None = None,
) -> Change:
    open_to = [role for role in Role if role not in stand.block.accepted]
    note = note_of(
        kind,
        stand.block,
        logins=dict(_logins(stand.block, setting.roster)),
        to=open_to if to is None else to,
        templates=setting.templates,
        today=setting.today,
        answer_by=until or stand.block.answer_by,
    )
    return _change(stand, setting, action, why, note=note)


def _change(
    stand: Stand,
    setting: Setting,
    action: Action,
    why: str,
    *,
    edit: Edit | None = None,
    note: str | None = None,
) -> Change:
    logins = _logins(stand.block, setting.roster)
    return Change(
        action=action,
        mentee=logins[Role.MENTEE],
        mentor=logins[Role.MENTOR],
        why=why,
        issue=stand.case.issue.number,
        edit=edit,
        note=note,
    )


def _logins(block: MachineBlock, roster: Roster) -> Mapping[Role, str]:
    """The logins of today where the roster knows them."""
    today = {each.github_id: each.github for each in roster.profiles}
    return {role: today.get(block.number(role), block.login(role)) for role in Role}
