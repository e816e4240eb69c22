"""The double's pull requests: opened, listed, closed, merged."""

from __future__ import annotations

from typing import Final

from tests.github_double.answers import Answer, Call, Refusal, invalid, not_found, page, route
from tests.github_double.git_objects import merge_base, store_commit, store_tree, tree_of
from tests.github_double.issues import new_issue
from tests.github_double.shapes import pull_shape
from tests.github_double.state import Record, State

REPO: Final = "/repos/{owner}/{repo}"


@route(f"GET {REPO}/pulls", scope="pull_requests")
def list_pulls(call: Call) -> Answer:
    wanted, head = call.query.get("state", "open"), call.query.get("head")
    found = [
        each
        for each in call.state.issues.values()
        if each["pull"]
        and wanted in {"all", each["state"]}
        and head in {None, _label(each["pull"])}
    ]
    found.sort(
        key=lambda each: each["number"], reverse=call.query.get("direction", "desc") == "desc"
    )
    answer = page(call, found)
    shown = [pull_shape(call.state, each, call.base, whole=False) for each in answer.json]
    return Answer(json=shown, headers=answer.headers)


@route(f"POST {REPO}/pulls", scope="pull_requests", makes_content=True)
def create_pull(call: Call) -> Answer:
    owner, _, ref = call.body["head"].rpartition(":")
    head, base = call.state.refs.get(f"refs/heads/{ref}"), call.body["base"]
    if head is None or owner not in {"", call.state.owner}:
        raise invalid("PullRequest", "head")
    base_head = call.state.refs.get(f"refs/heads/{base}")
    if base_head is None:
        raise invalid("PullRequest", "base")
    whole_label = f"{call.state.owner}:{ref}"
    for each in call.state.issues.values():
        if each["pull"] and each["state"] == "open" and _label(each["pull"]) == whole_label:
            raise invalid(
                "PullRequest", "", "custom", f"A pull request already exists for {whole_label}."
            )
    if tree_of(call.state, head) == tree_of(call.state, base_head):
        raise invalid("PullRequest", "", "custom", f"No commits between {base} and {ref}")
    issue = new_issue(call, title=call.body["title"], body=call.body.get("body"))
    here = f"{call.state.owner}/{call.state.repo}"
    pull = a_pull(head_repo=here, head_ref=ref, head_sha=head, base_ref=base)
    issue["pull"] = {**pull, "draft": call.body.get("draft", False)}
    call.state.issues[issue["number"]] = issue
    return Answer(status=201, json=pull_shape(call.state, issue, call.base, whole=True))


def a_pull(*, head_repo: str, head_ref: str, head_sha: str, base_ref: str) -> Record:
    """Make what a pull request has more than an issue."""
    return {
        "head_repo": head_repo, "head_ref": head_ref, "head_sha": head_sha, "base_ref": base_ref,
        "draft": False, "merged_at": None, "merge_sha": None,
    }  # fmt: skip


@route(f"GET {REPO}/pulls/{{pull_number}}", scope="pull_requests")
def get_pull(call: Call) -> Answer:
    return Answer(json=pull_shape(call.state, _pull(call), call.base, whole=True))


@route(f"PATCH {REPO}/pulls/{{pull_number}}", scope="pull_requests")
def edit_pull(call: Call) -> Answer:
    issue = _pull(call)
    if not call.has_rank("write") and issue["user"] != call.actor["id"]:
        raise Refusal(403, "Must have admin rights to Repository.")
    changed = {key: call.body[key] for key in ("title", "body", "state") if key in call.body}
    after = {**issue, **changed, "updated_at": call.stamp}
    after["closed_at"] = call.stamp if after["state"] == "closed" else None
    call.state.issues[issue["number"]] = after
    return Answer(json=pull_shape(call.state, after, call.base, whole=True))


@route(f"GET {REPO}/pulls/{{pull_number}}/files", scope="pull_requests")
def list_files(call: Call) -> Answer:
    pull = _pull(call)["pull"]
    fork = merge_base(call.state, _base_head(call.state, pull), pull["head_sha"])
    before = tree_of(call.state, fork or "") or {}
    after = tree_of(call.state, pull["head_sha"]) or {}
    changed = sorted(path for path in before | after if before.get(path) != after.get(path))
    url = f"{call.base}{call.path}"
    shown = [
        {
            "sha": (after.get(path) or before[path])[1], "filename": path,
            "status": "removed" if path not in after else "modified" if path in before else "added",
            "additions": 0, "deletions": 0, "changes": 0, "blob_url": url, "raw_url": url,
            "contents_url": url,
        }
        for path in changed
    ]  # fmt: skip
    return page(call, shown)


@route(f"PUT {REPO}/pulls/{{pull_number}}/merge", scope="contents")
def merge_pull(call: Call) -> Answer:
    issue = _pull(call)
    pull = issue["pull"]
    if not call.has_rank("write"):
        raise not_found()
    if call.body.get("sha", pull["head_sha"]) != pull["head_sha"]:
        raise Refusal(409, "Head branch was modified. Review and try the merge again.")
    base_head = _base_head(call.state, pull)
    flat = _merged(call.state, base_head, pull["head_sha"])
    if issue["state"] != "open" or pull["draft"] or flat is None:
        raise Refusal(405, "Pull Request is not mergeable")
    squash = call.body.get("merge_method") == "squash"
    sha = store_commit(
        call.state,
        tree=store_tree(call.state, flat),
        parents=[base_head] if squash else [base_head, pull["head_sha"]],
        message=call.body.get("commit_title", issue["title"]),
        author=call.actor["login"],
        date=call.stamp,
    )
    call.state.refs[f"refs/heads/{pull['base_ref']}"] = sha
    times = {"closed_at": call.stamp, "updated_at": call.stamp}
    merged = {**pull, "merged_at": call.stamp, "merge_sha": sha}
    call.state.issues[issue["number"]] = {**issue, **times, "state": "closed", "pull": merged}
    return Answer(json={"sha": sha, "merged": True, "message": "Pull Request successfully merged"})


def _merged(state: State, base: str, head: str) -> dict[str, tuple[str, str]] | None:
    """Lay what the head changed on the base; None where both changed one path."""
    fork = tree_of(state, merge_base(state, base, head) or "") or {}
    ours, theirs = tree_of(state, base) or {}, tree_of(state, head) or {}
    result = dict(ours)
    for path in fork | theirs:
        if fork.get(path) == theirs.get(path):
            continue
        if ours.get(path) not in {fork.get(path), theirs.get(path)}:
            return None
        if path in theirs:
            result[path] = theirs[path]
        else:
            result.pop(path, None)
    return result


def _pull(call: Call) -> Record:
    issue = call.state.issues.get(int(call.parts["pull_number"]))
    if issue is None or not issue["pull"]:
        raise not_found()
    return issue


def _base_head(state: State, pull: Record) -> str:
    return state.refs[f"refs/heads/{pull['base_ref']}"]


def _label(pull: Record) -> str:
    return f"{pull['head_repo'].partition('/')[0]}:{pull['head_ref']}"
