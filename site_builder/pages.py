"""Which pages exist, at which address, from which template, and with which values.

The public view and the programme come in; pages go out, not yet rendered. To add a page,
add its template and one function here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

from roster.model import Area, Programme
from site_builder.cards import CardList
from site_builder.facets import Facet, Option, by_name
from site_builder.figures import areas_by_group, breakdowns, needed, outcomes
from site_builder.for_me import questions_for_me
from site_builder.join_form import github_api, sections
from site_builder.language import ENGLISH, Language
from site_builder.last_round import LastRound
from site_builder.ledger_figures import LedgerFigures
from site_builder.public_view import Person, PublicView
from site_builder.similar import similar_mentors
from site_builder.statistics import ORGANISATION

PEOPLE_A_PAGE: Final = 50
_FEATURED: Final = 3
_POPULAR_AREAS: Final = 8
_MOST_NEEDED: Final = 50
_MOST_DRAWN: Final = 10
_SIMILAR: Final = 3
_NEARBY: Final = 12


class Page(NamedTuple):
    """One page: `path` is its address below the site, ending in a slash, or a file's name.

    `section` is the entry of the navigation that it belongs to. `values` are all that its
    template is handed; what it shows changes only with them, and a CardList among them becomes
    cards. `is_listed` says whether search engines are told of it.
    """

    path: str
    template: str
    values: Mapping[str, Any]  # Any: each template has values of its own
    section: str | None = None
    is_listed: bool = True

    @property
    def file(self) -> str:
        """The file that a server answers with."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All that pages are made of."""

    view: PublicView
    facets: Mapping[str, Facet]
    programme: Programme
    profile_template: str
    language: Language = ENGLISH
    last_round: LastRound | None = None
    ledger: LedgerFigures | None = None
    ranks_mentors: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of a list that is cut into pages; `path` is that of its first page."""

    path: str
    number: int
    count: int
    total: int

    @property
    def first(self) -> int:
        """The number of the first person on this page, from 1."""
        return (self.number - 1) * PEOPLE_A_PAGE + 1

    def page_path(self, number: int) -> str:
        """The address of another page of the same list."""
        return leaf_path(self.path, number)


def all_pages(directory: Directory) -> Iterator[Page]:
    """Yield every page of the site, in a fixed order."""
    yield _home(directory)
    yield from _mentors(directory)
    yield from _profiles(directory)
    yield from _mentees(directory)
    yield from _areas(directory)
    for facet in directory.facets.values():
        if facet.has_lists and facet.key != "area":
            yield (
                _organisations(facet, directory) if facet.key == "organisation" else _options(facet)
            )
            yield from _lists(facet, directory.programme)
    names = by_name(directory.view.mentors)
    yield _options(names)
    yield from _lists(names, directory.programme)
    yield _statistics(directory)
    yield _needed(directory)
    yield _join(directory)
    if directory.ranks_mentors:
        yield _for_me(directory)
    yield _plain("privacy")
    yield _plain("accessibility")
    yield Page(path="404.html", template="site/not-found.html.jinja", values={}, is_listed=False)


def leaf_path(path: str, number: int) -> str:
    """Return the address of a page of a list; `page/2/` can be nobody's login."""
    return path if number == 1 else f"{path}page/{number}/"


