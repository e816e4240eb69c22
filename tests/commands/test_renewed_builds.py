"""A build that makes only what differs gives the bytes of one that makes everything."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

import roster.folder
from commands.building import CACHE, build
from commands.outcome import Refused
from commands.shipped import shipped_folder
from commands.site_inputs import gather_assets, gather_templates
from matcher.published import published_points
from roster.loading import load_programme, load_roster
from site_builder import output, site
from site_builder.cache import Remembered
from site_builder.last_round import parse_report
from site_builder.ledger_figures import parse_ledger
from site_builder.output import MANIFEST
from site_builder.site import build_site
from tests.builders import REPOSITORY, TODAY

STEPS = int(os.environ.get("RENEWED_BUILDS", "10"))
"""How many edits each sequence has: set RENEWED_BUILDS to play longer ones."""

LEDGER = (
    '{"proposals": 9, "matches": 6, "active": 6, "open": 1, "declined": 2, "expired": 0,'
    ' "withdrawn": 0, "accepted": 75, "waits": 6, "waited": 4, "last_round": "2026-11-16",'
    ' "last_proposals": 3, "last_matches": 2, "taken": {"ada-lovelace": 2}}'
)
REPORT = '{"mentees": 3, "placed": 2, "covered": 60, "choices": [], "fairness": {}}'


class World:
    """A programme on disk, edited at random and built after each edit."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.out = root, root / "site"
        self.random = random.Random(seed)  # noqa: S311 -- a game
        self.today = TODAY
        self.number = 0
        self.remembered = Remembered() if seed % 2 else None  # as `serve` has it, or as `build` has
        (root / "profiles").mkdir(parents=True)
        for file in sorted((REPOSITORY / "profiles").glob("[a-e]*.yaml")):
            text = file.read_text("utf-8")
            lines = [line for line in text.splitlines() if not line.startswith("choices:")]
            (root / "profiles" / file.name).write_text("\n".join(lines) + "\n", "utf-8")

    def arguments(self) -> Namespace:
        report, ledger = self.root / "round.json", self.root / "ledger.json"
        return Namespace(
            root=self.root,
            today=self.today,
            scheduler=None,
            round=report if report.exists() else None,
            ledger=ledger if ledger.exists() else None,
        )

    def build(self) -> output.Written:
        all_the_way = self.random.random() < 0.3
        return build(self.arguments(), self.out, self.remembered, goes_all_the_way=all_the_way)

    def full(self) -> dict[str, bytes]:
        """Everything made anew, without any cache."""
        programme, _ = load_programme(root=self.root, shipped=shipped_folder())
        assert programme is not None
        arguments = self.arguments()
        return dict(
            build_site(
                roster=load_roster(root=self.root, programme=programme, today=self.today).roster,
                programme=programme,
                templates=gather_templates(self.root),
                assets=gather_assets(),
                today=self.today,
                last_round=parse_report(REPORT) if arguments.round else None,
                ledger=parse_ledger(LEDGER) if arguments.ledger else None,
                points=published_points(programme),
            )
        )

    def written(self) -> dict[str, bytes]:
        return {
            file.relative_to(self.out).as_posix(): file.read_bytes()
            for file in self.out.rglob("*")
            if file.is_file() and file.name not in {MANIFEST, "stray.txt"}
        }

    def a_profile(self) -> Path:
        return self.random.choice(sorted((self.root / "profiles").iterdir()))

    def an_output(self) -> Path:
        files = sorted(file for file in self.out.rglob("*") if file.is_file())
        return self.random.choice([file for file in files if file.name != MANIFEST])


def add(world: World) -> None:
    world.number += 1
    login = f"new-{world.random.choice('amz')}{world.number}"
    text = world.a_profile().read_text("utf-8")
    kept = [
        line
        for line in text.splitlines()
        if not line.startswith(("name:", "github:", "github_id:", "email:"))
    ]
    own = [
        f"name: {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[world.number % 26]}{'x' * (world.number // 26)} New",
        f"github: {login}",
        f"github_id: {900000 + world.number}",
        f"email: {login}@analysis.gov.example",
    ]
    (world.root / "profiles" / f"{login}.yaml").write_text("\n".join((*own, *kept)) + "\n", "utf-8")


def change(world: World) -> None:
    file = world.a_profile()
    lines = file.read_text("utf-8").splitlines()
    changes = {
        "region:": "region: " + world.random.choice(["London", "Wales", "Scotland"]),
        "grade:": "grade: " + world.random.choice(["HEO", "G7", "SCS1"]),
        "name:": f"name: Changed {'ABCDEFGH'[world.number % 8]}{'y' * (world.number // 8)}",
        "capacity:": f"capacity: {world.random.randint(1, 5)}",
        "confirmed:": f"confirmed: 2026-0{world.random.randint(6, 9)}-01",
    }
    world.number += 1
    key = world.random.choice(sorted(changes))
    lines = [changes[key] if line.startswith(key) else line for line in lines]
    file.write_text("\n".join(lines) + "\n", "utf-8")


def pause(world: World) -> None:
    file = world.a_profile()
    lines = [each for each in file.read_text("utf-8").splitlines() if not each.startswith("paused")]
    is_paused = world.random.random() < 0.5
    file.write_text("\n".join([f"paused: {str(is_paused).lower()}", *lines]) + "\n", "utf-8")


def remove(world: World) -> None:
    if len(list((world.root / "profiles").iterdir())) > 3:
        world.a_profile().unlink()


def touch(world: World) -> None:
    world.a_profile().touch()


