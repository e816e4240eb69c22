"""The double's accounts, issues, labels and comments."""

from __future__ import annotations

from typing import Final

from tests.github_double.answers import (
    RANKS,
    Answer,
    Call,
    Refusal,
    invalid,
    not_found,
    page,
    rank_of,
    route,
)
from tests.github_double.shapes import (
    comment_shape,
    issue_shape,
    label_shape,
    public_user_shape,
    repository_shape,
    user_shape,
)
from tests.github_double.state import Record

REPO: Final = "/repos/{owner}/{repo}"
LONGEST: Final = 65_536


@route("GET /rate_limit")
def rate_limit(call: Call) -> Answer:
    limit = call.token["limit"]
    start, used = call.state.used.get(call.token["token"], (call.now.timestamp(), 0))
    rate = {"limit": limit, "remaining": limit - used, "used": used, "reset": int(start) + 3600}
    resources = dict.fromkeys(("core", "search"), rate)
    return Answer(json={"resources": resources, "rate": rate})


@route("GET /user")
def get_user(call: Call) -> Answer:
    if call.token["installation"]:
        raise Refusal(403, "Resource not accessible by integration")
    number = call.actor["id"]
    return Answer(json=public_user_shape(call.state, number, call.base, private=True))


@route("GET /users/{username}")
def get_account(call: Call) -> Answer:
    user = call.state.user_by_login(call.parts["username"])
    if user is None:
        raise not_found()
    return Answer(json=public_user_shape(call.state, user["id"], call.base, private=False))


@route("GET /user/{account_id}")
def get_account_by_number(call: Call) -> Answer:
    if int(call.parts["account_id"]) not in call.state.users:
        raise not_found()
    number = int(call.parts["account_id"])
    return Answer(json=public_user_shape(call.state, number, call.base, private=False))


@route(f"GET {REPO}")
def get_repository(call: Call) -> Answer:
    return Answer(json=repository_shape(call.state, call.base))


@route(f"GET {REPO}/collaborators/{{username}}/permission")
def get_permission(call: Call) -> Answer:
    user = call.state.user_by_login(call.parts["username"])
    if user is None:
        raise not_found()
    role = RANKS[rank_of(call.state, user["id"])]
    coarse = {"maintain": "write", "triage": "read"}.get(role, role)
    rank = RANKS.index(role)
    rights = {"pull": 1, "triage": 2, "push": 3, "maintain": 4, "admin": 5}
    shape = {
        **(user_shape(call.state, user["id"], call.base) or {}),
        "role_name": role,
        "permissions": {name: rank >= needed for name, needed in rights.items()},
    }
    return Answer(json={"permission": coarse, "role_name": role, "user": shape})


@route(f"GET {REPO}/issues", scope="issues")
def list_issues(call: Call) -> Answer:
    wanted = [each.strip().lower() for each in call.query.get("labels", "").split(",") if each]
    state = call.query.get("state", "open")
    found = [
        each
        for each in call.state.issues.values()
        if state in {"all", each["state"]}
        and all(label in each["labels"] for label in wanted)
        and each["updated_at"] >= call.query.get("since", "")
    ]
    found.sort(
        key=lambda each: (each[f"{call.query.get('sort', 'created')}_at"], each["number"]),
        reverse=call.query.get("direction", "desc") == "desc",
    )
    answer = page(call, found)
    shown = [issue_shape(call.state, each, call.base) for each in answer.json]
    return Answer(json=shown, headers=answer.headers)


@route(f"POST {REPO}/issues", scope="issues", makes_content=True)
def create_issue(call: Call) -> Answer:
    issue = new_issue(call, title=call.body["title"], body=call.body.get("body"))
    if call.has_rank("triage"):  # else labels are dropped without a word
        issue["labels"] = _labels(call, call.body.get("labels", []))
    call.state.issues[issue["number"]] = issue
    return Answer(status=201, json=issue_shape(call.state, issue, call.base))


