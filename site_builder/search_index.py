"""The packed index that the search in the browser reads.

The public view comes in; JSON goes out. The index holds columns, one entry a mentor in the
order of the list, with codes that point into dictionaries of names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from roster.model import Organisation, Programme
from site_builder.facets import Facet
from site_builder.json_text import as_json
from site_builder.public_view import Person, PublicView

INDEX_VERSION: Final = 2
NO_VALUE: Final = -1
"""The code of a mentor who has no value in a facet."""


def search_index(view: PublicView, facets: Mapping[str, Facet], programme: Programme) -> bytes:
    """Pack everything that search, filters and cards need into one file."""
    mentors = view.mentors
    return as_json(
        {
            "version": INDEX_VERSION,
            "login": [each.login for each in mentors],
            "name": [each.name for each in mentors],
            "initials": [each.initials for each in mentors],
            "tint": [each.tint for each in mentors],
            "facets": {key: _column(facet, mentors) for key, facet in facets.items()},
            "groups": [programme.area_by_name[each.name].group for each in facets["area"].options],
            "missing": _missing(facets["area"], programme),
            "aliases": {
                "area": [
                    programme.area_by_name[each.name].aliases for each in facets["area"].options
                ],
                "organisation": [
                    _organisation_aliases(each.name, programme)
                    for each in facets["organisation"].options
                ],
            },
        }
    )


def _missing(area: Facet, programme: Programme) -> list[Mapping[str, Any]]:
    """Return the areas that nobody offers, so that whoever asks for one is shown the nearest."""
    offered = {each.name for each in area.options}
    return [
        {"name": each.name, "aliases": each.aliases, "group": each.group}
        for each in programme.areas
        if each.name not in offered
    ]


def _column(facet: Facet, mentors: tuple[Person, ...]) -> Mapping[str, Any]:
    """Pack one facet: its names, their slugs, and each mentor's code or codes."""
    code = {option.name: number for number, option in enumerate(facet.options)}
    codes = [[code[value] for value in facet.values(each)] for each in mentors]
    return {
        "names": [option.name for option in facet.options],
        "slugs": [option.slug for option in facet.options],
        "codes": [each[0] if each else NO_VALUE for each in codes] if facet.is_single else codes,
    }


def _organisation_aliases(name: str, programme: Programme) -> tuple[str, ...]:
    """Return what else people call an organisation, and the bodies that it belongs to."""
    organisation = programme.organisation_by_name[name]
    parents = [programme.organisation_by_name.get(each) for each in organisation.parents]
    return (
        *_other_names(organisation),
        *organisation.parents,
        *(each for parent in parents if parent for each in _other_names(parent)),
    )


def _other_names(organisation: Organisation) -> tuple[str, ...]:
    own = (organisation.abbreviation,) if organisation.abbreviation else ()
    return (*own, *organisation.aliases)
