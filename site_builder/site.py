"""The whole site as a pure mapping: a roster in, {path: bytes} out.

The same roster, programme, templates and day give the same bytes, on any machine. It must
never read or write a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from itertools import groupby
from typing import Any, Final

from roster.blocks import in_blocks
from roster.model import Programme, Roster
from site_builder.cards import cards_of
from site_builder.facets import facets
from site_builder.for_me import points_data
from site_builder.join_form import form_data, mentor_names
from site_builder.last_round import LastRound
from site_builder.open_data import areas_data, people_data, profile_schema
from site_builder.pages import Directory, Page, all_pages
from site_builder.public_view import Person, public_view
from site_builder.rendering import Look
from site_builder.search_index import search_index
from site_builder.search_texts import FOLDER, search_texts

_TEMPLATES: Final = "site/"
_TEMPLATE_SUFFIX: Final = ".jinja"
_FILES: Final = ("robots.txt", "sitemap.xml", "mentors.atom", "opensearch.xml")
_MOST_NEWS: Final = 30
_PAGES_AT_ONCE: Final = 250
_NAVIGATION: Final = (
    ("mentors", "Find a mentor"),
    ("areas", "Areas"),
    ("statistics", "Statistics"),
    ("join", "Join"),
)


def build_site(
    *,
    roster: Roster,
    programme: Programme,
    templates: Mapping[str, str],
    assets: Mapping[str, bytes],
    today: date,
    last_round: LastRound | None = None,
    points: Mapping[str, Any] | None = None,
    executor: Executor | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site as its path and its bytes, one after the other.

    `templates` has texts by name: those below `site/` that end in `.jinja` are rendered,
    the others (scripts, pictures) are published beside `assets`, the compiled style and
    scripts. `last_round` is shown among the statistics; `points` are the matcher's tables, by
    which the browser ranks mentors for somebody. `executor` works side by side.
    Raises jinja2.TemplateError where a template is wrong.
    """
    published = {**assets, **_published(templates)}
    folder = f"assets/{_fingerprint(published)}/"
    yield from ((folder + name, published[name]) for name in sorted(published))
    taken = last_round.taken if last_round else None
    view = public_view(roster, programme, today=today, taken=taken, executor=executor)
    by_key = facets(view.mentors, programme)
    shared = _shared(programme, by_key["area"].slugs, folder)
    shared = {**shared, "ranks_mentors": points is not None}
    look = Look(templates=templates, shared=shared)
    texts = search_texts(view.mentors)
    yield "search-index.json", search_index(view, by_key, programme, shards=texts)
    yield from ((f"{FOLDER}{name}.json", data) for name, data in texts.items())
    directory = Directory(
        view=view,
        facets=by_key,
        cards=cards_of(view.mentors, look, executor=executor),
        programme=programme,
        profile_template=look.text("site/profile.yaml.jinja", {}),
        last_round=last_round,
        ranks_mentors=points is not None,
    )
    yield from _pages(directory, look, executor)
    if points is not None:
        yield "for-me/points.json", points_data(points)
    yield "people.json", people_data(view, programme)
    yield "areas.json", areas_data(view, programme, by_key["area"].slugs)
    yield "profile.schema.json", profile_schema(programme)
    yield "join/form.json", form_data(programme)
    yield "join/mentors.json", mentor_names(view)


def _published(templates: Mapping[str, str]) -> Mapping[str, bytes]:
    return {
        name.removeprefix(_TEMPLATES): text.encode()
        for name, text in templates.items()
        if name.startswith(_TEMPLATES) and not name.endswith(_TEMPLATE_SUFFIX)
    }


def _fingerprint(files: Mapping[str, bytes]) -> str:
    """Name the folder of assets after what is in it, so that no cache mixes old and new."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return digest.hexdigest()[:8]


def _pages(
    directory: Directory, look: Look, executor: Executor | None
) -> Iterator[tuple[str, bytes]]:
    """Render every page, then the files that name them all."""
    listed: list[str] = []
    for is_many, pages in groupby(_noted(listed, directory), key=lambda page: page.is_one_of_many):
        whom = executor if is_many else None
        yield from in_blocks(_rendered, look, pages, whom, block=_PAGES_AT_ONCE)
    for name in _FILES:
        text = look.text(
            f"{_TEMPLATES}{name}{_TEMPLATE_SUFFIX}",
            {"paths": listed, "latest": latest(directory.view.mentors)},
        )
        yield name, text.encode()


def latest(mentors: Iterable[Person]) -> Sequence[Person]:
    """Return the mentors who confirmed last, latest first: who is new has just done so."""
    return sorted(mentors, key=lambda each: (-each.confirmed.toordinal(), each.login))[:_MOST_NEWS]


def _noted(listed: list[str], directory: Directory) -> Iterator[Page]:
    for page in all_pages(directory):
        if page.is_listed:
            listed.append(page.path)
        yield page


def _rendered(look: Look, pages: Sequence[Page]) -> list[tuple[str, bytes]]:
    return [
        (page.file, look.page(page.template, page.path, {**page.values, "section": page.section}))
        for page in pages
    ]


def _shared(programme: Programme, area_slugs: Mapping[str, str], assets: str) -> Mapping[str, Any]:
    repository = programme.settings.repository
    return {
        "settings": programme.settings,
        "navigation": _NAVIGATION,
        "area_slugs": area_slugs,
        "assets": assets,
        "home": _path_of(programme.settings.site),
        "github": None
        if repository == "OWNER/REPO"
        else f"{programme.settings.github}/{repository}",
    }


def _path_of(site: str) -> str:
    """Return the path of a web address: `/` for `https://example.org/`."""
    return "/" + site.partition("://")[2].partition("/")[2]
