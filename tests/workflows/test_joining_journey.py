"""A newcomer joins by a form with a sealed, proven address, and the address is nowhere after."""

from __future__ import annotations

from pathlib import Path

from tests.builders import PRIVATE_KEY
from tests.github_double.seeding import open_pull
from tests.mailbox import Mailbox
from tests.workflows.joining import ADDRESS, PROOF_KEY, say, sealed_stage, send_form
from tests.workflows.payloads import a_schedule, payload
from tests.workflows.stage import Stage

PATH = "profiles/grace-hopper.yaml"
PAGE = "https://mentor-match.example/mentors/grace-hopper/"
MALLORY = 666


def test_form_code_and_page_and_a_strangers_change_refused_and_the_address_nowhere(
    tmp_path: Path,
) -> None:
    """One story, told in the order in which it happens, and searched through at its end."""
    with sealed_stage(tmp_path) as (stage, mailbox):
        stage.let_in("mallory", MALLORY)
        form, pull = send_form(stage)
        the_form_is_heard_and_a_code_is_mailed(stage, mailbox, form, pull)
        say(stage, pull, f"Here it is: {mailbox.code()}")
        the_page_is_there_and_its_link_is_posted(stage, form, pull)
        the_next_runs_do_nothing(stage, mailbox)
        a_stranger_with_the_code_is_refused(stage, mailbox)
        neither_the_address_nor_a_secret_is_in_public(stage, mailbox, pull)


def statuses(stage: Stage, number: int) -> list[tuple[str, str]]:
    head = stage.double.state.issues[number]["pull"]["head_sha"]
    found = stage.double.state.statuses.get(head, ())
    return [(each["context"], each["state"]) for each in reversed(found)]


def the_form_is_heard_and_a_code_is_mailed(
    stage: Stage, mailbox: Mailbox, form: int, pull: int
) -> None:
    assert [to for to, _ in mailbox.taken] == [[ADDRESS]]
    (reply,) = stage.said(form)
    assert f"this is now #{pull}" in reply
    verdict, mailed = stage.said(pull)
    assert "has not come back yet" in verdict
    assert "A code is on its way" in mailed
    assert statuses(stage, pull) == [
        ("mentor-match/gate", "success"),
        ("mentor-match/address", "pending"),
    ]


def the_page_is_there_and_its_link_is_posted(stage: Stage, form: int, pull: int) -> None:
    assert stage.double.state.issues[pull]["pull"]["merged_at"]
    assert ("mentor-match/address", "success") in statuses(stage, pull)
    assert f"Your page is there: {PAGE}" in stage.said(pull)
    assert stage.double.state.issues[form]["state"] == "closed"
    (reply,) = stage.said(form)
    assert PAGE in reply
    page = (stage.scratch.pages / "mentors/grace-hopper/index.html").read_text("utf-8")
    assert "Grace Hopper" in page


def the_next_runs_do_nothing(stage: Stage, mailbox: Mailbox) -> None:
    before = stage.written()
    for name in ("check-profile", "intake"):
        assert stage.run(name, "schedule", a_schedule()).is_done
    assert (stage.written(), len(mailbox.taken)) == (before, 1)


def a_stranger_with_the_code_is_refused(stage: Stage, mailbox: Mailbox) -> None:
    stolen = b"name: Grace Hopper\ngithub: grace-hopper\n"
    number = open_pull(stage.double, author=MALLORY, files={PATH: stolen})
    event = payload(
        "pull_request", "opened", number=number,
        pull_request={"number": number, "user": {"type": "User"}, "base": {"ref": "main"}},
    )  # fmt: skip
    assert stage.run("check-profile", "pull_request_target", event).is_done
    say(stage, number, mailbox.code(), author=MALLORY)
    assert set(statuses(stage, number)) == {("mentor-match/gate", "failure")}
    assert "belongs to somebody else" in stage.said(number)[0].replace("\\", "")
    assert not stage.double.state.issues[number]["pull"]["merged_at"]
    assert len(mailbox.taken) == 1


def neither_the_address_nor_a_secret_is_in_public(
    stage: Stage, mailbox: Mailbox, pull: int
) -> None:
    pages = sorted(each for each in stage.scratch.pages.rglob("*") if each.is_file())
    artefacts = {
        "git, issues, comments and statuses": stage.double.state.as_text(),
        "the logs": "\n".join(stage.logs),
        "the site": "\n".join(each.read_bytes().decode(errors="replace") for each in pages),
    }
    assert "sealed:v1:" in artefacts["git, issues, comments and statuses"]
    assert f"#{pull}: success" in artefacts["the logs"]
    assert "Grace Hopper" in artefacts["the site"]
    secrets = (PRIVATE_KEY, PROOF_KEY, stage.secrets["MENTOR_MATCH_MAIL_SERVER"])
    for where, text in artefacts.items():
        folded = text.lower()
        found = [each for each in (ADDRESS, "grace.hopper", *secrets) if each.lower() in folded]
        assert found == [], where
    assert mailbox.code() not in artefacts["the logs"]
