"""Names of people all over the world pass; tricks with names do not."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from roster.checking import check_file
from roster.loading import load_roster
from roster.mending import mended
from roster.model import Profile
from roster.names import _PLAIN_LOOKS, _all_looks, is_same_name, odd_part_of_name, skeleton
from roster.writing import write_fields, write_profile
from tests.builders import REPOSITORY, TODAY, a_mentor, the_programme

GOOD = (REPOSITORY / "tests/examples/accepted/the-example.yaml").read_bytes()
NAMES = (REPOSITORY / "tests/examples/names.txt").read_text("utf-8").splitlines()
HOSTILE = [
    "Ada <b>", "@ada", "Ada @ gov", "ada@gov.uk", "＠ada", "[Ada](x)", "[Ada]", "Ada\nLovelace",
    "Ada\tL", "Ada_L", "*Ada*", "**Ada**", "# Ada", "> Ada", "- Ada", "-Ada", "Ada-",
    "~~Ada~~", "`Ada`", "![x](y)", "https://ada", "www.ada.uk", "evil.com", "Ada evil.com",
    "visit EVIL.COM", "gov.uk", "Ada.Lovelace.uk", "Ada HMRC.GOV.UK",
    "Аda", "Ada Lоvelace", "AdаLovelace",
    "Ωmega", "pаypal", "aа", "Ada™", "Ada ©", "Ada 🙂", "👩 Ada", "ⓐda", "🄰da", "𝐀𝐝𝐚", "𝔄𝔡𝔞",
    "ᴀᴅᴀ", "ᴬda", "A\u0336d\u0336a\u0336", "A\u20ddda", "Ad\u0301\u0302\u0303\u0304\u0305a",
    "\u0301Ada", "123", "-", "…", "...", "''", "()", "Ada ()", "Ada (@x)", "Ada (<b>)",
    "Ada (https://x)", "Ada ((x))", "Ada (x", "Ada x)", 'Ada "x', "(Ada", "{{ Ada }}",
    "{% x %}", "${Ada}", "Ada; DROP TABLE", "Ada && x", "Ada | x", "Ada \\ x", "Ada/x",
    "&amp;", "&#65;da", "Ada%20L", "＜b＞Ada", "Ada＃1", "Ada：x", "Ada＼x", " Ada", "Ada ",
    "\xa0Ada", "Ada  ", "Ada $", "Ada €", "Ada + Bob", "Ada = x", "Ada^2", "Ada ← Bob",
    "Ada ¬", " ", "\u3000", "Ada https", "javascript:alert(1)", "!", "! Ada", "Ada!", "Ada?",
    "Ada!!", "a⁄b", "½", "Ⅷ", "١٢٣", "Ada ﷽", "Ada ￼",  "Ada ಠ_ಠ", "Ada ☺", "☃",
    "Ada ♥ Bob", "Ada ★", "Ada ✓ verified", "Ada ✔", "ⒶⒹⒶ", "ＡｄａЖ", "Adа-Lovelace", "O'Вася",
    "Наtаlіе", "Ꭺda", "Ⲁda", "Αda", "Aԁa", "Ada §", "Mary Jones she/her", "A/B", "Taro山田",
    "Ada (she/her)", "Ada（", "Ada（@x）", "Ada（<b>）", "Ada（）", "Ada （（x））",
    "Ada（https://x）", "Ada （mix аda）",
]  # fmt: skip


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
        'Ada ("<b>")', 'Ada ("@ada")', 'Ada ("x)', "Ada (“Аda”)", 'Ada ("x"y)', 'Ada ("she/her")',
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


@pytest.mark.parametrize("name", NAMES)
def test_each_name_of_the_list_passes_the_whole_check(name: str) -> None:
    for form in ("NFC", "NFD"):
        line = write_fields({"name": unicodedata.normalize(form, name)})
        data = GOOD.replace(b"name: Ada Lovelace\n", line)
        checked = check_file(
            data, path="profiles/ada-lovelace.yaml", programme=the_programme(), today=TODAY
        )
        assert checked.problems == ()
        assert checked.profile is not None
        assert checked.profile.name == unicodedata.normalize(form, name)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_name_passes(name: str) -> None:
    assert (odd_part_of_name(name) or "").endswith(".")


@pytest.mark.parametrize("name", ["Ada (she/her)", "Ada She / Her", "Ada （they/them/theirs）"])
def test_pronouns_are_sent_to_their_own_place(name: str) -> None:
    assert odd_part_of_name(name) == "Pronouns are no part of the name here: say them in `about`."


@pytest.mark.parametrize("name", ["O`Brien", "O´Brien", "Lili`uokalani"])
def test_a_sign_typed_for_an_apostrophe_is_told_and_mended(name: str) -> None:
    assert "is no apostrophe" in (odd_part_of_name(name) or "")
    data = GOOD.replace(b"Ada Lovelace", name.encode())
    after = mended(data, path="profiles/ada-lovelace.yaml", programme=the_programme(), today=TODAY)
    assert after.split(b"\n")[0].decode() == f"name: {re.sub('[`´]', '’', name)}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gail", "G\u0251il"), ("gail", "\u0261ail"), ("Ana", "An\u0251"),
        ("Turing", "Tur\u0131ng"), ("Pepe", "\u0420\u0435\u0440\u0435"), ("Oscar", "0scar"),
        ("Bjørn", "Bjo\u0338rn"), ("Łem", "L\u0338em"), ("Đorđe", "D\u0335orđe"), ("Æsop", "AEsop"),
    ],
)  # fmt: skip
def test_letters_of_the_same_alphabet_look_alike_too(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ștefan", "\u015etefan"), ("Nuala O'Brien", "Nuala O‘Brien"),
        ("Liliʻuokalani", "Lili'uokalani"),
        ("ʿAbd", "'Abd"), ("NUALA O’BRIEN", "Nuala O'Brien"), ("Zoë", "Zoe\u0308"),
    ],
)  # fmt: skip
def test_two_people_may_write_one_name_in_two_ways(tmp_path: Path, one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert rules(tmp_path, a_mentor("a", name=one), a_mentor("b", name=other)) == []
