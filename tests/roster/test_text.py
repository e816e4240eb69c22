"""The public text: what is refused is told at its line, and plain writing passes."""

from __future__ import annotations

import pytest

from roster.checking import check_file
from roster.contacts import contact_faults
from roster.text import markup_faults
from roster.writing import write_fields
from tests.builders import TODAY, the_programme


@pytest.mark.parametrize(
    "text",
    [
        "x < y on = z",
        "if a <b on x then",
        "\\<img src=x",
        "&lt;img src=x onerror=y&gt;",
        "`<img src=x onerror=y`",
        "I like *plain* English and **short** meetings.",
        "- one\n- two\n\n1. first\n2. second",
        "See [the guidance](https://www.gov.uk/guidance) or <https://www.gov.uk/>.",
        "3 < 4, 5 > 4, and a<b, I <3 it",
        "Write `<b>` and `![x](y)` in code.",
        "An array[0], a [note] and a tick [x].",
        "From 1994 to 2019, on 2026-11-01 at 22:30, 1.10, 1,000,000 people, £17,000.",
        "Grade 7, SCS1, G7, B1, EO12 and section 40(2) of the Act of 2000.",
        "ISO 9001:2015 and IPv4 10.0.0.1",
        "Contact me @ lunch, or at the canteen at noon.",
        "https://www.gov.uk/123456789012345",
        "I managed 0.5 million and 00 agents; version 0123.",
        "",
    ],
)
def test_plain_writing_passes(text: str) -> None:
    assert [*markup_faults(text), *contact_faults(text)] == []


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("x\n![cat](https://x.gov.uk/y.png)", "text-picture", 1, 0),
        ("a `![no](x)` b ![cat][1]\n\n[1]: https://x.gov.uk/y.png", "text-picture", 0, 15),
        ("x <b>bold</b>", "text-html", 0, 2),
        ("x\n\n<div>\nblock\n</div>", "text-html", 2, 0),
        ("<!-- hidden -->", "text-html", 0, 0),
        ("x\n*y* <svg/onload=alert(1)>", "text-html", 1, 4),
        ("<img src=x onerror=alert(1)", "text-html", 0, 0),
        ("<script>alert(1)</script>", "text-html", 0, 0),
        ("x [a](http://www.gov.uk)", "text-link", 0, 2),
        ("x [a](javascript:alert(1))", "text-link", 0, 2),
        ("x [a](data:text/html,x)", "text-link", 0, 2),
        ("x [a](/local)", "text-link", 0, 2),
        ("x [a](//evil.example)", "text-link", 0, 2),
        ("x [a](https://www.gov.uk@evil.example)", "text-link", 0, 2),
        ("x [a](https://evil.example:8080/)", "text-link", 0, 2),
        ("x [a](https:///x)", "text-link", 0, 2),
        ("[x]: vbscript:y\n\n[x]", "text-link", 0, 0),
        ("x\ny <ftp://a.gov.uk>", "text-link", 1, 2),
    ],
)
def test_markup_that_is_not_shown_is_refused_at_its_place(
    text: str, rule: str, line: int, column: int
) -> None:
    first = next(markup_faults(text))
    assert (first.rule, first.line, first.column) == (rule, line, column)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Write to ada.lovelace@analysis.gov.example.", "email address"),
        ("ada.lovelace [at] analysis.gov.example", "email address"),
        ("ａｄａ＠analysis.gov.example", "email address"),
        ("Call 020 7946 0958 today", "phone number"),
        ("Call (0131) 496-0123", "phone number"),
        ("+44 20 7946 0958", "phone number"),
        ("+44 (0)20 7946 0958", "phone number"),
        ("07700900123", "phone number"),
        ("0161\\-496\\-0000", "phone number"),
        ("٠٢٠ ٧٩٤٦ ٠٩٥٨", "phone number"),
        ("My number is QQ 12 34 56 C".replace("QQ", "AB"), "National Insurance"),
        ("ab123456c", "National Insurance"),
        ("10 Downing Street, SW1A 2AA", "postal address"),
    ],
)
def test_contact_details_are_refused(text: str, words: str) -> None:
    (fault,) = contact_faults(f"first line\n{text}")
    assert fault.line == 1
    assert words in fault.message
    assert text not in fault.message


@pytest.mark.parametrize(
    ("about", "line", "column"),
    [
        ("about: |\n  fine\n  see <b>x</b>\n", 2, 7),
        ("about: |-\n\n    fine\n    and ![x](https://x.gov.uk/y)\n", 3, 9),
        ("about: >\n  fine and\n  see <b>x</b>\n", 2, 7),
        ('about: "fine and see <b>x</b>"\n', 0, 22),
        ("about: fine and\n  see <b>x</b>\n", 1, 7),
    ],
)
def test_a_fault_in_the_text_stands_at_its_line_of_the_file(
    about: str, line: int, column: int
) -> None:
    fields: dict[str, str | tuple[str, ...]] = {
        "name": "Ada Lovelace",
        "github": "ada",
        "github_id": "1",
        "email": "ada@x.gov.example",
        "organisation": "HM Treasury",
        "grade": "G7",
        "region": "London",
        "meets": ("remote",),
        "offers": ("Leadership",),
        "confirmed": "2026-11-01",
    }
    data = write_fields(fields) + about.encode()
    checked = check_file(data, path="profiles/ada.yaml", programme=the_programme(), today=TODAY)
    first = checked.problems[0]
    assert (first.line, first.column) == (len(fields) + 1 + line, column)


