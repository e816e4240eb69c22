"""The values that the whole house is built of: people, the roster, and the programme's lists.

They come out of the door already checked, and are never changed afterwards. They must
never know where they were read from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property

from roster.words import Vocabulary

REMOTE = "remote"
IN_PERSON = "in person"


class Grade(IntEnum):
    """Civil service grades by rank, junior to senior: Grade 6 is senior to Grade 7.

    Source: docs/glossary.md, "grade".
    """

    AA = 0
    AO = 1
    EO = 2
    HEO = 3
    SEO = 4
    G7 = 5
    G6 = 6
    SCS1 = 7
    SCS2 = 8
    SCS3 = 9
    SCS4 = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One person, as the door let them in; names of lists are the programme's own spellings.

    `github` is the login in lower case and the person's id inside the programme;
    `github_id` is the number that stays when a login is renamed. `offers` and `seeks`
    hold area names, `seeks` and `choices` most wanted first. `capacity` is how many
    mentees a mentor takes at once. `widest_gap` is how many grades above a mentor may stand
    where that is more than the programme asks for; `manager` the login of the line manager.
    """

    name: str
    github: str
    github_id: int
    email: str
    organisation: str
    grade: Grade
    profession: str | None = None
    region: str
    meets: tuple[str, ...]
    offers: tuple[str, ...] = ()
    capacity: int = 1
    seeks: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    widest_gap: int | None = None
    manager: str | None = None
    about: str | None = None
    paused: bool = False
    confirmed: date

    @property
    def is_mentor(self) -> bool:
        """Whether this person offers help with anything."""
        return bool(self.offers)

    @property
    def is_mentee(self) -> bool:
        """Whether this person seeks help with anything."""
        return bool(self.seeks)


@dataclass(frozen=True, kw_only=True)
class Roster:
    """All valid profiles, sorted by login."""

    profiles: tuple[Profile, ...]

    @cached_property
    def by_login(self) -> Mapping[str, Profile]:
        """Profiles by login."""
        return {each.github: each for each in self.profiles}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A thing people offer or seek help with."""

    name: str
    group: str
    meaning: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body that people work for; `parents` are the names of those it belongs to."""

    name: str
    abbreviation: str | None = None
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailDomain:
    """What the programme knows of a domain, and of the names below it on label boundaries.

    `outcome` and `below` are one of `civil service`, `public sector`, `review`, `refuse`.
    """

    domain: str
    outcome: str
    below: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingSettings:
    """What organisers decide about matching; gaps are counted in grades, points are weights.

    `organisations` is `different`, `prefer different` or `any`. `points` gives each named
    component of a score the most points it can add. A pair can be proposed again after
    `again_after_months`; None means never. `near_areas` is what an area of the same group
    earns, in hundredths of the area itself. `areas` is `needed`, or `any` where nobody asks
    for areas. `lost_a_grade` is how much of the gap's points is lost with each grade away
    from the ideal, in hundredths; None for what fits the range. `aims` names what counts
    first, second and third.
    """

    smallest_gap: int
    largest_gap: int
    ideal_gap: int
    organisations: str
    points: Mapping[str, int]
    mentees_may_widen: bool = True
    again_after_months: int | None = None
    proposals_per_mentee: int = 1
    near_areas: int = 0
    areas: str = "needed"
    lost_a_grade: int | None = None
    aims: str = "placed, waiting, points"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSettings:
    """What organisers decide about the life of a proposal, in days and whole months.

    Whoever has not answered is reminded after `remind_after_days`; the last day to answer is
    `expire_after_days` after the first. An active pair is asked whether to go on after
    `ask_after_months`, and ends where nobody answers within `end_after_days`. A run opens at
    most `most_openings`, and closes at most `most_closings` hundredths of what is open unless
    people were told before. Who let `rest_after_expiries` proposals expire is treated as paused.
    """

    remind_after_days: int = 3
    expire_after_days: int = 7
    ask_after_months: int = 6
    end_after_days: int = 30
    most_openings: int = 60
    most_closings: int = 20
    rest_after_expiries: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What organisers decide, from settings.yaml.

    `site` is the address at which the site is published, ending in a slash; `repository`
    is OWNER/REPO on GitHub, or on the GitHub Enterprise at the address `github`.
    `expiry_months` is None where profiles never expire, `ask_after_months` where owners are
    never asked.
    `email_storage` is `plain` or `sealed`; `email_keys` are public keys in base64url, of which
    the first seals and every one is still opened. `email_proof` is `required` or `off`.
    `names` is `full`, `first name` or `initials`: how much of a name the site shows.
    `language` is the tag of the language that the site speaks.
    `merges_itself` says whether the gate merges what may enter without a person looking.
    """

    programme: str
    site: str
    repository: str
    contact: str
    is_demonstration: bool
    who_may_join: str
    expiry_months: int | None
    mentees: str
    matching: MatchingSettings
    ask_after_months: int | None = None
    github: str = "https://github.com"
    email_storage: str = "plain"
    email_keys: tuple[str, ...] = ()
    email_proof: str = "off"
    merges_itself: bool = False
    language: str = "en"
    names: str = "full"
    proposals: ProposalSettings = ProposalSettings()


@dataclass(frozen=True, kw_only=True)
class Programme:
    """One organisation's running of Mentor Match: its settings and its controlled lists.

    Lists keep the order of their files, which is the order people see them in.
    """

    settings: Settings
    areas: tuple[Area, ...]
    organisations: tuple[Organisation, ...]
    email_domains: tuple[EmailDomain, ...]
    professions: tuple[str, ...]
    regions: tuple[str, ...]
    profile_schema: str
    """The text of profile.schema.json: the one source of the shape of a profile."""
    vocabularies: Mapping[str, Vocabulary]
    """For each field of a profile that holds controlled words: what people may type."""

    @cached_property
    def area_by_name(self) -> Mapping[str, Area]:
        """Areas by name."""
        return {each.name: each for each in self.areas}

    @cached_property
    def domain_by_name(self) -> Mapping[str, EmailDomain]:
        """Email domains by name."""
        return {each.domain: each for each in self.email_domains}

    @cached_property
    def organisation_by_name(self) -> Mapping[str, Organisation]:
        """Organisations by name."""
        return {each.name: each for each in self.organisations}
