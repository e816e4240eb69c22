"""Build a whole site in memory for tests: people and settings in, {path: bytes} out."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from html import unescape
from typing import Any

from matcher.published import published_points
from roster.model import Profile, Programme
from site_builder.last_round import SMALL_GROUPS, LastRound, Missing, Row
from site_builder.ledger_figures import LedgerFigures
from site_builder.site import build_site
from tests.builders import REPOSITORY, TODAY, a_roster, the_programme

ASSETS = {
    "site.css": b"body{}",
    "images/card.png": b"a picture",
    "join.css": b"form{}",
    "statistics.css": b"table{}",
    "govuk/components.js": b"//",
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
        if file.is_file() and file.suffix != ".png"
    }


def a_site(
    *people: Profile,
    programme: Programme | None = None,
    templates: Mapping[str, str] | None = None,
    assets: Mapping[str, bytes] = ASSETS,
    last_round: LastRound | None = None,
    ledger: LedgerFigures | None = None,
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
            ledger=ledger,
            points=published_points(programme or the_programme()),
        )
    )


def text_of(site: Mapping[str, bytes], path: str) -> str:
    """One file's text."""
    return site[path].decode()


A_ROUND = LastRound(
    mentees=32,
    placed=29,
    covered=40,
    tables=(
        ("grade", tuple(Row(name=each, mentees=9, placed=8) for each in ("AA", "EO", "Grade 7"))),
        ("choice honoured", (Row(name="choice 1", mentees=7, placed=6),)),
        ("region", tuple(Row(name=each, mentees=9, placed=9) for each in ("Wales", SMALL_GROUPS))),
    ),
    rather=3,
    is_proven=True,
    missing=(
        Missing(name="Public speaking", left_out=7, mentors=1, places=4),
        Missing(name="Wellbeing", left_out=None, mentors=0, places=0),
    ),
)
"""A round that has everything to show."""

A_LEDGER = LedgerFigures(
    proposals=61,
    matches=40,
    accepted=78,
    waited=9,
    last_round=TODAY,
    last_proposals=21,
    outcomes=(("open", 6), ("matches", 40), ("declined", 8), ("expired", 3), ("withdrawn", 4)),
)
"""A ledger that has everything to show."""


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    page = re.sub(r"</?(?:a|strong|span)\b[^>]*>", "", page)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def all_text(site: Mapping[str, bytes]) -> str:
    """Everything the site says, scripts and pictures included."""
    return "\n".join(data.decode() for data in site.values())


def links_of(page: str) -> list[str]:
    """Every address that a page, the feed or the map of the site refers to."""
    pattern = r'(?:href|src|template|data-index|data-mentors)="([^"]*)"|<(?:loc|id)>([^<]*)</'
    return [one or other for one, other in re.findall(pattern, page)]


def resolved(page: str, link: str) -> str:
    """The file that a link leads to; the whole address of a page counts as well."""
    own = the_programme().settings.site
    start = "" if link.startswith(own) else posixpath.dirname(page)
    way = re.split("[?#]", link.removeprefix(own))[0]
    path = posixpath.normpath(posixpath.join(start, way)).removeprefix(".")
    return path if "." in posixpath.basename(path) else posixpath.join(path, "index.html")


def index_in(site: Mapping[str, bytes]) -> dict[str, Any]:
    """The index of the search with the logins, which the page fetches after it."""
    index: dict[str, Any] = json.loads(site["search-index.json"])
    logins: dict[str, Any] = json.loads(site["search-logins.json"])
    assert index["order"] == logins["order"]
    return {**index, "logins": logins}
