"""The double itself: one request judged, answered, judged again, and counted.

Faults are planted by the number of a request or by its words. What GitHub would punish (too many
requests that make content) it punishes too, and notes it in `warned`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import jsonschema_rs

from tests.github_double import files, issues, pulls
from tests.github_double.answers import ROUTES, Answer, Call, Refusal, Route, rank_of
from tests.github_double.description import NotAsDescribed, github_description
from tests.github_double.questions import who_edited
from tests.github_double.state import Record, State

ROOMS: Final = (issues, files, pulls)
"""Importing these fills ROUTES."""

BASE: Final = "https://api.github.com"
MINUTE, HOUR = 60, 3600


class Fault(StrEnum):
    """What can go wrong with one request."""

    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    LOST = "reply lost"
    BROKEN = "502, nothing done"
    BROKEN_AFTER = "502, all done"
    SECONDARY = "403 secondary limit with Retry-After"
    SECONDARY_BARE = "403 secondary limit"
    TOO_MANY = "429"
    SLOW = "too slow"


class Crashed(BaseException):
    """The process that asked dies here; nothing may catch it but the test."""


class ReplyLost(Exception):  # noqa: N818 -- a fault that was planted
    """The request was carried out, and nobody hears of it."""


class TooSlow(ReplyLost):
    """The request was carried out, but after the asker's patience."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Planted:
    """A fault for the request with a number, or for the next one that fits a pattern."""

    fault: Fault
    at: int | None = None
    pattern: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One request as it was answered; 0 stands for a reply that never came."""

    who: str
    method: str
    path: str
    status: int


@dataclass(kw_only=True)
class Double:
    """GitHub, as far as we call it."""

    state: State = field(default_factory=State)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    base: str = BASE
    seen: list[Seen] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    judges_replies: bool = True

    def handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request. Header names come in small letters."""
        try:
            return self._handle(method, target, headers, body)
        except NotAsDescribed as error:
            self.refused.append(str(error))
            raise

    def _handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = urlsplit(target)
        path = "/" + parts.path.removeprefix(urlsplit(self.base).path).lstrip("/")
        fault = self._fault(f"{method} {unquote(path)}")
        if fault is Fault.CRASH_BEFORE:
            raise Crashed
        token = self.state.tokens.get(headers.get("authorization", "").removeprefix("Bearer "))
        if token is None:
            answer = Refusal(401, "Bad credentials").answer
        elif fault in _ANSWERS:
            answer = _ANSWERS[fault]
        else:
            answer = self._judged(method, path, parts.query, headers, body, token)
        who = token["login"] if token else "?"
        is_heard = fault not in {Fault.LOST, Fault.SLOW, Fault.CRASH_AFTER}
        self.seen.append(
            Seen(who=who, method=method, path=path, status=answer.status if is_heard else 0)
        )
        if fault is Fault.CRASH_AFTER:
            raise Crashed
        if fault is Fault.SLOW:
            raise TooSlow
        if fault is Fault.LOST:
            raise ReplyLost
        return _BROKEN if fault is Fault.BROKEN_AFTER else answer

    def _judged(  # noqa: PLR0917 -- a request in all its parts
        self,
        method: str,
        path: str,
        query: str,
        headers: Mapping[str, str],
        body: bytes,
        token: Record,
    ) -> Answer:
        if (method, path) == ("POST", "/graphql"):
            return who_edited(self.state, json.loads(body))
        found = github_description().find(method, path)
        if found is None or found.operation.name not in ROUTES:
            raise NotAsDescribed(f"{method} {path} is no call that this double knows")
        operation = found.operation
        words = dict(parse_qsl(query, keep_blank_values=True))
        try:
            content = json.loads(body) if body else None
            operation.check_query(words)
            operation.check_body(content)
        except (ValueError, jsonschema_rs.ValidationError) as error:
            raise NotAsDescribed(f"{operation.name}: {error}") from error
        call = Call(
            state=self.state,
            actor=self.state.user_by_login(token["login"]) or {"id": 0, "login": "?"},
            token=token,
            parts={key: unquote(each) for key, each in found.parameters.items()},
            query=words,
            body={} if content is None else content,
            accept=headers.get("accept", ""),
            base=self.base,
            path=path,
            now=self.now(),
        )
        answer = self._answer(call, method, operation.name)
        if self.judges_replies and answer.json is not None:
            operation.check_reply(answer.status, answer.json)
        return self._with_limits(call, method, answer, headers)

    def _answer(self, call: Call, method: str, name: str) -> Answer:
        route = ROUTES[name]
        try:
            self._refuse_strangers(call, method, route)
            self._refuse_the_hasty(call, method, route)
            return route.answer(call)
        except Refusal as refusal:
            return refusal.answer

    def _refuse_strangers(self, call: Call, method: str, route: Route) -> None:
        if "owner" not in call.parts:
            return
        asked = f"{call.parts['owner']}/{call.parts['repo']}".lower()
        is_here = asked == f"{self.state.owner}/{self.state.repo}".lower()
        if not is_here or rank_of(self.state, call.actor["id"]) == 0:
            raise Refusal(404, "Not Found")
        permissions = call.token["permissions"]
        if permissions is not None and route.scope != "metadata":
            given = permissions.get(route.scope, "none")
            is_enough = method == "GET" and (given == "read" or not self.state.is_private)
            if given != "write" and not is_enough:
                also = route.scope == "issues" and permissions.get("pull_requests") == "write"
                if not (also and self._is_pull(call)):
                    raise Refusal(403, "Resource not accessible by integration")

    def _is_pull(self, call: Call) -> bool:
        number = call.parts.get("issue_number")
        if number is None and "comment_id" in call.parts:
            comment = self.state.comments.get(int(call.parts["comment_id"]))
            number = str(comment["issue"]) if comment else None
        issue = self.state.issues.get(int(number)) if number else None
        return bool(issue and issue["pull"])

    def _refuse_the_hasty(self, call: Call, method: str, route: Route) -> None:
        name, now = call.token["token"], call.now.timestamp()
        start, used = self.state.used.get(name, (now, 0))
        if now - start >= HOUR:
            start, used = now, 0
        if call.path != "/rate_limit":
            if used >= call.token["limit"]:
                self.warned.append(f"{method} {call.path}: primary limit")
                raise Refusal(403, "API rate limit exceeded for user ID 1.")
            self.state.used[name] = (start, used + 1)
        if route.makes_content:
            times = [each for each in self.state.created.get(name, ()) if now - each < HOUR]
            minute = sum(now - each < MINUTE for each in times)
            self.state.created[name] = (*times, now)
            if minute >= 80 or len(times) >= 500:
                self.warned.append(f"{method} {call.path}: content limit")
                raise Refusal(403, "You have exceeded a secondary rate limit. Please wait.")

    def _with_limits(
        self, call: Call, method: str, answer: Answer, headers: Mapping[str, str]
    ) -> Answer:
        name = call.token["token"]
        start, used = self.state.used.get(name, (call.now.timestamp(), 0))
        more = dict(answer.headers)
        if method == "GET" and answer.status == 200:
            etag = f'W/"{hashlib.sha256(answer.body).hexdigest()}"'
            more["ETag"] = etag
            if headers.get("if-none-match") == etag:
                answer = Answer(status=304)
                used -= 1  # GitHub does not count what has not changed
                self.state.used[name] = (start, used)
        limit = call.token["limit"]
        more["X-RateLimit-Limit"] = str(limit)
        more["X-RateLimit-Remaining"] = str(max(limit - used, 0))
        more["X-RateLimit-Reset"] = str(int(start) + HOUR)
        more["X-RateLimit-Used"] = str(used)
        return Answer(status=answer.status, json=answer.json, raw=answer.raw, headers=more)

    def _fault(self, words: str) -> Fault | None:
        number = len(self.seen)
        for each in self.planted:
            hits = each.at == number if each.at is not None else re.search(each.pattern, words)
            if hits:
                self.planted.remove(each)
                return each.fault
        return None


_BROKEN: Final = Answer(status=502, raw=b"<html>Unicorn!</html>")
_SLOW_DOWN: Final[Any] = {"message": "You have exceeded a secondary rate limit. Please wait."}
_ANSWERS: Final = {
    Fault.BROKEN: _BROKEN,
    Fault.SECONDARY: Answer(status=403, json=_SLOW_DOWN, headers={"Retry-After": "30"}),
    Fault.SECONDARY_BARE: Answer(status=403, json=_SLOW_DOWN),
    Fault.TOO_MANY: Answer(status=429, json=_SLOW_DOWN, headers={"Retry-After": "30"}),
}
