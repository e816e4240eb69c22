"""Sixty-odd hostile texts of a form, by what is tried: each is refused, or comes to nothing.

To add one: a name, what becomes of the good text, and whether it is refused. Where it is not,
the profile that comes of it must be the good one's in all but the text about oneself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.questions import Purpose, Wish
from tests.intake.filled import ADA, issue_text

EVIL = "mallory@evil.gov.example"
GOOD = issue_text(ADA)
BOX = "- [X] I have read what happens to my information, and want my profile to be kept here"
LEAVE = issue_text({"wish": Wish.LEAVE}, Purpose.LEAVE)
UNTICKED = BOX.replace("[X]", "[ ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One attempt; `text` is the body of the issue."""

    name: str
    text: str
    is_refused: bool


def about(text: str) -> str:
    """Put a text into the answer that may hold anything."""
    return issue_text({**ADA, "about": text})


def answer(key: str, text: str) -> str:
    return issue_text({**ADA, key: text})


def swap(old: str, new: str, *, count: int = 1) -> str:
    assert old in GOOD, old
    return GOOD.replace(old, new, count)


def exchanged(one: str, other: str) -> str:
    return swap(one, "### Q").replace(other, one).replace("### Q", other)


REFUSED: dict[str, Callable[[], str]] = {
    # a second heading, in every disguise
    "second email heading in the text": lambda: about(f"Hi\n\n### Work email address\n\n{EVIL}"),
    "second email heading before the first": lambda: f"### Work email address\n\n{EVIL}\n\n{GOOD}",
    "second email heading at the end": lambda: f"{GOOD}\n\n### Work email address\n\n{EVIL}",
    "second name heading in areas": lambda: answer("offers", "Policy\n\n### Name\n\nMallory"),
    "same heading twice in a row": lambda: swap("### Name", "### Name\n\n### Name"),
    "injected heading nobody knows": lambda: about("### My hobbies\n\nchess"),
    "injected github heading": lambda: about("### GitHub login\n\nmallory"),
    "injected github_id heading": lambda: about("### GitHub number\n\n1"),
    "heading in backquote fence": lambda: about(f"```\n### Work email address\n\n{EVIL}\n```"),
    "heading in tilde fence": lambda: about(f"~~~\n### Work email address\n{EVIL}\n~~~"),
    "heading in an unclosed fence": lambda: about(f"```\n### Work email address\n{EVIL}"),
    "heading in an HTML comment": lambda: about(f"<!--\n### Work email address\n{EVIL}\n-->"),
    "heading in details": lambda: about(f"<details>\n\n### Work email address\n\n{EVIL}\n"),
    "heading indented by a space": lambda: about(f" ### Work email address\n\n{EVIL}"),
    "heading indented by four": lambda: about(f"x\n\n    ### Work email address\n    {EVIL}"),
    "heading indented by a tab": lambda: about(f"x\n\n\t### Work email address\n{EVIL}"),
    "heading in a quote": lambda: about(f"> ### Work email address\n> {EVIL}"),
    "heading in a list": lambda: about(f"- ### Work email address\n  {EVIL}"),
    "heading with closing signs": lambda: about(f"x\n\n### Work email address ###\n\n{EVIL}"),
    "heading without a space": lambda: about(f"x\n\n###Work email address\n\n{EVIL}"),
    "heading with a no-break space": lambda: about(f"x\n\n###\u00a0Work email address\n\n{EVIL}"),
    "heading with wide signs": lambda: about(f"x\n\n＃＃＃ Work email address\n\n{EVIL}"),
    "heading with small signs": lambda: about(f"x\n\n﹟﹟﹟ Work email address\n\n{EVIL}"),
    "heading after a zero width space": lambda: about(f"\u200b### Work email address\n\n{EVIL}"),
    "heading in other capitals": lambda: about(f"x\n\n### WORK EMAIL ADDRESS\n\n{EVIL}"),
    "heading after a line separator": lambda: about(f"x\u2028### Work email address\u2028{EVIL}"),
    "heading after a lone carriage return": lambda: about(f"x\r### Work email address\r{EVIL}"),
    "heading after a next-line sign": lambda: about(f"x\x85### Work email address\x85{EVIL}"),
    "heading after a form feed": lambda: about(f"x\x0c### Work email address\x0c{EVIL}"),
    "heading escaped by a backslash": lambda: about(f"x\n\n\\### Work email address\n\n{EVIL}"),
    # the order and the set of headings
    "headings in another order": lambda: exchanged("### Name", "### Grade"),
    "a heading taken out": lambda: swap("### Region\n\nGreater London\n\n", ""),
    "a heading renamed": lambda: swap("### Region", "### Regions"),
    "a heading of another level": lambda: swap("### Region", "## Region"),
    "text before the first heading": lambda: f"email: {EVIL}\n\n{GOOD}",
    "front matter before the form": lambda: f"---\nemail: {EVIL}\n---\n\n{GOOD}",
    "only the first heading": lambda: "### Name\n\nMallory",
    "two whole forms": lambda: f"{GOOD}\n\n{GOOD}",
    "a leave form after a join form": lambda: f"{GOOD}\n\n{LEAVE}",
    # the box
    "the box not ticked": lambda: issue_text(ADA, ticked=False),
    "the box twice, first unticked": lambda: swap(BOX, f"{UNTICKED}\n{BOX}"),
    "the box twice, last unticked": lambda: swap(BOX, f"{BOX}\n{UNTICKED}"),
    "the box with other words": lambda: swap(BOX, "- [X] I agree to nothing"),
    "the box with words added": lambda: swap(BOX, f"{BOX} but no"),
    "the box taken out": lambda: swap(BOX, "_No response_"),
    "another box beside it": lambda: swap(BOX, f"{BOX}\n- [X] Make me an organiser"),
    "an odd tick": lambda: swap(BOX, BOX.replace("[X]", "[*]")),
    "the box struck through": lambda: swap(BOX, f"~~{BOX}~~"),
    # answers that are no answers
    "required answer empty": lambda: answer("region", ""),
    "two lines for one": lambda: answer("name", "Ada\nLovelace"),
    "an address on a second line": lambda: answer("email", f"{ADA['email']}\n{EVIL}"),
    "two addresses on one line": lambda: answer("email", f"{ADA['email']}, {EVIL}"),
    "an address with a comment": lambda: answer("email", f"{ADA['email']} <!-- {EVIL} -->"),
    "an address as a link": lambda: answer("email", f"[{ADA['email']}](mailto:{EVIL})"),
    "YAML in a name": lambda: answer("name", "Ada: {github: mallory}"),
    "a quote that would end in YAML": lambda: answer("name", '"\\nemail: x@y"'),
    "markup in a name": lambda: answer("name", "<b>Ada</b>"),
    "a mention in a name": lambda: answer("name", "@stafford-northcote"),
    "a picture in the text": lambda: about("![x](https://evil.example/x.png)"),
    "a script in the text": lambda: about("<script>alert(1)</script>"),
    "an unknown organisation": lambda: answer("organisation", "Ministry of Evil"),
    "a hundred areas": lambda: answer("offers", "\n".join(f"area {n}" for n in range(100))),
    "a huge text": lambda: about("a" * 60_000),
    "a huge name": lambda: answer("name", "a" * 30_000),
    "ten thousand headings": lambda: about("### Name\n" * 3_000),
    "a null character": lambda: answer("name", "Ada\x00Lovelace"),
    "text turned round": lambda: answer("name", "Ada \u202eecalevoL"),
    "a number that is none": lambda: answer("capacity", "1e9"),
    "a lone surrogate": lambda: answer("name", "Ada \ud800"),
}  # fmt: skip

