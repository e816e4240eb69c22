"""Files and pull requests of a repository on GitHub; nothing is ever checked out.

The TreeReader and TreeWriter of the port, over blobs, trees and commits of the API.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from forge.github_client import GitHubClient
from forge.github_replies import pull_of, taken
from forge.port import REGULAR_FILE, Account, Entry, ForgeError, Pull, Signal

LONGEST_DESCRIPTION: Final = 140


class GitHubTrees:
    """Files, pull requests and statuses of one repository."""

    def __init__(self, client: GitHubClient) -> None:
        """Speak through `client`."""
        self._client = client

    def head(self, branch: str) -> str | None:
        """Return the commit that a branch stands at, or None."""
        reply = self._client.get(self._path(f"git/ref/heads/{quote(branch)}"))
        if not reply.is_done:
            return None
        return taken(taken(reply.json, "object", dict), "sha", str)

    def tree(self, commit: str) -> Mapping[str, Entry]:
        """Return the whole tree of a commit by path; a cut-off answer raises ForgeError."""
        reply = self._client.send(
            "GET", self._path(f"git/trees/{commit}"), query={"recursive": "1"}
        )
        if taken(reply.json, "truncated", bool):
            raise ForgeError(self._client.where, f"the tree of {commit} was cut off.")
        return {
            taken(each, "path", str): Entry(
                mode=taken(each, "mode", str), blob=taken(each, "sha", str)
            )
            for each in taken(reply.json, "tree", list)
            if each.get("type") != "tree"
        }

    def blob(self, blob: str, *, most: int) -> bytes:
        """Return the bytes of a blob, cut off after `most`."""
        data = self._client.read_bytes(self._path(f"git/blobs/{blob}"), most=most)
        if data is None:
            raise ForgeError(self._client.where, f"there is no blob {blob}.")
        return data

    def fork_point(self, base: str, head: str) -> str | None:
        """Return the newest commit that both have, or None."""
        path = self._path(f"compare/{base}...{head}")
        reply = self._client.send("GET", path, query={"per_page": "1"}, accepted=(404,))
        if not reply.is_done:
            return None
        return taken(taken(reply.json, "merge_base_commit", dict), "sha", str)

    def pull(self, number: int) -> Pull | None:
        """Return one pull request, or None."""
        reply = self._client.get(self._path(f"pulls/{number}"))
        return pull_of(reply.json) if reply.is_done else None

    def pulls(self) -> Iterator[Pull]:
        """Yield all open pull requests, by rising number."""
        pages = self._client.pages(
            self._path("pulls"), state="open", sort="created", direction="asc"
        )
        yield from sorted((pull_of(each) for each in pages), key=lambda pull: pull.number)

    def pull_of(self, branch: str) -> Pull | None:
        """Return the newest pull request, open or not, from a branch of our own repository."""
        owner = self._client.repository.partition("/")[0]
        pages = self._client.pages(self._path("pulls"), state="all", head=f"{owner}:{branch}")
        own = (pull_of(each) for each in pages if self._is_own(each))
        return max(own, key=lambda pull: pull.number, default=None)

    def signal(self, commit: str, *, context: str) -> Signal | None:
        """Return what the newest status of that name says of a commit; an error is a failure."""
        newest = self._status(commit, context)
        if newest is None:
            return None
        said = taken(newest, "state", str)
        return Signal.FAILURE if said == "error" else Signal(said)

    def commit_files(
        self,
        branch: str,
        files: Mapping[str, bytes | None],
        *,
        onto: str,
        message: str,
        coauthor: Account | None = None,
    ) -> str:
        """Make `branch` stand at one new commit on top of `onto`; nothing where it does already."""
        base = self._commit(onto)
        tree = self._make(
            "git/trees",
            {
                "base_tree": taken(taken(base, "tree", dict), "sha", str),
                "tree": [self._tree_entry(path, data) for path, data in sorted(files.items())],
            },
        )
        head = self.head(branch)
        if head is not None and self._says(head, tree=tree, onto=onto):
            return head
        body = {"message": message + _trailer(coauthor), "tree": tree, "parents": [onto]}
        commit = self._make("git/commits", body)
        if head is None:
            ref = {"ref": f"refs/heads/{branch}", "sha": commit}
            self._client.send("POST", self._path("git/refs"), body=ref)
        else:
            path = self._path(f"git/refs/heads/{quote(branch)}")
            self._client.send("PATCH", path, body={"sha": commit, "force": True})
        return commit

    def remove_branch(self, branch: str) -> None:
        """Remove a branch of our own; nothing happens where there is none."""
        path = self._path(f"git/refs/heads/{quote(branch)}")
        self._client.send("DELETE", path, accepted=(404, 422))

    def open_pull(self, *, branch: str, onto: str, title: str, body: str) -> Pull:
        """Open a pull request; a create whose reply is lost is not sent again."""
        content = {"head": branch, "base": onto, "title": title, "body": body}
        return pull_of(self._client.send("POST", self._path("pulls"), body=content).json)

    def close_pull(self, number: int) -> None:
        """Close a pull request without merging it."""
        self._client.send("PATCH", self._path(f"pulls/{number}"), body={"state": "closed"})

    def set_status(
        self, commit: str, *, context: str, signal: Signal, description: str, url: str | None = None
    ) -> None:
        """Say of a commit how it stands; nothing is written where it says so already."""
        content = {
            "state": str(signal),
            "context": context,
            "description": description[:LONGEST_DESCRIPTION],
            **({} if url is None else {"target_url": url}),
        }
        newest = self._status(commit, context)
        if newest is not None and all(newest.get(key) == value for key, value in content.items()):
            return
        path = self._path(f"statuses/{commit}")
        self._client.send("POST", path, body=content, is_repeatable=True)

    def merge_pull(self, number: int, *, head: str, title: str) -> bool:
        """Merge as one commit if the pull request stands at `head`; False where it moved on."""
        content = {"sha": head, "commit_title": title, "merge_method": "squash"}
        path = self._path(f"pulls/{number}/merge")
        reply = self._client.send("PUT", path, body=content, accepted=(405, 409))
        if reply.is_done:
            return True
        pull = self.pull(number)
        if pull is not None and pull.is_merged and pull.head == head:
            return True  # an earlier try went through unheard
        if pull is None or pull.head != head or not pull.is_open:
            return False
        raise ForgeError(self._client.where, f"pull request {number} cannot be merged as it is.")

    def _status(self, commit: str, context: str) -> Mapping[str, object] | None:
        statuses = self._client.pages(self._path(f"commits/{commit}/statuses"))
        # The newest comes first.
        return next((each for each in statuses if each.get("context") == context), None)

    def _is_own(self, reply: object) -> bool:
        repo = taken(reply, "head", dict).get("repo")
        name = repo.get("full_name") if isinstance(repo, Mapping) else None
        return isinstance(name, str) and name.lower() == self._client.repository.lower()

    def _tree_entry(self, path: str, data: bytes | None) -> dict[str, object]:
        entry: dict[str, object] = {"path": path, "mode": REGULAR_FILE, "type": "blob"}
        if data is None:
            return {**entry, "sha": None}
        packed = {"content": base64.b64encode(data).decode(), "encoding": "base64"}
        return {**entry, "sha": self._make("git/blobs", packed)}

    def _says(self, commit: str, *, tree: str, onto: str) -> bool:
        reply = self._commit(commit)
        parents = [taken(each, "sha", str) for each in taken(reply, "parents", list)]
        return taken(taken(reply, "tree", dict), "sha", str) == tree and parents == [onto]

    def _commit(self, commit: str) -> object:
        return self._client.send("GET", self._path(f"git/commits/{commit}")).json

    def _make(self, kind: str, body: Mapping[str, object]) -> str:
        """Make a git object; made twice, it lies about unused."""
        reply = self._client.send("POST", self._path(kind), body=body, is_repeatable=True)
        return taken(reply.json, "sha", str)

    def _path(self, rest: str) -> str:
        return f"repos/{self._client.repository}/{rest}"


def _trailer(coauthor: Account | None) -> str:
    if coauthor is None:
        return ""
    address = f"{coauthor.number}+{coauthor.login}@users.noreply.github.com"
    return f"\n\nCo-authored-by: {coauthor.login} <{address}>"
