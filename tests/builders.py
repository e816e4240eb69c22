"""Arrange people and programmes for tests: name what matters, the rest is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from roster.loading import load_programme
from roster.model import Grade, Profile, Programme, Roster

REPOSITORY = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)


@cache
def the_programme() -> Programme:
    """The shipped demonstration programme."""
    programme, problems = load_programme(root=REPOSITORY, shipped=REPOSITORY)
    assert programme is not None, problems
    return programme


def a_person(login: str = "ada-lovelace", **given: Any) -> Profile:  # noqa: ANN401 -- any field
    """A person with nothing special about them, save what is given."""
    usual: Mapping[str, Any] = {
        "name": login.replace("-", " ").title(),
        "github": login,
        "github_id": int.from_bytes(login.encode()) % 10**9 + 1,
        "email": f"{login}@office.gov.example",
        "organisation": "Home Office",
        "grade": Grade.HEO,
        "region": "London",
        "meets": ("remote",),
        "confirmed": date(2026, 11, 1),
    }
    return Profile(**{**usual, **given})


def a_mentor(login: str = "mary-somerville", **given: Any) -> Profile:  # noqa: ANN401 -- any field
    """A mentor of Grade 7 at HM Treasury who offers leadership, save what is given."""
    usual = {"grade": Grade.G7, "organisation": "HM Treasury", "offers": ("Leadership",)}
    return a_person(login, **{**usual, **given})


def a_mentee(login: str = "robert-burns", **given: Any) -> Profile:  # noqa: ANN401 -- any field
    """A mentee of HEO at the Home Office who seeks leadership, save what is given."""
    return a_person(login, **{"seeks": ("Leadership",), **given})


def a_roster(*people: Profile) -> Roster:
    """A roster of these people, in the order that the door would give."""
    return Roster(profiles=tuple(sorted(people, key=lambda each: each.github)))
