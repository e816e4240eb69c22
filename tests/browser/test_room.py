"""Every kind of page fits on a phone: in a longer language, and with letters of twice the size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from commands.site_inputs import gather_assets
from site_builder.output import write_site
from tests.browser.conftest import OpenVisit, Visit
from tests.browser.test_pages import KINDS, overflow
from tests.site_builder.building import A_LEDGER, A_ROUND, a_programme, a_site
from tests.site_builder.test_language import WELSH, pseudo_catalogue, samples, stretched
from tools.local_site import served

NARROWEST = 320
PHONE = 390
TWICE = "document.documentElement.style.setProperty('font-size', '200%')"
OPENED = "for (const each of document.querySelectorAll('details')) each.open = true"


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The samples' site in a language whose every word is two fifths longer than in English."""
    folder = tmp_path_factory.mktemp("longer")
    site = a_site(
        *samples().profiles,
        programme=a_programme(language=WELSH),
        templates={f"languages/{WELSH}.po": pseudo_catalogue(stretched)},
        assets=gather_assets(),
        last_round=A_ROUND,
        ledger=A_LEDGER,
    )
    write_site(folder, site.items())
    with served(folder) as where:
        yield where


def too_wide(one: Visit, path: str, *, letters: str = "") -> list[str]:
    """By how much a page is wider than the window, with everything unfolded."""
    page = one.open(path)
    page.evaluate(OPENED + ";" + letters)
    wide = overflow(page)
    return [f"{path}: {wide} pixels"] if wide else []


def test_a_language_with_longer_words_fits_on_the_narrowest_phone(
    visit: OpenVisit, longer: str
) -> None:
    one = visit(width=NARROWEST, at=longer)
    kinds = [each for each in KINDS if not each.startswith("../")]
    assert [fault for path in kinds for fault in too_wide(one, path)] == []


def test_letters_of_twice_the_size_fit_on_a_phone(visit: OpenVisit) -> None:
    one = visit(width=PHONE)
    assert [fault for path in KINDS for fault in too_wide(one, path, letters=TWICE)] == []
