"""Which pages exist, at which address, from which template, and with which values.

The public view and the programme come in; pages go out, not yet rendered. To add a page,
add its template and one function here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from roster.model import Area, Programme
from site_builder.cards import Cards
from site_builder.facets import Facet, Option
from site_builder.for_me import questions_for_me
from site_builder.join_form import github_api, sections
from site_builder.last_round import LastRound
from site_builder.public_view import Person, PublicView
from site_builder.similar import similar_mentors

PEOPLE_A_PAGE: Final = 50
_FEATURED: Final = 3
_POPULAR_AREAS: Final = 8
_MOST_NEEDED: Final = 10
_SIMILAR: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: `path` is its address below the site, ending in a slash, or a file's name.

    `section` is the entry of the navigation that it belongs to. `is_listed` says whether
    search engines are told of it. `is_one_of_many` says that its values are small, so that
    it can be rendered elsewhere.
    """

    path: str
    template: str
    section: str | None = None
    values: Mapping[str, Any]  # Any: each template has values of its own
    is_listed: bool = True
    is_one_of_many: bool = False

    @property
    def file(self) -> str:
        """The file that a server answers with."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All that pages are made of."""

    view: PublicView
    facets: Mapping[str, Facet]
    cards: Cards
    programme: Programme
    profile_template: str
    last_round: LastRound | None = None
    ranks_mentors: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of a list that is cut into pages; `path` is that of its first page."""

    path: str
    people: tuple[Person, ...]
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
            yield from _lists(facet, directory.cards)
    yield _statistics(directory)
    yield _join(directory)
    if directory.ranks_mentors:
        yield _for_me(directory)
    yield _plain("privacy")
    yield _plain("accessibility")
    yield Page(path="404.html", template="site/not-found.html.jinja", values={}, is_listed=False)


def leaf_path(path: str, number: int) -> str:
    """Return the address of a page of a list; `page/2/` can be nobody's login."""
    return path if number == 1 else f"{path}page/{number}/"


def leaves(path: str, people: Sequence[Person]) -> Iterator[Leaf]:
    """Cut a list into pages; an empty list has one page as well."""
    count = max(1, -(-len(people) // PEOPLE_A_PAGE))
    for number in range(1, count + 1):
        start = (number - 1) * PEOPLE_A_PAGE
        yield Leaf(
            path=path,
            people=tuple(people[start : start + PEOPLE_A_PAGE]),
            number=number,
            count=count,
            total=len(people),
        )


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
            "featured": directory.cards.telling(_spread(directory.view.mentors, _FEATURED)),
        },
    )


def _spread(mentors: tuple[Person, ...], most: int) -> tuple[Person, ...]:
    """Choose a few mentors who say something about themselves, evenly over the list."""
    telling = [each for each in mentors if each.about]
    step = max(1, len(telling) // most)
    return tuple(telling[step // 2 :: step][:most])


def _mentors(directory: Directory) -> Iterator[Page]:
    """List everybody by name: those with room first, as the search shows these alone."""
    mentors = sorted(directory.view.mentors, key=lambda each: not each.has_room)
    with_room = sum(each.has_room for each in mentors)
    for leaf in leaves("mentors/", mentors):
        yield Page(
            path=leaf_path("mentors/", leaf.number),
            template="site/mentors.html.jinja",
            section="mentors",
            values={
                "leaf": leaf,
                "cards": directory.cards.brief(leaf.people),
                "facets": directory.facets.values(),
                "with_room": with_room,
            },
            is_listed=leaf.number == 1,
        )


def _profiles(directory: Directory) -> Iterator[Page]:
    by_area = {each.name: each.mentors for each in directory.facets["area"].options}
    similar = similar_mentors(directory.view.mentors, by_area, most=_SIMILAR)
    for person in directory.view.mentors:
        yield Page(
            path=f"mentors/{person.login}/",
            template="site/mentor.html.jinja",
            section="mentors",
            values={
                "person": person,
                "areas": [directory.programme.area_by_name[name] for name in person.offers],
                "similar": directory.cards.brief(similar[person.login]),
            },
            is_one_of_many=True,
        )


def _mentees(directory: Directory) -> Iterator[Page]:
    """List mentees where the programme does so; where it only counts them, no page exists."""
    if directory.view.mentees:
        for leaf in leaves("mentees/", directory.view.mentees):
            yield Page(
                path=leaf_path("mentees/", leaf.number),
                template="site/mentees.html.jinja",
                values={"leaf": leaf},
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
        values={"groups": groups, "mentors": mentors},
    )
    for _, areas in groups:
        offered = [each for each in areas if each.name in mentors]
        for area in areas:
            found = leaves(f"areas/{facet.slugs[area.name]}/", mentors.get(area.name, ()))
            yield from _area(area, found, directory.cards, sought.get(area.name, 0), offered)


def _area(
    area: Area, found: Iterable[Leaf], cards: Cards, sought: int, offered: Sequence[Area]
) -> Iterator[Page]:
    for leaf in found:
        yield Page(
            path=leaf_path(leaf.path, leaf.number),
            template="site/area.html.jinja",
            section="areas",
            values={
                "area": area,
                "leaf": leaf,
                "cards": cards.telling(leaf.people),
                "sought": sought,
                "nearby": [each for each in offered if each is not area],
            },
            is_listed=leaf.number == 1,
        )


def _lists(facet: Facet, cards: Cards) -> Iterator[Page]:
    """Yield the complete lists of one facet: its options, and the mentors of each."""
    yield Page(
        path=f"{facet.plural}/",
        template="site/lists.html.jinja",
        section="mentors",
        values={"facet": facet},
    )
    for option in facet.options:
        yield from _list(facet, option, cards)


def _list(facet: Facet, option: Option, cards: Cards) -> Iterator[Page]:
    path = f"{facet.plural}/{option.slug}/"
    for leaf in leaves(path, option.mentors):
        yield Page(
            path=leaf_path(path, leaf.number),
            template="site/list.html.jinja",
            section="mentors",
            values={
                "facet": facet,
                "option": option,
                "leaf": leaf,
                "cards": cards.brief(leaf.people),
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
            "most_needed": statistics.most_needed(_MOST_NEEDED),
            "last_round": directory.last_round,
        },
    )


def _for_me(directory: Directory) -> Page:
    return Page(
        path="for-me/",
        template="site/for-me.html.jinja",
        section="mentors",
        values={"questions_asked": questions_for_me(directory.programme)},
    )


def _join(directory: Directory) -> Page:
    return Page(
        path="join/",
        template="site/join.html.jinja",
        section="join",
        values={
            "profile_template": directory.profile_template,
            "sections": sections(directory.programme),
            "github_api": github_api(directory.programme.settings),
        },
    )
