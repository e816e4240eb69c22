"""Templates in, the text of pages out.

Every template escapes what it is given, and a name that a page forgot is an error, never
an empty place. It must never read a file: templates come in as text.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import Any, Final

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from site_builder.compiling import SAYS, PagesAlike, written
from site_builder.figures import Figure
from site_builder.language import ENGLISH, Language
from site_builder.translating import TRANSLATIONS, MessagesAtCompileTime
from site_builder.words import beginning, shortened

BASE: Final = "\0"
"""Stands for the way to the site's first page until it is known which page a text is for.

No text of a person can hold it: the door refuses it.
"""

_BASE_IN_TEMPLATES: Final = "{{ base }}"
_BASE_IN_MESSAGES: Final = "%(base)s"
_PARTS: Final = "parts"


class _Environment(Environment):
    """Jinja's, with another way to write what templates say."""

    code_generator_class = PagesAlike
    written = staticmethod(written)


@dataclass(frozen=True, kw_only=True)
class Look:
    """How pages look: the templates by name, and what every page may use.

    It travels to whoever renders. Any: templates take values of every kind.
    """

    templates: Mapping[str, str]
    shared: Mapping[str, Any]
    language: Language = ENGLISH

    def page(self, template: str, path: str, values: Mapping[str, Any]) -> bytes:
        """Render a page; links are relative to it, save where a 404 page answers anywhere."""
        way = way_to_root(path) if path.endswith("/") or not path else self.shared["home"]
        text = self.text(template, {**values, "path": path})
        # Bytes: in a text of two bytes a character, half of all bytes look like BASE.
        return text.encode().replace(BASE.encode(), way.encode())

    def text(self, template: str, values: Mapping[str, Any]) -> str:
        """Render a template whose links stay open."""
        found = self._environment.get_template(template)
        context = found.new_context({**self._environment.globals, **values}, shared=True)
        return "".join(found.root_render_func(context))

    def bytes_of(self, template: str, values: Mapping[str, Any]) -> bytes:
        """Render a file that has no links of ours."""
        return self.text(template, values).encode()

    def part(self, name: str) -> Callable[..., str]:
        """Return one of the parts that several pages share."""
        found: Callable[..., str] = getattr(self._environment.globals[_PARTS], name)
        return found

    @cached_property
    def _environment(self) -> Environment:
        return _environment_of(self)

    def __hash__(self) -> int:
        """Take looks with the same templates for nearly the same: whether they are is compared."""
        return hash(tuple(self.templates))

    def __getstate__(self) -> Mapping[str, Any]:
        """Leave the compiled templates behind: whoever renders compiles its own."""
        return {
            "templates": self.templates,
            "shared": self.shared,
            "language": self.language,
        }


@lru_cache(maxsize=2)
def _environment_of(look: Look) -> Environment:
    """Make ready to render: a process that builds again compiles no template twice."""
    environment = _Environment(
        loader=DictLoader(
            # A constant before the template is compiled: no page pays for its links.
            {name: text.replace(_BASE_IN_TEMPLATES, BASE) for name, text in look.templates.items()}
        ),
        extensions=[MessagesAtCompileTime],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    language = look.language
    environment.filters["beginning"] = beginning
    environment.filters["day"] = language.day
    environment.filters["month"] = language.month
    environment.filters["shortened"] = shortened
    environment.filters["thousands"] = language.number
    environment.globals["language"] = language
    environment.filters["said"] = language.text  # of values: cheaper than a call
    environment.globals[SAYS] = language.text
    environment.globals["chart"] = partial(_chart, language=language)
    environment.globals["counted"] = language.counted
    environment.globals["ways_to_meet"] = cache(partial(ways_to_meet, language=language))
    environment.globals[TRANSLATIONS] = {
        key.replace(_BASE_IN_MESSAGES, BASE): forms[0].replace(_BASE_IN_MESSAGES, BASE)
        for key, forms in language.messages.items()
    }
    environment.globals.update(look.shared)
    environment.globals[_PARTS] = environment.get_template("site/parts.html.jinja").module
    return environment


def _chart(
    figure: Figure,
    kinds: Sequence[tuple[str, str]],
    *,
    title: str,
    summary: str,
    language: Language,
) -> Markup:
    """Draw a figure; `kinds` has for each of its two counts a name and a class of the style."""
    from site_builder.charts import Kind, bar_chart  # noqa: PLC0415 -- few pages have charts

    said = language.text if figure.is_said else str
    return bar_chart(
        [(said(each.name), each.first, each.second) for each in figure.drawn],
        [Kind(name=name, style=style) for name, style in kinds],
        key=figure.key,
        title=title,
        summary=summary,
        number=language.number,
    )


def ways_to_meet(meets: tuple[str, ...], *, language: Language) -> str:
    """Write how somebody can be met: Remote and in person."""
    return language.text(" and ").join(map(language.text, meets)).capitalize()


def way_to_root(path: str) -> str:
    """Return the relative way from a page to the site's first page: `../../` for `a/b/`."""
    depth = posixpath.normpath(path).count("/") + 1 if path.strip("/") else 0
    return "../" * depth or "./"
