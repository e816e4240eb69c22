"""People who do not exist, in any number: the profiles of a synthetic programme.

A number of people, a seed and a programme come in; profiles go out, one by one, always
the same for the same seed. Shares of grades and sizes of departments follow the published
statistics of the civil service; demand for areas is heavy-tailed, as it is in life.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from roster.model import IN_PERSON, REMOTE, Grade, Profile, Programme

_GRADE_SHARES: Final = {
    Grade.AA: 4, Grade.AO: 26, Grade.EO: 27, Grade.HEO: 16, Grade.SEO: 12, Grade.G7: 9,
    Grade.G6: 4, Grade.SCS1: 1.1, Grade.SCS2: 0.4, Grade.SCS3: 0.1, Grade.SCS4: 0.03,
}  # fmt: skip
"""Shares in 100 people. Source: Civil Service Statistics 2023 (Cabinet Office), rounded."""

_DEPARTMENT_SIZES: Final = {
    "Department for Work and Pensions": 91, "HM Revenue & Customs": 68, "HM Prison Service": 65,
    "Ministry of Defence": 58, "Home Office": 46, "HM Courts & Tribunals Service": 17,
    "Department for Environment, Food & Rural Affairs": 13, "Department for Education": 8,
    "Foreign, Commonwealth & Development Office": 8, "Cabinet Office": 7,
    "Office for National Statistics": 6, "Department for Transport": 4, "HM Land Registry": 6,
    "Department of Health and Social Care": 4, "UK Health Security Agency": 6,
    "Ministry of Housing, Communities and Local Government": 4, "HM Treasury": 3,
    "Department for Business and Trade": 4, "Environment Agency": 2, "Met Office": 2,
    "Intellectual Property Office": 2, "Companies House": 2, "National Crime Agency": 6,
}  # fmt: skip
"""Thousands of staff. Source: Annual Civil Service Employment Survey 2023, rounded."""

_REGION_SHARES: Final = {
    "London": 20, "North West": 13, "Scotland": 11, "Yorkshire and The Humber": 9,
    "South West": 9, "South East": 9, "West Midlands": 7, "North East": 7, "Wales": 7,
    "East of England": 5, "East Midlands": 5, "Northern Ireland": 1, "Overseas": 1,
}  # fmt: skip

_GIVEN: Final = (
    "Ada", "Alan", "Anne", "Anthony", "Aphra", "Caroline", "Charles", "Edmond", "Edwin", "Eleanor",
    "Florence", "Frances", "Geoffrey", "George", "Gertrude", "Harriet", "Henry", "Isaac", "Jane",
    "Joan", "John", "Margaret", "Mary", "Matthew", "Máire", "Nevil", "Olaudah", "Robert",
    "Rosalind", "Samuel", "Siân", "Thomas", "William", "Zoë",
)  # fmt: skip
_FAMILY: Final = (
    "Airy", "Arnold", "Babbage", "Bell", "Beveridge", "Burns", "Chadwick", "Chaucer", "Clarke",
    "Cole", "Equiano", "Farr", "Flowers", "Garrett", "Halley", "Herschel", "Hill", "Keynes",
    "Lamb", "Llewellyn", "Lovelace", "Marvell", "Maskelyne", "Mill", "Milton", "Newton",
    "Nightingale", "O'Shaughnessy", "Peacock", "Pepys", "Sharp", "Smith", "Somerville", "Trollope",
    "Turing", "Wren",
)  # fmt: skip

_KNOWN_DOMAIN: Final = re.compile(r"^  - domain: (?:simulated\.)?gov\.example$", re.MULTILINE)
_DOMAIN: Final = """
  # Simulated people
  - domain: simulated.gov.example
    outcome: civil service
    who: People who do not exist (reserved name, no real mail)
    source: 'RFC 2606: names under .example are reserved'
    checked: 2026-11-26
