"""The files of `programme/` made into a Programme, or every problem in them.

Bytes of the five files come in. The same reader and the same words about a misfit serve
these files and profiles; a cross-check finds what one file alone cannot show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from roster.events import ValuePath
from roster.misfits import explain_misfits
from roster.model import (
    Area,
    EmailDomain,
    MatchingSettings,
    Organisation,
    Profile,
    Programme,
    ProposalSettings,
    Settings,
)
from roster.problems import Problem, shown
from roster.programme_files import FILES, LARGEST_FILE, PROFILE_SCHEMA, ProgrammeFile
from roster.reading import Document, read_document
from roster.sealed import SEALED
from roster.shape import fits, parse_schema, typed
from roster.words import Vocabulary, did_you_mean, doubled_spellings

DEEPEST_FILE: Final = 8
"""The most levels of lists and mappings that a file of programme/ may have."""

_SCHEMAS: Final = Path(__file__).with_name("schemas")


def parse_programme(
    files: Mapping[str, ProgrammeFile],
) -> tuple[Programme | None, tuple[Problem, ...]]:
    """Make a programme of the files, by name; None with the problems if any has an error."""
    parsed = {name: _parse_file(name, files[name]) for name in FILES}
    problems = [problem for _, _, found in parsed.values() for problem in found]
    problems += _schema_problems(files[PROFILE_SCHEMA])
    if problems:
        return None, tuple(problems)
    programme = _assemble(
        {name: values for name, (values, _, _) in parsed.items()},
        files[PROFILE_SCHEMA].data.decode("utf-8-sig"),
    )
    documents = {name: document for name, (_, document, _) in parsed.items() if document}
    problems = list(_cross_problems(programme, documents, files))
    return (None if problems else programme), tuple(problems)


def _parse_file(
    name: str, file: ProgrammeFile
) -> tuple[dict[str, Any], Document | None, tuple[Problem, ...]]:
    reading = read_document(file.data, path=file.path, largest=LARGEST_FILE, deepest=DEEPEST_FILE)
    if reading.document is None or reading.problems:
        return {}, None, reading.problems
    schema_text = (_SCHEMAS / f"{name.removesuffix('.yaml')}.schema.json").read_text("utf-8")
    values = typed(reading.document, schema_text)
    if fits(values, schema_text):
        return values, reading.document, ()
    misfits = explain_misfits(values, schema_text, document=reading.document, path=file.path)
    return values, reading.document, misfits


def _schema_problems(file: ProgrammeFile) -> Iterator[Problem]:
    """A profile's schema and the model must speak of the same fields."""
    wanted = {each.name for each in fields(Profile)}
    try:
        stated = set(parse_schema(file.data.decode("utf-8-sig"))["properties"])
    except (ValueError, KeyError, TypeError):
        stated = set()
    for name in sorted(wanted ^ stated):
        yield Problem(
            rule="schema-fields",
            path=file.path,
            field=name,
            message=f"The schema and the program do not agree on the field {shown(name)}.",
            hint="Start from the shipped profile.schema.json; "
            "docs/one-profile.md says how to add a field.",
        )


def _assemble(files: Mapping[str, dict[str, Any]], schema_text: str) -> Programme:
    areas = tuple(
        Area(
            name=area["name"],
            group=group["name"],
            meaning=area["meaning"],
            aliases=tuple(area.get("aliases", ())),
        )
        for group in files["areas.yaml"]["groups"]
        for area in group["areas"]
    )
    organisations = tuple(
        Organisation(
            name=each["name"],
            abbreviation=each.get("abbreviation"),
            aliases=tuple(each.get("aliases", ())),
            parents=tuple(each.get("parents", ())),
        )
        for each in files["organisations.yaml"]["organisations"]
    )
    properties = parse_schema(schema_text)["properties"]
    return Programme(
        settings=_settings(files["settings.yaml"]),
        areas=areas,
        organisations=organisations,
        email_domains=tuple(
            EmailDomain(
                domain=each["domain"],
                outcome=each["outcome"],
                below=each.get("below", each["outcome"]),
                who=each["who"],
            )
            for each in files["email-domains.yaml"]["domains"]
        ),
        professions=tuple(properties["profession"]["enum"]),
        regions=tuple(properties["region"]["enum"]),
        profile_schema=schema_text,
        vocabularies=_vocabularies(areas, organisations, properties),
    )


