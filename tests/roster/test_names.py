"""Names of people all over the world pass; tricks with names do not."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from roster.loading import load_roster
from roster.model import Profile
from roster.names import _PLAIN_LOOKS, _all_looks, odd_part_of_name, skeleton
from roster.writing import write_profile
from tests.builders import TODAY, a_mentor, the_programme


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace", "Agricola", "Zoë Ångström-Núñez", "O'Brien", "Nuala O’Brien",
        "Jan van der Meer", "Reginald Plunkett-Ernle-Erle-Drax", "Siân ap Gruffudd", "Mª José Ruiz",
        "Samuel P. Pepys Jr.", "Işıl İpek", "Nguyễn Thị Ánh", "Þórður Ægisson", "Łucja Żółć",
        "Ğözde", "Ольга Иванова", "Ελένη Παπαδοπούλου", "فاطمة الزهراء", "علی‌رضا رضایی",
        "משה כהן", "सुनीता देवी", "தமிழ்ச்செல்வி", "ശ്രീദേവി", "กมลวรรณ", "陳大文",
        "田中ひろし", "タナカ 太郎", "김철수",
        "ሰላም ተስፋዬ", "Նարե Սարգսյան", "ნინო", "Kamehameha ʻIolani",
        "佐々木", "Anna-Lena", "Ng", "Ó Cadhain, Máirtín", "X Æ",
    ],
)  # fmt: skip
def test_names_from_everywhere_pass(name: str) -> None:
    assert odd_part_of_name(name) is None
    assert odd_part_of_name(unicodedata.normalize("NFD", name)) is None


@pytest.mark.parametrize(
    "name",
    [
        "Ada <b>", "@ada", "ada@gov.uk", "[Ada](x)", "Ada\nLovelace", "Ada_Lovelace", "*Ada*",
        "https Ada", "www.ada", "Ada #1", "Ada\tL", " Ada",
        "Ada ", "123", "-", "…", "👩 Ada", "Ada™",
        "Аda", "Adа", "Ada Lоvelace", "µm", "pаypal", "Ωmega", "a\u0430",
        "Ada {x}", "Ada|Lovelace", "Ada `x`", "&amp; Ada", "Ada; DROP", "Ada\\x",
        "\U0001d400\U0001d41d\U0001d41a", "Ad\u0301\u0302\u0303\u0304\u0305a",
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_with_a_sentence(name: str) -> None:
    answer = odd_part_of_name(name)
    assert answer is not None
    assert answer.endswith(".")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alan Turing", "AIan Turing"),
        ("Ada Lovelace", "Аdа Lоvеlасе"),
        ("Tom Horne", "Torn Horne"),
        ("Mary Hill", "Ｍａｒｙ Hill"),
        ("Оlga", "Olga"),
    ],
)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_names_that_differ_to_the_eye_have_different_skeletons() -> None:
    names = ("Ada", "Adah", "Zoe", "Zoë", "Ada Lovelace", "Alan Turing", "김철수", "김철호")
    assert len({skeleton(each) for each in names}) == len(names)


def test_the_short_table_says_what_the_long_one_says() -> None:
    looks = _all_looks()
    assert {each: looks[each] for each in _PLAIN_LOOKS} == _PLAIN_LOOKS
    assert not {each for each in looks if each.isascii()} - set(_PLAIN_LOOKS)


def rules(folder: Path, *people: Profile) -> list[tuple[str, str]]:
    (folder / "profiles").mkdir()
    for each in people:
        (folder / "profiles" / f"{each.github}.yaml").write_bytes(write_profile(each))
    loaded = load_roster(root=folder, programme=the_programme(), today=TODAY)
    return [(each.rule, each.path) for each in loaded.problems]


def test_a_look_alike_of_an_existing_name_is_refused(tmp_path: Path) -> None:
    real, fake = a_mentor("alan", name="Alan Turing"), a_mentor("zlan", name="AIan Turing")
    assert rules(tmp_path, real, fake) == [("name-look-alike", "profiles/zlan.yaml")]


def test_two_people_may_share_a_name(tmp_path: Path) -> None:
    one, other = a_mentor("a", name="Nuala O'Brien"), a_mentor("b", name="Nuala O’Brien")
    assert rules(tmp_path, one, other) == []