"""

_MENTOR_SHARE: Final = 0.4
_BOTH_SHARE: Final = 0.1
_REMOTE_SHARE: Final = 0.85
_IN_PERSON_SHARE: Final = 0.5
_CHOOSES_SHARE: Final = 0.2
_PROFESSION_SHARE: Final = 0.85
_FIRST_ID: Final = 5 * 10**11
_TAIL: Final = 0.9
"""The exponent of the popularity of areas: the k-th most popular has weight 1/k^0.9."""


@dataclass(frozen=True, slots=True)
class _Draw:
    """Things to draw from, with their weights added up so that a draw is quick."""

    things: Sequence[str]
    cumulative: Sequence[float]

    def one(self, chance: random.Random) -> str:
        return chance.choices(self.things, cum_weights=self.cumulative)[0]

    def several(self, chance: random.Random, count: int) -> tuple[str, ...]:
        drawn: dict[str, None] = {}
        while len(drawn) < min(count, len(self.things)):
            drawn[self.one(chance)] = None
        return tuple(drawn)


def _weighted(shares: Mapping[str, float]) -> _Draw:
    return _Draw(tuple(shares), tuple(itertools.accumulate(shares.values())))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draws:
    """Everything that a person is drawn from."""

    areas: _Draw
    departments: _Draw
    grades: _Draw
    regions: _Draw
    professions: tuple[str, ...]


def accepting(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Change a programme's files, by name, so that simulated people may join as they are."""
    domains = files["email-domains.yaml"].decode()
    if not _KNOWN_DOMAIN.search(domains):
        domains = domains.rstrip("\n") + "\n" + _DOMAIN
    settings = re.sub(rb"(?m)^email_storage:.*$", b"email_storage: plain", files["settings.yaml"])
    return {**files, "email-domains.yaml": domains.encode(), "settings.yaml": settings}


def simulate_people(
    *, people: int, seed: int, programme: Programme, today: date
) -> Iterator[Profile]:
    """Yield so many profiles, the same for the same seed and programme, each valid.

    Logins are `person-000001` and up.
    """
    chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    draws = _draws(programme, chance)
    mentors: list[str] = []
    for number in range(1, people + 1):
        profile = _person(number, chance, draws, mentors, today)
        if profile.is_mentor:
            mentors.append(profile.github)
        yield profile


def _draws(programme: Programme, chance: random.Random) -> _Draws:
    names = [area.name for area in programme.areas]
    chance.shuffle(names)
    sizes = {each.name: _DEPARTMENT_SIZES.get(each.name, 0.2) for each in programme.organisations}
    return _Draws(
        areas=_weighted({name: 1 / (rank + 1) ** _TAIL for rank, name in enumerate(names)}),
        departments=_weighted(sizes),
        grades=_weighted({grade.name: share for grade, share in _GRADE_SHARES.items()}),
        regions=_weighted({name: _REGION_SHARES.get(name, 1) for name in programme.regions}),
        professions=programme.professions,
    )


def _person(
    number: int, chance: random.Random, draws: _Draws, mentors: Sequence[str], today: date
) -> Profile:
    kind = chance.random()
    is_mentor = kind < _MENTOR_SHARE
    is_mentee = not is_mentor or kind < _BOTH_SHARE
    offers = draws.areas.several(chance, chance.randint(1, 6)) if is_mentor else ()
    sought = draws.areas.several(chance, chance.randint(1, 4)) if is_mentee else ()
    seeks = tuple(name for name in sought if name not in offers)
    chooses = bool(seeks) and bool(mentors) and chance.random() < _CHOOSES_SHARE
    has_profession = chance.random() < _PROFESSION_SHARE
    return Profile(
        name=f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}",
        github=f"person-{number:06}",
        github_id=_FIRST_ID + number,
        email=f"person-{number:06}@simulated.gov.example",
        organisation=draws.departments.one(chance),
        grade=Grade[draws.grades.one(chance)],
        profession=chance.choice(draws.professions) if has_profession else None,
        region=draws.regions.one(chance),
        meets=_meets(chance),
        offers=offers,
        capacity=chance.randint(1, 4) if offers else 1,
        seeks=seeks,
        choices=(chance.choice(mentors),) if chooses else (),
        about=_about(chance, draws),
        confirmed=today - timedelta(days=chance.randint(0, 300)),
    )


def _meets(chance: random.Random) -> tuple[str, ...]:
    remote, in_person = chance.random() < _REMOTE_SHARE, chance.random() < _IN_PERSON_SHARE
    return ((REMOTE,) if remote or not in_person else ()) + ((IN_PERSON,) if in_person else ())


def _about(chance: random.Random, draws: _Draws) -> str:
    """A few plain lines that read like a profile and name areas, so that search has text."""
    known, wanted, other = draws.areas.several(chance, 3)
    return (
        f"I have worked on {known.lower()} for {chance.randint(1, 30)} years.\n"
        f"Ask me about it, or about {wanted.lower()}.\n\n"
        f"Things I can tell you from experience:\n\n"
        f"- how to **begin** when everything is urgent\n"
        f"- what {other.lower()} looks like from outside\n"
        f"- whom to ask first, and when to ask nobody\n\n"
        f"I am free most {chance.choice(('mornings', 'afternoons', 'Fridays', 'lunch times'))}.\n"
        f"Tell me what you would like to get out of it.\n"
    )
