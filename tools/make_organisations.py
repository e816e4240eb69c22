"""Make programme/organisations.yaml anew from a CSV of the organisations on GOV.UK.

The CSV and the present file come in; the file comes out anew, with its hand-kept entries
(those without a slug). It must never guess: a spelling that two organisations claim stops it.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import yaml

from roster.events import Node
from roster.reading import read_document
from roster.words import fold

ORGANISATIONS: Final = Path(__file__).resolve().parent.parent / "programme" / "organisations.yaml"
COLUMNS: Final = ("slug", "name", "abbreviation", "format", "govuk_status", "parent_slugs")

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "attorney-generals-office": ("Attorney General",),
    "cabinet-office": ("CO",),
    "charity-commission": ("CCEW", "Charity Commission for England and Wales"),
    "civil-service-fast-stream": ("Fast Stream", "Central Civil Service Fast Stream"),
    "companies-house": ("CH", "Registrar of Companies"),
    "department-for-business-and-trade": ("Department for International Trade", "DIT"),
    "department-for-communities-northern-ireland": ("DfC",),
    "department-for-culture-media-and-sport": ("Department for Digital, Culture, Media and Sport",),
    "department-for-education": ("Education and Skills Funding Agency", "ESFA"),
    "department-for-infrastructure-northern-ireland": ("DfI",),
    "department-for-work-pensions": ("Jobcentre Plus", "JCP", "Jobcentre"),
    "department-of-agriculture-environment-and-rural-affairs-northern-ireland": ("DAERA",),
    "department-of-education": ("DENI",),
    "department-of-finance-northern-ireland": ("DoF",),
    "driver-and-vehicle-standards-agency": ("Driving Standards Agency", "VOSA"),
    "foreign-commonwealth-development-office": (
        "Foreign Office",
        "Foreign and Commonwealth Office",
        "FCO",
        "Department for International Development",
        "DFID",
    ),
    "forestry-commission": ("FC",),
    "government-actuarys-department": ("Government Actuary",),
    "government-digital-service": ("Central Digital and Data Office", "CDDO"),
    "government-legal-department": (
        "Treasury Solicitor",
        "Treasury Solicitor's Department",
        "TSol",
    ),
    "hm-courts-and-tribunals-service": ("Courts Service", "HM Courts Service", "HMCS"),
    "hm-inspectorate-of-prisons": ("HMI Prisons",),
    "hm-inspectorate-of-probation": ("HMI Probation",),
    "hm-passport-office": ("HMPO", "Passport Office"),
    "hm-prison-and-probation-service": ("National Offender Management Service", "NOMS"),
    "hm-prison-service": ("Prison Service",),
    "hm-revenue-customs": ("Revenue and Customs",),
    "hm-treasury": ("Treasury",),
    "home-office": ("HO",),
    "insolvency-service": ("INSS",),
    "intellectual-property-office": ("Patent Office", "UKIPO"),
    "land-registry": ("HMLR", "Land Registry"),
    "maritime-and-coastguard-agency": ("Coastguard", "HM Coastguard"),
    "met-office": ("Meteorological Office",),
    "ministry-of-housing-communities-local-government": (
        "Department for Levelling Up, Housing and Communities",
        "DLUHC",
        "DCLG",
    ),
    "national-highways": ("Highways England",),
    "national-infrastructure-and-service-transformation-authority": (
        "Infrastructure and Projects Authority",
        "IPA",
        "National Infrastructure Commission",
    ),
    "ns-i": ("National Savings and Investments", "NSI"),
    "ofgem": ("Office of Gas and Electricity Markets",),
    "ofqual": ("Office of Qualifications and Examinations Regulation",),
    "ofsted": ("Office for Standards in Education, Children's Services and Skills",),
    "planning-inspectorate": ("PINS",),
    "prime-ministers-office-10-downing-street": (
        "Prime Minister's Office",
        "10 Downing Street",
        "Downing Street",
        "No 10",
    ),
    "queen-elizabeth-ii-conference-centre": ("Queen Elizabeth II Centre", "QEII Centre"),
    "scotland-office": ("Office of the Secretary of State for Scotland",),
    "secret-intelligence-service": ("MI6",),
    "skills-england": ("Institute for Apprenticeships and Technical Education", "IfATE"),
    "supreme-court-of-the-united-kingdom": ("Supreme Court", "UK Supreme Court", "UKSC"),
    "the-executive-office-northern-ireland": ("TEO",),
    "the-national-archives": ("TNA", "Public Record Office"),
    "the-scottish-government": ("SG", "Scottish Executive"),
    "uk-export-finance": ("ECGD", "Export Credits Guarantee Department"),
    "uk-hydrographic-office": ("Hydrographic Office",),
    "uk-statistics-authority": ("Statistics Authority",),
    "valuation-office-agency": ("Valuation Office",),
    "wales-office": ("Office of the Secretary of State for Wales",),
    "welsh-government": ("Llywodraeth Cymru", "WG"),
}
"""What people call an organisation, by its slug, beyond the name and abbreviation GOV.UK gives.

