"""The issue forms are made from the programme, hold GitHub's limits, and are up to date."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from commands.main import main
from intake.issue_templates import issue_templates
from intake.questions import CONSENT, Purpose, Style, issue_forms
from roster.form import form_of
from tests.builders import REPOSITORY, the_programme

TAKEN_BY_GITHUB = {
    "title", "body", "labels", "assignees", "milestone", "projects", "template", "type",
}  # fmt: skip
"""What the address of GitHub's new-issue page means something else by."""


def templates() -> dict[str, dict[str, Any]]:
    return {
        Path(path).stem: yaml.safe_load(data)
        for path, data in issue_templates(the_programme()).items()
    }


def schema_of(name: str) -> jsonschema_rs.Draft7Validator:
    """GitHub's own shape of a file, as check-jsonschema ships it."""
    folder = files("check_jsonschema") / "builtin_schemas" / "vendor"
    return jsonschema_rs.Draft7Validator(json.loads((folder / name).read_text("utf-8")))


def test_the_files_of_this_repository_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(REPOSITORY), "forms", "--check"]) == 0
    assert capsys.readouterr().out == "The issue forms are up to date.\n"


def test_the_verb_writes_what_differs_and_nothing_the_second_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path), "forms", "--check"]) == 1
    assert not (tmp_path / ".github").exists()
    assert main(["--root", str(tmp_path), "forms"]) == 0
    assert main(["--root", str(tmp_path), "forms", "--check"]) == 0
    leave = tmp_path / ".github" / "ISSUE_TEMPLATE" / "leave.yml"
    leave.write_bytes(leave.read_bytes() + b"# changed by hand\n")
    assert main(["--root", str(tmp_path), "forms", "--check"]) == 1
    assert "Out of date: leave.yml." in capsys.readouterr().out
    assert main(["--root", str(tmp_path), "forms"]) == 0
    assert main(["--root", str(tmp_path), "forms", "--check"]) == 0


@pytest.mark.parametrize("name", ["join", "change", "leave"])
def test_a_form_has_the_shape_that_github_takes(name: str) -> None:
    schema_of("github-issue-forms.json").validate(templates()[name])


def test_the_chooser_has_the_shape_that_github_takes() -> None:
    schema_of("github-issue-config.json").validate(templates()["config"])


@pytest.mark.parametrize("name", ["join", "change", "leave"])
def test_a_form_avoids_what_github_says_goes_wrong(name: str) -> None:
    """GitHub Docs: common validation errors when creating issue forms."""
    asked = [each for each in templates()[name]["body"] if each["type"] != "markdown"]
    ids = [each["id"] for each in asked]
    labels = [each["attributes"]["label"] for each in asked]
    assert len(set(ids)) == len(ids)
    assert len({each.casefold() for each in labels}) == len(labels)
    assert not set(ids) & TAKEN_BY_GITHUB
    assert not any("password" in each.casefold() or "\n" in each for each in labels)
    for element in asked:
        options = element["attributes"].get("options", [])
        texts = [each["label"] if isinstance(each, dict) else each for each in options]
        assert len(set(texts)) == len(texts)
        assert all(isinstance(each, str) and each.casefold() != "none" for each in texts)


def test_every_field_that_a_person_answers_is_asked_by_its_key() -> None:
    keys = [each.key for each in form_of(the_programme()).asked]
    forms = {each.purpose: each for each in issue_forms(the_programme())}
    assert [each.key for each in forms[Purpose.JOIN].questions] == [*keys, CONSENT]
    assert [each.key for each in forms[Purpose.CHANGE].questions] == keys


def test_everything_but_the_consent_can_be_filled_in_by_an_address() -> None:
    """GitHub fills lines and texts alone; a list to choose from in the address blanks the form."""
    for form in issue_forms(the_programme())[:2]:
        styles = {each.key: each.style for each in form.questions if each.key != CONSENT}
        assert set(styles.values()) <= {Style.LINE, Style.TEXT}


def test_few_answers_are_required_and_none_to_change() -> None:
    join, change, leave = issue_forms(the_programme())
    required = [each.key for each in join.questions if each.is_required]
    assert required == [
        "name", "email", "organisation", "grade", "region", "meets", CONSENT,
    ]  # fmt: skip
    assert not any(each.is_required for each in change.questions)
    assert len(leave.questions) == 1


def test_words_of_the_schema_cannot_break_out_of_the_file() -> None:
    schema = json.loads(the_programme().profile_schema)
    schema["properties"]["name"]["description"] = 'x: ["\n- type: markdown\n  "#'
    programme = replace(the_programme(), profile_schema=json.dumps(schema))
    form = yaml.safe_load(issue_templates(programme)[".github/ISSUE_TEMPLATE/join.yml"])
    assert len(form["body"]) == len(templates()["join"]["body"])
