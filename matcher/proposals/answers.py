"""What somebody says in a comment: the command in its first line, or none.

The text of a comment comes in, also one sent by mail; an Answer goes out. It must never know
who wrote it: whether anybody is heard is decided elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from matcher.proposals.machine_block import Reason, Role
from matcher.proposals.transitions import Event

_LONGEST_LINE: Final = 200
_MOST_LINES: Final = 200
_COMMANDS: Final = {
    str(each): each
    for each in (
        Event.ACCEPT, Event.DECLINE, Event.COMPLETE, Event.END, Event.CONTINUE, Event.PAUSE,
    )
}  # fmt: skip
_HELP: Final = "help"
_POLITE: Final = frozenset({"", "please", "thanks", "thank you", "many thanks"})
_BARE: Final = frozenset(
    {"accept", "accepted", "i accept", "yes", "yes please", "no", "decline", "declined"}
    | {"i decline", "no thanks", "no thank you", "help", "complete", "end", "pause", "continue"}
)
_REASONS: Final = {
    **{str(each): each for each in Reason},
    "not my areas": Reason.NOT_MY_AREA,
    "know each other": Reason.WE_KNOW_EACH_OTHER,
    "we already know each other": Reason.WE_KNOW_EACH_OTHER,
}
_LINE: Final = re.compile(r"/ ?([a-z]+)(?![a-z/])(.*)")
_FOR: Final = re.compile(r"for (?:the )?(mentee|mentor)\b(.*)")
_QUOTE_OPENS: Final = re.compile(r"(?:on|am|le|el) .{5,150} (?:wrote|schrieb|a écrit|escribió) ?:")
_QUOTE_BEGINS: Final = re.compile(r"on .{5,150}")
_QUOTE_CLOSES: Final = re.compile(r".{0,150}\bwrote ?:")
_ODD_CHARACTERS: Final = str.maketrans("’‘“”–—⁄∕", "''\"\"--//")
_MARKS: Final = "*_`~\"'\\ "
_ENDS: Final = ".,;:!?-… "


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A command that was understood; `event` is None where somebody needs to be told how.

    `role` is for whom an organiser speaks. `reason` comes with a decline alone.
    """

    event: Event | None
    role: Role | None = None
    reason: Reason | None = None


UNCLEAR: Final = Answer(event=None)


def read_answer(body: str) -> Answer | None:
    """Read the command that a comment begins with; None where it is mere conversation."""
    line = _first_line(body)
    found = _LINE.fullmatch(line)
    if found is None:
        return UNCLEAR if line.startswith("/") or line in _BARE else None
    word, rest = found[1], _words(found[2])
    if word not in _COMMANDS:
        return UNCLEAR
    role, rest = _role_and_rest(rest)
    event = _COMMANDS[word]
    if event is Event.DECLINE:
        return Answer(event=event, role=role, reason=_reason(rest))
    return Answer(event=event, role=role) if rest in _POLITE else UNCLEAR


def _reason(words: str) -> Reason | None:
    """The coded reason; what somebody says in words of their own is kept by nobody."""
    if words in _POLITE:
        return None
    return _REASONS.get(words, Reason.OTHER)


def _role_and_rest(words: str) -> tuple[Role | None, str]:
    found = _FOR.fullmatch(words)
    return (Role(found[1]), _words(found[2])) if found else (None, words)


def _first_line(body: str) -> str:
    """The first line that its writer wrote: neither empty, nor quoted, nor about a quote."""
    lines = [_plain(line) for line in body.split("\n", _MOST_LINES)[:_MOST_LINES]]
    position = 0
    while position < len(lines):
        line = lines[position]
        following = lines[position + 1] if position + 1 < len(lines) else ""
        if _QUOTE_OPENS.fullmatch(line) or not line or line.startswith(">"):
            position += 1
        elif _QUOTE_BEGINS.fullmatch(line) and _QUOTE_CLOSES.fullmatch(following):
            position += 2
        else:
            return line.strip(_MARKS).rstrip(_ENDS).strip(_MARKS)
    return ""


def _plain(line: str) -> str:
    """Write a line in plain letters: one kind of space, dash, apostrophe and slash, no capitals."""
    visible = "".join(
        each
        for each in line[:_LONGEST_LINE].replace("\t", " ")
        if unicodedata.category(each) not in {"Cf", "Cc"}
    )
    plain = unicodedata.normalize("NFKC", visible).translate(_ODD_CHARACTERS)
    return " ".join(plain.casefold().split())


def _words(text: str) -> str:
    return " ".join(re.sub(r"[-_.,;:!?()\"'“”]+", " ", text).split())
