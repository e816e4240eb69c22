"""The data of the form, and what its scripts say: the door's own answers, one list of fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.checking import check_file
from roster.contacts import contact_faults
from roster.email import Admission, admission, known_domain, parse_address
from roster.form import Kind, form_of
from roster.words import fold
from roster.writing import write_profile
from site_builder.join_form import form_data, sections
from site_builder.words import initials
from tests.builders import TODAY, a_mentor, the_programme
from tests.node import Function, function_of_script
from tests.site_builder.building import a_programme, a_site, text_of

LOCALS = st.text("aZ9.+-_'@ é", max_size=70)
DOMAINS = st.sampled_from(
    ["gov.uk", "hmrc.gov.uk", "x.hmrc.gov.uk", "nothmrc.gov.uk", "office.gov.example", "1.2", "a"]
) | st.text("aZ9-.é", max_size=70)


def data(**settings: Any) -> dict[str, Any]:  # noqa: ANN401 -- any setting
    parsed: dict[str, Any] = json.loads(form_data(a_programme(**settings)))
    return parsed


@cache
def domains_sent() -> dict[str, list[str]]:
    sent: dict[str, list[str]] = data()["domains"]
    return sent


@pytest.fixture(scope="module")
def odd_address() -> Iterator[Function]:
    with function_of_script("join/email.js", "oddAddress") as function:
        yield function


@pytest.fixture(scope="module")
def may_join() -> Iterator[Function]:
    with function_of_script("join/email.js", "admission") as function:
        yield function


@pytest.fixture(scope="module")
def suggest() -> Iterator[Function]:
    """Suggest areas for a text."""
    areas = [[each.name, *each.aliases] for each in the_programme().areas]
    with (
        function_of_script("join/suggesting.js", "prepared") as prepare,
        function_of_script("join/suggesting.js", "suggestions") as function,
    ):
        options = prepare(areas)
        yield lambda text: function(options, text)


def test_every_field_of_the_form_is_in_the_data_and_every_question_on_the_page() -> None:
    form = form_of(the_programme())
    assert [each["key"] for each in data()["fields"]] == [each.key for each in form.fields]
    page = text_of(a_site(), "join/index.html")
    for field in form.asked:
        assert f'data-field="{field.key}"' in page
        assert field.label in page
    headings = [each.heading for each in sections(the_programme())]
    assert headings == [
        "You",
        "If you can be a mentor",
        "If you would like a mentor",
        "In your own words",
    ]


def test_areas_are_sent_once_though_two_fields_ask_for_them() -> None:
    lists = {each["key"]: each["list"] for each in data()["fields"] if "list" in each}
    assert lists["offers"] == lists["seeks"] != lists["organisation"]
    assert len(data()["lists"]) == 2
    fields = form_of(the_programme()).fields
    assert set(lists) == {e.key for e in fields if e.kind in {Kind.WORD, Kind.WORDS}}


def test_what_is_missing_is_asked_for_in_words_that_fit_the_label() -> None:
    messages = {each["key"]: each["messages"].get("missing") for each in data()["fields"]}
    assert messages["name"] == "Enter your name."
    assert messages["github"] == "Enter your GitHub login."
    assert messages["organisation"] == "Choose your organisation."
    assert messages["meets"] == "Choose how you can meet."
    assert messages["about"] is None


def test_a_github_enterprise_has_pages_and_numbers_of_its_own() -> None:
    there = a_programme(github="https://github.department.example", repository="a/b")
    page = text_of(a_site(programme=there), "join/index.html")
    assert "connect-src 'self' https://github.department.example/api/v3;" in page
    assert 'data-repository="https://github.department.example/a/b"' in page


def test_the_data_names_no_address_and_no_private_profile() -> None:
    site = a_site(a_mentor("ada"), a_mentor("bob", paused=True))
    assert json.loads(site["join/mentors.json"]) == [["ada", "Ada"]]
    assert b"@" not in site["join/mentors.json"]


@settings(deadline=None)  # another process answers
@given(local=LOCALS, domain=DOMAINS)
def test_an_address_is_odd_for_the_same_reason_as_at_the_door(
    local: str, domain: str, odd_address: Function
) -> None:
    answer = parse_address(f"{local}@{domain}")
    assert odd_address(f"{local}@{domain}") == (answer if isinstance(answer, str) else None)


@settings(deadline=None)  # another process answers
@given(domain=DOMAINS, who=st.sampled_from(["civil service", "public sector"]))
def test_a_domain_may_join_as_the_door_says(domain: str, who: str, may_join: Function) -> None:
    known = known_domain(domain.lower(), the_programme().domain_by_name)
    answer = admission(domain.lower(), known, who_may_join=who)
    policy = {"domains": domains_sent(), "who_may_join": who}
    assert Admission(may_join(f"ada@{domain}", policy)) is answer


@pytest.mark.parametrize(
    "text",
    ["ada@office.gov.example", "a\nada [at] x.gov.uk", "Ring 020 7946 0000.", "qq 12 34 56 c",
     "AB123456C", "SW1A 2AA", "\uff21@x.gov.uk", "In 1843 I wrote 3 notes @ home", "1,000,000", "",
     "ada at hmrc dot gov dot uk", "SW1A2AA", "o7700 900123", "tel 7700900123", "zero " * 9,
     "ada at kaist dot ac dot kr", "ada 'at' x.gov.uk", "ada@例え.jp",
     "Developer @ firm.com", "EC2 4GB", "M5 4GB", "ada at kaist.ac.kr", "now (ada at kaist.ac.kr)",
     "to d.guzman at ucl.ac.uk", "to sbs0323 at kaist.ac.kr", "(now at bbc.co.uk)",
     "commit bd019bd",
     "Flat 2, Baker House", "look at gov.uk", "HC 1234, 2019-2024, ISO 9001:2015"],
)  # fmt: skip
def test_a_contact_in_a_text_is_seen_as_the_door_sees_it(text: str) -> None:
    faults = [each.message for each in contact_faults(text)]
    with function_of_script("join/answers.js", "contactIn") as contact_in:
        what = contact_in(text, data())
    assert [f"There is what looks like {what} here, and everyone could read it."] == (
        faults[:1] or ["There is what looks like None here, and everyone could read it."]
    )


@pytest.mark.parametrize(("length", "is_told"), [(2000, False), (2001, True)])
def test_a_text_is_as_long_on_the_page_as_at_the_door(length: int, is_told: bool) -> None:
    text = "x" * length
    with function_of_script("join/answers.js", "problemsOf") as problems_of:
        told = [said for key, said in problems_of(data(), {"about": text}) if key == "about"]
    file = write_profile(a_mentor("ada", about=f"{text}\n"))
    checked = check_file(file, path="profiles/ada.yaml", programme=the_programme(), today=TODAY)
    assert ["2,001 characters" in each for each in told] == [True] * is_told
    assert ["2,001 characters" in each.message for each in checked.problems] == [True] * is_told


def test_every_name_and_alias_that_stands_for_one_word_is_understood_while_typing() -> None:
    with (
        function_of_script("join/suggesting.js", "prepared") as prepare,
        function_of_script("join/suggesting.js", "resolved") as resolve,
    ):
        for field in ("offers", "organisation"):
            vocabulary = the_programme().vocabularies[field]
            listed = [[name, *aliases] for name, aliases in vocabulary.aliases.items()]
            options = prepare(listed)
            texts = [text for spellings in listed[::40] for text in spellings]
            for text in texts:
                assert resolve(options, text) == vocabulary.resolve(text)
            assert len(texts) > 20


def test_suggestions_put_names_first_and_forgive_a_slip(suggest: Function) -> None:
    assert suggest("stati")[0] == {"name": "Statistics", "because": None}
    assert suggest("statsitics")[0]["name"] == "Statistics"
    found = suggest("interviews")[0]
    assert found["name"] == "Job applications and interviews"
    assert suggest("") == []
    assert suggest("qqqqqqqq") == []
    assert len(suggest("a")) <= 8


@settings(deadline=None)  # another process answers
@given(name=st.lists(st.text("abÉé -'1", min_size=1, max_size=8), max_size=4).map(" ".join))
def test_initials_are_those_of_the_directory(name: str, initials_of: Function) -> None:
    assert initials_of(name) == initials(name)


@pytest.fixture(scope="module")
def initials_of() -> Iterator[Function]:
    with function_of_script("join/card.js", "initialsOf") as function:
        yield function


def test_the_colour_is_that_of_the_directory() -> None:
    page = text_of(a_site(a_mentor("ada"), a_mentor("bob")), "mentors/index.html")
    with function_of_script("join/card.js", "tintOf") as tint:
        for login in ("ada", "bob"):
            start = page.index(f"mentors/{login}/")
            before = page.rindex("mm-initials--", 0, start)
            assert page[before:].startswith(f"mm-initials--{tint(login)}")


def test_the_fold_of_a_name_is_the_doors() -> None:
    with function_of_script("join/suggesting.js", "fold") as folded:
        for text in ("The Home Office", "HM Revenue & Customs", "Government Actuary’s Department"):
            assert folded(text) == fold(text)
