"""Contact details in public text: email addresses, phone numbers, postal addresses, NI numbers.

Text in; faults with the line and column inside the text out. It must never repeat what it found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from html import unescape
from typing import Final

from roster import contact_patterns as look
from roster.problems import Fault

_MANY_DIGITS: Final = re.compile(r"[0-9](?:[^0-9]{0,3}[0-9]){5}")
_HALF_POSTCODE: Final = re.compile(r"[0-9][A-Za-z0-9]?[\s-]{0,2}[0-9][A-Za-z]{2}")
_HOUSE: Final = re.compile(r"[0-9][A-Za-z]?,?\s[A-Z]")
_AT_A_HOST: Final = re.compile(rf"\sat\s{look.LABEL}\.", re.IGNORECASE)
_SIGNS: Final = ("@", "%40", "dot", "_at_", "-at-", "(a)")
_AT_WORD: Final = re.compile(
    rf"at(?<=\Wat)(?:{look.CLOSE}|\s(?:(?<=name\sat\s)|(?:\w{{1,9}}mail|icloud|yahoo)\.))"
)
_DOTTED_NAME: Final = re.compile(r"\.[\w+'-]+\sat\s")
_NOUGHTS: Final = ("zero", "nought", "oh ", "oh-", "oh,")


def _has_sign(text: str) -> bool:
    plain = text.lower()
    return (
        any(map(plain.__contains__, _SIGNS))
        or _AT_WORD.search(plain) is not None
        or _DOTTED_NAME.search(plain) is not None
    )


def _has_nought(text: str) -> bool:
    return any(map(text.lower().__contains__, _NOUGHTS))


_EMAIL: Final = "an email address"
_LOOKED_FOR: Final = (
    (_has_sign, look.ADDRESS, _EMAIL),
    (_has_sign, look.SPELLED_ADDRESS, _EMAIL),
    (_AT_A_HOST.search, look.SAID_ADDRESS, _EMAIL),
    (_AT_A_HOST.search, look.ALONE, _EMAIL),
    (_MANY_DIGITS.search, look.NATIONAL_INSURANCE, "a National Insurance number"),
    (_MANY_DIGITS.search, look.PHONE, "a phone number"),
    (_MANY_DIGITS.search, look.CALL, "a phone number"),
    (_has_nought, look.IN_WORDS, "a phone number"),
    (_HALF_POSTCODE.search, look.POSTCODE, "a postal address"),
    (_HOUSE.search, look.STREET, "a postal address"),
)
"""What is looked for, after a clue that plain text with such a contact always holds."""

CONTACTS: Final = tuple((pattern, what) for _, pattern, what in _LOOKED_FOR)
"""What a contact looks like, and its name: the form on the site looks for the same."""

_CLUES: Final = tuple(dict.fromkeys(clue for clue, _, _ in _LOOKED_FOR))
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS: Final = re.compile(r"[*`~]")
"""Signs of Markdown that nobody sees: `ada@**gov.uk**`."""
_NOT_IN_A_NAME: Final = re.compile(rf"(?!{look.NAME_SIGN}).", re.DOTALL)


_HINT: Final = "Remove it. People find each other through their GitHub logins."
_HINT_FOR_PLACE: Final = f"{_HINT} To say where you work, write “at” in place of @."
_HINT_FOR_WEBSITE: Final = f"{_HINT} To say where you work, name the organisation, not its website."
_HINT_FOR_SIZE: Final = f"{_HINT} If it is the size of a machine, write “with” before the size."
_SIZES: Final = frozenset({"GB", "TB", "XL"})
_HINT_FOR_HANDLE: Final = (
    "To name a Mastodon account, link to it, such as [Mastodon](https://mastodon.example/@ada)."
)


def contact_faults(text: str, *, names: str = "") -> Iterator[Fault]:
    """Find email addresses, phone numbers, postal addresses and National Insurance numbers.

    Digits and letters of other widths and scripts count like plain ones, and so does what
    Markdown shows of entities and escapes. `names` are those of who writes: `ada at gov.uk` is
    no address but for who is called so.
    """
    plain = _plain(text)
    if not any(clue(plain) for clue in _CLUES):
        return
    own = {each for each in _PARTS_OF_NAMES.split(names.casefold()) if len(each) > _SHORT}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        plain = _plain(line)
        found = _contacts(plain) or _own_address(plain, own)
        found = found or _address_over_lines(plain, lines[number + 1 : number + 2])
        for what, start in sorted(found.items()):
            yield Fault(
                line=number,
                column=start if len(plain) == len(line) else 0,
                rule="text-contact",
                message=f"There is what looks like {what} here, and everyone could read it.",
                hint=_hint(plain, start, what),
            )


_PARTS_OF_NAMES: Final = re.compile(r"[\W_]+")
_SHORT: Final = 2


def _own_address(line: str, own: Set[str]) -> dict[str, int]:
    """Find `ada at gov.uk` where Ada writes it."""
    if not own or _AT_A_HOST.search(line) is None:
        return {}
    found = look.SOMEBODY_AT_A_HOST.finditer(line)
    first = next((each for each in found if each[1].casefold() in own), None)
    return {} if first is None else {_EMAIL: first.start()}


def _address_over_lines(line: str, following: list[str]) -> dict[str, int]:
    """Find an address whose line ends at its sign: Markdown joins the lines of a paragraph."""
    if not following or "@" not in (line.rstrip()[-1:], following[0].lstrip()[:1]):
        return {}
    both = f"{line.rstrip()} {_plain(following[0]).lstrip()}"
    starts = _contacts(both)
    return {what: start for what, start in starts.items() if start < len(line.rstrip())}


def _hint(line: str, start: int, what: str) -> str:
    """Say what else may have been meant by what looks like a contact."""
    code = look.POSTCODE.match(line, start)
    if code is not None and code[0][-2:].upper() in _SIZES:
        return _HINT_FOR_SIZE
    if what != _EMAIL:
        return _HINT
    if line[max(start - 1, 0) : start] == "@":
        return _HINT_FOR_HANDLE
    between = line[start:].split(maxsplit=2)[1:2]
    return {"@": _HINT_FOR_PLACE, "at": _HINT_FOR_WEBSITE}.get("".join(between), _HINT)


def _contacts(line: str) -> dict[str, int]:
    """Name the kinds of contacts in a line, and where the first of each starts."""
    starts = _contacts_as_written(line)
    if _EMAIL not in starts and _EMPHASIS.search(line) and _has_sign(line):
        kept = [place for place, each in enumerate(line) if not _EMPHASIS.match(each)]
        bare = _contacts_as_written("".join(line[place] for place in kept))
        starts |= {what: kept[start] for what, start in bare.items() if what == _EMAIL}
    return starts


def _contacts_as_written(line: str) -> dict[str, int]:
    starts: dict[str, int] = {}
    for clue, pattern, what in _LOOKED_FOR:
        found = pattern.search(line) if clue(line) else None
        if found is not None:
            has_name_before = pattern in {look.ADDRESS, look.SPELLED_ADDRESS}
            start = _start(line, found.start()) if has_name_before else found.start()
            starts.setdefault(what, start)
    return starts


def contact_spans(line: str) -> Iterator[tuple[int, int]]:
    """Find every contact in a line: where it starts and ends."""
    plain = _plain(line)
    for clue, pattern, _ in _LOOKED_FOR:
        end = 0
        for found in pattern.finditer(plain) if clue(plain) else ():
            has_name_before = pattern in {look.ADDRESS, look.SPELLED_ADDRESS}
            start = _start(plain, found.start(), end) if has_name_before else found.start()
            end = found.end()
            yield (start, end) if len(plain) == len(line) else (0, len(line))


def _start(line: str, sign: int, since: int = 0) -> int:
    """Go back from the sign of an address to the beginning of the name before it."""
    end = sign - line[sign - 1 : sign].isspace()
    return max((each.end() for each in _NOT_IN_A_NAME.finditer(line, since, end)), default=since)


def address_places(lines: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Find the lines that hold what looks like an email address: line and column, from 1."""
    for number, line in enumerate(lines, start=1):
        plain = _plain(line)
        found = look.ADDRESS.search(plain) if _has_sign(plain) else None
        if found is not None:
            yield number, _start(plain, found.start()) + 1 if len(plain) == len(line) else 1


def _plain(line: str) -> str:
    """Write entities and escapes as they are shown, and letters and digits as plain ones."""
    if "&" in line:
        line = unescape(line)
    if "\\" in line:
        line = _ESCAPED.sub(r"\1", line)
    if line.isascii():
        return line
    return "".join(
        str(unicodedata.decimal(each, each)) for each in unicodedata.normalize("NFKC", line)
    )
