"""Mistakes that people make, each in one profile: what the door says of them is kept in a file.

`told()` writes down all of it; tests/examples/told.txt holds what it was when somebody last read
it through. After a change of words: python -m tests.roster.mistakes
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

from commands.cards import preview
from roster.checking import check_file, check_together
from roster.menders import Mend
from roster.mending import mended, mends_of
from roster.model import Programme
from roster.programme import parse_programme
from roster.programme_files import FILES, PROFILE_SCHEMA, ProgrammeFile
from roster.reading import source_lines
from roster.reports import Comment, as_markdown, as_text, summary
from roster.writing import write_profile
from tests.builders import (
    REPOSITORY,
    TODAY,
    a_mentee,
    a_mentor,
    a_sealed_programme,
    the_programme,
)

EXAMPLES = REPOSITORY / "tests" / "examples"
KEPT = EXAMPLES / "told.txt"
GOOD = (EXAMPLES / "accepted" / "the-example.yaml").read_text("utf-8")

LINES = {
    "name": [
        "name:", "name: '  '", "name: Ada <b>Lovelace</b>", "name: Ada @lovelace", "name: 12",
        "name: ' Ada'", "name: Ada 🙂", "name: \"Ada\\nLovelace\"", "name: Аda Lovelace",
        "name: [Ada]", "name: " + "Ada " * 40, "name: Ada ada@office.gov.example",
        "name: www.ada.example", "name: {first: Ada}", "name: \"Ada\\u200b\"",
        "name: \"Ada\\x00\"", "name: Ada\tLovelace",
    ],
    "github": ["github: Ada Lovelace", "github: -ada", "github: charles-babbage", "github: a--b",
        "github: con", "github: ada_lovelace", "github: ada-lovelace[bot]", "github: \uff41da",
    ],
    "github_id": [
        "github_id: eighteen", "github_id: 0", "github_id: -5", "github_id: 1.5",
        "github_id: " + "9" * 40,
    ],
    "email": [
        "email: ada", "email: a@b@c.gov.uk", "email: ada@localhost", "email: ada@[127.0.0.1]",
        "email: ada@10.0.0.1", "email: 'ada lovelace@hmrc.gov.uk'", "email: ada..l@hmrc.gov.uk",
        "email: " + "a" * 70 + "@hmrc.gov.uk", "email: ada@hmrc.gov.uk.evil.example",
        "email: adä@hmrc.gov.uk", "email: ada@gmail.com", "email: Ada <ada@hmrc.gov.uk>",
        "email: ada%x@hmrc.gov.uk", "email: ada@hmrc.gov.uk.",
    ],
    "organisation": [
        "organisation: Treasure", "organisation: Ministry of Silly Walks",
        "organisation: ada@hmrc.gov.uk",
    ],
    "grade": ["grade: G8", "grade: [G7]", "grade: Senior",
        "grade: G7/G6", "grade: EO-HEO",
    ],
    "profession": ["profession: Statistiks", "profession: Witchcraft"],
    "region": ["region: Londn", "region:London", "region:\u00a0London", "region London",
        "region: London, Wales", "region: UK",
    ],
    "meets": [
        "meets: remote", "meets: []", "meets: [by carrier pigeon]", "meets: [remote, remote]",
        "meets: remote and in person", "meets: [yes]",
    ],
    "offers": [
        "offers: (Leadership, Statistics)", "offers: '[Leadership]'",
        "offers: Leadership]",
        "offers: [Leadershipp]", "offers: [Juggling]", "offers: Leadership", "offers: []",
        "offers: [Leadership] and more",
        "offers: [Leadership, [Statistics]]", "offers: [Leadership", "offers: [Leadership}",
        "offers: [Statistics, statistics]", "offers: {a: b}", "offers: ['Leadership, Statistics']",
    ],
    "capacity": ["capacity: 9", "capacity: 0", "capacity: two", "capacity: 2.5", "capacity: 02",
        "capacity: \u0662", "capacity: 1e1", "capacity: 1-2", "capacity: ~", "capacity: {a: b}",
    ],
    "seeks": ["seeks: [a, b, c, d, e, f]", "seeks: [Statistics]"],
    "choices": [
        "choices: [ada-lovelace]", "choices: [no spaces]", "choices: [x, x]",
        "choices: [Bob, bob]", "choices: [@charles-babbage]",
    ],
    "about": [
        "about: One thing: another", "about: [x](https://www.gov.uk) is good",
        "about:\n  - one\n  - two", "about: One.\n\nTwo.",
        "about: @ada", "about: 'it's me'", "about: \"never closed",
        "about: `code`", "about: * star", "about: |x", "about: *star", "about: &anchor x",
        "about: !tag x", "about: %x",
        "about: \"C:\\quick\"", "about: '![x](https://x.example/y.png)'", "about: '<b>bold</b>'",
        "about: '[x](http://www.gov.uk)'", "about: '[x](https://a@b.gov.uk)'",
        "about: '[x](https://localhost)'", "about: '[x](https://[)'", "about: call 0161 496 0000",
        "about: my number is AB 12 34 56 C", "about: at SW1A 2AA", "about: ada at (at) x.gov.uk",
        "about: mail ada@office.gov.example", "about: " + "x" * 2100, "about: a\u202eb",
        "about: a\x85b", "about: a\rb", "about: a\ufeffb", "about: a\ue000b", "about: |\n\tx",
        "about: |\n x\n  <!-- y -->", "about: '[x](mailto:ada@hmrc.gov.uk)'",
        "about: |\n  One.\n\n  Two `<b>` <i>x</i> [a](ftp://x) and ![p](q)\n  <https://localhost>",
        "about: >\n  One word and\n  another <b>word</b>\n  and 0161 496 0000",
        'about: "One\\nTwo <b>\\nThree ![p](q) [l](http://x.example) ![r](s)"',
        "about: 'One\n  two <b>x'", "about: |\n  `[a](b)` [a](b) [a](b)\n\n  * ![x](y)",
        "about: \"tab\\q\"", "about: '" + "[" * 101 + "'", "about: |\n    x\n  y: [",
        "about: |\n  See[^1].\n\n  [^1]: note\n\n  [r]: http://x.example\n  [s]: https://localhost",
        "about: >x", "about: |\n  a\n b", 'about: "a long line \\u200b of text\n  b"',
        "about: ok\n  more: text",
        "about: '\uff10161\u00a0496\u00a00000'",
    ],
    "manager": [
        "manager: none", "manager: n/a", "manager: -", "manager: William Farr",
        "manager: Ada-Lovelace",
        "manager: [a]",
    ],
    "paused": ["paused: maybe", "paused: 1"],
    "confirmed": [
        "confirmed: 2026-02-30", "confirmed: 1/11/2026", "confirmed: 2999-01-01",
        "confirmed: yesterday", "confirmed:",
        "confirmed: 2026\u201311\u201301", "confirmed: 20261101", "confirmed: 2026-W45-1",
        "confirmed: 26-11-01",
    ],
}  # fmt: skip
"""For each field, lines that stand in place of its own."""

WHOLE = {
    "nothing": "",
    "a comment alone": "# my profile\n",
    "a list": "- name: Ada\n",
    "plain words": "My name is Ada\n",
    "two documents": GOOD + "---\nname: Ada\n",
    "a directive": "%YAML 1.1\n---\n" + GOOD,
    "a merge": GOOD + "<<: {region: Wales}\n",
    "a list as key": "[a, b]: c\n",
    "deep brackets": "a: [[[[[[1]]]]]]\n",
    "an indented line": GOOD + "  paused: true\n",
    "an indented file": "  name: Ada\n region: London\n",
    "an end before the beginning": "...\n" + GOOD,
    "a quote over lines": GOOD + "phone: 'x\nother: it's\n",
    "an alias as key": "*a: x\n" + GOOD,
    "an alias as value": GOOD.replace("region: London", "region: *a"),
    "a comment before an indented file": "# mine\n  name: Ada\n region: London\n",
    "a comment before an indented line": "# mine\n  name: Ada\nregion: London\n",
    "a doubled key": GOOD + "region: Wales\n",
    "a key in another form": GOOD + "\uff52egion: Wales\n",
    "an unknown key": GOOD + "phone: 1\n",
    "a misspelt key": GOOD.replace("region:", "Region:"),
    "a bracket at the end": GOOD + "choices: [\n",
    "the head of a page": f"---\n{GOOD}---\n",
    "a page": f"---\n{GOOD}---\n\n**Ada Lovelace** writes programs.\n",
    "a list in brackets": '[{"name": "Ada"}]\n',
    "equals signs": 'name = "Ada Lovelace"\ngithub = "ada-lovelace"\n',
    "a person under a key": "ada:\n  name: Ada Lovelace\n  github: ada-lovelace\n",
    "a person under a key, with nothing said": "ada:\n  name:\n",
    "keys from elsewhere": "full_name: Ada Lovelace\ngithub_username: ada-lovelace\n"
    "organization: HM Treasury\njob_title: Analyst\nlocation: London\nskills: [Statistics]\n"
    "interests: [Leadership]\nbio: I like engines.\npronouns: she/her\nimage: ada.png\n"
    "favourite: tea\n",
    "a text that is not indented": "about: |\nI like engines.\nAnd short meetings.\n" + GOOD,
    "a mistake in a last line without an end": "name: Ada\nabout: @ada likes tea",
    "an entry above its key": "• Statistics\noffers:",
    "entries with dots": GOOD.replace(
        "offers: [Statistics, Presenting to ministers]", "offers:\n• Statistics\n• Leadership"
    ),
    "entries with stars": GOOD.replace(
        "seeks: [Leadership, Public speaking]", "seeks:\n  * Leadership\n  * Public speaking"
    ),
    "entries as pasted": GOOD.replace(
        "offers: [Statistics, Presenting to ministers]",
        "offers:\n  •\u00a0Statistics\n\n  – Leadership\n  -Policy\n  1. Public speaking",
    ),
    "entries of a font": GOOD.replace(
        "offers: [Statistics, Presenting to ministers]",
        "offers:\n\uf0b7\tStatistics\n\uf0b7\tLeadership",
    ),
    "entries on one line": GOOD.replace(
        "offers: [Statistics, Presenting to ministers]", "offers: • Statistics • Leadership"
    ),
    "a list whose key has no colon": GOOD.replace(
        "offers: [Statistics, Presenting to ministers]", "offers\n  - Statistics\n  - Leadership"
    ),
    "logins as addresses": GOOD.replace(
        "github: ada-lovelace", "github: https://github.com/ada-lovelace"
    )
    + "choices: ['@charles-babbage', github.com/alan-turing/]\n",
    "lines that end as on old Macs": GOOD.replace("\n", "\r"),
    "UTF-16 without a mark": "\0".join(GOOD),
    "a sample of code": f"```yaml\n{GOOD}```\n",
    "an update that was not finished": GOOD.replace(
        "region: London\n",
        "<<<<<<< HEAD\nregion: London\n=======\nregion: Wales\n>>>>>>> main\n",
    ),
    "a key with a dash": GOOD.replace("region:", "- region:"),
    "one line that is not indented": GOOD.replace("  I like", "I like"),
    "too long": GOOD + "#" * 17_000,
    "a document of a word processor": "PK\x03\x04" + GOOD,
    "a section of settings": "[profile]\nname = Ada\n",
    "a page of HTML": "<!DOCTYPE html><html><body>name: Ada</body></html>\n",
    "a difference of two files": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-name: A\n+name: B\n",
    "the head of a mail": "From: Ada\nSubject: join\n\nHi\n",
    "keys in capitals": GOOD.replace("name:", "NAME:").replace("grade:", "Grade:"),
    "a key without a name": ": x\n" + GOOD,
    "a question mark for a key": "? name\n: Ada\n" + GOOD,
    "half of a list": GOOD.replace("[remote, in person]", "\n  - remote\n  in person"),
    "neither offers nor seeks": "\n".join(
        line for line in GOOD.split("\n") if not line.startswith(("offers", "seeks", "capacity"))
    ),
}


def mistakes() -> dict[str, str]:
    """Every mistake by a title, with the text of its profile."""
    found = dict(WHOLE)
    for field, lines in LINES.items():
        for line in lines:
            title = line if len(line) <= 60 else f"{line[:60]}…"
            found[repr(title)[1:-1]] = "\n".join(
                line if own.startswith(f"{field}:") else own for own in _with(field).split("\n")
            )
    return found


def _with(field: str) -> str:
    """The good profile, with a one-line value for the field."""
    lines = [line for line in GOOD.split("\n") if not line.startswith((f"{field}:", "  "))]
    return "\n".join([f"{field}: x", *(line for line in lines if line and line != "about: |")])


PROGRAMME = {
    "settings.yaml": [
        ("expiry_months: never", "expiry_months: soon"), ("mentees: counted", "mentees: maybe"),
        ("ideal: 2", "ideal: 5"), ("programme: Mentor", "programm: Mentor"),
        ("demonstration: yes", "demonstration: perhaps"), ("needs: 50", "needs: many"),
        ("who_may_join: civil service", "who_may_join: everybody"), ("site: https", "site: http"),
        ("email_storage: plain", "email_storage: sealed"),
    ],
    "areas.yaml": [
        ("groups:", "group:"), ("meaning:", "means:"), ("name: Leadership", "name: Leading"),
        ("name: Leadership", "name: [Leadership]"),
    ],
    "organisations.yaml": [
        ("abbreviation: HMT", "abbreviation: HMRC"), ("name: HM Treasury", "name: Treasury"),
        ("name: HM Treasury", "name: Cabinet Office"),
        ("parents: [Ministry of Justice]", "parents: [Ministry of Justness]"),
    ],
    "email-domains.yaml": [("outcome:", "outcomes:"), ("outcome: review", "outcome: maybe")],
    "profile.schema.json": [('"meets"', '"meet"'), ("{", "[")],
}  # fmt: skip
"""For each file of the programme, slips: what is written in place of what."""


def told_of_programmes() -> Iterator[str]:
    """What is said of a programme with one slip."""
    shipped = {
        name: (REPOSITORY / "programme" / name).read_bytes() for name in (*FILES, PROFILE_SCHEMA)
    }
    for name, slips in PROGRAMME.items():
        for right, wrong in slips:
            assert right.encode() in shipped[name], right
            changed = {**shipped, name: shipped[name].replace(right.encode(), wrong.encode(), 1)}
            files = {
                each: ProgrammeFile(path=f"programme/{each}", data=data)
                for each, data in changed.items()
            }
            _, problems = parse_programme(files)
            yield f"== {name}: {wrong}\n{as_text(problems[:3])}\n"


def told_of_a_folder() -> str:
    """What is said of people who are there twice, look alike, or choose nobody."""
    people: dict[str, dict[str, Any]] = {
        "ada-lovelace": {}, "ada-king": {"github": "Ada-Lovelace"},
        "alan-turing": {"github_id": 7, "email": "alan@office.gov.example"},
        "alan-t": {"github_id": 7}, "a-turing": {"email": "Alan+work@office.gov.example"},
        "bill": {"name": "Bill Turner"}, "biii": {"name": "BiII Turner"},
        "chooser": {"choices": ("ada-lovelce", "only-seeks", "nobody-at-all", "alan-turing")},
    }  # fmt: skip
    files = {}
    for login, given in people.items():
        files[f"profiles/{login}.yaml"] = write_profile(a_mentor(login, **{"name": login, **given}))
    files["profiles/only-seeks.yaml"] = write_profile(
        a_mentee("only-seeks", choices=("x", "chooser"))
    )
    files["profiles/broken.yaml"] = b"name: [\n"
    checked = [
        check_file(data, path=path, programme=the_programme(), today=TODAY)
        for path, data in files.items()
    ]
    together = check_together([each.standing for each in checked], read=lambda path: files[path])
    sources = {path: source_lines(data) for path, data in files.items()}
    return f"{as_text(together, sources)}\n{summary(together, files=len(files))}"


def told_in_a_comment() -> str:
    """A whole comment, with everything that one can hold."""
    broken = GOOD.replace("region:", "Region:").replace(
        "meets: [remote, in person]", "meets: remote"
    )
    path = "profiles/ada-lovelace.yaml"
    found = check_file(broken.encode(), path=path, programme=the_programme(), today=TODAY).problems
    lines = source_lines(broken.encode())
    mends = mends_of(found, lines, programme=the_programme(), today=TODAY)
    comment = Comment(
        verdict="This cannot enter yet.",
        reasons=("It changes the organisation.",),
        problems=found,
        mends=tuple((path, each) for each in (*mends, Mend(9, None))),
        card=preview(
            a_mentor(profession="Policy", meets=("remote", "in person")),
            the_programme(),
            today=TODAY,
        ),
        files="https://github.com/o/r/blob/main",
    )
    return as_markdown(comment, {path: lines})


def told() -> str:
    """Everything that the door says of every mistake and of every refused example."""
    texts = {title: text.encode() for title, text in mistakes().items()}
    texts |= {
        f"refused/{each.name}": each.read_bytes()
        for each in sorted((EXAMPLES / "refused").iterdir())
    }
    sealed = a_sealed_programme()
    parts = [
        f"== {title}\n{_answer(data, sealed if 'email-sealed' in title else the_programme())}"
        for title, data in texts.items()
    ]
    parts += told_of_programmes()
    parts += ["== a folder", told_of_a_folder(), "", "== a comment", told_in_a_comment(), ""]
    return "\n".join(parts)


def _answer(data: bytes, programme: Programme) -> str:
    path = "profiles/ada-lovelace.yaml"
    checked = check_file(data, path=path, programme=programme, today=TODAY)
    sources = {path: source_lines(data)}
    told = as_text(checked.problems, sources).replace(f"{path}:", "")
    after = mended(data, path=path, programme=programme, today=TODAY)
    changes = unified_diff(source_lines(data), source_lines(after), lineterm="", n=0)
    mends = [f"    mended {line!r}" for line in list(changes)[2:] if line[0] in "+-"]
    return "\n".join([told, *mends, ""])


if __name__ == "__main__":
    Path(KEPT).write_text(told(), "utf-8")
