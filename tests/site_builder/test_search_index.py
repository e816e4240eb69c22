"""The packed index and the texts, asked as the page asks them, in Node.js."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.loading import load_roster
from roster.model import Profile
from site_builder.facets import HAS_ROOM, IS_FULL
from site_builder.last_round import LastRound
from site_builder.packed_names import packed_logins, packed_names
from site_builder.public_view import Person, public_view
from site_builder.search_texts import FOLDER, file_of
from site_builder.words import plain_words
from tests.builders import REPOSITORY, TODAY, a_mentor, a_roster, the_programme
from tests.node import Function, function_of_script
from tests.site_builder.building import a_site, index_in

ASKED = str(Path(__file__).with_name("asked.mjs"))
SAMPLES = load_roster(root=REPOSITORY, programme=the_programme(), today=TODAY).roster


@pytest.fixture(scope="module")
def ask() -> Iterator[Function]:
    with function_of_script(ASKED, "ask") as function:
        yield function


@pytest.fixture(scope="module")
def number_of() -> Iterator[Function]:
    with function_of_script("search.js", "fileOf") as function:
        yield function


@pytest.fixture(scope="module")
def samples() -> Mapping[str, bytes]:
    return a_site(*SAMPLES.profiles)


def index_of(*people: Profile, taken: Mapping[str, int] | None = None) -> Any:  # noqa: ANN401
    last = LastRound(mentees=0, placed=0, covered=0, tables=(), taken=taken or {})
    return index_in(a_site(*people, last_round=last))


def texts_in(site: Mapping[str, bytes]) -> Mapping[int, Any]:  # Any: JSON
    """Every file of the words of own texts, by its number."""
    numbers = range(index_in(site)["texts"])
    return {number: json.loads(site[f"{FOLDER}{number}.json"]) for number in numbers}


def test_the_index_unpacks_to_what_the_pages_show(samples: Mapping[str, bytes]) -> None:
    programme = the_programme()
    view = public_view(a_roster(*SAMPLES.profiles), programme, today=TODAY)

    def shown(person: Person) -> tuple[str, str, dict[str, list[str]]]:
        above = programme.organisation_by_name[person.organisation].parents
        facets = {
            "area": [*person.offers],
            "grade": [person.grade_label],
            "profession": [person.profession] if person.profession else [],
            "region": [person.region],
            "room": [HAS_ROOM],
        }
        return person.login, person.name, {**facets, "organisation": [person.organisation, *above]}

    with function_of_script(ASKED, "unpack") as unpack:
        found = unpack(index_in(samples))
    for (login, name, facets), person in zip(found, view.mentors, strict=True):
        meets = facets.pop("meets")
        facets["organisation"] = facets["organisation"][: 1 + len(person.parents)]
        assert (login, name, facets) == shown(person)
        assert sorted(meets) == sorted(person.meets)


KINDS = (
    ("Ada", "ada"), ("Ada", "adalovelace"), ("Ada Lovelace", "ada-lovelace"),
    ("Ada Lovelace", "lovelace-ada-7"), ("Ada Lovelace", "alovelace"), ("Ada Lovelace", "x"),
    ("Ada  Lovelace ", "adal"), ("Ada King Lovelace", "ada-lovelace-ada"), ("Li Li", "li-li-li"),
    ("An Li", "lian"), ("Bo Li", "boli"), ("Máire Ní Chinnéide", "maire"), ("Máire Ní", "ní"),
    ("🙂 🙂", "smile"), ("O’Nolan", "onolan-onolan"), ("\n", "newline"),
    ("<b> $& >", "b"), ("# $", "hash"),
)  # fmt: skip
"""Names, each with a login that says the same, some of it, or nothing of it."""


def test_names_and_logins_of_every_kind_come_back_as_they_were() -> None:
    given = [(name, f"{login}{'-' * many}") for name, login in KINDS for many in range(4)]
    names = packed_names(name for name, _ in given)
    people = public_view(
        a_roster(*(a_mentor(login, name=name) for name, login in given)),
        the_programme(),
        today=TODAY,
    ).shown
    logins = packed_logins([people[login].person for _, login in given])
    with function_of_script(ASKED, "unpackNames") as unpack_names:
        found = unpack_names(names, len(given), logins)
    assert found == [[name.replace("\n", " "), login] for name, login in given]
    assert "Ada " in names["first"]["common"].split("\n")
    assert {"", "*", "<>", "<)", "(>", "<->*", "><*"} <= set(logins["ways"])


@pytest.mark.parametrize(
    "text",
    [
        "Brian O’Nolan & Sons", "Máire Ní Chinnéide", "ﬁrst ǅ İstanbul STRASSE Straße ½ ² Ⅷ",
        "a_b c-d e.f", "", "日本語 हिन्दी देवनागरी", "x\u0301\u0327 ’tis o'er ʼn", "🙂 emoji 🙂",
        "Ælfgifu Œuvre Søren ŁUKASZ Đorđe Ðuric Þóra Weiß ẞ ĦAL ılgın Ǿ",
    ],
)  # fmt: skip
def test_words_are_taken_apart_the_same_here_and_in_the_browser(text: str) -> None:
    with function_of_script(ASKED, "split") as split:
        assert split(text) == [plain_words(text), "-".join(plain_words(text))]


def test_a_choice_counts_as_taking_everybody_in_turn_would(
    ask: Function, samples: Mapping[str, bytes]
) -> None:
    data = index_in(samples)
    view = public_view(a_roster(*SAMPLES.profiles), the_programme(), today=TODAY)
    answer = ask(data, "", {"region": ["london", "scotland"], "meets": ["remote"]})
    remote = [each for each in view.mentors if "remote" in each.meets]
    both = [each for each in remote if each.region in {"London", "Scotland"}]
    assert answer["logins"] == [each.login for each in both]
    assert answer["counts"]["region"] == Counter(each.region for each in remote)
    assert answer["counts"]["grade"] == Counter(each.grade_label for each in both)


def test_an_organisation_stands_for_the_bodies_that_belong_to_it(ask: Function) -> None:
    programme = the_programme()
    part = next(each for each in programme.organisations if each.parents == ("Home Office",))
    data = index_of(
        a_mentor("in-part", organisation=part.name),
        a_mentor("elsewhere", organisation="HM Treasury"),
    )
    answer = ask(data, "", {"organisation": ["home-office"]})
    assert answer["logins"] == ["in-part"]
    assert answer["counts"]["organisation"] == {part.name: 1, "Home Office": 1, "HM Treasury": 1}
    assert ask(data, "home office")["logins"] == ["in-part"]


def test_who_has_no_room_is_hidden_until_asked_for_by_name_or_by_filter(ask: Function) -> None:
    data = index_of(
        a_mentor("mary-somerville"), a_mentor("ada-lovelace"), taken={"ada-lovelace": 1}
    )
    assert ask(data, "")["logins"] == ["mary-somerville"]
    assert ask(data, "")["counts"]["room"] == {HAS_ROOM: 1, IS_FULL: 1}
    assert ask(data, "leadership")["logins"] == ["mary-somerville"]
    assert ask(data, "lovelace")["logins"] == ["ada-lovelace"]
    assert ask(data, "", {"room": ["no-room-just-now"]})["logins"] == ["ada-lovelace"]
    assert data["helping"] == [0]


def test_a_place_that_is_left_is_room() -> None:
    data = index_of(a_mentor(capacity=2), taken={"mary-somerville": 1})
    assert data["facets"]["room"]["names"] == [HAS_ROOM]
    assert data["helping"] == [0]


def test_the_words_of_own_texts_are_found_in_the_file_of_their_beginning(ask: Function) -> None:
    people = (
        a_mentor("ada-lovelace", about="I keep *bees* and bumblebees."),
        a_mentor("mary-somerville", about="Ask me about beetroot. Été à Zürich."),
        *(a_mentor(f"mentor-{number}", about="Nothing to add.") for number in range(80)),
    )
    site = a_site(*people)
    data = index_in(site)
    assert data["texts"] == 3
    texts = texts_in(site)
    assert ask(data, "bees")["logins"] == []
    assert ask(data, "bees", {}, texts)["logins"] == ["ada-lovelace"]
    assert ask(data, "bee", {}, texts)["logins"] == ["ada-lovelace", "mary-somerville"]
    assert ask(data, "bees leadership", {}, texts)["logins"] == ["ada-lovelace"]
    assert ask(data, "été", {}, texts)["logins"] == ["mary-somerville"]
    assert len(ask(data, "nothing", {}, texts)["logins"]) == 80


@given(
    st.sampled_from("abcxyz019éжß字😀"),
    st.text("abcxyz019éжß字😀", min_size=2),
    st.integers(1, 3000),
)
def test_a_word_stands_in_the_file_where_the_browser_looks(
    number_of: Function, first: str, rest: str, files: int
) -> None:
    word = first + rest
    asked = number_of({"data": {"texts": files}}, word)
    assert asked == file_of(word, files)
    assert 0 <= asked < files


def test_own_texts_count_by_the_text_that_is_asked_and_not_by_what_was_fetched(
    ask: Function,
) -> None:
    many = [a_mentor(f"mentor-{each}", profession="Economics") for each in range(50)]
    telling = (
        a_mentor("ada-lovelace", about="Ask me about economics.", region="Wales"),
        a_mentor("mary-somerville", about="Ask me about economicks.", region="Wales"),
    )
    site = a_site(*many, *telling)
    data, texts = index_in(site), texts_in(site)
    assert len(ask(data, "economics", {}, texts)["logins"]) == 50
    assert ask(data, "economics", {"region": ["wales"]}, texts)["logins"] == []
    assert ask(data, "economicks")["corrected"] == "economics"
    answer = ask(data, "economicks", {}, texts)
    assert (answer["corrected"], answer["logins"]) == (None, ["mary-somerville"])
    few = a_site(*many[1:], *telling)
    answer = ask(index_in(few), "economics", {}, texts_in(few))
    assert len(answer["logins"]) == 50


def test_files_of_texts_name_the_order_that_they_count_in() -> None:
    one = a_mentor("ada-lovelace", about="I keep bees.")
    site, other = a_site(one), a_site(replace(one, github="zeta"), one)
    index = index_in(site)
    assert json.loads(site[f"{FOLDER}0.json"])["order"] == index["order"]
    assert index_in(other)["order"] != index["order"]


def test_mistyped_words_names_and_aliases_are_found(
    ask: Function, samples: Mapping[str, bytes]
) -> None:
    data = index_in(samples)
    assert ask(data, "pepyss")["logins"][0] == "samuel-pepys"
    assert ask(data, "lovelcae")["corrected"] == "lovelace"
    assert ask(data, "onolan")["logins"] == ["brian-onolan"]
    north = index_of(a_mentor("one", name="Ælfgifu Łukasz"), a_mentor("two", name="Søren Weiß"))
    for asked in ("aelfgifu", "ÆLFGIFU", "lukasz", "Łukasz"):
        assert ask(north, asked) | {"counts": None} == {
            "logins": ["one"], "counts": None, "corrected": None,
        }  # fmt: skip
    assert ask(north, "soren weiss")["logins"] == ["two"]
    assert ask(data, "who can help me with interviews")["logins"]
    of_confidence = {
        each.github for each in SAMPLES.profiles if "Confidence" in (each.offers or ())
    }
    assert {*ask(data, "imposter syndrome")["logins"]} == of_confidence, "aliases of it alone"
    assert ask(data, "   ")["logins"] == ask(data, "")["logins"]
