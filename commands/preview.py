"""`build --preview`: what a change would do to the site, as a comment and as the pages themselves.

Two revisions of a git repository come in, read as blobs; nothing is checked out. Templates and
code are those at hand, never the change's. No address goes out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from commands.git_store import NoSuchRevisionError, commit_of, read_trees, unreadable
from commands.outcome import DONE
from commands.site_inputs import gather_assets, gather_templates
from commands.verdicts import programme_of
from intake.gate import Change, Tree, changes_between, is_profile
from matcher.published import published_points
from roster.checking import CAUSED_BY_TIME, check_file
from roster.loading import roster_of
from roster.model import Profile
from roster.problems import Severity
from roster.reports import card, escaped
from site_builder.digests import digest_of
from site_builder.language import ENGLISH
from site_builder.output import our_turn, write_site
from site_builder.public_view import LISTED, Person, PublicView, public_view
from site_builder.site import ASSETS, Material, files_of, page_digests

MAIN: Final = "main"
_MOST_PAGES: Final = 10
_MOST_PEOPLE: Final = 3
_PROFILES: Final = "profiles/"


@dataclass(frozen=True, kw_only=True)
class Side:
    """The site of one of the two trees: `odd` are the profiles that it would not take."""

    profiles: Mapping[str, Profile]
    odd: frozenset[str]
    view: PublicView
    material: Material


@dataclass(frozen=True, kw_only=True)
class PageChanges:
    """The addresses of pages that would be new, changed and removed, each sorted."""

    new: Sequence[str]
    changed: Sequence[str]
    removed: Sequence[str]


def run_preview(arguments: argparse.Namespace, out: Path) -> int:
    """Print what the change would do, and write the pages that differ below `out`."""
    base, head = _trees(arguments)
    changes = tuple(each for each in changes_between(base, head) if _is_of_the_site(each.path))
    before, after = _side(base, arguments), _side(head, arguments)
    old, new = (page_digests(each.view, each.material) for each in (before, after))
    is_same = _programme(base) == _programme(head)
    was = {path: digest_of(data) for path, data in _made(before, known=new if is_same else {})}
    differing: list[str] = []

    def noted() -> Iterator[tuple[str, bytes]]:
        for path, data in _made(after, known=old if is_same else {}):
            if path.startswith(ASSETS) or was.get(path) != digest_of(data):
                differing.append(path)
                yield path, data

    with our_turn(out):
        write_site(out, noted())
    pages = PageChanges(
        new=_addresses(new.keys() - old.keys()),
        changed=_addresses(new.keys() & old.keys() & {*differing}),
        removed=_addresses(old.keys() - new.keys()),
    )
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


def _programme(tree: Tree) -> Mapping[str, str]:
    return {path: each.blob for path, each in tree.items() if path.startswith("programme/")}


def _side(tree: Tree, arguments: argparse.Namespace) -> Side:
    """Make the view of a tree: what is wrong in it is not shown."""
    programme = programme_of(tree)
    check = partial(check_file, programme=programme, today=arguments.today)
    files = {
        path: each.data or b"" for path, each in sorted(tree.items()) if is_profile(path, each)
    }
    checked = [check(data, path=path) for path, data in files.items()]
    loaded = roster_of(checked, read=files.__getitem__)
    errors = {
        each.path
        for each in loaded.problems
        if each.severity is Severity.ERROR and each.rule not in CAUSED_BY_TIME
    }
    return Side(
        profiles={each.path: each.profile for each in checked if each.profile is not None},
        odd=frozenset(errors),
        view=public_view(loaded.roster, programme, today=arguments.today),
        material=Material(
            programme=programme,
            templates=gather_templates(arguments.root),
            assets=gather_assets(),
            points=published_points(programme),
        ),
    )


def _made(side: Side, *, known: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Make the files of a side, without the pages that the other side has as well."""
    for path, data, _ in files_of(side.view, side.material, known=known):
        if isinstance(data, bytes):
            yield path, data


def _addresses(files: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(each.removesuffix("index.html") or "the first page" for each in files))


def comment(changes: Sequence[Change], *, before: Side, after: Side, pages: PageChanges) -> str:
    """Write what the change does in Markdown; everything that anybody wrote is escaped."""
    kinds = (("New", pages.new), ("Changed", pages.changed), ("Removed", pages.removed))
    parts = ["### What this change does to the site"]
    parts += [_listed(kind, addresses) for kind, addresses in kinds if addresses]
    if len(parts) == 1:
        parts += ["No page changes."]
    people = [each for each in changes if each.path.startswith(_PROFILES)]
    parts += [_told(each, before, after) for each in people[:_MOST_PEOPLE]]
    if len(people) > _MOST_PEOPLE:
        parts += [f"And {len(people) - _MOST_PEOPLE:,} more profiles."]
    return "\n\n".join(parts)


def _listed(kind: str, addresses: Sequence[str]) -> str:
    rest = len(addresses) - _MOST_PAGES
    named = ", ".join(f"`{each}`" for each in addresses[:_MOST_PAGES])
    pages = "1 page" if len(addresses) == 1 else f"{len(addresses):,} pages"
    return f"{kind}: {pages}. {named}" + (f" and {rest:,} more" if rest > 0 else "")


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
    is_listed = after.material.programme.settings.mentees == LISTED
    parts = [card(replace(profile, name=person.name), mentees_are_listed=is_listed)]
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
