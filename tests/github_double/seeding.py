"""What a test says of the world before it begins, and what people do in it meanwhile."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.github_double.double import Double
from tests.github_double.git_objects import store_blob, store_commit, store_tree, tree_of
from tests.github_double.pulls import a_pull
from tests.github_double.state import BOT, Record

TOKEN: Final = "ghs_programmeprogrammeprogramme0001"  # noqa: S105 -- of the double alone
WORKFLOW: Final = "github-actions[bot]"


def add_account(
    double: Double,
    login: str,
    number: int,
    *,
    role: str = "none",
    token: str | None = None,
    limit: int = 5000,
    permissions: Mapping[str, str] | None = None,
    is_installation: bool = False,
    is_bot: bool = False,
) -> None:
    """Let an account exist (or be renamed), with a role and perhaps a token.

    `permissions` are a workflow's ("issues": "write"); None may do all that the role may.
    """
    state = double.state
    state.users[number] = {"login": login, "id": number, "type": "Bot" if is_bot else "User"}
    state.roles[number] = role
    if token is not None:
        state.tokens[token] = {
            "token": token, "login": login, "limit": limit, "installation": is_installation,
            "permissions": None if permissions is None else dict(permissions),
        }  # fmt: skip


def add_workflow(
    double: Double, *, token: str = TOKEN, permissions: Mapping[str, str] | None = None
) -> None:
    """Let the account of GitHub Actions exist, with a token of 1,000 requests an hour."""
    add_account(
        double, WORKFLOW, BOT, role="write", token=token, limit=1000,
        permissions=permissions, is_installation=True, is_bot=True,
    )  # fmt: skip


def commit(
    double: Double,
    files: Mapping[str, bytes | None],
    *,
    branch: str | None = "main",
    onto: str | None = None,
    author: str = "ada-lovelace",
) -> str:
    """Commit files onto a commit (or a branch's head); None removes one. Return the commit."""
    state = double.state
    parent = onto or state.refs.get(f"refs/heads/{branch}")
    flat = dict(tree_of(state, parent) or {}) if parent else {}
    for path, data in files.items():
        if data is None:
            flat.pop(path)
        else:
            flat[path] = ("100644", store_blob(state, data))
    sha = store_commit(
        state, tree=store_tree(state, flat), parents=[parent] if parent else [],
        message="Change files", author=author, date=_stamp(double),
    )  # fmt: skip
    if branch is not None:
        state.refs[f"refs/heads/{branch}"] = sha
    return sha


def load_repository(double: Double, folder: Path, *, branch: str = "main") -> str:
    """Fill a branch with the files that git tracks in a folder; ids are those git gives."""
    listed = subprocess.run(
        ["git", "-C", str(folder), "ls-files", "-z"],  # noqa: S607 -- the git of this machine
        check=True, capture_output=True,
    ).stdout.decode()  # fmt: skip
    paths = [each for each in listed.split("\0") if each]
    return commit(double, {path: (folder / path).read_bytes() for path in paths}, branch=branch)


def open_pull(
    double: Double,
    *,
    author: int,
    files: Mapping[str, bytes | None],
    fork: str = "ada-lovelace/directory",
    branch: str = "patch-1",
    base: str = "main",
    body: str = "",
) -> int:
    """Open a pull request from a fork, as a person does; return its number."""
    state, stamp = double.state, _stamp(double)
    head = commit(double, files, branch=None, onto=state.refs[f"refs/heads/{base}"])
    issue: Record = {
        "id": state.identity(), "number": state.number(), "title": "Join", "body": body,
        "user": author, "labels": [], "state": "open", "comments": 0, "created_at": stamp,
        "updated_at": stamp, "closed_at": None,
        "pull": a_pull(head_repo=fork, head_ref=branch, head_sha=head, base_ref=base),
    }  # fmt: skip
    state.issues[issue["number"]] = issue
    return int(issue["number"])


def push_to_pull(double: Double, number: int, files: Mapping[str, bytes | None]) -> str:
    """Push one more commit to a pull request's branch; return it."""
    issue = double.state.issues[number]
    head = commit(double, files, branch=None, onto=issue["pull"]["head_sha"])
    double.state.issues[number] = {**issue, "pull": {**issue["pull"], "head_sha": head}}
    return head


def write_comment(double: Double, issue: int, *, author: int, body: str) -> int:
    """Let a person comment; return the comment's id."""
    identity, stamp = double.state.identity(), _stamp(double)
    double.state.comments[identity] = {
        "id": identity, "issue": issue, "user": author, "body": body,
        "created_at": stamp, "updated_at": stamp,
    }  # fmt: skip
    return identity


def write_issue(
    double: Double, *, author: int, title: str, body: str, labels: tuple[str, ...] = ()
) -> int:
    """Let a person open an issue (a form adds its labels itself); return its number."""
    state, stamp = double.state, _stamp(double)
    for label in labels:
        state.labels.setdefault(label.lower(), {"id": state.identity(), "name": label})
    number = state.number()
    state.issues[number] = {
        "id": state.identity(), "number": number, "title": title, "body": body, "user": author,
        "labels": [each.lower() for each in labels], "state": "open", "comments": 0,
        "created_at": stamp, "updated_at": stamp, "closed_at": None, "pull": None,
    }  # fmt: skip
    return number


def remove_account(double: Double, number: int) -> None:
    """Delete an account: what it wrote stays, by nobody."""
    del double.state.users[number]


def _stamp(double: Double) -> str:
    return double.now().strftime("%Y-%m-%dT%H:%M:%SZ")
