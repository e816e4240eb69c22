"""A built site on loopback, and a browser that may speak to nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect, sync_playwright

from commands.site_inputs import gather_assets
from roster.loading import load_roster
from site_builder.output import write_site
from tests.builders import PUBLIC_KEY, REPOSITORY, TODAY, a_mentor, the_programme
from tests.site_builder.building import A_LEDGER, A_ROUND, a_programme, a_site
from tools.find_browser import browser_path, launch_arguments
from tools.local_site import served

WIDTHS = (390, 1280)
LEFT = "net::ERR_ABORTED"  # a page was left while something was on its way


@dataclass
class Visit:
    """A page with all that went wrong on it: errors, refusals, requests that left."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page and wait until everything that it draws by itself is drawn."""
        self.page.goto(self.address + path)
        if "?" in path:
            expect(self.page.locator("#announced")).not_to_be_empty()
        return self.page


OpenVisit = Callable[..., Visit]
OpenForm = Callable[..., tuple[Visit, Page]]
GITHUB_API = "https://api.github.com/users/"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples' site in a folder, below a path as GitHub Pages has it, with others beside it."""
    folder = tmp_path_factory.mktemp("published")
    programme = the_programme()
    samples = load_roster(root=REPOSITORY, programme=programme, today=TODAY).roster
    assets = gather_assets()
    published = a_programme(site="https://mentor-match.example/demo/")
    demo = a_site(
        *samples.profiles, programme=published, assets=assets, last_round=A_ROUND, ledger=A_LEDGER
    )
    write_site(folder / "demo", demo.items())
    names = [each.name for each in programme.areas]
    many = [a_mentor(f"mentor-{each:03}", offers=(names[each % 40],)) for each in range(120)]
    many.append(a_mentor("zuleika-full", name="Zuleika Full"))
    full = replace(A_ROUND, taken={"zuleika-full": 1})
    named = a_programme(programme="Mentors – all of them")
    large = a_site(*many, programme=named, assets=assets, last_round=full)
    write_site(folder / "large", large.items())
    write_site(folder / "empty", a_site(assets=assets).items())
    on_github = a_programme(repository="historic/mentors")
    two = [samples.by_login[login] for login in ("ada-lovelace", "mary-somerville")]
    write_site(folder / "github", a_site(*two, programme=on_github, assets=assets).items())
    sealing = a_programme(
        repository="historic/mentors", email_storage="sealed", email_keys=(PUBLIC_KEY,)
    )
    write_site(folder / "sealed", a_site(programme=sealing, assets=assets).items())
    return folder


@pytest.fixture(scope="session")
def address(published: Path) -> Iterator[str]:
    """Where that folder is served."""
    with served(published) as where:
        yield where


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; that there is none is a failure: python -m tools.find_browser installs one."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser_path(), args=launch_arguments()
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[OpenVisit]:
    """Open a window of some width; at the end nothing may have gone wrong in it."""
    visits: list[Visit] = []

    def open_visit(*, width: int = 1280, scripts: bool = True, at: str = address) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        # Half a minute is for a machine that runs everything else at once.
        context.set_default_timeout(30_000)
        page = context.new_page()
        one = Visit(page, at + "demo/" if at == address else at)
        page.on("console", lambda message: one.wrong.append(message.text))
        page.on("pageerror", lambda error: one.wrong.append(str(error)))
        page.on("request", lambda request: note_stranger(one, request.url, at))
        # With scripts off the browser refuses them itself, under the name of the page's policy.
        expected = {LEFT} if scripts else {LEFT, "csp"}
        page.on("requestfailed", lambda request: note_failure(one, request, expected))
        visits.append(one)
        return one

    yield open_visit
    for one in visits:
        one.page.context.close()
        assert one.wrong == []


@pytest.fixture
def form(visit: OpenVisit) -> OpenForm:
    """Open the form of a programme on GitHub, where GitHub answers as it is told to."""

    def open_form(
        path: str = "join/",
        *,
        site: str = "github",
        github: Callable[[Route], None] | None = None,
        awaited: str | None = "#join",
        **window: int,
    ) -> tuple[Visit, Page]:
        one = visit(**window)
        one.address = one.address.replace("/demo/", f"/{site}/")
        one.page.route(GITHUB_API + "**", github or (lambda route: route.fulfill(json={"id": 77})))
        one.page.context.route("https://github.com/**", lambda route: route.fulfill(body="GitHub"))
        one.page.emulate_media(reduced_motion="reduce")
        one.page.goto(one.address + path)
        if awaited is not None:
            expect(one.page.locator(awaited)).to_have_attribute("data-ready", "true")
        return one, one.page

    return open_form


def note_stranger(visit: Visit, url: str, address: str) -> None:
    if not url.startswith(address):
        visit.wrong.append(f"a request left this machine: {url}")


def note_failure(visit: Visit, request: Request, expected: set[str]) -> None:
    if request.failure not in expected:
        visit.wrong.append(f"{request.url}: {request.failure}")


def hold(page: Page, path: str) -> list[Route]:
    """Hold back what is asked of a path, until the test lets it go."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(path, keep)
    return held
