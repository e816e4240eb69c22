"""The programme's files are checked like profiles: every slip with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.loading import load_programme
from roster.model import (
    Area,
    EmailDomain,
    MatchingSettings,
    Organisation,
    ProposalSettings,
    Settings,
)
from tests.builders import REPOSITORY, the_programme

AREAS = "groups:\n  - name: G\n    areas:\n"
SEEN = "source: https://a.uk/, checked: 2026-11-01"
BODIES = "organisations:\n  - name: A\n"


def problems(root: Path, name: str, text: str) -> list[tuple[str, int]]:
    (root / "programme").mkdir()
    (root / "programme" / name).write_text(text, "utf-8")
    programme, found = load_programme(root=root, shipped=REPOSITORY)
    assert (programme is None) == bool(found)
    assert all(each.path == f"programme/{name}" for each in found)
    return [(each.rule, each.line) for each in found]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("areas.yaml", AREAS + "      - {name: A, meaning: m}\n      - {name: a, meaning: m}\n",
         [("doubled-spelling", 5)]),
        ("areas.yaml", AREAS + "      - {name: A, meaning: m}\n" * 2, [("doubled-spelling", 4)]),
        ("areas.yaml", AREAS + "      - {name: A}\n", [("field-missing", 4)]),
        ("organisations.yaml", BODIES + "  - {name: B, aliases: [a]}\n", [("doubled-spelling", 3)]),
        ("organisations.yaml", BODIES + "  - {name: B, parents: [C]}\n", [("parent-known", 3)]),
        ("email-domains.yaml", "domains: []\n", [("field-items", 1)]),
        ("profile.schema.json", "{", None),
        ("settings.yaml", "&a", [("yaml-anchor", 1)]),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_line(
    tmp_path: Path, name: str, text: str, expected: list[tuple[str, int]] | None
) -> None:
    found = problems(tmp_path, name, text)
    if expected is None:
        assert {rule for rule, _ in found} == {"schema-fields"}
    else:
        assert [each for each in found if each in expected] == expected


def test_a_grade_gap_upside_down_is_told(tmp_path: Path) -> None:
    shipped = (REPOSITORY / "programme" / "settings.yaml").read_text("utf-8")
    crooked = shipped.replace("ideal: 2", "ideal: 5")
    assert [rule for rule, _ in problems(tmp_path, "settings.yaml", crooked)] == ["gap-order"]


def test_the_shipped_lists_have_the_size_that_people_need() -> None:
    programme = the_programme()
    assert 150 <= len(programme.areas) <= 250
    assert all(area.aliases and area.meaning for area in programme.areas)
    assert len(programme.organisations) > 700
    assert {each.outcome for each in programme.email_domains} == {
        "civil service",
        "public sector",
        "review",
        "refuse",
    }


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("interviews", "Job applications and interviews"),
        ("PQs", "Parliamentary questions"),
        ("imposter syndrome", "Confidence"),
        ("agile", "Delivery management"),
        ("FOI", "Freedom of information"),
    ],
)
def test_what_people_really_type_finds_its_area(typed: str, area: str) -> None:
    assert the_programme().vocabularies["offers"].resolve(typed) == area


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("HMRC", "HM Revenue & Customs"),
        ("MoD", "Ministry of Defence"),
        ("gad", "Government Actuary's Department"),
    ],
)
def test_organisations_are_known_by_what_people_call_them(typed: str, name: str) -> None:
    assert the_programme().vocabularies["organisation"].resolve(typed) == name


def test_every_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "programme").mkdir()
    (tmp_path / "programme" / "settings.yaml").write_text(
        """programme: Ours
site: https://ours.example/
repository: o/r
contact: somebody
demonstration: no
who_may_join: public sector
expiry_months: 9
mentees: listed
github: https://git.example
language: cy
ask_after_months: 4
email_storage: sealed
email_keys: [j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8]
email_proof: required
names: initials
merge: by itself
proposals: {remind_after_days: 2, most_closings: 9}
matching:
  aims: [points, placed, waiting]
  areas: any
  grade_gap: {smallest: -2, largest: 4, ideal: 0, lost_a_grade: 7}
  mentees_may_widen: no
  organisations: any
  again_after_months: 5
  proposals_per_mentee: 3
  near_areas: 45
  points: {needs: 11, stay_put: 2}
