"""Records in the full shape of GitHub's replies: its own examples, with our values put in."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from tests.github_double.description import github_description
from tests.github_double.state import Record, State

_REPO: Final = "/repos/{owner}/{repo}"


@cache
def _example(name: str, status: int, place: str) -> Any:  # noqa: ANN401 -- any JSON
    example = github_description().named(name).example(status)
    text = json.dumps(example[0] if isinstance(example, list) else example)
    return json.loads(text.replace("octocat/Hello-World", place).replace("octocat/example", place))


def _place(state: State) -> str:
    return f"{state.owner}/{state.repo}"


def user_shape(state: State, number: int | None, base: str) -> Record | None:
    """An account as others see it; None for one that was deleted."""
    user = state.users.get(number) if number is not None else None
    if user is None:
        return None
    login = user["login"]
    return {
        **_example(f"POST {_REPO}/issues", 201, _place(state))["user"],
        **user,
        "node_id": f"U_{user['id']}",
        "avatar_url": f"https://avatars.example/u/{user['id']}",
        "url": f"{base}/users/{login}",
        "html_url": f"https://github.com/{login}",
    }


def public_user_shape(state: State, number: int, base: str, *, private: bool) -> Record:
    """An account as `/users/LOGIN` or `/user` shows it."""
    name = "GET /user" if private else "GET /users/{username}"
    shape = user_shape(state, number, base)
    return {**_example(name, 200, _place(state)), **(shape or {})}


def label_shape(state: State, folded: str, base: str) -> Record:
    """A label with the spelling that it was first given."""
    label = state.labels[folded]
    return {
        "id": label["id"],
        "node_id": f"LA_{label['id']}",
        "url": f"{base}/repos/{_place(state)}/labels/{label['name']}",
        "name": label["name"],
        "description": None,
        "color": "ededed",
        "default": False,
    }


def issue_shape(state: State, issue: Record, base: str) -> Record:
    """An issue; a pull request is one with a link to itself."""
    number, here = issue["number"], f"{base}/repos/{_place(state)}"
    page = f"https://github.com/{_place(state)}"
    kind = "pull" if issue.get("pull") else "issues"
    shape = {
        **_example(f"POST {_REPO}/issues", 201, _place(state)),
        "id": issue["id"],
        "node_id": f"I_{issue['id']}",
        "url": f"{here}/issues/{number}",
        "repository_url": here,
        "labels_url": f"{here}/issues/{number}/labels{{/name}}",
        "comments_url": f"{here}/issues/{number}/comments",
        "events_url": f"{here}/issues/{number}/events",
        "html_url": f"{page}/{kind}/{number}",
        "number": number,
        "state": issue["state"],
        "state_reason": None if issue["state"] == "open" else "completed",
        "title": issue["title"],
        "body": issue["body"],
        "user": user_shape(state, issue["user"], base),
        "labels": [label_shape(state, each, base) for each in issue["labels"]],
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "locked": False,
        "active_lock_reason": None,
        "comments": issue["comments"],
        "closed_at": issue["closed_at"],
        "closed_by": None,
        "created_at": issue["created_at"],
        "updated_at": issue["updated_at"],
        "author_association": "NONE",
    }
    shape.pop("pull_request", None)
    if issue.get("pull"):
        place = {"url": f"{here}/pulls/{number}", "html_url": f"{page}/pull/{number}"}
        links = {"diff_url": place["html_url"] + ".diff", "patch_url": place["html_url"] + ".patch"}
        shape["pull_request"] = {**place, **links, "merged_at": issue["pull"]["merged_at"]}
    return shape


def comment_shape(state: State, comment: Record, base: str) -> Record:
    """A comment."""
    here = f"{base}/repos/{_place(state)}"
    number = comment["issue"]
    return {
        "id": comment["id"],
        "node_id": f"IC_{comment['id']}",
        "url": f"{here}/issues/comments/{comment['id']}",
        "html_url": f"https://github.com/{_place(state)}/issues/{number}#issuecomment-{comment['id']}",
        "issue_url": f"{here}/issues/{number}",
        "body": comment["body"],
        "user": user_shape(state, comment["user"], base),
        "created_at": comment["created_at"],
        "updated_at": comment["updated_at"],
        "author_association": "NONE",
        "performed_via_github_app": None,
    }


def repository_shape(state: State, base: str) -> Record:
    """The repository."""
    example = _example(f"POST {_REPO}/pulls", 201, _place(state))["base"]["repo"]
    return {
        **_example(f"GET {_REPO}", 200, _place(state)),
        **example,
        "full_name": _place(state),
        "name": state.repo,
        "private": state.is_private,
        "default_branch": state.default_branch,
        "url": f"{base}/repos/{_place(state)}",
        "language": None,
        "forks": 0,
        "open_issues": 0,
        "watchers": 0,
        "license": None,
    }


def pull_shape(state: State, issue: Record, base: str, *, whole: bool) -> Record:
    """A pull request, as a list shows it or whole."""
    pull, number = issue["pull"], issue["number"]
    name = f"POST {_REPO}/pulls" if whole else f"GET {_REPO}/pulls"
    shape = dict(_example(name, 201 if whole else 200, _place(state)))
    owner = user_shape(state, issue["user"], base)
    head_repo = {**shape["head"]["repo"], "full_name": pull["head_repo"]}
    base_repo = {**shape["base"]["repo"], "full_name": _place(state)}
    head_owner = pull["head_repo"].partition("/")[0]
    shape.update(
        {
            "id": issue["id"],
            "number": number,
            "url": f"{base}/repos/{_place(state)}/pulls/{number}",
            "html_url": f"https://github.com/{_place(state)}/pull/{number}",
            "title": issue["title"],
            "body": issue["body"],
            "state": issue["state"],
            "draft": pull["draft"],
            "user": owner,
            "labels": [label_shape(state, each, base) for each in issue["labels"]],
            "assignee": None,
            "assignees": [],
            "milestone": None,
            "requested_reviewers": [],
            "requested_teams": [],
            "created_at": issue["created_at"],
            "updated_at": issue["updated_at"],
            "closed_at": issue["closed_at"],
            "merged_at": pull["merged_at"],
            "merge_commit_sha": pull["merge_sha"],
            "head": {
                **shape["head"],
                "label": f"{head_owner}:{pull['head_ref']}",
                "ref": pull["head_ref"],
                "sha": pull["head_sha"],
                "repo": head_repo if pull["head_repo"] else None,
            },
            "base": {
                **shape["base"],
                "label": f"{state.owner}:{pull['base_ref']}",
                "ref": pull["base_ref"],
                "sha": state.refs.get(f"refs/heads/{pull['base_ref']}", pull["head_sha"]),
                "repo": base_repo,
            },
        }
    )
    if whole:
        merged = pull["merged_at"] is not None
        more = {"merged": merged, "mergeable": None if merged else True, "merged_by": None}
        shape.update({**more, "changed_files": 1, "mergeable_state": "clean"})
    return shape
