"""One run: take the lease, read, plan, carry out, sweep, give the lease back.

A forge, a way to plan and a clock come in; what was done goes out. Stopped at any request,
the next run finds what this one wrote, and finishes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from forge.held import Clock, held
from forge.port import BudgetSpent, IssueForge, IssueWriter
from matcher.proposals.apply import apply_plan
from matcher.proposals.plan import Change, Plan

LEASE: Final = "proposals"
Planner = Callable[[], Plan]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a run: the plan, how many changes were made, and what ended it early.

    `refused` says why nothing was written; `paused` why the next run has to go on.
    """

    plan: Plan | None
    done: int = 0
    swept: int = 0
    refused: str | None = None
    paused: str | None = None


def run_plan(
    forge: IssueForge,
    planner: Planner,
    *,
    sweeper: Planner | None,
    holder: str,
    now: Clock,
    expected: str | None = None,
    told: Callable[[Change], None] = lambda _: None,
) -> Run:
    """Plan under the lease and carry the plan out. Raises ForgeError.

    `sweeper` plans what is left to mend after new issues were opened.
    """
    with held(forge, LEASE, holder=holder, now=now) as check:
        if check is None:
            message = "Another run is writing. Nothing was done; try again soon."
            return Run(plan=None, refused=message)
        plan = planner()
        refused = why_refused(plan, expected)
        if refused is not None:
            return Run(plan=plan, refused=refused)
        return _carried_out(plan, forge, check, sweeper, told)


def why_refused(plan: Plan, expected: str | None) -> str | None:
    """Say why a plan must not be carried out, or nothing."""
    if plan.refusals:
        return "\n".join(f"Refused by {each.guard}: {each.why}" for each in plan.refusals)
    if expected is not None and plan.digest != expected:
        return (
            f"This is not the plan that was expected: its digest is {plan.digest}. Something "
            "has changed since; look at the new plan. Nothing was written."
        )
    return None


def _carried_out(
    plan: Plan,
    writer: IssueWriter,
    before: Callable[[], None],
    sweeper: Planner | None,
    told: Callable[[Change], None],
) -> Run:
    run = Run(plan=plan)
    try:
        for change in apply_plan(plan, writer, before=before):
            run = replace(run, done=run.done + 1)
            told(change)
        if sweeper is not None and any(change.draft for change in plan.changes):
            sweep = sweeper()
            for change in () if sweep.refusals else apply_plan(sweep, writer, before=before):
                run = replace(run, swept=run.swept + 1)
                told(change)
    except BudgetSpent as spent:
        return replace(run, paused=str(spent))
    return run
