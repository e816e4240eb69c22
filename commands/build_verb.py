"""`build`: the whole site, written into a folder."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jinja2 import TemplateError, TemplateSyntaxError

import site_builder
from commands.gathering import gather_programme, gather_roster, shipped_folder
from commands.outcome import DONE, WRONG_USAGE, Refused
from commands.workers import workers
from site_builder.last_round import LastRound, parse_report
from site_builder.output import FolderNotOurs, Written, write_site
from site_builder.site import build_site

SITE: Final = Path("build/site")
_STYLE: Final = "site.css"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument(
        "--out",
        type=Path,
        default=SITE,
        metavar="DIR",
        help=f"the folder to write to (default: {SITE})",
    )
    parser.add_argument(
        "--round",
        type=Path,
        metavar="FILE",
        help="show the last round: what `match --report json` printed",
    )


def run(arguments: argparse.Namespace) -> int:
    """Build the site and say what changed."""
    print(told(build(arguments, arguments.out), arguments.out))
    return DONE


def build(arguments: argparse.Namespace, out: Path) -> Written:
    """Gather, build and write; nothing is written unless the whole site could be built."""
    from matcher.published import published_points  # noqa: PLC0415 -- heavy

    programme = gather_programme(arguments)
    last_round = _last_round(arguments.round)
    templates, assets = gather_templates(arguments.root), gather_assets()
    with workers(arguments.scheduler) as executor:
        files = build_site(
            roster=gather_roster(arguments, programme, executor),
            programme=programme,
            templates=templates,
            assets=assets,
            today=arguments.today,
            last_round=last_round,
            points=published_points(programme),
            executor=executor,
        )
        try:
            return write_site(out, files)
        except TemplateError as error:
            raise Refused(_template_refusal(error)) from error
        except FolderNotOurs as error:
            raise Refused(str(error), status=WRONG_USAGE) from error


def _last_round(file: Path | None) -> LastRound | None:
    if file is None:
        return None
    try:
        return parse_report(file.read_text("utf-8"))
    except ValueError as error:
        raise Refused(f"{file}: {error}", status=WRONG_USAGE) from error


def told(written: Written, out: Path) -> str:
    """Say in one line what a build did."""
    return (
        f"{written.pages:,} pages in {out}: {written.written:,} files written, "
        f"{written.unchanged:,} unchanged, {written.removed:,} removed."
    )


def gather_templates(root: Path) -> Mapping[str, str]:
    """Read the site's templates as shipped, each replaced by the root's own where it has one."""
    folders = (shipped_folder() / "templates", root / "templates")
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for folder in folders
        for file in sorted((folder / "site").rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }


def gather_assets() -> Mapping[str, bytes]:
    """Read the compiled style and the shared scripts."""
    folder = Path(site_builder.__file__).parent / "assets"
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }
    if _STYLE not in files:
        raise Refused("The site's style has not been made yet. Make it with: make demo")
    return files


def _template_refusal(error: TemplateError) -> str:
    place = "A template"
    if isinstance(error, TemplateSyntaxError):
        place = f"templates/{error.name}, line {error.lineno}"
    return f"{place}: {error.message}\nNothing was written. Mend your copy below templates/."
