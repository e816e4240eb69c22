"""The site's own words: all in one catalogue, and all of them said in the site's language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from string import ascii_uppercase
from xml.etree import ElementTree

import pytest
from babel.messages.pofile import read_po

from roster.contacts import CONTACTS
from roster.loading import load_roster
from roster.model import Roster
from site_builder.charts import MOST_LETTERS
from site_builder.language import (
    ENGLISH,
    Language,
    LanguageError,
    language_of,
    messages_script,
    read_catalogue,
)
from site_builder.words import SAID_BY_NAME, shortened
from tests.builders import REPOSITORY, TODAY, a_mentee, a_mentor, the_programme
from tests.site_builder.building import A_LEDGER, A_ROUND, a_programme, a_site, text_of
from tools.site_messages import CATALOGUE, write_messages

WELSH = "cy"
TOLD = {"description", "og:title", "og:description", "og:image:alt"}
DATA = ("mm-prose", "mm-card__words", "mm-code", "mm-initials")
"""Classes of what people wrote themselves, and of what a program reads."""


def wrapped(message: str) -> str:
    return f"«{message}»"


def quoted(text: object) -> str:
    return json.dumps(text, ensure_ascii=False)


def stretched(text: str) -> str:
    """A message as a language says it whose words are two fifths longer."""
    return re.sub(
        r"(<[^>]*>|%\(\w+\)s|\{\w+\}|&\w+;)|([^\W\d_]+)",
        lambda found: found[1] or found[2] + found[2][-2:] * round(len(found[2]) / 5),
        text,
    )


def pseudo_catalogue(said: Callable[[str], str] = wrapped) -> str:
    """A catalogue in which every message is its English text, between quotation marks."""
    lines = ['msgid ""', 'msgstr ""', '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"', ""]
    for message in read_po(BytesIO(CATALOGUE.read_bytes())):
        if isinstance(message.id, tuple):
            one, many = message.id
            lines += [f"msgid {quoted(one)}", f"msgid_plural {quoted(many)}"]
            lines += [f"msgstr[{n}] {quoted(said(s))}" for n, s in enumerate((one, many))]
        elif message.id:
            assert isinstance(message.id, str)
            lines += [f"msgid {quoted(message.id)}"]
            lines += [f"msgstr {quoted(said(message.id))}"]
        lines.append("")
    return "\n".join(lines)


class Outside(HTMLParser):
    """Collects what a page says outside quotation marks, attributes included."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.silent = 0
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag not in {"meta", "link", "input", "img", "br", "hr", "rect", "path"}:
            is_data = tag in {"script", "style", "code"} or any(
                name in values.get("class", "") for name in DATA
            )
            self.open.append((tag, is_data))
            self.silent += is_data
        said = [
            values[key] for key in ("aria-label", "alt", "title", "placeholder") if key in values
        ]
        if tag == "meta" and {values.get("name"), values.get("property")} & TOLD:
            said.append(values["content"])
        said += [value for key, value in values.items() if key in {"data-add-up", "data-remove"}]
        for each in said:
            self._hear(each, 0)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, is_data = self.open.pop()
            self.silent -= is_data
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.depth = self._hear(data, self.depth)

    def _hear(self, text: str, depth: int) -> int:
        for part in re.split("([«»])", text):
            if part == "«":
                depth += 1
            elif part == "»":
                depth -= 1
            elif depth == 0 and part.strip():
                self.found.append(part.strip())
        return depth


def samples() -> Roster:
    return load_roster(root=REPOSITORY, programme=the_programme(), today=TODAY).roster


def words_of_data(people: Roster, language: Language) -> re.Pattern[str]:
    """Everything that stands on pages and is nobody's interface: names and lists of words."""
    programme = the_programme()
    words = {programme.settings.programme, programme.settings.contact, "Mentor Match"}
    for area in programme.areas:
        words |= {area.name, area.group, area.meaning}
    organisations = {each.name for each in programme.organisations}
    words |= organisations | {shortened(name, MOST_LETTERS) for name in organisations}
    words |= set(ascii_uppercase)
    words |= {*programme.professions, *programme.regions}
    for each in people.profiles:
        words |= {each.name, language.month(each.confirmed)}
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def test_the_catalogue_holds_every_message_of_the_sources(tmp_path: Path) -> None:
    write_messages(tmp_path / "messages.pot")
    found = (tmp_path / "messages.pot").read_text("utf-8")
    assert found == CATALOGUE.read_text("utf-8"), "run: make messages"