Left out on purpose, since each stands for two: UKSA (Statistics Authority, Space Agency),
BEIS (three departments followed it), Department of Health (England, Northern Ireland).
"""

HEADER: Final = """\
# Organisations people work for: what `organisation:` of a profile may name.
#
# Source: GOV.UK organisations API, https://www.gov.uk/api/organisations
# © Crown copyright. Contains public sector information licensed under the
# Open Government Licence v3.0: https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
#
# `parents` are what an organisation belongs to: an agency and its department count as one when
# matching. Another use of capitals or punctuation, and `and` for `&`, need no alias.
#
# To add one by hand: write an entry without `slug` at the end. It stays when the list is made
# anew; everything else is replaced. A name, abbreviation or alias may stand for one entry only.
#
# To make the list anew, from a CSV of the API with the columns
# slug,name,abbreviation,format,govuk_status,parent_slugs (several parents: spaces between):
#   python tools/make_organisations.py FILE.csv
# The aliases of organisations with a slug are kept in that script.
"""
HAND_KEPT: Final = (
    "  # Hand-kept: bodies that the GOV.UK list lacks, and historical offices of the sample "
    "people\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the CSV, with spaces tidied and each parent's slug once."""

    slug: str
    name: str
    abbreviation: str | None
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An entry of the list; `slug` is None where it is hand-kept, `parents` are names."""

    name: str
    slug: str | None = None
    abbreviation: str | None = None
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the file anew; return 1, and leave it as it is, if anything is wrong."""
    parser = argparse.ArgumentParser(description="Make programme/organisations.yaml anew.")
    parser.add_argument("file", type=Path, metavar="FILE.csv")
    file: Path = parser.parse_args(arguments).file
    if not file.is_file():
        parser.error(f"There is no file {file}.")
    table = file.read_text("utf-8-sig")
    present = ORGANISATIONS.read_bytes() if ORGANISATIONS.exists() else b""

    rows, problems = read_rows(table)
    kept, more = read_hand_kept(present)
    organisations = (*listed(rows, ALIASES), *kept)
    problems += more + find_problems(organisations, rows, ALIASES)

    for line in (*problems, *left_out(rows)):
        print(line, file=sys.stderr)
    if problems:
        return 1
    ORGANISATIONS.write_bytes(as_yaml(organisations).encode())
    print(f"{len(rows)} organisations of GOV.UK and {len(kept)} kept by hand.")
    return 0


def read_rows(table: str) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Read the CSV: its rows in their order, and what is wrong with it."""
    reader = csv.DictReader(io.StringIO(table))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        return (), (f"The CSV lacks the columns {', '.join(missing)}. Add them.",)
    rows = tuple(
        Row(
            slug=line["slug"].strip(),
            name=_tidy(line["name"]),
            abbreviation=_tidy(line["abbreviation"]) or None,
            parents=tuple(dict.fromkeys(line["parent_slugs"].split())),
        )
        for line in reader
    )
    doubled = (slug for slug, times in Counter(row.slug for row in rows).items() if times > 1)
    return rows, tuple(f"The slug {slug} is in the CSV twice. Keep one row." for slug in doubled)


def read_hand_kept(present: bytes) -> tuple[tuple[Organisation, ...], tuple[str, ...]]:
    """Read the entries without a slug from the present file, and what is wrong with it."""
    entries, problems = read_entries(present) if present.strip() else ((), ())
    return tuple(entry for entry in entries if entry.slug is None), problems


def read_entries(present: bytes) -> tuple[tuple[Organisation, ...], tuple[str, ...]]:
    """Read all entries of organisations.yaml in their order, and what is wrong with it."""
    reading = read_document(present, path=ORGANISATIONS.name, largest=len(present))
    if reading.document is None or reading.problems:
        return (), tuple(
            f"{each.path}:{each.line}: {each.message} {each.hint}" for each in reading.problems
        )
    entries = reading.document.values.get("organisations")
    found = [_entry(node) for node in entries] if isinstance(entries, list) else [None]
    if None in found:
        return (), (f"{ORGANISATIONS.name} holds something other than organisations. Mend it.",)
    return tuple(entry for entry in found if entry is not None), ()


def listed(
    rows: tuple[Row, ...], curated: Mapping[str, tuple[str, ...]]
) -> tuple[Organisation, ...]:
    """Make organisations of rows: parents by name, ambiguous abbreviations left out."""
    names = {row.slug: row.name for row in rows}
    ambiguous = {fold(abbreviation) for abbreviation in ambiguous_abbreviations(rows)}
    return tuple(
        Organisation(
            name=row.name,
            slug=row.slug,
            abbreviation=_useful_abbreviation(row, ambiguous),
            aliases=(*_without_the(row.name), *curated.get(row.slug, ())),
            parents=tuple(names[parent] for parent in row.parents if parent in names),
        )
        for row in rows
    )


def ambiguous_abbreviations(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Return the abbreviations that GOV.UK gives to several organisations.

    In 2026: CSC (Civil Service Commission, Commonwealth Scholarship Commission) and GPF
    (Government People Function, Government Property Function).
    """
    given = [row.abbreviation for row in rows if row.abbreviation]
    times = Counter(fold(abbreviation) for abbreviation in given)
    return tuple(sorted({each for each in given if times[fold(each)] > 1}))


