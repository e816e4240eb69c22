"""The command line: every verb is there, help is instant, and failures have their statuses."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands import check_verb
from commands.disk_errors import told_of_disk
from commands.main import VERBS, main
from tests.builders import REPOSITORY

NEEDED_WORDS = {
    "answer": ["1", "ada-lovelace", "/accept"],
    "explain": ["ada-lovelace"],
    "import": ["people.csv"],
    "intake": ["--forge", "github:owner/repo"],
    "keys": ["new"],
    "leave": ["ada-lovelace"],
    "prove": ["--forge", "github:owner/repo"],
    "simulate": ["--people", "3", "--out", "new"],
}
"""What verbs want at least to be said."""


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_answers_to_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([verb, "--help"])
    assert stop.value.code == 0
    assert f"mentor-match {verb}" in capsys.readouterr().out


def test_help_imports_no_room_and_no_heavy_library() -> None:
    code = (
        "import sys, commands.main\n"
        "try: commands.main.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'yaml', 'numpy', 'ortools', 'jinja2', 'jsonschema', 'jsonschema_rs',"
        " 'roster', 'matcher', 'site_builder', 'forge', 'intake'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    ).stdout
    assert out.endswith("LOADED []\n")


def test_building_the_site_loads_none_of_the_solver() -> None:
    code = "import sys, matcher.published, site_builder.site; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    "words", [[], ["nonsense"], ["check", "--format", "poem"], ["--today", "soon", "check"]]
)
def test_wrong_usage_has_status_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2


def test_a_folder_called_as_a_verb_is_runs_nothing_but_the_verb_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demo" / "profiles").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert main(["--root", "demo", "check"]) == 0
    assert capsys.readouterr().out == "0 profiles checked: 0 problems.\n"
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize("verb", sorted(VERBS.keys() - {"init", "import"}))
def test_a_mistyped_root_is_refused_before_anything_is_built_of_it(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = NEEDED_WORDS.get(verb, [])
    assert main(["--root", "typo", verb, *words]) == 2
    assert capsys.readouterr().err.startswith("There is no folder typo.")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("verb", ["build", "demo", "match", "serve"])
def test_a_folder_that_is_no_programme_is_refused_before_anything_is_written_there(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([verb]) == 2
    assert capsys.readouterr().err == "There is no folder profiles. Is --root the right folder?\n"
    assert not list(tmp_path.iterdir())


def test_a_disk_that_fails_has_status_3_and_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "programme").mkdir()
    (tmp_path / "programme" / "settings.yaml").mkdir()
    assert main(["--root", str(tmp_path), "check"]) == 3
    assert capsys.readouterr().err.startswith("mentor-match: Not an ordinary file: ")


def test_a_file_in_the_way_of_a_folder_is_told_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site").write_text("mine", "utf-8")
    for out in ("site", "site/below"):
        assert main(["--root", str(REPOSITORY), "build", "--out", str(tmp_path / out)]) == 3
        told = capsys.readouterr().err
        assert "a file stands where a folder has to be. Name another folder." in told
    assert (tmp_path / "site").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("number", "file", "told"),
    [
        (errno.ENOSPC, None, "There is no room left on the disk for what was to be written."),
        (errno.EACCES, "x", "You have no right to use x."),
        (errno.EROFS, "x", "x is on a disk that may only be read."),
        (errno.ENOENT, "x", "There is no x."),
        (errno.EIO, "x", "mentor-match: Input/output error: x"),
        (errno.ENOENT, None, "mentor-match: No such file or directory"),
    ],
)
def test_what_the_system_tells_of_files_is_said_in_our_words(
    number: int, file: str | None, told: str
) -> None:
    assert told_of_disk(OSError(number, os.strerror(number), file)).startswith(told)


def test_a_file_of_the_programme_that_is_missing_falls_back_to_the_shipped_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "profiles").mkdir()
    assert main(["--root", str(tmp_path), "check"]) == 0
    assert capsys.readouterr().out == "0 profiles checked: 0 problems.\n"


def test_a_mistake_in_the_programme_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "programme").mkdir()
    shipped = (REPOSITORY / "programme" / "settings.yaml").read_text("utf-8")
    changed = shipped.replace("mentees: counted", "mentees: hidden")
    (tmp_path / "programme" / "settings.yaml").write_text(changed, "utf-8")
    line = changed.split("\n").index("mentees: hidden") + 1
    assert main(["--root", str(tmp_path), "check"]) == 1
    assert f"programme/settings.yaml:{line}:10: error: `mentees`" in capsys.readouterr().err


@pytest.mark.parametrize("when", ["add_arguments", "run"])
def test_ctrl_c_ends_with_one_line_and_the_status_of_shells(
    when: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check_verb, when, stopped)
    assert main(["check"]) == 130
    assert capsys.readouterr() == ("", "Stopped.\n")


@pytest.mark.parametrize("presses", [1, 3])
def test_ctrl_c_in_the_midst_of_work_side_by_side_waits_for_none_of_what_is_left(
    presses: int,
) -> None:
    code = (
        "import sys, time\n"
        "from commands import check_verb, main\n"
        "from commands.workers import workers\n"
        "def run(arguments):\n"
        "    with workers() as executor:\n"
        "        jobs = [executor.submit(time.sleep, 0.3) for _ in range(10_000)]\n"
        "        jobs[0].result()\n"
        "        print('at work', flush=True)\n"
        "        jobs[-1].result()\n"
        "check_verb.run = run\n"
        "sys.argv[1:] = ['check']\n"
        "sys.exit(main.main())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=REPOSITORY,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"at work\n"
        for _ in range(presses):
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes at once
            time.sleep(0.02)
        try:
            assert process.communicate(timeout=30) == (b"", b"Stopped.\n")
        finally:
            process.kill()
    assert process.returncode == 130


def test_a_reader_that_goes_away_is_no_error() -> None:
    words = [sys.executable, "-m", "commands.main", "match"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_leads_nowhere(closed: str) -> None:
    words = ["sh", "-c", f'"$@" {closed}', "sh", sys.executable, "-m", "commands.main", "match"]
    done = subprocess.run(words, capture_output=True, check=False, cwd=REPOSITORY)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"{") == (closed == "2>&-")


def test_what_is_printed_is_utf8_in_every_locale(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "máire.yaml").touch()
    done = subprocess.run(
        [sys.executable, "-m", "commands.main", "--root", str(tmp_path), "check"],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"},
        cwd=REPOSITORY,
    )
    assert done.returncode == 1
    assert "profiles/máire.yaml" in done.stdout.decode()
    assert done.stderr == b""
