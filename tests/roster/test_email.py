"""Addresses are parsed strictly, and domains compared on label boundaries."""

from __future__ import annotations

import pytest

from roster.email import Address, Admission, admission, known_domain, parse_address
from roster.model import EmailDomain

DOMAINS = {
    each.domain: each
    for each in (
        EmailDomain(domain="gov.uk", outcome="review", below="review", who="any"),
        EmailDomain(
            domain="hmrc.gov.uk", outcome="civil service", below="civil service", who="HMRC"
        ),
        EmailDomain(domain="gov.scot", outcome="civil service", below="review", who="Scotland"),
        EmailDomain(domain="nhs.uk", outcome="public sector", below="public sector", who="NHS"),
        EmailDomain(domain="mil.uk", outcome="refuse", below="refuse", who="forces"),
    )
}


@pytest.mark.parametrize(
    "text",
    [
        "ada", "ada@", "@gov.uk", "a@b@gov.uk", '"ada l"@gov.uk', "ada(x)@gov.uk", "Ada <a@gov.uk>",
        "ada@[127.0.0.1]", "ada@127.0.0.1", "ada@gov.uk.", "ada@gov..uk", "ada@-gov.uk",
        "ada@localhost",
        "ada..l@gov.uk", ".ada@gov.uk", "ada.@gov.uk", "ada@gov.uk ", "ada @gov.uk", "ada@gov.uk\n",
        "adé@gov.uk", "ada@gоv.uk", "@a,@b:ada@gov.uk", "ada%x@evil.example@gov.uk", "ada@gov。uk",
        "a" * 65 + "@gov.uk", "ada@" + "a" * 64 + ".uk", "ada\t@gov.uk", "ada%gov.uk@gov.uk",
    ],
)  # fmt: skip
def test_what_is_not_a_plain_address_is_refused_with_a_sentence(text: str) -> None:
    answer = parse_address(text)
    assert isinstance(answer, str)
    assert answer.endswith(".")
    assert "ada@" not in answer


@pytest.mark.parametrize("text", ["ada@gov.uk", "a.b-c_d+tag@HMRC.GOV.UK", "o'hara@x.gov.uk"])
def test_a_plain_address_is_taken_apart(text: str) -> None:
    answer = parse_address(text)
    assert isinstance(answer, Address)
    assert answer.domain == text.partition("@")[2].lower()


def test_a_tag_after_a_plus_is_the_same_person() -> None:
    one, other = parse_address("Ada+mentor@gov.uk"), parse_address("ada@GOV.uk")
    assert isinstance(one, Address)
    assert isinstance(other, Address)
    assert one.person == other.person


@pytest.mark.parametrize(("one", "other"), [("+ada", "+bob"), ("+", "++"), ("ada", "+ada")])
def test_a_plus_with_nothing_before_it_is_no_tag(one: str, other: str) -> None:
    people = [parse_address(f"{each}@gov.uk") for each in (one, other)]
    assert len({each.person for each in people if isinstance(each, Address)}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "ada@hmrc.gov.uk/", "ada@hmrc.gov.uk?x", "ada@hmrc.gov.uk#x", "ada@hmrc.gov.uk:25",
        "ada@hmrc_x.gov.uk", "ada@x-.gov.uk", "ada@.gov.uk", "ada@ｇov.uk", "ada@gov．uk",
        "ada＠gov.uk", "ada@\u212aent.gov.uk", "ada@hmrc.gov.u\u212a", "ad\u0131@gov.uk",
        "ada@hmrc.gov.\u0130k", "ada@\u017f.gov.uk", "аda@gov.uk", "ada@xn--p1ai", "ada@uk",
        "ada@[IPv6:::1]", "ada@1.2.3", "ada@0x7f.1", '"ada"@gov.uk', "a\\ b@gov.uk",
        "ada@(c)gov.uk",
        "ada@gov.uk (c)", "<ada@gov.uk>", "mailto:ada@gov.uk", "ada@gov.uk,b@gov.uk",
        "ada@gov.uk;b@gov.uk", "ada@evil.example@gov.uk", "@evil.example:ada@gov.uk",
        "evil!ada@gov.uk", "ada,b@gov.uk", "ada;b@gov.uk", "ada:b@gov.uk", "ada\\@gov.uk", "@", "",
        " ", "ada@ gov.uk", "ada@gov .uk", "ada@gov.uk\u00a0", "a@" + "a." * 124 + "uk.uk",
    ],
)  # fmt: skip
def test_no_trick_with_an_address_is_taken(text: str) -> None:
    assert isinstance(parse_address(text), str)


@pytest.mark.parametrize(
    ("domain", "answer"),
    [
        ("xn--gv-zkc.uk", Admission.REFUSED), ("xn--x.hmrc.gov.uk", Admission.ACCEPTED),
        ("evil-gov.uk", Admission.REFUSED), ("gov.uk.com", Admission.REFUSED),
        ("hmrc.gov.uk.evil.example", Admission.REFUSED), ("xhmrc.gov.uk", Admission.REVIEW),
        ("uk", Admission.REFUSED), ("gov.scot.uk", Admission.REFUSED),
    ],
)  # fmt: skip
def test_a_domain_that_only_looks_like_one_of_government_does_not_enter(
    domain: str, answer: Admission
) -> None:
    found = admission(domain, known_domain(domain, DOMAINS), who_may_join="civil service")
    assert found is answer


@pytest.mark.parametrize(
    ("domain", "policy", "answer"),
    [
        ("hmrc.gov.uk", "civil service", Admission.ACCEPTED),
        ("a.b.hmrc.gov.uk", "civil service", Admission.ACCEPTED),
        ("nothmrc.gov.uk", "civil service", Admission.REVIEW),
        ("notgov.uk", "civil service", Admission.REFUSED),
        ("gov.uk.evil.example", "civil service", Admission.REFUSED),
        ("gov.scot", "civil service", Admission.ACCEPTED),
        ("school.gov.scot", "civil service", Admission.REVIEW),
        ("nhs.uk", "civil service", Admission.REFUSED),
        ("trust.nhs.uk", "public sector", Admission.ACCEPTED),
        ("mil.uk", "public sector", Admission.REFUSED),
    ],
)
def test_a_domain_is_accepted_reviewed_or_refused_on_label_boundaries(
    domain: str, policy: str, answer: Admission
) -> None:
    assert admission(domain, known_domain(domain, DOMAINS), who_may_join=policy) is answer


def test_a_route_through_other_machines_is_refused() -> None:
    assert isinstance(parse_address("office!ada@office.gov.example"), str)
