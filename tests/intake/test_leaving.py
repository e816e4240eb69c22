"""Who leaves is named nowhere, and comes back by their own hand alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from forge.port import Account, Comment, Issue
from intake.gate import Author, Outcome, Verdict, judge
from intake.leaving import (
    Leaver,
    Leaving,
    departure_files,
    leaver_of,
    plan_leaving,
    tombstone_path,
    too_many,
)
from intake.questions import LABEL
from roster.writing import write_profile
from tests.builders import TODAY, a_mentee, a_mentor, a_roster, the_programme
from tests.intake.test_gate import a_tree, entry

OURS = Account(login="mentor-match", number=7)
WHEN = datetime(2026, 11, 23, 9, tzinfo=UTC)
MARY = a_mentor("mary-somerville", github_id=18151, name="Mary Somerville")
BOB = a_mentee(
    "bob", name="Robert Burns", choices=("mary-somerville", "ada"), manager="mary-somerville"
)
CID = a_mentee("cid", name="Cid Campeador", choices=("Mary-Somerville",))
OTHERS = {
    "profiles/bob.yaml": write_profile(BOB) + b"# mine\n",
    "profiles/cid.yaml": write_profile(CID),
}


def issue(number: int, body: str, *, title: str = "A proposal", author: Account = OURS) -> Issue:
    return Issue(
        number=number, title=title, body=body, labels=("mentor-match",), author=author,
        opened=WHEN, updated=WHEN, is_open=True,
    )  # fmt: skip


def comment(number: int, body: str, *, author: Account = OURS) -> Comment:
    return Comment(number=number, issue=1, author=author, body=body, written=WHEN, is_edited=False)


def plan(*said: Issue | Comment, data: bytes | None = None) -> Leaving:
    data = write_profile(MARY) if data is None else data
    return plan_leaving(
        leaver_of("Mary-Somerville", data),
        profiles={"profiles/mary-somerville.yaml": data, **OTHERS},
        issues=[each for each in said if isinstance(each, Issue)],
        comments=[each for each in said if isinstance(each, Comment)],
        account=OURS,
        repository="o/r",
    )


def test_the_profile_goes_a_tombstone_comes_and_others_name_them_no_more() -> None:
    files = plan().files
    grave = tombstone_path(18151, repository="O/R")
    assert set(files) == {grave, "profiles/mary-somerville.yaml", *OTHERS}
    assert files["profiles/mary-somerville.yaml"] is None
    assert (
        files["profiles/bob.yaml"]
        == write_profile(replace(BOB, choices=("ada",), manager=None)) + b"# mine\n"
    )
    assert files["profiles/cid.yaml"] == write_profile(replace(CID, choices=()))
    assert "18151" not in grave + repr(files[grave])


def test_a_file_that_cannot_be_changed_is_named() -> None:
    flow = b"{name: Zoe, choices: [mary-somerville]}"
    told = plan_leaving(
        leaver_of("mary-somerville", None), profiles={"profiles/zoe.yaml": flow}, issues=(),
        comments=(), account=OURS, repository="o/r",
    )  # fmt: skip
    assert told.by_hand == ("profiles/zoe.yaml",)
    assert "By hand: profiles/zoe.yaml" in told.as_text


@pytest.mark.parametrize(
    "text",
    [
        "Hello @mary-somerville, meet", "@Mary-Somerville", "see https://x/mentors/mary-somerville/",
        "profiles/mary-somerville.yaml", '<!-- mentor-match {"mentor": "mary-somerville"} -->',
        '<!-- x {"mentor_id": 18151, "a": 1} -->', "with mary somerville.",
        "Add the profile of mary-somerville",
    ],
)  # fmt: skip
def test_our_own_words_about_them_are_found(text: str) -> None:
    made = plan(issue(1, text), issue(2, "x", title=text), comment(3, text))
    assert (made.issues, made.comments) == ((1, 2), (3,))


@pytest.mark.parametrize(
    "text",
    ["@mary-somerville-2", "@amary-somerville", "/mary-somerville-2/", "Mary Somervilles",
     '"mentor_id": 181510', "mary-somerville is a bare word"],
)  # fmt: skip
def test_words_about_others_are_left_alone(text: str) -> None:
    assert plan(issue(1, text), comment(3, text)).issues == ()


def test_what_others_wrote_is_left_alone_and_their_own_issues_are_named() -> None:
    mary = Account(login="mary-somerville", number=18151)
    made = plan(
        issue(1, "@mary-somerville", author=mary), comment(2, "@mary-somerville", author=mary)
    )
    assert (made.issues, made.comments, made.theirs) == ((), (), (1,))


def test_their_own_forms_are_emptied_as_well() -> None:
    mary = Account(login="mary-somerville", number=18151)
    form = replace(issue(1, "### Name", author=mary), labels=(LABEL,))
    other = replace(issue(2, "### Name", author=Account(login="x", number=5)), labels=(LABEL,))
    made = plan(form, other)
    assert (made.issues, made.theirs) == ((1,), ())


def test_who_is_known_by_number_alone_is_found_by_number_alone() -> None:
    made = plan_leaving(
        Leaver(login="", number=18151, name=None), profiles={}, comments=(), account=OURS,
        issues=[issue(1, '{"mentor_id": 18151}'), issue(2, "@ and / and \"\" and profile of")],
    )  # fmt: skip
    assert (made.issues, made.files) == ((1,), {})


@pytest.mark.parametrize(
    ("gone", "here", "is_much"), [(10, 3, False), (11, 50, True), (20, 100, False)]
)
def test_half_a_roster_is_not_taken_for_people_who_left(
    gone: int, here: int, is_much: bool
) -> None:
    leavers = [Leaver(login="x", number=each, name=None) for each in range(gone)]
    roster = a_roster(*(a_mentor(f"m{each}", github_id=each + 1) for each in range(here)))
    assert too_many(leavers, roster) is is_much


def test_a_profile_that_cannot_be_read_still_leaves() -> None:
    made = plan(issue(1, "@mary-somerville"), data=b"\xff[")
    assert made.files["profiles/mary-somerville.yaml"] is None
    assert made.issues == (1,)


GRAVE = tombstone_path(18151, repository=the_programme().settings.repository)


@pytest.mark.parametrize(
    ("author", "outcome"),
    [
        (Author(login="mary-somerville", number=18151), Outcome.ACCEPTED),
        (Author(login="boss", number=99, is_organiser=True), Outcome.REFUSED),
        (Author(login="mallory", number=666), Outcome.REFUSED),
    ],
)
def test_only_they_themselves_bring_their_profile_back(author: Author, outcome: Outcome) -> None:
    base = {**a_tree(BOB), GRAVE: entry("left\n")}
    head = {**base, "profiles/mary-somerville.yaml": entry(write_profile(MARY))}
    answer = judge(base, head, author=author, programme=the_programme(), today=TODAY)
    assert answer.outcome is outcome
    if author.is_organiser:
        assert [each.rule for each in answer.problems] == ["gate-left"]
        del base[GRAVE], head[GRAVE]
        again = judge(base, head, author=author, programme=the_programme(), today=TODAY)
        assert again.outcome is Outcome.REVIEW


MARYS = Author(login="mary-somerville", number=18151)
EVERYBODY = a_tree(BOB, CID, MARY, a_mentor("ada", name="Ada Lovelace", github_id=2))


def leaving(**besides: bytes) -> dict[str, bytes | None]:
    """All that Mary's leaving changes, and what else is asked for, by path."""
    profiles = {path: each.data for path, each in EVERYBODY.items() if each.data is not None}
    files, _ = departure_files(
        leaver_of("mary-somerville", write_profile(MARY)),
        profiles=profiles,
        repository=the_programme().settings.repository,
    )
    return {**files, **{f"profiles/{login}.yaml": data for login, data in besides.items()}}


