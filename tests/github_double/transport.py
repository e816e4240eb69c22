"""The double without a socket, as a transport of httpx: what most tests speak to."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from tests.github_double.double import Double, ReplyLost, TooSlow


class DoubleTransport(httpx.BaseTransport):
    """Hands each request to a double; `before` is called first, to interleave runs."""

    def __init__(self, double: Double, *, before: Callable[[], None] = lambda: None) -> None:
        """Speak to `double`."""
        self._double = double
        self._before = before

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request, or fail as a network does."""
        self._before()
        headers = {key.lower(): value for key, value in request.headers.items()}
        try:
            answer = self._double.handle(request.method, str(request.url), headers, request.read())
        except TooSlow as error:
            raise httpx.ReadTimeout("planted", request=request) from error
        except ReplyLost as error:
            raise httpx.ReadError("planted", request=request) from error
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.body)
