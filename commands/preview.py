"""`build --preview`: what a change would do to the site, as a comment and as the pages themselves.

Two revisions of a git repository come in, read as blobs; nothing is checked out. Templates and
code are those at hand, never the change's. No address goes out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from commands.cards import card
from commands.git_store import NoSuchRevisionError, commit_of, read_trees, unreadable
from commands.outcome import DONE
from commands.site_changes import PageChanges, Side, page_changes, side_of
from commands.site_inputs import gather_assets, gather_templates
from intake.tree_values import Change, Tree, changes_between
from roster.model import Profile
from roster.reports import escaped
from site_builder.digests import digest_of
from site_builder.language import ENGLISH
from site_builder.output import our_turn, write_site
from site_builder.public_view import Person
from site_builder.site import ASSETS, files_of

MAIN: Final = "main"
_MOST_PEOPLE: Final = 3
_PROFILES: Final = "profiles/"


def run_preview(arguments: argparse.Namespace, out: Path) -> int:
    """Print what the change would do, and write the pages that differ below `out`."""
    base, head = _trees(arguments)
    changes = tuple(each for each in changes_between(base, head) if _is_of_the_site(each.path))
    templates, assets = gather_templates(arguments.root), gather_assets()
    make = partial(side_of, templates=templates, assets=assets, today=arguments.today)
    before = make(base)
    after = make(head, other=before)
    is_same = before.material.programme == after.material.programme
    was = {path: digest_of(data) for path, data in _made(before, after if is_same else None)}
    differing: set[str] = set()

    def noted() -> Iterator[tuple[str, bytes]]:
        for path, data in _made(after, before if is_same else None):
            if path.startswith(ASSETS) or was.get(path) != digest_of(data):
                differing.add(path)
                yield path, data

    with our_turn(out):
        write_site(out, noted())
    pages = page_changes(before, after)
    both = before.digests.keys() & after.digests.keys()
    pages = replace(pages, changed=frozenset(both & differing))
    print(comment(changes, before=before, after=after, pages=pages))
    print(f"The pages that differ are in {out}.", file=sys.stderr)
    return DONE


def _trees(arguments: argparse.Namespace) -> tuple[Tree, Tree]:
    """Read both trees; a branch is not compared with itself, but with what it was before."""
    root, head = arguments.root, arguments.preview
    base = arguments.base or MAIN
    try:
        if arguments.base is None and commit_of(root, base) == commit_of(root, head):
            base = f"{head}^"
        return read_trees(root, base, head)
    except NoSuchRevisionError as error:
        raise unreadable(base, head) from error


def _is_of_the_site(path: str) -> bool:
    return path.startswith((_PROFILES, "programme/"))


def _made(side: Side, other: Side | None) -> Iterator[tuple[str, bytes]]:
    """Make the files of a side, without the pages that the other side has as well."""
    known = other.digests if other is not None else {}
    for path, data, _ in files_of(side.view, side.material, known=known):
        if isinstance(data, bytes):
            yield path, data


def comment(changes: Sequence[Change], *, before: Side, after: Side, pages: PageChanges) -> str:
    """Write what the change does in Markdown; everything that anybody wrote is escaped."""
    parts = [pages.told()]
    people = [each for each in changes if each.path.startswith(_PROFILES)]
    parts += [_told(each, before, after) for each in people[:_MOST_PEOPLE]]
    if len(people) > _MOST_PEOPLE:
        parts += [f"And {len(people) - _MOST_PEOPLE:,} more profiles."]
    return "\n\n".join(parts)


def _told(change: Change, before: Side, after: Side) -> str:
    """Say what becomes of one profile: its card and its page as they would look."""
    name = escaped(change.path)
    if change.path in after.odd:
        return f"{name} is not right yet, and would not be shown. The gate says what to mend."
    profile = after.profiles.get(change.path)
    if profile is None:
        was_shown = _shown(before, before.profiles.get(change.path)) is not None
        return f"{name}: " + ("its page goes." if was_shown else "nothing is shown of it.")
    person = _shown(after, profile)
    if person is None:
        return f"{name}: the site shows nothing of it."
    parts = [card(person)]
    if person.offers:
        parts += [_page(person)]
    return "\n\n".join(parts)


def _shown(side: Side, profile: Profile | None) -> Person | None:
    found = side.view.shown.get(profile.github) if profile is not None else None
    return found.person if found is not None else None


def _page(person: Person) -> str:
    """Write what the page says beyond the card."""
    places = "1 mentee" if person.capacity == 1 else f"up to {person.capacity} mentees"
    facts = f"Takes {places} at a time. Confirmed {ENGLISH.month(person.confirmed)}."
    words = [f"> {escaped(person.about.text)}", ">"] if person.about else []
    return "\n".join([f"Their page, `mentors/{person.login}/`, says:", "", *words, f"> {facts}"])
