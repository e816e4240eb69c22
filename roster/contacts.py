"""Contact details in public text: email addresses, phone numbers, postal addresses, NI numbers.

Text in; faults with the line and column inside the text out. The patterns go to the form in the
browser as well, so each means the same in JavaScript. It must never repeat what it found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from html import unescape
from typing import Final

from roster.problems import Fault

_NAME_SIGN: Final = r'[^\s@,;:<>()\[\]{}"“”/=?&]'
"""What the part before the @ can hold. Patterns begin behind it, since they are then linear."""

_NO_LABEL: Final = r"\x00-,./:-@\[-\x60{-\xbf\u2010-\u2027\u3002"
"""What no label holds: a pattern with the letters of all scripts takes long to make."""

_LABEL: Final = rf"[^{_NO_LABEL}]{{1,63}}"
_ENDS: Final = r"(?:uk|com|org|net|gov|edu|eu|io|co|info|scot|wales|cymru|example)\b"
_ENDS_BEHIND_A_WORD: Final = (
    rf"(?:{_ENDS}|(?:ac|ae|ai|app|ar|au|bd|bg|biz|br|ca|ch|cl|cn|cy|cz|de|dev|dk|ee|eg|es|fi|fr|gg"
    r"|gh|gi|gr|hk|hr|hu|ie|il|int|je|jp|ke|kr|lk|lt|lu|lv|mil|mt|mx|ng|nl|nz|ph|pk|pl|pt|qa|ro|rs"
    r"|ru|se|sg|si|sk|th|tr|tv|tw|ua|vn|za)\b|(?:at|be|in|is|it|me|no|to|us)(?=[.,;:!?)>\]}`]|$))"
)
"""More countries, for what is an address but for its last part; some are words of their own."""

_OPEN: Final = r"""[\[({<'"“‘]\s?"""
_CLOSE: Final = r"""\s?[\])}>'"”’]"""
_WORD_DOT: Final = rf"(?:\s?{_OPEN}dot{_CLOSE}\s?|\s-?dot-?\s)"
_DOT: Final = rf"(?:[.。]|{_WORD_DOT}|\s\.\s?)"
_AT: Final = rf"(?:@{{1,2}}|%40|_at_|\(a\)(?!\s)|{_OPEN}(?:@|at){_CLOSE}|-at-(?=\s))"

_TITLES: Final = (
    "developer engineer manager director analyst designer researcher scientist officer consultant"
    " architect specialist lead head founder cto ceo cio lecturer professor fellow student intern"
)
_NO_TITLE: Final = "".join(rf"(?<!{each}\s)" for each in _TITLES.split())
"""`Developer @ firm.com` says where somebody works."""

_ADDRESS: Final = re.compile(
    rf"(?:(?<={_NAME_SIGN}){_AT}\s?|(?<={_NAME_SIGN}\s){_NO_TITLE}{_AT}\s)"
    rf"{_LABEL}(?:[.。]{_LABEL}){{0,7}}[.。][^{_NO_LABEL}0-9-][^{_NO_LABEL}]{{1,62}}",
    re.IGNORECASE,
)
"""With a space before the sign alone the ending has to be a known one, as below: people write
`ask me @ada.lovelace` too."""

_BEHIND: Final = rf"(?:(?<={_NAME_SIGN})|(?<={_NAME_SIGN}\s){_NO_TITLE})"
_NO_HOST: Final = r"(?!(?:the|an?|our|any|this|that|its|each|every|another|some|my|asp)\s)"

_SPELLED_ADDRESS: Final = re.compile(
    rf"{_BEHIND}{_AT}\s?{_LABEL}(?:{_DOT}{_LABEL}){{0,6}}"
    rf"(?:{_DOT}{_ENDS}|{_WORD_DOT}{_ENDS_BEHIND_A_WORD})"
    rf"|(?<={_NAME_SIGN})\sat\s{_NO_HOST}(?:\w{{0,10}}spam\w{{0,10}}\s)?\(?{_LABEL}"
    rf"(?:{_DOT}{_LABEL}){{0,6}}{_WORD_DOT}{_ENDS_BEHIND_A_WORD}"
    rf"|(?<=[\w+'-][\w+'-])\.(?!(?:js|net|py|uk)\s)[\w+'-]{{2,64}}\sat\s{_LABEL}"
    rf"(?:\.{_LABEL}){{0,6}}\.{_ENDS_BEHIND_A_WORD}"
    rf"|(?<={_NAME_SIGN})[-_*]at[-_*][A-Za-z0-9]{{1,63}}(?:[-_*]dot[-_*][A-Za-z0-9]{{1,63}}){{0,6}}"
    rf"[-_*]dot[-_*]{_ENDS_BEHIND_A_WORD}"
    r"|(?:(?<=\sfirstname)|(?<=\ssurname)|(?<=\slastname)|^(?:user)?name)"
    rf"\sat\s{_LABEL}(?:\.{_LABEL}){{0,6}}\.{_ENDS_BEHIND_A_WORD}"
    rf"|(?<={_NAME_SIGN})\sat\s(?:gmail|googlemail|hotmail|icloud|protonmail|yahoo)\."
    r"(?:com|co\.uk|me)\b"
    r"|@(?:\s[A-Za-z0-9.]){4}(?!\w)",
    re.IGNORECASE,
)
"""`ada at hmrc dot gov dot uk` and its kin; the last part is a known one, since words are words."""

_HOST: Final = rf"{_LABEL}(?:\.{_LABEL}){{0,6}}\.{_ENDS_BEHIND_A_WORD}(?![\w/]|\.\w)"
_SAID_ADDRESS: Final = re.compile(
    r"\b(?:(?:e-?mail|contact|reach)(?:\sme(?:\sat|\son)?)?\s?[:=]\s?"
    r"|(?:e-?mail|contact|reach|message)\sme\s(?:at|on|via)\s(?!(?:work|home|my|the)\s)"
    r"|my\s(?:work\s)?(?:e-?mail|address|e-?mail\saddress)\sis\s)"
    rf"[\w.+'-]{{1,64}}\sat\s{_LABEL}(?:\.{_LABEL}){{0,6}}\.{_ENDS_BEHIND_A_WORD}",
    re.IGNORECASE,
)
"""`my email is ada at hmrc.gov.uk`: people also work `at gov.uk`, so somebody has to say so."""

_WORDS_OF_PLACE: Final = (
    rf"(?:{_TITLES.replace(' ', '|')}|[a-z]{{2,}}ing|[a-z]{{4,}}ed|[a-z]{{5,}}ly|based|born|met"
    "|am|are|been|is|was|were|apply|ask|check|find|found|join|live|lives|look|meet|point|read|search"
    "|see|seen|speak|spoke|study|teach|taught|work|works|write"
    "|again|also|back|first|here|home|later|mostly|next|now|once|online|once|still|then|there|today"
    "|all|anyone|both|everyone|him|her|it|me|them|us|you|colleagues|friends|others|people|staff"
    "|blog|course|data|degree|design|desk|digital|finance|job|law|legal|lessons|news|office|ops|page"
    "|phd|policy|post|project|research|role|school|services?|site|stand|talks?|team|temp|tests?)"
)
"""What English says before `at`, where nothing else stands beside it."""

_SOMEBODY: Final = rf"(?!{_WORDS_OF_PLACE}\s)[a-z\d][\w.+'-]{{1,63}}\s(?:at|AT)\s{_HOST}"
_ALONE: Final = re.compile(
    rf"(?<=[(<\[{{`]){_SOMEBODY}(?=\s?[)>\]}}`])"
    rf"|^\s{{0,8}}(?:[-*+•]\s)?{_SOMEBODY}[.,;]?\s*$"
    rf"|(?<![\w.])[a-z]\.[a-z-]{{3,64}}\sat\s{_HOST}"
    rf"|(?<![\w.+'-])[a-z]{{2,60}}\d{{2,8}}\sat\s{_HOST}"
)
"""`ada at kaist.ac.kr` by itself, in brackets or on a line, or with a name that is no word.

Of 1,427 such places in documents of free software 1,336 stood in brackets: all were addresses, and
so were six of seven on lines of their own. Of 84 inside sentences every second was `the project at`
or `to look at`; nobody can tell those apart, so they are left to who is called so: the hint for a
false alarm is easy, but a newcomer should meet few. With a capital it is a job or a person there.
"""

_PHONE: Final = re.compile(
    r"(?<![\w/=&-])(?<!\d[.,\s])(?<!ISBN[\s:])"
    r"(?:\+\s?(?!1[\s().-]{0,2}[01])\d{1,3}(?:(?:\.\s?|[\s()*_‐-―-]{0,3})\d){8,12}"
    r"|\(?0(?!\.\d|\s1\s2\s3|000)(?:(?:\.\s?|[\s()*_‐-―-]{0,3})\d){9,13})(?![\w-])"
    r"|(?<!\w)\(\d{3}\)\s?\d{3}[\s.-]\d{4}(?![\w-])"
    r"|(?<!\w)0\d{2,4}\/\d{3}[\s-]?\d{3,4}(?!\w)"
    r"|(?<!\w)[0Oo]7[\dOo]{3}[\s.-]?[\dOo]{3}[\s.-]?[\dOo]{3}(?!\w)"
)
_CALL: Final = re.compile(
    r"\b(?:call|ring|phone|telephone|tel|mobile|mob|text|whatsapp)\b[^\n\d]{0,12}"
    r"7\d{3}[\s.-]?\d{3}[\s.-]?\d{3}(?!\w)",
    re.IGNORECASE,
)
"""A mobile number without its nought, where somebody says that it is one."""

_IN_WORDS: Final = re.compile(
    r"\b(?:zero|oh|nought)(?:[\s,-]{1,2}(?:zero|oh|nought|one|two|three|four|five|six|seven|eight"
    r"|nine|double|treble|triple)){7}\b",
    re.IGNORECASE,
)

_NATIONAL_INSURANCE: Final = re.compile(
    r"\b(?:QQ|(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])"
    r"(?:(?:[\s/-]?\d{2}){3}|(?:\s\d){6})[\s/-]?[A-D]\b",
    re.IGNORECASE,
)
_AREAS: Final = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC"
    "|EH|EN|EX|FK|FY|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS"
    "|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR"
    "|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
"""The areas of postcodes that have two letters."""

_DISTRICT: Final = r"(?:[1-9]\d|\d[A-Z]?)"
_LETTERS: Final = "[ABD-HJLNP-UW-Z]{2}"
_CODE: Final = (
    r"(?!(?:EC\d|WC\d|SW1|W1)[\s-]{0,2}\d[A-Z]{2}\b)"
    rf"(?:(?:{_AREAS}|[BEGLMNSW]){_DISTRICT}\s{{1,2}}\d%s{_LETTERS}"
    rf"|(?:(?:{_AREAS}){_DISTRICT}|[BEGLMNSW](?:[1-9]\d|\d[A-Z]))-?\d%s{_LETTERS})"
)
_POSTCODE: Final = re.compile(
    rf"\b(?:{_CODE % ('', '(?!ST|ND|RD|TH)')}"
    rf"|{(_CODE % (('(?!ST|ND|RD|TH|BN)',) * 2)).lower()})\b"
)
"""Areas that exist; those of inner London have a letter behind the number, so `EC2 4GB` is none.

`M5 4GB` is a street in Salford as well as a machine, and nobody can tell which: it is refused,
since whose home is published cannot take it back, and who meant a machine writes a word between.
"""

_STREET: Final = re.compile(
    r"\b(?:Flat|Apartment)\s\d{1,4}[A-Za-z]?,\s"
    r"|\b\d{1,4}[A-Za-z]?,?\s(?:[A-Z][\w'’-]{1,20}\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane"
    r"|Close|Drive|Gardens|Terrace|Crescent|Court|Square|Place|Way|Grove|Mews|Hill|Row|Walk|Parade)"
    r"\.?,\s[A-Z]"
)
"""A house, a street and a town. A street alone is no address: offices are named after theirs."""

_MANY_DIGITS: Final = re.compile(r"[0-9](?:[^0-9]{0,3}[0-9]){5}")
_HALF_POSTCODE: Final = re.compile(r"[0-9][A-Za-z0-9]?[\s-]{0,2}[0-9][A-Za-z]{2}")
_HOUSE: Final = re.compile(r"[0-9][A-Za-z]?,?\s[A-Z]")
_AT_A_HOST: Final = re.compile(rf"\sat\s{_LABEL}\.", re.IGNORECASE)
_SIGNS: Final = ("@", "%40", "dot", "_at_", "-at-", "(a)")
_AT_WORD: Final = re.compile(
    rf"at(?<=\Wat)(?:{_CLOSE}|\s(?:(?<=name\sat\s)|(?:\w{{1,9}}mail|icloud|yahoo)\.))"
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
    (_has_sign, _ADDRESS, _EMAIL),
    (_has_sign, _SPELLED_ADDRESS, _EMAIL),
    (_AT_A_HOST.search, _SAID_ADDRESS, _EMAIL),
    (_AT_A_HOST.search, _ALONE, _EMAIL),
    (_MANY_DIGITS.search, _NATIONAL_INSURANCE, "a National Insurance number"),
    (_MANY_DIGITS.search, _PHONE, "a phone number"),
    (_MANY_DIGITS.search, _CALL, "a phone number"),
    (_has_nought, _IN_WORDS, "a phone number"),
    (_HALF_POSTCODE.search, _POSTCODE, "a postal address"),
    (_HOUSE.search, _STREET, "a postal address"),
)
"""What is looked for, after a clue that plain text with such a contact always holds."""

CONTACTS: Final = tuple((pattern, what) for _, pattern, what in _LOOKED_FOR)
"""What a contact looks like, and its name: the form on the site looks for the same."""

_CLUES: Final = tuple(dict.fromkeys(clue for clue, _, _ in _LOOKED_FOR))
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS: Final = re.compile(r"[*`~]")
"""Signs of Markdown that nobody sees: `ada@**gov.uk**`."""
_NOT_IN_A_NAME: Final = re.compile(rf"(?!{_NAME_SIGN}).", re.DOTALL)


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
_SOMEBODY_AT_A_HOST: Final = re.compile(
    rf"(?<![\w.+'-])([\w.+'-]{{1,64}})\sat\s{_LABEL}(?:\.{_LABEL}){{0,6}}\.{_ENDS_BEHIND_A_WORD}",
    re.IGNORECASE,
)


def _own_address(line: str, own: Set[str]) -> dict[str, int]:
    """Find `ada at gov.uk` where Ada writes it."""
    if not own or _AT_A_HOST.search(line) is None:
        return {}
    found = _SOMEBODY_AT_A_HOST.finditer(line)
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
    code = _POSTCODE.match(line, start)
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
            has_name_before = pattern in {_ADDRESS, _SPELLED_ADDRESS}
            start = _start(line, found.start()) if has_name_before else found.start()
            starts.setdefault(what, start)
    return starts


def contact_spans(line: str) -> Iterator[tuple[int, int]]:
    """Find every contact in a line: where it starts and ends."""
    plain = _plain(line)
    for clue, pattern, _ in _LOOKED_FOR:
        end = 0
        for found in pattern.finditer(plain) if clue(plain) else ():
            has_name_before = pattern in {_ADDRESS, _SPELLED_ADDRESS}
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
        found = _ADDRESS.search(plain) if _has_sign(plain) else None
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
