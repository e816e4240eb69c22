"""GitHub as a forge: issues, comments, accounts and leases of one repository.

Verbs of the port come in, requests go out through `github_client`. It never reads the
environment: token, address and clock are handed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from forge.github_client import GitHubClient
from forge.github_lease import release_lease, take_lease
from forge.github_replies import GHOST, account_of, comment_of, is_pull, issue_of, taken
from forge.github_trees import GitHubTrees
from forge.port import LONGEST_BODY, Account, Budget, Comment, Draft, ForgeError, Issue, Lease

WORKFLOW_LOGIN: Final = "github-actions[bot]"
"""Whom the token of a workflow writes as; it may not ask who it is."""

WHO_EDITED: Final = """
query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    issue(number: $number) {
      lastEditedAt
      editor { __typename login ... on User { databaseId } ... on Bot { databaseId } }
    }
  }
}
"""
"""The one thing that REST does not tell."""


class GitHubForge(GitHubTrees):
    """Issues of a repository on GitHub or GitHub Enterprise, and its files and pull requests."""

    def __init__(self, client: GitHubClient, *, login: str | None = None) -> None:
        """Speak through `client`; `login` is whose token it has, where it may not ask."""
        super().__init__(client)
        self._login = login
        self._account: Account | None = None
        self._issues: dict[int, Issue] = {}
        self._comments: dict[int, Comment] = {}

    def close(self) -> None:
        """Let go of the connection; nothing is lost where it is forgotten."""
        self._client.close()

    def account(self) -> Account:
        """Return the account that the token belongs to."""
        if self._account is None:
            self._account = self._find_own_account()
        return self._account

    def find_account(self, login: str) -> Account | None:
        """Return who has this login today, or None."""
        reply = self._client.get(f"users/{quote(login, safe='')}")
        return account_of(reply.json) if reply.is_done else None

    def may_write(self, account: Account) -> bool:
        """Say whether an account, by its number, may write to the repository."""
        login = quote(account.login, safe="")
        reply = self._client.get(self._path(f"collaborators/{login}/permission"))
        if not reply.is_done or account_of(reply.json.get("user")).number != account.number:
            return False
        return reply.json.get("permission") in {"admin", "write"}

    def editor(self, issue: int) -> Account | None:
        """Return who edited the text of an issue last, or None where nobody has."""
        owner, _, name = self._client.repository.partition("/")
        data = self._client.ask(WHO_EDITED, owner=owner, name=name, number=issue)
        found = taken(taken(data, "repository", dict), "issue", dict)
        if found.get("lastEditedAt") is None:
            return None
        editor = found.get("editor")
        if editor is None:
            return GHOST
        is_bot = editor.get("__typename") == "Bot"
        login = taken(editor, "login", str)
        number = taken(editor, "databaseId", int)
        return Account(login=f"{login}[bot]" if is_bot else login, number=number, is_bot=is_bot)

    def issues(self, *, label: str) -> Iterator[Issue]:
        """Yield all issues that carry a label, open and closed, by rising number."""
        if "," in label:
            raise ForgeError(self._client.where, f"{label!r}: a label here holds no comma.")
        pages = self._client.pages(
            self._path("issues"), labels=label, state="all", sort="created", direction="asc"
        )
        for each in sorted((issue_of(each) for each in pages if not is_pull(each)), key=_number):
            self._issues[each.number] = each
            yield each

    def issue(self, number: int) -> Issue | None:
        """Return one issue, or None where there is none or it is a pull request."""
        reply = self._client.get(self._path(f"issues/{number}"))
        if not reply.is_done or is_pull(reply.json):
            return None
        return self._seen(issue_of(reply.json))

    def comments(self, *, since: datetime | None = None) -> Iterator[Comment]:
        """Yield all comments of the repository that were written or edited since."""
        query = {"sort": "created", "direction": "asc"}
        if since is not None:
            query["since"] = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        yield from self._listed(self._client.pages(self._path("issues/comments"), **query))

    def comments_on(self, issue: int) -> Iterator[Comment]:
        """Yield the comments on one issue or pull request."""
        yield from self._listed(self._client.pages(self._path(f"issues/{issue}/comments")))

    def budget(self) -> Budget:
        """Return how many requests are left, as GitHub says now."""
        if self._client.pace.budget().left is None:
            self._client.get("rate_limit")  # its headers say it; GitHub does not count it
        return self._client.pace.budget()

    def open_issue(self, draft: Draft) -> Issue:
        """Open an issue. A create whose reply is lost is not sent again: the next run adopts it."""
        self._refuse_long(draft.body)
        body = {"title": draft.title, "body": draft.body, "labels": list(draft.labels)}
        issue = issue_of(self._client.send("POST", self._path("issues"), body=body).json)
        self._refuse_other_writer(issue.author)
        return self._seen(issue)

    def edit_issue(
        self,
        number: int,
        *,
        title: str | None = None,
        body: str | None = None,
        labels: tuple[str, ...] | None = None,
        is_open: bool | None = None,
    ) -> Issue:
        """Change what is given, all in one request; nothing where this run saw it so already."""
        before = self._issues.get(number) or self.issue(number)
        if before is None:
            raise ForgeError(self._client.where, f"there is no issue {number}.")
        changes: dict[str, object] = {}
        if title not in {None, before.title}:
            changes["title"] = title
        if body is not None and body != before.body:
            self._refuse_long(body)
            changes["body"] = body
        if labels is not None and tuple(sorted(set(labels))) != before.labels:
            changes["labels"] = sorted(set(labels))
        if is_open not in {None, before.is_open}:
            changes["state"] = "open" if is_open else "closed"
        if not changes:
            return before
        reply = self._client.send("PATCH", self._path(f"issues/{number}"), body=changes)
        return self._seen(issue_of(reply.json))

    def comment(self, issue: int, body: str) -> Comment:
        """Write a comment; as with issues, never twice."""
        self._refuse_long(body)
        path = self._path(f"issues/{issue}/comments")
        comment = comment_of(self._client.send("POST", path, body={"body": body}).json)
        self._comments[comment.number] = comment
        return comment

    def edit_comment(self, number: int, body: str) -> Comment:
        """Write a comment of our own anew."""
        self._refuse_long(body)
        path = self._path(f"issues/comments/{number}")
        before = self._comments.get(number) or comment_of(self._client.send("GET", path).json)
        if before.author.number != self.account().number:
            raise ForgeError(self._client.where, f"somebody else wrote comment {number}.")
        if before.body == body:
            return before
        after = comment_of(self._client.send("PATCH", path, body={"body": body}).json)
        self._comments[number] = after
        return after

    def take_lease(self, name: str, *, holder: str, until: datetime) -> Lease | None:
        """Take a lease; None while another run holds one that has not run out."""
        lease = Lease(name=name, holder=holder, until=until)
        return take_lease(self._client, lease, now=self._client.pace.clock.now)

    def release_lease(self, lease: Lease) -> None:
        """Give a lease back; nothing happens where it is no longer ours."""
        release_lease(self._client, lease)

    def _find_own_account(self) -> Account:
        if self._login is None:
            reply = self._client.send("GET", "user", accepted=(403,))
            if reply.is_done:
                return account_of(reply.json)
        login = self._login or WORKFLOW_LOGIN
        account = self.find_account(login)
        if account is None:
            raise ForgeError(self._client.where, f"there is no account {login} to write as.")
        return account

    def _refuse_other_writer(self, author: Account) -> None:
        if author.number != self.account().number:
            raise ForgeError(
                self._client.where,
                f"the token writes as {author.login}, not as {self.account().login}. "
                f"Set MENTOR_MATCH_ACCOUNT={author.login}.",
            )

    def _refuse_long(self, body: str) -> None:
        if len(body) > LONGEST_BODY:
            raise ForgeError(self._client.where, f"a body may have {LONGEST_BODY:,} characters.")

    def _seen(self, issue: Issue) -> Issue:
        self._issues[issue.number] = issue
        return issue

    def _listed(self, pages: Iterator[object]) -> Iterator[Comment]:
        for each in sorted((comment_of(each) for each in pages), key=_number):
            self._comments[each.number] = each
            yield each


def _number(each: Issue | Comment) -> int:
    return each.number
