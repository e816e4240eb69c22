"""The docs are true: every rule id has its heading, links lead somewhere, figures have commands."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_link_inside_the_repository_leads_to_a_file(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        if not target.startswith(("http:", "https:", "#")):
            assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"


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


def test_the_page_of_proposals_holds_the_table_of_transitions_row_by_row() -> None:
    page = (REPOSITORY / "docs" / "proposals.md").read_text("utf-8")
    rows = [f"| {each.state} | {each.event} | {each.guard} | {each.next_state} |" for each in TABLE]
    assert "\n".join(rows) in page
