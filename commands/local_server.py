"""The web server of `serve`: the site's files on this machine alone, and pages that load again.

A folder comes in, and word of each rebuild; pages go out with one script more than the files hold.
The script is allowed by the pages' own policy, and never stands in a built file.
"""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

HERE_ONLY: Final = "127.0.0.1"
_SCRIPT: Final = "/.reload.js"
_CHANGES: Final = "/.changes"
_PATIENCE: Final = 20.0
"""How long a page is left without an answer before it asks again, in seconds."""

_RELOAD: Final = b"""// Loads the page again once the site was rebuilt; `serve` alone adds this.
(async ({ number }) => {
  for (;;) {
    try {
      const answer = await fetch(`/.changes?since=${number}`);
      if ((await answer.text()) !== number) location.reload();
    } catch {
      await new Promise((again) => setTimeout(again, 1000));
    }
  }
})(document.currentScript.dataset);
"""


class Changes:
    """Counts the rebuilds, and lets those wait who know of no newer one."""

    def __init__(self) -> None:
        self.number = 0
        self._changed = threading.Condition()

    def tell(self) -> None:
        """Say that the site was rebuilt."""
        with self._changed:
            self.number += 1
            self._changed.notify_all()

    def after(self, number: int) -> int:
        """Return the count once it is another than `number`, or as it is after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.number != number, timeout=_PATIENCE)
            return self.number


def local_server(folder: Path, port: int, changes: Changes) -> ThreadingHTTPServer:
    """Bind a server of the folder's files. Raises OSError where the port cannot be had."""
    site = partial(_Site, directory=str(folder), changes=changes)
    return ThreadingHTTPServer((HERE_ONLY, port), site)


class _Site(SimpleHTTPRequestHandler):
    """Answers with the site's files and its own page for what is not there."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *request: Any, changes: Changes, directory: str) -> None:  # noqa: ANN401 -- the server's
        self.changes = changes
        super().__init__(*request, directory=directory)

    def do_GET(self) -> None:
        """Answer with a page that loads again, or with a file as it is."""
        asked = urlsplit(self.path)
        page = Path(self.translate_path(self.path))
        page = page / "index.html" if asked.path.endswith("/") else page
        if asked.path == _SCRIPT:
            self._answer(200, "text/javascript", _RELOAD)
        elif asked.path == _CHANGES:
            since = parse_qs(asked.query).get("since", [""])[0]
            number = self.changes.after(int(since) if since.isdecimal() else -1)
            self._answer(200, "text/plain", str(number).encode())
        elif page.suffix == ".html" and page.is_file():
            self._answer_page(200, page)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own 404 page, as its published form does."""
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():  # noqa: PLR2004 -- known by its number
            super().send_error(code, message, explain)
            return
        self._answer_page(code, page)

    def _answer_page(self, code: int, page: Path) -> None:
        script = f'<script src="{_SCRIPT}" data-number="{self.changes.number}"></script>\n'
        self._answer(code, "text/html; charset=utf-8", page.read_bytes() + script.encode())

    def _answer(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
