"""What finding a mentor costs in a browser, side by side with Pagefind and MiniSearch.

Usage: python -m benchmarks.searching [MENTORS ...] (default: 10000 100000; the peers up to 10000).
People are made by `simulate`, their names and logins by Faker, so that hardly two are alike; areas
have their aliases in ours alone. Everything is served
compressed from this machine to Chromium over a link held to 1.6 Mbit/s and 150 ms. Each way
searches in a page of its own whose script is there already: its index is not. `filter ms` is
without the link: a filter added to a search.
"""

from __future__ import annotations

import gzip
import html
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from faker import Faker
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.measuring import asked_sizes
from benchmarks.ticking import ticks
from commands.shipped import shipped_folder
from commands.site_inputs import gather_assets, gather_templates
from intake.simulation import simulate_people
from matcher.published import published_points
from roster.loading import load_programme
from roster.model import Profile, Programme, Roster
from site_builder.facets import facets
from site_builder.public_view import Person, PublicView, public_view
from site_builder.search_index import search_index, search_logins
from site_builder.site import build_site
from site_builder.words import plain_words
from tools.find_browser import browser_path, launch_arguments
from tools.local_site import served

TODAY: Final = date(2026, 11, 1)
_PEERS: Final = Path(__file__).parent / "searching_peers"
_LIBRARIES: Final = Path("build/peer-search/node_modules")
_PAGEFIND: Final = Path("build/peer-sites")
_SCRIPTS: Final = shipped_folder() / "templates" / "site" / "scripts"
_MOST_FOR_PEERS: Final = 10_000
_PEOPLE_A_MENTOR: Final = 2.7
_LINK: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
_QUESTION: Final = "statistics"
_REGIONS: Final = ("London", "Scotland", "Wales", "North East", "South West")
_TIMES: Final = 5
_SLIPS: Final = 500
_SHORTEST_SLIPPED: Final = 5
_FIRST_VIEW: Final = """() => performance.getEntriesByType("resource")
  .filter((each) => !each.name.includes("search-")).map((each) => new URL(each.name).pathname)"""

_NAMES: Final = OrderedDict(en_GB=80, en_IN=8, en_US=4, pl_PL=2, es_ES=2, it_IT=2, fr_FR=2)
"""Shares of the lists that names come from: 10,000 people then have some 9,700 different ones."""

_LOGINS_OF_NAMES: Final = 0.6
_PUBLISHED: Final = {"mentors/index.html", "search-index.json", "search-logins.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one way of searching cost: bytes to the first result and in all, then milliseconds."""

    ready: int
    sent: int
    requests: int
    first: float
    change: float
    found: int


def mentors_made(number: int, programme: Programme) -> tuple[Profile, ...]:
    """Make so many mentors, in order of logins."""
    people = simulate_people(
        people=int(number * _PEOPLE_A_MENTOR), seed=1, programme=programme, today=TODAY
    )
    faker = Faker(_NAMES)
    faker.seed_instance(1)
    chance = random.Random(1)  # noqa: S311 -- a benchmark, the same each time
    made: dict[str, Profile] = {}
    for each in islice((each for each in people if each.is_mentor), number):
        first, last = faker.first_name(), faker.last_name()
        login = _login(first, last, chance, faker.user_name())
        while login in made:
            login += str(chance.randrange(10))
        made[login] = replace(each, name=f"{first} {last}", github=login, choices=())
    return tuple(made[login] for login in sorted(made))


def _login(first: str, last: str, chance: random.Random, other: str) -> str:
    """Make a login of the name in one of the usual ways, or in two of five take another."""
    one, two = "".join(plain_words(first)), "".join(plain_words(last))
    usual = (one + two, f"{one}-{two}", one[0] + two, one + two[0], f"{one}{chance.randrange(100)}")
    login = chance.choice(usual) if chance.random() < _LOGINS_OF_NAMES else other
    return re.sub("[^a-z0-9]+", "-", login).strip("-") or "person"


def write_ours(folder: Path, view: PublicView, programme: Programme) -> None:
    """Write our scripts and the index of these people."""
    shutil.copytree(_SCRIPTS, folder / "ours" / "scripts")
    by_key = facets(view.mentors, programme)
    index = search_index(view.mentors, by_key, programme)
    (folder / "ours" / "search-index.json").write_bytes(index)
    (folder / "ours" / "search-logins.json").write_bytes(search_logins(view.mentors))


def write_page(folder: Path, name: str) -> None:
    """Write the page in which one way searches, with its script."""
    shutil.copy(_PEERS / f"{name}.js", folder)
    text = f'<!DOCTYPE html><title>{name}</title><script type="module" src="{name}.js"></script>'
    (folder / f"{name}.html").write_text(text, "utf-8")


def write_minisearch(folder: Path, mentors: Iterable[Person]) -> None:
    """Write MiniSearch and its index of the same words."""
    shutil.copytree(_LIBRARIES / "minisearch" / "dist", folder / "minisearch" / "dist")
    documents = [{"id": at, **_document(each)} for at, each in enumerate(mentors)]
    library = _LIBRARIES / "minisearch" / "dist" / "es" / "index.js"
    words = [_node(), str(_PEERS / "make-minisearch.mjs"), str(library.resolve())]
    out = str(folder / "minisearch-index.json")
    subprocess.run([*words, out], input=json.dumps(documents), text=True, check=True)


def _document(person: Person) -> Mapping[str, str]:
    """What the peers know of a person: no aliases, which would make them heavier still."""
    return {
        "name": person.name,
        "area": "\n".join(person.offers),
        "organisation": person.organisation,
        "grade": person.grade_label,
        "profession": person.profession or "",
        "region": person.region,
        "meets": "\n".join(person.meets),
    }


def write_pagefind(folder: Path, mentors: Iterable[Person]) -> None:
    """Write a page a mentor with the same words and filters, and let Pagefind index them."""
    pages = folder / "people"
    pages.mkdir()
    for person in mentors:
        (pages / f"{person.login}.html").write_text(_pagefind_page(person), "utf-8")
    paths = os.pathsep.join([str(_PAGEFIND.resolve()), os.environ.get("PYTHONPATH", "")])
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pagefind",
            "--site",
            str(folder),
            "--glob",
            "people/*.html",
            "--quiet",
        ],
        check=True,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
    )


