"""Payloads of events, made from the examples that GitHub's own webhooks gave (@octokit)."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from tests.builders import REPOSITORY
from tests.workflows.running import NAME

_EXAMPLES: Final = REPOSITORY / "build/github-description/events.json"
"""What `make test` sets up."""


def payload(event: str, action: str | None = None, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    """Return the first example of an event, in our repository, with some of it changed.

    `changes` are laid over the example, level by level.
    """
    examples = _examples()[event]
    found = next(each for each in examples if action is None or each.get("action") == action)
    owner, _, name = NAME.partition("/")
    ours = {
        "repository": {
            "name": name,
            "full_name": NAME,
            "default_branch": "main",
            "fork": False,
            "owner": {"login": owner},
        }
    }
    return _laid_over(_laid_over(copy.deepcopy(found), ours), changes)


def a_schedule() -> dict[str, Any]:
    """A schedule brings nothing but itself."""
    return {"schedule": "4/15 * * * *"}


@cache
def _examples() -> dict[str, list[dict[str, Any]]]:
    events = json.loads(_EXAMPLES.read_text("utf-8"))
    return {each["name"]: each["examples"] for each in events}


def _laid_over(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in above.items():
        under = below.get(key)
        if isinstance(value, Mapping) and isinstance(under, dict):
            below[key] = _laid_over(under, value)
        else:
            below[key] = value
    return below
