"""The reader gives every byte string an answer, at the right place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.events import walk
from roster.reading import DEEPEST_PROFILE, LARGEST_PROFILE, plain_values, read_document
from tests.builders import REPOSITORY


def rules(data: bytes) -> list[tuple[str, int, int]]:
    return [(each.rule, each.line, each.column) for each in read_document(data, path="it").problems]


@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    reading = read_document(data, path="it")
    assert reading.problems or reading.document is not None


@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`#?,<. \n\t\\", max_size=80))
def test_any_text_of_signs_that_mean_something_gets_an_answer(text: str) -> None:
    reading = read_document(text.encode(), path="it")
    lines = text.split("\n")
    for each in reading.problems:
        assert 1 <= each.line <= len(lines)
        assert 1 <= each.column <= len(lines[each.line - 1]) + 1


EXAMPLES = sorted((REPOSITORY / "tests" / "examples").rglob("*.yaml"))
SIGNS = "ab:-[]{}&*!|>'\"%@`#?,<. \n\t\\é"


@pytest.mark.parametrize("example", EXAMPLES, ids=[each.stem for each in EXAMPLES])
def test_the_quick_pass_and_the_careful_walk_read_the_same(example: Path) -> None:
    text = example.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    quick = plain_values(text, deepest=DEEPEST_PROFILE)
    careful = walk(text, path="it", deepest=DEEPEST_PROFILE)
    assert quick is None or (quick, ()) == (careful.values, careful.problems)


@given(st.text(alphabet=SIGNS, max_size=60), st.text(alphabet=SIGNS, max_size=20))
def test_the_quick_pass_takes_nothing_that_the_careful_walk_would_not(one: str, two: str) -> None:
    for text in (one, f"name: {one}\n{two}: [{two}]\n", f"about: |\n  {one}\nname: {two}"):
        quick = plain_values(text, deepest=DEEPEST_PROFILE)
        careful = walk(text, path="it", deepest=DEEPEST_PROFILE)
        assert quick is None or (quick, ()) == (careful.values, careful.problems)


def test_the_quick_pass_takes_what_people_usually_write() -> None:
    taken = [
        plain_values(file.read_text("utf-8"), deepest=DEEPEST_PROFILE) is not None
        for file in (REPOSITORY / "profiles").glob("*.yaml")
    ]
    assert taken == [True] * 60


@pytest.mark.parametrize(
    "typed", ["NO", "22:30", "1.10", "0x1F", "~", "2026-11-01", "1e3", "=", "Null"]
)
def test_what_yaml_would_change_stays_the_text_that_was_typed(typed: str) -> None:
    document = read_document(f"name: {typed}\n".encode(), path="it").document
    assert document is not None
    assert document.values == {"name": typed}


def test_thirty_thousand_brackets_are_refused_at_the_sixth() -> None:
    assert rules(b"a: " + b"[" * 12_000) == [("yaml-depth", 1, 8)]


def test_an_alias_bomb_is_refused_without_being_opened() -> None:
    layers = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    found = rules(f"a0: &a0 x\n{layers}".encode())
    assert {rule for rule, _, _ in found} == {"yaml-anchor"}
    assert found[0] == ("yaml-anchor", 1, 5)


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not() -> None:
    filled = b"a: b\n#" + b"x" * (LARGEST_PROFILE - 6)
    assert rules(filled) == []
    assert rules(filled + b"x") == [("file-size", 1, 1)]


def test_keys_that_differ_only_in_unicode_form_are_doubled() -> None:
    assert rules("é: 1\ne\u0301: 2\n".encode()) == [("doubled-key", 2, 1)]


def test_the_first_of_two_doubled_keys_is_kept() -> None:
    document = read_document(b"a: first\na: [second]\nb: c\n", path="it").document
    assert document is not None
    assert document.values == {"a": "first", "b": "c"}


@pytest.mark.parametrize("escape", ["\\u202e", "\\u200b", "\\0", "\\N", "\\L", "\\P", "\\e"])
def test_hidden_characters_are_found_behind_escapes_too(escape: str) -> None:
    assert rules(f'name: "Ada{escape}"\n'.encode()) == [("file-characters", 1, 11)]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('a: "x\\x00y\\x00"\n', 1, 6), ('a: "one\n  two \\u202e three"\n', 2, 7),
        ('a: "\\\\u202e \\u202e"\n', 1, 13), ('a: "👩\u200d🔬 \\u200d"\n', 1, 9),
        ('a: "x\\\n  \\r"\n', 2, 3), ('"k\\u200b": x\n', 1, 3), ('a: [b, "c\\u0007"]\n', 1, 10),
    ],
)  # fmt: skip
def test_a_hidden_character_behind_an_escape_stands_at_the_escape(
    text: str, line: int, column: int
) -> None:
    assert rules(text.encode())[0] == ("file-characters", line, column)


@pytest.mark.parametrize(
    "hidden", ["\r", "\x85", "\u2028", "\u2029", "\x00", "\u202e", "\ufeff", "\x1b"]
)
def test_hidden_characters_are_found_at_their_column(hidden: str) -> None:
    assert rules(f"name: Ada{hidden}B\n".encode()) == [("file-characters", 1, 10)]


@pytest.mark.parametrize(
    "needed",
    ["👩‍🔬 works", "🏴󠁧󠁢󠁳󠁣󠁴󠁿 flag", "❤️ heart", "علی‌رضا", "क्‍ष", "葛󠄀城", "1️⃣"],
)
def test_hidden_characters_that_names_and_emoji_need_are_allowed(needed: str) -> None:
    assert rules(f"about: {needed}\n".encode()) == []


@pytest.mark.parametrize("joined", ["pay‍pal", "a‌b", "ada‍"])
def test_joiners_between_latin_letters_are_refused(joined: str) -> None:
    assert [rule for rule, _, _ in rules(f"name: {joined}\n".encode())] == ["file-characters"]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: b: c\n", 1, 5, "second colon"),
        ('a: "x\nb: y\n', 1, 4, "never closed"),
        ("a:\n\t- x\n", 2, 1, "tab"),
        ("ab 1\nb: 2\n", 1, 1, "no colon"),
        ("a: [x, y\nb: 1\n", 1, 4, "bracket"),
        ("name: [", 1, 7, "bracket"),
        ("a: b\nc: [x,\n", 2, 4, "bracket"),
        ("a: @foo\n", 1, 4, "cannot start with @"),
        ("a: b\n c: d\n", 2, 2, "does not stand under"),
        ("a: 'it's'\n", 1, 8, "ended before"),
        ('a: "\\q"\n', 1, 5, "backslash"),
        ("- a\nb: 1\n", 1, 1, "starts with a dash"),
        ("a: - b\n", 1, 4, "list cannot begin"),
        ("a: b\n- c\n", 2, 1, "list cannot begin"),
        ("a: [b,,]\n", 1, 7, "comma too many"),
        ("a: [,b]\n", 1, 5, "comma too many"),
        ("a: [b]]\n", 1, 7, "bracket ] too many"),
        ("a: }b\n", 1, 4, "bracket } too many"),
        ("a: [b]c\n", 1, 7, "ended before"),
        ("a: ? b\n", 1, 4, "cannot start with ?"),
        ("a: b\n%c\n", 2, 1, "cannot start with %"),
        (": b\n", 1, 1, "nothing before the colon"),
        ("...\na: b\n", 1, 1, "before it has begun"),
        ("a： b\nc: d\n", 1, 1, "plain colon"),
        (" a: b\nc: d\n", 1, 2, "does not stand under"),
        ('a: "b\\ud83d\\ude00"\n', 1, 6, "stands for no character"),
        ('a: "b\\U00110000"\n', 1, 6, "stands for no character"),
        ('a: "b\\x4"\n', 1, 6, "stands for no character"),
        ("a: 'b\nc: it's d\n", 1, 4, "not closed on its line"),
        ("a: |9\n  b\n", 2, 3, "does not stand under"),
        ("a: |0\n  b\n", 1, 4, "cannot start with |"),
        ("a: |\nb\n", 2, 1, "no spaces before it"),
    ],
)
def test_what_is_not_yaml_is_told_in_our_words_at_the_place_to_mend(
    text: str, line: int, column: int, words: str
) -> None:
    (problem,) = read_document(text.encode(), path="it").problems
    assert (problem.rule, problem.line, problem.column) == ("yaml-syntax", line, column)
    assert words in problem.message


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("%YAML 1.2\n---\na: b\n", [(1, 1)]), ("# c\n\n%TAG ! x:\n---\na: b\n", [(3, 1)]),
        ("%YAML 9.9\n---\na: b\n", [(1, 1)]), ("%FOO\n%YAML 1.1\na: b\n", [(1, 1), (2, 1)]),
        ("%\n", [(1, 1)]),
    ],
)  # fmt: skip
def test_every_directive_is_told_at_its_line(text: str, places: list[tuple[int, int]]) -> None:
    found = [(line, column) for rule, line, column in rules(text.encode()) if "directive" in rule]
    assert found == places


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\n...\nc: d\n", 3),
        ("a: b\n---\n", 2),
        ("a: b\n--- c\n", 2),
        ("---\na: |\n  b\n---\n", 4),
    ],
)
def test_a_second_document_is_told_where_it_starts(text: str, line: int) -> None:
    assert rules(text.encode()) == [("yaml-mapping", line, 1)]


@pytest.mark.parametrize(
    "text", ["---\na: b\n...\n", "--- # c\na: b\n... # end\n\n", "a: b\n...\n"]
)
def test_the_marks_around_one_document_are_allowed(text: str) -> None:
    assert rules(text.encode()) == []


@pytest.mark.parametrize(
    ("data", "rule", "line", "column"),
    [
        (b"a: b\xc0\x80\n", "file-encoding", 1, 5), (b"a: \xe0\x80\xaf", "file-encoding", 1, 4),
        (b"a: \xed\xa0\x80\n", "file-encoding", 1, 4), (b"a: \xf8\x88", "file-encoding", 1, 4),
        (b"a: \xf4\x90\x80\x80", "file-encoding", 1, 4), (b"a: \xe2\x82", "file-encoding", 1, 4),
        ("a: é\n\nb: éé ".encode() + b"\x80", "file-encoding", 3, 7),
        (b"\xef\xbb\xbfname: \xff", "file-encoding", 1, 7),
        ("a: b".encode("utf-16"), "file-encoding", 1, 1),
        ("a: b".encode("utf-32"), "file-encoding", 1, 1),
        (b"\xef\xbb\xbf\xef\xbb\xbfa: b\n", "file-characters", 1, 1),
        (b"a: b\r\r\nc: d\r\n", "file-characters", 1, 5), (b"a: b\rc: d", "file-characters", 1, 5),
        (b"[" * 16_000, "yaml-depth", 1, 6), (b"- " * 8_000, "yaml-depth", 1, 11),
        (b"{" * 16_000, "yaml-key", 1, 2), (b"? " * 8_000, "yaml-key", 1, 3),
    ],
)  # fmt: skip
def test_bytes_that_are_no_file_of_ours_are_told_at_their_place(
    data: bytes, rule: str, line: int, column: int
) -> None:
    assert rules(data)[0] == (rule, line, column)


@pytest.mark.parametrize(
    ("line", "places"),
    [
        (r'a: ["\0", "x\0y\0", \0, "\\0"]', [(1, 6), (1, 13), (1, 16)]),
        ('a: "one \\u200b\n  two \\u200b\\\n  b"\nb: "\\u200b"', [(1, 9), (2, 7), (4, 5)]),
        (r'"\u202ea": "\u202e"', [(1, 2), (1, 13)]),
    ],
)
def test_each_escape_is_told_at_its_own_place(line: str, places: list[tuple[int, int]]) -> None:
    told = read_document(line.encode(), path="it").problems
    assert [(each.line, each.column) for each in told] == places


def test_many_texts_with_escapes_on_one_line_are_each_looked_through_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = "a: [" + ",".join([r'"\0"'] * 3000) + "]"
    seen: list[str] = []

    def counting(text: str) -> str:
        seen.append(text)
        return "\0"

    monkeypatch.setattr("roster.events._unescaped", counting)
    assert len(read_document(line.encode(), path="it").problems) == 3000
    assert len(seen) == 3000


@pytest.mark.parametrize(
    "start",
    [b"PK\x03\x04", b"%PDF-1.7\n", b"{\\rtf1", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff"],
)
@pytest.mark.parametrize("rest", [b"\0\1\0", b"\xff" * 100, b"x" * 20_000])
def test_a_document_of_a_word_processor_is_told_once(start: bytes, rest: bytes) -> None:
    (told,) = read_document(start + rest, path="it").problems
    assert told.rule == "file-encoding"
    assert told.message == "The file is a document or a picture, not plain text."
