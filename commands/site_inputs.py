"""All that a build reads beside the profiles, and a name for it by which it is known again.

The root comes in; texts, bytes and fingerprints go out. Whatever else a site is to be made of
must be read here: what has no part in the fingerprints would be taken for unchanged.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import site_builder
from commands.outcome import Refused
from commands.shipped import shipped_folder
from roster.known import libraries
from site_builder.cache import Fingerprints

_STYLE: Final = "site.css"
_SITE: Final = "site"
_ROOMS: Final = ("languages", _SITE)
_TEXTS: Final = frozenset({".css", ".jinja", ".js", ".json", ".po", ".pot", ".svg", ".txt"})


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What a site is made of beside the profiles, as it was read."""

    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
    last_round: str | None
    ledger: str | None
    fingerprints: Fingerprints

    def name_with(self, listing: bytes) -> bytes:
        """Name the whole site: these inputs, with the profiles that were listed."""
        return _digest((*self.fingerprints, listing))


def gather_inputs(arguments: argparse.Namespace, out: Path) -> Inputs:
    """Read everything and name it. Raises OSError where something cannot be read."""
    templates, assets = gather_templates(arguments.root), gather_assets(arguments.root)
    last_round = arguments.round.read_text("utf-8", "replace") if arguments.round else None
    ledger = arguments.ledger.read_text("utf-8", "replace") if arguments.ledger else None
    rules = _digest(
        (*_code(), *_programme(arguments.root), f"{sys.version} {libraries()}".encode())
    )
    material = (
        *(part for name, text in templates.items() for part in (name.encode(), text.encode())),
        *(part for name, data in assets.items() for part in (name.encode(), data)),
    )
    return Inputs(
        templates=templates,
        assets=assets,
        last_round=last_round,
        ledger=ledger,
        fingerprints=Fingerprints(
            people=_digest(
                (rules, str(arguments.today).encode(), _digest_of_texts(last_round, ledger))
            ),
            pages=_digest((rules, os.fsencode(out.absolute()), *material)),
        ),
    )


def gather_templates(root: Path) -> Mapping[str, str]:
    """Read the site's templates as shipped, each replaced by the root's own where it has one."""
    return {
        name: file.read_text("utf-8")
        for folder in _template_folders(root)
        for room in _ROOMS
        for name, file in _files(folder / room, below=folder)
        if file.suffix in _TEXTS
    }


def gather_assets(root: Path | None = None) -> Mapping[str, bytes]:
    """Read the compiled style, the shared scripts, and what stands among the templates as it is.

    That is whatever is no text, such as the picture that other sites show beside a link.
    """
    folder = Path(site_builder.__file__).parent / "assets"
    files = {name: file.read_bytes() for name, file in _files(folder, below=folder)}
    if _STYLE not in files:
        raise Refused("The site's style has not been made yet. Make it with: make assets")
    pictures = {
        name: file.read_bytes()
        for templates in _template_folders(root)
        for name, file in _files(templates / _SITE, below=templates / _SITE)
        if file.suffix not in _TEXTS
    }
    return files | pictures


def _template_folders(root: Path | None) -> Iterator[Path]:
    """The shipped templates, then the root's own, which come before them."""
    yield shipped_folder() / "templates"
    if root is not None:
        yield root / "templates"


def _files(folder: Path, *, below: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            yield file.relative_to(below).as_posix(), file


def _digest_of_texts(*texts: str | None) -> bytes:
    """Digest texts of which any may be missing, which is not the same as empty."""
    return _digest(b"none" if text is None else b"text " + text.encode() for text in texts)


def _code() -> Iterator[bytes]:
    """Read what decides how profiles are judged, ranked and shown: our own code, its schemas."""
    for room in ("matcher", "roster", "site_builder"):
        folder = Path(__file__).resolve().parent.parent / room
        for kind in ("*.py", "schemas/*.json"):
            yield from (file.read_bytes() for file in sorted(folder.glob(kind)))


def _programme(root: Path) -> Iterator[bytes]:
    for folder in (root / "programme", shipped_folder() / "programme"):
        for file in sorted(folder.glob("*")):
            if file.is_file():
                yield from (file.name.encode(), file.read_bytes())


def _digest(parts: Iterable[bytes]) -> bytes:
    """Digest all parts, in such a way that none can run into the next."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()
