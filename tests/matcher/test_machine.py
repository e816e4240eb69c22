"""The compiled loops read what Python lays out, and never code that was made before an edit."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks.matching_scale import make_market
from commands.main import main
from matcher.solving.certificate import Audit
from matcher.solving.flow import Seats
from matcher.solving.machine import compiling, running
from matcher.solving.machine.compiling import HERE, TARGETS, CompilingError
from matcher.solving.machine.running import layout, run
from matcher.solving.scan import Scan
from matcher.solving.solve import solve
from matcher.solving.tables import PERSON, mentees_of
from tests.builders import REPOSITORY

C_TYPES = {
    np.dtype(np.int8): "int8_t *",
    np.dtype(np.int32): "int32_t *",
    np.dtype(np.int64): "int64_t *",
    np.dtype(np.uint64): "uint64_t *",
    np.dtype(np.bool_): "bool *",
    PERSON: "Person *",
    int: "int64_t ",
}


def structures() -> dict[str, list[str]]:
    text = (HERE / "market.h").read_text("utf-8")
    found = re.findall(r"typedef struct \{(.*?)\} (\w+);", text, re.DOTALL)
    return {
        name: [
            line.strip().removeprefix("const ").removesuffix(";")
            for line in body.strip().splitlines()
        ]
        for body, name in found
    }


def fields_of(kind: type[tuple[object, ...]]) -> dict[str, list[str]]:
    """How a task and every task within it must be declared in C."""
    found: dict[str, list[str]] = {kind.__name__: []}
    for name, field in layout(kind):
        declared = C_TYPES.get(field)
        if declared is None:
            found |= fields_of(field)
            declared = f"{field.__name__} "
        found[kind.__name__].append(f"{declared}{name}")
    return found


def test_every_structure_is_declared_alike_in_python_and_in_c() -> None:
    in_python = {**fields_of(Scan), **fields_of(Audit), **fields_of(Seats)}
    in_c = structures()
    person = in_c.pop("Person")
    assert in_python == in_c
    names = [field.split(" ")[1] for field in person]
    assert names == list(PERSON.names or ())
    assert PERSON.itemsize == 32


def test_an_array_of_another_type_is_refused_before_a_loop_reads_it() -> None:
    mentees = mentees_of(make_market(30))
    wrong = mentees._replace(need_full=mentees.need_full.astype(np.int64))
    with pytest.raises(TypeError, match=r"Mentees\.need_full holds int64, not int32"):
        run("best_pairs", wrong)


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sources, with no compiled library beside it."""
    for name in compiling.SOURCES:
        shutil.copy(HERE / name, tmp_path / name)
    monkeypatch.setattr(compiling, "HERE", tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    compiling.library.cache_clear()
    running.loops.cache_clear()


def test_an_edit_of_the_sources_is_compiled_before_it_is_run(sources: Path) -> None:
    first = compiling.library()
    assert first.parent == sources
    assert compiling.library() == first
    with (sources / "pairs.c").open("a", encoding="utf-8") as file:
        file.write("// An edit.\n")
    compiling.library.cache_clear()
    second = compiling.library()
    assert second != first
    assert second.exists()
    assert sorted(sources.glob("*.so")) == sorted([first, second])


def test_without_machine_code_and_compiler_a_verb_says_what_to_install(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = shutil.which("false")
    assert nothing is not None
    monkeypatch.setattr(sys, "executable", nothing)
    with pytest.raises(CompilingError, match="pip install ziglang"):
        compiling.library()
    _forget()
    assert main(["--root", str(REPOSITORY), "match"]) == 3
    assert "pip install ziglang" in capsys.readouterr().err
    assert not list(sources.glob("*.so"))


def test_loops_run_the_same_whatever_was_compiled_before(sources: Path) -> None:
    market = make_market(300)
    before = solve(market)
    _forget()
    after = solve(market)
    assert np.array_equal(before.mentor, after.mentor)
    assert list(sources.glob("*.so"))


def test_a_wheel_serves_the_kinds_of_machine_that_people_have() -> None:
    assert {"linux-x86_64", "linux-aarch64", "darwin-arm64", "windows-amd64"} <= set(TARGETS)
