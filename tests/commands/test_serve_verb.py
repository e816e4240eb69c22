"""The site on this machine: served, rebuilt on change, stopped by Ctrl-C."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from commands.main import main
from site_builder.output import MANIFEST
from tests.builders import REPOSITORY

PATIENCE = 30


@contextmanager
def serving(root: Path, out: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Start `serve` on a free port, as a person would; the first build has been told of."""
    words = ["--root", str(root), "serve", "--port", "0", "--out", str(out)]
    with subprocess.Popen(
        [sys.executable, "-m", "commands.main", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            port = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
            assert port is not None
            assert "files written" in process.stderr.readline()
            yield int(port[1]), process
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0


def answer(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body


def wait_for(words: str, port: int, path: str) -> None:
    end = time.monotonic() + PATIENCE
    while words not in answer(port, path)[1]:
        assert time.monotonic() < end, "the site was not rebuilt"
        time.sleep(0.1)


def test_the_site_is_served_and_rebuilt_when_a_profile_changes(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(REPOSITORY / "profiles", root / "profiles")
    profile = root / "profiles" / "ada-lovelace.yaml"
    with serving(root, tmp_path / "site") as (port, _):
        status, page = answer(port, "/mentors/ada-lovelace/")
        assert (status, "Ada Lovelace" in page) == (200, True)
        status, page = answer(port, "/nobody/")
        assert (status, "Page not found" in page) == (404, True)
        profile.write_text(
            profile.read_text("utf-8").replace("name: Ada Lovelace", "name: Ada King")
        )
        wait_for("Ada King", port, "/mentors/ada-lovelace/")


def test_getting_ready_says_nothing_and_the_next_change_is_told(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(REPOSITORY / "profiles", root / "profiles")
    manifest = tmp_path / "site" / MANIFEST
    with serving(root, tmp_path / "site") as (_, process):
        assert process.stderr is not None
        before = manifest.stat().st_mtime_ns
        time.sleep(2)  # longer than it waits for a change before it gets ready
        assert manifest.stat().st_mtime_ns == before
        (root / "profiles" / "ada-lovelace.yaml").unlink()
        told = process.stderr.readline()
        assert re.search(r"[1-9]\d* files written, [\d,]+ unchanged, [1-9]\d* removed", told), told
        assert manifest.stat().st_mtime_ns > before


def test_a_mistake_saved_right_after_the_start_is_told_once(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(REPOSITORY / "profiles", root / "profiles")
    with serving(root, tmp_path / "site") as (_, process):
        assert process.stderr is not None
        (root / "profiles" / "ada-lovelace.yaml").write_text("name: [\n", "utf-8")
        time.sleep(3)  # several looks long
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert told.count("The site stays as it was.") == 1


def test_a_port_in_use_is_told_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(REPOSITORY, tmp_path / "site") as (port, _):
        words = ["--root", str(REPOSITORY), "serve", "--port", str(port)]
        assert main([*words, "--out", str(tmp_path / "other")]) == 3
    told = capsys.readouterr().err
    assert f"Port {port} cannot be used" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("port", ["x", "-1", "70000"])
def test_a_port_that_is_none_is_wrong_usage(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["serve", f"--port={port}"])
    assert stopped.value.code == 2
    assert "a port is a number from 0 to 65535" in capsys.readouterr().err
