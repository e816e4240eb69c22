"""What a template says is the same whether or not it was worked out when it was compiled."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from jinja2 import Environment
from markupsafe import Markup, escape

from site_builder.compiling import PagesAlike, written


@dataclass(frozen=True)
class Settings:
    programme: str = "Mentors & <friends>"
    is_demonstration: bool = False
    matching: object = object()


class Quick(Environment):
    code_generator_class = PagesAlike
    written = staticmethod(written)


GLOBALS = {
    "settings": Settings(),
    "assets": "assets/1/",
    "navigation": [("areas", "Areas")],
    "area_slugs": {"Leadership": "leadership"},
    "_": {"Help": "Cymorth"}.get,
}
TEMPLATES = [
    "{{ settings.programme }} {{ assets }} {{ _('Help') }} {{ page }}",
    "{% if settings.is_demonstration %}demo{% else %}real{% endif %}",
    "{% for key, text in navigation %}{{ key }}={{ text }}{% endfor %}",
    "{% set assets = 'mine' %}{{ assets }}",
    "{% for assets in ['a', 'b'] %}{{ assets }}{% endfor %}",
    "{% macro m(settings) %}{{ settings.programme }}{% endmacro %}{{ m({'programme': 'other'}) }}",
    "{{ area_slugs['Leadership'] }} {{ area_slugs[page] | default('none') }}",
    "{{ page ~ settings.programme | upper }} {{ (assets ~ page) | length }}",
    "{{ 1 }} {{ none }} {{ page | safe }} {{ ['<'] }} {{ (settings.programme,) | join('<') }}",
]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("page", ["plain", "<b>'\"&", Markup("<b>")])
def test_a_page_reads_as_one_that_jinja_compiles_by_itself(template: str, page: str) -> None:
    quick, plain = Quick(autoescape=True), Environment(autoescape=True)
    quick.globals.update(GLOBALS)
    plain.globals.update(GLOBALS)
    assert quick.from_string(template).render(page=page) == plain.from_string(template).render(
        page=page
    )


def test_what_the_site_says_everywhere_is_a_constant() -> None:
    quick = Quick(autoescape=True)
    quick.globals.update(GLOBALS)
    code = quick.compile("<p>{{ settings.programme }}, {{ _('Help') }}</p>", raw=True)
    assert "<p>Mentors &amp; &lt;friends&gt;, Cymorth</p>" in code


@pytest.mark.parametrize("value", ["", "a", "<", "'", '"', "&amp;", Markup("<b>"), 1, None, 1.5])
def test_everything_that_is_not_safe_is_escaped(value: object) -> None:
    assert str(written(value)) == str(escape(value))
