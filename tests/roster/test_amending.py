"""A few fields are set or removed, and every other line stays as its owner typed it."""

from __future__ import annotations

import pytest

from roster.amending import Wanted, amended

FILE = b"""\
# my profile
name: Ada Lovelace   # as colleagues know me
email: ada@office.gov.example  # secret
choices:
  - charles-babbage
  - mary-somerville

# about me
about: |
  I like plain English.

  And short meetings.
confirmed: 2026-11-01
"""


@pytest.mark.parametrize(
    ("wanted", "before", "after"),
    [
        ({"confirmed": "2026-11-23"}, "confirmed: 2026-11-01", "confirmed: 2026-11-23"),
        ({"email": "x"}, "email: ada@office.gov.example  # secret", "email: x"),
        ({"choices": None}, "choices:\n  - charles-babbage\n  - mary-somerville\n", ""),
        ({"choices": ("mary-somerville",)},
         "choices:\n  - charles-babbage\n  - mary-somerville\n", "choices: [mary-somerville]\n"),
        ({"about": None}, "about: |\n  I like plain English.\n\n  And short meetings.\n", ""),
        ({"paused": "true"}, "confirmed: 2026-11-01", "confirmed: 2026-11-01\npaused: true"),
        ({"paused": None}, "", ""),
    ],
)  # fmt: skip
def test_fields_are_set_and_removed_in_place(wanted: Wanted, before: str, after: str) -> None:
    assert amended(FILE, wanted) == FILE.replace(before.encode(), after.encode(), 1)


def test_several_fields_at_once() -> None:
    out = amended(
        FILE, {"confirmed": "2026-11-23", "choices": None, "email": "x", "paused": "true"}
    )
    assert out is not None
    assert out.startswith(
        b"# my profile\nname: Ada Lovelace   # as colleagues know me\nemail: x\n\n#"
    )
    assert out.endswith(b"confirmed: 2026-11-23\npaused: true\n")


def test_windows_line_ends_and_a_missing_last_one_are_no_matter() -> None:
    out = amended(b"name: Ada\r\nconfirmed: 2026-11-01", {"confirmed": "2026-11-23"})
    assert out == b"name: Ada\nconfirmed: 2026-11-23\n"


@pytest.mark.parametrize(
    "data", [b"", b"[a", b"{name: Ada, confirmed: 2026-11-01}\n", b"\xff", b"- a\n"]
)
def test_a_file_of_another_shape_is_left_alone(data: bytes) -> None:
    assert amended(data, {"confirmed": "2026-11-23"}) is None
