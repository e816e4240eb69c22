"""Contact details are found in many writings, and what only looks like them passes."""

from __future__ import annotations

import pytest

from roster.contacts import contact_faults

PHONES = [
    "(808) 555-0134", "phone: (808) 555-0134",
    "020 7946 0958", "(020) 7946 0958", "020-7946-0958", "020.7946.0958", "02079460958",
    "+44 20 7946 0958", "+442079460958", "+44 (0)20 7946 0958", "0044 20 7946 0958",
    "00442079460958", "07700 900123", "07700900123", "07700-900-123", "07700.900.123",
    "077 0090 0123", "0 7 7 0 0 9 0 0 1 2 3", "+44 7700 900123", "+44(0)7700900123",
    "tel:+447700900123", "Tel 07700 900123", "Phone: 0131 496 0123", "0131 496 0123 ext 45",
    "0131 496 0123 x45", "01632 960 001", "0800 123 4567", "0345 600 7000", "0300 200 3300",
    "+1 212 555 0123", "+1 (212) 555-0123", "+353 1 234 5678", "+33 1 23 45 67 89",
    "+49 30 123456", "(01632) 960001", "01632/960001", "01632 960001.",
    "my mobile 07700 900 123!", "07700\xa0900\xa0123", "07700‑900‑123", "07700–900–123",
    "۰۷۷۰۰ ۹۰۰۱۲۳", "０７７００ ９００１２３", "077OO 9OO123",
    "zero seven seven zero zero nine zero zero one two three", "o7700 900123", "call 7700900123",
    "ring 020 7946 0958 today", "WhatsApp 07700900123", "**07700** 900123", "0*7*700900123",
    "07700 900 123/124", "020 7946 0958-9",
]  # fmt: skip

ADDRESSES = [
    "ada @gov.uk", "ada @office.gov.uk", "ada @ office.gov.uk", "ada @ office.dev",
    "@ada@gov.uk", "[@ada@social.example](https://social.example/@ada)",
    "ada@gov.uk", "ada.lovelace@analysis.gov.uk", "ada at gov dot uk", "ada AT gov DOT uk",
    "ada [at] gov [dot] uk", "ada(at)gov(dot)uk", "ada (at) gov.uk", "ada {at} gov.uk",
    "ada@gov dot uk", "ada @ gov.uk", "ada @ gov . uk", "ada.lovelace at cabinetoffice.gov.uk",
    "ada dot lovelace at gov dot uk", "ada ＠ gov.uk", "a d a @ g o v . u k", "ada&#64;gov.uk",
    "ada&commat;gov.uk", "ada%40gov.uk", "ada_AT_gov.uk", "mailto:ada@gov.uk", "ada@gov．uk",
    "ada﹫gov.uk", "аda@gov.uk", "adä@gov.uk", "firstname.lastname@hmrc.gov.uk",
    "email: ada at hmrc.gov.uk", "E-mail me at ada at gov.uk", "My work email is ada at gov.uk",
    "ada AT SPAMFREE gmail DOT com", "ada at kaist dot ac dot kr", "ada at uni-bonn dot de.",
    "ada ( at ) firm ( dot ) com", "ada(at)uni-bonn.de", "ada[at]uni-bonn[dot]de",
    "ada <at> firm <dot> com", 'ada "at" firm "dot" com', "ada -at- firm -dot- com",
    "ada_at_firm_dot_com", "ada-at-firm-dot-com", "ada*at*firm*dot*com", "ada at (firm dot com)",
    "ada.lovelace at kaist.ac.kr", "ada (@) firm.com", "ada[@]firm.com", "ada@@firm.com",
    "ada(a)firm.com", "ada@firm。com", "ada@例え.jp", "ada@firm dot de", "ada at gmail.com",
    "name at kaist.ac.kr", "contact: ada at firm.fr", "Reach me: ada at firm.fr",
    "reach me at ada at uni-bonn.de", "ada@**firm**.com", "ada**@**firm.com", "`ada`@`firm.com`",
    "ada@\nfirm.com", "ada\n@ firm.com",
    "email me: ada at gov.uk", "my email address is ada at digital.gov.uk",
    "ada at kaist.ac.kr", "(ada at kaist.ac.kr)", "Ada (ada at kaist.ac.kr), London",
    "* ada at ons.gov.uk",
    "Author: Ada [hieu at kaist.ac.kr]", "Ada Lovelace <skoo at kaist.ac.kr>", "`dev at firm.io`",
    "  ada AT kaist.ac.kr.", "so s.niemi at ucl.ac.uk may help", "ping sbs0323 at kaist.ac.kr now",
    "{d.guzman at ucl.ac.uk}", "code at funwithsoftware.org",
]  # fmt: skip

NUMBERS = [
    "QQ123456C", "qq 12 34 56 c", "AB123456C", "AB 12 34 56 C", "ab123456c", "AB-12-34-56-C",
    "AB 123456 C", "NI: JG103759A",
    "JG 10 37 59 A", "JG/10/37/59/A", "JG 1 0 3 7 5 9 A", "ＡＢ１２３４５６Ｃ",
]  # fmt: skip

