"""A sealed address is judged like a plain one by who holds the key, and told to nobody."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PublicKey, SealedBox

from roster.checking import Checked, check_file, check_together
from roster.model import Profile, Programme
from roster.sealed import (
    LONGEST_ADDRESS,
    PrivateKeys,
    decoded,
    key_id,
    odd_seal,
    pad_address,
    parse_private_keys,
    written_seal,
)
from roster.writing import write_profile
from tests.builders import (
    PRIVATE_KEY,
    PUBLIC_KEY,
    TODAY,
    a_mentor,
    a_sealed_programme,
    sealed,
    the_programme,
)

KEYS = parse_private_keys(PRIVATE_KEY)
ADDRESS = "ada.lovelace@analysis.gov.example"
TAIL = (
    "tjn3cfxwqke7vnr6RGcFHXcWb8SQWZo-ySF9-gOJ9LWe2GmZcq5lDxHplbfrNKRhu05O28ThcS9PfbpOv_6"
    "MkZyOtVQ5fSNSM_7jwycy1tzbqnMsMlJAYg76QWClzg"
)
HEAD = "sealed:v1:eedd883d:E75P6uryBMf9M1j8nAByGIHRdCeBKCJ-xnTzf3_pe2"
VECTORS = {
    ADDRESS: f"{HEAD}3OkEq4icI4lvYGXvY4c4mydyswMvN95y76P4WlogUNehsNFxGrWvBE638qGDuhK__4_{TAIL}",
    "a@b.gov.example": f"{HEAD}0ttNnchIU4Qh6cT2CqlbVidw8zMvh952XzJoetkggGm3d0ZHjYdJcrnVFPYFrMW5Odf"
    f"{TAIL}",
}
SEAL = VECTORS[ADDRESS]


def checked(
    profile: Profile,
    *,
    keys: PrivateKeys | None = KEYS,
    programme: Programme | None = None,
    asides: str = "",
) -> Checked:
    return check_file(
        write_profile(profile) + asides.encode(),
        path=f"profiles/{profile.github}.yaml",
        programme=programme or a_sealed_programme(),
        today=TODAY,
        keys=keys,
    )


def rules(one: Checked) -> list[str]:
    return [each.rule for each in one.problems]


@pytest.mark.parametrize("address", VECTORS)
def test_what_others_sealed_by_the_written_format_is_opened(address: str) -> None:
    assert KEYS.open(VECTORS[address]) == address


def test_every_sealed_address_has_the_same_length_and_none_is_like_another() -> None:
    texts = {sealed(address) for address in ("a@b.gov.example", "a@b.gov.example", "x" * 127)}
    assert len(texts) == 3
    assert {len(each) for each in texts} == {254}


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=127))
@settings(max_examples=50, deadline=None)
def test_any_text_that_fits_is_the_same_when_it_is_opened(text: str) -> None:
    assert KEYS.open(sealed(text)) == text


@pytest.mark.parametrize("address", ["", " ", "x" * (LONGEST_ADDRESS + 1), "adä@gov.example"])
def test_what_cannot_be_sealed_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ValueError, match=r"characters|ascii"):
        pad_address(address)


def test_the_door_takes_a_well_formed_seal_with_and_without_the_key() -> None:
    ada = a_mentor(email=sealed("mary@office.gov.example"))
    for keys in (KEYS, None):
        assert checked(ada, keys=keys).problems == ()
        assert checked(ada, keys=keys).profile == ada


@pytest.mark.parametrize(
    "text",
    [
        "sealed:", "sealed:v1:eedd883d:AAAA", "sealed:v2" + SEAL[9:],
        SEAL + "A", SEAL[:-1] + "=", SEAL.replace("eedd", "aaaa"),
        SEAL.replace("sealed:", "sealed:\t"), "sealed:v1:eedd883d:" + "é" * 235,
    ],
)  # fmt: skip
@pytest.mark.parametrize("keys", [KEYS, None])
def test_a_seal_of_another_form_or_for_another_key_is_refused(
    text: str, keys: PrivateKeys | None
) -> None:
    told = odd_seal(text, (PUBLIC_KEY,))
    assert told is not None
    assert told.startswith(("The ", "This "))
    assert KEYS.open(text) is None or "aaaa" in text
    assert "email-form" in rules(checked(a_mentor(email=text), keys=keys))


def test_a_damaged_seal_is_refused_by_who_holds_the_key() -> None:
    text = SEAL
    damaged = text[:60] + ("A" if text[60] != "A" else "B") + text[61:]
    assert rules(checked(a_mentor(email=damaged))) == ["email-form"]
    assert rules(checked(a_mentor(email=damaged), keys=None)) == []


def test_a_box_with_no_address_in_it_is_refused() -> None:
    for inside in (
        b"",
        b"ada@office.gov.example",
        b"\0" * 128,
        b"x" * 128,
        b"\xff\x80" + b"\0" * 126,
    ):
        box = SealedBox(PublicKey(decoded(PUBLIC_KEY))).encrypt(inside)
        text = written_seal(box, public_key=PUBLIC_KEY)
        assert KEYS.open(text) is None
        assert rules(checked(a_mentor(email=text))) == ["email-form"]


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("mary@evil.example", "email-domain"),
        ("mary@parish.gov.uk", "email-domain-review"),
        ("mary", "email-form"),
        ("mary@office.gov.example@evil.example", "email-form"),
    ],
)
def test_the_domain_rule_holds_for_sealed_addresses_and_does_not_tell_the_domain(
    address: str, rule: str
) -> None:
    told = checked(a_mentor(email=sealed(address))).problems
    assert [each.rule for each in told] == [rule]
    words = f"{told[0]}"
    assert not [
        part for part in ("mary", "evil", "parish") if part in words.replace(told[0].path, "")
    ]
    assert rules(checked(a_mentor(email=sealed(address)), keys=None)) == []


def test_one_mailbox_twice_is_found_by_who_holds_the_key_however_it_was_sealed() -> None:
    people = [
        a_mentor("ada", name="Ada Lovelace", email=sealed("ada@office.gov.example")),
        a_mentor("ada-2", name="Augusta Byron", email=sealed("Ada+work@office.gov.example")),
    ]
    files = {f"profiles/{each.github}.yaml": write_profile(each) for each in people}

    def doubled(keys: PrivateKeys | None) -> list[str]:
        standings = [checked(each, keys=keys).standing for each in people]
        return [each.rule for each in check_together(standings, read=files.__getitem__)]

    assert doubled(KEYS) == ["doubled-email"]
    assert doubled(None) == []


def test_a_copied_seal_is_found_without_the_key_too() -> None:
    one = a_mentor("ada", name="Ada Lovelace", email=sealed(ADDRESS))
    other = replace(one, github="ada-2", github_id=2, name="Augusta Byron")
    files = {f"profiles/{each.github}.yaml": write_profile(each) for each in (one, other)}
    standings = [checked(each, keys=None).standing for each in (one, other)]
    told = check_together(standings, read=files.__getitem__)
    assert [(each.rule, each.path) for each in told] == [("doubled-email", "profiles/ada-2.yaml")]


def test_what_is_known_of_a_mailbox_holds_no_address() -> None:
    known = pickle.dumps(checked(a_mentor(email=sealed(ADDRESS))))
    assert b"lovelace" not in known
    assert b"analysis" not in known


@pytest.mark.parametrize(
    ("profile", "asides", "line"),
    [
        (a_mentor(email=ADDRESS), "", 4),
        (a_mentor(email=sealed(ADDRESS)), f"# once {ADDRESS}\n", 11),
        (a_mentor(email=sealed(ADDRESS)), "\n# ada [at] analysis.gov.example", 12),
        (a_mentor(email=sealed(ADDRESS), organisation=ADDRESS), "", 5),
        (a_mentor(email=sealed(ADDRESS), offers=("Leadership", ADDRESS)), "", 9),
    ],
)
def test_a_plain_address_anywhere_in_a_file_is_refused_at_its_line_where_they_are_sealed(
    profile: Profile, asides: str, line: int
) -> None:
    told = [
        each for each in checked(profile, asides=asides).problems if each.rule == "email-sealed"
    ]
    assert [each.line for each in told] == [line]
    assert "mentor-match seal" in told[0].hint
    assert ADDRESS not in f"{told}"
    assert "email-sealed" not in rules(checked(profile, asides=asides, programme=the_programme()))


def test_an_address_above_one_that_is_told_is_told_as_well() -> None:
    data = f"# {ADDRESS}\n".encode() + write_profile(a_mentor(email=ADDRESS))
    told = check_file(
        data, path="profiles/mentor.yaml", programme=a_sealed_programme(), today=TODAY
    ).problems
    assert [each.line for each in told if each.rule == "email-sealed"] == [5, 1]


def test_a_plain_address_in_public_text_keeps_its_own_rule() -> None:
    ada = a_mentor(email=sealed(ADDRESS), about=f"Write to {ADDRESS}.\nOr do not.\n")
    assert rules(checked(ada)) == ["text-contact"]


def test_no_way_of_printing_the_keys_shows_them() -> None:
    secret = decoded(PRIVATE_KEY)
    for text in (repr(KEYS), str(KEYS), f"{KEYS}", f"{[KEYS]}"):
        assert PRIVATE_KEY not in text
        assert repr(secret)[2:-1] not in text


@pytest.mark.parametrize("text", ["", " ", "short", PRIVATE_KEY + "!", f"{PRIVATE_KEY} short"])
def test_what_is_no_private_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match="A private key is") as stop:
        parse_private_keys(text)
    assert PRIVATE_KEY not in f"{stop.value}"


def test_an_older_key_still_opens_and_the_digest_of_a_mailbox_is_made_with_the_newest() -> None:
    newest = "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk"
    both = parse_private_keys(f"{newest} {PRIVATE_KEY}")
    assert both.open(SEAL) == ADDRESS
    assert both.digest("x", purpose="y") == parse_private_keys(newest).digest("x", purpose="y")
    assert both.digest("x", purpose="y") != KEYS.digest("x", purpose="y")
    assert key_id(PUBLIC_KEY) in both.by_id
    assert len(both.digest("x", purpose="y")) == 32
