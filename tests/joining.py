"""One new user's answers, as she types them in every way in, and the file that they come to."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Final

from forge.port import Account
from intake.form_change import Submission, Wanted, wanted_by
from intake.mapping import SheetMapping
from intake.spreadsheet import import_sheet, read_sheet
from roster.writing import write_profile
from tests.builders import a_mentee, the_programme
from tests.intake.filled import issue_text

NEW_USER: Final = {
    "name": "Fanny Burney",
    "github": "Fanny-Burney",
    "github_id": "77",
    "email": "fanny.burney@office.gov.example",
    "organisation": "hmt",
    "grade": "HEO",
    "region": "London",
    "meets": "remote",
    "seeks": "interviews",
    "about": "I like plain English.\n\n- and “short” meetings",
}
"""Words as somebody says them: an abbreviation, an alias, a login with capitals."""


def the_file(today: date) -> bytes:
    """The file that these answers come to, whichever way they come in."""
    return write_profile(
        a_mentee(
            "fanny-burney",
            name="Fanny Burney",
            github_id=77,
            email=NEW_USER["email"],
            organisation="HM Treasury",
            seeks=("Job applications and interviews",),
            about=f"{NEW_USER['about']}\n",
            confirmed=today,
        )
    )


def file_of_issue(today: date) -> bytes:
    """The file that an issue form with these answers comes to, sent from her account."""
    sent = Submission(
        text=issue_text(NEW_USER),
        author=Account(login=NEW_USER["github"], number=int(NEW_USER["github_id"])),
        sent=today,
    )
    found = wanted_by(sent, base={}, programme=the_programme(), today=today)
    assert isinstance(found, Wanted), found
    (data,) = found.files.values()
    assert data is not None
    return data


def file_of_row(today: date) -> bytes:
    """The file that a spreadsheet's row with these answers comes to."""
    text = io.StringIO()
    csv.writer(text).writerows([NEW_USER.keys(), NEW_USER.values()])
    sheet, problems = read_sheet(text.getvalue().encode(), path="it.csv")
    assert sheet is not None, problems
    mapping = SheetMapping(
        columns=tuple(NEW_USER),
        never=(),
        fields={key: f"{{{key}}}" for key in NEW_USER},
        values={},
        adds_organisations=False,
    )
    found = import_sheet(sheet, mapping, path="it.csv", programme=the_programme(), today=today)
    assert found.problems == ()
    return write_profile(found.profiles[0])
