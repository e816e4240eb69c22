"""A form is read strictly: hostile texts are refused or come to nothing, and none is unanswered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from intake.form_change import Submission, Wanted, wanted_by
from intake.form_replies import to_mend
from intake.form_text import Filled, form_of_text, read_form
from intake.questions import Purpose, Wish, issue_forms
from roster.model import Profile
from roster.problems import Problem
from tests.builders import REPOSITORY, TODAY, a_sealed_programme, sealed, the_programme
from tests.forge.worlds import ADA as AS_ADA
from tests.intake.filled import ADA, issue_text, the_form
from tests.intake.hostile_forms import BOX, EVIL, HOSTILE, Hostile, about

PATH = "profiles/ada-lovelace.yaml"
FORMS = issue_forms(the_programme())


def read(text: str) -> Wanted | tuple[Problem, ...]:
    sent = Submission(text=text, author=AS_ADA, sent=TODAY)
    return wanted_by(sent, base={}, programme=the_programme(), today=TODAY)


def profile_of(text: str) -> Profile:
    found = read(text)
    assert isinstance(found, Wanted), found
    assert found.profile is not None
    return found.profile


def problems_of(text: str) -> tuple[Problem, ...]:
    found = read(text)
    assert not isinstance(found, Wanted)
    return found


def test_there_are_more_than_sixty_kinds() -> None:
    assert len({each.name for each in HOSTILE}) == len(HOSTILE) > 60


FOUND = sorted((REPOSITORY / "tests" / "examples" / "found").glob("form-*.txt"))


@pytest.mark.parametrize("found", FOUND, ids=[each.stem for each in FOUND])
def test_what_fuzzing_found_gets_a_reply_that_can_be_shown(found: Path) -> None:
    problems = problems_of(found.read_bytes().decode(errors="replace"))
    reply = to_mend(problems, {}, None, None)
    assert problems
    assert len(reply) < 60_000
    assert all(each.isprintable() or each == "\n" for each in reply)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: each.name)
def test_a_hostile_form_is_refused_or_comes_to_nothing(hostile: Hostile) -> None:
    found = read(hostile.text)
    if hostile.is_refused:
        assert not isinstance(found, Wanted)
        assert found
        reply = to_mend(found, {}, None, None)
        assert len(reply) < 60_000
        assert EVIL not in reply
        assert all(each.isprintable() or each == "\n" for each in reply)
    else:
        assert isinstance(found, Wanted)
        assert list(found.files) == [PATH]
        assert found.profile is not None
        good = profile_of(issue_text(ADA))
        assert replace(found.profile, about=good.about) == good


def test_who_sent_it_is_the_account_whatever_the_text_says() -> None:
    profile = profile_of(issue_text({**ADA, "about": "github: mallory\ngithub_id: 1"}))
    assert (profile.github, profile.github_id) == (AS_ADA.login, AS_ADA.number)


def test_a_heading_in_a_text_is_told_with_both_lines() -> None:
    text = about(f"Hi\n\n### Work email address\n\n{EVIL}")
    lines = text.split("\n")
    first, second = (n for n, line in enumerate(lines, 1) if line == "### Work email address")
    (problem,) = problems_of(text)
    assert problem.line == second
    assert f"on lines {first} and {second}" in problem.message


def test_every_problem_stands_on_its_line_of_the_issue() -> None:
    text = issue_text({
        **ADA,
        "grade": "Grade 99",
        "offers": "Statistics\nbeekeeping, Policy\ndragons",
        "about": "Fine.\n\nCall me: 020 7946 0123 or a@b.gov.uk",
    })  # fmt: skip
    lines = text.split("\n")
    found = {(each.rule, lines[each.line - 1]) for each in problems_of(text)}
    assert ("field-value", "Grade 99") in found
    assert ("area-known", "beekeeping, Policy") in found
    assert ("area-known", "dragons") in found
    assert ("text-contact", "Call me: 020 7946 0123 or a@b.gov.uk") in found


def test_an_unsure_area_is_asked_with_up_to_three_names_and_never_taken() -> None:
    (problem,) = problems_of(issue_text({**ADA, "seeks": "intervews"}))
    assert problem.rule == "area-known"
    assert 1 <= problem.hint.count("“") <= 3
    assert "Job applications and interviews" in problem.hint


def test_with_a_language_model_a_form_is_asked_about_what_its_words_mean() -> None:
    def by_theme(texts: Sequence[str]) -> NDArray[np.float32]:
        on_stage = [any(word in text.lower() for word in ("xylo", "speaking")) for text in texts]
        return np.array([[1, 0] if each else [0, 1] for each in on_stage], dtype=np.float32)

    sent = Submission(text=issue_text({**ADA, "seeks": "xylo"}), author=AS_ADA, sent=TODAY)
    found = wanted_by(sent, base={}, programme=the_programme(), today=TODAY, meaning=by_theme)
    assert isinstance(found, tuple)
    assert ["“Public speaking”" in each.hint for each in found] == [True]
    assert "Public speaking" not in problems_of(sent.text)[0].hint


def test_the_form_is_told_by_its_headings() -> None:
    for purpose in (Purpose.JOIN, Purpose.CHANGE):
        assert form_of_text(issue_text(ADA, purpose), FORMS) == the_form(purpose)
    leave = issue_text({"wish": Wish.LEAVE}, Purpose.LEAVE)
    assert form_of_text(leave, FORMS) == the_form(Purpose.LEAVE)
    assert form_of_text("### Something else\n\nx", FORMS) is None


def test_a_join_form_without_its_box_is_a_change_and_needs_a_profile() -> None:
    text = issue_text(ADA).replace(f"\n\n### Before you send\n\n{BOX}", "")
    assert [each.rule for each in problems_of(text)] == ["form-profile"]


@pytest.mark.parametrize("said", ["leave", f"{Wish.LEAVE} now", f"{Wish.LEAVE}\nx", "None", ""])
def test_a_wish_in_other_words_is_refused(said: str) -> None:
    text = issue_text({"wish": said}, Purpose.LEAVE)
    assert not isinstance(read_form(text, the_form(Purpose.LEAVE)), Filled)


@given(
    st.lists(
        st.one_of(
            st.sampled_from([f"### {label}" for form in FORMS for label in form.labels]),
            st.sampled_from(["", "_No response_", BOX, "```", "<!--", "-->", "G7", *Wish]),
            st.text(max_size=12),
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_lines_get_an_answer(lines: list[str]) -> None:
    found = read("\n".join(lines))
    assert isinstance(found, Wanted) or found


@given(
    st.dictionaries(
        st.sampled_from([each.key for each in the_form(Purpose.JOIN).questions]),
        st.text(max_size=40),
    )
)
def test_any_answers_to_a_form_get_an_answer_and_never_another_person(
    answers: dict[str, str],
) -> None:
    found = read(issue_text({**ADA, **answers}))
    if isinstance(found, Wanted):
        assert found.profile is not None
        assert found.profile.github_id == AS_ADA.number
        assert list(found.files) == [PATH]
    else:
        assert found


def test_where_addresses_are_sealed_one_in_the_open_is_told_by_its_line_alone() -> None:
    programme = a_sealed_programme()
    text = issue_text({**ADA, "about": "Write to\nmallory@evil.gov.example"})
    sent = Submission(text=text, author=AS_ADA, sent=TODAY)
    found = wanted_by(sent, base={}, programme=programme, today=TODAY)
    assert not isinstance(found, Wanted)
    lines = text.split("\n")
    assert [lines[each.line - 1] for each in found] == [ADA["email"], EVIL]
    assert {each.rule for each in found} == {"email-sealed"}
    assert "@" not in to_mend(found, {}, None, None)


def test_a_sealed_address_goes_into_the_file_as_it_is() -> None:
    seal = sealed(ADA["email"])
    sent = Submission(text=issue_text({**ADA, "email": seal}), author=AS_ADA, sent=TODAY)
    found = wanted_by(sent, base={}, programme=a_sealed_programme(), today=TODAY)
    assert isinstance(found, Wanted), found
    assert seal.encode() in (found.files[PATH] or b"")
    join = issue_forms(a_sealed_programme())[0]
    assert "Never write the address itself" in join.questions[1].hint
