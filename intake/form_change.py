"""What a form asks for: the files that would change, or what its sender has to mend.

The text of an issue, who sent it and when, and the base tree come in; files as bytes with the
gate's verdict on them, or problems at lines of the issue, go out. Login and number are those
of the account that sent the form: nothing in the text can say otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from forge.port import REGULAR_FILE, Account
from intake.answers import Fields, entries_of, fields_from, tidy
from intake.form_text import FORM, Filled, form_of_text, read_form
from intake.gate import Author, Outcome, Verdict, judge
from intake.leaving import departure_files, leaver_of
from intake.questions import WISH, Purpose, Wish, issue_forms
from intake.tree_values import Tree, TreeEntry, is_profile
from roster.areas import suggest_areas
from roster.checking import Checked, check_file
from roster.contacts import address_places
from roster.form import LISTS, Form, Kind, form_of
from roster.model import Profile, Programme
from roster.places import login_of, path_of
from roster.problems import Problem, has_errors
from roster.reading import read_document
from roster.sealed import SEALED, PrivateKeys
from roster.words import did_you_mean
from roster.writing import write_fields, write_profile

if TYPE_CHECKING:
    from roster.areas import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A form as it was sent: its text, the account that sent it, and the day."""

    text: str
    author: Account
    sent: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a form asks for, once nothing is left to mend; None as bytes removes a file.

    `profile` is the person as they would be, None where they leave.
    """

    purpose: Purpose
    files: Mapping[str, bytes | None]
    profile: Profile | None
    verdict: Verdict

    def stands_in(self, tree: Mapping[str, str]) -> bool:
        """Say whether a tree, given as blobs by path, holds all this already."""
        return stand_in(tree, self.files)


def blob_id(data: bytes) -> str:
    """Name bytes as git does."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def stand_in(tree: Mapping[str, str], files: Mapping[str, bytes | None]) -> bool:
    """Say whether a tree, given as blobs by path, holds these files and none that is to go."""
    return all(
        tree.get(path) == (None if data is None else blob_id(data)) for path, data in files.items()
    )


def is_form(text: str, programme: Programme) -> bool:
    """Say whether a text has at least one heading of a form."""
    return form_of_text(text, issue_forms(programme)) is not None


def wanted_by(
    sent: Submission,
    *,
    base: Tree,
    programme: Programme,
    today: date,
    keys: PrivateKeys | None = None,
    meaning: Meaning | None = None,
) -> Wanted | tuple[Problem, ...]:
    """Work out what a form asks for, or what there is to mend first.

    `keys` open sealed addresses, so that the gate can say here what it will say there; a
    `meaning` helps to ask about areas in people's own words.
    """
    filled = _read(sent.text, programme)
    if not isinstance(filled, Filled):
        return filled
    case = _Case(
        sent=sent,
        filled=filled,
        form=form_of(programme),
        base=base,
        programme=programme,
        today=today,
        keys=keys,
        meaning=meaning,
    )
    mine = own_file(sent.author, base, programme=programme, today=today)
    if filled.form.purpose is not Purpose.JOIN and (mine is None or mine.profile is None):
        return (_not_there(mine),)
    if case.answer(WISH) == Wish.LEAVE and mine is not None:
        return case.judged(case.departure(mine), None)
    return _rewritten(case, mine)


def _read(text: str, programme: Programme) -> Filled | tuple[Problem, ...]:
    """Read the text as the form that it was made from."""
    in_the_open = tuple(_addresses_in_the_open(text, programme))
    if in_the_open:
        return in_the_open
    form = form_of_text(text, issue_forms(programme))
    if form is None:
        message = "This is none of the programme's forms."
        return (_problem("form-text", message, "Open a new form."),)
    return read_form(text, form)


def _rewritten(case: _Case, mine: Checked | None) -> Wanted | tuple[Problem, ...]:
    """Make the person's file anew, and move it where their login has changed."""
    draft = write_fields(case.fields(mine))
    checked = check_file(
        draft, path=case.path, programme=case.programme, today=case.today, keys=case.keys
    )
    if checked.profile is None or has_errors(checked.problems):
        return tuple(case.located(each, draft) for each in checked.problems)
    files: dict[str, bytes | None] = {case.path: write_profile(checked.profile)}
    if mine is not None and mine.path != case.path:
        files[mine.path] = None
    return case.judged(files, checked.profile)


def _addresses_in_the_open(text: str, programme: Programme) -> Iterator[Problem]:
    """Where addresses are sealed, an issue must hold none that anybody can read."""
    if programme.settings.email_storage != SEALED:
        return
    for line, _ in address_places(text.replace("\r\n", "\n").split("\n")):
        yield Problem(
            rule="email-sealed",
            path=FORM,
            line=line,
            message="An address stands here for everybody to read.",
            hint=f"Take it out, seal it at {programme.settings.site}join/ or with `mentor-match "
            "seal`, and write what begins with `sealed:`. Then open **edited** above your form "
            "and delete the earlier revision, which still holds it.",
        )


def own_file(author: Account, base: Tree, *, programme: Programme, today: date) -> Checked | None:
    """Find somebody's file by number: under their login, or under an earlier one."""
    number = str(author.number).encode()
    for path in (path_of(author.login), *base):
        entry = base.get(path)
        data = entry.data if entry is not None and path.startswith("profiles/") else None
        if data is None or number not in data:
            continue
        found = check_file(data, path=path, programme=programme, today=today)
        if found.standing.github_id == author.number:
            return found
    return None


