"""The gate lets in a person's own valid profile, and nothing else, without a person looking."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from intake.gate import Author, Outcome, Verdict, judge
from intake.tree_values import Tree, TreeEntry
from roster.model import Profile
from roster.sealed import PrivateKeys, parse_private_keys
from roster.writing import write_profile
from tests.builders import (
    PRIVATE_KEY,
    TODAY,
    a_mentee,
    a_mentor,
    a_sealed_programme,
    sealed,
    the_programme,
)

ADA = a_mentor("ada-lovelace", github_id=1, name="Ada Lovelace")
BOB = a_mentee("bob", github_id=2, name="Robert Burns")
ASKS_ADA = Author(login="Ada-Lovelace", number=1)
STRANGER = Author(login="mallory", number=666)


def entry(content: bytes | str, mode: str = "100644") -> TreeEntry:
    data = content.encode() if isinstance(content, str) else content
    return TreeEntry(mode=mode, blob=f"{hash(data)}", data=data)


def a_tree(*people: Profile, **others: str) -> dict[str, TreeEntry]:
    tree = {f"profiles/{each.github}.yaml": entry(write_profile(each)) for each in people}
    return {
        "README.md": entry("read me"),
        **tree,
        **{name: entry(text) for name, text in others.items()},
    }


def verdict(head: Tree, *, author: Author = ASKS_ADA, base: Tree | None = None) -> Verdict:
    before = a_tree(ADA, BOB) if base is None else base
    return judge(before, head, author=author, programme=the_programme(), today=TODAY)


def rules(answer: Verdict) -> set[str]:
    return {each.rule for each in answer.problems}


@pytest.mark.parametrize(("field", "line"), [("github", 2), ("github_id", 3)])
def test_who_it_says_to_be_and_is_not_is_told_at_its_line(field: str, line: int) -> None:
    other = {"github": Author(login="ada", number=ADA.github_id), "github_id": Author(
        login=ADA.github, number=77)}[field]  # fmt: skip
    answer = verdict(a_tree(ADA, BOB), author=other, base=a_tree(BOB))
    (problem,) = answer.problems
    assert (problem.rule, problem.field, problem.line) == ("gate-identity", field, line)
    assert problem.column == len(field) + 3


@pytest.mark.parametrize("path", ["ada-lovelace.yaml", "profile/Ada-Lovelace.yml"])
def test_a_profile_in_a_wrong_place_is_told_the_right_one(path: str) -> None:
    head = {**a_tree(BOB), path: entry(write_profile(ADA))}
    answer = verdict(head, base=a_tree(BOB))
    assert answer.outcome is Outcome.REVIEW
    assert answer.reasons[0].endswith(" Your profile has to be profiles/ada-lovelace.yaml.")


def test_a_change_of_ones_own_profile_is_accepted() -> None:
    answer = verdict(a_tree(replace(ADA, about="New text.\n"), BOB))
    assert (answer.outcome, answer.problems, answer.reasons) == (Outcome.ACCEPTED, (), ())
    assert [(each.path, each.kind) for each in answer.changes] == [
        ("profiles/ada-lovelace.yaml", "changed")
    ]


def test_a_new_profile_of_ones_own_is_accepted() -> None:
    newcomer = a_mentor("grace", github_id=3, name="Grace Hopper")
    answer = verdict(a_tree(ADA, BOB, newcomer), author=Author(login="grace", number=3))
    assert answer.outcome is Outcome.ACCEPTED


def test_leaving_is_accepted_even_if_somebody_had_chosen_the_mentor() -> None:
    chooser = replace(BOB, choices=("ada-lovelace",))
    answer = verdict(a_tree(chooser), base=a_tree(ADA, chooser))
    assert answer.outcome is Outcome.ACCEPTED


def test_a_renamed_login_is_accepted_as_a_rename_of_ones_own_file_and_nothing_else() -> None:
    renamed = Author(login="countess", number=1)
    moved = replace(ADA, github="countess")
    assert verdict(a_tree(moved, BOB), author=renamed).outcome is Outcome.ACCEPTED
    more = replace(moved, about="And new text.\n")
    answer = verdict(a_tree(more, BOB), author=renamed)
    why = "It renames a profile and changes more of it than the login."
    assert (answer.outcome, answer.reasons) == (Outcome.REVIEW, (why,))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (replace(ADA, email="other@x.gov.example"), "email address"),
        (replace(ADA, organisation="Home Office"), "organisation"),
        (replace(ADA, email="ada@parish.gov.uk"), "need a person to look"),
    ],
)
def test_a_changed_address_or_organisation_is_for_a_person(changed: Profile, reason: str) -> None:
    answer = verdict(a_tree(changed, BOB))
    assert answer.outcome is Outcome.REVIEW
    assert any(reason in each for each in answer.reasons)


def test_a_domain_under_review_is_for_a_person() -> None:
    newcomer = a_mentor("grace", github_id=3, email="grace@parish.gov.uk", name="Grace")
    answer = verdict(a_tree(ADA, BOB, newcomer), author=Author(login="grace", number=3))
    assert answer.outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    "path", ["README.md", "programme/settings.yaml", ".github/workflows/x.yml"]
)
def test_anything_outside_profiles_is_for_a_person_together_with_all_beside_it(path: str) -> None:
    head = a_tree(replace(ADA, about="New.\n"), BOB, **{path: "changed"})
    answer = verdict(head)
    assert answer.outcome is Outcome.REVIEW
    assert any(path in each for each in answer.reasons)


def test_a_change_that_changes_nothing_is_for_a_person() -> None:
    assert verdict(a_tree(ADA, BOB)).outcome is Outcome.REVIEW


def test_an_organiser_who_acts_for_somebody_is_looked_at_by_a_person() -> None:
    organiser = Author(login="boss", number=99, is_organiser=True)
    answer = verdict(a_tree(replace(ADA, paused=True), BOB), author=organiser)
    assert answer.outcome is Outcome.REVIEW
    broken = {**a_tree(ADA, BOB), "profiles/ada-lovelace.yaml": entry("name: [")}
    assert verdict(broken, author=organiser).outcome is Outcome.REFUSED


# Everything below is an attack, and every one is refused.


@pytest.mark.parametrize(
    "head",
    [
        a_tree(replace(ADA, about="Owned.\n"), BOB),
        a_tree(BOB),
        a_tree(replace(ADA, github="mallory", github_id=666), BOB),
        a_tree(replace(ADA, github_id=666), BOB),
        a_tree(BOB, replace(ADA, github="mallory", github_id=666, email="m@x.gov.example")),
    ],
)
def test_somebody_elses_file_is_refused_in_any_form(head: Tree) -> None:
    answer = verdict(head, author=STRANGER)
    assert answer.outcome is Outcome.REFUSED
    assert "gate-owner" in rules(answer)


def test_a_freed_login_cannot_be_taken_over() -> None:
    # Ada renamed her account; somebody else has registered the old login.
    squatter = Author(login="ada-lovelace", number=666)
    answer = verdict(a_tree(replace(ADA, github_id=666), BOB), author=squatter)
    assert (answer.outcome, rules(answer)) == (Outcome.REFUSED, {"gate-owner"})


@pytest.mark.parametrize(
    "claimed",
    [{"github_id": 1}, {"github": "somebody"}, {"github": "ada-lovelace"}, {"github_id": 3}],
)
def test_a_new_file_must_be_the_authors_own(claimed: dict[str, Any]) -> None:
    fake = a_mentor("mallory", github_id=666, name="Mallory")
    crooked = replace(fake, **claimed)
    head = {**a_tree(ADA, BOB), "profiles/mallory.yaml": entry(write_profile(crooked))}
    answer = verdict(head, author=STRANGER)
    assert answer.outcome is Outcome.REFUSED
    assert "gate-identity" in rules(answer)


@pytest.mark.parametrize(("login", "is_held"), [("con", 0), ("lpt1", 0), ("conn", 1), ("com", 1)])
def test_a_name_that_windows_cannot_hold_is_for_a_person(login: str, is_held: int) -> None:
    newcomer = a_mentor(login, name="Newcomer")
    author = Author(login=login, number=newcomer.github_id)
    answer = verdict(a_tree(ADA, BOB, newcomer), author=author)
    assert answer.outcome is (Outcome.ACCEPTED if is_held else Outcome.REVIEW)
    assert [each.startswith("Windows can hold no file called") for each in answer.reasons] == (
        [] if is_held else [True]
    )


@pytest.mark.parametrize("mode", ["100755", "120000", "160000", "040000"])
@pytest.mark.parametrize("name", ["ada-lovelace", "new"])
def test_links_programs_and_submodules_are_refused(mode: str, name: str) -> None:
    head = {**a_tree(ADA, BOB), f"profiles/{name}.yaml": entry(write_profile(ADA), mode)}
    answer = verdict(head)
    assert answer.outcome is Outcome.REFUSED
    assert "gate-mode" in rules(answer)


@pytest.mark.parametrize(
    "path",
    [
        "profiles/Ada-Lovelace.yaml", "profiles/ada-lovelace.YAML", "profiles/ada-lovelace.yml",
        "profiles/ада.yaml", "profiles/ada\u200b-lovelace.yaml", "profiles/sub/ada.yaml",
        "profiles/.yaml", "profiles/ada lovelace.yaml", "profiles/x.yaml/y.yaml",
        "Profiles/ada-lovelace.yaml", "PROFILES/x.yaml", "ｐrofiles/x.yaml", "profiles /x.yaml",
        "profiles./x.yaml", "./profiles/x.yaml", "profiles\\x.yaml",
        "profiles/" + "a" * 40 + ".yaml",
    ],
)  # fmt: skip
def test_tricks_with_paths_are_refused(path: str) -> None:
    answer = verdict({**a_tree(ADA, BOB), path: entry(write_profile(ADA))})
    assert answer.outcome is Outcome.REFUSED
    assert rules(answer) & {"file-place", "gate-path"}


def test_several_profiles_with_one_of_somebody_else_are_refused() -> None:
    head = a_tree(replace(ADA, about="Mine.\n"), replace(BOB, about="Not mine.\n"))
    answer = verdict(head)
    assert (answer.outcome, rules(answer)) == (Outcome.REFUSED, {"gate-owner"})


@pytest.mark.parametrize("field", ["github_id", "email", "name"])
def test_a_newcomer_who_doubles_somebody_is_told_whichever_name_comes_first(field: str) -> None:
    for login in ("aaa", "zzz"):
        fresh = a_mentor(login, github_id=3, name="Somebody New")
        copied: Any = {"github_id": 1, "email": ADA.email, "name": "Ada LoveIace"}[field]
        fake = replace(fresh, **{field: copied})
        author = Author(login=login, number=fake.github_id)
        answer = verdict(a_tree(ADA, BOB, fake), author=author)
        assert answer.outcome is Outcome.REFUSED
        assert {each.path for each in answer.problems} == {f"profiles/{login}.yaml"}


@pytest.mark.parametrize(
    "content",
    ["", "name: [", "&a", "a" * 20_000, "\x00", "github: ada-lovelace\ngithub_id: 1\n"],
)
def test_content_that_is_not_valid_is_refused(content: str) -> None:
    answer = verdict({**a_tree(ADA, BOB), "profiles/ada-lovelace.yaml": entry(content)})
    assert answer.outcome is Outcome.REFUSED


def test_a_file_whose_owner_cannot_be_told_is_for_a_person_at_most() -> None:
    base = {**a_tree(BOB), "profiles/ada-lovelace.yaml": entry("name: [")}
    answer = verdict(a_tree(ADA, BOB), base=base)
    assert answer.outcome is Outcome.REVIEW
    assert "whose it is" in answer.reasons[0]
    assert verdict(a_tree(BOB), base=base, author=STRANGER).outcome is Outcome.REVIEW


def test_the_order_of_files_changes_nothing() -> None:
    head = a_tree(replace(ADA, about="x <b>\n"), BOB, **{"x.md": "y"})
    answers = set()
    for seed in range(5):
        paths = list(head)
        random.Random(seed).shuffle(paths)  # noqa: S311 -- an order, not a secret
        answers.add(repr(verdict({path: head[path] for path in paths})))
    assert len(answers) == 1


def test_no_address_is_ever_told() -> None:
    crooked = replace(ADA, email="secret.person@evil.example")
    assert "secret" not in repr(verdict(a_tree(crooked, BOB)).problems)


KEYS = parse_private_keys(PRIVATE_KEY)
SEALED_ADA = replace(ADA, email=sealed("ada@office.gov.example"))


def sealed_verdict(
    *head: Profile, keys: PrivateKeys | None = KEYS, author: Author = ASKS_ADA
) -> Verdict:
    base = a_tree(SEALED_ADA, replace(BOB, email=sealed("bob@office.gov.example")))
    changed = {f"profiles/{each.github}.yaml": entry(write_profile(each)) for each in head}
    programme = a_sealed_programme()
    return judge(
        base, {**base, **changed}, author=author, programme=programme, today=TODAY, keys=keys
    )


def test_a_sealed_profile_enters_by_itself_only_where_the_key_is_at_hand() -> None:
    changed = replace(SEALED_ADA, about="New text.\n")
    assert sealed_verdict(changed).outcome is Outcome.ACCEPTED
    without = sealed_verdict(changed, keys=None)
    assert without.outcome is Outcome.REVIEW
    assert "sealed" in without.reasons[0]
    other = parse_private_keys("CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk")
    assert sealed_verdict(changed, keys=other).outcome is Outcome.REVIEW


def test_sealing_the_same_address_again_changes_no_address_and_another_one_does() -> None:
    again = replace(SEALED_ADA, email=sealed("ada@office.gov.example"))
    assert sealed_verdict(again).outcome is Outcome.ACCEPTED
    other = replace(SEALED_ADA, email=sealed("other@office.gov.example"))
    assert sealed_verdict(other).reasons == ("It changes the email address.",)


def test_somebody_elses_sealed_mailbox_is_refused() -> None:
    for email in (sealed("Ada+x@office.gov.example"), SEALED_ADA.email):
        copied = a_mentor("mallory", github_id=666, name="Mallory", email=email)
        assert rules(sealed_verdict(copied, author=STRANGER)) == {"doubled-email"}


def test_a_plain_address_is_refused_at_the_gate_where_they_are_sealed() -> None:
    assert rules(sealed_verdict(replace(SEALED_ADA, email=ADA.email))) == {"email-sealed"}


@pytest.mark.parametrize("address", ["secret@evil.example", "secret@parish.gov.uk"])
def test_what_is_said_of_a_sealed_address_tells_neither_its_name_nor_its_domain(
    address: str,
) -> None:
    answer = sealed_verdict(replace(SEALED_ADA, email=sealed(address)))
    assert answer.outcome is not Outcome.ACCEPTED
    told = f"{answer.problems} {answer.reasons}"
    assert not [part for part in ("secret", "evil", "parish") if part in told]
