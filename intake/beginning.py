"""How a programme of one's own begins: what has to change in a fresh copy of this repository.

The files as they are and the organisers' answers come in; files go out, None where one goes.
Run again on what came out, it changes nothing. It must never touch a real person's profile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from intake.issue_templates import FOLDER, issue_templates
from roster.email import parse_address
from roster.problems import Problem
from roster.programme import parse_programme
from roster.programme_files import FILES, PROFILE_SCHEMA, ProgrammeFile
from roster.reading import read_document
from roster.sealed import SEALED
from roster.writing import write_fields

SETTINGS: Final = "programme/settings.yaml"
DOMAINS: Final = "programme/email-domains.yaml"
CODEOWNERS: Final = ".github/CODEOWNERS"
CODE: Final = ".github/workflows/code.yml"
"""The workflow that tests the engine on the sample people, who are not there any more."""

TOUCHED: Final = (
    SETTINGS,
    DOMAINS,
    CODEOWNERS,
    CODE,
    *(f"{FOLDER}/{name}.yml" for name in ("config", "join", "change", "leave")),
)
"""Every file, besides profiles, that a beginning may change."""

EXAMPLE: Final = "gov.example"
_ENTRY: Final = re.compile(
    rf"(?:\n[ \t]*#[^\n]*)?\n  - domain: {re.escape(EXAMPLE)}\n(?:    [^\n]*\n)*"
)
_DEMONSTRATION: Final = re.compile(r"# This is the demonstration programme:[^\n]*\n")
_PLAIN: Final = re.compile(r"\d+|https?://[\w./~-]+")
_OWNED: Final = b"""\
# Who is asked to look. Profiles belong to their owners: the check decides about them.
*           @OWNER
/profiles/
"""
_ASKED_AFTER, _HIDDEN_AFTER = "12", "24"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What the organisers say of their programme; `github` is None for github.com.

    `email_key` is the public key that seals addresses, None where they are kept as plain text.
    """

    programme: str
    repository: str
    site: str
    contact: str
    github: str | None = None
    email_key: str | None = None
    organisers: str | None = None


def is_sample(data: bytes) -> bool:
    """Say whether a profile is one of the demonstration's: its address is a reserved one."""
    document = read_document(data, path="").document
    email = document.values.get("email") if document is not None else None
    address = parse_address(email) if isinstance(email, str) else ""
    return not isinstance(address, str) and f".{address.domain}".endswith(f".{EXAMPLE}")


def real_profiles(profiles: Mapping[str, bytes]) -> tuple[str, ...]:
    """Name the profiles that are not the demonstration's."""
    return tuple(path for path, data in sorted(profiles.items()) if not is_sample(data))


def begun(
    files: Mapping[str, bytes], programme: Mapping[str, ProgrammeFile], beginning: Beginning
) -> Mapping[str, bytes | None] | tuple[Problem, ...]:
    """Work out the files of a programme of one's own, or what is wrong with the answers.

    `files` are those that are there, by path; `programme` is as `parse_programme` takes it. The
    settings come last: as long as they are not written, a run that was cut off begins anew.
    """
    texts = {f"programme/{name}": programme[name].data.decode() for name in FILES}
    texts[SETTINGS] = _settings(texts[SETTINGS], beginning)
    texts[DOMAINS] = _ENTRY.sub("", texts[DOMAINS])
    given = {
        name: ProgrammeFile(path=f"programme/{name}", data=texts[f"programme/{name}"].encode())
        for name in FILES
    }
    made, problems = parse_programme({**given, PROFILE_SCHEMA: programme[PROFILE_SCHEMA]})
    if made is None:
        return problems
    wanted: dict[str, bytes | None] = {
        path: None for path in sorted(files) if path.startswith("profiles/") or path == CODE
    }
    wanted |= issue_templates(made)
    owned = files.get(CODEOWNERS, None if SETTINGS in files else _OWNED)
    if beginning.organisers and owned is not None:
        owners = beginning.organisers.encode()
        wanted[CODEOWNERS] = re.sub(rb"(?m)^(\*\s+)@OWNER$", rb"\1" + owners, owned)
    wanted |= {path: texts[path].encode() for path in (DOMAINS, SETTINGS)}
    return {path: data for path, data in wanted.items() if data != files.get(path)}


def _settings(text: str, beginning: Beginning) -> str:
    """Write the answers over the lines of the settings, and leave every other line."""
    is_first = re.search(r"^demonstration: (?:yes|true)$", text, re.MULTILINE) is not None
    values: dict[str, str | tuple[str, ...]] = {
        "programme": beginning.programme,
        "site": beginning.site,
        "repository": beginning.repository,
        "contact": beginning.contact,
    }
    if beginning.github is not None:
        values["github"] = beginning.github
    if is_first:
        values |= {"expiry_months": _HIDDEN_AFTER, "ask_after_months": _ASKED_AFTER}
    if beginning.email_key is not None:
        values |= {"email_storage": SEALED, "email_keys": (beginning.email_key,)}
    for key, value in values.items():
        is_plain = isinstance(value, str) and _PLAIN.fullmatch(value)
        line = f"{key}: {value}\n" if is_plain else write_fields({key: value}).decode()
        text = _with_line(text, key, line)
    return _DEMONSTRATION.sub("", _with_line(text, "demonstration", "demonstration: no\n"))


def _with_line(text: str, key: str, line: str) -> str:
    """Put a line in place of the key's, or below the settings' first block where it has none."""
    after, found = re.subn(rf"(?m)^{key}:.*\n", lambda _: line, text, count=1)
    if found:
        return after
    last = "email_storage" if key == "email_keys" else "repository"
    return re.sub(rf"(?m)^({last}:.*\n)", lambda match: match[1] + line, text, count=1)
