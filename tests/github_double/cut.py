"""Cut GitHub's description of its API to the operations that the double knows.

`python -m tests.github_double.cut NODE_MODULES OUT` reads the npm packages and writes
`description.json` and `events.json`. OpenAPI 3.0's `nullable` becomes a type of JSON schema.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

REPO: Final = "/repos/{owner}/{repo}"
OPERATIONS: Final = {
    "/rate_limit": ("get",),
    "/user": ("get",),
    "/users/{username}": ("get",),
    "/user/{account_id}": ("get",),
    REPO: ("get",),
    f"{REPO}/collaborators/{{username}}/permission": ("get",),
    f"{REPO}/issues": ("get", "post"),
    f"{REPO}/issues/{{issue_number}}": ("get", "patch"),
    f"{REPO}/issues/{{issue_number}}/comments": ("get", "post"),
    f"{REPO}/issues/{{issue_number}}/labels": ("get", "post"),
    f"{REPO}/issues/{{issue_number}}/labels/{{name}}": ("delete",),
    f"{REPO}/issues/comments": ("get",),
    f"{REPO}/issues/comments/{{comment_id}}": ("get", "patch", "delete"),
    f"{REPO}/labels": ("get", "post"),
    f"{REPO}/git/ref/{{ref}}": ("get",),
    f"{REPO}/git/refs": ("post",),
    f"{REPO}/git/refs/{{ref}}": ("patch", "delete"),
    f"{REPO}/git/commits": ("post",),
    f"{REPO}/git/commits/{{commit_sha}}": ("get",),
    f"{REPO}/git/trees": ("post",),
    f"{REPO}/git/trees/{{tree_sha}}": ("get",),
    f"{REPO}/git/blobs": ("post",),
    f"{REPO}/git/blobs/{{file_sha}}": ("get",),
    f"{REPO}/contents/{{path}}": ("get",),
    f"{REPO}/pulls": ("get", "post"),
    f"{REPO}/pulls/{{pull_number}}": ("get", "patch"),
    f"{REPO}/pulls/{{pull_number}}/files": ("get",),
    f"{REPO}/pulls/{{pull_number}}/merge": ("put",),
    f"{REPO}/compare/{{basehead}}": ("get",),
    f"{REPO}/statuses/{{sha}}": ("post",),
    f"{REPO}/commits/{{ref}}/statuses": ("get",),
}


def cut(whole: dict[str, Any]) -> dict[str, Any]:
    """Keep the operations above and all that they refer to."""
    paths = {
        path: {method: whole["paths"][path][method] for method in methods}
        for path, methods in OPERATIONS.items()
    }
    kept: dict[str, Any] = {}
    waiting = list(_references(paths))
    while waiting:
        reference = waiting.pop()
        if reference not in kept:
            kept[reference] = _found(whole, reference)
            waiting.extend(_references(kept[reference]))
    components: dict[str, dict[str, Any]] = {}
    for reference, value in kept.items():
        _, _, kind, name = reference.split("/")
        components.setdefault(kind, {})[name] = value if kind == "examples" else _with_null(value)
    return {"info": whole["info"], "paths": _with_null(paths), "components": components}


def _found(whole: dict[str, Any], reference: str) -> Any:  # noqa: ANN401 -- any JSON
    value: Any = whole
    for part in reference.removeprefix("#/").split("/"):
        value = value[part]
    return value


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [each for child in value.values() for each in _references(child)]
    if isinstance(value, list):
        return [each for child in value for each in _references(child)]
    return []


def _with_null(value: Any) -> Any:  # noqa: ANN401 -- any JSON
    if isinstance(value, list):
        return [_with_null(each) for each in value]
    if not isinstance(value, dict):
        return value
    plain = {key: _with_null(each) for key, each in value.items() if key != "nullable"}
    if value.get("nullable") is True:
        return {"anyOf": [plain, {"type": "null"}]}
    return plain


def main() -> None:
    """Write both files into the folder that is named."""
    packages, out = Path(sys.argv[1]) / "@octokit", Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    whole = json.loads((packages / "openapi/generated/api.github.com.json").read_bytes())
    (out / "description.json").write_text(json.dumps(cut(whole)), "utf-8")
    events = (packages / "webhooks-examples/api.github.com/index.json").read_bytes()
    (out / "events.json").write_bytes(events)


if __name__ == "__main__":
    main()
