"""Which hidden characters a script or an emoji needs, and which only hide."""

from __future__ import annotations

import pytest

from roster.characters import forbidden_characters, holds_suspects


def found(text: str) -> list[tuple[int, int]]:
    return [(each.line, each.column) for each in forbidden_characters(text, path="it")]


@pytest.mark.parametrize(
    "text",
    [
        "क्\u200dष", "क्\u200cष", "می\u200cخواهم", "ක්\u200dෂ", "ក\u200dខ", "ᠠ\u180bᠡ", "ᠠ\u180dᠡ",
        "👨\u200d👩", "❤\ufe0f\u200d🔥", "☎\ufe0e", "1\ufe0f\u20e3", "#\ufe0f", "*\ufe0e",
        "©\ufe0f", "‼\ufe0f", "葛\U000e0100", "⺀\ufe00", "鿿\ufe0d", "\U00020000\U000e01ef",
        "\U0003fffd\ufe00", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "क\u200d", "ℹ\ufe0f", "〰\ufe0f", "↔\ufe0f", "🏳\ufe0f\u200d🌈", "👩🏽\u200d🔬",
        "🧑🏻\u200d❤\ufe0f\u200d💋\u200d🧑🏽", "അവന്\u200d", "র\u200d্যাব",
        "᠀\u180c", "\u18aa\u180d",
        "🏴\U000e0067\U000e0062\U000e0073\U000e007f 🏴\U000e0067\U000e0062\U000e0077\U000e007f",
    ],
)  # fmt: skip
def test_what_a_script_needs_is_allowed(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a\u200db", 2), ("a\u200cb", 2), ("\u200dक", 1), ("क\u200c", 2), ("क\u200ca", 2),
        ("a\ufe0f", 2), ("é\ufe0e", 2), ("\ufe0f", 1), ("a\ufe00", 2), ("葛\ufe0e", 2),
        ("a\U000e0100", 2), ("⹿\ufe00", 2), ("ꀀ\ufe00", 2), ("a\U000e0067", 2), ("a\u180b", 2),
        ("🏴x\U000e0067", 3), ("👨\u200d\u200d", 3), ("あ\u200dい", 2), ("ა\u200dბ", 2),
        ("\u180e", 1), ("ᠠ\u180e", 2), ("a\ue000", 2), ("a\U000f0000", 2), ("a\ufdd0", 2),
        ("a\u034f", 2), ("a\u3164", 2), ("\xad", 1), ("👩\u200d", 2), ("👩\u200da", 2),
        ("+\u200d+", 2), ("🏴\U000e0067\U000e0062", 2), ("🏴\U000e0067\U000e0062\U000e007f", 2),
        ("🏴" + "".join(chr(0xE0000 + ord(each)) for each in "believe me") + "\U000e007f", 2),
        ("😀\ufe0f\ufe0f", 3), ("葛\U000e0100\U000e0101", 3), ("a\ufffc", 2), ("\U0001fffe", 1),
        ("\U00013430", 1), ("a\ufff9", 2), ("\U0001bca0", 1), ("\U0001d173", 1), ("\u115f", 1),
        ("שלום\u200f", 5), ("Auf\u200clage", 4), ("\u2066a", 1), ("a\u206a", 2), ("a\u061c", 2),
        ("\u18b0\u180b", 2), ("🏴\U000e0067\U000e0062\U000e0073\U000e007f\U000e007f", 6),
    ],
)  # fmt: skip
def test_what_only_hides_is_refused_at_its_column(text: str, column: int) -> None:
    assert (1, column) in found(text)
    assert holds_suspects(text)


def test_places_count_lines_and_at_most_twenty_are_told() -> None:
    assert found("one\ntwo\u200b\n\u200bthree") == [(2, 4), (3, 1)]
    assert len(found("\u200b" * 50)) == 20
    assert found("plain\twords\nand lines") == []
    assert not holds_suspects("plain words\té")
