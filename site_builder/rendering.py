"""Templates in, the text of pages out.

Every template escapes what it is given, and a name that a page forgot is an error, never
an empty place. It must never read a file: templates come in as text.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined

from site_builder.words import day_label, month_label, shortened

Render = Callable[[str, Mapping[str, Any]], str]
"""The name of a template and the values of a page to text. Any: each page has its own values."""


def renderer(templates: Mapping[str, str], shared: Mapping[str, Any]) -> Render:
    """Return a function that renders one template; `shared` is what every page may use."""
    environment = Environment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["day"] = day_label
    environment.filters["month"] = month_label
    environment.filters["shortened"] = shortened
    environment.filters["thousands"] = lambda number: f"{number:,}"
    environment.filters["counted"] = counted
    environment.globals.update(shared)

    def render(template: str, values: Mapping[str, Any]) -> str:
        return environment.get_template(template).render(values)

    return render


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its word: 1 mentor, 2 mentors."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def way_to_root(path: str) -> str:
    """Return the relative way from a page to the site's first page: `../../` for `a/b/`."""
    depth = posixpath.normpath(path).count("/") + 1 if path.strip("/") else 0
    return "../" * depth or "./"
