"""Synthetic programmes are deterministic and pass the door like everyone else."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import simulate_verb
from commands.main import main
from intake.simulation import simulate_people
from roster.checking import check_file
from roster.writing import write_profile
from tests.builders import TODAY, the_programme


def people(count: int, seed: int) -> list[bytes]:
    drawn = simulate_people(people=count, seed=seed, programme=the_programme(), today=TODAY)
    return [write_profile(each) for each in drawn]


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert people(50, seed=7) == people(50, seed=7)
    assert people(50, seed=7) != people(50, seed=8)


def test_more_people_begin_with_the_same_ones() -> None:
    assert people(60, seed=7)[:50] == people(50, seed=7)


def test_every_person_passes_the_door_and_every_kind_of_person_occurs() -> None:
    drawn = list(simulate_people(people=400, seed=1, programme=the_programme(), today=TODAY))
    for each in drawn:
        path = f"profiles/{each.github}.yaml"
        checked = check_file(write_profile(each), path=path, programme=the_programme(), today=TODAY)
        assert checked.profile == each, checked.problems
    kinds = {(each.is_mentor, each.is_mentee) for each in drawn}
    assert kinds == {(True, False), (False, True), (True, True)}


def test_the_verb_writes_a_root_that_check_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "made"
    assert main(["simulate", "--people", "30", "--seed", "3", "--out", str(out)]) == 0
    assert main(["--root", str(out), "check"]) == 0
    assert "30 profiles checked: 0 problems." in capsys.readouterr().out
    assert main(["simulate", "--people", "30", "--out", str(out)]) == 2
    assert main(["simulate", "--people", "-1", "--out", str(tmp_path / "x")]) == 2


def test_a_programme_that_lets_in_its_own_people_alone_gets_simulated_ones_that_pass(
    tmp_path: Path,
) -> None:
    ours, out = tmp_path / "ours", tmp_path / "made"
    begin = ["init", "--name", "Ours", "--repository", "o/r", "--apply"]
    assert main(["--root", str(ours), *begin]) == 0
    assert main(["--root", str(ours), "simulate", "--people", "9", "--out", str(out)]) == 0
    assert main(["--root", str(out), "check"]) == 0
    assert sorted(each.name for each in (out / "programme").iterdir()) == [
        "email-domains.yaml",
        "settings.yaml",
    ]
    assert "programme: Ours" in (out / "programme" / "settings.yaml").read_text("utf-8")
    shipped = tmp_path / "shipped"
    assert main(["simulate", "--people", "9", "--out", str(shipped)]) == 0
    assert [each.name for each in shipped.iterdir()] == ["profiles"]


def test_what_was_stopped_leaves_nothing_in_the_way_of_the_next_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    words = ["simulate", "--people", "3", "--out", str(tmp_path)]
    written = iter([b"one", b"two"])

    def stopped(_: object) -> bytes:
        for each in written:
            return each
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(simulate_verb, "write_profile", stopped)
        assert main(words) == 130
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]
    assert main(words) == 0
    assert f"Next: mentor-match --root {tmp_path} check" in capsys.readouterr().out
    assert len(list((tmp_path / "profiles").iterdir())) == 3