def left_out(rows: tuple[Row, ...]) -> Iterator[str]:
    """Say what of the CSV does not come into the list."""
    for abbreviation in ambiguous_abbreviations(rows):
        yield f"Left out: the abbreviation {abbreviation}, which several organisations have."
    known = {row.slug for row in rows}
    for row in rows:
        for parent in row.parents:
            if parent not in known:
                yield f"Left out: the parent {parent} of {row.name}, which is not in the CSV."


def find_problems(
    organisations: tuple[Organisation, ...],
    rows: tuple[Row, ...],
    curated: Mapping[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """Return everything that keeps the list from being written, as sentences."""
    return (
        *_unknown_slugs(rows, curated),
        *_doubled_spellings(organisations),
        *_unknown_parents(organisations),
        *_parent_circle(organisations),
    )


def as_yaml(organisations: Iterable[Organisation]) -> str:
    """Write the list: by name, the hand-kept entries last, keys without a value left out."""
    in_order = sorted(organisations, key=lambda each: (each.name.casefold(), each.name))
    from_govuk = [each for each in in_order if each.slug is not None]
    by_hand = [each for each in in_order if each.slug is None]
    return "".join(
        (
            HEADER,
            "organisations:\n",
            *map(_entry_as_yaml, from_govuk),
            *([HAND_KEPT] if by_hand else []),
            *map(_entry_as_yaml, by_hand),
        )
    )


def _tidy(text: str) -> str:
    """GOV.UK leaves spaces at the end of some names."""
    return " ".join(text.split())


def _useful_abbreviation(row: Row, ambiguous: set[str]) -> str | None:
    """An abbreviation that stands for this organisation only and says more than its name."""
    if row.abbreviation is None or fold(row.abbreviation) in {fold(row.name), *ambiguous}:
        return None
    return row.abbreviation


def _without_the(name: str) -> tuple[str, ...]:
    return (name.removeprefix("The "),) if name.startswith("The ") else ()


def _entry(node: Node) -> Organisation | None:
    if not isinstance(node, dict):
        return None
    name, slug, abbreviation = (node.get(key) for key in ("name", "slug", "abbreviation"))
    aliases, parents = (_texts(node.get(key, [])) for key in ("aliases", "parents"))
    if not isinstance(name, str) or aliases is None or parents is None:
        return None
    if isinstance(slug, list | dict) or isinstance(abbreviation, list | dict):
        return None
    return Organisation(
        name=name, slug=slug, abbreviation=abbreviation, aliases=aliases, parents=parents
    )


def _texts(node: Node) -> tuple[str, ...] | None:
    if not isinstance(node, list):
        return None
    texts = tuple(each for each in node if isinstance(each, str))
    return texts if len(texts) == len(node) else None


def _unknown_slugs(rows: tuple[Row, ...], curated: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for slug in sorted(set(curated) - {row.slug for row in rows}):
        yield (
            f"ALIASES names the slug {slug}, which is not in the CSV. "
            "Look up its new slug, or remove it from ALIASES."
        )


def _doubled_spellings(organisations: tuple[Organisation, ...]) -> Iterator[str]:
    """Yield each claim that comes second; entries of the very same name count as two."""
    owner: dict[str, Organisation] = {}
    for each in organisations:
        for spelling in dict.fromkeys((each.name, each.abbreviation, *each.aliases)):
            if spelling is None:
                continue
            first = owner.setdefault(fold(spelling), each)
            if first is not each:
                yield (
                    f"{spelling} stands for both {first.name} and {each.name}. "
                    "Keep it with one of the two."
                )


def _unknown_parents(organisations: tuple[Organisation, ...]) -> Iterator[str]:
    known = {each.name for each in organisations}
    for each in organisations:
        for parent in each.parents:
            if parent not in known:
                yield (
                    f"The parent {parent} of {each.name} is not in the list. "
                    "Write it as the list has it."
                )


def _parent_circle(organisations: tuple[Organisation, ...]) -> Iterator[str]:
    """Yield one circle of parents if there is any."""
    try:
        TopologicalSorter({each.name: each.parents for each in organisations}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        yield f"These are each other's parents: {' > '.join(circle)}. Remove one of the parents."


class _Dumper(yaml.SafeDumper):
    """Writes tuples as [a, b] on one line, and everything as plain as YAML allows."""


_Dumper.add_representer(
    tuple,
    lambda dumper, items: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", items, flow_style=True
    ),
)


def _entry_as_yaml(organisation: Organisation) -> str:
    keys = ("name", "slug", "abbreviation", "aliases", "parents")
    entry = {key: getattr(organisation, key) for key in keys if getattr(organisation, key)}
    text: str = yaml.dump(
        [entry], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=sys.maxsize
    )
    return "".join(f"  {line}" for line in text.splitlines(keepends=True))


if __name__ == "__main__":
    sys.exit(main())
