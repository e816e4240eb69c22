"""What people bring from other directories: files made for elsewhere get an answer that helps."""

from __future__ import annotations

import pytest

from roster.checking import check_file
from roster.problems import Problem
from tests.builders import REPOSITORY, TODAY, the_programme
from tests.roster.test_mending import PATH, mend

GOOD = (REPOSITORY / "tests/examples/accepted/the-example.yaml").read_text("utf-8")


def told(text: str) -> tuple[Problem, ...]:
    return check_file(text.encode(), path=PATH, programme=the_programme(), today=TODAY).problems


def without(*fields: str) -> str:
    return "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(fields))


@pytest.mark.parametrize(
    ("text", "column", "field"),
    [
        (without("region:") + "region: *home\n", 9, "region"),
        (without("offers:") + "offers: [*one, Statistics]\n", 10, "offers"),
        (without("offers:", "seeks:") + "seeks: *wishes\n", 8, "seeks"),
        (without("meets:") + "meets:\n  - *how\n", 5, "meets"),
    ],
)
def test_an_alias_is_told_once_and_not_as_missing_too(text: str, column: int, field: str) -> None:
    assert [(each.rule, each.column, each.field) for each in told(text)] == [
        ("yaml-anchor", column, field)
    ]


def hints(text: str) -> dict[str | None, str]:
    return {each.field: each.hint for each in told(text) if each.rule == "field-unknown"}


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("full_name", "name"), ("display_name", "name"), ("github_username", "github"),
        ("organization", "organisation"), ("dept", "organisation"), ("agency", "organisation"),
        ("job_title", "profession"), ("role", "profession"), ("location", "region"),
        ("skills", "offers"), ("interests", "seeks"), ("bio", "about"), ("pronouns", "about"),
        ("timezone", "about"), ("twitter", "about"), ("website", "about"), ("LinkedIn", "about"),
        ("line manager", "manager"), ("updated_at", "confirmed"), ("e-mail", "email"),
        ("nmae", "name"), ("Region", "region"), ("-name", "name"),
    ],
)  # fmt: skip
def test_a_key_from_elsewhere_is_answered_with_the_field_for_it(key: str, meant: str) -> None:
    assert hints(f"{GOOD}{key}: x\n")[key].startswith(f"Did you mean `{meant}`? ")


@pytest.mark.parametrize("key", ["image", "repo", "version", "members", "phone", "records"])
def test_a_key_for_which_there_is_no_field_is_not_taken_for_another(key: str) -> None:
    assert hints(f"{GOOD}{key}: x\n")[key].startswith("Remove it. The fields are: name, ")


def test_a_word_for_a_field_from_elsewhere_is_not_mended_by_a_guess() -> None:
    text = without("region:") + "location: London\n"
    assert mend(text) == text


def test_the_fields_are_listed_once_for_a_file() -> None:
    found = hints(GOOD + "image: a\nlayout: b\n")
    assert (found["image"][:27], found["layout"]) == ("Remove it. The fields are: ", "Remove it.")


def test_a_person_under_a_key_is_told_to_move_out() -> None:
    found = hints("ada:\n  name: Ada Lovelace\n  github: ada-lovelace\n")
    assert found["ada"].startswith("Remove it, and move what stands inside it out")
    assert hints("ada:\n  colour: red\n")["ada"].startswith("Remove it. The fields are: ")


def yaml_problems(text: str) -> list[tuple[int, int, str, str]]:
    return [
        (each.line, each.column, each.message, each.hint)
        for each in told(text)
        if each.rule == "yaml-mapping"
    ]


def test_the_head_of_a_page_is_read_and_its_end_is_removed() -> None:
    text = f"---\n{GOOD}---\n"
    lines = text.count("\n")
    assert yaml_problems(text) == [(lines, 1, "A second document starts here.", "Remove the line.")]
    assert mend(text) == text.removesuffix("---\n")
    assert told(mend(text)) == ()


def test_the_text_of_a_page_has_its_place_under_about() -> None:
    text = f"---\n{without('region:')}---\n\nI like engines.\n"
    ((_, _, _, hint),) = yaml_problems(text)
    assert hint.startswith("Write the text below `---` under `about: |`")
    assert [each.field for each in told(text) if each.rule == "field-missing"] == ["region"]
    assert mend(text) == text


def test_a_second_profile_in_the_file_is_not_taken_for_text() -> None:
    ((_, _, _, hint),) = yaml_problems(f"{GOOD}---\nname: Alan Turing\n")
    assert hint == "Keep one profile in the file: remove `---` and what follows it."


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("# Members\n\n- name: Ada\n", (3, 1), "The file starts with a dash, as a list does."),
        ('\n  [{"name": "Ada"}]\n', (2, 3), "The file is a list."),
        (
            '# me\nname = "Ada"\ngithub = "ada"\n', (2, 1),
            "The line “name = \"Ada\"” has an equals sign where a colon belongs.",
        ),
        ("# Ada\n\nI like engines.\n", (3, 1), "The file does not hold `key: value` lines."),
        ("- *a\n", (1, 1), "The file starts with a dash, as a list does."),
        ("# nothing\n", (1, 1), "The file is empty."),
        ("---", (1, 1), "The file is empty."),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_called_what_it_is(
    text: str, place: tuple[int, int], message: str
) -> None:
    ((line, column, said, _),) = yaml_problems(text)
    assert ((line, column), said) == (place, message)


