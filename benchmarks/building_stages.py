"""Where the time of a build goes in which one profile changed, stage by stage.

Usage: python -m benchmarks.building_stages [MENTORS ...] (default: 1000 10000).
Every profile is a mentor's, made by `simulate`; the site is built once, so that all is known. Then
each stage does alone what it does in such a build, five times, and its fastest time counts, by the
processor. The last column says how the cost grows: 1.0 is with the number of mentors.
"""

from __future__ import annotations

import gc
import math
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.building import make_mentors
from benchmarks.checking import TODAY
from benchmarks.measuring import asked_sizes, run_module
from commands.building import CACHE, build
from commands.gathering import gather_programme
from commands.known_files import KnownFiles
from commands.site_inputs import gather_inputs
from matcher.published import published_points
from roster.folder import look_into
from roster.loading import Source, roster_of
from roster.places import PROFILES
from site_builder.cache import SiteCache, open_site_cache
from site_builder.facets import facets
from site_builder.public_view import public_view
from site_builder.search_index import order_of, search_index
from site_builder.search_texts import files_of_texts, search_texts
from site_builder.site import Material, page_digests

_TIMES: Final = 5
_A_MOMENT: Final = 2.2  # seconds, so that no file counts as changed just now
_MILLISECONDS: Final = 1000
_Stages = Mapping[str, float]


def stages_of(root: Path) -> _Stages:
    """Build the site of the people below `root`, and return the seconds of each stage."""
    arguments = Namespace(root=root, today=TODAY, round=None, ledger=None, scheduler=None)
    out = root / "site"
    time.sleep(_A_MOMENT)
    build(arguments, out)
    inputs = gather_inputs(arguments, out)
    loading = run_module("commands.renewing").cpu
    with open_site_cache(root / CACHE, inputs.fingerprints) as cache:
        return {
            "start Python, load our code": loading,
            "read and name what comes in": _seconds(lambda: gather_inputs(arguments, out)),
            "look at all files of the site": _seconds(lambda: KnownFiles(cache.files(), out)),
            **_stages_of_people(arguments, inputs.templates, inputs.assets, cache),
        }


def _stages_of_people(
    arguments: Namespace,
    templates: Mapping[str, str],
    assets: Mapping[str, bytes],
    cache: SiteCache,
) -> _Stages:
    programme = gather_programme(arguments)
    folder = look_into(arguments.root / PROFILES)
    stamps = {f"{PROFILES}/{name}": stamp for name, stamp in folder.stamps.items()}
    found = cache.people(stamps)
    source = Source(root=arguments.root, programme=programme, today=TODAY)
    checked = [each.checked for each in found.values()]
    roster = roster_of(checked, read=source.read).roster
    known = {each.shown.person.login: each.shown for each in found.values() if each.shown}
    view = public_view(roster, programme, today=TODAY, known=known)
    points = published_points(programme)
    material = Material(programme=programme, templates=templates, assets=assets, points=points)
    by_key, files = facets(view.mentors, programme), files_of_texts(len(view.mentors))
    words = [view.shown[each.login].words for each in view.mentors]
    order = order_of(view.mentors)
    return {
        "look at all profiles": _seconds(lambda: look_into(arguments.root / PROFILES)),
        "read the programme": _seconds(lambda: gather_programme(arguments)),
        "unpack what is known of people": _seconds(lambda: _unpacked(arguments, stamps)),
        "check all together": _seconds(lambda: roster_of(checked, read=source.read)),
        "order and count who is shown": _seconds(
            lambda: public_view(roster, programme, today=TODAY, known=known)
        ),
        "digest what pages are made of": _seconds(lambda: page_digests(view, material)),
        "make the words of texts": _seconds(lambda: search_texts(words, files=files, order=order)),
        "make the index, if more changed": _seconds(
            lambda: search_index(view.mentors, by_key, programme)
        ),
    }


def _unpacked(arguments: Namespace, stamps: Mapping[str, bytes]) -> object:
    fingerprints = gather_inputs(arguments, arguments.root / "site").fingerprints
    with open_site_cache(arguments.root / CACHE, fingerprints) as cache:
        return cache.people(stamps)


def _seconds(stage: Callable[[], Any]) -> float:  # Any: what comes of it is thrown away
    """Do it a few times without searching for circles among objects, as a build does."""
    best = math.inf
    for _ in range(_TIMES):
        gc.collect()
        gc.disable()
        start = time.process_time()
        stage()
        best = min(best, time.process_time() - start)
        gc.enable()
    return best


def main() -> None:
    """Print a row for each stage and a column for each number of mentors."""
    sizes = asked_sizes(__doc__, [1000, 10_000])
    columns: list[_Stages] = []
    for mentors in sizes:
        with tempfile.TemporaryDirectory() as folder:
            make_mentors(Path(folder), mentors)
            columns.append(stages_of(Path(folder)))
    print(f"{'CPU ms, mentors:':<32}" + "".join(f"{each:>9,}" for each in sizes) + f"{'growth':>8}")
    for stage in columns[0]:
        seconds = [column[stage] for column in columns]
        print(f"{stage:<32}" + "".join(_cell(each) for each in seconds) + _growth(sizes, seconds))


def _cell(seconds: float) -> str:
    return f"{seconds * _MILLISECONDS:>9.0f}"


def _growth(sizes: list[int], seconds: list[float]) -> str:
    """The power of the number of mentors with which the cost grows from first to last."""
    if len(sizes) == 1:
        return ""
    return f"{math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0]):>8.1f}"


if __name__ == "__main__":
    main()
