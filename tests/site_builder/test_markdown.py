from __future__ import annotations

import re
import time

import pytest

from site_builder.markdown import TAGS, about_renderer
from tests.site_builder.hostile import PAYLOADS


@pytest.mark.parametrize("source", PAYLOADS)
def test_nothing_hostile_becomes_an_element_or_an_attribute(source: str) -> None:
    html = str(about_renderer()(source).html)
    for tag, attributes in re.findall(r"<(/?[a-zA-Z!][^\s>/]*)([^>]*)>", html):
        assert tag.strip("/") in TAGS, html
        if attributes:
            assert re.fullmatch(
                r' href="https://[^"<>]*" rel="nofollow noopener noreferrer"', attributes
            ), html


def test_emphasis_lists_and_links_are_kept() -> None:
    html = about_renderer()("I *like* **plain** English.\n\n- one\n- two").html
    assert "<em>like</em> <strong>plain</strong>" in html
    assert "<li>one</li>" in html


def test_a_link_says_where_it_leads() -> None:
    html = about_renderer()("See [my talk](https://www.example.org/talk).").html
    assert 'href="https://www.example.org/talk"' in html
    assert "my talk</a> (www.example.org)." in html


def test_a_link_that_pretends_to_lead_elsewhere_is_shown_up() -> None:
    html = about_renderer()("[https://www.gov.uk](https://evil.example)").html
    assert "</a> (evil.example)" in html


def test_a_bare_link_is_not_told_twice() -> None:
    html = str(about_renderer()("<https://www.example.org/talk>").html)
    assert html.count("www.example.org") == 2  # the address and its text


def test_the_name_before_an_at_sign_cannot_pass_for_the_host() -> None:
    html = about_renderer()("[x](https://www.gov.uk@evil.example/)").html
    assert "gov.uk" not in html


@pytest.mark.parametrize("source", ["a < b && c > d", "# not a heading", "`code` stays", "3 > 2"])
def test_no_word_is_lost(source: str) -> None:
    text = about_renderer()(source).text
    for word in re.findall(r"\w+", source):
        assert word in text


def test_one_person_does_not_change_the_next() -> None:
    render = about_renderer()
    render("[x]: https://evil.example")
    assert str(render("[x] and *so on").html) == "<p>[x] and *so on</p>"


@pytest.mark.parametrize(
    "piece",
    ["*", "[", "**a ", "- ", "[a](", "<", "_a*", "> ", "&", "1. ", "- * + 1. ", "-\t", "\\"],
)
def test_a_long_hostile_text_takes_no_long_time(piece: str) -> None:
    start = time.process_time()
    about_renderer()((piece * 2000)[:2000])
    assert time.process_time() - start < 2


def test_a_picture_is_shown_as_the_words_that_it_was_written_with() -> None:
    about = about_renderer()("![me](https://evil.example/x.png)")
    assert "<img" not in about.html
    assert about.text == "![me](https://evil.example/x.png)"


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert about_renderer()("I <3 <b>bold</b> plans").text == "I <3 <b>bold</b> plans"