@pytest.mark.parametrize(
    "text", ["tel.07700 900123", "I sit at sw1a 2aa", "SW1A 2AA", "Ring (020) 7946 0018"]
)
def test_contact_details_without_a_space_before_or_in_small_letters_are_found(text: str) -> None:
    assert [each.rule for each in contact_faults(text)] == ["text-contact"]


@pytest.mark.parametrize("text", ["A budget of 1 000 000 000 a year", "in h1 2bn", "g7 2nd year"])
def test_amounts_and_ordinals_are_no_contact_details(text: str) -> None:
    assert list(contact_faults(text)) == []


@pytest.mark.parametrize("link", ["[x](https://g\u043ev.uk)", "[x](https://127.0.0.1/)"])
def test_a_link_to_a_number_or_to_letters_of_other_alphabets_is_refused(link: str) -> None:
    assert [each.rule for each in markup_faults(link)] == ["text-link"]


@pytest.mark.parametrize(
    "link",
    [
        "https://gov.uk@evil.example", "https://@gov.uk", "https://gov.uk:443/", "https://gov.uk.",
        "https://.gov.uk", "https://gov..uk", "https://-gov.uk", "https://gov-.uk",
        "https://gov_uk.com", "https://gov.uk%40evil.example", "https://gov。uk", "https://ｇov.uk",
        "https://\u212aent.gov.uk", "https://XN--gv-zkc.uk", "https://a.b", "https://1.2.3.4",
        "https://0x7f.1", "https://2130706433", "https://[::1]/", "https://[x", "https:gov.uk",
        "https:/gov.uk", "https:\\\\gov.uk", "java&#115;cript:x", "javascript&colon;x",
        "JaVaScRiPt:x", "data:text/html;base64,x", "file:///etc",
        "mailto:x", "tel:1", "#x", "?x", "x.html", "", "<>",
    ],
)  # fmt: skip
def test_what_is_no_plain_https_address_is_no_link(link: str) -> None:
    (fault, *_) = markup_faults(f"see [here]({link})")
    assert (fault.rule, fault.line, fault.column) == ("text-link", 0, 4)


@pytest.mark.parametrize(
    "link",
    [
        "HTTPS://WWW.GOV.UK", "https://www.gov.uk/a_(b)", "<https://www.gov.uk/a b>",
        "https://www.gov.uk/É", "https://www.gov.uk/?q=a&b=c#d", "https://gov&#46;uk",
        "https://www.gov.uk 'ti<b>tle'", "https://a--b.service.gov.uk/@x",
    ],
)  # fmt: skip
def test_a_plain_https_address_is_a_link(link: str) -> None:
    assert list(markup_faults(f"see [here]({link})")) == []


@pytest.mark.parametrize(
    ("words", "leads", "is_odd"),
    [
        ("https://gov.uk", "https://evil.example", True), ("gov.uk", "https://evil.example", True),
        ("www.gov.uk/x", "https://www.gov.uk.evil.example", True),
        ("*gov.uk*", "https://evil.example", True), ("GOV.UK", "https://evilgov.uk", True),
        ("GOV.UK", "https://www.gov.uk/x", False), ("www.gov.uk", "https://gov.uk", False),
        ("Node.js", "https://nodejs.example", False), ("ASP.NET", "https://x.example", False),
        ("GOV.UK guide", "https://x.example", False), ("the guide", "https://x.example", False),
    ],
)  # fmt: skip
def test_a_link_does_not_say_that_it_leads_to_another_website(
    words: str, leads: str, is_odd: bool
) -> None:
    found = [each.message for each in markup_faults(f"[{words}]({leads})")]
    assert [("says that it leads to" in each) for each in found] == [True] * is_odd


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[r]: javascript:x", 0), ("a\n\n  [r]: http://x.gov.uk 'title'", 2),
        ("b[^1]\n\n[^1]: note", 2),
        ("[a][r] and [r]\n\n[r]: http://x.gov.uk", 2), ("> [r]: data:x", 0), ("- [r]:\n  /x", 0),
    ],
)  # fmt: skip
def test_an_odd_address_is_told_once_and_where_it_is_defined(text: str, line: int) -> None:
    (fault,) = markup_faults(text)
    assert (fault.rule, fault.line) == ("text-link", line)
