"""A lease on GitHub: one ref, moved only forwards from the commit that was seen.

Each commit of the ref says who holds until when; one without a holder was given back. GitHub
creates a ref once, and without force moves it only to a descendant of where it stands. So of two
runs that saw the same commit, one moves the ref, and the other is told that it is no fast forward.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from forge.github_client import GitHubClient
from forge.github_replies import taken
from forge.port import ForgeError, Lease

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    commit: str
    tree: str
    lease: Lease | None


def take_lease(client: GitHubClient, lease: Lease, *, now: Callable[[], datetime]) -> Lease | None:
    """Take a lease, or take over one that ran out; None while another run holds it."""
    if not _NAME.fullmatch(lease.name):
        raise ForgeError(lease.name, "not a name for a lease: small letters, digits and hyphens.")
    lease = replace(lease, until=lease.until.replace(microsecond=0))
    held = _read(client, lease.name)
    if held is None:
        tree = _make(client, "git/trees", {"tree": [_FILE]})
        commit = _write(client, lease, tree=tree, parents=[])
        body = {"ref": f"refs/{_place(lease.name)}", "sha": commit}
        reply = client.send(
            "POST", _path(client, "git/refs"), body=body, accepted=(422,), is_repeatable=True
        )
        if reply.is_done:
            return lease
        return lease if _is_at(client, lease.name, commit) else None
    other = held.lease
    if other and other.holder not in {"", lease.holder} and other.until > now():
        return None
    return lease if _move(client, lease, held) else None


def release_lease(client: GitHubClient, lease: Lease) -> None:
    """Give a lease back, if it is still ours."""
    held = _read(client, lease.name, urgent=True)
    if held is not None and held.lease == lease:
        _move(client, replace(lease, holder=""), held)


_FILE: Final = {
    "path": "README.md",
    "mode": "100644",
    "type": "blob",
    "content": "This ref says which run of Mentor Match may write. See the last commit.\n",
}


def _read(client: GitHubClient, name: str, *, urgent: bool = False) -> _Held | None:
    reply = client.send(
        "GET", _path(client, f"git/ref/{_place(name)}"), accepted=(404,), urgent=urgent
    )
    if not reply.is_done:
        return None
    sha = taken(taken(reply.json, "object", dict), "sha", str)
    commit = client.send("GET", _path(client, f"git/commits/{sha}"), urgent=urgent).json
    tree = taken(taken(commit, "tree", dict), "sha", str)
    return _Held(commit=sha, tree=tree, lease=_said(name, taken(commit, "message", str)))


def _said(name: str, message: str) -> Lease | None:
    """Read what a commit says; one that says nothing readable holds nothing."""
    try:
        said = json.loads(message)
        until = datetime.fromisoformat(said["until"])
        if until.tzinfo is None or not isinstance(said["holder"], str):
            return None
        return Lease(name=name, holder=said["holder"], until=until.astimezone(UTC))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _move(client: GitHubClient, lease: Lease, held: _Held) -> bool:
    commit = _write(client, lease, tree=held.tree, parents=[held.commit])
    reply = client.send(
        "PATCH",
        _path(client, f"git/refs/{_place(lease.name)}"),
        body={"sha": commit, "force": False},
        accepted=(422,),
        urgent=True,
    )
    return reply.is_done or _is_at(client, lease.name, commit)


def _is_at(client: GitHubClient, name: str, commit: str) -> bool:
    """Whether the ref stands at our own commit: an earlier try went through unheard."""
    held = _read(client, name, urgent=True)
    return held is not None and held.commit == commit


def _write(client: GitHubClient, lease: Lease, *, tree: str, parents: list[str]) -> str:
    message = json.dumps({"holder": lease.holder, "until": lease.until.isoformat()})
    return _make(client, "git/commits", {"message": message, "tree": tree, "parents": parents})


def _make(client: GitHubClient, kind: str, body: dict[str, object]) -> str:
    """Make a git object; made twice, it is the same or lies about unused."""
    path = _path(client, kind)
    reply = client.send("POST", path, body=body, is_repeatable=True, urgent=True)
    return taken(reply.json, "sha", str)


def _path(client: GitHubClient, rest: str) -> str:
    return f"repos/{client.repository}/{rest}"


def _place(name: str) -> str:
    return f"mentor-match/leases/{name}"