def _pagefind_page(person: Person) -> str:
    document = _document(person)
    filters = "".join(
        f'<p data-pagefind-filter="{key}">{html.escape(value)}</p>'
        for key in ("organisation", "grade", "profession", "region", "meets", "area")
        for value in document[key].split("\n")
        if value
    )
    return (
        f'<!DOCTYPE html><html lang="en"><title>{html.escape(person.name)}</title>'
        f"<body data-pagefind-body><h1>{html.escape(person.name)}</h1>{filters}</body></html>"
    )


def measure(browser: Browser, address: str, name: str) -> Cost:
    """Search once over the slow link with an empty cache, then change a filter without it."""
    first, ready, sent, requests, found = [], 0, 0, 0, 0
    for _ in range(_TIMES):
        page, session = _slow_page(browser, f"{address}{name}.html")
        received = _noted(session)
        took, answer = _asked(page, name, _QUESTION)
        ready = sum(received)
        page.evaluate(f"import('/{name}.js').then(({{ rest }}) => rest)")
        page.wait_for_timeout(200)
        first.append(took)
        sent, requests, found = sum(received), len(received), answer["number"]
        if len(answer["first"]) < 1:
            sys.exit(f"{name} found nobody.")
        session.send(
            "Network.emulateNetworkConditions", {**_LINK, "latency": 0, "downloadThroughput": -1}
        )
        _asked(page, name, "leadership")
        changes = [_asked(page, name, "leadership", region)[0] for region in _REGIONS]
        page.context.close()
    return Cost(
        ready=int(ready),
        sent=int(sent),
        requests=requests,
        first=statistics.median(first),
        change=statistics.median(changes),
        found=found,
    )


def _noted(session: CDPSession) -> list[int]:
    """Note the bytes of every answer that comes in."""
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    return received


def _slow_page(browser: Browser, address: str) -> tuple[Page, CDPSession]:
    page = browser.new_context().new_page()
    page.goto(address, wait_until="networkidle")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _LINK)
    return page, session


def _asked(page: Page, name: str, text: str, region: str | None = None) -> tuple[float, Any]:
    script = """async ([name, text, region]) => {
      const { ask } = await import(`/${name}.js`);
      const start = performance.now();
      const answer = await ask(text, region ?? undefined);
      return [performance.now() - start, answer];
    }"""
    took, answer = page.evaluate(script, [name, text, region])
    return float(took), answer