def new_issue(call: Call, *, title: str, body: str | None) -> Record:
    """Make the record of an issue or pull request that is opened now."""
    if not str(title).strip() or len(str(title)) > 256:
        raise invalid("Issue", "title", "custom", "title is too long (maximum is 256 characters)")
    _refuse_long(body or "", "Issue")
    return {
        "id": call.state.identity(), "number": call.state.number(), "title": str(title),
        "body": body, "user": call.actor["id"], "labels": [], "state": "open", "comments": 0,
        "created_at": call.stamp, "updated_at": call.stamp, "closed_at": None, "pull": None,
    }  # fmt: skip


@route(f"GET {REPO}/issues/{{issue_number}}", scope="issues")
def get_issue(call: Call) -> Answer:
    return Answer(json=issue_shape(call.state, _issue(call), call.base))


@route(f"PATCH {REPO}/issues/{{issue_number}}", scope="issues")
def edit_issue(call: Call) -> Answer:
    issue = _issue(call)
    if not call.has_rank("triage") and issue["user"] != call.actor["id"]:
        raise Refusal(403, "Must have admin rights to Repository.")
    changed = {key: call.body[key] for key in ("title", "body") if key in call.body}
    if "body" in changed:
        _refuse_long(changed["body"] or "", "Issue")
        if changed["body"] != issue["body"]:
            changed["edited_by"] = call.actor["id"]
    if "labels" in call.body and call.has_rank("triage"):
        changed["labels"] = _labels(call, call.body["labels"])
    if call.body.get("state", issue["state"]) != issue["state"]:
        changed["state"] = call.body["state"]
        changed["closed_at"] = call.stamp if call.body["state"] == "closed" else None
    after = {**issue, **changed}
    if after != issue:
        after["updated_at"] = call.stamp
    call.state.issues[issue["number"]] = after
    return Answer(json=issue_shape(call.state, after, call.base))


@route(f"GET {REPO}/issues/{{issue_number}}/labels", scope="issues")
def issue_labels(call: Call) -> Answer:
    labels = [label_shape(call.state, each, call.base) for each in _issue(call)["labels"]]
    return page(call, labels)


@route(f"POST {REPO}/issues/{{issue_number}}/labels", scope="issues")
def add_labels(call: Call) -> Answer:
    _need_triage(call)
    issue = _issue(call)
    body = call.body.get("labels", call.body)
    labels = _labels(call, [*issue["labels"], *body])
    call.state.issues[issue["number"]] = {**issue, "labels": labels, "updated_at": call.stamp}
    return Answer(json=[label_shape(call.state, each, call.base) for each in labels])


@route(f"DELETE {REPO}/issues/{{issue_number}}/labels/{{name}}", scope="issues")
def remove_label(call: Call) -> Answer:
    _need_triage(call)
    issue, folded = _issue(call), call.parts["name"].lower()
    if folded not in issue["labels"]:
        raise Refusal(404, "Label does not exist")
    labels = [each for each in issue["labels"] if each != folded]
    call.state.issues[issue["number"]] = {**issue, "labels": labels, "updated_at": call.stamp}
    return Answer(json=[label_shape(call.state, each, call.base) for each in labels])


@route(f"GET {REPO}/labels", scope="issues")
def list_labels(call: Call) -> Answer:
    return page(call, [label_shape(call.state, each, call.base) for each in call.state.labels])


@route(f"POST {REPO}/labels", scope="issues", makes_content=True)
def create_label(call: Call) -> Answer:
    _need_triage(call)
    if call.body["name"].lower() in call.state.labels:
        raise invalid("Label", "name", "already_exists")
    (folded,) = _labels(call, [call.body["name"]])
    return Answer(status=201, json=label_shape(call.state, folded, call.base))


