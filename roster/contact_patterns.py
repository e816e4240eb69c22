"""What contact details look like in a text: patterns alone, each of one kind.

They go to the form in the browser as well, so each means the same in JavaScript, and none takes
longer than the text is long.
"""

from __future__ import annotations

import re
from typing import Final

NAME_SIGN: Final = r'[^\s@,;:<>()\[\]{}"“”/=?&]'
"""What the part before the @ can hold. Patterns begin behind it, since they are then linear."""

_NO_LABEL: Final = r"\x00-,./:-@\[-\x60{-\xbf\u2010-\u2027\u3002"
"""What no label holds: a pattern with the letters of all scripts takes long to make."""

LABEL: Final = rf"[^{_NO_LABEL}]{{1,63}}"
_ENDS: Final = r"(?:uk|com|org|net|gov|edu|eu|io|co|info|scot|wales|cymru|example)\b"
_ENDS_BEHIND_A_WORD: Final = (
    rf"(?:{_ENDS}|(?:ac|ae|ai|app|ar|au|bd|bg|biz|br|ca|ch|cl|cn|cy|cz|de|dev|dk|ee|eg|es|fi|fr|gg"
    r"|gh|gi|gr|hk|hr|hu|ie|il|int|je|jp|ke|kr|lk|lt|lu|lv|mil|mt|mx|ng|nl|nz|ph|pk|pl|pt|qa|ro|rs"
    r"|ru|se|sg|si|sk|th|tr|tv|tw|ua|vn|za)\b|(?:at|be|in|is|it|me|no|to|us)(?=[.,;:!?)>\]}`]|$))"
)
"""More countries, for what is an address but for its last part; some are words of their own."""

_OPEN: Final = r"""[\[({<'"“‘]\s?"""
CLOSE: Final = r"""\s?[\])}>'"”’]"""
_WORD_DOT: Final = rf"(?:\s?{_OPEN}dot{CLOSE}\s?|\s-?dot-?\s)"
_DOT: Final = rf"(?:[.。]|{_WORD_DOT}|\s\.\s?)"
_AT: Final = rf"(?:@{{1,2}}|%40|_at_|\(a\)(?!\s)|{_OPEN}(?:@|at){CLOSE}|-at-(?=\s))"

_TITLES: Final = (
    "developer engineer manager director analyst designer researcher scientist officer consultant"
    " architect specialist lead head founder cto ceo cio lecturer professor fellow student intern"
)
_NO_TITLE: Final = "".join(rf"(?<!{each}\s)" for each in _TITLES.split())
"""`Developer @ firm.com` says where somebody works."""

ADDRESS: Final = re.compile(
    rf"(?:(?<={NAME_SIGN}){_AT}\s?|(?<={NAME_SIGN}\s){_NO_TITLE}{_AT}\s)"
    rf"{LABEL}(?:[.。]{LABEL}){{0,7}}[.。][^{_NO_LABEL}0-9-][^{_NO_LABEL}]{{1,62}}",
    re.IGNORECASE,
)
"""With a space before the sign alone the ending has to be a known one, as below: people write
`ask me @ada.lovelace` too."""

_BEHIND: Final = rf"(?:(?<={NAME_SIGN})|(?<={NAME_SIGN}\s){_NO_TITLE})"
_NO_HOST: Final = r"(?!(?:the|an?|our|any|this|that|its|each|every|another|some|my|asp)\s)"

SPELLED_ADDRESS: Final = re.compile(
    rf"{_BEHIND}{_AT}\s?{LABEL}(?:{_DOT}{LABEL}){{0,6}}"
    rf"(?:{_DOT}{_ENDS}|{_WORD_DOT}{_ENDS_BEHIND_A_WORD})"
    rf"|(?<={NAME_SIGN})\sat\s{_NO_HOST}(?:\w{{0,10}}spam\w{{0,10}}\s)?\(?{LABEL}"
    rf"(?:{_DOT}{LABEL}){{0,6}}{_WORD_DOT}{_ENDS_BEHIND_A_WORD}"
    rf"|(?<=[\w+'-][\w+'-])\.(?!(?:js|net|py|uk)\s)[\w+'-]{{2,64}}\sat\s{LABEL}"
    rf"(?:\.{LABEL}){{0,6}}\.{_ENDS_BEHIND_A_WORD}"
    rf"|(?<={NAME_SIGN})[-_*]at[-_*][A-Za-z0-9]{{1,63}}(?:[-_*]dot[-_*][A-Za-z0-9]{{1,63}}){{0,6}}"
    rf"[-_*]dot[-_*]{_ENDS_BEHIND_A_WORD}"
    r"|(?:(?<=\sfirstname)|(?<=\ssurname)|(?<=\slastname)|^(?:user)?name)"
    rf"\sat\s{LABEL}(?:\.{LABEL}){{0,6}}\.{_ENDS_BEHIND_A_WORD}"
    rf"|(?<={NAME_SIGN})\sat\s(?:gmail|googlemail|hotmail|icloud|protonmail|yahoo)\."
    r"(?:com|co\.uk|me)\b"
    r"|@(?:\s[A-Za-z0-9.]){4}(?!\w)",
    re.IGNORECASE,
)
"""`ada at hmrc dot gov dot uk` and its kin; the last part is a known one, since words are words."""

