"""Charts as static SVG: two bars a row, drawn by leather and coloured by the site's own style.

Names with two counts each come in; an SVG element goes out, with its title and description, and
without a style, a colour, a font or a script of its own. It must never know what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from leather import Axis, Bars, Chart, Series
from markupsafe import Markup

from site_builder.words import shortened

_WIDTH: Final = 320
_MARGIN: Final = 16
"""leather leaves a twentieth of the width free on each side; the page has margins of its own."""

_NUMBERS: Final = 44
"""Room for the number behind the longest bar."""

_ROW: Final = 62
_NAME: Final = 26
_BAR: Final = 13
_INDENT: Final = 5
_KEY: Final = 34
MOST_LETTERS: Final = 38
"""What has room on a phone in the widest of the usual fonts; the table has names in full."""

_NOT_OURS: Final = ("fill", "font-family", "font-size", "stroke", "stroke-width")
_DECIMALS: Final = re.compile(r"\d+\.\d{2,}")

# What leather hands over has no types.
_Any = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of bar: what the key says, and the class by which the style colours it."""

    name: str
    style: str


Row = tuple[str, int, int]
"""A name, and the counts of the two kinds."""


def bar_chart(
    rows: Sequence[Row],
    kinds: Sequence[Kind],
    *,
    key: str,
    title: str,
    summary: str,
    number: Callable[[int], str] = str,
) -> Markup:
    """Draw two bars for each row in the order given, or nothing of no rows.

    `key` begins the ids of its parts; `number` writes the counts.
    """
    if not rows:
        return Markup()
    places = [str(place) for place in range(len(rows))]
    chart = Chart()
    for at, kind in enumerate(kinds):
        data = [(row[at + 1], place) for row, place in zip(rows, places, strict=True)]
        chart.add_series(Series(data[::-1], name=kind.name), _BarsBelow(kind.style, at, number))
    chart.add_x_scale(0, max(1, *(max(row[1:]) for row in rows)))
    chart.add_x_axis(ticks=[0], tick_formatter=lambda *_: "")
    chart.set_y_axis(_NamesAbove({place: row[0] for place, row in zip(places, rows, strict=True)}))
    height = len(rows) * _ROW + _KEY
    drawn = chart.to_svg_group(_WIDTH, height + 2 * _MARGIN)
    return _element(drawn, height=height, key=key, title=title, summary=summary)


class _BarsBelow(Bars):  # type: ignore[misc]  # leather has no types
    """Bars in the lower part of each row, below its name and the bars of the kinds before."""

    def __init__(self, style: str, place: int, number: Callable[[int], str]) -> None:
        super().__init__(style)
        self._top = _NAME + place * (_BAR + 2)
        self._number = number

    def to_svg(self, *given: _Any) -> Element:
        group: Element = super().to_svg(*given)
        series = given[4]
        for bar, datum in zip(list(group), series.data(), strict=True):
            top = float(bar.get("y", 0)) + self._top
            bar.set("y", str(top))
            bar.set("height", str(_BAR))
            end = float(bar.get("x", 0)) + float(bar.get("width", 0))
            said = SubElement(group, "text", x=str(end + _INDENT), y=str(top + _BAR - 2))
            said.text = self._number(datum.x)
        return group


class _NamesAbove(Axis):  # type: ignore[misc]  # leather has no types
    """An axis whose names stand above their bars, so that these have the whole width."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(list(names), lambda place, *_: shortened(names[place], MOST_LETTERS))

    def estimate_label_margin(self, *_: _Any) -> int:
        return 0

    def to_svg(self, *given: _Any) -> Element:
        group: Element = super().to_svg(*given)
        for tick in group:
            line, name = tick
            middle = float(name.get("y", 0))
            tick.remove(line)
            for attribute in ("text-anchor", "dy"):
                name.attrib.pop(attribute)
            name.attrib.update({"x": str(_INDENT), "y": str(middle - _ROW / 2 + _NAME - 2)})
        return group


def _element(drawn: Element, *, height: int, key: str, title: str, summary: str) -> Markup:
    """Make an accessible element of what leather drew, without its colours and fonts."""
    svg = Element(
        "svg",
        {
            "class": "mm-chart__bars",
            "role": "img",
            "aria-labelledby": f"{key}-title {key}-summary",
            "viewBox": f"{_MARGIN} {_MARGIN - 14} {_WIDTH - 2 * _MARGIN + _NUMBERS} {height}",
        },
    )
    SubElement(svg, "title", id=f"{key}-title").text = title
    SubElement(svg, "desc", id=f"{key}-summary").text = summary
    drawn.remove(drawn[0])  # the background
    svg.append(drawn)
    for part in svg.iter():
        _bare(part)
    return Markup(tostring(svg, encoding="unicode"))  # noqa: S704 -- made element by element


def _bare(part: Element) -> None:
    style = part.get("fill", "")
    for attribute in _NOT_OURS:
        part.attrib.pop(attribute, None)
    if style.startswith("mm-"):
        part.set("class", style)
    for name, value in part.attrib.items():
        part.set(name, _DECIMALS.sub(lambda found: f"{float(found[0]):.1f}", value))
