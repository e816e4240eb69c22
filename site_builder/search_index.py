"""The packed index that the search in the browser reads.

The mentors come in; JSON goes out. The index holds columns, one entry a mentor in the
order of the list, with codes that point into dictionaries of names. Logins hardly pack: they
stand in a file of their own, which the browser fetches once the first results are drawn.
docs/decisions/0014-packed-columns.md says why; templates/site/scripts/search.js reads it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from roster.model import Programme
from site_builder.facets import Facet
from site_builder.json_text import as_json
from site_builder.packed_codes import NO_CODE, packed
from site_builder.packed_names import packed_logins, packed_names
from site_builder.public_view import Person
from site_builder.search_texts import files_of_texts
from site_builder.words import plain_words

INDEX_VERSION: Final = 8
_FEW_SETS: Final = 16
_CAPITALS: Final = "^"
"""What stands for an abbreviation that is all the capital letters of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tree:
    """The organisations of mentors and all bodies above them: `above` has codes of these."""

    names: tuple[str, ...]
    above: tuple[tuple[int, ...], ...]


def search_index(
    mentors: Sequence[Person], facets: Mapping[str, Facet], programme: Programme
) -> bytes:
    """Pack everything that search, filters and cards need into one file."""
    columns = {key: _column(facet, mentors) for key, facet in facets.items()}
    tree = _tree(facets["organisation"], programme)
    columns["organisation"] |= _names(tree.names, facets["organisation"]) | {"above": tree.above}
    areas = [programme.area_by_name[each.name] for each in facets["area"].options]
    return as_json(
        {
            "version": INDEX_VERSION,
            "order": order_of(mentors),
            "size": len(mentors),
            "texts": files_of_texts(len(mentors)),
            "names": packed_names(each.name for each in mentors),
            "facets": columns,
            "groups": [each.group for each in areas],
            "missing": _missing(facets["area"], programme),
            "helping": [at for at, each in enumerate(mentors) if not each.helps_nobody_yet],
            "aliases": {
                "area": [_other_words(each.name, each.aliases) for each in areas],
                "organisation": [_organisation_words(name, programme) for name in tree.names],
            },
        }
    )


def search_logins(mentors: Sequence[Person]) -> bytes:
    """Write the logins, one for each of the index's names, as far as the name does not say it."""
    return as_json({"order": order_of(mentors), **packed_logins(mentors)})


def order_of(mentors: Iterable[Person]) -> str:
    """Name the order of the mentors, so that files of two builds are not taken together."""
    logins = "\n".join(each.login for each in mentors)
    return f"{zlib.crc32(logins.encode()):08x}"


def _missing(area: Facet, programme: Programme) -> list[Mapping[str, Any]]:
    """Return the areas that nobody offers, so that whoever asks for one is shown the nearest."""
    offered = {each.name for each in area.options}
    return [
        {
            "name": each.name,
            "aliases": _other_words(each.name, each.aliases),
            "group": each.group,
        }
        for each in programme.areas
        if each.name not in offered
    ]


def _column(facet: Facet, mentors: Sequence[Person]) -> dict[str, Any]:
    """Pack one facet: its names, their slugs, and each mentor's code or codes.

    Where people have several values, either `sets` holds the few sets there are, and the codes
    are places in it, or `counts` says how many of the codes are each mentor's.
    """
    code = {option.name: at for at, option in enumerate(facet.options)}
    values = [tuple(map(code.__getitem__, facet.values(each))) for each in mentors]
    column = _names([option.name for option in facet.options], facet)
    if facet.is_single:
        return column | {"codes": packed([each[0] if each else NO_CODE for each in values])}
    sets = {each: at for at, each in enumerate(sorted(set(values)))}
    if len(sets) <= _FEW_SETS:
        return column | {"sets": [*sets], "codes": packed([sets[each] for each in values])}
    return column | {
        "counts": packed([len(each) for each in values]),
        "codes": packed([one for each in values for one in each]),
    }


def _names(names: Sequence[str], facet: Facet) -> dict[str, Any]:
    """Return names with what an address calls each, where the name does not say it already."""
    slugs = [facet.slugs[name] for name in names]
    return {
        "names": names,
        "slugs": [
            "" if slug == "-".join(plain_words(name)) else slug
            for name, slug in zip(names, slugs, strict=True)
        ],
    }


def _tree(facet: Facet, programme: Programme) -> _Tree:
    """Return the facet's organisations, then those above them that have no mentor themselves."""
    own = [option.name for option in facet.options]
    names = list(dict.fromkeys([*own, *(up for each in own for up in _above(each, programme))]))
    code = {name: at for at, name in enumerate(names)}
    return _Tree(
        names=tuple(names),
        above=tuple(tuple(code[up] for up in _above(name, programme)) for name in names),
    )


def _above(name: str, programme: Programme) -> tuple[str, ...]:
    """Return the bodies that an organisation belongs to, the nearest first."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        for parent in programme.organisation_by_name[waiting.pop(0)].parents:
            if parent in programme.organisation_by_name and parent not in found and parent != name:
                found[parent] = None
                waiting.append(parent)
    return tuple(found)


def _organisation_words(name: str, programme: Programme) -> str:
    """Return the words by which else an organisation is found, its abbreviation among them."""
    organisation = programme.organisation_by_name[name]
    own = (organisation.abbreviation,) if organisation.abbreviation else ()
    words = _other_words(name, (*own, *organisation.aliases)).split()
    return " ".join(_CAPITALS if each == _capitals(name) else each for each in words)


def _capitals(name: str) -> str:
    """Return the first letters of a name as most bodies are abbreviated: `hmt` of HM Treasury."""
    return "".join(re.findall("[A-Z]", name)).lower()


def _other_words(name: str, aliases: Iterable[str]) -> str:
    """Return the words by which else something is found: none that begins another one."""
    own = plain_words(name)
    others = dict.fromkeys(word for alias in aliases for word in plain_words(alias))
    longer = [*own, *others]
    return " ".join(
        word
        for word in others
        if word not in own and not any(each.startswith(word) and each != word for each in longer)
    )
