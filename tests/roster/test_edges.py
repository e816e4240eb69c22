"""The edges of the door, each at the value where the answer changes."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.characters import forbidden_characters
from roster.checking import check_file, fold_login
from roster.contacts import contact_spans
from roster.email import parse_address
from roster.events import walk
from roster.loading import check_roster
from roster.misfits import explain_misfits
from roster.names import odd_part_of_name
from roster.problems import SHOWN_LENGTH, Problem, Severity, shown
from roster.reading import Document, plain_values, read_document
from roster.reports import Comment, as_markdown, as_sarif, summary
from roster.reports.text import excerpt
from roster.shape import canonical, fits, typed
from roster.text import markup_faults
from roster.words import fold
from tests.builders import REPOSITORY, TODAY, the_programme, with_settings

GOOD = (REPOSITORY / "tests/examples/accepted/the-example.yaml").read_text("utf-8")
PATH = "profiles/ada-lovelace.yaml"


GOOD_VALUES = canonical(
    typed(
        read_document(GOOD.encode(), path="it").document or Document(values={}, text=""),
        the_programme().profile_schema,
    ),
    the_programme().vocabularies,
)


def told(text: str) -> list[Problem]:
    return list(
        check_file(text.encode(), path=PATH, programme=the_programme(), today=TODAY).problems
    )


def test_a_long_line_is_cut_on_both_sides_around_its_mark() -> None:
    line = "".join(chr(ord("a") + number % 26) for number in range(300))
    shown_part, caret = excerpt(line, 151)
    assert len(shown_part) == 78
    assert (shown_part[0], shown_part[-1]) == ("…", "…")
    assert shown_part[caret] == line[150]
    assert shown_part[1:-1] == line[112:188]
    assert excerpt(line, 1) == (line[:77] + "…", 0)
    assert excerpt(line, 301) == ("…" + line[223:], 78)
    assert excerpt("x" * 78, 78) == ("x" * 78, 77)


@pytest.mark.parametrize(
    ("errors", "warnings", "words"),
    [
        (0, 0, "3 profiles checked: 0 problems."), (1, 0, "3 profiles checked: 1 problem."),
        (2, 1, "3 profiles checked: 2 problems, 1 warning."),
        (0, 2, "3 profiles checked: 0 problems, 2 warnings."),
    ],
)  # fmt: skip
def test_problems_and_warnings_are_counted_in_words(errors: int, warnings: int, words: str) -> None:
    one = Problem(rule="r", path="p", message="m", hint="h")
    problems = [one] * errors + [replace(one, severity=Severity.WARNING)] * warnings
    assert summary(problems, files=3) == words
    assert summary([], files=1) == "1 profile checked: 0 problems."


def test_a_comment_counts_the_rest_from_the_first_row_too_many() -> None:
    def rows(count: int) -> str:
        one = Problem(rule="r", path="p", message="m", hint="h")
        return as_markdown(Comment(verdict="No.", problems=[one] * count), {})

    assert "more." not in rows(100)
    assert "And 1 more." in rows(101)


def test_a_comment_takes_as_much_of_a_list_as_there_is_room_for() -> None:
    for length, is_told in ((17_497, True), (17_498, False)):
        said = as_markdown(Comment(verdict="No.", reasons=["x" * length]), {})
        assert (said == f"### No\\.\n\n- {'x' * length}") is is_told
        assert said.endswith("And 1 more.") is not is_told


def test_sarif_names_the_tool_and_points_at_the_rule() -> None:
    one = Problem(rule="name-form", path="a/b.yaml", line=3, column=4, message="m", hint="h")
    run = json.loads(as_sarif([one]))["runs"][0]
    assert run["tool"]["driver"]["name"] == "mentor-match"
    assert run["columnKind"] == "unicodeCodePoints"
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["help"]["text"]) == ("name-form", "See docs/rules.md#name-form")
    assert rule["shortDescription"]["text"] == "Name form"
    (result,) = run["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("name-form", 0, "error")
    assert result["message"]["text"] == "m h"
    place = result["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "a/b.yaml"}, "region": {"startLine": 3, "startColumn": 4},
    }  # fmt: skip


def test_the_bracket_too_many_is_found_on_its_line() -> None:
    text = "ab[\n" * 100 + "xy[ and more"
    assert [(each.line, each.column) for each in markup_faults(text)] == [(100, 2)]
    assert list(markup_faults("[" * 100)) == []


def test_at_most_twenty_faults_of_a_text_are_told() -> None:
    assert len(list(markup_faults("![a](b) " * 19))) == 19
    assert len(list(markup_faults("![a](b) " * 40))) == 20


@pytest.mark.parametrize(("levels", "is_read"), [(4, True), (5, False)])
def test_five_levels_are_read_and_six_are_not(levels: int, is_read: bool) -> None:
    text = "a: " + "[" * levels + "x" + "]" * levels
    assert (plain_values(text, deepest=5) is not None) is is_read
    assert (walk(text, path="it", deepest=5).values is not None) is is_read
    assert (read_document(text.encode(), path="it").document is not None) is is_read


def test_places_of_hidden_characters_after_an_empty_first_line() -> None:
    (one,) = forbidden_characters("\n\u200b", path="it")
    assert (one.line, one.column) == (2, 1)


@pytest.mark.parametrize("name", ["山田たろうカ", "김金", "ㄅ中", "José Mª", "محمد", "田"])
def test_scripts_that_are_written_together_pass(name: str) -> None:
    assert odd_part_of_name(name) is None


@pytest.mark.parametrize("name", ["محمدa", "田a", "たa", "김a", "ǅж", "aж", "Жa"])
def test_words_of_two_scripts_do_not(name: str) -> None:
    assert odd_part_of_name(name) == "One word of the name mixes letters of two alphabets."


def test_a_leading_the_does_not_count_unless_it_is_all_there_is() -> None:
    assert fold("The Treasury") == "treasury"
    assert fold("The") == "the"
    assert fold("The National Archives") == "national archives"


@pytest.mark.parametrize(
    ("text", "is_one"), [("a@10.gov.uk", True), ("a@gov.10", False), ("a@b.c", True)]
)
def test_a_domain_may_hold_numbers_but_not_end_in_one(text: str, is_one: bool) -> None:
    assert isinstance(parse_address(text), str) is not is_one


def test_what_is_repeated_is_cut_after_sixty_characters() -> None:
    assert shown("x" * SHOWN_LENGTH) == f"“{'x' * 60}”"
    assert shown("x" * (SHOWN_LENGTH + 1)) == f"“{'x' * 59}…”"


def test_a_fault_in_a_text_names_its_field() -> None:
    (one,) = told(GOOD.replace("I like", "I <b>like"))
    assert (one.rule, one.field, one.line) == ("text-html", "about", 14)


def test_only_the_first_entries_of_a_long_list_are_told_one_by_one() -> None:
    entries = ", ".join(["[x]"] * 30)
    found = told(GOOD.replace("[Statistics, Presenting to ministers]", f"[{entries}]"))
    assert [each.rule for each in found].count("field-type") == 20
    assert "`offers` has 30 entries; at most 10 are allowed." in [each.message for each in found]


def test_a_schema_of_a_programme_may_say_more_than_ours() -> None:
    schema = {
        "type": "object",
        "required": ["b"],
        "anyOf": [{"required": ["d", "e"]}, {"type": "null"}],
        "properties": {"a": {"const": "x"}, "c": {"type": "null", "description": "Nothing."}},
    }
    document = read_document(b"a: y\nc: z\n", path="it").document
    assert isinstance(document, Document)
    text = json.dumps(schema)
    found = explain_misfits(typed(document, text), text, document=document, path="it")
    assert {(each.rule, each.line, each.message) for each in found} == {
        ("field-value", 1, "`a` has not the form it needs."),
        ("field-type", 2, "`c` is “z”, but it has to be of another kind."),
        ("field-missing", 1, "`b` is missing."),
        ("offers-or-seeks", 1, "At least one of `d` and `e` is needed."),
    }
    assert {each.hint for each in found} == {
        "docs/organisers.md says what it can be.", "Nothing.", "Add a line like this: `b: …`.",
        "Say what you can help with, what you would like to develop, or both: `d: …` or `e: …`.",
    }  # fmt: skip


def test_a_pipe_that_is_named_is_told_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    pipe, elsewhere = tmp_path / "profiles" / "pipe.yaml", tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    os.mkfifo(elsewhere)
    told = check_roster(root=tmp_path, programme=the_programme(), today=TODAY, only=[pipe])
    assert [each.rule for each in told.problems] == ["file-place"]
    with pytest.raises(OSError, match="Not an ordinary file"):
        check_roster(root=tmp_path, programme=the_programme(), today=TODAY, only=[elsewhere])


def test_the_shipped_programme_says_what_it_is() -> None:
    programme = the_programme()
    assert programme.settings.is_demonstration
    by_name = programme.domain_by_name
    assert (by_name["gov.uk"].outcome, by_name["gov.uk"].below) != ("", "")
    different = [each for each in programme.email_domains if each.below != each.outcome]
    assert different


@pytest.mark.parametrize(
    "day",
    ["0000-01-01", "0000-02-30", "0000-00-00", '"0000-12-31"', "202--11-01", "+026-11-01",
     "-026-11-01", "20261101", "2026-W44-7", "２０２６-11-01"],
)  # fmt: skip
def test_a_day_that_never_was_is_refused_and_raises_nothing(day: str) -> None:
    (problem,) = told(GOOD.replace("confirmed: 2026-11-01", f"confirmed: {day}"))
    assert problem.rule == "field-date"


@pytest.mark.parametrize("field", ["name", "region", "confirmed", "github_id"])
def test_doing_what_is_said_of_an_empty_or_missing_field_is_enough(field: str) -> None:
    line = next(each for each in GOOD.split("\n") if each.startswith(f"{field}:"))
    for broken in (f"{field}:", "# left out"):
        (problem,) = told(GOOD.replace(line, broken))
        wanted = re.search(rf"`({field}: [^`]*)`", problem.hint)
        assert wanted is not None
        is_there = broken != "# left out"
        mended = GOOD.replace(line, wanted[1] if is_there else f"{broken}\n{wanted[1]}")
        assert ("Write it" in problem.hint) is is_there
        assert told(mended) == []


def test_a_day_that_is_told_to_be_written_is_right_years_from_now() -> None:
    later, programme = date(2031, 3, 1), with_settings(expiry_months=12)
    line = "confirmed: 2031-03-01"
    for broken in ("", "confirmed: yesterday\n"):
        data = GOOD.replace("confirmed: 2026-11-01\n", broken).encode()
        (problem,) = check_file(data, path=PATH, programme=programme, today=later).problems
        assert line.removeprefix("confirmed: ") in problem.hint
    data = GOOD.replace("confirmed: 2026-11-01", line).encode()
    assert check_file(data, path=PATH, programme=programme, today=later).problems == ()


@given(
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True)
    | st.from_regex(r"[0-9+_. W-]{4}-[0-9+-]{2}-[0-9+-]{2}", fullmatch=True)
    | st.text(alphabet="0123456789+-_ .:TWZ０", min_size=1, max_size=12)
)
def test_both_engines_agree_on_every_day(day: str) -> None:
    values = {**GOOD_VALUES, "confirmed": day}
    schema = the_programme().profile_schema
    document = Document(values={}, text="")
    misfits = explain_misfits(values, schema, document=document, path="it")
    assert fits(values, schema) == (misfits[0].rule == "field-value")


@pytest.mark.parametrize("line", ["phone:", '"":', "? ", "nmae:", "phone: ''"])
def test_an_unknown_key_is_told_with_nothing_after_it_too(line: str) -> None:
    assert [each.rule for each in told(f"{GOOD}{line}\n")] == ["field-unknown"]


def test_an_escape_that_stands_for_nothing_is_told_with_its_remedy() -> None:
    (found,) = told(GOOD.replace("name: Ada Lovelace", 'name: "Ada \\ud83d"'))
    assert (found.line, found.column) == (GOOD[: GOOD.index("name: ")].count("\n") + 1, 12)
    assert found.hint == "Write the character itself, or put the text in single quotes."


def test_what_is_no_profile_is_told_what_may_stand_there(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles/Ada.txt").write_bytes(b"")
    (found,) = check_roster(root=tmp_path, programme=the_programme(), today=TODAY).problems
    assert found.hint == (
        "Keep only profiles here: ordinary files named after a GitHub login in lower case, "
        "such as ada-lovelace.yaml."
    )


@pytest.mark.parametrize(
    ("line", "spans"),
    [
        ("ada at hmrc dot gov dot uk", [(0, 26)]),
        ("a: ada@hmrc.gov.uk, bea@hmrc.gov.uk", [(3, 18), (20, 35)]),
        ("ring 0161 496 0000 or 0161 496 0001", [(5, 18), (22, 35)]),
    ],
)
def test_a_contact_is_covered_from_its_first_letter_to_its_last(
    line: str, spans: list[tuple[int, int]]
) -> None:
    assert sorted({*contact_spans(line)}) == spans


@pytest.mark.parametrize(
    ("text", "place"),
    [("`<b>` <b>", (0, 6)), ("a &amp; b <b>", (0, 10)), ("&amp;\n&lt; ![a](b)", (1, 5))],
)
def test_a_fault_is_found_behind_what_only_looks_like_it(text: str, place: tuple[int, int]) -> None:
    assert [(each.line, each.column) for each in markup_faults(text)] == [place]


def test_a_login_is_one_in_any_case_and_form_of_its_letters() -> None:
    for written_so in ("Ada-Lovelace", "ADA-LOVELACE", "ａｄａ-lovelace", "Ａda-Loveｌace"):
        assert fold_login(written_so) == "ada-lovelace"
    assert fold_login("straße") == "strasse"
