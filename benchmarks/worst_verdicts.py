"""How long it takes to judge inputs that are made to be slow, and to tell what is wrong with them.

Usage: python -m benchmarks.worst_verdicts. Each is as large as a file may be. Prints the 50th and
95th percentile and the slowest by processor time, which other work on the machine disturbs least,
and by how much memory grew.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.measuring import peak_megabytes
from commands.shipped import shipped_folder
from roster.checking import check_file
from roster.loading import load_programme
from roster.model import Programme
from roster.reading import LARGEST_PROFILE, source_lines
from roster.reports import as_text

TODAY: Final = date(2026, 11, 1)
GOOD: Final = """name: Ada Lovelace
github: ada-lovelace
github_id: 18151210
email: ada@office.gov.example
organisation: Home Office
grade: G7
region: London
meets: [remote]
offers: [Leadership]
confirmed: 2026-10-01
"""
PIECES: Final = (
    "a", "*", "_", "[", "]", "![", "[a](", "[a](<", "<", "<a", "<!--", "`", "``` ", "&", "&#x;",
    "> ", "- ", "1. ", "**a ", "*a_", "\\", "|", "~", "0", "0 ", "07 ", "+44", "@", "a@", "a@b.",
    "[at]", "(at)", "A1 ", "AB 12", ".", "-", "'", "\u2019", "\u00e9", "\u0301", "\u4e2d",
    "\u0438", "a \u0438", "\u0915\u200d", "\U0001f468\u200d", "{", "}", ":", ": ", "#", " #",
    "!", "%", "?", "? ", ",", ", ", "x, ", "\t", "\n", "\n  ", "\n\n", "\u00a0", "\u33d2",
)  # fmt: skip


def hostile() -> Iterator[tuple[str, bytes]]:
    """Every piece, as often as it fits, in each of the places that a file has."""
    for piece in PIECES:
        room = LARGEST_PROFILE - 600
        many = (piece * (room // len(piece.encode())))[:room]
        short = many[:2000]
        yield f"whole file of {piece!r}", many.encode()
        yield f"name of {piece!r}", GOOD.replace("Ada Lovelace", quoted(short)).encode()
        yield f"email of {piece!r}", GOOD.replace("ada@office", quoted(short)).encode()
        yield f"organisation of {piece!r}", GOOD.replace("Home Office", quoted(many)).encode()
        yield f"key of {piece!r}", f"{GOOD}{quoted(short)}: x\n".encode()
        yield f"about of {piece!r}", f"{GOOD}about: {quoted(many)}\n".encode()
        yield f"block of {piece!r}", block(many)
        items = ", ".join([quoted(piece)] * (room // (len(piece.encode()) + 6)))
        yield f"offers of {piece!r}", GOOD.replace("[Leadership]", f"[{items}]").encode()
    unknown = "\n".join(f"key{number}: x" for number in range(1200))
    yield "1,200 unknown keys", f"{GOOD}{unknown}\n".encode()
    escapes = ",".join(['"\\0"'] * 3000)
    yield "3,000 escapes", GOOD.replace("[Leadership]", f"[{escapes}]").encode()
    yield "8,000 directives", b"%\n" * 8000
    areas = ", ".join(f"Leadershop {number}" for number in range(800))
    yield "800 misspelt areas", GOOD.replace("[Leadership]", f"[{areas}]").encode()
    choices = ", ".join(f"c{number}" for number in range(2000))
    yield "2,000 choices", f"{GOOD}choices: [{choices}]\n".encode()


def quoted(text: str) -> str:
    """Put text in single quotes, so that YAML leaves it as it is."""
    return "'" + text.replace("'", "''").replace("\n", " ") + "'"


def block(text: str) -> bytes:
    """Put text in a block below `about`."""
    lines = "\n".join(f"  {line}" for line in text[:12_000].split("\n"))
    return f"{GOOD}about: |\n{lines}\n".encode()[:LARGEST_PROFILE]


def main() -> None:
    """Time a verdict on each, and print what the slowest are."""
    programme, problems = load_programme(root=Path(), shipped=shipped_folder())
    if programme is None:
        sys.exit(f"The shipped programme has problems: {problems}")
    # The libraries that explain are loaded by the first file that needs them.
    for first in (b"grade: G8\noffers: [Leadershipp]\nabout: <b>", "name: \u0410da".encode()):
        _judge_and_tell(first, programme)
    times, before = [], peak_megabytes()
    for title, data in hostile():
        start = time.process_time()
        _judge_and_tell(data, programme)
        times.append(((time.process_time() - start) * 1000, title))
    figures = sorted(each for each, _ in times)
    cuts = statistics.quantiles(figures, n=20)
    print(f"{len(times)} hostile files: median {cuts[9]:.1f} ms, 95th percentile {cuts[18]:.1f} ms")
    print(f"Memory grew from {before} MB to {peak_megabytes()} MB at most.")
    for milliseconds, title in sorted(times, reverse=True)[:10]:
        print(f"{milliseconds:>8.1f} ms  {title}")


def _judge_and_tell(data: bytes, programme: Programme) -> None:
    path = "profiles/ada-lovelace.yaml"
    problems = check_file(data, path=path, programme=programme, today=TODAY).problems
    as_text(problems, {path: source_lines(data)})


if __name__ == "__main__":
    main()
