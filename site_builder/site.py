"""The whole site as a pure mapping: a roster in, {path: bytes} out.

The same roster, programme, templates and day give the same bytes, on any machine. It must
never read or write a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from roster.blocks import in_blocks
from roster.model import Programme, Roster
from site_builder.cards import CardList, Cards
from site_builder.digests import digest_of
from site_builder.facets import facets
from site_builder.for_me import points_data, words_of
from site_builder.join_form import form_data, mentor_names
from site_builder.language import Language, language_of, marked, messages_script, said_by
from site_builder.last_round import LastRound
from site_builder.ledger_figures import LedgerFigures
from site_builder.open_data import areas_data, people_data, profile_schema
from site_builder.output import Data, Laid
from site_builder.page_digests import digested, facts_digest, words_digest
from site_builder.pages import Directory, Page, all_pages
from site_builder.public_view import Person, PublicView, public_view
from site_builder.rendering import Look
from site_builder.search_index import order_of, search_index, search_logins
from site_builder.search_texts import FOLDER, files_of_texts, search_texts
from site_builder.short_scripts import with_short_scripts
from site_builder.words import NAMES_IN_SCRIPTS

ASSETS: Final = "assets/"
"""The folder of style, scripts and pictures."""

_TEMPLATES: Final = "site/"
_TEMPLATE_SUFFIX: Final = ".jinja"
_MESSAGES: Final = "scripts/words.js"
_FILES: Final = ("robots.txt", "mentors.atom", "opensearch.xml")
_MAP: Final = "sitemap.xml"
_MOST_IN_A_MAP: Final = 50_000  # https://www.sitemaps.org/protocol.html
_MOST_NEWS: Final = 30
_PAGES_AT_ONCE: Final = 50
_NAVIGATION: Final = (
    ("mentors", marked("Find a mentor")),
    ("areas", marked("Areas")),
    ("statistics", marked("Statistics")),
    ("join", marked("Join")),
)


def build_site(
    *,
    roster: Roster,
    programme: Programme,
    templates: Mapping[str, str],
    assets: Mapping[str, bytes],
    today: date,
    last_round: LastRound | None = None,
    ledger: LedgerFigures | None = None,
    points: Mapping[str, Any] | None = None,
    executor: Executor | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site as its path and its bytes, one after the other.

    `templates` has texts by name: those below `site/` that end in `.jinja` are rendered,
    the others (scripts, pictures) are published beside `assets`, the compiled style and
    scripts. `last_round` and `ledger` are shown among the statistics; `points` are the
    matcher's tables, by which the browser ranks mentors for somebody. `executor` works side
    by side.
    Raises jinja2.TemplateError where a template is wrong.
    """
    material = Material(
        programme=programme,
        templates=templates,
        assets=assets,
        last_round=last_round,
        ledger=ledger,
        points=points,
    )
    view = public_view(roster, programme, today=today, taken=material.taken, executor=executor)
    for each in files_of(view, material, executor=executor):
        assert isinstance(each.data, bytes)  # noqa: S101 -- nothing was known or laid aside
        yield each.path, each.data


@dataclass(frozen=True, kw_only=True)
class Material:
    """What a site is made of beside the people."""

    programme: Programme
    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
    last_round: LastRound | None = None
    ledger: LedgerFigures | None = None
    points: Mapping[str, Any] | None = None

    @property
    def taken(self) -> Mapping[str, int] | None:
        """How many places of mentors are taken: by the ledger, or else by the last round."""
        known = self.ledger or self.last_round
        return known.taken if known else None


class SiteFile(NamedTuple):
    """One file of the site, and a digest of what it is made of.

    `data` is None if it is known, and what became of it if it was laid aside.
    """

    path: str
    data: Data
    digest: bytes = b""


Lay = Callable[[str, bytes], Laid]
"""Lays a file aside; it travels to whoever renders on this machine."""


