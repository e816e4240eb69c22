"""Build a whole site in memory for tests: people and settings in, {path: bytes} out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from matcher.published import published_points
from roster.model import Profile, Programme
from site_builder.last_round import LastRound
from site_builder.site import build_site
from tests.builders import REPOSITORY, TODAY, a_roster, the_programme

ASSETS = {
    "site.css": b"body{}",
    "join.css": b"form{}",
    "govuk/service-navigation.js": b"//",
    "govuk/skip-link.js": b"//",
}


def a_programme(**settings: Any) -> Programme:  # noqa: ANN401 -- any setting
    """The demonstration programme with other settings."""
    programme = the_programme()
    return replace(programme, settings=replace(programme.settings, **settings))


@cache
def shipped_templates() -> Mapping[str, str]:
    """The templates of the site by name."""
    folder = REPOSITORY / "templates"
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for room in ("languages", "site")
        for file in sorted((folder / room).rglob("*"))
        if file.is_file()
    }


def a_site(
    *people: Profile,
    programme: Programme | None = None,
    templates: Mapping[str, str] | None = None,
    assets: Mapping[str, bytes] = ASSETS,
    last_round: LastRound | None = None,
) -> dict[str, bytes]:
    """The site of these people."""
    return dict(
        build_site(
            roster=a_roster(*people),
            programme=programme or the_programme(),
            templates={**shipped_templates(), **(templates or {})},
            assets=assets,
            today=TODAY,
            last_round=last_round,
            points=published_points(programme or the_programme()),
        )
    )


def text_of(site: Mapping[str, bytes], path: str) -> str:
    """One file's text."""
    return site[path].decode()


def all_text(site: Mapping[str, bytes]) -> str:
    """Everything the site says, scripts and pictures included."""
    return "\n".join(data.decode() for data in site.values())


def links_of(page: str) -> list[str]:
    """Every address that a page, the feed or the map of the site refers to."""
    pattern = r'(?:href|src|template|data-index|data-mentors)="([^"]*)"|<(?:loc|id)>([^<]*)</'
    return [one or other for one, other in re.findall(pattern, page)]


def index_in(site: Mapping[str, bytes]) -> dict[str, Any]:
    """The index of the search with the logins, which the page fetches after it."""
    index: dict[str, Any] = json.loads(site["search-index.json"])
    logins: dict[str, Any] = json.loads(site["search-logins.json"])
    assert index["order"] == logins["order"]
    return {**index, "logins": logins["logins"]}
