"""Look for inputs that the door does not answer: coverage-guided fuzzing with Atheris.

`python -m tools.fuzz TARGET FOLDER [SECONDS]`, with a target of reader, address, name, text or form
and the folder that keeps the inputs found. Ends with status 0 if nothing was raised.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import atheris

with atheris.instrument_imports(include=["roster", "intake", "markdown_it"]):
    from forge.port import Account
    from intake.form_change import Submission, Wanted, wanted_by
    from intake.form_replies import to_mend
    from roster.checking import check_file
    from roster.contacts import contact_faults
    from roster.email import parse_address
    from roster.loading import load_programme
    from roster.mending import mended
    from roster.model import Programme
    from roster.names import odd_part_of_name, skeleton
    from roster.reports import as_text
    from roster.text import markup_faults

REPOSITORY: Final = Path(__file__).resolve().parent.parent
EXAMPLES: Final = REPOSITORY / "tests" / "examples"
WORDS: Final = Path(__file__).with_name("fuzz_words.txt")
"""Pieces of YAML, Markdown and addresses that chance alone puts together too seldom."""
PATH: Final = "profiles/ada-lovelace.yaml"
TODAY: Final = date(2026, 11, 1)


@cache
def programme() -> Programme:
    """Read the shipped programme."""
    found, problems = load_programme(root=REPOSITORY, shipped=REPOSITORY)
    assert found is not None, problems  # noqa: S101 -- the tests hold it
    return found


def reader(data: bytes) -> None:
    """A whole verdict: it has a profile or says why not, and its report can be shown."""
    checked = check_file(data, path=PATH, programme=programme(), today=TODAY)
    assert checked.problems or checked.profile is not None  # noqa: S101 -- what is looked for
    report = as_text(checked.problems)
    assert all(each.isprintable() or each == "\n" for each in report)  # noqa: S101
    mended(data, path=PATH, programme=programme(), today=TODAY)


def address(data: bytes) -> None:
    """An address that is taken has one @, and no other sign that mail could mistake."""
    text = data.decode(errors="replace")
    found = parse_address(text)
    if not isinstance(found, str):
        assert text.count("@") == 1  # noqa: S101
        assert text.isascii()  # noqa: S101
        assert not set(text) & set('"()<>[]:;,\\ \t\r\n%')  # noqa: S101


def name(data: bytes) -> None:
    """A name that is taken holds no markup, and its skeleton is its own skeleton's equal."""
    text = data.decode(errors="replace")
    if odd_part_of_name(text) is None:
        assert not set(text) & set("<>[]@`")  # noqa: S101
    skeleton(text)


def text(data: bytes) -> None:
    """Faults of a text stand inside it."""
    source = data.decode(errors="replace")[:2000]
    lines = source.split("\n")
    for fault in (*markup_faults(source), *contact_faults(source)):
        assert 0 <= fault.line < len(lines)  # noqa: S101
        assert 0 <= fault.column <= len(lines[fault.line])  # noqa: S101


def form(data: bytes) -> None:
    """A form gets an answer, and speaks for nobody but its sender."""
    ada = Account(login="ada-lovelace", number=18151210)
    sent = Submission(text=data.decode(errors="replace"), author=ada, sent=TODAY)
    found = wanted_by(sent, base={}, programme=programme(), today=TODAY)
    if isinstance(found, Wanted):
        assert list(found.files) == [PATH]  # noqa: S101
        assert found.profile is None or found.profile.github_id == ada.number  # noqa: S101
    else:
        reply = to_mend(found, {}, None, None)
        assert all(each.isprintable() or each == "\n" for each in reply)  # noqa: S101


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    each.__name__: each for each in (reader, address, name, text, form)
}


def main() -> None:
    """Fuzz one target; the examples of the tests are where it starts."""
    words = sys.argv[1:]
    if len(words) not in {2, 3} or words[0] not in TARGETS:
        sys.exit(__doc__)
    folder = Path(words[1])
    folder.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={words[2] if len(words) > 2 else 600}",  # noqa: PLR2004
        # Seconds by the clock: a hundred mends take one where nothing is counted, ten here and
        # more on a busy machine.
        "-timeout=60",
        "-rss_limit_mb=2048",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        f"-dict={WORDS}",
    ]
    starts = [str(EXAMPLES / each) for each in ("accepted", "refused", "journey", "found")]
    atheris.Setup(["fuzz", *options, str(folder), *starts], TARGETS[words[0]])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
