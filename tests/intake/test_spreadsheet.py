"""Rows become profiles through a mapping, or problems at their row and column."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from commands.gate_pulls import Gate, answer_pulls
from commands.import_pull import propose_batch
from commands.main import main
from intake.mapping import SheetMapping, parse_mapping
from intake.spreadsheet import (
    FIRST_STAND_IN_ID,
    Imported,
    import_sheet,
    login_from,
    logins_in,
    read_sheet,
    stand_in_id,
)
from roster.form import form_of
from tests.builders import REPOSITORY, TODAY, the_programme
from tests.forge.worlds import GitHubWorld
from tests.github_double.seeding import commit

MAPPINGS = REPOSITORY / "intake" / "mappings"
MENTORS = (
    "first name,last name,email address,both mentor and mentee,job title,grade,organisation,"
    "profession,characteristics,biography\n"
)


def mapping_of(path: Path) -> SheetMapping:
    mapping, problems = parse_mapping(path.read_bytes(), path=path.name)
    assert mapping is not None, problems
    return mapping


def imported(rows: str) -> Imported:
    sheet, problems = read_sheet((MENTORS + rows).encode(), path="mentors.csv")
    assert sheet is not None, problems
    return import_sheet(
        sheet,
        mapping_of(MAPPINGS / "mentor-match-2021-mentors.yaml"),
        path="mentors.csv",
        programme=the_programme(),
        today=TODAY,
    )


def test_a_row_becomes_a_profile_and_brings_its_organisation() -> None:
    result = imported(
        "Mary,Somerville,m.s@hmrc.gov.uk,no,Role,Grade 7,Department of Joy,DDaT,Gay,I am\n"
    )
    assert result.problems == ()
    (profile,) = result.profiles
    assert profile.github == "mary-somerville"
    assert profile.name == "Mary Somerville"
    assert profile.grade.name == "G7"
    assert profile.profession == "Digital, Data and Technology"
    assert profile.offers == ("Digital and data",)
    assert [each.name for each in result.organisations] == ["Department of Joy"]


def test_columns_of_identity_are_never_read() -> None:
    result = imported("Mary,Somerville,m.s@hmrc.gov.uk,no,Role,G7,HMRC,HR,SECRET,SECRET\n")
    assert "SECRET" not in repr(result)


def test_a_mapping_that_reads_a_forbidden_column_is_refused() -> None:
    text = (MAPPINGS / "mentor-match-2021-mentors.yaml").read_text("utf-8")
    crooked = text.replace("{first name} {last name}", "{first name} {Characteristics}")
    mapping, problems = parse_mapping(crooked.encode(), path="crooked.yaml")
    assert mapping is None
    assert [(each.rule, each.line) for each in problems] == [("mapping-never", 11)]


def test_a_problem_stands_at_its_row_and_names_its_column() -> None:
    result = imported(
        "Mary,Somerville,m.s@hmrc.gov.uk,no,Role,G7,HMRC,HR,,\n"
        "Alan,Turing,not an address,no,Role,Grade 99,HMRC,HR,,\n"
    )
    assert [(each.rule, each.line) for each in result.problems] == [
        ("email-form", 3),
        ("field-value", 3),
    ]
    assert "column email address" in result.problems[0].message
    assert "column grade" in result.problems[1].message


def test_two_rows_of_one_person_are_told() -> None:
    row = "Mary,Somerville,{}@hmrc.gov.uk,no,Role,G7,HMRC,HR,,\n"
    result = imported(row.format("a") + row.format("b"))
    assert [(each.rule, each.line) for each in result.problems] == [("doubled-login", 3)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no rows"),
        (b"a,b\n", "no rows"),
        (b"a,b\n\xff,\n", "not UTF-8"),
        (b'a,b\n"unclosed,\n', "not a CSV table"),
        (b"a,b\n" + b"x" * 200_000 + b",y\n", "not a CSV table"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    sheet, (problem,) = read_sheet(data, path="it.csv")
    assert sheet is None
    assert words in problem.message


def test_logins_are_derived_from_names_of_all_kinds() -> None:
    assert login_from("Zoë Ångström-Núñez") == "zoe-angstrom-nunez"
    assert login_from("O’Brien, Nuala") == "obrien-nuala"
    assert len(login_from("x" * 80)) == 39


def test_stand_in_numbers_lie_above_real_ones_and_stay_the_same() -> None:
    one = stand_in_id("Ada@gov.uk")
    assert one == stand_in_id("ada@gov.uk") != stand_in_id("alan@gov.uk")
    assert FIRST_STAND_IN_ID <= one < 2 * FIRST_STAND_IN_ID


@pytest.fixture
def sheet_file(tmp_path: Path) -> Path:
    file = tmp_path / "mentors.csv"
    rows = "".join(
        f"Person,{letter},p.{letter}@hmrc.gov.uk,no,Role,G7,Department of Fun,HR,,\n"
        for letter in "abc"
    )
    file.write_text(MENTORS + rows, "utf-8")
    return file


def test_import_writes_profiles_that_check_accepts_and_is_idempotent(
    sheet_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ["--root", str(tmp_path / "root")]
    assert main([*root, "--today", "2026-11-22", "import", str(sheet_file)]) == 0
    assert "3 profiles written" in capsys.readouterr().out
    assert main([*root, "check"]) == 0
    before = {each: each.read_bytes() for each in (tmp_path / "root").rglob("*.yaml")}
    assert main([*root, "--today", "2026-11-23", "import", str(sheet_file)]) == 0
    assert "0 profiles written" in capsys.readouterr().out
    assert before == {each: each.read_bytes() for each in (tmp_path / "root").rglob("*.yaml")}


def test_import_writes_nothing_when_one_row_is_wrong(
    sheet_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet_file.write_text(sheet_file.read_text("utf-8").replace("G7", "G99", 1), "utf-8")
    assert main(["--root", str(tmp_path / "root"), "import", str(sheet_file)]) == 1
    assert "Nothing was written." in capsys.readouterr().err
    assert not (tmp_path / "root").exists()


def test_import_never_replaces_somebody_else(
    sheet_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "root"
    main(["--root", str(root), "import", str(sheet_file)])
    theirs = root / "profiles" / "person-a.yaml"
    text = theirs.read_text("utf-8")
    number = text.partition("github_id: ")[2].partition("\n")[0]
    theirs.write_text(text.replace(number, "42"), "utf-8")
    assert main(["--root", str(root), "import", str(sheet_file)]) == 1
    assert "another GitHub number" in capsys.readouterr().err
    assert "github_id: 42" in theirs.read_text("utf-8")


def test_import_brings_nobody_back_who_has_left(
    sheet_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "root"
    main(["--root", str(root), "import", str(sheet_file)])
    assert main(["--root", str(root), "leave", "person-b", "--apply"]) == 0
    assert main(["--root", str(root), "import", str(sheet_file)]) == 1
    assert "people who have left the programme: person-b." in capsys.readouterr().err
    assert not (root / "profiles" / "person-b.yaml").exists()
    sheet_file.write_text(
        sheet_file.read_text("utf-8").replace("Person,b,p.b", "Person,d,p.d"), "utf-8"
    )
    assert main(["--root", str(root), "import", str(sheet_file)]) == 0
    assert (root / "profiles" / "person-d.yaml").is_file()


def test_a_sheet_that_no_shipped_mapping_fits_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", "utf-8")
    assert main(["import", str(tmp_path / "odd.csv")]) == 2
    assert "--map" in capsys.readouterr().err


def test_cells_may_be_parted_by_semicolons_or_tabs_and_excel_may_say_so() -> None:
    for text in ("a;b\n1,5;2\n", "a\tb\n1,5\t2\n", "sep=;\r\na;b\r\n1,5;2\r\n", 'a,b\n"1,5",2\n'):
        sheet, problems = read_sheet(b"\xef\xbb\xbf" + text.encode(), path="x.csv")
        assert sheet is not None, problems
        assert [row for _, row in sheet.rows] == [{"a": "1,5", "b": "2"}]


def test_the_mapping_knows_every_field_of_a_profile_but_the_pause() -> None:
    schema = json.loads((REPOSITORY / "intake" / "mapping.schema.json").read_text("utf-8"))
    keys = {each.key for each in form_of(the_programme()).fields}
    assert set(schema["properties"]["fields"]["properties"]) == keys - {"paused"}


MICROSOFT = (REPOSITORY / "tests" / "examples" / "journey" / "microsoft-forms.csv").read_text(
    "utf-8-sig"
)


def from_microsoft(text: str) -> Imported:
    sheet, problems = read_sheet(text.encode(), path="answers.csv")
    assert sheet is not None, problems
    mapping = mapping_of(MAPPINGS / "microsoft-forms.yaml")
    return import_sheet(sheet, mapping, path="answers.csv", programme=the_programme(), today=TODAY)


def test_a_day_that_is_none_is_told_at_its_row_and_column() -> None:
    result = from_microsoft(MICROSOFT.replace("11/23/2026 9:30:12", "23/11/2026 9:30:12"))
    (problem,) = result.problems
    assert problem.rule == "field-date"
    assert "column Completion time" in problem.message


def test_a_column_that_stands_twice_is_told() -> None:
    doubled = MICROSOFT.replace("Email,Name,", "Email,Your name,")
    assert [each.rule for each in from_microsoft(doubled).problems] == ["sheet-column"]


def test_logins_made_up_from_names_are_never_looked_up() -> None:
    sheet, _ = read_sheet((MENTORS + "Mary,Somerville,a@b,no,R,G7,H,HR,,\n").encode(), path="x")
    assert sheet is not None
    assert logins_in(sheet, mapping_of(MAPPINGS / "mentor-match-2021-mentors.yaml")) == ()


def test_a_batch_becomes_one_pull_request_for_a_person_and_none_the_second_time(
    tmp_path: Path,
) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # noqa: S607
    world = GitHubWorld()
    commit(world.double, {"profiles/a.yaml": None})
    for _ in range(2):
        forge = world.forge()
        gate = Gate(reader=forge, root=tmp_path, branch="main", today=TODAY)
        said = propose_batch(from_microsoft(MICROSOFT), gate, forge, forge, branch="import/abc")
        assert answer_pulls(gate, forge, only=None) == 0
    assert said == "The pull request of this sheet is #1; it is open."
    (pull,) = world.forge().pulls()
    assert list(world.forge().tree(pull.head)) == ["README.md", "profiles/ada-lovelace.yaml"]
    (comment,) = world.forge().comments_on(pull.number)
    assert "An organiser acts for somebody else" in comment.body
