"""Run the real workflow files with act, for one event, in a scratch copy of the repository.

A workflow's name, an event and its payload come in; what every step said, and how each job
ended, go out. Actions of others are replaced by the stand-ins beside this file.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from tests.builders import REPOSITORY

STAND_INS: Final = Path(__file__).with_name("stand_ins")
PROGRAMMES: Final = Path(sys.executable).parent
NAME: Final = "gov-example/mentoring"
TOKEN: Final = "ghs_ThisIsTheTokenOfTheWorkflow00000000"  # noqa: S105 -- known to the double alone

COPIED: Final = (
    ".github", "Makefile", "profiles", "programme", "pyproject.toml", "requirements",
    "site_builder/frontend", "templates/site/scripts",
)  # fmt: skip

OWN: Final = r"uses: \$/(\S+)"
NEWER_THAN_ACT: Final = (
    (OWN, r"uses: ./\1"),  # the repository's own actions, by GitHub since July 2026
    (r"^ *cache-mode: none\n", ""),  # since September 2026
    (r"^ *queue: max\n", ""),  # since May 2026
    (r"^ *deployment: false\n", ""),  # since March 2026
)
"""What act 0.2.89 does not know yet, and what it is given in its place."""

ENGINE: Final = "gov-example/mentor-match"
ENGINE_COMMIT: Final = "e" * 40
"""Where an organiser's own repository, which holds no engine, takes the workflows from."""

