"""The double's git: refs, commits, trees, blobs, contents, comparisons and statuses."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final

from tests.github_double.answers import Answer, Call, Refusal, not_found, page, route
from tests.github_double.git_objects import (
    is_ancestor,
    merge_base,
    store_blob,
    store_commit,
    store_tree,
    tree_of,
)
from tests.github_double.shapes import user_shape
from tests.github_double.state import Record

REPO: Final = "/repos/{owner}/{repo}"


@route(f"GET {REPO}/git/ref/{{ref}}", scope="contents")
def get_ref(call: Call) -> Answer:
    return Answer(json=_ref_shape(call, _known_ref(call, 404)))


@route(f"POST {REPO}/git/refs", scope="contents")
def create_ref(call: Call) -> Answer:
    name, sha = call.body["ref"], call.body["sha"]
    _need_push(call)
    if not name.startswith("refs/") or name.count("/") < 2:
        raise Refusal(422, "Reference name must start with 'refs/'.")
    if sha not in call.state.objects:
        raise Refusal(422, "Object does not exist")
    if name in call.state.refs:
        raise Refusal(422, "Reference already exists")
    call.state.refs[name] = sha
    return Answer(status=201, json=_ref_shape(call, name))


@route(f"PATCH {REPO}/git/refs/{{ref}}", scope="contents")
def update_ref(call: Call) -> Answer:
    _need_push(call)
    name, sha = _known_ref(call, 422), call.body["sha"]
    if sha not in call.state.objects:
        raise Refusal(422, "Object does not exist")
    forced = call.body.get("force", False)
    if not forced and not is_ancestor(call.state, call.state.refs[name], sha):
        raise Refusal(422, "Update is not a fast forward")
    call.state.refs[name] = sha
    here = f"{call.state.owner}/{call.state.repo}"
    for issue in list(call.state.issues.values()):
        pull = issue["pull"]
        if not pull or issue["state"] != "open" or pull["head_repo"] != here:
            continue
        if name == f"refs/heads/{pull['head_ref']}":
            moved = {**issue, "pull": {**pull, "head_sha": sha}, "updated_at": call.stamp}
            call.state.issues[issue["number"]] = moved
    return Answer(json=_ref_shape(call, name))


@route(f"DELETE {REPO}/git/refs/{{ref}}", scope="contents")
def delete_ref(call: Call) -> Answer:
    _need_push(call)
    del call.state.refs[_known_ref(call, 422)]
    return Answer(status=204)


@route(f"POST {REPO}/git/blobs", scope="contents")
def create_blob(call: Call) -> Answer:
    _need_push(call)
    content = call.body["content"]
    try:
        is_packed = call.body.get("encoding") == "base64"
        data = base64.b64decode(content, validate=True) if is_packed else content.encode()
    except binascii.Error as error:
        raise Refusal(422, "content is not valid Base64") from error
    sha = store_blob(call.state, data)
    return Answer(status=201, json={"sha": sha, "url": _url(call, f"git/blobs/{sha}")})


@route(f"GET {REPO}/git/blobs/{{file_sha}}", scope="contents")
def get_blob(call: Call) -> Answer:
    kind, data = call.state.objects.get(call.parts["file_sha"], ("", b""))
    if kind != "blob":
        raise not_found()
    if "raw" in call.accept:
        return Answer(raw=data)
    sha = call.parts["file_sha"]
    packed = {"content": base64.encodebytes(data).decode(), "encoding": "base64"}
    more = {"sha": sha, "size": len(data), "node_id": f"B_{sha}"}
    return Answer(json={**packed, **more, "url": _url(call, f"git/blobs/{sha}")})


@route(f"POST {REPO}/git/trees", scope="contents")
def create_tree(call: Call) -> Answer:
    _need_push(call)
    flat = tree_of(call.state, call.body["base_tree"]) if "base_tree" in call.body else {}
    if flat is None:
        raise Refusal(422, "base_tree is not a valid tree sha")
    for entry in call.body["tree"]:
        sha = entry.get("sha")
        if "content" in entry:
            sha = store_blob(call.state, entry["content"].encode())
        if sha is None and flat.pop(entry["path"], None) is None:
            raise Refusal(422, "GitRPC::BadObjectState")
        if sha is not None:
            if sha not in call.state.objects:
                raise Refusal(422, f"tree.sha {sha} is not a valid blob")
            flat[entry["path"]] = (entry["mode"], sha)
    return Answer(status=201, json=_tree_shape(call, store_tree(call.state, flat)))


@route(f"GET {REPO}/git/trees/{{tree_sha}}", scope="contents")
def get_tree(call: Call) -> Answer:
    sha = call.parts["tree_sha"]
    sha = call.state.refs.get(f"refs/heads/{sha}", sha)
    if tree_of(call.state, sha) is None:
        raise not_found()
    return Answer(json=_tree_shape(call, sha))


@route(f"POST {REPO}/git/commits", scope="contents")
def create_commit(call: Call) -> Answer:
    _need_push(call)
    for sha in (call.body["tree"], *call.body.get("parents", [])):
        if sha not in call.state.objects:
            raise Refusal(422, "Tree SHA does not exist")
    sha = store_commit(
        call.state,
        tree=call.body["tree"],
        parents=call.body.get("parents", []),
        message=call.body["message"],
        author=call.actor["login"],
        date=call.stamp,
    )
    return Answer(status=201, json=_commit_shape(call, sha))


@route(f"GET {REPO}/git/commits/{{commit_sha}}", scope="contents")
def get_commit(call: Call) -> Answer:
    sha = call.parts["commit_sha"]
    if call.state.objects.get(sha, ("",))[0] != "commit":
        raise not_found()
    return Answer(json=_commit_shape(call, sha))


@route(f"GET {REPO}/contents/{{path}}", scope="contents")
def get_contents(call: Call) -> Answer:
    ref = call.query.get("ref", call.state.default_branch)
    flat = tree_of(call.state, call.state.refs.get(f"refs/heads/{ref}", ref))
    path = call.parts["path"]
    if flat is None or path not in flat:
        raise not_found()
    sha = flat[path][1]
    data = call.state.objects[sha][1]
    if "raw" in call.accept:
        return Answer(raw=data)
    url = _url(call, f"contents/{path}")
    links = {"git": url, "self": url, "html": url}
    about = {"type": "file", "name": path.rpartition("/")[2], "path": path, "sha": sha}
    urls = {"url": url, "git_url": url, "html_url": url, "download_url": url, "_links": links}
    content = base64.encodebytes(data).decode()
    packed = {"encoding": "base64", "size": len(data), "content": content}
    return Answer(json={**about, **urls, **packed})


@route(f"GET {REPO}/compare/{{basehead}}", scope="contents")
def compare(call: Call) -> Answer:
    one, _, other = call.parts["basehead"].partition("...")
    commits = [call.state.refs.get(f"refs/heads/{each}", each) for each in (one, other)]
    if any(call.state.objects.get(each, ("",))[0] != "commit" for each in commits):
        raise not_found()
    fork = merge_base(call.state, *commits)
    if fork is None:
        raise Refusal(404, "No common ancestor between the commits.")
    url = _url(call, f"compare/{call.parts['basehead']}")
    names = ("url", "html_url", "permalink_url", "diff_url", "patch_url")
    shape = {
        **dict.fromkeys(names, url),
        "base_commit": _repo_commit(call, commits[0]),
        "merge_base_commit": _repo_commit(call, fork),
        "status": "diverged", "ahead_by": 1, "behind_by": 0, "total_commits": 0, "commits": [],
        "files": [],
    }  # fmt: skip
    return Answer(json=shape)


@route(f"POST {REPO}/statuses/{{sha}}", scope="statuses")
def create_status(call: Call) -> Answer:
    _need_push(call)
    sha = call.parts["sha"]
    if call.state.objects.get(sha, ("",))[0] != "commit":
        raise Refusal(422, f"No commit found for SHA: {sha}")
    if len(call.body.get("description") or "") > 140:
        raise Refusal(422, "description is too long (maximum is 140 characters)")
    identity = call.state.identity()
    status = {
        "id": identity, "node_id": f"S_{identity}", "url": _url(call, f"statuses/{sha}"),
        "avatar_url": None, "state": call.body["state"],
        "context": call.body.get("context", "default"),
        "description": call.body.get("description"), "target_url": call.body.get("target_url"),
        "created_at": call.stamp, "updated_at": call.stamp,
        "creator": user_shape(call.state, call.actor["id"], call.base),
    }  # fmt: skip
    call.state.statuses[sha] = (status, *call.state.statuses.get(sha, ()))
    return Answer(status=201, json=status)


@route(f"GET {REPO}/commits/{{ref}}/statuses", scope="statuses")
def list_statuses(call: Call) -> Answer:
    return page(call, list(call.state.statuses.get(call.parts["ref"], ())))


def _need_push(call: Call) -> None:
    if not call.has_rank("write"):
        raise not_found()


def _known_ref(call: Call, status: int) -> str:
    name = f"refs/{call.parts['ref']}"
    if name not in call.state.refs:
        raise Refusal(status, "Not Found" if status == 404 else "Reference does not exist")
    return name


def _url(call: Call, rest: str) -> str:
    return f"{call.base}/repos/{call.state.owner}/{call.state.repo}/{rest}"


def _ref_shape(call: Call, name: str) -> Record:
    sha = call.state.refs[name]
    kind = call.state.objects[sha][0]
    place = {"type": kind, "sha": sha, "url": _url(call, f"git/{kind}s/{sha}")}
    url = _url(call, f"git/{name}")
    return {"ref": name, "node_id": f"REF_{name}", "url": url, "object": place}


def _tree_shape(call: Call, sha: str) -> Record:
    entries: list[dict[str, Any]] = []
    for path, (mode, blob) in (tree_of(call.state, sha) or {}).items():
        kind = "commit" if mode == "160000" else "blob"
        size = len(call.state.objects[blob][1]) if kind == "blob" else 0
        about = {"path": path, "mode": mode, "type": kind, "sha": blob, "size": size}
        entries.append({**about, "url": _url(call, f"git/blobs/{blob}")})
    url = _url(call, f"git/trees/{sha}")
    return {"sha": sha, "url": url, "tree": entries, "truncated": False}


def _commit_shape(call: Call, sha: str) -> Record:
    commit = call.state.objects[sha][1]
    who = {"name": commit["author"], "email": "x@gov.example", "date": commit["date"]}
    signature = {"verified": False, "reason": "unsigned", "signature": None, "payload": None}
    return {
        "sha": sha, "node_id": f"C_{sha}", "url": _url(call, f"git/commits/{sha}"),
        "html_url": _url(call, f"commit/{sha}"), "author": who, "committer": who,
        "message": commit["message"],
        "tree": {"sha": commit["tree"], "url": _url(call, f"git/trees/{commit['tree']}")},
        "parents": [
            {"sha": each, "url": _url(call, f"git/commits/{each}"), "html_url": _url(call, each)}
            for each in commit["parents"]
        ],
        "verification": {**signature, "verified_at": None},
    }  # fmt: skip


def _repo_commit(call: Call, sha: str) -> Record:
    git = _commit_shape(call, sha)
    inner = {key: git[key] for key in ("url", "author", "committer", "message", "tree")}
    return {
        "sha": sha, "node_id": git["node_id"], "url": git["url"], "html_url": git["html_url"],
        "comments_url": git["url"], "parents": git["parents"], "author": None, "committer": None,
        "commit": {**inner, "comment_count": 0, "verification": git["verification"]},
    }  # fmt: skip
