"""What `build --preview` says and writes of a change, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commands.main import main
from roster.writing import write_profile
from tests.builders import a_mentee, a_mentor
from tests.commands.git_objects import ADA, BOB, Store

NEW = a_mentor("carol", github_id=3, name="Carol Shaw")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def preview(
    store: Store, tree: object, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[str, dict[str, str]]:
    head = store.commit(tree, store.main)
    out = store.folder / "preview"
    where = ["--root", str(store.folder), "--today", "2026-11-15"]
    assert main([*where, "build", "--preview", head, "--out", str(out), *words]) == 0
    pages = {
        file.relative_to(out).as_posix(): file.read_text("utf-8") for file in out.rglob("*.html")
    }
    return capsys.readouterr().out, pages


def test_a_new_mentor_is_shown_as_the_site_would(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    carol = replace(NEW, about="I *like* short meetings.\n")
    tree = store.changed(**{NEW.github: ("100644", write_profile(carol))})
    said, pages = preview(store, tree, capsys)
    assert "New: 2 pages. `mentors/carol/`, `names/c/`" in said
    assert "**Carol Shaw**" in said
    assert "I like short meetings" in said
    assert "Carol Shaw" in pages["mentors/carol/index.html"]
    assert NEW.email not in said + "".join(pages.values())
    assert "@" not in said
    assert next((store.folder / "preview" / "assets").rglob("site.css")).exists()


def test_only_the_pages_that_show_a_change_are_told(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = store.changed(ada=("100644", write_profile(replace(ADA, about="Other words.\n"))))
    said, pages = preview(store, tree, capsys)
    assert "New:" not in said
    assert "`mentors/ada/`" in said
    assert "mentors/ada/index.html" in pages
    assert "privacy/index.html" not in pages
    assert "mentors/bob/index.html" not in pages


def test_who_goes_or_is_only_counted_has_no_page(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    mentee = a_mentee("dora", github_id=4, name="Dora Marsden")
    tree = store.changed(bob=None, dora=("100644", write_profile(mentee)))
    said, _ = preview(store, tree, capsys)
    assert "Removed: " in said
    assert "`mentors/bob/`" in said
    assert "profiles/bob\\.yaml: its page goes" in said.replace("\\/", "/")
    assert "the site shows nothing of it" in said
    assert "Dora" not in said


@pytest.mark.parametrize(
    "held",
    [
        ("100644", b"name: [[[["),
        ("100644", write_profile(replace(NEW, name="<script>"))),
        ("120000", b"/etc/passwd"),
        ("100755", write_profile(NEW)),
        ("160000", b""),
    ],
)
def test_what_is_not_right_is_not_shown(
    store: Store, capsys: pytest.CaptureFixture[str], held: tuple[str, bytes]
) -> None:
    said, pages = preview(store, store.changed(carol=held), capsys)
    assert "mentors/carol/index.html" not in pages
    assert "<script>" not in said
    assert "root:" not in said


def test_templates_of_a_change_are_never_used(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    own = {"site": {"privacy.html.jinja": ("100644", b"{{ 1/0 }}")}}
    said, pages = preview(store, {**store.base, "templates": own}, capsys)
    assert said == "### What this change does to the site\n\nNo page changes.\n"
    assert pages == {}


def test_another_programme_changes_every_page_that_names_it(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = (Path(__file__).parents[2] / "programme/settings.yaml").read_bytes()
    lines = [
        b"programme: Mentors of Kent" if line.startswith(b"programme:") else line
        for line in settings.splitlines()
    ]
    own = {"settings.yaml": ("100644", b"\n".join(lines) + b"\n")}
    said, pages = preview(store, {**store.base, "programme": own}, capsys)
    assert "Changed: " in said
    assert "more" in said
    assert "Mentors of Kent" in pages["privacy/index.html"]
    assert len(said) < 2_000


def test_a_branch_is_compared_with_main_and_main_with_what_it_was(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = store.changed(carol=("100644", write_profile(NEW)))
    store.git("update-ref", "refs/heads/main", store.commit(tree, store.main))
    words = ["--root", str(store.folder), "build", "--preview"]
    out = ["--out", str(store.folder / "preview")]
    assert main([*words, "main", *out]) == 0
    assert "`mentors/carol/`" in capsys.readouterr().out
    assert main([*words, store.main, "--base", "main", *out]) == 0
    assert "No page changes" in capsys.readouterr().out


@pytest.mark.parametrize("revision", ["nowhere", "--upload-pack=x", "-h", "main:profiles", ""])
def test_a_revision_that_is_none_is_wrong_usage(
    store: Store, revision: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--root", str(store.folder), "build", f"--preview={revision}"]
    assert main(words) == 2
    assert "git could not read" in capsys.readouterr().err
    assert not (store.folder / "build").exists()


def test_many_changes_stay_small_enough_for_a_comment(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    many = {
        f"new-{number}": (
            "100644",
            write_profile(
                replace(
                    NEW,
                    github=f"new-{number}",
                    github_id=1000 + number,
                    email=f"new{number}@analysis.gov.example",
                    about="*" * 2_000,
                )
            ),
        )
        for number in range(40)
    }
    said, _ = preview(store, store.changed(**many), capsys)
    assert "New: 41 pages" in said, "40 mentors, and the letter N"
    assert "And 37 more profiles" in said
    assert len(said) < 20_000
    assert BOB.name not in said