def judged(files: Mapping[str, bytes | None], author: Author = MARYS) -> Verdict:
    head = {path: each for path, each in EVERYBODY.items() if path not in files}
    head |= {path: entry(data) for path, data in files.items() if data is not None}
    return judge(EVERYBODY, head, author=author, programme=the_programme(), today=TODAY)


def test_who_leaves_may_take_their_name_out_of_other_peoples_files_and_no_more() -> None:
    wanted = leaving()
    assert sorted(wanted) == sorted([GRAVE, "profiles/mary-somerville.yaml", *OTHERS])
    verdict = judged(wanted)
    assert (verdict.outcome, verdict.reasons) == (Outcome.ACCEPTED, ())
    assert [(each.path, each.kind) for each in verdict.changes] == [
        ("profiles/mary-somerville.yaml", "removed")
    ]
    only_own = {path: data for path, data in wanted.items() if path == GRAVE or data is None}
    assert judged(only_own).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    "files",
    [
        leaving(bob=write_profile(replace(BOB, choices=(), manager=None))),
        leaving(cid=write_profile(replace(CID, choices=(), seeks=("Policy",)))),
        {path: data for path, data in leaving().items() if data is not None},
    ],
    ids=["a choice more", "another field", "without leaving"],
)
def test_leaving_is_no_way_into_other_peoples_files(files: Mapping[str, bytes | None]) -> None:
    verdict = judged(files)
    assert verdict.outcome is Outcome.REFUSED
    assert "gate-owner" in {each.rule for each in verdict.problems}


def test_nobody_else_sends_somebody_away() -> None:
    assert judged(leaving(), Author(login="mallory", number=666)).outcome is Outcome.REFUSED
    boss = Author(login="boss", number=99, is_organiser=True)
    assert judged(leaving(), boss).outcome is Outcome.REVIEW


def test_a_tombstone_of_somebody_else_is_looked_at_by_a_person() -> None:
    other = tombstone_path(4711, repository=the_programme().settings.repository)
    assert judged({**leaving(), other: b"left\n"}).outcome is Outcome.REVIEW
