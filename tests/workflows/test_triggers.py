"""Each workflow, run by act for each of its events: what starts, what does not, with which words.

The engine is a stand-in here that says how it was called; test_journeys.py runs the real one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.payloads import a_schedule, payload
from tests.workflows.running import (
    NAME,
    STAND_INS,
    Run,
    Scratch,
    make_scratch,
    run_workflow,
)

FORGE = ["--forge", f"github:{NAME}"]
HUMAN = {"login": "ada-lovelace", "id": 18151210, "type": "User"}
BOT = {"login": "github-actions[bot]", "id": 41898282, "type": "Bot"}
OURS = {"labels": [{"name": "mentor-match"}], "pull_request": None}


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    return make_scratch(tmp_path_factory.mktemp("act"), engine=STAND_INS / "engine/mentor-match")


def calls(run: Run) -> list[list[str]]:
    """Return the words of every call of the engine, without the file that it tells things in."""
    return [words for words, _ in all_calls(run)]


def all_calls(run: Run) -> list[tuple[list[str], list[str]]]:
    """Return the words of every call of the engine, and which variables of ours it was given."""
    found = [json.loads(line[7:]) for line in run.said.splitlines() if line.startswith("CALLED ")]
    tokens = {each["env"].get("GITHUB_TOKEN") for each in found} - {None}
    assert all(each.startswith("***-") for each in tokens), "a token is hidden in the log"
    return [
        ([word for word in each["words"] if not word.startswith("/")], each["given"])
        for each in found
    ]


def started(
    scratch: Scratch,
    name: str,
    event: str,
    given: dict[str, Any],
    told: str = "",
    **more: Any,  # noqa: ANN401
) -> list[list[str]]:
    run = run_workflow(scratch, name, event, given, environment={"TOLD": told}, **more)
    assert set(run.jobs.values()) <= {"success", "skipped"}, run.log
    return calls(run)


def a_comment(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    given = {"issue": OURS, "comment": {"user": HUMAN}, "sender": HUMAN, **changes}
    return payload("issue_comment", "created", **given)


REPLY = ["reply", *FORGE, "--apply"]
CONFIRM = ["confirm", *FORGE, "--base", "main", "--apply"]
TEND = [["tend", *FORGE, "--apply"], CONFIRM]
PROVE = ["prove", *FORGE, "--base", "main", "--apply"]
INTAKE = ["intake", *FORGE, "--base", "main", "--apply", "--tell"]
JUDGE_ALL = ["gate", *FORGE, "--base", "main", "--apply", "--tell"]
PULL = {"pull_request": {"url": "x"}}


def judging(pull: object) -> list[list[str]]:
    """Return the calls for one pull request alone: its proof, then its verdict."""
    words = [*FORGE, "--base", "main", f"--pull={pull}", "--apply"]
    return [["prove", *words], ["gate", *words, "--tell"]]


def a_code(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    return a_comment(
        **{"issue": {**PULL, "number": 7}, "comment": {"user": HUMAN, "body": "mm-abc"}, **changes}
    )


@pytest.mark.parametrize(
    ("event", "given"),
    [
        ("issue_comment", a_comment()),
        ("issue_comment", {**a_comment(), "action": "edited"}),
        ("schedule", a_schedule()),
        ("workflow_dispatch", payload("workflow_dispatch", ref="refs/heads/main")),
        ("issues", payload("issues", "labeled", label={"name": "organiser: end"}, sender=HUMAN)),
    ],
    ids=["comment", "edited comment", "schedule", "by hand", "label"],
)
def test_every_bell_starts_the_same_hearing_of_answers(
    scratch: Scratch, event: str, given: dict[str, Any]
) -> None:
    assert started(scratch, "reply", event, given) == [REPLY]


@pytest.mark.parametrize(
    ("event", "given"),
    [
        ("issue_comment", a_comment(issue={**OURS, "pull_request": {"url": "x"}})),
        ("issue_comment", a_comment(issue={**OURS, "labels": [{"name": "bug"}]})),
        ("issue_comment", a_comment(comment={"user": BOT}, sender=BOT)),
        ("issues", payload("issues", "labeled", label={"name": "bug"}, sender=HUMAN)),
        ("workflow_dispatch", payload("workflow_dispatch", repository={"default_branch": "live"})),
    ],
    ids=["pull request", "other issue", "bot", "other label", "other branch"],
)
def test_what_is_no_answer_starts_nothing(
    scratch: Scratch, event: str, given: dict[str, Any]
) -> None:
    assert started(scratch, "reply", event, given) == []


@pytest.mark.parametrize("name", ["reply", "tend", "propose", "check-profile"])
def test_a_copy_that_was_not_switched_on_starts_nothing(scratch: Scratch, name: str) -> None:
    assert started(scratch, name, "schedule", a_schedule(), is_on=False) == []


def test_words_of_a_payload_never_reach_a_shell(scratch: Scratch) -> None:
    evil = '"; touch /tmp/owned; $(touch /tmp/owned) `touch /tmp/owned`'
    given = a_comment(
        comment={"user": HUMAN, "body": evil}, issue={**OURS, "title": evil, "number": evil}
    )
    assert started(scratch, "reply", "issue_comment", given) == [REPLY]
    pull = {"user": HUMAN, "title": evil, "number": evil, "head": {"ref": evil}}
    given = payload("pull_request", "opened", pull_request={**pull, "base": {"ref": "main"}})
    found = started(scratch, "check-profile", "pull_request_target", given, "merged=0")
    assert found == judging(evil)
    given = a_code(comment={"user": HUMAN, "body": f"mm-{evil}"}, issue={**PULL, "number": evil})
    found = started(scratch, "check-profile", "issue_comment", given, "merged=0")
    assert found == judging(evil)
    assert not Path("/tmp/owned").exists()  # noqa: S108 -- where the attack would have left it


def test_a_plan_is_made_first_and_that_very_plan_is_carried_out(scratch: Scratch) -> None:
    told = "changes=3 digest=abc123 today=2026-11-23"
    assert started(scratch, "propose", "schedule", a_schedule(), told) == [
        ["propose", *FORGE, "--tell"],
        ["--today", "2026-11-23", "propose", *FORGE, "--apply", "--expect-plan", "abc123"],
    ]


def test_a_plan_that_changes_nothing_is_not_carried_out(scratch: Scratch) -> None:
    told = "changes=0 digest=abc123 today=2026-11-23"
    assert started(scratch, "propose", "schedule", a_schedule(), told) == [
        ["propose", *FORGE, "--tell"]
    ]


def test_a_person_may_override_a_guard_by_hand_and_the_plan_is_made_under_it_too(
    scratch: Scratch,
) -> None:
    told = "changes=1 digest=d today=2026-11-23"
    given = payload("workflow_dispatch", inputs={"override-guard": "closings"})
    override = "--override-guard=closings"
    assert started(scratch, "propose", "workflow_dispatch", given, told) == [
        ["propose", *FORGE, override, "--tell"],
        ["--today", "2026-11-23", "propose", *FORGE, override, "--apply", "--expect-plan", "d"],
    ]
    assert started(scratch, "tend", "workflow_dispatch", given) == [
        ["tend", *FORGE, override, "--apply"],
        CONFIRM,
    ]


@pytest.mark.parametrize(
    ("event", "given"),
    [
        ("schedule", a_schedule()),
        ("workflow_dispatch", payload("workflow_dispatch", inputs={"override-guard": "none"})),
    ],
)
def test_proposals_are_tended(scratch: Scratch, event: str, given: dict[str, Any]) -> None:
    assert started(scratch, "tend", event, given) == TEND


def a_pull(action: str = "opened", base: str = "main", **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    pull = {"number": 7, "user": HUMAN, "base": {"ref": base}, **changes}
    return payload("pull_request", action, pull_request=pull)


@pytest.mark.parametrize(
    ("event", "given", "words"),
    [
        ("pull_request_target", a_pull(), judging(7)),
        ("pull_request_target", a_pull("synchronize"), judging(7)),
        ("pull_request_target", a_pull("ready_for_review"), judging(7)),
        ("pull_request_target", a_pull("reopened"), judging(7)),
        ("issue_comment", a_code(), judging(7)),
        ("issue_comment", a_code(comment={"user": HUMAN, "body": "New code."}), judging(7)),
        ("schedule", a_schedule(), [PROVE, JUDGE_ALL]),
        ("workflow_dispatch", payload("workflow_dispatch"), [PROVE, JUDGE_ALL]),
    ],
    ids=[
        "opened", "pushed to", "ready", "reopened", "code", "new code", "schedule", "by hand",
    ],
)  # fmt: skip
def test_a_pull_request_is_judged_alone_and_without_a_bell_all_are(
    scratch: Scratch, event: str, given: dict[str, Any], words: list[list[str]]
) -> None:
    assert started(scratch, "check-profile", event, given, "merged=0") == words


@pytest.mark.parametrize(
    ("event", "given"),
    [
        ("pull_request_target", a_pull(base="old")),
        ("pull_request_target", a_pull(user=BOT)),
        ("issue_comment", a_code(issue={"pull_request": None, "number": 7})),
        ("issue_comment", a_code(comment={"user": HUMAN, "body": "What a fine profile!"})),
        ("issue_comment", a_code(comment={"user": BOT, "body": "mm-abc"}, sender=BOT)),
    ],
    ids=["other branch", "robot", "code in an issue", "other comment", "robot's comment"],
)
def test_what_cannot_enter_the_directory_starts_no_gate(
    scratch: Scratch, event: str, given: dict[str, Any]
) -> None:
    assert started(scratch, "check-profile", event, given, "merged=0") == []


SECRETS = {
    "MENTOR_MATCH_PRIVATE_KEY": "private",
    "MENTOR_MATCH_PROOF_KEY": "proof",
    "MENTOR_MATCH_MAIL_SERVER": "server",
    "MENTOR_MATCH_MAIL_FROM": "from",
    "MENTOR_MATCH_NOTIFY_KEY": "key",
    "MENTOR_MATCH_NOTIFY_TEMPLATE": "template",
}
KEYS = ["MENTOR_MATCH_PRIVATE_KEY", "MENTOR_MATCH_PROOF_KEY"]


@pytest.mark.parametrize("name", ["check-profile", "intake"])
def test_what_opens_addresses_and_sends_mail_reaches_the_steps_that_need_it_alone(
    scratch: Scratch, name: str
) -> None:
    run = run_workflow(
        scratch, name, "schedule", a_schedule(),
        environment={"TOLD": "merged=1"}, secrets=SECRETS,
    )  # fmt: skip
    assert run.is_done, run.log
    given = {words[0]: sorted(set(env) & set(SECRETS)) for words, env in all_calls(run)}
    nothing: list[str] = []
    judge = {"gate": nothing} | ({"intake": KEYS} if name == "intake" else {})
    assert given == {
        "prove": sorted(SECRETS),
        "ledger": nothing,
        "build": nothing,
        **judge,
        **({"intake": KEYS} if name == "check-profile" else {}),
    }


PUBLISH = [
    ["ledger", *FORGE, "--out", "build/ledger.json"],
    ["build", "--ledger=build/ledger.json", "--out", "build/site"],
    ["gate", *FORGE, "--published", "--apply"],
]


def test_a_merge_is_published_in_the_same_run(scratch: Scratch) -> None:
    found = started(scratch, "check-profile", "pull_request_target", a_pull(), "merged=1")
    assert found == [*judging(7), *PUBLISH]


@pytest.mark.parametrize(
    ("event", "given", "first"),
    [("issue_comment", a_code(), judging(7)), ("schedule", a_schedule(), [PROVE, JUDGE_ALL])],
    ids=["code", "schedule"],
)
def test_after_a_merge_that_a_form_may_be_behind_the_forms_are_answered_too(
    scratch: Scratch, event: str, given: dict[str, Any], first: list[list[str]]
) -> None:
    found = started(scratch, "check-profile", event, given, "merged=1")
    assert found[:2] == first
    # The log does not tell one publishing from the other.
    assert sorted(found[2:]) == sorted([*PUBLISH, INTAKE, PROVE, *PUBLISH])


@pytest.mark.parametrize(
    ("name", "first"), [("check-profile", [PROVE, JUDGE_ALL]), ("intake", [INTAKE, PROVE])]
)
def test_a_mail_that_cannot_be_sent_is_seen_and_keeps_nobody_from_entering(
    scratch: Scratch, name: str, first: list[list[str]]
) -> None:
    told = {"TOLD": "merged=1", "FAILS": "prove"}
    run = run_workflow(scratch, name, "schedule", a_schedule(), environment=told)
    assert not run.is_done
    found = calls(run)
    assert found[:2] == first
    assert [each for each in PUBLISH if each not in found] == []


@pytest.mark.parametrize("event", ["push", "workflow_dispatch"])
def test_every_change_of_main_is_published(scratch: Scratch, event: str) -> None:
    given = payload(event, ref="refs/heads/main")
    assert started(scratch, "publish", event, given) == PUBLISH
    assert started(scratch, "publish", event, given, is_on=False) == [
        ["build", "--out", "build/site"]
    ]
