"""Requests to GitHub's REST API: paced, retried only where that is harmless, and discreet.

Paths and JSON come in, JSON goes out, or ForgeError. It never tells its token to anybody but the
host that it was made for: not in an error, a log or a redirect. It knows no verb of the port.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from forge.pace import Clock, Pace
from forge.port import ForgeError

TRIES: Final = 4
PAGE: Final = 100
"""How long a page of a list is. A last page that is full is read anew each time: its ETag does not
say that another has begun behind it."""

BACK_OFF: Final = (1, 4, 15)
"""Seconds between tries where GitHub does not say for how long to wait."""

SECONDARY: Final = 60
"""Seconds to wait at a secondary limit without Retry-After: GitHub asks for at least a minute."""

_TOKEN: Final = re.compile(r"[\x21-\x7e]{1,1000}")
_HERE: Final = {"127.0.0.1", "localhost", "::1"}
_VERSION: Final = "2022-11-28"  # what GitHub Enterprise Server knows too
_TURNED_AWAY: Final = 300
_BROKEN: Final = 500
_MOVED: Final = {301, 302, 307, 308}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply that was heard: its status and its JSON (None where there is none)."""

    status: int
    json: Any  # as GitHub wrote it; forge/github_replies.py takes it apart
    next_page: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether GitHub did, or gave, what was asked."""
        return self.status < _TURNED_AWAY


class _Bearer(httpx.Auth):
    """The token, put on requests to one host alone; it shows itself nowhere else."""

    def __init__(self, token: str, host: tuple[str, str, int | None]) -> None:
        self._token = token
        self._host = host

    def __repr__(self) -> str:
        return "_Bearer(...)"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if _host(request.url) == self._host:
            request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class GitHubClient:
    """One repository's API."""

    def __init__(
        self,
        repository: str,
        *,
        token: str,
        clock: Clock,
        url: str = "https://api.github.com",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Speak for `repository` (OWNER/REPO) to the API at `url`. Raises ForgeError."""
        place = _checked_url(url)
        if not _TOKEN.fullmatch(token):
            raise ForgeError(url, "the token is empty or holds what no token holds.")
        self.repository = repository
        self.where = f"github:{repository}"
        self.pace = Pace(clock, where=self.where)
        self._base = str(place).rstrip("/")
        self._known: dict[str, tuple[str, Reply]] = {}
        self._http = httpx.Client(
            auth=_Bearer(token, _host(place)),
            headers={
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": _VERSION,
                "User-Agent": "mentor-match",
            },
            timeout=httpx.Timeout(30, connect=10),
            transport=transport,
            follow_redirects=False,
        )

    def __repr__(self) -> str:
        """Show where it speaks to, and nothing else."""
        return f"GitHubClient({self.where!r})"

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def get(self, path: str, **query: str) -> Reply:
        """Read. A 404 or 410 is a reply; what else fails raises ForgeError."""
        return self.send("GET", path, query=query, accepted=(404, 410))

    def pages(self, path: str, **query: str) -> Iterator[Any]:
        """Read a list to its end, a hundred at a time, as the links say."""
        reply = self.send("GET", path, query={**query, "per_page": str(PAGE)})
        while True:
            if not isinstance(reply.json, list):
                raise ForgeError(self.where, f"{path} answered with no list.")
            yield from reply.json
            if reply.next_page is None:
                return
            reply = self.send("GET", reply.next_page)

    def ask(self, question: str, **values: object) -> Any:  # noqa: ANN401 -- any JSON
        """Ask GraphQL what REST does not tell; GitHub Enterprise has it beside `v3`."""
        body = {"query": question, "variables": values}
        url = self._base.removesuffix("/v3") + "/graphql"
        reply = self.send("POST", url, body=body, is_repeatable=True, changes=False)
        if not isinstance(reply.json, dict) or reply.json.get("errors"):
            raise ForgeError(self.where, "GitHub did not understand a question.")
        return reply.json.get("data")

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        accepted: tuple[int, ...] = (),
        is_repeatable: bool | None = None,
        changes: bool = True,
        urgent: bool = False,
    ) -> Reply:
        """Send one request, and again where that can change nothing twice.

        GET, PATCH, PUT and DELETE are sent again when no reply came; POST only if
        `is_repeatable`. What GitHub turned away at a limit was not done, and is sent again.
        """
        url = httpx.URL(path if path.startswith("http") else f"{self._base}/{path.lstrip('/')}")
        if query:
            url = url.copy_merge_params(dict(query))
        may_repeat = method != "POST" if is_repeatable is None else is_repeatable
        for attempt in range(TRIES):
            self.pace.before(changes=changes and method != "GET", urgent=urgent)
            response = self._once(method, url, body)
            if (
                response is not None
                and not _is_limited(response)
                and response.status_code < _BROKEN
            ):
                return self._reply(method, url, response, accepted)
            is_last = attempt == TRIES - 1
            if response is not None and _is_limited(response):
                self._hold_back(response, is_last=is_last)
            elif is_last or not may_repeat:
                raise self._lost(method, url, response)
            else:
                self.pace.hold_back(BACK_OFF[attempt])
        raise ForgeError(self.where, "GitHub turned requests away again and again.")

    def read_bytes(self, path: str, *, most: int) -> bytes | None:
        """Read a file's bytes, cut off after `most`; None where there is none."""
        url = httpx.URL(f"{self._base}/{path.lstrip('/')}")
        for attempt in range(TRIES):
            self.pace.before(changes=False)
            data = self._stream(url, most)
            if isinstance(data, bytes):
                return data
            if data == httpx.codes.NOT_FOUND:
                return None
            if data is not None and data < _BROKEN:
                break
            if attempt < TRIES - 1:
                self.pace.hold_back(BACK_OFF[attempt])
        raise ForgeError(self.where, f"GET {url.path} was not answered.")

    def _stream(self, url: httpx.URL, most: int) -> bytes | int | None:
        found = bytearray()
        try:
            headers = {"Accept": "application/vnd.github.raw+json"}
            with self._http.stream("GET", url, headers=headers) as response:
                self._heard(response)
                if response.status_code != httpx.codes.OK:
                    return response.status_code
                for chunk in response.iter_bytes():
                    found += chunk
                    if len(found) >= most:
                        break
        except httpx.TransportError:
            return None
        return bytes(found[:most])

    def _once(
        self, method: str, url: httpx.URL, body: Mapping[str, object] | None
    ) -> httpx.Response | None:
        headers = {}
        if method == "GET" and str(url) in self._known:
            headers["If-None-Match"] = self._known[str(url)][0]
        for _ in range(3):
            try:
                response = self._http.request(method, url, json=body, headers=headers)
            except httpx.TransportError:
                return None
            self._heard(response)
            if response.status_code not in _MOVED:
                return response
            if method != "GET" and response.status_code in {301, 302}:
                break
            target = url.join(response.headers.get("Location", ""))
            if _host(target) != _host(url):
                break
            url = target
        raise ForgeError(self.where, "has moved. Name the repository where it is now.")

    def _heard(self, response: httpx.Response) -> None:
        headers = response.headers
        if headers.get("X-RateLimit-Resource", "core") != "core":
            return  # GraphQL and search have limits of their own
        self.pace.heard(headers.get("X-RateLimit-Remaining"), headers.get("X-RateLimit-Reset"))

    def _reply(
        self, method: str, url: httpx.URL, response: httpx.Response, accepted: tuple[int, ...]
    ) -> Reply:
        status = response.status_code
        if status == httpx.codes.NOT_MODIFIED:
            return self._known[str(url)][1]
        if status >= _TURNED_AWAY and status not in accepted:
            raise ForgeError(self.where, _why(method, url, response))
        try:
            content = response.json() if response.content else None
        except ValueError as error:
            raise ForgeError(self.where, f"{method} {url.path} answered no JSON.") from error
        following = response.links.get("next", {}).get("url")
        if following and _host(httpx.URL(following)) != _host(url):
            raise ForgeError(self.where, f"{url.path} links to a page of another host.")
        reply = Reply(status=status, json=content, next_page=following)
        etag = response.headers.get("ETag")
        is_full_end = isinstance(content, list) and len(content) == PAGE and following is None
        if method == "GET" and status == httpx.codes.OK and etag and not is_full_end:
            self._known[str(url)] = (etag, reply)
        return reply

    def _hold_back(self, response: httpx.Response, *, is_last: bool) -> None:
        told = response.headers.get("Retry-After", "")
        if told.isdigit():
            self.pace.hold_back(int(told) if not is_last else 3600)
        elif response.headers.get("X-RateLimit-Remaining") == "0":
            self.pace.before(changes=False)  # raises BudgetSpent until the limit is renewed
        else:
            self.pace.hold_back(SECONDARY if not is_last else 3600)

    def _lost(self, method: str, url: httpx.URL, response: httpx.Response | None) -> ForgeError:
        if response is None:
            return ForgeError(self.where, f"{method} {url.path}: no answer came.")
        return ForgeError(self.where, _why(method, url, response))


def _is_limited(response: httpx.Response) -> bool:
    """Whether GitHub turned a request away for now, by its status and headers and words."""
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return True
    if response.status_code != httpx.codes.FORBIDDEN:
        return False
    return (
        "Retry-After" in response.headers
        or response.headers.get("X-RateLimit-Remaining") == "0"
        or "rate limit" in response.text.lower()
    )


def _why(method: str, url: httpx.URL, response: httpx.Response) -> str:
    hints = {
        401: "The token is not valid: is GITHUB_TOKEN set?",
        403: "Has the token the rights that this needs?",
        404: "Is the repository named rightly, and may the token see it?",
    }
    try:
        words = str(response.json()["message"])
    except (ValueError, KeyError, TypeError):
        words = "no reason given"
    plain = re.sub(r"[^\x20-\x7e]", " ", words)[:200]
    told = f"{method} {url.path} was answered {response.status_code} ({plain})."
    return f"{told} {hints.get(response.status_code, '')}".strip()


def _host(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _checked_url(url: str) -> httpx.URL:
    try:
        place = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ForgeError("GITHUB_API_URL", "is no address.") from error
    if place.userinfo or place.query or place.fragment or not place.host:
        raise ForgeError("GITHUB_API_URL", "must be an address without name, query or anchor.")
    if place.scheme != "https" and not (place.scheme == "http" and place.host in _HERE):
        raise ForgeError("GITHUB_API_URL", "must start with https://, so that the token is safe.")
    return place
