"""How well people's own words find their area: 300 phrases, three ways of looking them up.

Usage: python -m benchmarks.area_words. Where the extra `words` is installed (`make bench-words`),
the language model is a fourth way. The phrases are in area_phrases.tsv, written before any
alias was added for them. Those of the set `tuned` were read while aliases were chosen; those of
the set `held` were not, and none of them was made an alias.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from commands.word_model import gather_meaning
from roster.areas import MOST_SUGGESTIONS, suggest_areas
from roster.loading import load_programme
from roster.model import Area
from roster.words import fold

_HERE: Final = Path(__file__).resolve().parent

SHIPPED: Final = "pieces of words"
TOGETHER: Final = "with their meaning"
ENOUGH: Final = 0.9
"""The share of phrases that must find their area among the first three."""

Way = Callable[[str], tuple[str, ...]]
"""A way of looking up: from a phrase to areas, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What somebody wrote, how it is written, and the areas that would be right."""

    text: str
    set: str
    kind: str
    areas: tuple[str, ...]


def read_phrases() -> tuple[Phrase, ...]:
    """Read the phrases in the order of their file."""
    with (_HERE / "area_phrases.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Phrase(
                text=row["phrase"],
                set=row["set"],
                kind=row["kind"],
                areas=tuple(row["areas"].split("|")),
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def ways_of(areas: tuple[Area, ...]) -> dict[str, Way]:
    """Name the ways that are compared, each over the same list."""
    texts = [
        (fold(text), area.name)
        for area in areas
        for text in (area.name, *area.aliases, area.meaning)
    ]

    def named(phrase: str) -> tuple[str, ...]:
        certain = suggest_areas(phrase, areas).certain
        return (certain,) if certain else ()

    def fuzzy(phrase: str) -> tuple[str, ...]:
        found = process.extract(
            fold(phrase),
            [text for text, _ in texts],
            scorer=fuzz.token_sort_ratio,
            limit=50,
        )
        return tuple(dict.fromkeys(texts[place][1] for *_, place in found))[:MOST_SUGGESTIONS]

    def pieces(phrase: str) -> tuple[str, ...]:
        return named(phrase) or tuple(
            each.area for each in suggest_areas(phrase, areas).suggestions
        )

    found: dict[str, Way] = {"names and aliases only": named, "RapidFuzz": fuzzy, SHIPPED: pieces}
    meaning = gather_meaning()
    if meaning is None:
        return found

    def together(phrase: str) -> tuple[str, ...]:
        answer = suggest_areas(phrase, areas, meaning=meaning)
        return tuple(each.area for each in answer.suggestions) or named(phrase)

    return {**found, TOGETHER: together}


def shares(way: Way, phrases: Iterable[Phrase]) -> tuple[float, float]:
    """Return the shares of phrases whose first area, and one of whose first three, is right."""
    answers = [(way(each.text), each.areas) for each in phrases]
    first = sum(bool(set(found[:1]) & set(right)) for found, right in answers)
    three = sum(bool(set(found) & set(right)) for found, right in answers)
    return first / len(answers), three / len(answers)


def _row(title: str, phrases: tuple[Phrase, ...], ways: dict[str, Way]) -> str:
    cells = (shares(way, phrases) for way in ways.values())
    figures = "".join(f"{first:>13.3f}{three:>10.3f}" for first, three in cells)
    return f"{title:<26}{len(phrases):>6}{figures}"


def main() -> None:
    """Print top-1 and top-3 of every way, by set and by how the phrases are written."""
    root = _HERE.parent
    programme, problems = load_programme(root=root, shipped=root)
    if programme is None:
        sys.exit("\n".join(str(each) for each in problems))
    phrases = read_phrases()
    wrong = {name for each in phrases for name in each.areas} - set(programme.area_by_name)
    if wrong:
        sys.exit(f"area_phrases.tsv names areas that are not in the list: {sorted(wrong)}")
    ways = ways_of(programme.areas)
    known = ways["names and aliases only"]
    started = time.perf_counter()
    known("")
    built = time.perf_counter() - started

    groups = {"all": phrases}
    for name in ("tuned", "held"):
        groups[name] = tuple(each for each in phrases if each.set == name)
        groups[f"{name}, not in the list"] = tuple(
            each for each in groups[name] if not known(each.text)
        )
    for kind in dict.fromkeys(each.kind for each in phrases):
        for name in ("tuned", "held"):
            groups[f"{name}, {kind}"] = tuple(each for each in groups[name] if each.kind == kind)

    print(f"{'':<32}" + "".join(f"{name:>23}" for name in ways))
    print(f"{'phrases':<26}{'count':>6}" + f"{'top-1':>13}{'top-3':>10}" * len(ways))
    for title, some in groups.items():
        print(_row(title, some, ways))

    started = time.perf_counter()
    for each in phrases:
        suggest_areas(each.text, programme.areas)
    spent = (time.perf_counter() - started) / len(phrases)
    mistaken = [
        each for each in phrases if known(each.text) and known(each.text)[0] not in each.areas
    ]
    print(f"Certain and wrong: {len(mistaken)} of {sum(bool(known(e.text)) for e in phrases)}.")
    print(f"Reading the list: {built * 1000:.0f} ms; one phrase: {spent * 1000:.2f} ms.")
    _refuse_too_few(ways, groups)


def _refuse_too_few(ways: dict[str, Way], groups: dict[str, tuple[Phrase, ...]]) -> None:
    """Fail where what is shipped, or the language model, finds too few."""
    for name in (SHIPPED, TOGETHER):
        for title in ("all", "held"):
            share = shares(ways[name], groups[title])[1] if name in ways else 1
            if share < ENOUGH:
                sys.exit(f"{name}: top-3 of the {title} phrases is {share:.3f}, below {ENOUGH}.")


if __name__ == "__main__":
    main()