""",
        "utf-8",
    )
    programme, problems = load_programme(root=tmp_path, shipped=REPOSITORY)
    assert programme is not None, problems
    assert programme.settings == Settings(
        programme="Ours",
        site="https://ours.example/",
        repository="o/r",
        contact="somebody",
        is_demonstration=False,
        who_may_join="public sector",
        expiry_months=9,
        mentees="listed",
        github="https://git.example",
        language="cy",
        ask_after_months=4,
        email_storage="sealed",
        email_keys=("j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8",),
        email_proof="required",
        names="initials",
        merges_itself=True,
        proposals=ProposalSettings(remind_after_days=2, most_closings=9),
        matching=MatchingSettings(
            smallest_gap=-2,
            largest_gap=4,
            ideal_gap=0,
            organisations="any",
            points={"needs": 11, "stay_put": 2},
            mentees_may_widen=False,
            again_after_months=5,
            proposals_per_mentee=3,
            near_areas=45,
            areas="any",
            lost_a_grade=7,
            aims="points, placed, waiting",
        ),
    )


def test_what_settings_leave_out_has_its_usual_value(tmp_path: Path) -> None:
    (tmp_path / "programme").mkdir()
    (tmp_path / "programme" / "settings.yaml").write_text(
        "programme: Ours\nsite: https://ours.example/\nrepository: o/r\ncontact: somebody\n"
        "who_may_join: civil service\nexpiry_months: never\nmentees: counted\n"
        "matching:\n  grade_gap: {smallest: 1, largest: 3, ideal: 2}\n"
        "  organisations: different\n  points: {}\n",
        "utf-8",
    )
    programme, problems = load_programme(root=tmp_path, shipped=REPOSITORY)
    assert programme is not None, problems
    assert programme.settings == Settings(
        programme="Ours", site="https://ours.example/", repository="o/r", contact="somebody",
        who_may_join="civil service", expiry_months=None, mentees="counted",
        is_demonstration=False, ask_after_months=None, github="https://github.com",
        email_storage="plain", email_keys=(), email_proof="off", merges_itself=False,
        language="en", names="full", proposals=ProposalSettings(),
        matching=MatchingSettings(
            smallest_gap=1, largest_gap=3, ideal_gap=2, organisations="different", points={},
            mentees_may_widen=True, again_after_months=None, proposals_per_mentee=1, near_areas=0,
            areas="needed", lost_a_grade=None, aims="placed, waiting, points",
        ),
    )  # fmt: skip


def test_the_lists_are_read_with_all_that_they_say(tmp_path: Path) -> None:
    (tmp_path / "programme").mkdir()
    for name, text in {
        "areas.yaml": f"{AREAS}      - {{name: Tea, meaning: To brew., aliases: [Cha]}}\n"
        "      - {name: Cake, meaning: To bake.}\n",
        "organisations.yaml": f"{BODIES}  - {{name: B, abbreviation: BB, aliases: [Bee], "
        "parents: [A]}\n",
        "email-domains.yaml": f"domains:\n  - {{domain: a.uk, outcome: review, who: A, {SEEN}}}\n"
        f"  - {{domain: b.uk, outcome: civil service, below: refuse, who: B, {SEEN}}}\n",
    }.items():
        (tmp_path / "programme" / name).write_text(text, "utf-8")
    programme, problems = load_programme(root=tmp_path, shipped=REPOSITORY)
    assert programme is not None, problems
    assert programme.areas == (
        Area(name="Tea", group="G", meaning="To brew.", aliases=("Cha",)),
        Area(name="Cake", group="G", meaning="To bake."),
    )
    assert programme.organisations == (
        Organisation(name="A"),
        Organisation(name="B", abbreviation="BB", aliases=("Bee",), parents=("A",)),
    )
    assert programme.email_domains == (
        EmailDomain(domain="a.uk", outcome="review", below="review", who="A"),
        EmailDomain(domain="b.uk", outcome="civil service", below="refuse", who="B"),
    )
    words = programme.vocabularies
    assert words["offers"].aliases == words["seeks"].aliases == {"Tea": ("Cha",), "Cake": ()}
    assert words["organisation"].aliases == {"A": (), "B": ("BB", "Bee")}
    assert words["grade"].resolve("grade seven") == "G7"
    assert words["meets"].resolve("online") == "remote"
    assert tuple(words["region"].aliases) == programme.regions
    assert tuple(words["profession"].aliases) == programme.professions
