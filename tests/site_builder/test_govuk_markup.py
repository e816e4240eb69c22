"""Our hand-written markup is that of GOV.UK Frontend's components, as its fixtures have it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

from site_builder.language import ENGLISH
from site_builder.pages import Leaf
from site_builder.rendering import Look
from tests.builders import a_mentee, a_mentor
from tests.site_builder.building import (
    A_LEDGER,
    A_ROUND,
    a_programme,
    a_site,
    shipped_templates,
)
from tests.site_builder.govuk_markup import GOVUK, block_of, differences, parsed, styled

NO_SCRIPT = "the component's script is not loaded: nothing here needs it"
LINK = "it leads to another page, and without the script the Space bar would not press a button"
FILLED = "a script of ours fills it before it is shown"
COMBOBOX = "the combobox of the ARIA Authoring Practices is built around it (docs/decisions/0009)"
CROWN = "the crown is reserved for gov.uk domains"
ALLOWED: Final = {
    ("a.govuk-button", 'lacks data-module="govuk-button"'): LINK,
    ("a.govuk-button", 'lacks role="button"'): LINK,
    ("button.govuk-button", 'lacks data-module="govuk-button"'): NO_SCRIPT,
    ("div.govuk-checkboxes", 'lacks data-module="govuk-checkboxes"'): NO_SCRIPT,
    ("div.govuk-error-summary", 'lacks data-module="govuk-error-summary"'): NO_SCRIPT,
    ("div.govuk-error-summary", 'has tabindex="-1"'): "what that script would set, for our own",
    ("button.govuk-button", "has aria-expanded"): "it shows and hides the filters on a phone",
    ("div.govuk-checkboxes", 'has role="group"'): "a filter has a summary in place of a legend",
    ("div.govuk-checkboxes", "has aria-label"): "a filter has a summary in place of a legend",
    ("div.govuk-checkboxes", "lacks .govuk-checkboxes__input within"): FILLED,
    ("div.govuk-checkboxes", "lacks .govuk-checkboxes__item within"): FILLED,
    ("div.govuk-checkboxes", "lacks .govuk-checkboxes__label within"): FILLED,
    ("div.govuk-footer", "lacks .govuk-footer__crown within"): CROWN,
    ("div.govuk-footer", "lacks .govuk-footer__copyright-logo within"): CROWN,
    ("div.govuk-footer__meta", "lacks .govuk-footer__copyright-logo within"): CROWN,
    ("input.govuk-input", 'has role="combobox"'): COMBOBOX,
    ("input.govuk-input", "has aria-autocomplete"): COMBOBOX,
    ("input.govuk-input", "has aria-controls"): COMBOBOX,
    ("input.govuk-input", "has aria-expanded"): COMBOBOX,
    ("input.govuk-input", 'has type="email"'): "the guidance asks for it; no fixture has it",
    ("input.govuk-input", 'has type="search"'): "a search field, as the design system shows it",
    ("header.govuk-template__header", "is no class of GOV.UK Frontend"): "its template has it",
    ("footer.govuk-template__footer", "is no class of GOV.UK Frontend"): "its template has it",
}
"""Differences that are meant, each with its reason."""

USED: Final = {
    "breadcrumbs", "button", "checkboxes", "details", "error-summary", "fieldset", "footer", "hint",
    "input", "inset-text", "label", "pagination", "phase-banner", "select", "service-navigation",
    "skip-link", "summary-list", "table", "tag", "textarea",
}  # fmt: skip
"""Every component whose markup stands in our templates."""


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """One page of each kind, with everything that a page can show."""
    people = [a_mentor(f"mentor-{each}", seeks=("Promotion",)) for each in range(120)]
    site = a_site(
        *people,
        a_mentee(),
        programme=a_programme(repository="gov/mentors", mentees="listed"),
        last_round=A_ROUND,
        ledger=A_LEDGER,
    )
    kinds: dict[str, str] = {}
    for path in site:
        if path.endswith(".html"):
            kind = re.sub(
                r"^(mentors|areas|grades|regions|organisations)/[^/]+/(?=i)", r"\1/x/", path
            )
            kinds.setdefault(kind, path)
    return {path: site[path].decode() for path in kinds.values()}


def found(html: str) -> set[tuple[str, str]]:
    return {each for each in differences(parsed(html)) if each not in ALLOWED}


def test_every_page_has_the_markup_of_the_fixtures(pages: dict[str, str]) -> None:
    assert len(pages) > 20
    assert {path: found(page) for path, page in pages.items()} == {path: set() for path in pages}


def test_every_difference_that_is_allowed_is_there_and_every_component_is_looked_at(
    pages: dict[str, str],
) -> None:
    read = [parsed(html) for html in pages.values()]
    there = {each for page in read for each in differences(page)}
    assert {each for each in ALLOWED if each not in there} == set()
    blocks = {block_of(name) for page in read for node in page.all() for name in node.classes}
    assert blocks - {None} == USED


MISTAKES: Final = [
    ('class="govuk-breadcrumbs__list"', 'class="govuk-breadcrumb__list"'),
    ('class="govuk-breadcrumbs__link"', 'class="govuk-breadcrumbs__lnk"'),
    ('<ol class="govuk-breadcrumbs', '<ul class="govuk-breadcrumbs'),
    ("govuk-table__header--numeric", "govuk-table__header--number"),
    ('scope="row" class="govuk-table__header"', 'class="govuk-table__header"'),
    ('<summary class="govuk-details__summary"', '<div class="govuk-details__summary"'),
    ('<dt class="govuk-summary-list__key"', '<dd class="govuk-summary-list__key"'),
    ('class="govuk-summary-list mm', 'class="govuk-summary-list--no-border mm'),
    ('aria-current="page"', 'aria-currently="page"'),
    ('data-module="govuk-skip-link"', 'data-module="skip-link"'),
    ('aria-label="Pagination"', 'aria-labelledby="x"'),
    ('aria-hidden="true" focusable="false"', 'aria-hidden="false" focusable="false"'),
    ("govuk-service-navigation__list", "govuk-service-navigation__items"),
    ('class="govuk-phase-banner__content"', 'class="govuk-phase-banner__text"'),
    ('class="govuk-body"', 'class="govuk-bodi"'),
]


@pytest.mark.parametrize(("right", "wrong"), MISTAKES)
def test_a_slip_of_the_keyboard_is_found(pages: dict[str, str], right: str, wrong: str) -> None:
    some = [html.replace(right, wrong) for html in pages.values() if right in html]
    assert some
    assert all(map(found, some[:3]))


def test_every_class_that_scripts_write_is_one_of_gov_uk_frontend() -> None:
    written = {
        name
        for path, text in shipped_templates().items()
        if path.startswith("site/scripts/")
        for name in re.findall(r"\bgovuk-[\w-]*\w(?!\w*\$)", text)
    }
    beginnings = {"govuk-pagination__"}
    assert len(written) > 15
    assert written - styled() - beginnings == set()


def fixture(component: str, name: str) -> dict[str, Any]:
    told = json.loads((GOVUK / f"components/{component}/fixtures.json").read_text("utf-8"))
    return next(each for each in told["fixtures"] if each["name"] == name)


def part(name: str) -> Callable[..., str]:
    shared = {"settings": a_programme().settings, "area_slugs": {}, "assets": "", "home": "/"}
    return Look(templates=shipped_templates(), shared=shared, language=ENGLISH).part(name)


def whole(html: str) -> Iterator[object]:
    """Everything of a piece of HTML but white space and where its links lead."""
    for node in parsed(html).all():
        yield node.tag, {**node.attributes, "href": "" if "href" in node.attributes else None}
    yield "".join(re.sub(r"<[^>]+>", "", html).split())


def test_our_breadcrumbs_are_those_of_the_fixture() -> None:
    given = fixture("breadcrumbs", "default")
    steps = [(each["href"], each["text"]) for each in given["options"]["items"][1:]]
    assert list(whole(part("breadcrumbs")(steps))) == list(whole(given["html"]))


@pytest.mark.parametrize(("name", "number"), [("default", 2), ("first page", 1), ("last page", 3)])
def test_our_pagination_is_that_of_the_fixture(name: str, number: int) -> None:
    ours = part("pagination")(Leaf(path="mentors/", number=number, count=3, total=120))
    assert list(whole(ours)) == list(whole(fixture("pagination", name)["html"]))
