"""`serve`: the site on this machine alone, rebuilt whenever a file changes."""

from __future__ import annotations

import argparse
import errno
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from watchfiles import watch

from commands import build_verb
from commands.build_verb import told
from commands.building import build
from commands.outcome import DONE, OUTSIDE_WORLD_FAILED, Refused
from commands.shipped import shipped_folder

HERE_ONLY: Final = "127.0.0.1"
_LARGEST_PORT: Final = 65535
_WATCHED: Final = ("profiles", "programme", "templates")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="which port (default: 8000)"
    )
    build_verb.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build, serve, and rebuild on change until Ctrl-C."""
    print(told(build(arguments, arguments.out), arguments.out), file=sys.stderr)
    server = _server(arguments.out, arguments.port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://{HERE_ONLY}:{server.server_port}/"
    print(f"Serving on {address} – stop with Ctrl-C.", flush=True)
    try:
        _rebuild_on_change(arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    finally:
        server.shutdown()
        server.server_close()
    return DONE


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= _LARGEST_PORT:
        message = f"a port is a number from 0 to {_LARGEST_PORT}"
        raise argparse.ArgumentTypeError(message)
    return port


class _Site(SimpleHTTPRequestHandler):
    """Answers with the site's files and its own page for what is not there."""

    protocol_version = "HTTP/1.1"

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
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _server(folder: Path, port: int) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer((HERE_ONLY, port), partial(_Site, directory=str(folder)))
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        message = (
            f"Port {port} cannot be used: another program has it, or it needs more rights. "
            f"Name another one: mentor-match serve --port {port + 1 if port < _LARGEST_PORT else 0}"
        )
        raise Refused(message, status=OUTSIDE_WORLD_FAILED) from error


def _rebuild_on_change(arguments: argparse.Namespace) -> None:
    """Build again after each change; what is refused is told, and the old site stays."""
    folders = [arguments.root / name for name in _WATCHED]
    shipped = [shipped_folder() / name for name in ("programme", "templates")]
    watched = [each for each in dict.fromkeys((*folders, *shipped)) if each.is_dir()]
    for _ in watch(*watched, raise_interrupt=True):
        try:
            print(told(build(arguments, arguments.out), arguments.out), file=sys.stderr)
        except Refused as refused:
            print(f"{refused}\nThe site stays as it was.", file=sys.stderr)
        except OSError as error:
            print(f"The site stays as it was: {error}", file=sys.stderr)
