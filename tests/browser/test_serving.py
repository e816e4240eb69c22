"""The site on this machine: a page that is open is shown anew once a profile has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.builders import REPOSITORY
from tests.commands.test_serve_verb import PATIENCE, serving


def test_an_open_page_loads_again_once_the_site_was_rebuilt(
    browser: Browser, tmp_path: Path
) -> None:
    shutil.copytree(REPOSITORY / "profiles", tmp_path / "profiles")
    profile = tmp_path / "profiles" / "ada-lovelace.yaml"
    before = profile.read_text("utf-8")
    with serving(tmp_path, tmp_path / "site") as (port, _):
        page = browser.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text))
        page.goto(f"http://127.0.0.1:{port}/mentors/ada-lovelace/")
        for name in ("Ada King", "Ada Byron"):
            profile.write_text(before.replace("name: Ada Lovelace", f"name: {name}"), "utf-8")
            expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=PATIENCE * 1000)
        assert wrong == []
        page.close()
    assert ".reload.js" not in (tmp_path / "site/mentors/ada-lovelace/index.html").read_text(
        "utf-8"
    )
