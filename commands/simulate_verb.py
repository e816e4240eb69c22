"""`simulate`: a synthetic programme of any size, always the same for the same seed."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from commands.gathering import programme_of_files
from commands.outcome import DONE, WRONG_USAGE, Refused
from commands.shipped import shipped_folder
from commands.whole_files import write_files
from intake.simulation import accepting, simulate_people
from roster.model import Profile
from roster.places import PROFILES
from roster.programme_files import read_programme_files
from roster.writing import write_profile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument("--people", type=int, required=True, metavar="N", help="how many people")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="which ones (default: 1)")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="a new or empty folder to write to"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write one profile a person into a new folder."""
    folder: Path = arguments.out / PROFILES
    if arguments.people < 0:
        raise Refused("--people must be 0 or more.", status=WRONG_USAGE)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        message = f"{folder} is no empty folder: name a new one with --out."
        raise Refused(message, status=WRONG_USAGE)
    given = read_programme_files(root=arguments.root, shipped=shipped_folder())
    programme = programme_of_files(given)
    people = simulate_people(
        people=arguments.people, seed=arguments.seed, programme=programme, today=arguments.today
    )
    _write_programme({name: each.data for name, each in given.items()}, arguments.out)
    _write_all(tqdm(people, total=arguments.people, unit=" people", disable=None), folder)
    check = shlex.join(["mentor-match", "--root", str(arguments.out), "check"])
    print(f"{arguments.people:,} people written to {folder}. Next: {check}")
    return DONE


def _write_programme(given: Mapping[str, bytes], out: Path) -> None:
    """Write the files of the programme by which the check will accept the people, if it needs any.

    Those that are as shipped are found without a copy, and one that is there already stays.
    """
    folder = out / "programme"
    there = read_programme_files(root=out, shipped=shipped_folder())
    files = {
        f"programme/{name}": data
        for name, data in accepting(given).items()
        if data != there[name].data and not (folder / name).exists()
    }
    write_files(files, out)


def _write_all(people: Iterable[Profile], folder: Path) -> None:
    """Write everybody aside and put the folder in as a whole: who stops it can run it again."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".unfinished-", dir=folder.parent) as aside:
        unfinished = Path(aside) / PROFILES
        unfinished.mkdir()
        for profile in people:
            (unfinished / f"{profile.github}.yaml").write_bytes(write_profile(profile))
        unfinished.rename(folder)
