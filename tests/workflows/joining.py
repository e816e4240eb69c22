"""A newcomer's whole way in where addresses are sealed and proven: form, mail, code, page.

`make journey` prints what it takes: the set-up of the engine, which under act is there already,
and the steps.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Final

from intake.questions import LABEL
from roster.writing import write_profile
from tests.builders import PRIVATE_KEY, PUBLIC_KEY, REPOSITORY, a_mentee, a_mentor, sealed
from tests.github_double.double import Seen
from tests.github_double.seeding import write_comment, write_issue
from tests.intake.filled import ADA as ANSWERS
from tests.intake.filled import issue_text
from tests.mailbox import Mailbox, a_mailbox
from tests.workflows.payloads import payload
from tests.workflows.running import Run
from tests.workflows.stage import Stage, staged

GRACE: Final = 70001
ADDRESS: Final = "grace.hopper@analysis.gov.example"
PROOF_KEY: Final = "a-secret-that-signs-all-the-codes-of-proof"
PEOPLE: Final = (
    a_mentor("mary-somerville", github_id=11, name="Mary Somerville"),
    a_mentee("robert-burns", github_id=12, name="Robert Burns"),
)


@contextmanager
def sealed_stage(folder: Path) -> Iterator[tuple[Stage, Mailbox]]:
    """Set a stage for a programme with sealed, proven addresses, beside its mail server."""
    with staged(folder, a_sealed_repository()) as stage, a_mailbox() as mailbox:
        stage.let_in("grace-hopper", GRACE)
        stage.secrets = {
            "MENTOR_MATCH_PRIVATE_KEY": PRIVATE_KEY,
            "MENTOR_MATCH_PROOF_KEY": PROOF_KEY,
            "MENTOR_MATCH_MAIL_SERVER": f"smtp://127.0.0.1:{mailbox.port}",
            "MENTOR_MATCH_MAIL_FROM": "mentors@office.gov.example",
        }
        yield stage, mailbox


def a_sealed_repository() -> Mapping[str, bytes | None]:
    """Two people whose addresses are sealed in place of the sixty of the demonstration."""
    settings = (REPOSITORY / "programme/settings.yaml").read_text("utf-8")
    for before, after in (
        ("email_storage: plain", f"email_storage: sealed\nemail_keys: [{PUBLIC_KEY}]"),
        ("email_proof: off", "email_proof: required"),
    ):
        assert before in settings
        settings = settings.replace(before, after)
    confirmed = date.today() - timedelta(days=30)  # noqa: DTZ011 -- any day of late will do
    people = (replace(each, email=sealed(each.email), confirmed=confirmed) for each in PEOPLE)
    return {
        **{f"profiles/{each.name}": None for each in (REPOSITORY / "profiles").iterdir()},
        **{f"profiles/{each.github}.yaml": write_profile(each) for each in people},
        "programme/settings.yaml": settings.encode(),
    }


def send_form(stage: Stage) -> tuple[int, int]:
    """Let Grace send the form with her sealed address; return it and its pull request."""
    answers = {**ANSWERS, "name": "Grace Hopper", "email": sealed(ADDRESS)}
    form = write_issue(
        stage.double, author=GRACE, title="Join", body=issue_text(answers), labels=(LABEL,)
    )
    issue = {"number": form, "labels": [{"name": LABEL}]}
    run = stage.run(
        "intake", "issues", payload("issues", "opened", issue=issue, sender={"type": "User"})
    )
    assert run.is_done, run.log
    (pull,) = (each["number"] for each in stage.double.state.issues.values() if each["pull"])
    return form, int(pull)


def say(stage: Stage, pull: int, body: str, *, author: int = GRACE) -> Run:
    """Comment on a pull request, and ring as GitHub would."""
    write_comment(stage.double, pull, author=author, body=body)
    event = payload(
        "issue_comment", "created", comment={"body": body}, sender={"type": "User"},
        issue={"number": pull, "pull_request": {"url": "x"}},
    )  # fmt: skip
    run = stage.run("check-profile", "issue_comment", event)
    assert run.is_done, run.log
    return run


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """How long something took: seconds that passed, and seconds of the processor."""

    passed: float
    worked: float

    def __add__(self, other: Took) -> Took:
        return Took(passed=self.passed + other.passed, worked=self.worked + other.worked)

    def __str__(self) -> str:
        return f"{self.passed:.0f} s, of which the processor worked {self.worked:.0f} s"


@contextmanager
def timed() -> Iterator[list[Took]]:
    """Time what is called here and in other programmes; the list holds it at the end."""
    took: list[Took] = []
    before = os.times()
    yield took
    after = os.times()
    worked = sum(after[:4]) - sum(before[:4])
    took.append(Took(passed=after.elapsed - before.elapsed, worked=worked))


def set_up(folder: Path) -> None:
    """Install the engine as each job does."""
    words = ["make", "--directory", str(REPOSITORY), f"VENV={folder}/venv", "set-up"]
    subprocess.run(words, check=True, capture_output=True)


def is_counted(seen: Seen) -> bool:
    """Say whether GitHub counts a request: not where nothing had changed; GraphQL by itself."""
    return seen.status != HTTPStatus.NOT_MODIFIED and seen.path not in {"/graphql", "/rate_limit"}


def main() -> None:
    """Print what the way in takes."""
    with tempfile.TemporaryDirectory() as folder:
        with timed() as engine:
            set_up(Path(folder))
        with sealed_stage(Path(folder)) as (stage, mailbox):
            with timed() as heard:
                form, pull = send_form(stage)
            with timed() as published:
                say(stage, pull, mailbox.code())
            assert stage.double.state.issues[form]["state"] == "closed"
            requests = sum(is_counted(each) for each in stage.double.seen)
    (one,), (first,), (second,) = engine, heard, published
    print(f"set-up of the engine, once a job: {one}")
    print(f"the form answered and a code mailed, with 1 set-up: {first + one}")
    print(
        "the code heard, the page published, its link posted and the form closed, with 4 set-ups: "
        f"{second + one + one + one + one}"
    )
    print(f"requests that GitHub counts, in all: {requests} of the 1,000 an hour")


if __name__ == "__main__":
    main()