def _settings(values: Mapping[str, Any]) -> Settings:
    matching = values["matching"]
    return Settings(
        programme=values["programme"],
        site=values["site"],
        repository=values["repository"],
        github=values.get("github", "https://github.com"),
        contact=values["contact"],
        is_demonstration=values.get("demonstration", False),
        who_may_join=values["who_may_join"],
        expiry_months=_months(values["expiry_months"]),
        mentees=values["mentees"],
        ask_after_months=_months(values.get("ask_after_months", "never")),
        email_storage=values.get("email_storage", "plain"),
        email_keys=tuple(values.get("email_keys", ())),
        email_proof=values.get("email_proof", "off"),
        language=values.get("language", "en"),
        names=values.get("names", "full"),
        merges_itself=values.get("merge") == "by itself",
        matching=MatchingSettings(
            smallest_gap=matching["grade_gap"]["smallest"],
            largest_gap=matching["grade_gap"]["largest"],
            ideal_gap=matching["grade_gap"]["ideal"],
            organisations=matching["organisations"],
            points=dict(matching["points"]),
            mentees_may_widen=matching.get("mentees_may_widen", True),
            again_after_months=_months(matching.get("again_after_months", "never")),
            proposals_per_mentee=matching.get("proposals_per_mentee", 1),
            near_areas=matching.get("near_areas", 0),
            areas=matching.get("areas", "needed"),
            aims=", ".join(matching.get("aims", ("placed", "waiting", "points"))),
            lost_a_grade=matching["grade_gap"].get("lost_a_grade"),
        ),
        proposals=ProposalSettings(**values.get("proposals", {})),
    )


def _months(text: str) -> int | None:
    """Read a number of months, or `never`."""
    return None if text == "never" else int(text)


def _vocabularies(
    areas: tuple[Area, ...], organisations: tuple[Organisation, ...], properties: Mapping[str, Any]
) -> dict[str, Vocabulary]:
    area_words = Vocabulary(aliases={each.name: each.aliases for each in areas})
    return {
        "organisation": Vocabulary(aliases={each.name: _spellings(each) for each in organisations}),
        "offers": area_words,
        "seeks": area_words,
        **{
            field: Vocabulary(
                aliases={
                    name: tuple(stated.get("x-aliases", {}).get(name, ()))
                    for name in stated["enum"]
                }
            )
            for field, stated in (
                ("grade", properties["grade"]),
                ("profession", properties["profession"]),
                ("region", properties["region"]),
                ("meets", properties["meets"]["items"]),
            )
        },
    }


def _spellings(organisation: Organisation) -> tuple[str, ...]:
    abbreviation = (organisation.abbreviation,) if organisation.abbreviation else ()
    return (*abbreviation, *organisation.aliases)


def _cross_problems(
    programme: Programme, documents: Mapping[str, Document], files: Mapping[str, ProgrammeFile]
) -> Iterator[Problem]:
    """What one entry alone cannot show: doubled spellings, unknown parents, a gap upside down."""
    yield from _doubled_names(
        [each.name for each in programme.areas], files["areas.yaml"], documents["areas.yaml"]
    )
    yield from _doubled_names(
        [each.name for each in programme.organisations],
        files["organisations.yaml"],
        documents["organisations.yaml"],
    )
    for name, field in (("areas.yaml", "offers"), ("organisations.yaml", "organisation")):
        for spelling, first, second in doubled_spellings(programme.vocabularies[field].aliases):
            yield Problem(
                rule="doubled-spelling",
                path=files[name].path,
                line=_line_of(second, documents[name]),
                message=f"{shown(spelling)} stands for both {shown(first)} and {shown(second)}.",
                hint="Keep it with one of the two.",
            )
    known = {each.name: (each.name,) for each in programme.organisations}
    for organisation in programme.organisations:
        for parent in organisation.parents:
            if parent not in known:
                near = programme.vocabularies["organisation"].nearest(parent)
                yield Problem(
                    rule="parent-known",
                    path=files["organisations.yaml"].path,
                    line=_line_of(organisation.name, documents["organisations.yaml"]),
                    message=f"The parent {shown(parent)} is not in the list.",
                    hint=f"{did_you_mean(near)}Write the parent's name as the list has it.",
                )
    settings, place = programme.settings, documents["settings.yaml"].place
    if settings.email_storage == SEALED and not settings.email_keys:
        yield Problem(
            rule="email-keys",
            path=files["settings.yaml"].path,
            line=place("email_storage").line,
            field="email_storage",
            message="Addresses are to be sealed, but there is no key to seal them with.",
            hint="`mentor-match keys new` makes one and says where each half of it belongs.",
        )
    matching = programme.settings.matching
    if not matching.smallest_gap <= matching.ideal_gap <= matching.largest_gap:
        gap = place("matching", "grade_gap")
        yield Problem(
            rule="gap-order",
            path=files["settings.yaml"].path,
            line=gap.line,
            column=gap.column,
            field="matching.grade_gap",
            message="The ideal grade gap does not lie between the smallest and the largest.",
            hint="Write smallest, ideal and largest in rising order, such as 1, 2 and 3.",
        )


def _doubled_names(names: list[str], file: ProgrammeFile, document: Document) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(
                rule="doubled-spelling",
                path=file.path,
                line=_line_of(name, document),
                message=f"{shown(name)} is in the list {count} times.",
                hint="Keep it once.",
            )


def _line_of(name: str, document: Document) -> int:
    """Find the line of the first entry with this name; there is one."""
    places = document.value_places.items()
    named = ((path, place) for path, place in places if path[-1:] == ("name",))
    return next(place.line for path, place in named if _node(document, path) == name)


def _node(document: Document, path: ValuePath) -> Any:  # noqa: ANN401 -- whatever stands there
    node: Any = document.values
    for part in path:
        node = node[part]
    return node
