"""What a build does where something differs: look at the people, make files, write, find out.

Everything that was gathered comes in, with what earlier builds left; files of the site are
written, and what was found out goes out. Nothing here is loaded where nothing changed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from jinja2 import TemplateError, TemplateSyntaxError

from commands.found_people import Finder, find_people
from commands.gathering import gather_programme, refuse_on_errors
from commands.known_files import KnownFiles
from commands.outcome import WRONG_USAGE, Refused
from commands.site_inputs import Inputs
from commands.workers import workers
from matcher.published import published_points
from roster.folder import Folder, listed
from roster.loading import Source, roster_of
from roster.places import PROFILES
from site_builder.cache import Findings, KnownFile, SiteCache
from site_builder.last_round import parse_report
from site_builder.ledger_figures import parse_ledger
from site_builder.output import (
    MANIFEST,
    Data,
    FolderNotOurs,
    Written,
    lay_aside,
    stamp_of,
    write_site,
)
from site_builder.public_view import PublicView, public_view
from site_builder.site import Material, SiteFile, files_of

_Figures = TypeVar("_Figures")

_A_TICK: Final = 0.02
"""After so many seconds the file system gives a change another time."""


@dataclass(frozen=True, kw_only=True)
class _Noted:
    """Hands files on, and notes which there are and what they were made of."""

    made: dict[str, bytes] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def each(self, files: Iterable[SiteFile]) -> Iterator[tuple[str, Data]]:
        for path, data, digest in files:
            if data is None:
                self.kept.add(path)
            else:
                self.made[path] = digest
            yield path, data


def renew(
    arguments: argparse.Namespace,
    inputs: Inputs,
    folder: Folder,
    *,
    cache: SiteCache,
    known: KnownFiles,
) -> tuple[Written, Findings]:
    """Make what is not known, write it, and say what was found out."""
    programme = gather_programme(arguments)
    material = Material(
        programme=programme,
        templates=inputs.templates,
        assets=inputs.assets,
        last_round=_figures(inputs.last_round, arguments.round, parse_report),
        ledger=_figures(inputs.ledger, arguments.ledger, parse_ledger),
        points=published_points(programme),
    )
    noted = _Noted()
    # A cluster's machines do not write to this one's disk.
    lay = None if arguments.scheduler else partial(lay_aside, known.out)
    with workers(arguments.scheduler) as executor:
        people = _look_at_people(arguments, material, folder, cache=cache, executor=executor)
        files = files_of(people.view, material, executor=executor, known=known.pages, lay=lay)
        written = _write(known.out, noted.each(files))
    settled = folder.settled({})
    findings = Findings(
        name=inputs.name_with(listed(settled)),
        people=(
            (path, settled[path.removeprefix(f"{PROFILES}/")], data)
            for path, data in people.fresh.items()
        ),
        all_people=people.paths,
        files=_stamped(noted, known),
        all_files={MANIFEST, *noted.made, *noted.kept},
    )
    return written, findings


class _People(NamedTuple):
    """What is shown of all; the paths of all; and, packed, what was found now of good profiles."""

    view: PublicView
    paths: frozenset[str]
    fresh: Mapping[str, bytes]


def _look_at_people(
    arguments: argparse.Namespace,
    material: Material,
    folder: Folder,
    *,
    cache: SiteCache,
    executor: Executor,
) -> _People:
    """Find out what came of each profile; refuse on errors. What nobody needs later is let go."""
    programme, today, taken = material.programme, arguments.today, material.taken
    found = cache.people({f"{PROFILES}/{name}": stamp for name, stamp in folder.stamps.items()})
    paths = [f"{PROFILES}/{name}" for name in folder.files({})]
    unread = [path for path in paths if path not in found]
    source = Source(root=arguments.root, programme=programme, today=today)
    fresh: dict[str, bytes] = {}
    for path, data, each in find_people(Finder(source=source, taken=taken), unread, executor):
        found[path] = each
        if each.checked.profile is not None:
            fresh[path] = data
    checked = (found[path].checked for path in paths)
    loaded = roster_of(checked, read=source.read, found=folder.problems)
    refuse_on_errors(loaded.problems)
    known = {each.shown.person.login: each.shown for each in found.values() if each.shown}
    view = public_view(loaded.roster, programme, today=today, taken=taken, known=known)
    return _People(view, frozenset(found), fresh)


def _write(out: Path, files: Iterable[tuple[str, Data]]) -> Written:
    try:
        return write_site(out, files)
    except TemplateError as error:
        raise Refused(_template_refusal(error)) from error
    except FolderNotOurs as error:
        raise Refused(str(error), status=WRONG_USAGE) from error


def _stamped(noted: _Noted, known: KnownFiles) -> Mapping[str, KnownFile]:
    """Return the files that are not known as they stand there now."""
    time.sleep(_A_TICK)
    found = {
        path: KnownFile(digest, stamp)
        for path, digest in (*noted.made.items(), (MANIFEST, b""))
        if (stamp := stamp_of(known.out / path)) is not None
    }
    return {path: each for path, each in found.items() if known.files.get(path) != each}


def _figures(text: str | None, file: Path, parse: Callable[[str], _Figures]) -> _Figures | None:
    """Read figures that another verb printed, where there are any; refuse what is none."""
    if text is None:
        return None
    try:
        return parse(text)
    except ValueError as error:
        raise Refused(f"{file}: {error}", status=WRONG_USAGE) from error


def _template_refusal(error: TemplateError) -> str:
    place = "A template"
    if isinstance(error, TemplateSyntaxError):
        place = f"templates/{error.name}, line {error.lineno}"
    return f"{place}: {error.message}\nNothing was written. Mend your copy below templates/."
