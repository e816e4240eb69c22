"""Trees that no editor would make, written byte by byte into a git repository, at the gate."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from commands import git_store
from commands.main import main
from roster.writing import write_profile
from tests.builders import a_mentor
from tests.commands.git_objects import ADA, BOB, Raw, Store

MALLORY = a_mentor("mallory", github_id=666, name="Mallory Archer")
MINE = write_profile(replace(ADA, about="New text.\n"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def gate(
    store: Store, head: str, capsys: pytest.CaptureFixture[str], *, login: str = "ada", number: int
) -> tuple[str, set[str]]:
    words = ["--base", "main", "--head", head, "--author", login, "--author-id", str(number)]
    place = ["--root", str(store.folder), "--today", "2026-11-23"]
    status = main([*place, "gate", "--format", "json", *words])
    told = json.loads(capsys.readouterr().out)
    assert status == (0 if told["outcome"] == "accepted" else 1)
    return told["outcome"], {each["rule"] for each in told["problems"]}


ACCEPTED, REVIEW, REFUSED = "accepted", "a person must look", "refused"


@pytest.mark.parametrize(
    ("profiles", "rule"),
    [
        ({"ada": ("100755", MINE)}, "gate-mode"),
        ({"ada": ("120000", b"bob.yaml")}, "gate-mode"),
        ({"ada": ("160000", b"")}, "gate-mode"),
        ({"ada": {"x.yaml": ("100644", MINE)}}, "file-place"),
        ({"ada": ("100644", MINE), "x": ("120000", b"/etc/passwd")}, "gate-mode"),
        ({"ada": ("100644", MINE * 200)}, "file-size"),
        ({"ada": ("100644", b"\0" * 2**21)}, "file-size"),
        ({"bob": ("100644", write_profile(replace(BOB, paused=True)))}, "gate-owner"),
        ({"bob": None}, "gate-owner"),
        ({"bob": ("120000", b"ada.yaml")}, "gate-mode"),
        ({"Bob": ("100644", MINE)}, "file-place"),
        ({"b\u00f6b": ("100644", MINE)}, "file-place"),
        ({"bo\u0308b": ("100644", MINE)}, "file-place"),
        ({"bob ": ("100644", MINE)}, "file-place"),
        ({"b\udcffb": ("100644", MINE)}, "file-place"),
        ({"..": ("100644", MINE)}, "file-place"),
        ({"countess": ("100644", MINE)}, "doubled-id"),
        ({"ada": None, "countess": ("100644", MINE)}, "file-name"),
    ],
)
def test_what_stands_among_the_profiles_is_a_plain_file_of_ones_own(
    store: Store, capsys: pytest.CaptureFixture[str], profiles: dict[str, Any], rule: str
) -> None:
    head = store.commit(store.changed(**profiles), store.main)
    outcome, rules = gate(store, head, capsys, number=1)
    assert outcome == REFUSED
    assert rule in rules


@pytest.mark.parametrize(
    "top",
    [
        ("Profiles", {"bob.yaml": ("100644", MINE)}),
        ("PROFIL~1", {"bob.yaml": ("100644", MINE)}),
        ("profiles ", {"x.yaml": ("100644", MINE)}),
        ("profiles.", {"x.yaml": ("100644", MINE)}),
        ("pro\u200cfiles", {"x.yaml": ("100644", MINE)}),
        ("pro\ufb01les", {"x.yaml": ("100644", MINE)}),
        ("profiles\\bob.yaml", ("100644", MINE)),
        ("profiles::$INDEX_ALLOCATION", ("100644", b"")),
        ("..", {"profiles": {"bob.yaml": ("100644", MINE)}}),
        (".", {"x.yaml": ("100644", MINE)}),
        ("x", {"..": {"profiles": {"bob.yaml": ("100644", MINE)}}}),
        (".git", {"config": ("100644", b"")}),
        ("GIT~1", {"config": ("100644", b"")}),
        ("x", {".GIT ": {"config": ("100644", b"")}}),
        ("profiles", ("120000", b"elsewhere")),
        ("profiles", ("100644", b"")),
        ("profiles", ("160000", b"")),
    ],
)
def test_a_path_that_is_not_what_it_looks_like_is_refused(
    store: Store, capsys: pytest.CaptureFixture[str], top: tuple[str, Any]
) -> None:
    outcome, rules = gate(store, store.commit(store.changed(top), store.main), capsys, number=1)
    assert outcome == REFUSED
    assert rules & {"gate-path", "file-place"}


@pytest.mark.parametrize(
    "top",
    [
        (".gitattributes", ("100644", b"* text eol=crlf\n")),
        (".gitmodules", ("100644", b"[submodule]")),
        ("lib", ("160000", b"")),
        ("link", ("120000", b"profiles/bob.yaml")),
        ("b\udcff", ("100644", b"")),
        (".github", {"workflows": {"x.yml": ("100644", b"on: push")}}),
        ("README.md", ("100755", b"read me")),
        ("programme", {"settings.yaml": ("100644", b"who_may_join: public sector")}),
    ],
)
def test_what_lies_outside_profiles_is_for_a_person_with_all_beside_it(
    store: Store, capsys: pytest.CaptureFixture[str], top: tuple[str, Any]
) -> None:
    head = store.commit(store.changed(top, ada=("100644", MINE)), store.main)
    assert gate(store, head, capsys, number=1) == (REVIEW, set())


def test_a_file_that_is_no_profile_is_removed_by_nobody_alone(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = {k: v for k, v in store.base["profiles"].items() if k != "README.md"}
    head = store.commit({**store.base, "profiles": kept}, store.main)
    assert gate(store, head, capsys, login="mallory", number=666) == (REVIEW, set())


@pytest.mark.parametrize("mode", ["100755", "120000"])
def test_what_was_no_ordinary_file_is_removed_and_replaced_by_nobody_alone(
    store: Store, capsys: pytest.CaptureFixture[str], mode: str
) -> None:
    base = store.changed(mallory=(mode, write_profile(MALLORY)))
    store.main = store.commit(base)
    store.git("update-ref", "refs/heads/main", store.main)
    removed = store.commit(store.changed(), store.main)
    mended = store.commit(store.changed(mallory=("100644", write_profile(MALLORY))), store.main)
    for head in (removed, mended):
        assert gate(store, head, capsys, login="mallory", number=666) == (REVIEW, set())


def test_a_tree_that_holds_a_path_twice_is_refused(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = ("ada.yaml", ("100644", MINE)), ("ada.yaml", ("100644", write_profile(ADA)))
    for pair in ([one, other], [other, one]):
        inside = [*pair, ("bob.yaml", store.base["profiles"]["bob.yaml"])]
        head = store.commit(
            [("README.md", store.base["README.md"]), ("profiles", inside)], store.main
        )
        outcome, rules = gate(store, head, capsys, number=1)
        assert (outcome, "gate-mode" in rules) == (REFUSED, True)


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("", ("100644", MINE)),
        ("", {"x.yaml": ("100644", MINE)}),
        ("/", ("100644", MINE)),
        ("profiles/", ("100644", MINE)),
        ("x", ("", b"x")),
        ("profiles/mallory.yaml", ("100644", write_profile(MALLORY))),
        ("profiles/mallory.yaml", ("40644", write_profile(MALLORY))),
    ],
)
def test_what_git_itself_cannot_list_is_refused(
    store: Store, capsys: pytest.CaptureFixture[str], name: str, held: object
) -> None:
    head = store.commit(store.changed((name, held)), store.main)
    outcome, rules = gate(store, head, capsys, login="mallory", number=666)
    assert outcome == REFUSED
    assert rules & {"gate-path", "gate-mode"}


@pytest.mark.parametrize("mode", ["100664", "0100644", "100600", "40644", "abc", "777"])
def test_a_mode_that_git_hides_is_seen(
    store: Store, capsys: pytest.CaptureFixture[str], mode: str
) -> None:
    head = store.commit(store.changed(ada=(mode, MINE)), store.main)
    assert gate(store, head, capsys, number=1) == (REFUSED, {"gate-mode"})


def test_a_tree_cut_off_or_of_something_else_is_refused(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    for odd in (b"100644 ada.yaml\0short", b"no tree at all", b"100644 "):
        inside = {**store.base, "profiles": Raw(odd)}
        head = store.commit(inside, store.main)
        outcome, rules = gate(store, head, capsys, number=1)
        assert (outcome, "gate-path" in rules) == (REFUSED, True)


def test_folders_that_hold_each_other_many_times_over_are_refused_in_time(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_store, "MOST_ENTRIES", 1_000)
    folder = Raw(b"")
    for _ in range(20):
        inside = bytes.fromhex(store.tree(folder))
        folder = Raw(b"".join(b"40000 %d\0%b" % (number, inside) for number in range(4)))
    head = store.commit(store.changed(("folders", folder)), store.main)
    outcome, rules = gate(store, head, capsys, number=1)
    assert (outcome, "gate-path" in rules) == (REFUSED, True)


def test_a_head_without_common_history_is_judged_by_all_it_holds(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    orphan = store.commit(
        {"README.md": ("100644", b"other"), **store.changed(ada=("100644", MINE))}
    )
    assert gate(store, orphan, capsys, number=1)[0] == ACCEPTED
    foreign = store.commit(store.changed(bob=("100644", MINE)))
    assert gate(store, foreign, capsys, number=1)[0] == REFUSED


def test_a_merge_of_main_changes_nothing_of_the_verdict(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    own = store.commit(store.changed(ada=("100644", MINE)), store.main)
    grace = ("100644", write_profile(a_mentor("grace", github_id=3, name="Grace Hopper")))
    gained = store.commit(store.changed(grace=grace), store.main)
    store.git("update-ref", "refs/heads/main", gained)
    merged = store.commit(store.changed(ada=("100644", MINE), grace=grace), own, gained)
    for head in (own, merged):
        assert gate(store, head, capsys, number=1) == (ACCEPTED, set())
    dropped = store.commit(store.changed(ada=("100644", MINE)), own, gained)
    assert gate(store, dropped, capsys, number=1) == (REFUSED, {"gate-owner"})


def test_who_has_another_login_by_now_changes_the_file_of_the_old_one(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    head = store.commit(store.changed(ada=("100644", MINE)), store.main)
    assert gate(store, head, capsys, login="countess", number=1) == (ACCEPTED, set())
    assert gate(store, head, capsys, login="ada", number=666) == (REFUSED, {"gate-owner"})
    for number in (0, -1, 2**64):
        assert gate(store, head, capsys, login="ada", number=number)[0] == REFUSED


def test_a_replaced_object_is_not_what_is_judged(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    harmless = store.commit(store.changed(ada=("100644", MINE)), store.main)
    foreign = store.commit(store.changed(bob=None), store.main)
    store.git("replace", foreign, harmless)
    assert gate(store, foreign, capsys, number=1) == (REFUSED, {"gate-owner"})


def test_history_that_a_graft_rewrites_is_not_what_is_judged(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = store.commit(store.changed(ada=("100644", MINE), bob=None), store.main)
    without_bob = store.commit(store.changed(bob=None), store.main)
    (store.folder / ".git/info").mkdir(exist_ok=True)
    grafts = f"{foreign} {without_bob}\n{store.main} {without_bob}\n"
    (store.folder / ".git/info/grafts").write_text(grafts)
    assert gate(store, foreign, capsys, number=1) == (REFUSED, {"gate-owner"})


def test_a_clone_that_does_not_hold_where_a_change_began_judges_nothing(
    store: Store, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    foreign = store.commit(store.changed(ada=("100644", MINE), bob=None), store.main)
    store.git("update-ref", "refs/heads/change", foreign)
    store.git("update-ref", "refs/heads/main", store.commit(store.base, store.main))
    clone = tmp_path_factory.mktemp("clone")
    for depth, status in (("1", 2), ("2", 1)):
        place = str(clone / depth)
        from_there = f"file://{store.folder}"
        store.git("clone", "--no-single-branch", "--depth", depth, from_there, place)
        words = ["--base", "origin/main", "--head", "origin/change", "--author", "ada"]
        assert main(["--root", place, "gate", *words, "--author-id", "1"]) == status
        told = capsys.readouterr()
        assert ("shallow" in told.err, "bob" in told.out) == (status == 2, status == 1)


@pytest.mark.parametrize("whose", ["ada", "bob"])
def test_nothing_is_judged_where_an_object_is_missing(
    store: Store, capsys: pytest.CaptureFixture[str], whose: str
) -> None:
    head = store.commit(store.changed(ada=("100644", MINE)), store.main)
    name = store.write("blob", store.base["profiles"][f"{whose}.yaml"][1])
    (store.folder / ".git/objects" / name[:2] / name[2:]).unlink()
    words = ["--base", "main", "--head", head, "--author", "ada", "--author-id", "1"]
    assert main(["--root", str(store.folder), "gate", *words]) == 2
    told = capsys.readouterr()
    assert (told.out, "missing" in told.err) == ("", True)


@pytest.mark.parametrize(
    "number", ["", "01", "+1", " 1", "1 ", "1_0", "1.0", "0x1", "１", "١", "1\n", "9" * 5000]
)
def test_a_number_that_github_would_not_write_so_is_wrong_usage(
    store: Store, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    head = store.commit(store.changed(ada=("100644", MINE)), store.main)
    words = ["--base", "main", "--head", head, "--author", "ada", f"--author-id={number}"]
    with pytest.raises(SystemExit) as stopped:
        main(["--root", str(store.folder), "gate", *words])
    assert stopped.value.code == 2
    assert capsys.readouterr().out == ""
