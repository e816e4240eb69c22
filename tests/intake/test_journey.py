"""The same answers give the same file, byte for byte, whichever way they come in.

`tests/examples/journey/answers.json` are the answers by key, as somebody types them, and
`profile.yaml` the file; the page to join is held to them by its own test.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake.form_change import Submission, Wanted, blob_id, wanted_by
from intake.mapping import parse_mapping
from intake.spreadsheet import import_sheet, logins_in, read_sheet
from intake.tree_values import Tree, TreeEntry
from roster.checking import check_file
from roster.writing import write_profile
from tests.builders import REPOSITORY, TODAY, the_programme
from tests.forge.worlds import ADA
from tests.intake.filled import issue_text

JOURNEY = REPOSITORY / "tests" / "examples" / "journey"
MAPPINGS = REPOSITORY / "intake" / "mappings"
PATH = "profiles/ada-lovelace.yaml"
EXPECTED = (JOURNEY / "profile.yaml").read_bytes()


def the_base() -> Tree:
    """A repository that holds the mentor who is chosen."""
    data = (REPOSITORY / "profiles" / "charles-babbage.yaml").read_bytes()
    entry = TreeEntry(mode="100644", blob=blob_id(data), data=data)
    return {"profiles/charles-babbage.yaml": entry}


def test_the_file_is_canonical_and_passes_the_door() -> None:
    checked = check_file(EXPECTED, path=PATH, programme=the_programme(), today=TODAY)
    assert checked.problems == ()
    assert checked.profile is not None
    assert write_profile(checked.profile) == EXPECTED


def test_the_issue_form_gives_the_file() -> None:
    answers = json.loads((JOURNEY / "answers.json").read_text("utf-8"))
    text = (JOURNEY / "issue.md").read_text("utf-8")
    assert text == issue_text(answers) + "\n"
    sent = Submission(text=text, author=ADA, sent=TODAY)
    found = wanted_by(sent, base=the_base(), programme=the_programme(), today=TODAY)
    assert isinstance(found, Wanted), found
    assert found.files == {PATH: EXPECTED}


@pytest.mark.parametrize(
    ("sheet_name", "mapping_name"),
    [
        ("microsoft-forms.csv", "microsoft-forms.yaml"),
        ("google-forms.csv", "google-forms.yaml"),
        ("excel-in-europe.csv", "google-forms.yaml"),
    ],
)
def test_a_row_of_a_spreadsheet_gives_the_file(sheet_name: str, mapping_name: str) -> None:
    sheet, _ = read_sheet((JOURNEY / sheet_name).read_bytes(), path=sheet_name)
    assert sheet is not None
    mapping, problems = parse_mapping((MAPPINGS / mapping_name).read_bytes(), path=mapping_name)
    assert mapping is not None, problems
    assert fitting(sheet.columns) == [mapping_name]
    assert logins_in(sheet, mapping) == (ADA.login,)
    imported = import_sheet(
        sheet,
        mapping,
        path=sheet_name,
        programme=the_programme(),
        today=TODAY,
        numbers={ADA.login: ADA.number},
    )
    assert imported.problems == ()
    assert [write_profile(each) for each in imported.profiles] == [EXPECTED]


def fitting(columns: tuple[str, ...]) -> list[str]:
    """Name the shipped mappings that fit these columns."""
    found = []
    for file in sorted(Path(MAPPINGS).glob("*.yaml")):
        mapping, _ = parse_mapping(file.read_bytes(), path=file.name)
        if mapping is not None and mapping.fits(columns):
            found.append(file.name)
    return found