PLACES = [
    "SW1A 2AA", "SW1A2AA", "sw1a 2aa", "sw1a2aa", "EC1A 1BB", "W1A 0AX", "M1 1AE", "B33 8TH",
    "CR2 6XH", "DN55 1PT", "m1 1ae", "10 Downing Street, London", "221B Baker Street, London",
    "Flat 2, 14 High Street, Leeds", "BT1 5GS", "CF10 3NQ", "EH1 1YZ", "SW1A  2AA", "SW1A\xa02AA",
    "CF103NQ", "SW1A-2AA", "sw1a-2aa", "LS1-4AP",
    "M5 4GB", "an m5 4gb", "S3 2TB", "M5 4XL", "E1 8GB", "W1T 4TB", "EC2A 4GB",
    "SW11 2AA", "SW112AA", "CR0 2XX", "cr0 2xx", "E1W 1AA", "N1C 4AG", "BD1 9BD",
]  # fmt: skip

PLAIN = [
    "looking at gov.uk", "I work at homeoffice.gov.uk", "I studied at kaist.ac.kr",
    "I made my name at hmrc.gov.uk", "Lecturer at ucl.ac.uk", "I use Node.js at bbc.co.uk",
    "Developer @ firm.com", "Senior engineer @ firm.io", "I am good at ASP dot net",
    "look at each dot in turn", "You can reach me at work at gov.uk", "that's (at least) 10",
    "Join us\n@ada.lovelace", "At home\n@ work",
    "EC2 4GB", "an ec2 8gb machine", "T4 1GB", "A1 2AB", "C5 4XL", "X2 1GB", "Z13 8GB",
    "M5 with 4GB", "WC1 2AA", "W1 1GB", "SW1 2AA", "SW12AA", "an M2 with 16GB", "M1 16GB",
    "L3 8MB cache", "commit bd019bd", "BD01 9BD",
    "ask at gov.uk", "(now at bbc.co.uk)", "(formerly at ucl.ac.uk)", "(based at firm.com)",
    "<b> at gov.uk", "(Lecturer at ucl.ac.uk)", "Gardener at firm.com", "- policy at defra.gov.uk",
    "working at firm.io", "Check current rates at gov.uk before you apply", "(see it at x.org/a)",
    "Register online at gov.uk/tax", "the release summary at nodejs.org", "Python3 at bbc.co.uk",
    "point at salsa.debian.org", "covid19 research at ukhsa.gov.uk", "e.g. people at gov.uk",
    "(people at nhs.uk)", "(a team at gov.uk)",
    "ask me @ada.lovelace", "Matrix: @ada:matrix.org or @ada.lovelace:matrix.org",
    "ORCID 0000 0002 1825 0097", "ORCID 0000-0002-1825-0097", "ORCID 0000-0002-9079-593X",
    "Mastodon: https://social.example/@ada", "[@ada](https://social.example/@ada)",
    "Engineer at @office | **@GOVUK**", "CTO @ Analytical Engines", "(2019) 123-4567",
    "NIST SP 800-131A",
    "a range of 0000..0777 (0..511)",
    "From 1994 to 2019.", "2019-2024", "2019–2024", "1,000 people", "£17,000", "£1,000,000",
    "£1 000 000", "10 000 000 people", "version 1.2.3", "v0.12.3456", "HC 1234", "HC 1234-5",
    "HL Paper 123", "Cm 9876", "Cmnd 1234", "CP 123", "ISO 27001", "ISO 9001:2015",
    "ISO/IEC 27001:2022", "BS 7799", "RFC 5321", "Section 40(2)", "SI 2020/1234",
    "S.I. 2018 No. 123", "UKSI 2013/2356", "[2019] UKSC 41", "EN 301 549", "WCAG 2.2 AA", "PEP 8",
    "COVID-19", "Covid 19", "G7 2nd floor", "9 to 5", "9am to 5pm", "10:30-11:45", "24/7",
    "365 days", "2026-11-01", "01/11/2026", "1 November 2026", "01.11.2026", "FY 2024/25",
    "2023-24", "Q3 2024-25", "50,000 staff in 12 regions", "0.5 million", "00 agents", "B1 2nd",
    "10.0.0.1", "192.168.100.200", "2001:db8::1", "SHA 256", "AES-256", "Python 3.12.4", "ICD-10",
    "C20 3D model", "H1 2024", "W3C 2nd draft", "M25 traffic", "M1 motorway", "A1 road", "A40",
    "B52s", "R2D2", "C3PO", "MI5 and MI6", "T4 forms", "P45 and P60", "SA100", "SA302", "VAT 100",
    "CT600", "P11D", "IR35", "G20 summit", "COP26", "E10 petrol", "3D printing", "4IR", "5G",
    "the 1st of May", "21st century", "N1 2nd choice", "Year 2 3rd class", "DDaT", "OGL v3.0",
    "A/B test", "ORCID 0000-0002-1825-0097", "ISBN 978-0-306-40615-7", "ISBN 0306406157",
    "doi 10.1000/182", "10.1038/s41586-020-2649-2", "arXiv 2001.08361", "grid ref TQ 30 80",
    "SK123456", "CAS 7732-18-5", "UPRN 100023336956", "case 2012345", "ticket 0012345",
    "0.01234567", "3.14159265", "1 2 3 4 5 6 7 8 9 10", "0, 1, 1, 2, 3, 5, 8, 13, 21",
    "(0, 1, 2, 3, 4, 5, 6, 7)", "0 1 2 3 4 5 6 7 8 9", "+10 to +20 degrees", "+1 for this idea",
    "+100 000 000 growth", "I am at work.gov", "look at gov.uk", "published at gov.uk/guidance",
    "Read more at www.gov.uk", "I worked at data.gov.uk for years", "people at nhs.uk",
    "blog at medium.com", "look at it dot by dot", "the dot com boom", "polka dot dress at home",
    "meet at noon", "at GDS", "Join us @ GDS", "10 @ 5", "cost £5 @ 10", "10,000 @ 3%",
    "size 10 @ 2.5", "SQL Server 2019", "Office 365", "Windows 11", "Excel 2016", "CS10 3rd",
    "LE1 to LE5", "Band 8 8a", "8a to 8d", "SEO to G7 in 2 years", "G6 4DC", "line 1\\\n2nd line",
    "level 0 1 2", "00:00:00 01/01/1970", "0123", "Army number", "bus 12 34 56", "Downing Street",
    "in Whitehall, SW1", "SE1", "E14", "postcode areas EC1 and WC2", "E1 to E17",
    "20 mile radius", "My team: 3 G7s, 4 SEOs", "A2 4pm", "D1 5th", "1990s", "2 x 1 hour",
    "ext js", "extension of time", "40 ext", "Next 4512", "text 100 words", "context 2048",
    "I am an apprentice at Level 4", "Level 4 2nd year", "T1 2PM", "M2 1AM start", "E3 4PM",
    "I led email design at gov.uk", "my email team is based at data.gov.uk", "my work at gov.uk",
    "my address book is kept at home.", "email me when you are at gov.uk",
    "10 W1 1st", "ME2-3RD", "se1-2nd", "T1-2PM", "B1-2AB", "EN12-3", "SK2-10ab",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "what"),
    [
        *((each, "a phone number") for each in PHONES),
        *((each, "an email address") for each in ADDRESSES),
        *((each, "a National Insurance number") for each in NUMBERS),
        *((each, "a postal address") for each in PLACES),
    ],
)
def test_a_contact_is_found_and_not_repeated(text: str, what: str) -> None:
    (fault,) = contact_faults(f"first\n\n{text}")
    fault = fault._replace(line=fault.line - 1)
    assert (fault.line, fault.rule) == (1, "text-contact")
    assert f"looks like {what} here" in fault.message
    assert text not in fault.message


