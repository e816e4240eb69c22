"""Who may import whom: the arrows of the house, each "never" with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import REPOSITORY

ROOMS = ("commands", "forge", "intake", "matcher", "roster", "site_builder")

NEVER = {
    ("roster", "forge"): "the door judges files; where they are kept must not change the verdict",
    ("roster", "intake"): "every way in passes the same door; the door knows none of them",
    ("roster", "matcher"): "who may enter must not depend on who would be matched",
    ("roster", "site_builder"): "the door decides what is true, not how it is shown",
    ("roster", "commands"): "nobody imports the command line: it is the outermost shell",
    ("forge", "roster"): "a forge keeps issues in its own words and can be exchanged",
    ("forge", "intake"): "a forge carries what people sent; it does not read it",
    ("forge", "matcher"): "a forge must not be able to decide who meets whom",
    ("forge", "site_builder"): "a forge has nothing to show",
    ("forge", "commands"): "nobody imports the command line: it is the outermost shell",
    ("intake", "matcher"): "joining must not depend on whom one would meet",
    ("intake", "site_builder"): "a form's answer is a file, never a page",
    ("intake", "commands"): "nobody imports the command line: it is the outermost shell",
    ("matcher", "intake"): "the matcher sees checked profiles, never how they came in",
    ("matcher", "site_builder"): "pairings are private to two people; pages are public",
    ("matcher", "commands"): "nobody imports the command line: it is the outermost shell",
    ("site_builder", "forge"): "the site is a function of the roster, not of a service",
    ("site_builder", "intake"): "the site shows what was accepted, never what was sent",
    ("site_builder", "matcher"): "the public site must not be able to show pairings",
    ("site_builder", "commands"): "nobody imports the command line: it is the outermost shell",
}

FILES_AND_CLOCK = {
    "os",
    "pathlib",
    "socket",
    "subprocess",
    "shutil",
    "time",
    "urllib",
    "http",
    "httpx",
}
PURE = {"urllib.parse"}  # takes addresses apart; it reaches for nothing
EDGES = {
    "roster/loading.py": "reads profiles",
    "roster/known.py": "asks whether rules and libraries are still the same",
    "roster/programme_files.py": "reads the programme",
    "roster/folder.py": "lists the folder of profiles, and reads files for loading",
    "roster/cache.py": "keeps what loading found out for the next time",
    "roster/programme.py": "reads the shipped schemas beside it",
    "intake/mapping.py": "reads the shipped schema beside it",
    "site_builder/output.py": "writes the site",
    "site_builder/cache.py": "keeps what a build found out for the next time",
    "matcher/solving/machine/compiling.py": "finds the compiled loops, or compiles them",
    "forge/folder.py": "keeps issues in a folder",
    "forge/folder_files.py": "writes and reads the files of that folder",
    "forge/folder_records.py": "reads those files through forge/folder_files.py",
    "forge/github_client.py": "speaks to GitHub",
}


def modules(room: str) -> Iterator[Path]:
    yield from sorted((REPOSITORY / room).rglob("*.py"))


def imported_names(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative imports hide the arrows"
            yield node.module or ""


def arrows() -> Iterator[tuple[str, str, Path]]:
    for room in ROOMS:
        for module in modules(room):
            for name in imported_names(module):
                other = name.partition(".")[0]
                if other in ROOMS and other != room:
                    yield room, other, module


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_the_house_allows(room: str) -> None:
    wrong = [
        f"{module.relative_to(REPOSITORY)} imports {other}: never, since {NEVER[room, other]}"
        for who, other, module in arrows()
        if who == room and (room, other) in NEVER
    ]
    assert wrong == []


def test_only_proposals_speak_to_the_forge_inside_the_matcher() -> None:
    wrong = [
        str(module.relative_to(REPOSITORY))
        for who, other, module in arrows()
        if (who, other) == ("matcher", "forge")
        and not module.is_relative_to(REPOSITORY / "matcher" / "proposals")
    ]
    assert wrong == []


def test_every_pair_of_rooms_is_either_an_arrow_of_the_house_or_a_never_with_a_reason() -> None:
    allowed = {
        *(("commands", room) for room in ROOMS),
        ("intake", "roster"), ("intake", "forge"),
        ("matcher", "roster"), ("matcher", "forge"),
        ("site_builder", "roster"),
    }  # fmt: skip
    every = {(one, other) for one in ROOMS for other in ROOMS if one != other}
    assert {pair for pair in allowed if pair[0] != pair[1]} | set(NEVER) == every
    assert not allowed & set(NEVER)


def test_the_core_reaches_for_files_network_and_clock_only_at_its_edges() -> None:
    wrong = []
    for room in ROOMS:
        for module in modules(room):
            place = module.relative_to(REPOSITORY).as_posix()
            names = set(imported_names(module)) - PURE
            used = {name.partition(".")[0] for name in names} & FILES_AND_CLOCK
            if used and room != "commands" and place not in EDGES:
                wrong.append(f"{place} imports {', '.join(sorted(used))}")
    assert wrong == []


def test_arrows_are_found_at_all() -> None:
    found = {(who, other) for who, other, _ in arrows()}
    assert {("commands", "roster"), ("intake", "roster")} <= found
