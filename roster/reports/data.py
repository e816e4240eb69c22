"""Problems for programs: our own JSON, and SARIF 2.1.0 for code scanning.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
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
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_sarif(problems: Sequence[Problem]) -> str:
    """Write problems as one run of SARIF 2.1.0."""
    rules = sorted({each.rule for each in problems})
    driver = {"name": "mentor-match", "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, rules.index(each.rule)) for each in problems],
    }
    content = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=2)


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
        "message": {"text": f"{problem.message} {problem.hint}".strip()},
        "locations": [{"physicalLocation": place}],
    }
