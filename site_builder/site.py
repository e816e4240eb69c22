"""The whole site as a pure mapping: a roster in, {path: bytes} out.

The same roster, programme, templates and day give the same bytes, on any machine. It must
never read or write a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from roster.model import Programme, Roster
from site_builder.facets import facets
from site_builder.join_form import form_data, mentor_names
from site_builder.last_round import LastRound
from site_builder.pages import Directory, Page, all_pages
from site_builder.public_view import PublicView, public_view
from site_builder.rendering import Render, renderer, way_to_root
from site_builder.search_index import people_data, profile_schema, search_index

_TEMPLATES: Final = "site/"
_TEMPLATE_SUFFIX: Final = ".jinja"
_FILES: Final = ("robots.txt", "sitemap.xml")
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
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site as its path and its bytes.

    `templates` has texts by name: those below `site/` that end in `.jinja` are rendered,
    the others (scripts, pictures) are published beside `assets`, the compiled style and
    scripts. `last_round` is shown among the statistics. Raises jinja2.TemplateError where a
    template is wrong.
    """
    view = public_view(roster, programme, today=today)
    published = {**assets, **_published(templates)}
    folder = f"assets/{_fingerprint(published)}/"
    yield from ((folder + name, published[name]) for name in sorted(published))
    yield from _rendered(view, programme, templates, folder, last_round)
    yield "people.json", people_data(view, programme)
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


def _rendered(
    view: PublicView,
    programme: Programme,
    templates: Mapping[str, str],
    assets: str,
    last_round: LastRound | None,
) -> Iterator[tuple[str, bytes]]:
    by_key = facets(view.mentors, programme)
    render = renderer(templates, _shared(programme, by_key["area"].slugs, assets))
    yield "search-index.json", search_index(view, by_key, programme)
    directory = Directory(
        view=view,
        facets=by_key,
        programme=programme,
        profile_template=render("site/profile.yaml.jinja", {}),
        last_round=last_round,
    )
    listed = []
    for page in all_pages(directory):
        yield page.file, _page(page, render, programme.settings.site)
        if page.is_listed:
            listed.append(page.path)
    for name in _FILES:
        text = render(f"{_TEMPLATES}{name}{_TEMPLATE_SUFFIX}", {"paths": listed})
        yield name, text.encode()


def _page(page: Page, render: Render, site: str) -> bytes:
    """Render a page; links are relative to it, save on the page that answers at any address."""
    base = way_to_root(page.path) if page.path.endswith("/") or not page.path else _path_of(site)
    own = {"base": base, "path": page.path, "section": page.section}
    return render(page.template, {**page.values, **own}).encode()


def _shared(programme: Programme, area_slugs: Mapping[str, str], assets: str) -> Mapping[str, Any]:
    repository = programme.settings.repository
    return {
        "settings": programme.settings,
        "navigation": _NAVIGATION,
        "area_slugs": area_slugs,
        "assets": assets,
        "github": None
        if repository == "OWNER/REPO"
        else f"{programme.settings.github}/{repository}",
    }


def _path_of(site: str) -> str:
    """Return the path of a web address: `/` for `https://example.org/`."""
    return "/" + site.partition("://")[2].partition("/")[2]