_HOST: Final = rf"{LABEL}(?:\.{LABEL}){{0,6}}\.{_ENDS_BEHIND_A_WORD}(?![\w/]|\.\w)"
SAID_ADDRESS: Final = re.compile(
    r"\b(?:(?:e-?mail|contact|reach)(?:\sme(?:\sat|\son)?)?\s?[:=]\s?"
    r"|(?:e-?mail|contact|reach|message)\sme\s(?:at|on|via)\s(?!(?:work|home|my|the)\s)"
    r"|my\s(?:work\s)?(?:e-?mail|address|e-?mail\saddress)\sis\s)"
    rf"[\w.+'-]{{1,64}}\sat\s{LABEL}(?:\.{LABEL}){{0,6}}\.{_ENDS_BEHIND_A_WORD}",
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
ALONE: Final = re.compile(
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

PHONE: Final = re.compile(
    r"(?<![\w/=&-])(?<!\d[.,\s])(?<!ISBN[\s:])"
    r"(?:\+\s?(?!1[\s().-]{0,2}[01])\d{1,3}(?:(?:\.\s?|[\s()*_‐-―-]{0,3})\d){8,12}"
    r"|\(?0(?!\.\d|\s1\s2\s3|000)(?:(?:\.\s?|[\s()*_‐-―-]{0,3})\d){9,13})(?![\w-])"
    r"|(?<!\w)\(\d{3}\)\s?\d{3}[\s.-]\d{4}(?![\w-])"
    r"|(?<!\w)0\d{2,4}\/\d{3}[\s-]?\d{3,4}(?!\w)"
    r"|(?<!\w)[0Oo]7[\dOo]{3}[\s.-]?[\dOo]{3}[\s.-]?[\dOo]{3}(?!\w)"
)
CALL: Final = re.compile(
    r"\b(?:call|ring|phone|telephone|tel|mobile|mob|text|whatsapp)\b[^\n\d]{0,12}"
    r"7\d{3}[\s.-]?\d{3}[\s.-]?\d{3}(?!\w)",
    re.IGNORECASE,
)
"""A mobile number without its nought, where somebody says that it is one."""

IN_WORDS: Final = re.compile(
    r"\b(?:zero|oh|nought)(?:[\s,-]{1,2}(?:zero|oh|nought|one|two|three|four|five|six|seven|eight"
    r"|nine|double|treble|triple)){7}\b",
    re.IGNORECASE,
)

NATIONAL_INSURANCE: Final = re.compile(
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
POSTCODE: Final = re.compile(
    rf"\b(?:{_CODE % ('', '(?!ST|ND|RD|TH)')}"
    rf"|{(_CODE % (('(?!ST|ND|RD|TH|BN)',) * 2)).lower()})\b"
)
"""Areas that exist; those of inner London have a letter behind the number, so `EC2 4GB` is none.

`M5 4GB` is a street in Salford as well as a machine, and nobody can tell which: it is refused,
since whose home is published cannot take it back, and who meant a machine writes a word between.
"""

STREET: Final = re.compile(
    r"\b(?:Flat|Apartment)\s\d{1,4}[A-Za-z]?,\s"
    r"|\b\d{1,4}[A-Za-z]?,?\s(?:[A-Z][\w'’-]{1,20}\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane"
    r"|Close|Drive|Gardens|Terrace|Crescent|Court|Square|Place|Way|Grove|Mews|Hill|Row|Walk|Parade)"
    r"\.?,\s[A-Z]"
)
"""A house, a street and a town. A street alone is no address: offices are named after theirs."""

SOMEBODY_AT_A_HOST: Final = re.compile(
    rf"(?<![\w.+'-])([\w.+'-]{{1,64}})\sat\s{LABEL}(?:\.{LABEL}){{0,6}}\.{_ENDS_BEHIND_A_WORD}",
    re.IGNORECASE,
)
