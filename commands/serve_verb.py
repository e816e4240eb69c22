"""`serve`: the site on this machine alone, rebuilt and shown anew whenever a file changes."""

from __future__ import annotations

import argparse
import errno
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Final

from watchfiles import watch

from commands import build_verb
from commands.build_verb import site_folder, told
from commands.building import build
from commands.disk_errors import told_of_disk
from commands.local_server import HERE_ONLY, Changes, local_server
from commands.outcome import DONE, OUTSIDE_WORLD_FAILED, Refused
from commands.shipped import shipped_folder
from site_builder.cache import Remembered

_LARGEST_PORT: Final = 65535
_A_MOMENT: Final = 500  # milliseconds
_WATCHED: Final = ("profiles", "programme", "templates")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="which port (default: 8000)"
    )
    build_verb.add_site_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build, serve, and rebuild on change until Ctrl-C."""
    out = site_folder(arguments)
    remembered, changes = Remembered(), Changes()
    print(told(build(arguments, out, remembered), out), file=sys.stderr)
    server = _server(out, arguments.port, changes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://{HERE_ONLY}:{server.server_port}/"
    print(f"Serving on {address} – stop with Ctrl-C.", flush=True)
    try:
        _rebuild_on_change(arguments, out, changes, remembered)
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


def _server(folder: Path, port: int, changes: Changes) -> ThreadingHTTPServer:
    try:
        return local_server(folder, port, changes)
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        message = (
            f"Port {port} cannot be used: another program has it, or it needs more rights. "
            f"Name another one: mentor-match serve --port {port + 1 if port < _LARGEST_PORT else 0}"
        )
        raise Refused(message, status=OUTSIDE_WORLD_FAILED) from error


def _rebuild_on_change(
    arguments: argparse.Namespace, out: Path, changes: Changes, remembered: Remembered
) -> None:
    """Build again after each change; what is refused is told, and the old site stays.

    Where nothing changes for a moment, a build gets ready for the first change.
    """
    folders = [arguments.root / name for name in _WATCHED]
    shipped = [shipped_folder() / name for name in ("programme", "templates")]
    watched = [each for each in dict.fromkeys((*folders, *shipped)) if each.is_dir()]
    is_ready = False
    for changed in watch(*watched, rust_timeout=_A_MOMENT, yield_on_timeout=True):
        if is_ready and not changed:
            continue
        is_ready = True  # or refused, which is told once
        try:
            written = build(arguments, out, remembered, goes_all_the_way=not changed)
        except Refused as refused:
            print(f"{refused}\nThe site stays as it was.", file=sys.stderr)
        except OSError as error:
            print(f"{told_of_disk(error)}\nThe site stays as it was.", file=sys.stderr)
        else:
            if changed:
                print(told(written, out), file=sys.stderr)
                changes.tell()
