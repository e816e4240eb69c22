"""Messages of templates, resolved when a template is compiled: no page pays for its language.

`{% trans %}` is Jinja's own, and so is what Babel extracts. A template comes in as it is parsed;
its messages go out in the site's language, with their places still open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import Final, cast

from jinja2 import Environment, nodes
from jinja2.ext import InternationalizationExtension
from jinja2.parser import Parser

from site_builder.language import LanguageError

TRANSLATIONS: Final = "translations of templates"
"""The name among the globals of an environment: a message's translation by its English text."""

_XML: Final = (".xml.jinja", ".atom.jinja")
"""How templates end in which HTML would be a mistake."""

_TAG: Final = re.compile(r"</?[a-z][^<>]*>")
_PIECE: Final = re.compile(r"%\((\w+)\)s|%(%)")


class MessagesAtCompileTime(InternationalizationExtension):
    """Puts the translation of a message, cut at its places, where the message stood.

    Numbers are no business of `{% trans %}` here: `counted` says them.
    """

    def __init__(self, environment: Environment) -> None:
        """Let Jinja keep each place of a message as an expression of its own."""
        super().__init__(environment)
        # Jinja adds the attribute itself.
        environment.newstyle_gettext = True  # type: ignore[attr-defined]

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """Read one `{% trans %}`."""
        found = super().parse(parser)
        is_xml = (parser.name or "").endswith(_XML)
        if isinstance(found, list):
            return [*found[:-1], self._resolved(found[-1], is_xml=is_xml)]
        return self._resolved(found, is_xml=is_xml)

    def _resolved(self, found: nodes.Node, *, is_xml: bool) -> nodes.Node:
        call = found.find(nodes.Call)
        said = call.args[0] if call and len(call.args) == 1 else None
        if call is None or not isinstance(said, nodes.Const):
            message = f"line {found.lineno}: `trans` takes no plural; use `counted`."
            raise LanguageError(message)
        places = {each.key: each.value for each in call.kwargs}
        # Jinja knows nothing of the values of globals.
        translations = cast(Mapping[str, str], self.environment.globals[TRANSLATIONS])
        text = translations.get(said.value, said.value)
        pieces = _pieces(_as_xml(text) if is_xml else text, places)
        return nodes.Output(list(pieces), lineno=found.lineno)


def _as_xml(text: str) -> str:
    """Write a message, which may have the tags and entities of HTML, as text in XML.

    Whatever a translator wrote, a feed stays well-formed.
    """
    return escape(unescape(_TAG.sub("", text)))


def _pieces(text: str, places: Mapping[str, nodes.Expr]) -> Iterator[nodes.Expr]:
    """Yield the parts of a message: its text as it is, and what is put into it."""
    end = 0
    for found in _PIECE.finditer(text):
        yield nodes.TemplateData(text[end : found.start()])
        end = found.end()
        if found[2]:
            yield nodes.TemplateData("%")
        elif found[1] in places:
            yield places[found[1]]
        else:
            message = f"A translation has %({found[1]})s, which its message has not: {text}"
            raise LanguageError(message)
    yield nodes.TemplateData(text[end:])
