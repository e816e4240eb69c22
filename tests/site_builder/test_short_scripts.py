"""A script is published in its short form, unless it is not the one that was made short."""

from __future__ import annotations

from commands.site_inputs import gather_assets
from site_builder.short_scripts import with_short_scripts
from tests.site_builder.building import shipped_templates

SHIPPED = {
    name.removeprefix("site/"): text.encode()
    for name, text in shipped_templates().items()
    if name.startswith("site/scripts/")
}


def test_each_shipped_script_has_a_short_form_that_is_of_today() -> None:
    published = with_short_scripts(gather_assets(), SHIPPED)
    long = [name for name, data in SHIPPED.items() if len(published[name]) >= len(data)]
    assert long == [], "make assets"


def test_a_changed_script_is_published_as_it_is_written() -> None:
    written = {**SHIPPED, "scripts/codes.js": SHIPPED["scripts/codes.js"] + b"// mine\n"}
    published = with_short_scripts(gather_assets(), written)
    assert published["scripts/codes.js"] == written["scripts/codes.js"]
    assert published["scripts/search.js"] != written["scripts/search.js"]


def test_files_of_either_side_alone_are_published() -> None:
    assert with_short_scripts({"site.css": b"a"}, {"images/logo.svg": b"b"}) == {
        "site.css": b"a",
        "images/logo.svg": b"b",
    }