def first_view(browser: Browser, view_of: Sequence[Any], programme: Programme, folder: Path) -> str:
    """Tell what the page of mentors weighs, and what a tick costs in it, drawn."""
    site = folder / "site"
    for path, data in build_site(
        roster=Roster(profiles=tuple(view_of)),
        programme=programme,
        templates=gather_templates(shipped_folder()),
        assets=gather_assets(),
        today=TODAY,
        points=published_points(programme),
    ):
        if path in _PUBLISHED or path.startswith("assets/"):
            file = site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    with served(site, compressed=True) as address:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(f"{address}mentors/", wait_until="networkidle")
        paths = {"/mentors/index.html", *page.evaluate(_FIRST_VIEW)}
        weight = sum(_compressed(site / path.lstrip("/")) for path in paths)
        page.locator('[data-facet="region"] summary').click()
        page.wait_for_selector('[data-facet="region"] input[value="london"]')
        laid_out, painted = ticks(page, paints=False), ticks(page, paints=True)
        page.context.close()
    return (
        f"First view of /mentors/ with styles and scripts: {weight / 1000:.1f} KB in "
        f"{len(paths)} requests. A tick until 50 cards and all counts are drawn: "
        f"{laid_out[0]:.1f} ms, laid out: {laid_out[1]:.1f} ms, and painted: {painted[1]:.1f} ms."
    )


def _compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), mtime=0))


def slips_told(view: PublicView, programme: Programme) -> Iterable[str]:
    """Tell how often one slip in a word still finds the word."""
    names = [each.name for each in programme.areas]
    names += [each.name for each in programme.organisations]
    names += [each.name for each in view.mentors]
    vocabulary = sorted({word for name in names for word in plain_words(name)})
    chance = random.Random(1)  # noqa: S311 -- a benchmark, the same each time
    long_enough = [word for word in vocabulary if len(word) >= _SHORTEST_SLIPPED and word.isalpha()]
    slips = [(word, _slip(word, chance)) for word in chance.choices(long_enough, k=_SLIPS)]
    slips = [(word, typed) for word, typed in slips if typed not in vocabulary]
    library = _LIBRARIES / "@leeoniya" / "ufuzzy" / "dist" / "uFuzzy.mjs"
    done = subprocess.run(
        [_node(), str(_PEERS / "typos.mjs"), str(_SCRIPTS), str(library.resolve())],
        input=json.dumps({"vocabulary": vocabulary, "slips": slips}),
        capture_output=True,
        text=True,
        check=True,
    )
    for name, share, milliseconds in json.loads(done.stdout):
        yield f"{name:<20}{share:>9.1%}{milliseconds:>12.2f}"


def _slip(word: str, chance: random.Random) -> str:
    """Swap two letters, or leave one out, change one, or add one."""
    at = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
        )
    )


def _node() -> str:
    return str(Path(sys.executable).with_name("node"))


def _row(number: int, name: str, cost: Cost) -> str:
    return (
        f"{number:>9,}  {name:<12}{cost.ready / 1000:>9.0f}{cost.sent / 1000:>9.0f}"
        f"{cost.requests:>10}{cost.first / 1000:>10.2f}{cost.change:>11.1f}{cost.found:>9,}"
    )


def main() -> None:
    """Print a table for each size, then what slips cost."""
    if not _LIBRARIES.is_dir() or not (_PAGEFIND / "pagefind").is_dir():
        sys.exit("The other searches are not there yet: make bench-search")
    programme, problems = load_programme(root=shipped_folder(), shipped=shipped_folder())
    if programme is None:
        sys.exit(str(problems))
    sizes = asked_sizes(__doc__, [10_000, 100_000])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=launch_arguments()
        )
        print(f"{'mentors':>9}  {'search':<12}{'first KB':>9}{'KB':>9}{'requests':>10}", end="")
        print(f"{'first s':>10}{'filter ms':>11}{'found':>9}")
        for number in sizes:
            with tempfile.TemporaryDirectory() as name:
                _table(browser, number, Path(name), programme)
        browser.close()
    mentors = mentors_made(min(sizes), programme)
    small = public_view(Roster(profiles=mentors), programme, today=TODAY)
    print(f"\n{'one slip in a word':<20}{'found':>9}{'ms a word':>12}")
    print("\n".join(slips_told(small, programme)))


def _table(browser: Browser, number: int, folder: Path, programme: Programme) -> None:
    mentors = mentors_made(number, programme)
    view = public_view(Roster(profiles=mentors), programme, today=TODAY)
    write_ours(folder, view, programme)
    ways = ["ours"]
    if number <= _MOST_FOR_PEERS:
        write_minisearch(folder, view.mentors)
        write_pagefind(folder, view.mentors)
        ways += ["minisearch", "pagefind"]
    for way in ways:
        write_page(folder, way)
    with served(folder, compressed=True) as address:
        for way in ways:
            print(_row(number, way, measure(browser, address, way)), flush=True)
    print(first_view(browser, mentors, programme, folder))


if __name__ == "__main__":
    main()
