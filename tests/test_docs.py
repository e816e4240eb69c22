"""The docs are true: every rule id has its heading, links lead somewhere, figures have commands."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from commands.main import VERBS, main
from matcher.eligibility import RULES
from matcher.points import COMPONENTS
from matcher.proposals.plan import Guard
from matcher.proposals.transitions import TABLE
from tests.builders import REPOSITORY

DOCS = sorted(
    path
    for path in (*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"))
    if path.is_file()
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def texts_in_code() -> tuple[set[str], set[str]]:
    """Return every text in the door's and the intake's code, and those given as a rule's id."""
    texts, ids = set(), set()
    for module in [*(REPOSITORY / "roster").rglob("*.py"), *(REPOSITORY / "intake").rglob("*.py")]:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            if isinstance(node, ast.keyword) and node.arg in {"rule", "ids"}:
                ids |= {
                    each.value
                    for each in ast.walk(node.value)
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return texts, ids


def test_every_rule_has_a_heading_in_the_docs_and_every_heading_a_rule() -> None:
    text = (REPOSITORY / "docs" / "rules.md").read_text("utf-8")
    documented = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    texts, ids = texts_in_code()
    assert len(ids) > 20
    assert ids <= documented <= texts


def headings_of(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_link_inside_the_repository_leads_to_a_file_and_a_heading(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        if not target.startswith(("http:", "https:")):
            file, _, heading = target.partition("#")
            place = page.parent / file if file else page
            assert place.exists(), f"{page.name}: {target}"
            assert not heading or heading in headings_of(place), f"{page.name}: {target}"


ROOMS = "roster|forge|intake|matcher|site_builder|commands|templates|tests|tools|benchmarks"


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_file_verb_and_target_that_a_page_names_is_there(page: Path) -> None:
    text, makefile = page.read_text("utf-8"), (REPOSITORY / "Makefile").read_text("utf-8")
    for name in re.findall(rf"`((?:{ROOMS})/[\w/.*-]+)", text):
        assert list(REPOSITORY.glob(name)), name
    for verb in re.findall(r"(?:`|^)mentor-match (?:--root \w+ )?([a-z]+)", text, re.MULTILINE):
        assert (REPOSITORY / "commands" / f"{verb}_verb.py").is_file(), verb
    for target in re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_page_is_found_from_the_readme_in_two_clicks() -> None:
    reached = {REPOSITORY / "README.md"}
    for _ in range(2):
        links = [(page, target) for page in reached for target in LINK.findall(page.read_text())]
        places = {(page.parent / target.partition("#")[0]).resolve() for page, target in links}
        inside = {page for place in places if place.is_dir() for page in place.glob("*.md")}
        reached |= {place for place in places if place.suffix == ".md"} | inside
    assert set(DOCS) <= reached


def test_the_glossary_has_each_word_once_from_a_to_z() -> None:
    text = (REPOSITORY / "docs" / "glossary.md").read_text("utf-8")
    words = re.findall(r"^\| ([a-z -]+) \| (?!meaning)", text, re.MULTILINE)
    assert len(words) > 50
    assert words == sorted(set(words), key=lambda word: word.replace("-", " "))


def commands_of(page: Path) -> list[tuple[str, list[str]]]:
    """Return the tool and the words of each command that a page shows, in its blocks and lines."""
    blocks = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
    text = page.read_text("utf-8")
    shown = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", blocks.sub("", text))]
    for language, block in blocks.findall(text):
        shown += block.splitlines() if language == "sh" else []
    found = (
        re.match(r" *(?:\.venv/bin/)?(mentor-match|make|python -m) ([^|>]+)", x) for x in shown
    )
    return [(each[1], shlex.split(each[2], comments=True)) for each in found if each]


def help_of(*words: str) -> str:
    with pytest.raises(SystemExit), redirect_stdout(io.StringIO()) as told:
        main([*words, "--help"])
    return told.getvalue()


def test_every_command_that_a_page_shows_is_there() -> None:
    targets = re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE)
    shown = [each for page in DOCS if page.name != "CHANGELOG.md" for each in commands_of(page)]
    assert len(shown) > 80
    for tool, (first, *others) in shown:
        words = [first, *others]
        if tool == "make":
            assert first in targets
        elif tool == "python -m":
            assert first == "…" or importlib.util.find_spec(first), first
        elif "…" not in words:
            verb = next(each for each in words if each in VERBS)
            known = set(re.findall(r"--[a-z-]+", help_of() + help_of(verb)))
            options = {each.partition("=")[0] for each in words if each.startswith("--")}
            assert options <= known, words


def test_every_test_that_the_page_of_threats_names_exists() -> None:
    page = (REPOSITORY / "docs" / "threats.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    there = {
        node.name
        for module in (REPOSITORY / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert len(named) > 30
    assert named <= there


def rows_of(page: str, heading: str) -> list[str]:
    """Return what begins each row of the table below a heading, in backquotes."""
    text = (REPOSITORY / "docs" / page).read_text("utf-8").split(f"\n## {heading}\n")[1]
    return re.findall(r"^\| `([a-z_-]+)` \|", text.split("\n## ")[0], re.MULTILINE)


def test_the_tables_of_the_docs_have_the_rows_of_the_code() -> None:
    assert rows_of("matching.md", "Hard rules") == [each.id for each in RULES]
    assert rows_of("matching.md", "Points") == [each.name for each in COMPONENTS]
    assert rows_of("proposals.md", "Plans and guards") == [*Guard]


def test_the_page_of_proposals_holds_the_table_of_transitions_row_by_row() -> None:
    page = (REPOSITORY / "docs" / "proposals.md").read_text("utf-8")
    rows = [f"| {each.state} | {each.event} | {each.guard} | {each.next_state} |" for each in TABLE]
    assert "\n".join(rows) in page
