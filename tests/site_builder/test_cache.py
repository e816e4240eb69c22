"""What builds of one root keep for one another, and never take from one another."""

from __future__ import annotations

from pathlib import Path

from roster.checking import check_file
from site_builder.cache import (
    Findings,
    Fingerprints,
    Found,
    KnownFile,
    SiteCache,
    open_site_cache,
    pack_found,
)
from site_builder.output import Stamp
from tests.builders import TODAY, the_programme

ONE = Fingerprints(people=b"with a ledger", pages=b"style")
OTHER = Fingerprints(people=b"without one", pages=b"style")
RESTYLED = Fingerprints(people=b"with a ledger", pages=b"another style")
PATH = "profiles/ada-lovelace.yaml"
STAMP = b"stamp"
FILES = {"index.html": KnownFile(b"digest", Stamp(1, 2, 3))}


def a_person(name: str) -> Found:
    data = f"name: {name}\n".encode()
    return Found(check_file(data, path=PATH, programme=the_programme(), today=TODAY), None)


def findings(found: Found) -> Findings:
    people = [(PATH, STAMP, pack_found(found))]
    return Findings(
        name=b"site", people=people, all_people={PATH}, files=FILES, all_files=FILES.keys()
    )


def is_empty(cache: SiteCache) -> bool:
    nothing: tuple[dict[str, object], ...] = ({}, {})
    return (cache.people({PATH: STAMP}), cache.files()) == nothing and not cache.is_whole(b"site")


def test_what_a_build_keeps_is_found_by_the_next_one_of_the_same(tmp_path: Path) -> None:
    file, found = tmp_path / "cache.sqlite", a_person("Ada Lovelace")
    with open_site_cache(file, ONE) as cache:
        cache.keep(findings(found))
    with open_site_cache(file, ONE) as cache:
        assert cache.is_whole(b"site")
        assert cache.people({PATH: STAMP}) == {PATH: found}
        assert cache.files() == FILES


def test_who_is_known_stays_so_under_another_style(tmp_path: Path) -> None:
    file, found = tmp_path / "cache.sqlite", a_person("Ada Lovelace")
    with open_site_cache(file, ONE) as cache:
        cache.keep(findings(found))
    with open_site_cache(file, RESTYLED) as cache:
        assert cache.people({PATH: STAMP}) == {PATH: found}
        assert (cache.files(), cache.is_whole(b"site")) == ({}, False)


def test_a_slow_build_leaves_nothing_to_a_build_of_something_else(tmp_path: Path) -> None:
    """What began first and ends last must not stand under the name of what began in between."""
    file, found = tmp_path / "cache.sqlite", a_person("Ada Lovelace")
    with open_site_cache(file, ONE) as slow, open_site_cache(file, OTHER) as quick:
        quick.keep(findings(found))
        slow.keep(findings(a_person("Ada King")))
        assert is_empty(slow)
    with open_site_cache(file, OTHER) as cache:
        assert cache.people({PATH: STAMP}) == {PATH: found}
        assert cache.is_whole(b"site")


def test_a_slow_build_takes_nothing_of_a_build_of_something_else(tmp_path: Path) -> None:
    file = tmp_path / "cache.sqlite"
    with open_site_cache(file, ONE) as slow:
        slow.keep(findings(a_person("Ada Lovelace")))
        with open_site_cache(file, OTHER) as quick:
            quick.keep(findings(a_person("Ada King")))
        assert is_empty(slow)
