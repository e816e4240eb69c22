"""The public data files: people, areas and the schema, for other programs.

The public view comes in; JSON goes out. Each file has a version, and its shape is told in
docs/open-data.md; it must never hold more than the pages do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from roster.model import Programme
from site_builder.json_text import as_json
from site_builder.public_view import Person, PublicView

VERSION: Final = 1


def people_data(view: PublicView, programme: Programme) -> bytes:
    """Write the public data of all mentors for other programs; its shape has a version."""
    return as_json(
        {
            "version": VERSION,
            "programme": programme.settings.programme,
            "mentors": [_public_entry(each, programme.settings.site) for each in view.mentors],
        }
    )


def areas_data(view: PublicView, programme: Programme, slugs: Mapping[str, str]) -> bytes:
    """Write every area with its other names, and how many offer and seek it."""
    tallies = {each.name: each for each in view.statistics.areas}
    site = programme.settings.site

    def entry(name: str) -> Mapping[str, Any]:
        area, tally = programme.area_by_name[name], tallies.get(name)
        return {
            "name": name,
            "group": area.group,
            "meaning": area.meaning,
            "aliases": area.aliases,
            "page": f"{site}areas/{slugs[name]}/",
            "offered": tally.offered if tally else 0,
            "places": tally.places if tally else 0,
            "sought": tally.sought if tally else 0,
        }

    return as_json(
        {
            "version": VERSION,
            "programme": programme.settings.programme,
            "areas": [entry(each.name) for each in programme.areas],
        }
    )


def profile_schema(programme: Programme) -> bytes:
    """Return the schema of a profile for editors, at the address of its own that it names."""
    schema = json.loads(programme.profile_schema)
    schema["$id"] = f"{programme.settings.site}profile.schema.json"
    schema["properties"]["email"].pop("examples", None)
    return json.dumps(schema, ensure_ascii=False, indent=2).encode() + b"\n"


def _public_entry(person: Person, site: str) -> Mapping[str, Any]:
    return {
        "login": person.login,
        "name": person.name,
        "page": f"{site}mentors/{person.login}/",
        "organisation": person.organisation,
        "grade": person.grade.name,
        "profession": person.profession,
        "region": person.region,
        "meets": person.meets,
        "offers": person.offers,
        "capacity": person.capacity,
        "has_room": person.has_room,
        "confirmed": person.confirmed.isoformat(),
    }
