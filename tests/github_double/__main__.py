"""The double as a server: `python -m tests.github_double --port N --state FILE`.

With `--port 0` it takes a free port; the first line it prints is its address. `/_double/state`
gives (GET) and takes (PUT) the whole state as JSON, `/_double/seen` lists the requests so far,
`/_double/refused` those that GitHub would refuse, and `/_double/plant` takes a fault as
{"fault": "reply lost", "pattern": "POST .*/issues"}. FILE is read at the start, if there.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Final

from tests.github_double.answers import Answer
from tests.github_double.description import NotAsDescribed
from tests.github_double.double import Crashed, Double, Fault, Planted, ReplyLost, TooSlow
from tests.github_double.state import State

CONTROL: Final = "/_double/"
SLOW_SECONDS: Final = 60


@contextmanager
def served(double: Double, *, port: int = 0) -> Iterator[str]:
    """Serve a double on this machine; yield its address, which becomes its base."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(double))
    double.base = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield double.base
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(double: Double) -> type[BaseHTTPRequestHandler]:
    lock = Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # a reply leaves in one piece, or the asker waits for an acknowledgement

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {key.lower(): value for key, value in self.headers.items()}
            try:
                with lock:
                    answer = (
                        control(double, self.command, self.path, body)
                        if self.path.startswith(CONTROL)
                        else double.handle(self.command, self.path, headers, body)
                    )
            except NotAsDescribed as error:
                answer = Answer(status=501, json={"message": str(error)})
            except (ReplyLost, Crashed) as error:
                if isinstance(error, TooSlow):
                    time.sleep(SLOW_SECONDS)
                self.close_connection = True
                return
            self.send_response(answer.status)
            for key, value in answer.headers.items():
                self.send_header(key, value)
            content = answer.body
            kind = "application/json; charset=utf-8" if answer.raw is None else "text/plain"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815 -- as the library says

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
            pass

    return Handler


def control(double: Double, method: str, path: str, body: bytes) -> Answer:
    """Answer what a test asks of the double itself."""
    what = path.removeprefix(CONTROL)
    if what == "state" and method == "PUT":
        double.state = State.from_json(body)
    elif what == "state":
        return Answer(raw=double.state.as_json().encode())
    elif what == "seen":
        return Answer(json=[asdict(each) for each in double.seen])
    elif what == "refused":
        return Answer(json=double.refused)
    elif what == "plant":
        words = json.loads(body)
        double.planted.append(Planted(**{**words, "fault": Fault(words["fault"])}))
    else:
        return Answer(status=404, json={"message": "no such control"})
    return Answer(json={})


def main() -> None:
    """Serve until somebody stops it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", type=Path)
    arguments = parser.parse_args()
    double = Double()
    if arguments.state and arguments.state.is_file():
        double.state = State.from_json(arguments.state.read_bytes())
    with served(double, port=arguments.port) as address:
        print(address, flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
