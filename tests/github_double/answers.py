"""What the double's rooms share: a call, an answer, the ways to refuse, and pages of lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from tests.github_double.state import Record, State

RANKS: Final = ("none", "read", "triage", "write", "maintain", "admin")


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One request, taken apart: who asks for what with which words."""

    state: State
    actor: Record
    token: Record
    parts: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    accept: str
    base: str
    path: str
    now: datetime

    @property
    def stamp(self) -> str:
        """The time of the call as GitHub writes it."""
        return self.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def has_rank(self, rank: str) -> bool:
        """Whether who asks has at least a role in the repository."""
        return rank_of(self.state, self.actor["id"]) >= RANKS.index(rank)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A reply: JSON, or bytes where they were asked for."""

    status: int = 200
    json: Any = None
    raw: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The reply's bytes."""
        if self.raw is not None:
            return self.raw
        return b"" if self.json is None else json.dumps(self.json).encode()


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """How an operation is answered, and the permission that a workflow's token needs for it."""

    answer: Callable[[Call], Answer]
    scope: str
    makes_content: bool


ROUTES: Final[dict[str, Route]] = {}


def route(
    name: str, *, scope: str = "metadata", makes_content: bool = False
) -> Callable[[Callable[[Call], Answer]], Callable[[Call], Answer]]:
    """Answer the operation of that name."""

    def keep(answer: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
        ROUTES[name] = Route(answer=answer, scope=scope, makes_content=makes_content)
        return answer

    return keep


class Refusal(Exception):  # noqa: N818 -- an answer
    """An answer that ends a call early."""

    def __init__(self, status: int, message: str, **more: object) -> None:
        super().__init__(message)
        about = "https://docs.github.com/rest"
        body = {"message": message, "documentation_url": about, "status": str(status), **more}
        self.answer = Answer(status=status, json=body)


def not_found() -> Refusal:
    """Say that there is no such thing, or none that this account may see."""
    return Refusal(404, "Not Found")


def invalid(resource: str, field_name: str, code: str = "invalid", message: str = "") -> Refusal:
    """Say that a field was refused."""
    error = {"resource": resource, "field": field_name, "code": code}
    errors = [{**error, "message": message} if message else error]
    return Refusal(422, "Validation Failed", errors=errors)


def rank_of(state: State, number: int) -> int:
    """The rank of an account; everybody may read what is public."""
    role = state.roles.get(number, "none")
    return max(RANKS.index(role), 0 if state.is_private else 1)


def page(call: Call, records: list[Any]) -> Answer:
    """Answer with one page of a list, and links to the others."""
    per_page = min(int(call.query.get("per_page", "30")), 100)
    number = max(int(call.query.get("page", "1")), 1)
    last = max((len(records) + per_page - 1) // per_page, 1)
    links = []

    def link(to: int, rel: str) -> None:
        query = urlencode({**call.query, "page": to})
        links.append(f'<{call.base}{call.path}?{query}>; rel="{rel}"')

    if number > 1:
        link(number - 1, "prev")
    if number < last:
        link(number + 1, "next")
        link(last, "last")
    if number > 1:
        link(1, "first")
    shown = records[(number - 1) * per_page : number * per_page]
    return Answer(json=shown, headers={"Link": ", ".join(links)} if links else {})
