"""A law: the same answers give the same bytes by the page, the issue form and a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intake.form_change import Submission, Wanted, wanted_by
from intake.mapping import SheetMapping
from intake.spreadsheet import import_sheet, read_sheet
from roster.checking import check_file
from roster.problems import Problem
from roster.writing import write_profile
from site_builder.join_form import form_data
from tests.builders import TODAY, the_programme
from tests.forge.worlds import ADA
from tests.intake.filled import issue_text
from tests.node import SCRIPTS, Function, function_of_script

PATH = f"profiles/{ADA.login}.yaml"
ANSWERS = {
    "name": "Ada Lovelace",
    "email": "ada.lovelace@analysis.gov.example",
    "organisation": "HM Treasury",
    "grade": "G7",
    "region": "London",
    "meets": "remote",
    "seeks": "Leadership",
}
_FILE = """
import { profileOf, typedKeys } from "./scripts/join/answers.js";
import { writeFields } from "./scripts/join/yaml.js";
export const file = (model, answers, today) =>
  writeFields(profileOf(model, answers, today), typedKeys(model));
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    """What the page makes of answers, as it lies in the site."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(SCRIPTS, folder / "scripts")
    (folder / "package.json").write_text(json.dumps({"type": "module"}), "utf-8")
    (folder / "file.js").write_text(_FILE, "utf-8")
    with function_of_script("file.js", "file", below=folder) as function:
        yield function


MODEL: dict[str, Any] = json.loads(form_data(the_programme()))


def by_page(page: Function, answers: dict[str, str]) -> bytes:
    given: dict[str, Any] = {**answers, "github": ADA.login, "github_id": str(ADA.number)}
    given |= {key: [answers[key]] for key in ("meets", "seeks")}
    return str(page(MODEL, given, str(TODAY))).encode()


def by_issue(answers: dict[str, str]) -> bytes | tuple[Problem, ...]:
    text = issue_text(answers).replace("\n", "\r\n")
    sent = Submission(text=text, author=ADA, sent=TODAY)
    found = wanted_by(sent, base={}, programme=the_programme(), today=TODAY)
    return (found.files[PATH] or b"") if isinstance(found, Wanted) else found


def by_row(answers: dict[str, str]) -> bytes | tuple[Problem, ...]:
    row = {**answers, "github": ADA.login, "github_id": str(ADA.number)}
    text = io.StringIO(newline="")
    csv.writer(text).writerows([row.keys(), row.values()])
    sheet, problems = read_sheet(text.getvalue().encode(), path="it.csv")
    if sheet is None:
        return problems
    mapping = SheetMapping(
        columns=tuple(row),
        never=(),
        fields={key: f"{{{key}}}" for key in row},
        values={},
        adds_organisations=False,
    )
    found = import_sheet(sheet, mapping, path="it.csv", programme=the_programme(), today=TODAY)
    return write_profile(found.profiles[0]) if not found.problems else found.problems


WORDS = st.text(max_size=60) | st.text("ab \n\r\t#-:'\"\\|>é“\u2028\u00a0\ufeff\x85", max_size=40)


@given(name=WORDS.filter(str.strip), about=WORDS)
@example(name="Ada Lovelace", about="Two lines\n\n- and a list  ")
@example(name="Ada Lovelace", about="none")
@example(name="Ada Lovelace", about="No-one.")
@example(name="Ada Lovelace", about="~ ?")
@example(name="Ada Lovelace", about="🙂")
@example(name="Ada Lovelace", about="a\rb")
@settings(max_examples=100, deadline=None)
def test_the_same_words_give_the_same_file_whichever_way(
    page: Function, name: str, about: str
) -> None:
    answers = {**ANSWERS, "name": name, "about": about}
    data = by_page(page, answers)
    checked = check_file(data, path=PATH, programme=the_programme(), today=TODAY)
    for way in (by_issue(answers), by_row(answers)):
        if isinstance(way, bytes):
            assert way == data
        elif not checked.problems:  # what a form's text must not hold is told, not mended
            assert {each.rule for each in way} <= {"form-text", "file-characters"}, way