def files_of(
    view: PublicView,
    material: Material,
    *,
    executor: Executor | None = None,
    known: Mapping[str, bytes] | None = None,
    lay: Lay | None = None,
) -> Iterator[SiteFile]:
    """Yield every file of the site, without the bytes of pages that are `known`.

    `known` has, by path, the digests of pages that an earlier run made of the same material
    and that are still as they were made. What `executor` renders is laid aside by `lay` where
    it was rendered. Raises jinja2.TemplateError where a template is wrong.
    """
    plan = _plan(view, material)
    programme = material.programme
    yield from (SiteFile(plan.assets + name, plan.published[name]) for name in plan.published)
    known = known or {}
    yield from _searched(plan, known)
    yield from _pages(plan, executor, known, lay)
    if material.points is not None:
        yield SiteFile("for-me/points.json", points_data(material.points))
    yield from _open_data(plan, known)
    yield SiteFile("profile.schema.json", profile_schema(programme))
    yield SiteFile("join/form.json", form_data(programme, plan.directory.language))


def _searched(plan: _Plan, known: Mapping[str, bytes]) -> Iterator[SiteFile]:
    """Make what the search in the browser reads, unless it is known."""
    view, directory, facts = plan.directory.view, plan.directory, plan.facts
    index = partial(search_index, view.mentors, directory.facets, directory.programme)
    yield _unless_known("search-index.json", facts, index, known)
    yield _unless_known("search-logins.json", facts, partial(search_logins, view.mentors), known)
    order, number = order_of(view.mentors), files_of_texts(len(view.mentors))
    digest = digest_of((order, words_digest(view)))
    paths = [f"{FOLDER}{each}.json" for each in range(number)]
    if all(known.get(path) == digest for path in paths):
        yield from (SiteFile(path, None, digest) for path in paths)
        return
    words = (view.shown[each.login].words for each in view.mentors)
    made = search_texts(words, files=number, order=order)
    yield from (SiteFile(path, data, digest) for path, data in zip(paths, made, strict=True))


def _open_data(plan: _Plan, known: Mapping[str, bytes]) -> Iterator[SiteFile]:
    """Make the data about people, unless it is known."""
    view, programme, facts = plan.directory.view, plan.directory.programme, plan.facts
    slugs = plan.directory.facets["area"].slugs
    areas = digest_of(view.statistics.areas)
    people = partial(people_data, view, programme)
    yield _unless_known("people.json", facts, people, known)
    yield _unless_known("areas.json", areas, partial(areas_data, view, programme, slugs), known)
    yield _unless_known("join/mentors.json", facts, partial(mentor_names, view), known)


def _unless_known(
    path: str, digest: bytes, make: Callable[[], bytes], known: Mapping[str, bytes]
) -> SiteFile:
    return SiteFile(path, None if known.get(path) == digest else make(), digest)


def page_digests(view: PublicView, material: Material) -> Mapping[str, bytes]:
    """Digest what each page is made of, by its path, without making any.

    The same material has the same page where it has the same digest.
    """
    pages = digested(all_pages(_plan(view, material).directory), view)
    return {page.file: digest for page, digest in pages}


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What all files of a site have in common: `assets` is the folder of what is `published`.

    `facts` digests what is shown of all mentors but their own words.
    """

    published: Mapping[str, bytes]
    assets: str
    look: Look
    directory: Directory
    facts: bytes


def _plan(view: PublicView, material: Material) -> _Plan:
    programme, templates = material.programme, material.templates
    language = language_of(programme.settings.language, templates)
    handed = (*NAMES_IN_SCRIPTS, *words_of(material.points))
    published = with_short_scripts(material.assets, _published(templates, language, handed))
    assets = f"{ASSETS}{_fingerprint(published)}/"
    by_key = facets(view.mentors, programme)
    ranks_mentors = material.points is not None
    shared = {
        **_shared(programme, language),
        "area_slugs": by_key["area"].slugs,
        "assets": assets,
        "ranks_mentors": ranks_mentors,
    }
    look = Look(templates=templates, shared=shared, language=language)
    directory = Directory(
        view=view,
        facets=by_key,
        programme=programme,
        language=language,
        profile_template=look.text("site/profile.yaml.jinja", {}),
        last_round=material.last_round,
        ledger=material.ledger,
        ranks_mentors=ranks_mentors,
    )
    return _Plan(
        published=dict(sorted(published.items())),
        assets=assets,
        look=look,
        directory=directory,
        facts=facts_digest(view),
    )


def _published(
    templates: Mapping[str, str], language: Language, handed: Iterable[str]
) -> Mapping[str, bytes]:
    """Return the scripts and pictures; what scripts are `handed` as data is said by them too."""
    texts = {
        name.removeprefix(_TEMPLATES): text
        for name, text in templates.items()
        if name.startswith(_TEMPLATES) and not name.endswith(_TEMPLATE_SUFFIX)
    }
    if language.messages:
        said = said_by(texts.values(), language) | language.messages.keys() & set(handed)
        texts[_MESSAGES] = messages_script(texts[_MESSAGES], language, said)
    return {name: text.encode() for name, text in texts.items()}


def _fingerprint(files: Mapping[str, bytes]) -> str:
    """Name the folder of assets after what is in it, so that no cache mixes old and new."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return digest.hexdigest()[:8]