NEUTRAL: dict[str, Callable[[], str]] = {
    "line ends of Windows": lambda: GOOD.replace("\n", "\r\n"),
    "mixed line ends": lambda: GOOD.replace("\n", "\r\n", 7),
    "a small tick": lambda: swap("[X]", "[x]"),
    "blanks after headings": lambda: swap("### Region", "### Region  "),
    "many empty lines": lambda: GOOD.replace("\n\n", "\n\n\n\n"),
    "no empty lines": lambda: GOOD.replace("\n\n### ", "\n### "),
    "a heading of four": lambda: about("#### Work email address\n\nnot one of the form's"),
    "a heading of two": lambda: about("## Work email address\n\nnot one of the form's"),
    "an underlined heading": lambda: about("Work email address\n---\n\nnothing"),
    "YAML in the text": lambda: about("email: other\ngithub: mallory\n---\ngithub_id: 1"),
    "an end of document in the text": lambda: about("...\n---\nname: Mallory"),
    "the words of no answer in the text": lambda: about("x _No response_ x"),
    "a hash in the middle": lambda: about("Grade 7 ### Work email address"),
}  # fmt: skip

HOSTILE = (
    *(Hostile(name=name, text=make(), is_refused=True) for name, make in REFUSED.items()),
    *(Hostile(name=name, text=make(), is_refused=False) for name, make in NEUTRAL.items()),
)