@route(f"GET {REPO}/issues/{{issue_number}}/comments", scope="issues")
def list_comments_on(call: Call) -> Answer:
    number = _issue(call)["number"]
    return _comments(
        call, [each for each in call.state.comments.values() if each["issue"] == number]
    )


@route(f"GET {REPO}/issues/comments", scope="issues")
def list_comments(call: Call) -> Answer:
    found = list(call.state.comments.values())
    if "sort" in call.query:
        key = f"{call.query['sort']}_at"
        is_falling = call.query.get("direction") != "asc"
        found.sort(key=lambda each: (each[key], each["id"]), reverse=is_falling)
    return _comments(call, found)


def _comments(call: Call, found: list[Record]) -> Answer:
    since = call.query.get("since", "")
    answer = page(call, [each for each in found if each["updated_at"] >= since])
    shown = [comment_shape(call.state, each, call.base) for each in answer.json]
    return Answer(json=shown, headers=answer.headers)


@route(f"POST {REPO}/issues/{{issue_number}}/comments", scope="issues", makes_content=True)
def create_comment(call: Call) -> Answer:
    issue = _issue(call)
    _refuse_long(call.body["body"], "IssueComment")
    comment = {
        "id": call.state.identity(), "issue": issue["number"], "user": call.actor["id"],
        "body": call.body["body"], "created_at": call.stamp, "updated_at": call.stamp,
    }  # fmt: skip
    call.state.comments[comment["id"]] = comment
    after = {**issue, "comments": issue["comments"] + 1, "updated_at": call.stamp}
    call.state.issues[issue["number"]] = after
    return Answer(status=201, json=comment_shape(call.state, comment, call.base))


@route(f"GET {REPO}/issues/comments/{{comment_id}}", scope="issues")
def get_comment(call: Call) -> Answer:
    return Answer(json=comment_shape(call.state, _comment(call), call.base))


@route(f"PATCH {REPO}/issues/comments/{{comment_id}}", scope="issues")
def edit_comment(call: Call) -> Answer:
    comment = _own_comment(call)
    _refuse_long(call.body["body"], "IssueComment")
    after = {**comment, "body": call.body["body"], "updated_at": call.stamp}
    call.state.comments[comment["id"]] = after
    return Answer(json=comment_shape(call.state, after, call.base))


@route(f"DELETE {REPO}/issues/comments/{{comment_id}}", scope="issues")
def delete_comment(call: Call) -> Answer:
    del call.state.comments[_own_comment(call)["id"]]
    return Answer(status=204)


def _issue(call: Call) -> Record:
    issue = call.state.issues.get(int(call.parts["issue_number"]))
    if issue is None:
        raise not_found()
    return issue


def _comment(call: Call) -> Record:
    comment = call.state.comments.get(int(call.parts["comment_id"]))
    if comment is None:
        raise not_found()
    return comment


def _own_comment(call: Call) -> Record:
    comment = _comment(call)
    if comment["user"] != call.actor["id"] and not call.has_rank("write"):
        raise Refusal(403, "Must have admin rights to Repository.")
    return comment


def _need_triage(call: Call) -> None:
    if not call.has_rank("triage"):
        raise Refusal(403, "Must have admin rights to Repository.")


def _refuse_long(body: str, resource: str) -> None:
    if len(body) > LONGEST:
        too_long = f"body is too long (maximum is {LONGEST} characters)"
        raise invalid(resource, "body", "custom", too_long)


def _labels(call: Call, given: list[str | Record]) -> list[str]:
    """Find labels without regard to case, and make those that are not there yet."""
    folded = []
    for each in given:
        name = each if isinstance(each, str) else each["name"]
        if not name.strip() or len(name) > 50:
            raise invalid("Label", "name")
        if name.lower() not in call.state.labels:
            label = {"id": call.state.identity(), "name": name}
            call.state.labels[name.lower()] = label
        folded.append(name.lower())
    return list(dict.fromkeys(folded))