def test_every_catalogue_that_is_shipped_can_be_used() -> None:
    for file in CATALOGUE.parent.glob("*.po"):
        catalogue = read_po(BytesIO(file.read_bytes()))
        assert [list(each.check(catalogue)) for each in catalogue if each.check(catalogue)] == []


@pytest.fixture(scope="module")
def pseudo_site() -> dict[str, bytes]:
    return a_site(
        *samples().profiles,
        programme=a_programme(language=WELSH),
        templates={f"languages/{WELSH}.po": pseudo_catalogue()},
        last_round=A_ROUND,
        ledger=A_LEDGER,
    )


def test_no_text_of_the_interface_escapes_the_catalogue(pseudo_site: dict[str, bytes]) -> None:
    data = words_of_data(samples(), Language(tag=WELSH))
    escaped = set(left_outside(pseudo_site, data))
    assert escaped == set()
    assert sum(page.endswith(".html") for page in pseudo_site) > 300


def left_outside(site: dict[str, bytes], data: re.Pattern[str]) -> Iterator[str]:
    for path, content in site.items():
        if path.endswith(".html"):
            page = Outside()
            page.feed(content.decode())
            assert page.depth == 0, path
            for text in page.found:
                if re.search(r"[^\W\d_]", data.sub("", text)):
                    yield text


def test_the_language_is_named_on_every_page_and_reaches_scripts_and_form(
    pseudo_site: dict[str, bytes],
) -> None:
    pages = [data.decode() for path, data in pseudo_site.items() if path.endswith(".html")]
    assert all(page.startswith('<!DOCTYPE html>\n<html lang="cy"') for page in pages)
    assert 'xml:lang="cy"' in text_of(pseudo_site, "mentors.atom")
    script = next(data for path, data in pseudo_site.items() if path.endswith("scripts/words.js"))
    assert 'const LANGUAGE = "cy";' in script.decode()
    assert '"Clear filters":["«Clear filters»"]' in script.decode()
    assert "What nobody sees on this site" not in script.decode(), "pages say this, not scripts"
    messages = json.loads(pseudo_site["join/form.json"])["fields"][0]["messages"]
    assert messages["missing"] == "«Enter your «name».»".replace("«name»", "«Name»")


ODD_FEED = {
    "New mentors – %(programme)s": """"R&D" <b>'new'</b> – %(programme)s <""",
    "%(grade)s, %(organisation)s. Can help with %(areas)s.": "%(areas)s &amp; %(grade)s < x > y",
    "Mentor Match": "Match & <Mentor>",
    "Find a mentor: %(programme)s": "</Description> %(programme)s",
}


def texts_of(xml: bytes) -> dict[str, list[str]]:
    """What well-formed XML says, by the names of its elements."""
    said: dict[str, list[str]] = {}
    for each in ElementTree.fromstring(xml).iter():  # noqa: S314 -- our own
        said.setdefault(each.tag.partition("}")[2], []).append(each.text or "")
    return said


def test_the_feed_and_the_search_description_stay_well_formed_whatever_a_translator_writes() -> (
    None
):
    lines = (f"msgid {quoted(key)}\nmsgstr {quoted(said)}\n" for key, said in ODD_FEED.items())
    site = a_site(
        a_mentor(name="A & <b>B</b> \"C\" 'D'"),
        programme=a_programme(language=WELSH, programme="R&D <i>'x'</i>"),
        templates={f"languages/{WELSH}.po": "\n".join(lines)},
    )
    feed = texts_of(site["mentors.atom"])
    assert feed["title"] == ["\"R&D\" 'new' – R&D <i>'x'</i> <", "A & <b>B</b> \"C\" 'D'"]
    assert feed["summary"] == ["Leadership & Grade 7 < x > y"]
    search = texts_of(site["opensearch.xml"])
    assert search["ShortName"] == ["Match & <Mentor>"]
    assert search["Description"] == ["</Description> R&D <i>'x'</i>"]
    assert len(texts_of(site["sitemap.xml"])["loc"]) > 100