def _pages(
    plan: _Plan, executor: Executor | None, known: Mapping[str, bytes], lay: Lay | None
) -> Iterator[SiteFile]:
    """Render every page that is not known, then the files that name them all."""
    look, view = plan.look, plan.directory.view
    listed: list[str] = []
    cards = Cards(look)
    noted = digested(_noted(listed, plan.directory), view)
    for are_known, pages in groupby(noted, key=lambda page: _is_known(page, known)):
        if are_known:
            yield from (SiteFile(page.file, None, digest) for page, digest in pages)
        else:
            ready = ((_with_cards(page, cards), digest) for page, digest in pages)
            yield from in_blocks(_rendered, (look, lay), ready, executor, block=_PAGES_AT_ONCE)
    news = {"latest": latest(view.mentors)}
    for name, template, values in (*((each, each, news) for each in _FILES), *_maps(listed)):
        make = partial(look.bytes_of, f"{_TEMPLATES}{template}{_TEMPLATE_SUFFIX}", values)
        yield _unless_known(name, digest_of(values), make, known)


def _maps(listed: Sequence[str]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Name the map of the site with its template and values; a large site has one of maps."""
    starts = range(0, len(listed), _MOST_IN_A_MAP)
    maps = [listed[start : start + _MOST_IN_A_MAP] for start in starts]
    if len(maps) == 1:
        yield _MAP, _MAP, {"paths": maps[0]}
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(maps) + 1)]
    yield _MAP, "sitemap-of-maps.xml", {"names": names}
    for name, paths in zip(names, maps, strict=True):
        yield name, _MAP, {"paths": paths}


def _is_known(each: tuple[Page, bytes], known: Mapping[str, bytes]) -> bool:
    page, digest = each
    return known.get(page.file) == digest


def _with_cards(page: Page, cards: Cards) -> Page:
    values = {
        name: cards.of(value) if isinstance(value, CardList) else value
        for name, value in page.values.items()
    }
    return page._replace(values=values)


def latest(mentors: Iterable[Person]) -> Sequence[Person]:
    """Return the mentors who confirmed last, latest first: who is new has just done so."""
    return sorted(mentors, key=lambda each: (-each.confirmed.toordinal(), each.login))[:_MOST_NEWS]


def _noted(listed: list[str], directory: Directory) -> Iterator[Page]:
    for page in all_pages(directory):
        if page.is_listed:
            listed.append(page.path)
        yield page


def _rendered(
    shared: tuple[Look, Lay | None], pages: Sequence[tuple[Page, bytes]]
) -> list[SiteFile]:
    look, lay = shared
    made = [
        (page.file, look.page(page.template, page.path, {**page.values, "section": page.section}))
        for page, _ in pages
    ]
    # All are made first, then all laid aside: by turns takes longer.
    laid = [data if lay is None else lay(file, data) for file, data in made]
    return [
        SiteFile(file, data, digest)
        for (file, _), data, (_, digest) in zip(made, laid, pages, strict=True)
    ]


def _shared(programme: Programme, language: Language) -> Mapping[str, Any]:
    repository = programme.settings.repository
    return {
        "settings": programme.settings,
        "area_by_name": programme.area_by_name,
        "navigation": [(key, language.text(text)) for key, text in _NAVIGATION],
        "home": _path_of(programme.settings.site),
        "address": None if _is_example(programme.settings.site) else programme.settings.site,
        "github": None
        if repository == "OWNER/REPO"
        else f"{programme.settings.github}/{repository}",
    }


def _is_example(site: str) -> bool:
    """Whether nobody could find an address: it is below a name that is reserved for examples."""
    return (urlsplit(site).hostname or "").endswith(".example")


def _path_of(site: str) -> str:
    """Return the path of a web address: `/` for `https://example.org/`."""
    return "/" + site.partition("://")[2].partition("/")[2]
