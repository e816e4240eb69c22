"""The one question in GraphQL that is asked: who edited the text of an issue last.

The description of the API holds no GraphQL, so only that very question is answered.
"""

from __future__ import annotations

from forge.github import WHO_EDITED
from tests.github_double.answers import Answer
from tests.github_double.description import NotAsDescribed
from tests.github_double.state import Record, State


def who_edited(state: State, asked: Record) -> Answer:
    """Answer with the account, with nobody for one that was deleted, or with no edit."""
    if asked["query"] != WHO_EDITED or asked["variables"].keys() != {"owner", "name", "number"}:
        raise NotAsDescribed("this double knows only one question in GraphQL")
    issue = state.issues.get(asked["variables"]["number"])
    if issue is None or issue["pull"]:
        errors = [{"type": "NOT_FOUND", "message": "Could not resolve to an Issue"}]
        return Answer(json={"data": {"repository": {"issue": None}}, "errors": errors})
    user = state.users.get(issue.get("edited_by") or 0)
    editor = user and {
        "__typename": user["type"],
        "login": user["login"].removesuffix("[bot]"),
        "databaseId": user["id"],
    }
    edited = {"lastEditedAt": issue["updated_at"] if issue.get("edited_by") else None}
    answer = {"data": {"repository": {"issue": {**edited, "editor": editor}}}}
    limits = {"X-RateLimit-Resource": "graphql", "X-RateLimit-Remaining": "0"}
    return Answer(json=answer, headers={**limits, "X-RateLimit-Reset": "9999999999"})