def test_english_pages_say_that_they_are_english_and_scripts_stay_as_they_are() -> None:
    site = a_site(a_mentor())
    assert '<html lang="en"' in text_of(site, "index.html")
    script = next(data for path, data in site.items() if path.endswith("scripts/words.js"))
    assert script == (REPOSITORY / "templates/site/scripts/words.js").read_bytes()


def test_a_language_without_a_catalogue_is_refused_with_the_way_to_make_one() -> None:
    with pytest.raises(LanguageError, match=r"no templates/languages/cy\.po.*translating"):
        a_site(a_mentor(), programme=a_programme(language=WELSH))


def test_a_broken_catalogue_is_refused() -> None:
    with pytest.raises(LanguageError, match=r"cy\.po is not a catalogue"):
        read_catalogue(WELSH, 'msgid "open')


def test_a_translation_with_a_place_that_its_message_has_not_is_refused() -> None:
    text = 'msgid "Areas"\nmsgstr "%(nothing)s"\n'
    with pytest.raises(LanguageError, match=r"%\(nothing\)s"):
        a_site(
            a_mentor(),
            programme=a_programme(language=WELSH),
            templates={f"languages/{WELSH}.po": text},
        )


def test_what_has_no_translation_yet_stays_english() -> None:
    text = 'msgid "Areas"\nmsgstr ""\n\n#, fuzzy\nmsgid "Join"\nmsgstr "Ymuno?"\n'
    language = read_catalogue(WELSH, text)
    assert [language.text("Areas"), language.text("Join")] == ["Areas", "Join"]


def test_a_language_counts_by_its_own_rule() -> None:
    text = (
        'msgid ""\nmsgstr ""\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"\n\n'
        'msgid "%(count)s mentor"\nmsgid_plural "%(count)s mentors"\n'
        'msgstr[0] "%(count)s mentor"\nmsgstr[1] "%(count)s fentor"\n'
        'msgstr[2] "%(count)s o fentoriaid"\n'
    )
    language = read_catalogue(WELSH, text)
    said = [
        language.counted(number, "%(count)s mentor", "%(count)s mentors") for number in (1, 2, 1234)
    ]
    assert said == ["1 mentor", "2 fentor", "1,234 o fentoriaid"]


def test_days_and_numbers_are_written_as_the_language_does() -> None:
    day = date(2026, 11, 1)
    assert [ENGLISH.day(day), ENGLISH.month(day), ENGLISH.number(12345)] == [
        "1 November 2026",
        "November 2026",
        "12,345",
    ]
    assert Language(tag=WELSH).day(day) == "1 Tachwedd 2026"
    assert language_of("en-GB", {}).counted(1, "%(count)s day", "%(count)s days") == "1 day"


def test_words_of_the_model_that_pages_say_are_in_the_catalogue() -> None:
    assert {what for _, what in CONTACTS} <= set(SAID_BY_NAME)


def test_the_scripts_messages_stay_data_whatever_they_hold() -> None:
    text = 'const MESSAGES = {};\nconst LANGUAGE = "en-GB";\n'
    language = Language(tag=WELSH, messages={"a": ('"</script>\\1',)})
    script = messages_script(text, language, {"a"})
    assert json.loads(script.splitlines()[0].removeprefix("const MESSAGES = ").rstrip(";")) == {
        "a": ['"</script>\\1']
    }


def test_listed_mentees_are_said_in_the_language_too() -> None:
    site = a_site(
        a_mentor(),
        a_mentee(),
        programme=a_programme(language=WELSH, mentees="listed"),
        templates={f"languages/{WELSH}.po": pseudo_catalogue()},
    )
    assert "«Mentees»" in text_of(site, "mentees/index.html")