PINNED: Final = re.compile(r"uses: ([\w-]+/[\w-]+)@([0-9a-f]{40}) # v[\d.]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step that was run: its job, its name, what it said, and whether it went well."""

    job: str
    name: str
    said: str
    is_done: bool


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of a workflow: its steps in order, how each job ended, and all that was logged."""

    jobs: Mapping[str, str]
    steps: tuple[Step, ...]
    log: str
    seconds: float = field(compare=False)

    @property
    def is_done(self) -> bool:
        """Whether some job was run, and every job that was run went well."""
        return bool(self.jobs) and set(self.jobs.values()) == {"success"}

    @cached_property
    def said(self) -> str:
        """What the steps said."""
        return "".join(each.said for each in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scratch:
    """A scratch repository on this disk, with branch `main`, and where its site is published."""

    folder: Path
    engine: Path
    pages: Path
    called: Path | None = None
    """The repository of the engine, where it is another one than this."""

    def git(self, *words: str) -> str:
        """Ask git in this repository."""
        done = subprocess.run(  # a test's own words
            ["git", *words],  # noqa: S607 -- git as installed
            cwd=self.folder,
            env=_environment(self.folder.parent),
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self, files: Mapping[str, str | bytes | None], message: str = "Change") -> str:
        """Write or remove files on main, and commit; return the commit."""
        for path, content in files.items():
            place = self.folder / path
            if content is None:
                place.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")


def make_scratch(folder: Path, *, engine: Path = PROGRAMMES / "mentor-match") -> Scratch:
    """Copy what the workflows need, with what act does not know yet replaced."""
    return _filled(Scratch(folder=folder / "origin", engine=engine, pages=folder / "pages"))


def make_own_scratch(folder: Path, files: Mapping[str, str], *, engine: Path) -> Scratch:
    """Make a repository of these files alone, which calls the workflows of another."""
    called = _filled(Scratch(folder=folder / "engine", engine=engine, pages=folder), home=False)
    scratch = Scratch(
        folder=folder / "origin", engine=engine, pages=folder / "pages", called=called.folder
    )
    _begin(scratch)
    scratch.commit(files)
    return scratch


def _begin(scratch: Scratch) -> None:
    scratch.folder.mkdir(parents=True)
    scratch.git("init", "--quiet", "--initial-branch=main")
    scratch.git("remote", "add", "origin", f"https://github.com/{NAME}.git")


def _filled(scratch: Scratch, *, home: bool = True) -> Scratch:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *COPIED],  # noqa: S607
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        text=True,
    )
    files = {path: (REPOSITORY / path).read_bytes() for path in listed.stdout.split("\0")[:-1]}
    _begin(scratch)
    scratch.commit(
        {
            path: for_act(data.decode(), name=Path(path).stem, home=home)
            if path.startswith(".github/")
            else data
            for path, data in files.items()
        }
    )
    return scratch


def for_act(text: str, *, name: str = "", home: bool = True) -> str:
    """Write workflow `name` as act knows it, `home` where it is in the engine's own repository.

    act gives all jobs one token. GitHub gives each its own, with that job's rights: so does this,
    by the names that `token_of` gives.
    """
    if not home:
        text = re.sub(OWN, rf"uses: {ENGINE}/\1@{ENGINE_COMMIT}", text)
    for newer, older in NEWER_THAN_ACT:
        text = re.sub(newer, older, text, flags=re.MULTILINE)
    head, jobs, rest = text.partition("\njobs:\n")
    parts = re.split(r"^  ([a-z-]+):\n", rest, flags=re.MULTILINE)
    for place in range(1, len(parts), 2):
        own = "${{ github.token }}" + token_of(name, parts[place]).removeprefix(TOKEN)
        parts[place + 1] = parts[place + 1].replace("${{ github.token }}", own)
        parts[place] = f"  {parts[place]}:\n"
    return head + jobs + "".join(parts)


def token_of(name: str, job: str) -> str:
    """Name the token that a job of a workflow is given."""
    return f"{TOKEN}-{name}-{job}"


def run_workflow(
    scratch: Scratch,
    name: str,
    event: str,
    payload: Mapping[str, Any] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    is_on: bool = True,
    secrets: Mapping[str, str] | None = None,
) -> Run:
    """Run `.github/workflows/NAME.yml` as GitHub would for an event with this payload."""
    home = scratch.folder.parent
    event_file = home / "event.json"
    event_file.write_text(json.dumps(payload or {}), "utf-8")
    settings = {
        "GITHUB_REPOSITORY": NAME,
        "STAND_IN_ORIGIN": str(scratch.folder),
        "STAND_IN_ENGINE": str(scratch.engine),
        "STAND_IN_PAGES": str(scratch.pages),
        **(environment or {}),
    }
    words = [
        *("act", event, "--json", "--workflows", f".github/workflows/{name}.yml"),
        *("--eventpath", str(event_file), "--platform", "ubuntu-latest=-self-hosted"),
        *("--defaultbranch", "main", "--no-skip-checkout", "--no-cache-server"),
        *("--pull=false", "--action-offline-mode"),
        *_options("--local-repository", _stand_ins(scratch)),
        *_options("--env", settings),
        *_options("--secret", {"GITHUB_TOKEN": TOKEN, **(secrets or {})}),
        *_options("--var", {"MENTOR_MATCH": "on"} if is_on else {}),
    ]
    started = os.times().elapsed
    done = subprocess.run(
        [str(PROGRAMMES / words[0]), *words[1:]],
        cwd=scratch.folder,
        env=_environment(home),
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    run = _read(done.stdout + done.stderr, seconds=os.times().elapsed - started)
    if done.returncode != 0 and run.is_done:
        message = f"act failed outside every job:\n{run.log}"
        raise AssertionError(message)
    return run


def pins(folder: Path) -> set[tuple[str, str]]:
    """Find the actions of others below `.github`, each with its commit."""
    files = sorted((folder / ".github").rglob("*.yml"))
    return {pin for file in files for pin in PINNED.findall(file.read_text("utf-8"))}


def _stand_ins(scratch: Scratch) -> dict[str, str]:
    places = {
        f"{action}@{commit}": str(STAND_INS / action)
        for action, commit in pins(scratch.called or scratch.folder)
    }
    if scratch.called is not None:
        places[f"{ENGINE}@{ENGINE_COMMIT}"] = str(scratch.called)
    return places


def _options(option: str, values: Mapping[str, str]) -> Iterator[str]:
    for key, value in sorted(values.items()):
        yield from (option, f"{key}={value}")


def _environment(home: Path) -> dict[str, str]:
    """Nothing of this machine's environment but where its programmes are."""
    return {
        "HOME": str(home),
        "PATH": f"{Path(sys.base_prefix) / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "GIT_AUTHOR_NAME": "Test",
        "GIT_AUTHOR_EMAIL": "test@gov.example",
        "GIT_COMMITTER_NAME": "Test",
        "GIT_COMMITTER_EMAIL": "test@gov.example",
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def _read(log: str, *, seconds: float) -> Run:
    """Take act's log of one JSON object a line apart."""
    jobs: dict[str, str] = {}
    said: dict[tuple[str, str], list[str]] = {}
    ended: dict[tuple[str, str], bool] = {}
    for line in log.splitlines():
        entry = _entry(line)
        job = entry.get("jobID")
        if job is None:
            continue
        if "jobResult" in entry:
            jobs[job] = entry["jobResult"]
        step = (job, entry.get("step") or "")
        if entry.get("raw_output"):
            said.setdefault(step, []).append(entry["msg"])
        if "stepResult" in entry:
            said.setdefault(step, [])
            ended[step] = entry["stepResult"] == "success"
    steps = (
        Step(job=job, name=name, said="".join(lines), is_done=ended.get((job, name), False))
        for (job, name), lines in said.items()
    )
    return Run(jobs=jobs, steps=tuple(steps), log=log, seconds=seconds)


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}
