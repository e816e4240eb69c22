"""GitHub as a forge: what it does at faults and limits, whom it believes, and files and pulls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from forge.github import GitHubForge
from forge.github_replies import GHOST
from forge.port import Account, BudgetSpent, Draft, Entry, ForgeError, Lease, Signal
from tests.forge.worlds import ADA, REPOSITORY, GitHubWorld
from tests.github_double.double import Crashed, Fault, Planted
from tests.github_double.seeding import (
    add_account,
    open_pull,
    push_to_pull,
    remove_account,
    write_comment,
    write_issue,
)
from tests.github_double.transport import DoubleTransport

DRAFT = Draft(title="Mentoring", body="Hello", labels=("mentor-match",))
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> GitHubWorld:
    return GitHubWorld()


def plant(world: GitHubWorld, fault: Fault, *, at: int = 0, times: int = 1) -> None:
    start = len(world.double.seen) + at
    world.double.planted += [Planted(fault=fault, at=start + each) for each in range(times)]


HARMLESS = [Fault.BROKEN, Fault.SECONDARY, Fault.SECONDARY_BARE, Fault.TOO_MANY]


@pytest.mark.parametrize("fault", [*HARMLESS, Fault.LOST, Fault.SLOW, Fault.BROKEN_AFTER])
@pytest.mark.parametrize("at", range(3))
def test_what_may_be_sent_twice_is_sent_again(world: GitHubWorld, fault: Fault, at: int) -> None:
    world.forge().open_issue(DRAFT)
    plant(world, fault, at=at)
    assert world.forge().edit_issue(1, body="New").body == "New"
    assert world.forge().take_lease("w", holder="a", until=world.clock.now() + HOUR)
    assert world.double.refused == world.double.warned == []


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.SLOW, Fault.BROKEN_AFTER, Fault.BROKEN])
def test_a_create_that_was_not_heard_of_is_never_sent_again(
    world: GitHubWorld, fault: Fault
) -> None:
    forge = world.forge()
    plant(world, fault)
    with pytest.raises(ForgeError, match="issues"):
        forge.open_issue(DRAFT)
    done = 0 if fault is Fault.BROKEN else 1
    assert len(world.double.state.issues) == done
    write_issue(world.double, author=ADA.number, title="t", body="b")
    number = max(world.double.state.issues)
    plant(world, fault)
    with pytest.raises(ForgeError, match="comments"):
        forge.comment(number, "Hello")
    assert len(world.double.state.comments) == done


@pytest.mark.parametrize("fault", [Fault.SECONDARY, Fault.SECONDARY_BARE, Fault.TOO_MANY])
def test_a_create_that_was_turned_away_at_a_limit_waits_as_long_as_it_is_told(
    world: GitHubWorld, fault: Fault
) -> None:
    plant(world, fault)
    assert world.forge().open_issue(DRAFT).number == 1
    assert world.clock.waited >= (60 if fault is Fault.SECONDARY_BARE else 30)
    assert len(world.double.state.issues) == 1


def test_a_limit_that_does_not_end_ends_the_run(world: GitHubWorld) -> None:
    plant(world, Fault.TOO_MANY, times=4)
    with pytest.raises(BudgetSpent, match="The next run goes on"):
        world.forge().open_issue(DRAFT)
    assert world.double.state.issues == {}


def test_a_thousand_issues_are_opened_over_runs_without_a_warning(world: GitHubWorld) -> None:
    runs, opened = 0, 0
    while opened < 1000:
        runs += 1
        forge = world.forge()
        opened = len(list(forge.issues(label="mentor-match")))
        try:
            for _ in range(1000 - opened):
                forge.open_issue(DRAFT)
        except BudgetSpent as error:
            world.clock.time = error.until or world.clock.time
        opened = len(world.double.state.issues)
    assert (opened, world.double.warned, world.double.refused) == (1000, [], [])
    (times,) = world.double.state.created.values()
    assert runs <= 3
    assert all(later - earlier >= 20 for earlier, later in zip(times, times[20:], strict=False))


def test_the_last_requests_are_kept_for_giving_the_lease_back(world: GitHubWorld) -> None:
    forge = world.forge()
    lease = forge.take_lease("w", holder="a", until=world.clock.now() + HOUR)
    assert lease is not None
    token = next(iter(world.double.state.tokens))
    start, _ = world.double.state.used[token]
    world.double.state.used[token] = (start, 990)
    forge.issue(1)
    with pytest.raises(BudgetSpent):
        forge.issue(2)
    forge.release_lease(lease)
    world.clock.time += HOUR
    assert world.forge().take_lease("w", holder="b", until=world.clock.now() + HOUR)
    assert world.double.warned == []


def test_the_budget_is_told_and_costs_nothing(world: GitHubWorld) -> None:
    budget = world.forge().budget()
    assert budget.left == 1000
    forge = world.forge()
    forge.issue(1)
    assert forge.budget().left == 999


def test_reading_again_what_did_not_change_costs_nothing(world: GitHubWorld) -> None:
    forge = world.forge()
    forge.open_issue(DRAFT)
    first = list(forge.issues(label="mentor-match"))
    left = forge.budget().left
    assert list(forge.issues(label="mentor-match")) == first
    assert (world.double.seen[-1].status, forge.budget().left) == (304, left)
    world.clock.wait(60)
    world.forge(ADA).comment(1, "Hello")
    assert list(forge.issues(label="mentor-match")) != first
    assert world.double.seen[-1].status == 200


def test_a_page_that_was_full_is_not_taken_for_the_last_one_again(world: GitHubWorld) -> None:
    forge = world.forge()
    for _ in range(100):
        write_issue(world.double, author=ADA.number, title="t", body="b", labels=("x",))
    assert len(list(forge.issues(label="x"))) == 100
    write_issue(world.double, author=ADA.number, title="t", body="b", labels=("x",))
    assert len(list(forge.issues(label="x"))) == 101


def test_a_primary_limit_that_is_reached_ends_the_run_until_it_is_renewed(
    world: GitHubWorld,
) -> None:
    token = next(iter(world.double.state.tokens))
    world.double.state.used[token] = (world.clock.now().timestamp(), 1000)
    with pytest.raises(BudgetSpent) as caught:
        world.forge().issue(1)
    assert caught.value.until == world.clock.now() + HOUR


def interleaved(world: GitHubWorld, at: int, other: Callable[[], None]) -> GitHubForge:
    """A forge before whose request number `at` another run does something."""
    count = iter(range(1000))

    def before() -> None:
        if next(count) == at:
            other()

    client = world.client()
    client._http._transport = DoubleTransport(world.double, before=before)  # noqa: SLF001
    return GitHubForge(client)


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_runs_at_any_moment_one_takes_the_lease(
    world: GitHubWorld, at: int, *, is_first: bool
) -> None:
    if not is_first:
        world.forge().take_lease("w", holder="dead", until=world.clock.now() + HOUR)
        world.clock.time += 2 * HOUR
    until = world.clock.now() + HOUR
    taken: list[Lease | None] = []

    def other() -> None:
        taken.append(world.forge().take_lease("w", holder="b", until=until))

    taken.append(interleaved(world, at, other).take_lease("w", holder="a", until=until))
    assert len([each for each in taken if each]) == 1


@pytest.mark.parametrize("fault", [Fault.CRASH_BEFORE, Fault.CRASH_AFTER])
@pytest.mark.parametrize("at", range(10))
def test_a_crash_at_any_request_leaves_a_lease_that_runs_out(
    world: GitHubWorld, fault: Fault, at: int
) -> None:
    plant(world, fault, at=at)
    try:
        lease = world.forge().take_lease("w", holder="a", until=world.clock.now() + HOUR)
        if lease:
            world.forge().release_lease(lease)
    except Crashed:
        pass
    world.double.planted.clear()
    world.clock.time += 2 * HOUR
    assert world.forge().take_lease("w", holder="b", until=world.clock.now() + HOUR)


@pytest.mark.parametrize(
    "message", ["", "[]", '{"holder": 1, "until": "2999-01-01T00:00:00+00:00"}', '{"until": "x"}']
)
def test_a_lease_that_nobody_can_read_is_free(world: GitHubWorld, message: str) -> None:
    world.forge().take_lease("w", holder="a", until=world.clock.now() + HOUR)
    (sha,) = [each for name, each in world.double.state.refs.items() if "leases" in name]
    kind, commit = world.double.state.objects[sha]
    world.double.state.objects[sha] = (kind, {**commit, "message": message})
    assert world.forge().take_lease("w", holder="b", until=world.clock.now() + HOUR)


def test_what_a_deleted_account_wrote_is_the_ghosts(world: GitHubWorld) -> None:
    number = write_issue(world.double, author=ADA.number, title="t", body="b", labels=("x",))
    write_comment(world.double, number, author=ADA.number, body="Hello")
    remove_account(world.double, ADA.number)
    assert [each.author for each in world.forge().issues(label="x")] == [GHOST]
    assert [each.author for each in world.forge().comments()] == [GHOST]


def test_an_edit_by_a_deleted_account_is_the_ghosts_and_costs_no_request(
    world: GitHubWorld,
) -> None:
    number = write_issue(world.double, author=ADA.number, title="t", body="b")
    world.forge(ADA).edit_issue(number, body="c")
    remove_account(world.double, ADA.number)
    forge = world.forge()
    assert forge.editor(number) == GHOST
    assert forge.issue(number) is not None


def test_a_token_of_another_account_than_told_is_found_out(world: GitHubWorld) -> None:
    add_account(world.double, "our-app[bot]", 77, role="write", is_bot=True)
    with pytest.raises(ForgeError, match=r"MENTOR_MATCH_ACCOUNT=github-actions\[bot\]"):
        GitHubForge(world.client(), login="our-app[bot]").open_issue(DRAFT)
    own = GitHubForge(world.client(ADA.login))
    assert own.account() == ADA


def test_rights_that_are_missing_are_told(world: GitHubWorld) -> None:
    token = next(iter(world.double.state.tokens))
    world.double.state.tokens[token]["permissions"] = {"issues": "read"}
    with pytest.raises(ForgeError, match=r"403 .*Has the token the rights"):
        world.forge().open_issue(DRAFT)
    with pytest.raises(ForgeError, match=r"401 .*is GITHUB_TOKEN set"):
        GitHubForge(world.client("ghs_other")).open_issue(DRAFT)
    world.double.state.repo = "elsewhere"
    with pytest.raises(ForgeError, match=r"404 .*named rightly"):
        list(world.forge().issues(label="x"))


def test_pull_requests_are_no_issues(world: GitHubWorld) -> None:
    number = open_pull(world.double, author=ADA.number, files={"profiles/b.yaml": b"b: 1\n"})
    issue = {**world.double.state.issues[number], "labels": ["x"]}
    world.double.state.labels["x"] = {"id": 1, "name": "x"}
    world.double.state.issues[number] = issue
    assert list(world.forge().issues(label="x")) == []
    assert world.forge().issue(number) is None


def test_files_are_read_without_a_checkout(world: GitHubWorld) -> None:
    forge = world.forge()
    assert forge.head("main") == world.base
    assert forge.head("none") is None
    tree = forge.tree(world.base)
    assert list(tree) == ["README.md", "profiles/a.yaml"]
    hello = "e965047ad7c57865823c7d992b1d046ea66edf78"  # as `git hash-object` says
    assert tree["README.md"] == Entry(mode="100644", blob=hello)
    assert (forge.blob(hello, most=100), forge.blob(hello, most=2)) == (b"Hello\n", b"He")
    with pytest.raises(ForgeError, match="no blob"):
        forge.blob("0" * 40, most=5)


def test_a_branch_stands_at_one_commit_and_is_not_made_twice(world: GitHubWorld) -> None:
    forge = world.forge()
    files = {"profiles/b.yaml": b"\xff\x00", "README.md": None}
    first = forge.commit_files("form/1", files, onto=world.base, message="Join", coauthor=ADA)
    assert forge.commit_files("form/1", files, onto=world.base, message="Join") == first
    assert forge.blob(forge.tree(first)["profiles/b.yaml"].blob, most=9) == b"\xff\x00"
    assert list(forge.tree(first)) == ["profiles/a.yaml", "profiles/b.yaml"]
    message = world.double.state.objects[first][1]["message"]
    assert message.endswith(
        f"Co-authored-by: {ADA.login} <{ADA.number}+{ADA.login}@users.noreply.github.com>"
    )
    other = forge.commit_files("form/1", {"x": b"1"}, onto=world.base, message="Join")
    assert forge.head("form/1") == other != first
    forge.remove_branch("form/1")
    forge.remove_branch("form/1")
    assert forge.head("form/1") is None


def test_a_pull_request_from_opening_to_merging(world: GitHubWorld) -> None:
    forge = world.forge()
    head = forge.commit_files("form/1", {"b": b"1"}, onto=world.base, message="Join")
    pull = forge.open_pull(branch="form/1", onto="main", title="Join", body="Hello")
    assert (pull.head, pull.head_branch, pull.base_branch) == (head, "form/1", "main")
    assert forge.pull_of("form/1") == forge.pull(pull.number) == pull
    with pytest.raises(ForgeError, match="422"):
        forge.open_pull(branch="form/1", onto="main", title="Join", body="Hello")
    assert forge.merge_pull(pull.number, head=world.base, title="Join") is False
    assert forge.merge_pull(pull.number, head=head, title="Join") is True
    assert forge.merge_pull(pull.number, head=head, title="Join") is True
    assert forge.pull(pull.number) == replace(pull, is_open=False, is_merged=True)
    assert "b" in forge.tree(forge.head("main") or "")


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.BROKEN_AFTER, Fault.BROKEN])
def test_a_merge_that_was_not_heard_of_is_found_done(world: GitHubWorld, fault: Fault) -> None:
    number = open_pull(world.double, author=ADA.number, files={"b": b"1"})
    pull = world.forge().pull(number)
    assert pull is not None
    plant(world, fault)
    assert world.forge().merge_pull(number, head=pull.head, title="Join") is True


def test_a_pull_request_that_moved_on_or_was_closed_is_not_merged(world: GitHubWorld) -> None:
    forge = world.forge()
    number = open_pull(world.double, author=ADA.number, files={"b": b"1"})
    pull = forge.pull(number)
    assert pull is not None
    assert list(forge.pulls()) == [pull]
    assert forge.fork_point(world.base, pull.head) == world.base
    push_to_pull(world.double, number, {"c": b"2"})
    assert forge.merge_pull(number, head=pull.head, title="Join") is False
    forge.close_pull(number)
    assert list(forge.pulls()) == []


def test_a_pull_request_of_a_fork_with_our_branch_name_is_not_our_own(world: GitHubWorld) -> None:
    open_pull(
        world.double,
        author=ADA.number,
        files={"b": b"1"},
        fork=REPOSITORY + "-fork",
        branch="form/1",
    )
    assert world.forge().pull_of("form/1") is None


def test_a_status_is_said_once(world: GitHubWorld) -> None:
    forge = world.forge()
    for signal in (Signal.PENDING, Signal.SUCCESS, Signal.SUCCESS):
        forge.set_status(
            world.base, context="mentor-match/gate", signal=signal, description="é" * 200
        )
    said = world.double.state.statuses[world.base]
    assert [each["state"] for each in said] == ["success", "pending"]


def test_an_account_in_anothers_name_is_not_the_organiser(world: GitHubWorld) -> None:
    add_account(world.double, "organiser", 5, role="admin")
    add_account(world.double, "triager", 6, role="triage")
    assert world.forge().may_write(Account(login="organiser", number=5))
    assert not world.forge().may_write(Account(login="organiser", number=6))
    assert not world.forge().may_write(Account(login="triager", number=6))
