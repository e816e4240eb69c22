"""The ledger in figures."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from matcher.ledger import Ledger, Proposal, State
from matcher.ledger_summary import as_data, summary_of

DAY = date(2026, 11, 2)


def a_proposal(state: State, *, mentee: str = "m", mentor: str = "b", day: int = 0) -> Proposal:
    """A proposal put on the so-manieth day; a pair began to meet five days later."""
    opened = DAY + timedelta(days=day)
    began = opened + timedelta(days=5) if state is State.ACTIVE else None
    return Proposal(mentee=mentee, mentor=mentor, state=state, opened=opened, began=began)


def test_an_empty_ledger_has_no_shares_and_no_round() -> None:
    summary = summary_of(Ledger())
    assert (summary.proposals, summary.accepted, summary.waited) == (0, None, None)
    assert as_data(summary)["last_round"] is None


def test_matches_are_what_both_accepted_whatever_came_of_them() -> None:
    states = [State.ACTIVE, State.COMPLETED, State.ENDED, State.DECLINED, State.EXPIRED]
    summary = summary_of(
        Ledger(proposals=tuple(map(a_proposal, [*states, State.WITHDRAWN, State.PROPOSED])))
    )
    assert (summary.proposals, summary.matches, summary.active, summary.open) == (7, 3, 1, 1)
    assert summary.accepted == 60, "of five that had their answer, or their time for it"


def test_waiting_is_counted_from_the_first_proposal_to_the_mentee() -> None:
    proposals = (
        a_proposal(State.DECLINED, mentee="one", day=0),
        a_proposal(State.ACTIVE, mentee="one", day=7),
        a_proposal(State.ACTIVE, mentee="two", day=7),
        a_proposal(State.ACTIVE, mentee="three", day=7),
    )
    summary = summary_of(Ledger(proposals=proposals))
    assert (summary.waits, summary.waited) == (3, 5)
    assert summary_of(Ledger(proposals=proposals[:2])).waited == 12


def test_the_last_round_is_that_of_the_latest_day() -> None:
    proposals = (
        a_proposal(State.ACTIVE, day=7),
        a_proposal(State.PROPOSED, day=7),
        a_proposal(State.COMPLETED),
    )
    data = as_data(summary_of(Ledger(proposals=proposals)))
    assert (data["last_round"], data["last_proposals"], data["last_matches"]) == (
        "2026-11-09", 2, 1,
    )  # fmt: skip


def test_places_are_taken_by_what_is_open_or_goes_on() -> None:
    proposals = [a_proposal(state, mentor="b-one") for state in State]
    summary = summary_of(Ledger(proposals=(*proposals, a_proposal(State.DECLINED, mentor="b"))))
    assert summary.taken == {"b-one": 2}


@given(st.lists(st.sampled_from(list(State))))
def test_every_proposal_is_counted_once(states: list[State]) -> None:
    found = summary_of(Ledger(proposals=tuple(map(a_proposal, states))))
    parts = (found.matches, found.open, found.declined, found.expired, found.withdrawn)
    assert sum(parts) == found.proposals == len(states)
