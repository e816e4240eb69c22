"""Changes from one run to the next: whatever they are, a warm run says what a cold one says."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster import folder, loading
from roster.model import Profile
from roster.writing import write_profile
from tests.builders import TODAY, a_mentee, a_mentor, with_settings
from tests.roster.runs import ALL_SETTLED, cold, put, the_cache, warm


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the stamps of files that were just written, since `put` gives each another."""
    monkeypatch.setattr(folder, "_COARSEST_CLOCK", ALL_SETTLED)


def a_life(*steps: dict[str, Profile | None]) -> list[dict[str, Profile | None]]:
    """Changes one after the other: by login, a profile that is put, or None where it goes."""
    return list(steps)


ADA, BEA = a_mentor("ada"), a_mentee("bea", choices=("ada",))
LIVES = {
    "a chosen mentor goes and comes back": a_life(
        {"ada": ADA, "bea": BEA}, {"ada": None}, {"ada": ADA}
    ),
    "a chosen mentor only seeks from now on": a_life(
        {"ada": ADA, "bea": BEA}, {"ada": a_mentee("ada")}
    ),
    "somebody chooses a mentor of old": a_life({"ada": ADA}, {"bea": BEA}),
    "a double of somebody who chooses": a_life(
        {"ada": ADA, "bea": BEA}, {"cyd": a_mentor("cyd", github_id=BEA.github_id)}
    ),
    "whom a choice may have meant": a_life(
        {"ada": ADA, "bea": a_mentee("bea", choices=("adah",))},
        {"adam": a_mentor("adam")},
        {"ada": None},
        {"adam": a_mentor("adam", name="Adah")},
    ),
    "a double by number": a_life({"ada": ADA}, {"cyd": a_mentor("cyd", github_id=ADA.github_id)}),
    "a double by mailbox": a_life(
        {"ada": ADA}, {"cyd": a_mentor("cyd", email="Ada+else@office.gov.example")}
    ),
    "a look-alike of somebody there": a_life(
        {"ada": a_mentor("ada", name="Alan Turing")}, {"cyd": a_mentor("cyd", name="AIan Turing")}
    ),
    "the first of three doubles goes": a_life(
        {each: a_mentor(each, github_id=7) for each in ("ada", "bea", "cyd")}, {"ada": None}
    ),
    "the last of two doubles goes, and another one is put": a_life(
        {each: a_mentor(each, github_id=7) for each in ("ada", "bea")},
        {"bea": None},
        {"cyd": a_mentor("cyd")},
    ),
}


@pytest.mark.parametrize("life", LIVES.values(), ids=list(LIVES))
def test_a_change_is_seen_by_those_whom_it_concerns(
    tmp_path: Path, life: list[dict[str, Profile | None]]
) -> None:
    told = []
    for step in life:
        for login, profile in step.items():
            if profile is None:
                (tmp_path / "profiles" / f"{login}.yaml").unlink()
            else:
                put(tmp_path, login, write_profile(profile))
        told.append(warm(tmp_path))
        assert told[-1] == cold(tmp_path)
        assert the_cache(tmp_path).exists(), "it was used, and not thrown away as damaged"


LOGINS = ("ada", "bea", "cyd", "dot", "eve")
MAILBOXES = ("one", "two", "two+else", "three", "four", "five", "six")
NAMES = ("Alan Turing", "alan turing", "AIan Turing", "Ada Cope", "Zoe")


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, bytes | None]:
    """A file and what it holds from now on, if it stays: few values, so that people are often

    doubled, look alike, choose each other, are gone and back.
    """
    file = draw(st.sampled_from(LOGINS))
    kind = draw(st.sampled_from(("gone", "odd", "mentor", "mentor", "mentee", "mentee", "mentee")))
    if kind in {"gone", "odd"}:
        return file, None if kind == "gone" else b"name: [" + file.encode()
    profile = (a_mentor if kind == "mentor" else a_mentee)(
        draw(st.sampled_from((*LOGINS, *[file] * 20))),
        github_id=draw(st.integers(1, 9)),
        email=f"{draw(st.sampled_from(MAILBOXES))}@office.gov.example",
        name=draw(st.sampled_from(NAMES)),
        choices=tuple(draw(st.lists(st.sampled_from((*LOGINS, "eva")), unique=True, max_size=2))),
    )
    return file, write_profile(profile)


DAYS = st.sampled_from((TODAY, TODAY, TODAY, date(2028, 1, 1)))
DAMAGE = st.sampled_from((None, None, None, None, 0, 90, 5000))
"""How many bytes of the cache are left, where anything happens to it."""

CHANGES = st.lists(changes(), min_size=1, max_size=3)
STEPS = st.lists(st.tuples(CHANGES, DAYS, DAMAGE), min_size=2, max_size=8)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.booleans())
def test_whatever_happens_a_warm_run_says_what_a_cold_one_says(
    steps: list[tuple[list[tuple[str, bytes | None]], date, int | None]], is_many: bool
) -> None:
    yearly = with_settings(expiry_months=12)
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "_COARSEST_CLOCK", ALL_SETTLED)
        patch.setattr(loading, "_FEW", 0 if is_many else 100)
        root = Path(name)
        outside = put(root / "elsewhere", "ada", write_profile(a_mentor("ada", github_id=1)))
        for step, day, left in steps:
            for login, data in step:
                if data is None:
                    (root / "profiles" / f"{login}.yaml").unlink(missing_ok=True)
                else:
                    put(root, login, data)
            if left is not None and the_cache(root).exists():
                os.truncate(the_cache(root), left)
            told = cold(root, today=day, programme=yearly)
            assert warm(root, today=day, programme=yearly) == told
            assert warm(root, today=day, programme=yearly) == told
            named = (outside, *sorted((root / "profiles").glob("?*.yaml"))[:1])
            told = cold(root, *named, today=day, programme=yearly)
            assert warm(root, *named, today=day, programme=yearly) == told
            assert the_cache(root).exists()
