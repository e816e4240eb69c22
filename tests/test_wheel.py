"""The wheel is the whole engine: an organiser's folder of profiles needs nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from intake.callers import NAMES
from matcher.solving.machine.compiling import TARGETS, library_name
from tests.builders import REPOSITORY


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as an installation would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    options = ["--no-build-isolation", "--wheel-dir", str(folder), str(REPOSITORY)]
    subprocess.run([sys.executable, *build, *options], check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def mentor_match(installed: Path, *words: str, root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "commands.main", "--root", str(root), *words],
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_folder_that_holds_only_profiles_is_checked_matched_and_built(
    unpacked: Path, tmp_path: Path
) -> None:
    shutil.copytree(REPOSITORY / "profiles", tmp_path / "profiles")
    checked = mentor_match(unpacked, "check", root=tmp_path)
    assert (checked.returncode, checked.stdout) == (0, "60 profiles checked: 0 problems.\n")
    proposed = mentor_match(unpacked, "propose", "--apply", root=tmp_path)
    assert proposed.returncode == 0, proposed.stderr
    built = mentor_match(unpacked, "build", root=tmp_path)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "build" / "site" / "mentors" / "ada-lovelace" / "index.html").is_file()
    assert len(list((tmp_path / "build" / "proposals").glob("*.md"))) > 10


def test_the_root_s_own_settings_and_templates_win(unpacked: Path, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "profiles", tmp_path / "profiles")
    settings = (REPOSITORY / "programme" / "settings.yaml").read_text("utf-8")
    (tmp_path / "programme").mkdir()
    renamed = settings.replace("Mentor Match demonstration", "The Navy's programme")
    (tmp_path / "programme" / "settings.yaml").write_text(renamed, "utf-8")
    (tmp_path / "templates" / "issues").mkdir(parents=True)
    own = "{{ programme }}: {{ mentee.name }} and {{ mentor.name }}.\n"
    (tmp_path / "templates" / "issues" / "proposal.md.jinja").write_text(own, "utf-8")
    proposed = mentor_match(unpacked, "propose", "--apply", root=tmp_path)
    assert proposed.returncode == 0, proposed.stderr
    first = min((tmp_path / "build" / "proposals").glob("*.md")).read_text("utf-8")
    assert "The Navy&#39;s programme: Ada Lovelace and Mary Somerville." in first


def test_an_empty_folder_becomes_a_programme_that_calls_an_engine(
    unpacked: Path, tmp_path: Path
) -> None:
    engine = f"gov-example/mentor-match@{'e' * 40}"
    words = ("--name", "X", "--private", "--repository", "o/r", "--engine", engine, "--apply")
    begun = mentor_match(unpacked, "init", *words, root=tmp_path)
    assert begun.returncode == 0, begun.stderr
    there = {each.stem for each in (tmp_path / ".github/workflows").iterdir()}
    assert there == set(NAMES)


def test_the_wheel_names_no_test_and_no_tool(unpacked: Path) -> None:
    top = {each.name for each in unpacked.iterdir() if not each.name.endswith(".dist-info")}
    assert top == {
        "commands", "forge", "intake", "matcher", "mentor_match_data", "roster", "site_builder",
    }  # fmt: skip


def test_the_wheel_holds_the_compiled_loops_for_every_kind_of_machine(unpacked: Path) -> None:
    made = {each.name for each in (unpacked / "matcher/solving/machine").glob("loops-*.so")}
    assert made == {library_name(kind) for kind in TARGETS}
