"""One build of the site, as `build`, `serve` and `demo` do it: gather, make what differs, keep.

Words of the command line come in; files of the site and of the cache are written. What an
earlier build made of the very same things is not made again.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from commands.outcome import WRONG_USAGE, Refused
from commands.site_inputs import Inputs, gather_inputs
from roster.folder import PROFILES, Folder, listed, look_into
from site_builder.cache import Findings, KnownFile, SiteCache, open_site_cache
from site_builder.output import (
    MANIFEST,
    Data,
    FolderNotOurs,
    Written,
    lay_aside,
    left_alone,
    our_turn,
    stamp_of,
    write_site,
)

if TYPE_CHECKING:
    from jinja2 import TemplateError

    from site_builder.public_view import PublicView
    from site_builder.site import Material, SiteFile

CACHE: Final = Path("build") / "site-cache.sqlite"
"""Where findings are kept for the next time, below the root; safe to delete."""

_Figures = TypeVar("_Figures")

_A_TICK: Final = 0.02
"""After so many seconds the file system gives a change another time."""


def build(arguments: argparse.Namespace, out: Path) -> Written:
    """Gather, build and write; nothing is written unless the whole site could be built."""
    with our_turn(out), _without_collections():
        inputs = gather_inputs(arguments, out)
        folder = look_into(arguments.root / PROFILES)
        with open_site_cache(arguments.root / CACHE, inputs.fingerprints) as cache:
            known = _Known(cache.files(), out)
            name = inputs.name_with(folder.listing)
            if known.is_all_there and cache.is_whole(name):
                return known.unchanged()
            written, findings = _renew(arguments, inputs, folder, cache=cache, known=known)
            if gather_inputs(arguments, out).fingerprints == inputs.fingerprints:
                cache.keep(findings)
            return written


@contextmanager
def _without_collections() -> Iterator[None]:
    """Spare the search for circles among objects: a build makes many that last, and few circles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _Known:
    """The files that earlier builds left in the folder, and which of them are still so."""

    def __init__(self, files: Mapping[str, KnownFile], out: Path) -> None:
        self.files = files
        self.out = out
        there = left_alone(out, {path: each.stamp for path, each in files.items()})
        self.is_all_there = bool(files) and len(there) == len(files)
        self.pages = {
            path: each.digest for path, each in files.items() if each.digest and path in there
        }

    def unchanged(self) -> Written:
        """What a build says that has nothing to do."""
        pages = sum(path.endswith(".html") for path in self.files)
        return Written(pages=pages, written=0, unchanged=len(self.files) - 1, removed=0)


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


def _renew(
    arguments: argparse.Namespace,
    inputs: Inputs,
    folder: Folder,
    *,
    cache: SiteCache,
    known: _Known,
) -> tuple[Written, Findings]:
    """Make what is not known, write it, and say what was found out."""
    from commands.gathering import gather_programme  # noqa: PLC0415 -- heavy
    from commands.workers import workers  # noqa: PLC0415
    from matcher.published import published_points  # noqa: PLC0415
    from site_builder.last_round import parse_report  # noqa: PLC0415
    from site_builder.ledger_figures import parse_ledger  # noqa: PLC0415
    from site_builder.site import Material, files_of  # noqa: PLC0415

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
    from commands.found_people import Finder, find_people  # noqa: PLC0415 -- heavy
    from commands.gathering import refuse_on_errors  # noqa: PLC0415
    from roster.loading import Source, load_roster  # noqa: PLC0415
    from site_builder.public_view import public_view  # noqa: PLC0415

    programme, today, taken = material.programme, arguments.today, material.taken
    found = cache.people({f"{PROFILES}/{name}": stamp for name, stamp in folder.stamps.items()})
    unread = [path for name in folder.files({}) if (path := f"{PROFILES}/{name}") not in found]
    source = Source(root=arguments.root, programme=programme, today=today)
    fresh: dict[str, bytes] = {}
    for path, data, each in find_people(Finder(source=source, taken=taken), unread, executor):
        found[path] = each
        if each.checked.profile is not None:
            fresh[path] = data
    loaded = load_roster(
        root=arguments.root,
        programme=programme,
        today=today,
        executor=executor,
        known={path: each.checked for path, each in found.items()},
    )
    refuse_on_errors(loaded.problems)
    known = {each.shown.person.login: each.shown for each in found.values() if each.shown}
    view = public_view(loaded.roster, programme, today=today, taken=taken, known=known)
    return _People(view, frozenset(found), fresh)


def _write(out: Path, files: Iterable[tuple[str, Data]]) -> Written:
    from jinja2 import TemplateError  # noqa: PLC0415 -- heavy

    try:
        return write_site(out, files)
    except TemplateError as error:
        raise Refused(_template_refusal(error)) from error
    except FolderNotOurs as error:
        raise Refused(str(error), status=WRONG_USAGE) from error


def _stamped(noted: _Noted, known: _Known) -> Mapping[str, KnownFile]:
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
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 -- heavy

    place = "A template"
    if isinstance(error, TemplateSyntaxError):
        place = f"templates/{error.name}, line {error.lineno}"
    return f"{place}: {error.message}\nNothing was written. Mend your copy below templates/."
