"""`--scheduler`: a real Dask cluster of two worker processes gives the same as this machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from commands.main import main
from tests.builders import REPOSITORY

PEOPLE = 2500


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programme")
    words = ["--today", "2026-11-23", "simulate", "--people", str(PEOPLE), "--out", str(folder)]
    assert main(words) == 0
    (folder / "profiles" / "odd.yaml").write_text("name: [", "utf-8")
    return folder


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as running:
        yield running.scheduler_address


@pytest.mark.filterwarnings("ignore")  # Dask's own, of its loops and ports
def test_a_cluster_gives_the_same_as_this_machine(
    root: Path, cluster: str, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ["--root", str(root), "--today", "2026-11-23"]
    capsys.readouterr()
    answers = []
    for where in ([], ["--scheduler", cluster]):
        (root / "build" / "check-cache.sqlite").unlink(missing_ok=True)
        assert main([*common, *where, "check", "--format", "json"]) == 1
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    assert answers[0]["profiles"] == PEOPLE + 1
    (root / "profiles" / "odd.yaml").unlink()
    rounds = []
    for where in ([], ["--scheduler", cluster]):
        assert main([*common, *where, "match"]) == 0
        rounds.append(json.loads(capsys.readouterr().out))
    assert rounds[0] == rounds[1]
    assert rounds[0]["summary"]["certificate"]["proven"]


def test_a_scheduler_that_is_not_there_is_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(root), "--scheduler", "nonsense://x", "match"]) == 3
    assert "No Dask scheduler answers" in capsys.readouterr().err


def test_an_address_without_its_protocol_is_wrong_usage(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(root), "--scheduler", "somewhere", "match"]) == 2
    assert "tcp://HOST:8786" in capsys.readouterr().err


def test_without_dask_the_remedy_names_the_package_that_has_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["--root", str(REPOSITORY), "--scheduler", "tcp://127.0.0.1:1", "match"]) == 2
    assert "pip install distributed" in capsys.readouterr().err
