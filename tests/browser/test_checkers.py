"""Every kind of page before other people's judges: the Nu HTML checker and Lighthouse."""

from __future__ import annotations

from pathlib import Path

from tools.local_site import served
from tools.page_checkers import ask_lighthouse, ask_nu

PAGES = (
    "",
    "mentors/",
    "mentors/ada-lovelace/",
    "areas/leadership/",
    "join/",
    "statistics/",
    "needed/",
)

NOT_OURS = (
    # It reads the pages from a disk, where nothing counts as the site's own.
    "Resource violates Content Security Policy (meta tag): external ",
    "Resource violates Content Security Policy (meta tag): image ",
    # GOV.UK Frontend's own markup of the menu's button.
    "Attribute “aria-hidden” is unnecessary for elements that have attribute “hidden”.",
)


def test_the_html_of_every_page_is_without_fault(published: Path) -> None:
    said = ask_nu(published)
    assert {
        (each["message"], each.get("url", "").removeprefix(f"file:{published}"))
        for each in said
        if each["type"] == "error" or not each["message"].startswith(NOT_OURS)
    } == set()


def test_the_checker_of_html_finds_a_fault(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!DOCTYPE html><title>x</title><p><div></p>", "utf-8")
    assert "error" in {each["type"] for each in ask_nu(tmp_path)}


def test_lighthouse_finds_nothing_to_mend(published: Path) -> None:
    categories = ("accessibility", "best-practices", "seo")
    with served(published / "demo", compressed=True) as address:
        answers = ask_lighthouse([address + path for path in PAGES], categories)
    assert len(answers) == len(PAGES)
    short = {
        (url, category): answer[category]
        for url, answer in answers.items()
        for category in categories
        if answer[category]["score"] < 1
    }
    assert short == {}
