"""Digests of what pages and files about people are made of, so that none is made without need.

Pages with their values come in, and what is shown of everybody; the same pages go out, each with
a digest. It must never leave out anything that a template is handed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_builder.cards import CardList
from site_builder.digests import digest_of
from site_builder.pages import Page
from site_builder.public_view import Person, PublicView


def facts_digest(view: PublicView) -> bytes:
    """Digest what is shown of all mentors but their own words."""
    return digest_of([view.shown[each.login].facts for each in view.mentors])


def words_digest(view: PublicView) -> bytes:
    """Digest those of all mentors' own words that a search looks for."""
    return digest_of([view.shown[each.login].words for each in view.mentors])


def digested(pages: Iterable[Page], view: PublicView) -> Iterator[tuple[Page, bytes]]:
    """Digest what each page is made of; what is shown of a person alone is digested already."""
    digests = {login: each.digest for login, each in view.shown.items()}
    facts = {login: each.facts for login, each in view.shown.items()}

    def plain(value: object) -> object:
        if isinstance(value, Person):
            return digests[value.login]
        if isinstance(value, CardList):
            known = digests if value.is_telling else facts
            return value.is_telling, b"".join([known[each.login] for each in value.people])
        return value

    for page in pages:
        values = {name: plain(value) for name, value in page.values.items()}
        yield page, digest_of((page.template, page.section, values))
