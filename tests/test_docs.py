"""The docs are true: every rule id has its heading, links lead somewhere, figures have commands."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.builders import REPOSITORY

DOCS = sorted(
    path
    for path in (*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"))
    if path.is_file()
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def rule_ids_in_code() -> set[str]:
    """Find the ids that problems are made with: `rule="..."` and the reader's notes."""
    ids = set()
    for module in [*(REPOSITORY / "roster").rglob("*.py"), *(REPOSITORY / "intake").rglob("*.py")]:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
                texts += [
                    each.value.value
                    for each in node.keywords
                    if each.arg in {"rule", "id"} and isinstance(each.value, ast.Constant)
                ]
                ids |= {
                    text
                    for text in texts
                    if isinstance(text, str) and re.fullmatch(r"[a-z]+-[a-z0-9-]+", text)
                }
    return {each for each in ids if not each.startswith(("utf-", "x-"))}


def test_every_rule_has_a_heading_in_the_docs_and_every_heading_a_rule() -> None:
    text = (REPOSITORY / "docs" / "rules.md").read_text("utf-8")
    documented = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert documented == rule_ids_in_code()


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_link_inside_the_repository_leads_to_a_file(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        if not target.startswith(("http:", "https:", "#")):
            assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"
