"""The yearly question, from the morning's run to the change on main: the real verbs, by act."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from intake.confirming import TITLE
from roster.writing import write_profile
from tests.builders import REPOSITORY, a_mentor
from tests.github_double.git_objects import tree_of
from tests.github_double.seeding import write_comment
from tests.workflows.payloads import a_schedule
from tests.workflows.stage import Stage, staged

TODAY = date.today()  # noqa: DTZ011 -- the workflows run on the day of the clock
ADA = a_mentor("ada-lovelace", github_id=1, confirmed=TODAY - timedelta(days=400))
PATH = "profiles/ada-lovelace.yaml"


def the_people() -> dict[str, bytes | None]:
    """One person, who confirmed more than a year ago, in a programme that asks each year."""
    settings = (REPOSITORY / "programme/settings.yaml").read_text("utf-8")
    asks = settings.replace("ask_after_months: never", "ask_after_months: 12")
    assert asks != settings
    return {
        **{f"profiles/{each.name}": None for each in (REPOSITORY / "profiles").iterdir()},
        PATH: write_profile(ADA),
        "programme/settings.yaml": asks.encode(),
    }


def on_main(stage: Stage) -> str:
    state = stage.double.state
    _, blob = (tree_of(state, state.refs["refs/heads/main"]) or {})[PATH]
    return bytes(state.objects[blob][1]).decode()


def test_an_owner_is_asked_answers_and_the_answer_enters_by_itself(tmp_path: Path) -> None:
    with staged(tmp_path, the_people()) as stage:
        stage.let_in("ada-lovelace", 1)
        assert stage.run("tend", "schedule", a_schedule()).is_done
        (issue,) = stage.double.state.issues.values()
        assert issue["title"] == TITLE
        write_comment(stage.double, issue["number"], author=1, body="yes")
        assert stage.run("tend", "schedule", a_schedule()).is_done
        assert stage.run("check-profile", "schedule", a_schedule()).is_done
        assert f"confirmed: {TODAY}" in on_main(stage)
        assert stage.run("tend", "schedule", a_schedule()).is_done
        assert stage.double.state.issues[issue["number"]]["state"] == "closed"
