"""Arrange people and programmes for tests: name what matters, the rest is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from commands.sealing import seal_address
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


PUBLIC_KEY = "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8"
PRIVATE_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
"""A pair of keys for tests alone: the private one is the bytes 0 to 31."""


def with_settings(**given: Any) -> Programme:  # noqa: ANN401 -- any setting
    """The shipped programme with other settings."""
    programme = the_programme()
    return replace(programme, settings=replace(programme.settings, **given))


def a_sealed_programme(**given: Any) -> Programme:  # noqa: ANN401 -- any setting
    """The shipped programme with addresses sealed."""
    return with_settings(**{"email_storage": "sealed", "email_keys": (PUBLIC_KEY,), **given})


def sealed(address: str) -> str:
    """An address sealed with the key for tests: another text each time."""
    return seal_address(address, public_key=PUBLIC_KEY)


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
