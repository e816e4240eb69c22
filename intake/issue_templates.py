"""The issue forms as the files that GitHub reads: `.github/ISSUE_TEMPLATE/`.

Issue forms and the programme's settings come in; bytes by path go out. Source: GitHub Docs,
"Syntax for GitHub's form schema" and "Common validation errors when creating issue forms".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import yaml

from intake.questions import LABEL, IssueForm, Question, Style, issue_forms
from roster.model import Programme

FOLDER: Final = ".github/ISSUE_TEMPLATE"
_MADE: Final = (
    "# Made by `mentor-match forms` from programme/. Change the programme, then run it again.\n"
)


def issue_templates(programme: Programme) -> Mapping[str, bytes]:
    """Write every issue form and the page that offers them, by path."""
    files = {f"{FOLDER}/config.yml": _chooser(programme)}
    for form in issue_forms(programme):
        files[f"{FOLDER}/{form.purpose}.yml"] = _as_yaml(_form(form, programme))
    return files


def _form(form: IssueForm, programme: Programme) -> Mapping[str, Any]:
    return {
        "name": form.name,
        "description": form.about,
        "title": form.title,
        "labels": [LABEL],
        "body": [
            {"type": "markdown", "attributes": {"value": _welcome(programme)}},
            *(_element(each) for each in form.questions),
        ],
    }


def _welcome(programme: Programme) -> str:
    site = programme.settings.site
    return (
        f"You can also use [the form on the site]({site}join/), which picks words with you. "
        f"[What happens to your information]({site}privacy/) says what is public. "
        "An answer comes here within minutes; to mend something, edit this issue."
    )


def _element(question: Question) -> Mapping[str, Any]:
    attributes: dict[str, Any] = {"label": question.label, "description": question.hint}
    if question.example:
        attributes["placeholder"] = question.example
    if question.style is Style.ONE_OF:
        attributes["options"] = [str(each) for each in question.options]
    if question.style is Style.BOXES:
        attributes["options"] = [
            {"label": each, "required": question.is_required} for each in question.options
        ]
    element = {"type": str(question.style), "id": question.key, "attributes": attributes}
    if question.style is not Style.BOXES:
        element["validations"] = {"required": question.is_required}
    return element


def _chooser(programme: Programme) -> bytes:
    site = programme.settings.site
    return _as_yaml(
        {
            "blank_issues_enabled": True,
            "contact_links": [
                {
                    "name": "Join with the form on the site",
                    "url": f"{site}join/",
                    "about": "Picks areas as you type and shows your card before you send it.",
                }
            ],
        }
    )


def _as_yaml(content: Mapping[str, Any]) -> bytes:
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    return (_MADE + text).encode()
