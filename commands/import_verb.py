"""`import`: a spreadsheet's rows become profile files, all of them or none."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from commands.gathering import gather_programme, shipped_folder
from commands.outcome import DONE, WRONG_USAGE, Refused
from intake.mapping import SheetMapping, parse_mapping
from intake.spreadsheet import Imported, import_sheet, read_sheet
from roster.checking import check_file
from roster.loading import PROFILES
from roster.model import Organisation, Profile, Programme
from roster.problems import has_errors
from roster.reports import as_text
from roster.writing import write_profile

_SHIPPED_MAPPINGS: Final = "intake/mappings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="the spreadsheet, as CSV")
    parser.add_argument(
        "--map",
        type=Path,
        metavar="MAP.yaml",
        help="the mapping (default: a shipped one that fits)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Read the sheet, turn every row into a profile, and write them if none has an error."""
    programme = gather_programme(arguments)
    sheet, problems = read_sheet(_read(arguments.file), path=arguments.file.name)
    if sheet is None:
        raise Refused(as_text(problems))
    mapping = _mapping(arguments.map, sheet.columns)
    imported = import_sheet(
        sheet, mapping, path=arguments.file.name, programme=programme, today=arguments.today
    )
    if has_errors(imported.problems):
        raise Refused(as_text(imported.problems) + "\nNothing was written.")
    _tell_warnings(imported)
    print(_write(imported, programme, arguments))
    return DONE


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise Refused(f"There is no file {file}.", status=WRONG_USAGE)
    return file.read_bytes()


def _mapping(file: Path | None, columns: tuple[str, ...]) -> SheetMapping:
    if file is not None:
        mapping, problems = parse_mapping(_read(file), path=str(file))
        if mapping is None:
            raise Refused(as_text(problems))
        return mapping
    folder = Path(__file__).resolve().parent.parent / _SHIPPED_MAPPINGS
    for shipped in sorted(folder.glob("*.yaml")):
        mapping, _ = parse_mapping(shipped.read_bytes(), path=shipped.name)
        if mapping is not None and mapping.fits(columns):
            print(f"Reading the columns by {shipped.name}.", file=sys.stderr)
            return mapping
    message = "No shipped mapping fits the columns of this sheet: name one with --map MAP.yaml."
    raise Refused(message, status=WRONG_USAGE)


def _tell_warnings(imported: Imported) -> None:
    rules = [each.rule for each in imported.problems]
    for rule in sorted(set(rules)):
        print(f"{rules.count(rule):,} warnings: {rule}", file=sys.stderr)


def _write(imported: Imported, programme: Programme, arguments: argparse.Namespace) -> str:
    """Write what changed, and say how much that was."""
    root: Path = arguments.root
    _refuse_takeovers(imported, root, programme)
    if imported.organisations:
        _add_organisations(imported.organisations, root)
    (root / PROFILES).mkdir(parents=True, exist_ok=True)
    written = sum(_write_one(each, root, programme) for each in imported.profiles)
    unchanged = len(imported.profiles) - written
    return f"{written:,} profiles written to {root / PROFILES}, {unchanged:,} unchanged."


def _write_one(profile: Profile, root: Path, programme: Programme) -> bool:
    """Write a profile unless the file says the same already, whenever it was confirmed."""
    old = _there_already(profile, root, programme)
    if old is not None and replace(profile, confirmed=old.confirmed) == old:
        return False
    (root / PROFILES / f"{profile.github}.yaml").write_bytes(write_profile(profile))
    return True


def _there_already(profile: Profile, root: Path, programme: Programme) -> Profile | None:
    path = root / PROFILES / f"{profile.github}.yaml"
    if not path.exists():
        return None
    data = path.read_bytes()
    return check_file(data, path=path.name, programme=programme, today=profile.confirmed).profile


def _refuse_takeovers(imported: Imported, root: Path, programme: Programme) -> None:
    """A row must never replace the profile of somebody else who has the same login."""
    for profile in imported.profiles:
        old = _there_already(profile, root, programme)
        if old is not None and old.github_id != profile.github_id:
            message = (
                f"{PROFILES}/{profile.github}.yaml belongs to somebody with another GitHub number."
                " Give the row another login. Nothing was written."
            )
            raise Refused(message)


def _add_organisations(added: tuple[Organisation, ...], root: Path) -> None:
    """Put organisations on the root's own list, below what is there or was shipped."""
    own = root / "programme" / "organisations.yaml"
    source = own if own.exists() else shipped_folder() / "programme" / "organisations.yaml"
    text = source.read_text("utf-8").rstrip("\n")
    # json.dumps: a JSON text is the same text in YAML.
    entries = (f"  - name: {json.dumps(each.name, ensure_ascii=False)}" for each in added)
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("\n".join((text, *entries)) + "\n", "utf-8")
