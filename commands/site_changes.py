"""What a change would do to the site: which pages would be new, changed and removed.

The trees before and after come in, as git has them; both sides go out, and the addresses of
pages. No page is made, and nothing of a tree is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from commands.verdicts import programme_of
from intake.tree_values import Tree, is_profile
from matcher.published import published_points
from roster.checking import Checked, check_file, keeps_out
from roster.loading import roster_of
from roster.model import Profile
from site_builder.public_view import PublicView, public_view
from site_builder.site import Material, page_digests

_MOST_PAGES: Final = 10


@dataclass(frozen=True, kw_only=True)
class Side:
    """The site of one of two trees: `odd` are the paths of profiles that it would not take.

    `checked` has what came of each profile by its path and the id of its blob.
    """

    checked: Mapping[tuple[str, str], Checked]
    odd: frozenset[str]
    view: PublicView
    material: Material

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """The good profiles by path."""
        found = self.checked.values()
        return {each.path: each.profile for each in found if each.profile is not None}

    @cached_property
    def digests(self) -> Mapping[str, bytes]:
        """What each page is made of, by its file. Raises TemplateError."""
        return page_digests(self.view, self.material)


def side_of(
    tree: Tree,
    *,
    templates: Mapping[str, str],
    assets: Mapping[str, bytes],
    today: date,
    other: Side | None = None,
) -> Side:
    """Make the view of a tree: what is wrong in it is not shown.

    What came of the very same files in the `other` tree is not found out again.
    """
    programme = programme_of(tree)
    is_alike = other is not None and other.material.programme == programme
    known = other.checked if other is not None and is_alike else {}
    files = {
        (path, each.blob): each.data or b""
        for path, each in sorted(tree.items())
        if is_profile(path, each)
    }
    checked = {
        key: known.get(key) or check_file(data, path=key[0], programme=programme, today=today)
        for key, data in files.items()
    }
    bytes_of = {path: data for (path, _), data in files.items()}
    loaded = roster_of(checked.values(), read=bytes_of.__getitem__)
    same = (known[key].profile for key in known.keys() & checked.keys())
    logins = {each.github for each in same if each is not None}
    shown = other.view.shown if other is not None else {}
    kept = {login: shown[login] for login in logins & shown.keys()}
    return Side(
        checked=checked,
        odd=frozenset(each.path for each in loaded.problems if keeps_out(each)),
        view=public_view(loaded.roster, programme, today=today, known=kept),
        material=Material(
            programme=programme,
            templates=templates,
            assets=assets,
            points=published_points(programme),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class PageChanges:
    """The files of pages that would be new, changed and removed."""

    new: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]

    def told(self) -> str:
        """Write it in Markdown. Every address is made of a login or of a word of the programme."""
        kinds = (("New", self.new), ("Changed", self.changed), ("Removed", self.removed))
        parts = [_listed(kind, _addresses(files)) for kind, files in kinds if files]
        title = "### What this change does to the site"
        return "\n\n".join([title, *(parts or ["No page changes."])])


def page_changes(before: Side, after: Side) -> PageChanges:
    """Compare what the pages of two sides are made of. Raises TemplateError."""
    old, new = before.digests, after.digests
    return PageChanges(
        new=frozenset(new.keys() - old.keys()),
        changed=frozenset(path for path in new.keys() & old.keys() if new[path] != old[path]),
        removed=frozenset(old.keys() - new.keys()),
    )


def _addresses(files: Iterable[str]) -> Sequence[str]:
    return sorted(each.removesuffix("index.html") or "the first page" for each in files)


def _listed(kind: str, addresses: Sequence[str]) -> str:
    rest = len(addresses) - _MOST_PAGES
    named = ", ".join(f"`{each}`" for each in addresses[:_MOST_PAGES])
    pages = "1 page" if len(addresses) == 1 else f"{len(addresses):,} pages"
    return f"{kind}: {pages}. {named}" + (f" and {rest:,} more" if rest > 0 else "")