def leaves(path: str, people: Sequence[Person]) -> Iterator[tuple[Leaf, tuple[Person, ...]]]:
    """Cut a list into pages, each with its people; an empty list has one page as well."""
    count = max(1, -(-len(people) // PEOPLE_A_PAGE))
    for number in range(1, count + 1):
        start = (number - 1) * PEOPLE_A_PAGE
        leaf = Leaf(path=path, number=number, count=count, total=len(people))
        yield leaf, tuple(people[start : start + PEOPLE_A_PAGE])


def _plain(name: str, values: Mapping[str, Any] | None = None) -> Page:
    return Page(
        path=f"{name}/", template=f"site/{name}.html.jinja", section=name, values=values or {}
    )


def _home(directory: Directory) -> Page:
    statistics = directory.view.statistics
    return Page(
        path="",
        template="site/home.html.jinja",
        values={
            "statistics": statistics,
            "popular": statistics.most_offered(_POPULAR_AREAS),
            "featured": CardList(
                people=_spread(directory.view.mentors, _FEATURED), is_telling=True
            ),
        },
    )


def _spread(mentors: tuple[Person, ...], most: int) -> tuple[Person, ...]:
    """Choose a few mentors who have room and say something of themselves, evenly over the list."""
    telling = [each for each in mentors if each.about and each.has_room]
    step = max(1, len(telling) // most)
    return tuple(telling[step // 2 :: step][:most])


def _mentors(directory: Directory) -> Iterator[Page]:
    """List everybody by name: those with room first, as the search shows these alone."""
    mentors = sorted(directory.view.mentors, key=lambda each: not each.has_room)
    with_room = sum(each.has_room for each in mentors)
    facets = [(each.key, each.title) for each in directory.facets.values() if each.options]
    for leaf, people in leaves("mentors/", mentors):
        yield Page(
            path=leaf_path("mentors/", leaf.number),
            template="site/mentors.html.jinja",
            section="mentors",
            values={
                "leaf": leaf,
                "cards": CardList(people=people),
                "facets": facets if leaf.number == 1 else (),
                "with_room": with_room,
            },
            is_listed=leaf.number == 1,
        )


def _profiles(directory: Directory) -> Iterator[Page]:
    by_area = {each.name: each.mentors for each in directory.facets["area"].options}
    similar = similar_mentors(directory.view.mentors, by_area, most=_SIMILAR)
    for person, others in zip(directory.view.mentors, similar, strict=True):
        yield Page(
            path=f"mentors/{person.login}/",
            template="site/mentor.html.jinja",
            section="mentors",
            values={"person": person, "similar": CardList(people=others)},
        )


def _mentees(directory: Directory) -> Iterator[Page]:
    """List mentees where the programme does so; where it only counts them, no page exists."""
    if directory.view.mentees:
        for leaf, people in leaves("mentees/", directory.view.mentees):
            yield Page(
                path=leaf_path("mentees/", leaf.number),
                template="site/mentees.html.jinja",
                values={"leaf": leaf, "people": people},
                is_listed=False,
            )


def _areas(directory: Directory) -> Iterator[Page]:
    facet = directory.facets["area"]
    mentors = {option.name: option.mentors for option in facet.options}
    sought = {each.name: each.sought for each in directory.view.statistics.areas}
    groups = [
        (group, tuple(areas))
        for group, areas in groupby(directory.programme.areas, key=lambda each: each.group)
    ]
    yield Page(
        path="areas/",
        template="site/areas.html.jinja",
        section="areas",
        values={
            "groups": groups,
            "offered": {name: len(people) for name, people in mentors.items()},
            "sought": sought,
        },
    )
    for _, areas in groups:
        offered = [each for each in areas if each.name in mentors]
        for area in areas:
            found = leaves(f"areas/{facet.slugs[area.name]}/", mentors.get(area.name, ()))
            yield from _area(area, found, sought.get(area.name, 0), offered)


def _area(
    area: Area,
    found: Iterable[tuple[Leaf, tuple[Person, ...]]],
    sought: int,
    offered: Sequence[Area],
) -> Iterator[Page]:
    for leaf, people in found:
        yield Page(
            path=leaf_path(leaf.path, leaf.number),
            template="site/area.html.jinja",
            section="areas",
            values={
                "area": area,
                "leaf": leaf,
                "cards": CardList(people=people, is_telling=True),
                "sought": sought,
                "nearby": [each for each in offered if each is not area][:_NEARBY],
            },
            is_listed=leaf.number == 1,
        )


def _options(facet: Facet) -> Page:
    return Page(
        path=f"{facet.plural}/",
        template="site/lists.html.jinja",
        section="mentors",
        values={
            "facet": {"title": facet.title, "plural": facet.plural},
            "options": [(each.name, each.slug, len(each.mentors)) for each in facet.options],
        },
    )


def _organisations(facet: Facet, directory: Directory) -> Page:
    """Show supply and demand of every organisation that takes part, and what it belongs to."""
    statistics = directory.view.statistics
    return Page(
        path=f"{facet.plural}/",
        template="site/organisations.html.jinja",
        section="mentors",
        values={
            "slugs": facet.slugs,
            "tallies": statistics.breakdowns[ORGANISATION],
            "organisations": directory.programme.organisation_by_name,
        },
    )


def _lists(facet: Facet, programme: Programme) -> Iterator[Page]:
    """Yield the complete lists of one facet: the mentors of each of its options."""
    known = programme.organisation_by_name if facet.key == "organisation" else {}
    above = {name: each.parents for name, each in known.items()}
    below: dict[str, list[tuple[str, str, int]]] = {}
    for option in facet.options:
        for parent in above.get(option.name, ()):
            below.setdefault(parent, []).append((option.name, option.slug, len(option.mentors)))
    slugs = {each.name: each.slug for each in facet.options}
    letters = [*slugs.items()] if facet.key == "name" else ()
    for option in facet.options:
        others = {
            "above": [(name, slugs.get(name)) for name in above.get(option.name, ())],
            "below": below.get(option.name, ()),
            "letters": letters,
        }
        yield from _list(facet, option, others)


def _list(facet: Facet, option: Option, others: Mapping[str, Any]) -> Iterator[Page]:
    path = f"{facet.plural}/{option.slug}/"
    for leaf, people in leaves(path, option.mentors):
        yield Page(
            path=leaf_path(path, leaf.number),
            template="site/list.html.jinja",
            section="mentors",
            values={
                "facet": {"title": facet.title, "plural": facet.plural},
                "option": {"name": option.name},
                "leaf": leaf,
                "cards": CardList(people=people),
                **others,
            },
            is_listed=leaf.number == 1,
        )


def _statistics(directory: Directory) -> Page:
    statistics = directory.view.statistics
    return Page(
        path="statistics/",
        template="site/statistics.html.jinja",
        section="statistics",
        values={
            "statistics": statistics,
            "needed": needed(statistics.most_needed(_MOST_DRAWN)),
            "breakdowns": breakdowns(statistics),
            "groups": areas_by_group(statistics, directory.programme),
            "ledger": directory.ledger,
            "last_round": directory.last_round,
            "outcomes": outcomes(directory.last_round),
        },
    )


def _needed(directory: Directory) -> Page:
    """Show in which areas mentors are missing, for who recruits them."""
    last = directory.last_round
    return Page(
        path="needed/",
        template="site/needed.html.jinja",
        section="statistics",
        values={
            "statistics": directory.view.statistics,
            "needed": directory.view.statistics.most_needed(_MOST_NEEDED),
            "missing": last.missing if last else (),
        },
    )


def _for_me(directory: Directory) -> Page:
    return Page(
        path="for-me/",
        template="site/for-me.html.jinja",
        section="mentors",
        values={"questions_asked": questions_for_me(directory.programme, directory.language)},
    )


def _join(directory: Directory) -> Page:
    return Page(
        path="join/",
        template="site/join.html.jinja",
        section="join",
        values={
            "profile_template": directory.profile_template,
            "sections": sections(directory.programme, directory.language),
            "github_api": github_api(directory.programme.settings),
        },
    )
