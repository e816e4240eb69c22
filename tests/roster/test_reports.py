"""Every form of a report: true to its format, safe whatever is in it, and never an address."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt

from commands.cards import preview
from roster.checking import check_file
from roster.menders import Mend
from roster.model import Profile
from roster.problems import Problem, Severity
from roster.reading import source_lines
from roster.reports import Comment, as_annotations, as_json, as_markdown, as_sarif, as_text, escaped
from roster.reports.markdown import LONGEST
from roster.reports.text import excerpt
from tests.builders import REPOSITORY, TODAY, a_mentor, the_programme

REFUSED = sorted((REPOSITORY / "tests" / "examples" / "refused").iterdir())
SCHEMAS = REPOSITORY / "site_builder/frontend/node_modules/@microsoft/jest-sarif/lib/schemas"
ADDRESS = "ada.lovelace@analysis.gov.example"


def problem(**given: object) -> Problem:
    usual = {"rule": "name-form", "path": "profiles/ada.yaml", "message": "Odd.", "hint": "Mend."}
    return Problem(**{**usual, **given})  # type: ignore[arg-type]


def all_problems() -> list[tuple[bytes, tuple[Problem, ...]]]:
    return [
        (
            each.read_bytes(),
            check_file(
                each.read_bytes(),
                path=f"profiles/{each.name}",
                programme=the_programme(),
                today=TODAY,
            ).problems,
        )
        for each in REFUSED
    ]


def test_text_marks_the_place_below_the_line() -> None:
    lines = ("name: Ada", "grade: G8")
    told = as_text([problem(line=2, column=8)], {"profiles/ada.yaml": lines}).split("\n")
    assert told[0] == "profiles/ada.yaml:2:8: error: Odd. [name-form]"
    assert told[1] == "    grade: G8"
    assert told[2].index("^") == told[1].index("G8")
    assert told[3] == "    Mend."


def test_a_line_with_many_problems_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def spans(line: str) -> list[tuple[int, int]]:
        looked.append(line)
        return []

    monkeypatch.setattr("roster.contacts.contact_spans", spans)
    line = f"offers: [{', '.join(map(str, range(500)))}]"
    many = [problem(line=1, column=column) for column in range(1, len(line))]
    assert as_text(many, {"profiles/ada.yaml": [line]}).count("^") == len(many)
    assert looked == [line]


@pytest.mark.parametrize(
    ("line", "column", "places"),
    [("name: 田中 <", 10, 11), ("name: Ade\u0301 <", 12, 10), ("name: Ada <", 11, 10)],
)
def test_the_mark_counts_wide_letters_twice_and_marks_not_at_all(
    line: str, column: int, places: int
) -> None:
    found = problem(column=column)
    assert as_text([found], {found.path: [line]}).split("\n")[2] == f"    {' ' * places}^"


@given(st.text(max_size=400), st.integers(1, 420))
def test_the_mark_stands_below_the_character_it_marks(line: str, column: int) -> None:
    shown, caret = excerpt(line, column)
    assert len(shown) <= 78
    assert 0 <= caret <= len(shown)
    assert all(each.isprintable() for each in shown)
    is_covered = any(each in line.lower() for each in ("@", "＠", "mail"))
    if column <= len(line) and not is_covered and line[column - 1].isprintable():
        assert shown[caret] in {line[column - 1], "…"}


@pytest.mark.parametrize(
    "line",
    [
        f"email: {ADDRESS}",
        "e-mail: ada dot lovelace at analysis",
        f"about: write to {ADDRESS} please",
        f"name: <{ADDRESS}>",
        f"about: {ADDRESS}, or 'ada＠analysis.gov.example'",
        "about: ada.lovelace @ analysis.gov.example",
        "about: ada.lovelace %40 analysis.gov.example",
        "about: ada.lovelace&#64;analysis.gov.example",
        "about: ada.lovelace [at] analysis.gov.example",
        "about: ada.lovelace at analysis dot gov dot uk",
        "about: my email is lovelace at analysis.gov.uk",
    ],
)
def test_no_form_repeats_an_address(line: str) -> None:
    found = [problem(message="There is something here.")]
    sources = {"profiles/ada.yaml": (line,)}
    mends = (("profiles/ada.yaml", Mend(1, line)),)
    comment = Comment(verdict="No.", problems=found, mends=mends)
    for report in (as_text(found, sources), as_markdown(comment, sources)):
        assert "lovelace" not in report
        assert "analysis" not in report


def test_no_form_repeats_what_somebody_could_be_rung_at() -> None:
    found = [problem(rule="text-contact", column=13)]
    line = "about: ring 07700 900123, or Flat 3, 12 Acacia Avenue, Leeds LS1 4DY (QQ 12 34 56 C)"
    comment = Comment(verdict="No.", problems=found, mends=((found[0].path, Mend(1, line)),))
    for report in (
        as_text(found, {found[0].path: [line]}),
        as_markdown(comment, {found[0].path: [line]}),
    ):
        assert not re.search(r"900|Acacia|4DY", report)
        assert "about: ring" in report


@pytest.mark.parametrize(
    "line", ["::error::no", "  ::add-mask::a", "a: ##[add-mask]b", "##[group]", "####[error]x"]
)
def test_no_report_in_a_log_is_a_command_to_the_runner(line: str) -> None:
    found = [problem(message=f"“{line}” is odd.", path=line, hint=line)]
    reports = (as_text(found, {line: [line]}), as_json(found, files=1), as_sarif(found))
    for report in reports:
        assert "##[" not in report
        assert not any(each.lstrip().startswith("::") for each in report.split("\n"))
    assert json.loads(reports[1])["problems"][0]["hint"] == line
    told = as_text(found, {line: [line]}).split("\n")
    assert len(told[1].strip()) == len(line.strip())


def test_a_message_in_sarif_is_no_link_and_no_placeholder() -> None:
    (result,) = json.loads(as_sarif([problem(message="[a](https://e.example) {0} \\[")]))["runs"][
        0
    ]["results"]
    assert result["message"]["text"] == r"\[a\](https://e.example) {{0}} \\\[ Mend."


def test_json_has_the_keys_of_the_contract() -> None:
    report = json.loads(as_json([problem()], files=3))
    assert report["profiles"] == 3
    assert list(report["problems"][0]) == [
        "rule", "path", "line", "column", "field", "message", "hint", "severity",
    ]  # fmt: skip


def test_sarif_is_valid_by_its_schema() -> None:
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    found = [each for _, problems in all_problems() for each in problems]
    found.append(problem(path="profiles/a b%ü.yaml", severity=Severity.WARNING))
    report = json.loads(as_sarif(found))
    assert list(Draft4Validator(schema).iter_errors(report)) == []
    assert len(report["runs"][0]["results"]) == len(found)
    assert list(Draft4Validator(schema).iter_errors(json.loads(as_sarif([])))) == []
    assert list(Draft4Validator(schema).iter_errors({"version": "2.1.0"})) != []


def test_annotations_escape_what_would_end_them() -> None:
    odd = problem(path="profiles/a,b:c%.yaml", message="100 %\n::error::no\r", hint="")
    assert as_annotations([odd]) == (
        "::error file=profiles/a%2Cb%3Ac%25.yaml,line=1,col=1,title=name-form"
        "::100 %25%0A::error::no%0D "
    )


def test_at_most_ten_annotations_and_the_count_of_the_rest() -> None:
    lines = as_annotations([problem(line=number) for number in range(1, 1241)]).split("\n")
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert lines[10] == "And 1,230 more: run mentor-match check to see them all."
    assert as_annotations([]) == ""


HOSTILE = (
    "@everyone <img src=x onerror=alert(1)> ![x](https://evil.example/p.png) [y](javascript:1) "
    "| a | b |\n\n# Heading\n```\nhttps://evil.example #1 GH-1 \\` </td> `code` **b**"
)


@pytest.mark.parametrize("place", ["message", "hint", "path"])
def test_a_comment_shows_hostile_text_as_text(place: str) -> None:
    found = [problem(**{place: HOSTILE})]
    report = as_markdown(Comment(verdict=HOSTILE, problems=found, reasons=[HOSTILE]), {})
    assert_harmless(report)


def card_of(profile: Profile) -> str:
    return preview(profile, the_programme(), today=TODAY)


LINKED = (
    "@ada", "a @ada b", "@o/team", "＠ada", "&#64;ada", "#1", "(#12)", "o/r#1", "GH-1", "gh-77",
    "ab-12", "#<b>1", "##1", "https://evil.example", "http://e.example/a_b", "ftp://e.example",
    "www.evil.example", "WWW.e.example", "mailto:a@b.example", "deadbeef", "DEADBEEF1",
    "0123456789abcdef0123456789abcdef01234567", "o/r@deadbeef", "CVE-2026-1234", "[x](//e.example)",
    "GHSA-abcd-efgh-ijkl", "<https://e.example>", "![i](https://e.example/i.png)", "[#1]", "_#1_",
    "\\\\#1", "`#1", "``` #1", "a | #1", "a \u202e #1", "x\x00#1", "<!-- #1", "&num;1",
)  # fmt: skip


@pytest.mark.parametrize("text", LINKED)
def test_github_finds_nothing_to_link_or_mention_in_a_comment(text: str) -> None:
    """GitHub looks for them after Markdown, in whatever is no code and no link."""
    found = [problem(message=f"“{text}” is odd.", hint=text, path=f"profiles/{text}")]
    person = a_mentor(name=text, organisation=text)
    report = as_markdown(
        Comment(verdict=text, problems=found, reasons=[text], card=card_of(person)),
        {found[0].path: (f"about: {text}",)},
    )
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(report)
    assert "<a " not in html
    assert "<img" not in html
    assert html.count("<tr>") == 2
    assert html.count("<td>") == 3
    seen = unescape(re.sub(r"<[^>]*>", "\0", re.sub(r"<code>.*?</code>", "", html)))
    linked = re.findall(
        r"[@＠]\w|#\d|\b[a-z]{2}-\d|://|www\.|\b[0-9a-f]{7,40}\b|cve-\d|ghsa-\w",
        seen,
        re.IGNORECASE,
    )
    assert linked == []
    assert re.search(r"(?i)b\.example|evil|deadbeef|1", unescape(html)) or "ada" not in html


def test_a_comment_shows_hostile_lines_and_cards_as_text() -> None:
    found = [problem(line=1)]
    person = a_mentor(name=HOSTILE, organisation=HOSTILE)
    comment = Comment(
        verdict="No.", problems=found, card=card_of(person), files="https://github.com/o/r"
    )
    assert_harmless(as_markdown(comment, {"profiles/ada.yaml": [HOSTILE.replace("\n", " ")]}))


def assert_harmless(report: str) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(report)
    assert "<img" not in html
    assert "<script" not in html
    assert not re.findall(r'href="(?!https://github\.com/o/r/)', html)
    bare = re.sub(r"<code>.*?</code>", "", report, flags=re.DOTALL)
    assert not re.search(r"(?<!\\)@\w", re.sub(r"`[^`\n]*`", "", bare))
    assert html.count("<h1>") == 0


def test_a_comment_is_never_too_long() -> None:
    found = [problem(line=number, message="x" * 500, hint="y" * 500) for number in range(1, 5001)]
    report = as_markdown(Comment(verdict="No.", problems=found), {})
    assert len(report) <= LONGEST
    assert report.startswith("### No\\.")


@pytest.mark.parametrize("letter", ["x", "_", "🙂", "田", "#1 ", "` "])
def test_a_comment_says_as_much_as_fits_and_counts_the_rest(letter: str) -> None:
    text = (letter * 60)[:60].strip()
    found = [
        problem(path=f"profiles/{n // 5}-{'y' * 39}.yaml", line=n % 5 + 1, message=text, hint=text)
        for n in range(500)
    ]
    mends = [(each.path, Mend(each.line, f"about: {text * 9}")) for each in found]
    comment = Comment(
        verdict="No.",
        problems=found,
        reasons=[text] * 5000,
        mends=mends,
        card=card_of(a_mentor(name=text * 2, offers=(text,) * 10)),
        files="https://github.com/o/r/blob/" + "a" * 40,
    )
    report = as_markdown(comment, {each.path: [text * 9] * 5 for each in found})
    assert len(report) <= LONGEST - 2000
    rows = report.count("\n| [profiles")
    reasons = report.count(f"\n- {escaped(text)}")
    assert 10 < rows <= 100
    assert f"And {500 - rows:,} more." in report
    assert f"And {5000 - reasons:,} more." in report
    assert "**Next:**" in report
    assert "How the directory will show it" in report
    assert "```suggestion\n" in report.replace("`" * 4, "```")


def test_a_comment_links_suggests_and_previews() -> None:
    found = [problem(line=7, column=1)]
    comment = Comment(
        verdict="This cannot enter yet.",
        problems=found,
        mends=(("profiles/ada.yaml", Mend(7, "offers: [Leadership]")),),
        card=card_of(a_mentor(name="Ada")),
        files="https://github.com/o/r/blob/main",
    )
    report = as_markdown(comment, {})
    assert "(https://github.com/o/r/blob/main/profiles/ada.yaml#L7)" in report
    assert "```suggestion\noffers: [Leadership]\n```" in report
    assert "> **Ada**" in report
    assert "Leadership" in report.split("How the directory will show it")[1]


def test_every_refused_example_can_be_told_in_every_form() -> None:
    for data, found in all_problems():
        sources = {found[0].path: source_lines(data)}
        comment = Comment(verdict="No.", problems=found)
        for report in (
            as_text(found, sources), as_markdown(comment, sources), as_annotations(found),
        ):  # fmt: skip
            assert all(each.isprintable() or each == "\n" for each in report)
            assert not re.search(r"\w@\w", report)


def test_a_comment_without_problems_is_the_verdict_and_the_card() -> None:
    told = as_markdown(
        Comment(verdict="All is well.", problems=(), card=card_of(a_mentor(offers=("A b", "C")))),
        {},
    )
    assert "where | what" not in told
    assert "> Can help with: A b, C  \n" in told
    assert re.sub(r"\n{3,}", "", told) == told


def test_sarif_keeps_letters_of_all_scripts_readable() -> None:
    assert "Élodie 田中" in as_sarif([problem(message="Élodie 田中 is odd.")])
