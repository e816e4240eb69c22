"""`import`: a spreadsheet's rows become profile files, all of them or none."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from commands.gathering import gather_forge, gather_programme
from commands.import_files import (
    ORGANISATIONS,
    files_of_rows,
    reader_of,
    with_organisations,
)
from commands.outcome import DONE, OUTSIDE_WORLD_FAILED, WRONG_USAGE, Refused
from commands.secrets import private_keys
from commands.whole_files import write_files
from forge.port import ForgeError
from intake.leaving import TOMBSTONES
from intake.mapping import SheetMapping, parse_mapping
from intake.spreadsheet import Imported, import_sheet, logins_in, read_sheet
from roster.model import Programme
from roster.places import PROFILES
from roster.problems import has_errors
from roster.reports import as_text

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
    parser.add_argument(
        "--forge",
        metavar="github:OWNER/REPO",
        help="where GitHub numbers are looked up by login (default: nowhere)",
    )
    parser.add_argument(
        "--pull-request",
        action="store_true",
        help="write nothing here: open one pull request for the batch there",
    )
    parser.add_argument(
        "--base",
        default="main",
        metavar="BRANCH",
        help="the branch that the pull request is to enter (default: main)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Read the sheet, turn every row into a profile, and write them if none has an error."""
    if arguments.pull_request and arguments.forge is None:
        message = "Say where the pull request goes: --forge github:OWNER/REPO."
        raise Refused(message, status=WRONG_USAGE)
    programme = gather_programme(arguments)
    sheet, problems = read_sheet(_read(arguments.file), path=arguments.file.name)
    if sheet is None:
        raise Refused(as_text(problems))
    mapping = _mapping(arguments.map, sheet.columns)
    imported = import_sheet(
        sheet,
        mapping,
        path=arguments.file.name,
        programme=programme,
        today=arguments.today,
        numbers=_numbers(arguments, logins_in(sheet, mapping)),
    )
    if has_errors(imported.problems):
        raise Refused(as_text(imported.problems) + "\nNothing was written.")
    _tell_warnings(imported)
    if arguments.pull_request:
        from commands.import_pull import propose  # noqa: PLC0415 -- heavy, and needed here alone

        print(propose(imported, arguments))
    else:
        print(_write(imported, programme, arguments))
    return DONE


def _numbers(arguments: argparse.Namespace, logins: Iterable[str]) -> dict[str, int]:
    """Look up the numbers of accounts, where a forge is named. A login that is free has none."""
    if arguments.forge is None:
        return {}
    forge = gather_forge(arguments)
    try:
        found = {login: forge.find_account(login) for login in logins}
    except ForgeError as error:
        raise Refused(str(error), status=OUTSIDE_WORLD_FAILED) from error
    return {login: account.number for login, account in found.items() if account is not None}


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
    read = reader_of(root)
    left = (f"{TOMBSTONES}{each.name}" for each in (root / TOMBSTONES).glob("*"))
    files = files_of_rows(imported, read, programme, private_keys(), paths=left)
    changed, unchanged = len(files), len(imported.profiles) - len(files)
    if imported.organisations:
        files[ORGANISATIONS] = with_organisations(imported.organisations, read)
    write_files(files, root)
    written = "1 profile" if changed == 1 else f"{changed:,} profiles"
    return f"{written} written to {root / PROFILES}, {unchanged:,} unchanged."
