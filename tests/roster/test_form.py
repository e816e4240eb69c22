"""The form asks for what a profile holds: no field more, none less, in the schema's words."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from roster.form import LISTS, Form, Kind, Source, form_of
from roster.model import Profile
from roster.writing import write_profile
from tests.builders import a_person, the_programme


def the_form() -> Form:
    return form_of(the_programme())


def test_the_form_has_the_fields_of_the_schema_the_model_and_the_writer_in_one_order() -> None:
    keys = [each.key for each in the_form().fields]
    schema = json.loads(the_programme().profile_schema)
    assert keys == list(schema["properties"])
    assert sorted(keys) == sorted(each.name for each in fields(Profile))
    everything = a_person(
        profession="Policy",
        offers=("Leadership",),
        capacity=2,
        seeks=("Statistics",),
        choices=("charles-babbage",),
        widest_gap=4,
        manager="william-farr",
        about="Words.",
        paused=True,
    )
    written = write_profile(everything).decode().splitlines()
    assert [line.partition(":")[0] for line in written] == keys


def test_labels_and_hints_are_the_schemas_own_and_no_two_labels_are_alike() -> None:
    schema = json.loads(the_programme().profile_schema)["properties"]
    for field in the_form().fields:
        assert (field.label, field.hint) == (
            schema[field.key]["title"],
            schema[field.key]["description"],
        )
    labels = [field.label.casefold() for field in the_form().fields]
    assert len(set(labels)) == len(labels)


def test_a_field_added_to_the_schema_is_asked() -> None:
    schema = json.loads(the_programme().profile_schema)
    schema["properties"]["motto"] = {
        "title": "Motto",
        "description": "A few words.",
        "type": "string",
        "maxLength": 80,
    }
    wider = replace(the_programme(), profile_schema=json.dumps(schema))
    motto = form_of(wider).by_key["motto"]
    assert (motto.kind, motto.longest, motto.is_required) == (Kind.TEXT, 80, False)
    assert motto in form_of(wider).asked


def test_the_kinds_follow_from_the_schema() -> None:
    assert {each.key: each.kind for each in the_form().fields} == {
        "name": Kind.TEXT,
        "github": Kind.LOGIN,
        "github_id": Kind.NUMBER,
        "email": Kind.ADDRESS,
        "organisation": Kind.WORD,
        "grade": Kind.CHOICE,
        "profession": Kind.CHOICE,
        "region": Kind.CHOICE,
        "meets": Kind.CHOICES,
        "offers": Kind.WORDS,
        "capacity": Kind.NUMBER,
        "seeks": Kind.WORDS,
        "choices": Kind.LOGINS,
        "widest_gap": Kind.NUMBER,
        "manager": Kind.LOGIN,
        "about": Kind.LONG_TEXT,
        "paused": Kind.TRUTH,
        "confirmed": Kind.DAY,
    }


def test_identity_and_day_are_never_asked_of_the_person() -> None:
    sources = {each.key: each.source for each in the_form().fields}
    assert {key for key, source in sources.items() if source is Source.ACCOUNT} == {
        "github",
        "github_id",
    }
    assert sources["confirmed"] is Source.DAY
    assert sources["paused"] is Source.REQUEST


def test_few_answers_are_required() -> None:
    form = the_form()
    required = [each.key for each in form.asked if each.is_required]
    assert required == ["name", "email", "organisation", "grade", "region", "meets"]
    assert form.one_of == ("offers", "seeks")


@pytest.mark.parametrize(
    ("key", "limits"),
    [
        ("name", (100, None, None, None, None)),
        ("offers", (60, 1, 10, None, None)),
        ("seeks", (60, 1, 5, None, None)),
        ("choices", (None, None, 5, None, None)),
        ("capacity", (None, None, None, 1, 5)),
        ("about", (2000, None, None, None, None)),
    ],
)
def test_limits_are_the_schemas(key: str, limits: tuple[int | None, ...]) -> None:
    field = the_form().by_key[key]
    assert (field.longest, field.fewest, field.most, field.smallest, field.largest) == limits


def test_options_keep_the_programmes_order_and_everything_they_go_by() -> None:
    programme, form = the_programme(), the_form()
    assert [each.name for each in form.by_key["seeks"].options] == [
        each.name for each in programme.areas
    ]
    assert [each.name for each in form.by_key["organisation"].options] == [
        each.name for each in programme.organisations
    ]
    leadership = next(each for each in form.by_key["offers"].options if each.name == "Leadership")
    area = programme.area_by_name["Leadership"]
    assert (leadership.aliases, leadership.group, leadership.meaning) == (
        area.aliases,
        area.group,
        area.meaning,
    )
    profession = form.by_key["profession"].options
    assert "Statistics" in programme.area_by_name
    assert {(each.group, each.meaning) for each in profession} == {(None, None)}
    assert "Grade 7" in {alias for each in form.by_key["grade"].options for alias in each.aliases}


def test_only_lists_count_their_entries() -> None:
    for field in the_form().fields:
        assert (field.most is not None) == (field.kind in LISTS)


def test_examples_and_defaults_are_as_somebody_would_type_them() -> None:
    form = the_form()
    assert form.by_key["meets"].examples == ("remote", "in person")
    assert (form.by_key["capacity"].examples, form.by_key["capacity"].default) == (("2",), "1")
    assert form.by_key["paused"].default == "false"
    assert form.by_key["about"].examples == ("I like plain English and short meetings.",)