def rewrite_under_the_same_times(world: World) -> None:
    """Change a profile without a change of its size or of the time of its last writing."""
    file = world.a_profile()
    before = file.stat()
    data = file.read_bytes()
    file.write_bytes(data.replace(b"London", b"Wales ").replace(b"Scotland", b"Wales   "))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def change_the_programme(world: World) -> None:
    folder = world.root / "programme"
    folder.mkdir(exist_ok=True)
    text = (REPOSITORY / "programme" / "settings.yaml").read_text("utf-8")
    name = world.random.choice(["Mentor Match", "Mentors of Kent", "Mentoring"])
    lines = [f"programme: {name}" if e.startswith("programme:") else e for e in text.splitlines()]
    (folder / "settings.yaml").write_text("\n".join(lines) + "\n", "utf-8")


def change_a_template(world: World) -> None:
    name = world.random.choice(["privacy.html.jinja", "mentor.html.jinja", "robots.txt.jinja"])
    own = world.root / "templates" / "site" / name
    own.parent.mkdir(parents=True, exist_ok=True)
    text = (REPOSITORY / "templates" / "site" / name).read_text("utf-8")
    own.write_text(f"{text}{{# #}}\n" if world.random.random() < 0.5 else text, "utf-8")


def change_the_day(world: World) -> None:
    world.today += timedelta(days=world.random.choice([1, 40, 400]))
    if world.today > date(2028, 1, 1):
        world.today = TODAY


def change_the_round(world: World) -> None:
    _hand_in_or_take_back(world.root / "round.json", REPORT)


def change_the_ledger(world: World) -> None:
    _hand_in_or_take_back(world.root / "ledger.json", LEDGER)


def _hand_in_or_take_back(file: Path, text: str) -> None:
    if file.exists():
        file.unlink()
    else:
        file.write_text(text, "utf-8")


def tamper(world: World) -> None:
    """Change an output and hide it as well as one can."""
    file = world.an_output()
    before = file.stat()
    file.write_bytes(bytes(len(file.read_bytes())))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def take_an_output_away(world: World) -> None:
    world.an_output().unlink()


def put_a_link_in_place_of_an_output(world: World) -> None:
    file = world.an_output()
    elsewhere = world.root / "elsewhere"
    shutil.copyfile(file, elsewhere)
    file.unlink()
    file.symlink_to(elsewhere)


def put_a_stray_file_there(world: World) -> None:
    (world.out / "stray.txt").write_text("mine", "utf-8")


def delete_the_cache(world: World) -> None:
    (world.root / CACHE).unlink(missing_ok=True)


def damage_the_cache(world: World) -> None:
    file = world.root / CACHE
    data = bytearray(file.read_bytes())
    for _ in range(world.random.choice([1, 20, 500])):
        data[world.random.randrange(len(data))] = world.random.randrange(256)
    file.write_bytes(data[: world.random.choice([len(data), len(data) // 2])])


def change_what_the_cache_says(world: World) -> None:
    """Let the cache tell of somebody else, as a damaged one might."""
    connection = sqlite3.connect(world.root / CACHE)
    with connection:
        connection.execute("UPDATE people SET found = replace(found, x'61', x'62')")
    connection.close()


def be_interrupted(world: World) -> None:
    """Stop in the middle of putting files in."""
    change(world)
    left = world.random.randrange(6)
    replace = Path.replace

    def interrupted(new: Path, path: Path) -> Path:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        return replace(new, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", interrupted)
        try:
            world.build()
        except (KeyboardInterrupt, Refused):
            return


EDITS: tuple[Callable[[World], None], ...] = (
    add, add, change, change, change, pause, remove, touch, rewrite_under_the_same_times,
    change_the_programme, change_a_template, change_the_day, change_the_round, change_the_ledger,
    tamper, take_an_output_away, put_a_link_in_place_of_an_output, put_a_stray_file_there,
    delete_the_cache, damage_the_cache, change_what_the_cache_says, be_interrupted,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_any_sequence_of_edits_gives_the_bytes_of_a_full_build(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster.folder, "_COARSEST_CLOCK", 20_000_000)
    world = World(tmp_path, seed)
    world.build()
    played = []
    for _ in range(STEPS):
        for _ in range(world.random.choice([1, 1, 2])):
            edit = world.random.choice(EDITS)
            played.append(edit.__name__)
            edit(world)
        time.sleep(0.03)
        world.build()
        full = world.full()
        written = world.written()
        differing = {path for path in full.keys() | written if full.get(path) != written.get(path)}
        assert not differing, (played, sorted(differing)[:5])
        assert world.build().written == 0, played


def test_a_picture_of_the_programmes_own_replaces_the_shipped_one(tmp_path: Path) -> None:
    world = World(tmp_path, 0)
    world.build()
    own = tmp_path / "templates" / "site" / "images" / "card.png"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"\xff\xfe no text")
    world.build()
    found = {path: data for path, data in world.written().items() if path.endswith("card.png")}
    assert list(found.values()) == [own.read_bytes()]


def test_one_changed_profile_makes_only_the_pages_that_show_it(tmp_path: Path) -> None:
    world = World(tmp_path, 0)
    world.build()
    file = world.root / "profiles" / "ada-lovelace.yaml"
    file.write_text(file.read_text("utf-8").replace("capacity: 2", "capacity: 5"), "utf-8")
    assert 0 < world.build().written < 15
    assert world.written() == world.full()


def test_pages_that_other_processes_render_and_lay_aside_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "_PAGES_AT_ONCE", 3)
    world = World(tmp_path, 0)
    world.build()
    assert world.written() == world.full()
    tamper(world)
    assert world.build().written == 1
    assert world.written() == world.full()
