"""From a form to a page and back, on the double of GitHub: once, twice, and cut off anywhere."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from commands.gate_pulls import Gate
from commands.intake_verb import Run
from commands.leasing import alone
from commands.outcome import Refused
from forge.github import GitHubForge
from forge.github_client import GitHubClient
from forge.port import Account, Issue, Pull
from intake.questions import LABEL, Purpose, Wish
from roster.checking import check_file
from tests.builders import REPOSITORY, TODAY, the_programme
from tests.forge.worlds import ADA, ORGANISER, GitHubWorld
from tests.forge.worlds import REPOSITORY as NAME
from tests.github_double.double import Crashed, Fault, Planted
from tests.github_double.seeding import TOKEN, add_account, commit, write_issue
from tests.github_double.transport import DoubleTransport
from tests.intake.filled import ADA as ANSWERS
from tests.intake.filled import issue_text

PATH = "profiles/ada-lovelace.yaml"
SETTINGS = (REPOSITORY / "programme" / "settings.yaml").read_bytes()
WRITING = {"PUT", "PATCH", "DELETE", "POST"}
MALLORY = Account(login="mallory", number=666)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # noqa: S607
    return tmp_path


def a_world() -> GitHubWorld:
    """The double with a programme on main that merges by itself, and a stranger."""
    made = GitHubWorld()
    commit(made.double, {"profiles/a.yaml": None, "programme/settings.yaml": SETTINGS})
    add_account(made.double, MALLORY.login, MALLORY.number, token=MALLORY.login)
    return made


def let_a_person_merge(world: GitHubWorld) -> None:
    slow = SETTINGS.replace(b"merge: by itself", b"merge: by a person")
    assert slow != SETTINGS
    commit(world.double, {"programme/settings.yaml": slow})


@pytest.fixture
def world() -> GitHubWorld:
    return a_world()


def run(
    world: GitHubWorld,
    store: Path,
    *,
    only: int | None = None,
    applies: bool = True,
    before: Callable[[], None] = lambda: None,
) -> bool:
    """Run `intake` as the verb does; `before` is called before each of its requests."""
    transport = DoubleTransport(world.double, before=before)
    client = GitHubClient(NAME, token=TOKEN, clock=world.clock, transport=transport)
    forge = GitHubForge(client)
    gate = Gate(reader=forge, root=store, branch="main", today=TODAY)
    writer = forge if applies else None
    with alone(writer, "intake", now=world.clock.now) as take:
        return Run(reader=forge, writer=writer, gate=gate, take=take).answer_all(only)


def send(
    world: GitHubWorld,
    text: str,
    *,
    author: Account = ADA,
    labels: tuple[str, ...] = (LABEL,),
) -> int:
    return write_issue(world.double, author=author.number, title="Join", body=text, labels=labels)


def said(world: GitHubWorld, number: int) -> list[str]:
    return [each.body for each in world.forge().comments_on(number)]


def issue(world: GitHubWorld, number: int) -> Issue:
    found = world.forge().issue(number)
    assert found is not None
    return found


def pull(world: GitHubWorld, number: int) -> Pull | None:
    return world.forge().pull_of(f"form/{number}")


def on_main(world: GitHubWorld, path: str = PATH) -> bytes | None:
    forge = world.forge()
    head = forge.head("main")
    assert head is not None
    entry = forge.tree(head).get(path)
    return None if entry is None else forge.blob(entry.blob, most=20_000)


def test_a_form_is_published_with_one_reply_and_credited_to_its_author(
    world: GitHubWorld, store: Path
) -> None:
    number = send(world, issue_text(ANSWERS))
    assert not run(world, store, only=number)
    data = on_main(world)
    assert data is not None
    checked = check_file(data, path=PATH, programme=the_programme(), today=TODAY)
    assert checked.problems == ()
    assert checked.profile is not None
    assert (checked.profile.github, checked.profile.github_id) == (ADA.login, ADA.number)
    assert checked.profile.offers == ("Statistics", "Presenting to ministers")
    (reply,) = said(world, number)
    assert "Done" in reply
    assert "mentors/ada-lovelace/" in reply
    assert not issue(world, number).is_open
    assert world.forge().head(f"form/{number}") is None
    objects = world.double.state.objects.values()
    messages = [value["message"] for kind, value in objects if kind == "commit"]
    trailer = f"Co-authored-by: {ADA.login} <{ADA.number}+{ADA.login}@users.noreply.github.com>"
    assert any(trailer in each for each in messages)
    assert world.double.refused == []


def test_run_twice_it_writes_nothing_the_second_time(world: GitHubWorld, store: Path) -> None:
    broken = send(world, issue_text({**ANSWERS, "grade": "Grade 99"}), author=MALLORY)
    number = send(world, issue_text(ANSWERS))
    run(world, store)
    before = world.double.state.copy()
    seen = len(world.double.seen)
    world.clock.time += timedelta(days=1)
    run(world, store)
    written = [each for each in world.double.seen[seen:] if each.method != "GET"]
    assert [each for each in written if "graphql" not in each.path] == []
    assert world.double.state.issues == before.issues
    assert len(said(world, broken)) == len(said(world, number)) == 1


def test_what_is_to_be_mended_is_one_reply_edited_in_place(world: GitHubWorld, store: Path) -> None:
    number = send(world, issue_text({**ANSWERS, "seeks": "intervews\nbeekeeping for dragons"}))
    run(world, store, only=number)
    (reply,) = said(world, number)
    assert "2 things to mend" in reply
    assert "Job applications and interviews" in reply
    assert pull(world, number) is None
    world.forge(ADA).edit_issue(number, body=issue_text({**ANSWERS, "grade": "G99"}))
    run(world, store, only=number)
    (reply,) = said(world, number)
    assert "One thing to mend" in reply
    world.forge(ADA).edit_issue(number, body=issue_text(ANSWERS))
    run(world, store, only=number)
    (reply,) = said(world, number)
    assert "Done" in reply


def test_editing_the_form_changes_the_same_pull_request(world: GitHubWorld, store: Path) -> None:
    let_a_person_merge(world)
    number = send(world, issue_text(ANSWERS))
    run(world, store)
    first = pull(world, number)
    assert first is not None
    assert first.is_open
    world.forge(ADA).edit_issue(number, body=issue_text({**ANSWERS, "name": "Augusta Lovelace"}))
    run(world, store)
    second = pull(world, number)
    assert second is not None
    assert second.number == first.number
    assert second.head != first.head
    (reply,) = said(world, number)
    assert f"#{first.number}" in reply
    world.forge(ADA).edit_issue(number, is_open=False)
    run(world, store)
    withdrawn = pull(world, number)
    assert withdrawn is not None
    assert not withdrawn.is_open
    assert on_main(world) is None


def test_a_form_that_turns_wrong_takes_its_pull_request_back_until_it_is_right_again(
    world: GitHubWorld, store: Path
) -> None:
    let_a_person_merge(world)
    number = send(world, issue_text(ANSWERS))
    run(world, store)
    first = pull(world, number)
    assert first is not None
    for _ in range(2):
        world.forge(ADA).edit_issue(number, body=issue_text({**ANSWERS, "grade": "G99"}))
        run(world, store)
        closed = pull(world, number)
        assert closed is not None
        assert (closed.number, closed.is_open) == (first.number, False)
        assert world.forge().head(f"form/{number}") is None
        (reply,) = said(world, number)
        assert "One thing to mend" in reply
        assert f"#{first.number}, which held your earlier answers, is closed" in reply
    world.forge(ADA).edit_issue(number, body=issue_text(ANSWERS))
    run(world, store)
    again = pull(world, number)
    assert again is not None
    assert again.is_open
    assert again.number > first.number
    (reply,) = said(world, number)
    assert f"this is now #{again.number}" in reply


def test_a_form_that_somebody_else_edited_waits_for_its_author(
    world: GitHubWorld, store: Path
) -> None:
    number = send(world, issue_text({**ANSWERS, "grade": "G99"}))
    stolen = issue_text({**ANSWERS, "email": "mallory@evil.gov.example"})
    world.forge(ORGANISER).edit_issue(number, body=stolen)
    run(world, store)
    (reply,) = said(world, number)
    assert "save this form once more" in reply
    assert pull(world, number) is None
    world.forge(ADA).edit_issue(number, body=issue_text(ANSWERS))
    run(world, store)
    assert on_main(world) is not None


def test_a_form_never_touches_somebody_elses_profile(world: GitHubWorld, store: Path) -> None:
    run_first = send(world, issue_text(ANSWERS))
    run(world, store, only=run_first)
    before = on_main(world)
    add_account(world.double, "ada-lovelace-old", ADA.number)
    add_account(world.double, ADA.login, 4711, token="taken-over")  # noqa: S106 -- of the double
    thief = Account(login=ADA.login, number=4711)
    number = send(world, issue_text({**ANSWERS, "email": "x.y@evil.gov.example"}), author=thief)
    run(world, store, only=number)
    (reply,) = said(world, number)
    assert "belongs to somebody else" in reply
    assert pull(world, number) is None
    assert on_main(world) == before


def test_a_change_keeps_what_is_not_answered_and_takes_out_what_says_none(
    world: GitHubWorld, store: Path
) -> None:
    run(world, store, only=send(world, issue_text({**ANSWERS, "profession": "Policy"})))
    change = {"grade": "SCS1", "profession": "none"}
    number = send(world, issue_text(change, Purpose.CHANGE))
    run(world, store, only=number)
    data = on_main(world)
    assert data is not None
    text = data.decode()
    assert "grade: SCS1" in text
    assert "profession" not in text
    assert "ada.lovelace@analysis.gov.example" in text
    assert "- Short meetings" in text


def test_pause_come_back_and_leave(world: GitHubWorld, store: Path) -> None:
    run(world, store, only=send(world, issue_text(ANSWERS)))
    first = on_main(world)
    for wish, holds in ((Wish.PAUSE, True), (Wish.RETURN, False)):
        number = send(world, issue_text({"wish": wish}, Purpose.LEAVE))
        run(world, store, only=number)
        assert (b"paused: true" in (on_main(world) or b"")) is holds
        assert not issue(world, number).is_open
    assert on_main(world) == first
    number = send(world, issue_text({"wish": Wish.LEAVE}, Purpose.LEAVE))
    run(world, store, only=number)
    assert on_main(world) is None
    assert "your profile is removed" in said(world, number)[0]


@pytest.mark.parametrize("purpose", [Purpose.CHANGE, Purpose.LEAVE])
def test_who_has_no_profile_is_sent_to_the_form_to_join(
    world: GitHubWorld, store: Path, purpose: Purpose
) -> None:
    answers = {"wish": Wish.PAUSE} if purpose is Purpose.LEAVE else {"grade": "G6"}
    number = send(world, issue_text(answers, purpose), author=MALLORY)
    run(world, store)
    assert "no profile of yours yet" in said(world, number)[0]


def test_a_renamed_account_moves_its_own_file(world: GitHubWorld, store: Path) -> None:
    run(world, store, only=send(world, issue_text(ANSWERS)))
    add_account(world.double, "countess", ADA.number, token=ADA.login)
    renamed = Account(login="countess", number=ADA.number)
    same = issue_text({"grade": "Grade 7"}, Purpose.CHANGE)
    run(world, store, only=send(world, same, author=renamed))
    assert on_main(world) is None
    assert b"github: countess" in (on_main(world, "profiles/countess.yaml") or b"")


def test_other_issues_and_robots_are_left_alone(world: GitHubWorld, store: Path) -> None:
    numbers = [
        send(world, "A question about domains", labels=()),
        send(world, issue_text(ANSWERS), author=world.forge().account()),
    ]
    for number in numbers:
        run(world, store, only=number)
    assert all(said(world, each) == [] for each in numbers)


def test_a_form_whose_label_github_dropped_is_given_it(world: GitHubWorld, store: Path) -> None:
    number = send(world, issue_text(ANSWERS), labels=())
    run(world, store, only=number)
    assert LABEL in issue(world, number).labels
    assert on_main(world) is not None


def test_a_pull_request_that_a_person_closed_stays_closed(world: GitHubWorld, store: Path) -> None:
    let_a_person_merge(world)
    number = send(world, issue_text(ANSWERS))
    run(world, store)
    opened = pull(world, number)
    assert opened is not None
    world.forge(ORGANISER).close_pull(opened.number)
    run(world, store)
    again = pull(world, number)
    assert again is not None
    assert (again.number, again.is_open) == (opened.number, False)
    assert "closed without being taken in" in said(world, number)[0]


def test_without_apply_nothing_is_written(world: GitHubWorld, store: Path) -> None:
    number = send(world, issue_text(ANSWERS))
    before = world.double.state.copy()
    run(world, store, applies=False)
    assert world.double.state.issues == before.issues
    assert said(world, number) == []


def test_a_run_that_is_cut_off_after_any_write_is_gone_on_with_by_the_next(store: Path) -> None:
    """What is read changes nothing, so a cut before a request is one after the write before it."""
    whole = a_world()
    run(whole, store, only=send(whole, issue_text(ANSWERS)))
    seen = whole.double.seen
    writes = [place for place, each in enumerate(seen[:-1], 1) if each.method in WRITING]
    assert len(writes) > 8
    for at in writes:
        world = a_world()
        world.double.judges_replies = False
        number = send(world, issue_text(ANSWERS))
        world.double.planted.append(Planted(fault=Fault.CRASH_AFTER, at=at))
        with pytest.raises(Crashed):
            run(world, store, only=number)
        world.clock.time += timedelta(minutes=30)  # what the dead run held has run out
        run(world, store)
        assert on_main(world) is not None
        (reply,) = said(world, number)
        assert "Done" in reply
        assert not issue(world, number).is_open
        assert [each.number for each in world.forge().pulls()] == []


def test_two_runs_at_once_reply_and_open_once(store: Path) -> None:
    whole = a_world()
    run(whole, store, only=send(whole, issue_text(ANSWERS)))
    writes = [place for place, each in enumerate(whole.double.seen) if each.method in WRITING]
    for at in writes:
        world = a_world()
        world.double.judges_replies = False
        number, waiting = send(world, issue_text(ANSWERS)), [at]

        def second(world: GitHubWorld = world, waiting: list[int] = waiting) -> None:
            if waiting and len(world.double.seen) == waiting[0]:
                waiting.clear()
                with suppress(Refused):
                    run(world, store)

        with suppress(Refused):
            run(world, store, before=second)
        assert waiting == [], at
        assert on_main(world) is not None, at
        assert len(said(world, number)) == 1, at
        opened = [each["number"] for each in world.double.state.issues.values() if each["pull"]]
        assert len(opened) == 1, at
        assert not issue(world, number).is_open, at