def _not_there(mine: Checked | None) -> Problem:
    if mine is None:
        return _problem(
            "form-profile",
            "There is no profile of yours yet.",
            "Use the form to join: it asks for everything that a profile needs.",
        )
    return _problem(
        "form-profile",
        f"Something in {mine.path} has to be mended before it can be changed by a form.",
        "Use the form to join: it writes your profile anew.",
    )


def _problem(rule: str, message: str, hint: str) -> Problem:
    return Problem(rule=rule, path=FORM, message=message, hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One form, with everything that it is read against."""

    sent: Submission
    filled: Filled
    form: Form
    base: Tree
    programme: Programme
    today: date
    keys: PrivateKeys | None
    meaning: Meaning | None

    @property
    def path(self) -> str:
        """Where the sender's profile belongs."""
        return path_of(self.sent.author.login)

    def answer(self, key: str) -> str:
        """What was answered, or nothing."""
        found = self.filled.answers.get(key)
        return found.text if found is not None else ""

    def fields(self, mine: Checked | None) -> Fields:
        """Put together what the profile shall say, in the order of its fields."""
        answers = {key: each.text for key, each in self.filled.answers.items()}
        if self.filled.form.purpose is Purpose.JOIN:
            said = dict(fields_from(self.form, answers))
        else:
            said = dict(_fields_of(mine.profile)) if mine is not None and mine.profile else {}
            for field in self.form.asked:
                if field.key in answers:
                    said[field.key] = tidy(field, answers[field.key])
        said |= self._given()
        return {each.key: said[each.key] for each in self.form.fields if said.get(each.key)}

    def _given(self) -> Fields:
        """What is not the text's to say: who, when, and whether to pause."""
        author = self.sent.author
        given: dict[str, str | tuple[str, ...]] = {
            "github": author.login.lower(),
            "github_id": str(author.number),
            "confirmed": str(min(self.sent.sent, self.today)),
        }
        if self.answer(WISH):
            given["paused"] = "true" if self.answer(WISH) == Wish.PAUSE else ""
        return given

    def departure(self, mine: Checked) -> Mapping[str, bytes | None]:
        """What the leaving of the sender changes in files."""
        data = {path: each.data for path, each in self.base.items() if is_profile(path, each)}
        profiles = {path: each for path, each in data.items() if each is not None}
        leaver = leaver_of(login_of(mine.path), profiles[mine.path])
        files, _ = departure_files(
            leaver, profiles=profiles, repository=self.programme.settings.repository
        )
        return files

    def judged(
        self, files: Mapping[str, bytes | None], profile: Profile | None
    ) -> Wanted | tuple[Problem, ...]:
        """Let the gate say what it will say of the pull request."""
        head = {path: entry for path, entry in self.base.items() if path not in files} | {
            path: TreeEntry(mode=REGULAR_FILE, blob=blob_id(data), data=data)
            for path, data in files.items()
            if data is not None
        }
        author = Author(login=self.sent.author.login, number=self.sent.author.number)
        verdict = judge(
            self.base,
            head,
            author=author,
            programme=self.programme,
            today=self.today,
            keys=self.keys,
        )
        if verdict.outcome is Outcome.REFUSED:
            return tuple(self.located(each, b"") for each in verdict.problems)
        return Wanted(
            purpose=self.filled.form.purpose, files=files, profile=profile, verdict=verdict
        )

    def located(self, problem: Problem, draft: bytes) -> Problem:
        """Move a problem from the profile to the line of the issue that it came from."""
        key, _, entry = (problem.field or "").partition(".")
        there = self.filled.answers.get(key)
        line = there.line if there is not None else self.filled.places.get(key, 1)
        field = self.form.by_key.get(key)
        if there is not None and field is not None and field.kind in LISTS and entry.isdigit():
            entries = list(
                {each.text: each for each in reversed(entries_of(field, there.text))}.values()
            )[::-1]
            if int(entry) <= len(entries):
                found = entries[int(entry) - 1]
                line += found.line
                if problem.rule == "area-known":
                    problem = replace(problem, hint=self._asked(found.text))
        if there is not None and field is not None and field.kind is Kind.LONG_TEXT:
            line += max(problem.line - _line_of(key, draft) - 1, 0)
        return replace(problem, path=FORM, line=line, column=1, field=key or None)

    def _asked(self, words: str) -> str:
        """Ask which area is meant, up to three of them; none is taken unasked."""
        answer = suggest_areas(words, self.programme.areas, meaning=self.meaning)
        names = [each.area for each in answer.suggestions]
        site = self.programme.settings.site
        if not names:
            return f"Choose one from {site}areas/ and write its name."
        near = did_you_mean(tuple(f"“{each}”" for each in names))
        return f"{near}Write the one you mean, or choose from {site}areas/."


def _line_of(key: str, draft: bytes) -> int:
    lines = draft.decode().split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)


def _fields_of(profile: Profile) -> Fields:
    """What a profile says, as texts."""
    document = read_document(write_profile(profile), path="").document
    assert document is not None  # noqa: S101 -- what was written can be read
    return {
        key: tuple(str(each) for each in value) if isinstance(value, list) else str(value)
        for key, value in document.values.items()
    }