def test_many_missing_fields_hide_nothing_else() -> None:
    found = told("name: {last: Lovelace}\noffers: Statistics\nconfirmed: 2026-11\n")
    assert [each.field for each in found if each.rule == "field-type"] == ["name", "offers"]
    assert [each.field for each in found if each.rule == "field-date"] == ["confirmed"]
    missing = [each.field for each in found if each.rule == "field-missing"]
    assert missing == ["github", "github_id", "email", "organisation", "grade", "region", "meets"]


def syntax(text: str) -> list[tuple[int, int, str]]:
    return [
        (each.line, each.column, each.message) for each in told(text) if each.rule == "yaml-syntax"
    ]


@pytest.mark.parametrize("start", ["*", "•", "·", "–", "▪", "  *"])
def test_entries_with_another_sign_than_a_hyphen_are_told_and_mended(start: str) -> None:
    text = f"offers:\n{start} Statistics\n{start} Policy design\n{without('offers')}"
    message = f"The entry of a list starts with {start.strip()} here."
    assert syntax(text) == [(2, len(start), message)]
    assert mend(text) == text.replace(f"{start} ", f"{start[:-1]}- ")


def test_entries_that_yaml_takes_for_one_text_are_told_to_have_hyphens() -> None:
    text = f"offers:\n  • Statistics\n  • Policy design\n{without('offers')}"
    assert [(each.rule, each.hint) for each in told(text)] == [
        (
            "field-type",
            "Write each entry on its own line, after a hyphen and a space: `- Statistics`.",
        )
    ]


@pytest.mark.parametrize("text", ["about: |\n  * one\n  * two\nregion:London\n", "* one\n", "• "])
def test_stars_elsewhere_are_not_blamed(text: str) -> None:
    assert not any("starts with" in message for _, _, message in syntax(text))


@pytest.mark.parametrize("sign", ["|", ">", ">-"])
def test_a_text_without_indent_is_told_at_its_first_line(sign: str) -> None:
    text = f"about: {sign}\nI like engines.\nAnd short meetings.\n{without('about')}"
    assert syntax(text) == [(2, 1, "The text below `about` has no spaces before it.")]
    fine = f"about: {sign}\n  I like engines.\nregion London\nname: Ada\n"
    assert syntax(fine) == [(3, 1, "The line “region London” has no colon.")]


@pytest.mark.parametrize(
    "typed",
    ["https://github.com/ada-lovelace", "http://www.github.com/ada-lovelace/", "'@ada-lovelace'"],
)
def test_a_login_as_an_address_is_told_and_mended(typed: str) -> None:
    text = without("github:") + f"github: {typed}\n"
    (problem,) = told(text)
    assert (problem.rule, problem.hint) == (
        "field-pattern",
        "Write the login alone: `ada-lovelace`.",
    )
    assert told(mend(text)) == ()


def test_an_address_of_something_else_is_no_login() -> None:
    text = without("github:") + "github: https://github.com/ada-lovelace/engine\n"
    (hint,) = (each.hint for each in told(text))
    assert hint.startswith("Write it like this: `github: ada-lovelace`. ")
    assert mend(text) == text


@pytest.mark.parametrize(
    "line",
    ["profession: N/A", "manager: n/a", "choices: none", "widest_gap: none", "profession: TBC"],
)
def test_nothing_in_a_line_that_can_be_left_out_is_told_to_be_removed(line: str) -> None:
    field = line.partition(":")[0]
    found = [each for each in told(f"{without(field)}{line}\n") if each.field == field]
    assert [each.hint for each in found] == ["Remove the line: it can be left out."]


def test_nothing_in_a_line_that_is_needed_is_told_what_it_can_be() -> None:
    (problem,) = told(without("region") + "region: N/A\n")
    assert problem.hint.startswith("It can be: North East, ")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("organisation: Ministry of Defence (MOD)", "Ministry of Defence"),
        ("organisation: Department for Work & Pensions (DWP)", "Department for Work and Pensions"),
        (
            "organisation: DWP (Department for Work and Pensions) ",
            "Department for Work and Pensions",
        ),
    ],
)
def test_a_name_with_its_abbreviation_is_known(line: str, name: str) -> None:
    text = without("organisation") + f"{line}\n"
    checked = check_file(text.encode(), path=PATH, programme=the_programme(), today=TODAY)
    assert checked.profile is not None
    assert checked.profile.organisation == name


@pytest.mark.parametrize("typed", ["Ministry of Defence (DWP)", "Home Office (HMT)"])
def test_a_name_with_the_abbreviation_of_another_is_not(typed: str) -> None:
    found = told(without("organisation") + f"organisation: {typed}\n")
    assert [each.rule for each in found] == ["organisation-known"]


def test_entries_parted_by_semicolons_become_a_list() -> None:
    text = without("offers") + "offers: Statistics; Policy design\n"
    assert mend(text) == without("offers") + "offers: [Statistics, Policy design]\n"
