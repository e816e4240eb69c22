"""`simulate`: a synthetic programme of any size, always the same for the same seed."""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from commands.gathering import gather_programme
from commands.outcome import DONE, WRONG_USAGE, Refused
from intake.simulation import simulate_people
from roster.folder import PROFILES
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
    if folder.is_dir() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: name a new folder with --out.", status=WRONG_USAGE)
    programme = gather_programme(arguments)
    folder.mkdir(parents=True, exist_ok=True)
    people = simulate_people(
        people=arguments.people, seed=arguments.seed, programme=programme, today=arguments.today
    )
    for profile in tqdm(people, total=arguments.people, unit=" people", disable=None):
        (folder / f"{profile.github}.yaml").write_bytes(write_profile(profile))
    print(
        f"{arguments.people:,} people written to {folder}. Next: mentor-match --root "
        f"{arguments.out} check"
    )
    return DONE