@pytest.mark.parametrize("text", PLAIN)
def test_dates_amounts_versions_and_references_pass(text: str) -> None:
    assert list(contact_faults(text)) == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Ring 020 7946 0958", 5), ("Write to ada at hmrc dot gov dot uk", 9),
            ("at SW1A2AA now", 3), ("Or ada (at) hmrc.gov.uk", 3),
        ("So my email is ada at gov.uk", 3), ("Or `ada`@`gov.uk`", 4), ("名 07700 900123", 2),
        ("Ａｄａ ada@gov.uk", 4), ("Live at 10 High Street, Leeds", 8),
    ],
)  # fmt: skip
def test_a_contact_stands_at_its_column(text: str, column: int) -> None:
    (fault,) = contact_faults(text)
    assert fault.column == column


def test_somebody_at_a_host_is_an_address_where_they_write_it_themselves() -> None:
    text = "So ada at kaist.ac.kr, who was at gov.uk"
    assert list(contact_faults(text)) == []
    assert list(contact_faults(text, names="Alan Turing alan-turing")) == []
    (fault,) = contact_faults(text, names="Ada Lovelace ada-l")
    assert (fault.rule, fault.column) == ("text-contact", 3)


def test_who_says_where_they_work_is_told_to_write_at() -> None:
    (fault,) = contact_faults("Gardener @ firm.com")
    assert fault.hint.endswith("To say where you work, write “at” in place of @.")
    assert list(contact_faults("Gardener at firm.com")) == []


def test_who_names_a_website_or_a_machine_is_told_what_to_write() -> None:
    (fault,) = contact_faults("(ada at kaist.ac.kr)")
    assert fault.hint.endswith("To say where you work, name the organisation, not its website.")
    (fault,) = contact_faults("an m5 4gb")
    assert fault.hint.endswith("If it is the size of a machine, write “with” before the size.")
    (fault,) = contact_faults("at SW1A 2AA")
    assert fault.hint.endswith("through their GitHub logins.")


def test_a_mastodon_handle_is_told_how_to_be_a_link() -> None:
    (fault,) = contact_faults("I am on Mastodon as @ada@social.example these days")
    assert (fault.column, fault.hint.split(",")[0]) == (21, "To name a Mastodon account")
    (fault,) = contact_faults("ada@social.example")
    assert fault.hint.startswith("Remove it.")
