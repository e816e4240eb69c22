"""Problems for programs: our own JSON, and SARIF 2.1.0 for code scanning.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final
from urllib.parse import quote

from roster.problems import Problem

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ANCHOR: Final = "docs/rules.md#"


def as_json(problems: Sequence[Problem], *, files: int) -> str:
    """Write problems for programs: `{"profiles": n, "problems": [...]}`."""
    content = {"profiles": files, "problems": [asdict(each) for each in problems]}
    return _written(content)


def as_sarif(problems: Sequence[Problem]) -> str:
    """Write problems as one run of SARIF 2.1.0."""
    rules = sorted({each.rule for each in problems})
    driver = {"name": "mentor-match", "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, rules.index(each.rule)) for each in problems],
    }
    return _written({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _written(content: object) -> str:
    """Write JSON in which the runner of a workflow finds no command: `##[` starts one in a log."""
    return json.dumps(content, ensure_ascii=False, indent=2).replace("##[", "##\\u005b")


def _rule(rule: str) -> dict[str, Any]:
    return {
        "id": rule,
        "shortDescription": {"text": rule.replace("-", " ").capitalize()},
        "help": {"text": f"See {_ANCHOR}{rule}"},
    }


def _result(problem: Problem, rule_index: int) -> dict[str, Any]:
    place = {
        # A path is a relative reference: what an address could mistake is escaped.
        "artifactLocation": {"uri": quote(problem.path)},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    return {
        "ruleId": problem.rule,
        "ruleIndex": rule_index,
        "level": str(problem.severity),
        "message": {"text": _plain(f"{problem.message} {problem.hint}".strip())},
        "locations": [{"physicalLocation": place}],
    }


def _plain(text: str) -> str:
    """Escape what would be a link or a placeholder in a message (sections 3.11.5 and 3.11.6)."""
    return re.sub(r"([\[\]\\])", r"\\\1", text).replace("{", "{{").replace("}", "}}")
