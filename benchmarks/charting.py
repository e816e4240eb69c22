"""What a first chart costs by each of several plotting libraries, and what a page's policy refuses.

Usage: make bench-charts. Ten names with two bars each, every library in a process of its own with
its import; the better of two runs, in seconds of processor time.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from io import StringIO
from time import process_time
from typing import Final

import jinja2  # noqa: F401 -- a build has loaded it before it draws anything

import site_builder.words  # noqa: F401 -- the same

_NAMES: Final = (
    *("Leadership", "Public speaking", "Statistics", "Policy advice", "Promotion"),
    *("Wellbeing", "Negotiation", "Networking", "Managing up", "Coaching"),
)
_MENTORS: Final = (3, 4, 1, 6, 2, 1, 0, 3, 2, 1)
_MENTEES: Final = (9, 8, 8, 7, 6, 5, 4, 4, 3, 2)
_RUNS: Final = 2


def _leather() -> str:
    from site_builder.charts import Kind, bar_chart  # noqa: PLC0415 -- its import is measured

    kinds = (Kind(name="mentors", style="mm-a"), Kind(name="mentees", style="mm-b"))
    rows = list(zip(_NAMES, _MENTORS, _MENTEES, strict=True))
    return bar_chart(rows, kinds, key="k", title="t", summary="s")


def _pygal() -> str:
    import pygal  # type: ignore[import-not-found]  # noqa: PLC0415

    chart = pygal.HorizontalBar(js=[], no_prefix=True, disable_xml_declaration=True)
    chart.x_labels = _NAMES
    chart.add("mentees", _MENTEES)
    chart.add("mentors", _MENTORS)
    return str(chart.render(is_unicode=True))


def _matplotlib() -> str:
    import matplotlib as mpl  # type: ignore[import-not-found]  # noqa: PLC0415
    from matplotlib.figure import Figure  # type: ignore[import-not-found]  # noqa: PLC0415

    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "mentor-match"})
    figure = Figure(figsize=(4, 5))
    axes = figure.subplots()
    axes.barh(range(10), _MENTEES, 0.4, tick_label=_NAMES)
    axes.barh([place + 0.4 for place in range(10)], _MENTORS, 0.4)
    text = StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()


def _vega_lite() -> str:
    import vl_convert  # type: ignore[import-not-found]  # noqa: PLC0415

    pairs = [("mentors", _MENTORS), ("mentees", _MENTEES)]
    values = [
        {"area": name, "kind": kind, "people": number}
        for kind, numbers in pairs
        for name, number in zip(_NAMES, numbers, strict=True)
    ]
    encoding = {
        "y": {"field": "area", "type": "nominal"},
        "x": {"field": "people", "type": "quantitative"},
        "yOffset": {"field": "kind"},
        "color": {"field": "kind"},
    }
    specification = {"data": {"values": values}, "mark": "bar", "encoding": encoding}
    return str(vl_convert.vegalite_to_svg(specification))


def _lets_plot() -> str:
    from lets_plot import aes, geom_bar, ggplot  # type: ignore[import-not-found]  # noqa: PLC0415

    numbers = {"area": list(_NAMES), "people": list(_MENTEES)}
    plot = ggplot(numbers, aes("area", "people")) + geom_bar(stat="identity")
    return str(plot.to_svg())


LIBRARIES: Final[Mapping[str, Callable[[], str]]] = {
    "leather": _leather,
    "pygal": _pygal,
    "lets-plot": _lets_plot,
    "vl-convert": _vega_lite,
    "matplotlib": _matplotlib,
}


def main(words: list[str]) -> int:
    """Print the table, or the row of one library; return the exit status."""
    if words:
        print(_row(LIBRARIES[words[0]]))
        return 0
    print(f"{'library':<12}{'first':>8}{'next':>8}{'bytes':>8}  styles, scripts, same again")
    for name in LIBRARIES:
        command = [sys.executable, "-m", "benchmarks.charting", name]
        runs = [
            subprocess.run(command, capture_output=True, text=True, check=True).stdout
            for _ in range(_RUNS)
        ]
        print(f"{name:<12}{min(runs, key=lambda row: float(row.split()[0])).rstrip()}")
    return 0


def _row(draw: Callable[[], str]) -> str:
    start = process_time()
    chart = draw()
    first, start = process_time() - start, process_time()
    is_same = draw() == chart
    styles = len(re.findall(r"<style|\sstyle=", chart))
    told = f"{styles}, {chart.count('<script')}, {'yes' if is_same else 'no'}"
    return f"{first:>8.3f}{process_time() - start:>8.3f}{len(chart):>8,}  {told}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
