"""The rows of a spreadsheet as one pull request, which a person looks at.

What was imported comes in, with a forge; the number of the pull request goes out. For the same
sheet it opens none a second time.
"""

from __future__ import annotations

import argparse
import hashlib

from commands.gate_pulls import Gate, forge_with_pulls, gate_of
from commands.import_files import ORGANISATIONS, files_of_rows, with_organisations
from commands.outcome import OUTSIDE_WORLD_FAILED, Refused
from forge.port import ForgeError, PullReader, PullWriter
from intake.spreadsheet import Imported


def propose(imported: Imported, arguments: argparse.Namespace) -> str:
    """Open a pull request with what differs from the branch, once for the same sheet."""
    forge = forge_with_pulls(arguments)
    gate = gate_of(arguments, forge)
    name = hashlib.sha256(arguments.file.read_bytes()).hexdigest()[:12]
    try:
        return propose_batch(imported, gate, forge, forge, branch=f"import/{name}")
    except ForgeError as error:
        raise Refused(str(error), status=OUTSIDE_WORLD_FAILED) from error


def propose_batch(
    imported: Imported, gate: Gate, reader: PullReader, writer: PullWriter, *, branch: str
) -> str:
    """Open the pull request from a branch and say its number. Raises ForgeError and Refused."""
    pull = reader.pull_of(branch)
    if pull is not None and not pull.is_merged:
        state = "open" if pull.is_open else "closed"
        return f"The pull request of this sheet is #{pull.number}; it is {state}."
    commit, base, programme = gate.look()

    def read(path: str) -> bytes | None:
        return base[path].data if path in base else None

    files: dict[str, bytes | None] = {
        **files_of_rows(imported, read, programme, gate.keys, paths=base)
    }
    count = len(files)
    new = [
        each for each in imported.organisations if each.name not in programme.organisation_by_name
    ]
    if new:
        files[ORGANISATIONS] = with_organisations(tuple(new), read)
    if not files:
        return f"All {len(imported.profiles):,} profiles are there already."
    title = f"Take in {count:,} profiles of a spreadsheet"
    writer.commit_files(branch, files, onto=commit, message=title)
    opened = writer.open_pull(
        branch=branch,
        onto=gate.branch,
        title=title,
        body="Made by `mentor-match import --pull-request`. A person looks at it before it enters.",
    )
    return f"#{opened.number}: {count:,} profiles for a person to look at."
