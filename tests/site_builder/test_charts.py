"""Charts: what is drawn, how it is told, and that a page's policy has nothing to refuse."""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

from site_builder.charts import Kind, bar_chart
from site_builder.figures import Bar, Figure
from site_builder.last_round import SMALL_GROUPS
from tests.builders import a_mentee, a_mentor
from tests.site_builder.building import a_site, text_of, words_of

KINDS = (Kind(name="mentors", style="mm-one"), Kind(name="mentees", style="mm-other"))


def drawn(*rows: tuple[str, int, int]) -> Element:
    return fromstring(bar_chart(rows, KINDS, key="k", title="Title", summary="What it shows"))  # noqa: S314 -- our own


def texts(chart: Element) -> list[str]:
    return [each.text or "" for each in chart.iter("text") if each.text]


def lengths(chart: Element, style: str) -> list[float]:
    """The bars of one kind from the top down; the key's square has the same class."""
    bars = [each for each in chart.iter("rect") if each.get("class") == style][1:]
    return [
        float(each.get("width", ""))
        for each in sorted(bars, key=lambda each: float(each.get("y", "")))
    ]


def test_bars_are_as_long_as_their_numbers_in_the_order_given() -> None:
    chart = drawn(("A", 10, 5), ("B", 0, 20))
    one, other = lengths(chart, "mm-one"), lengths(chart, "mm-other")
    longest = other[1]
    assert [round(each / longest, 2) for each in (*one, *other)] == [0.5, 0, 0.25, 1]


def test_no_two_bars_and_names_share_a_place() -> None:
    chart = drawn(*((str(number), 3, 4) for number in range(30)))
    tops = sorted(
        float(each.get("y", "")) for each in chart.iter("rect") if each.get("height") == "13"
    )
    assert len(tops) == 60
    assert min(b - a for a, b in pairwise(tops)) > 13
    height = float(chart.get("viewBox", "").split()[3])
    assert tops[-1] + 13 < height


def test_names_and_numbers_are_text_and_the_whole_has_a_title_and_a_description() -> None:
    chart = drawn(("Fish & <chips>", 1234, 0))
    assert texts(chart) == ["mentors", "mentees", "Fish & <chips>", "1234", "0"]
    assert chart.get("role") == "img"
    named = [chart.find(f".//*[@id='{each}']") for each in chart.get("aria-labelledby", "").split()]
    assert [each.text for each in named if each is not None] == ["Title", "What it shows"]


def test_nothing_in_a_chart_has_a_style_a_script_or_an_address() -> None:
    for part in drawn(("A", 1, 2), ("B", 3, 4)).iter():
        assert part.tag in {"svg", "title", "desc", "g", "rect", "text", "line"}
        assert not {"style", "fill", "stroke", "font-family", "href"} & set(part.attrib)


def test_of_no_rows_nothing_is_drawn_and_of_zeros_no_bar() -> None:
    assert bar_chart((), KINDS, key="k", title="", summary="") == ""
    assert lengths(drawn(("A", 0, 0)), "mm-one") == [0]


def test_of_many_bars_the_largest_are_drawn_and_the_table_has_all() -> None:
    bars = tuple(Bar(f"{number}", number, 1) for number in range(40))
    figure = Figure(key="k", title="t", bars=bars)
    assert [each.name for each in figure.drawn] == [str(39 - number) for number in range(10)]
    few = Figure(key="k", title="t", bars=bars[:15])
    assert few.drawn == few.bars


def test_the_largest_group_is_never_the_sum_of_small_ones() -> None:
    figure = Figure(key="k", title="t", bars=(Bar("a", 5, 5), Bar(SMALL_GROUPS, 9, 9)))
    assert figure.largest.name == "a"


def test_the_statistics_draw_demand_and_supply_with_a_sentence_and_a_table() -> None:
    site = a_site(a_mentor(), a_mentee("one", seeks=("Promotion",)), a_mentee("two"))
    page = text_of(site, "statistics/index.html")
    assert '<title id="by-grade-title">Mentors and mentees by grade</title>' in page
    said = words_of(page)
    assert "Most are missing in Promotion: 1 person seeks help, and no mentor offers it." in said
    assert "HEO has most people: no mentor and 2 mentees." in said
    assert "Region Mentors Mentees London 1 2" in said
    assert "Mentors and mentees by area: Career" in said


def test_one_person_is_told_in_the_singular_and_nobody_in_words() -> None:
    said = words_of(text_of(a_site(a_mentor()), "statistics/index.html"))
    assert "1 mentor has room for 1 mentee; nobody seeks a mentor yet." in said
    assert "person 1 mentor 1 mentees 0 place with mentors 1" in said
    assert "Nobody seeks help yet, so nothing is missing." in said
    assert "Grade 7 has most people: 1 mentor and no mentee." in said
    other = words_of(text_of(a_site(a_mentee()), "statistics/index.html"))
    assert "No mentor has joined yet; 1 person seeks a mentor." in other


def test_who_left_a_question_open_is_no_largest_group() -> None:
    people = [*(a_mentee(f"m-{each}") for each in range(3)), a_mentor(profession="Policy")]
    said = words_of(text_of(a_site(*people), "statistics/index.html"))
    assert "Policy has most people: 1 mentor and no mentee." in said
    assert "Not said 0 3" in said
    nobody = words_of(text_of(a_site(a_mentor()), "statistics/index.html"))
    assert "By profession" not in nobody
