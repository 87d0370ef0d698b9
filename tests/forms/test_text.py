"""Text as records hold it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forms.text import (
    code,
    forbidden,
    is_empty_word,
    length,
    permitted,
    prose,
    short,
    simplified,
    squeeze,
    without_prompts,
)
from tests.strategies import texts


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301", "é"),  # NFC
        ("\uf900\ufa19", "\uf900\ufa19"),  # compatibility ideographs of names stay
        ("\U0002f800", "丽"),  # those of the supplement are NFC's
        ("\u2f08\u2fd5", "人龠"),  # Kangxi radicals
        ("\u2ed4", "\u2ed4"),  # … and no other radicals
        ("上\u200b海\ufeff", "上海"),
        ("上\u200d海", "上海"),
        ("e\u200b\u0301", "é"),  # cleaned before it is composed
        ("👩\u200d💻", "👩\u200d💻"),  # an emoji's own joiner
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("👩\u200d上", "👩上"),
        ("\u200d💻", "💻"),
        ("（）：①㎡Ａ", "（）：①㎡Ａ"),  # no NFKC in words
        ("软\u00ad件\u00a0甲", "软\u00ad件\u00a0甲"),
    ],
)
def test_characters(typed: str, kept: str) -> None:
    assert short(typed) == kept
    assert prose(typed) == kept


@pytest.mark.parametrize(
    ("typed", "one_line", "paragraphs"),
    [
        ("\u3000\u3000甲\n\u3000\u3000乙  ", "甲 乙", "甲\n乙"),
        ("甲\r\n乙\r丙\u2028丁\u2029戊\x85己", "甲 乙 丙 丁 戊 己", "甲\n乙\n丙\n丁\n戊\n己"),
        ("甲\n\n \n乙", "甲 乙", "甲\n乙"),
        ("甲\t乙  丙", "甲\t乙  丙", "甲\t乙  丙"),
        (" \n\t\u00a0", "", ""),
    ],
)
def test_lines(typed: str, one_line: str, paragraphs: str) -> None:
    assert short(typed) == one_line
    assert prose(typed) == paragraphs


@pytest.mark.parametrize(
    "word",
    [
        "无",
        "／",
        "/",
        "—",
        "——",
        "-",
        "N/A",
        "n/a",
        "不涉及",
        "暂无",
        "（无）",
        " 无 。",
        "\\",
        "＿＿",
        "…",
    ],
)
def test_words_that_mean_empty(word: str) -> None:
    assert is_empty_word(word)


@pytest.mark.parametrize("word", ["0", "否", "无锡", "自研", "不涉及保密", "同上", "A"])
def test_words_that_mean_something(word: str) -> None:
    assert not is_empty_word(word)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("提升20%以上", 5),
        ("基于5G、TSN和Wi-Fi 6的IT/OT融合", 12),
        ("", 0),
        ("　\n\t ", 0),
        ("（一）", 3),
        ("“数字孪生”……", 8),
        ("one two", 2),
        ("\U00020bb7野家", 3),
    ],
)
def test_length_as_word_counts_it(text: str, count: int) -> None:
    assert length(text) == count


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("如：产品设计", ""),
        ("如:产品 设计", ""),
        ("如：产品设计\n工厂建设", "\n工厂建设"),
        ("如：产品设计如：产品设计甲", "甲"),
        ("产品设计", "产品设计"),
        ("如：产品", "如：产品"),
    ],
)
def test_prompts_go_from_the_head(text: str, rest: str) -> None:
    assert without_prompts(text, ["如：产品设计"]) == rest


def test_a_text_of_nothing_but_prompts_is_no_deep_recursion() -> None:
    assert without_prompts("（万元）" * 20_000, ["(万元)"]) == ""


@pytest.mark.parametrize(
    "code_point", [0x00, 0x08, 0x0B, 0x0C, 0x0E, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF]
)
def test_characters_that_xml_forbids(code_point: int) -> None:
    character = chr(code_point)
    assert forbidden(f"甲{character}") == f"U+{code_point:04X}"
    assert permitted(f"甲{character}乙") == "甲乙"


@pytest.mark.parametrize("character", ["\t", "\n", "\r", "\x7f", "\x85", "\ue000", "\U0001fffe"])
def test_characters_that_xml_takes(character: str) -> None:
    assert forbidden(character) is None


@given(texts(8) | st.text(max_size=40))
@settings(max_examples=1000, deadline=None)
@example("😀\u200d\u2329")  # NFC turns the emoji's neighbour into a bracket
@example("😀\u200d\u2194\u200b\u0338")
@example("👩\u200d™")  # NFKC turns an emoji into letters
def test_cleaning_is_idempotent_and_normal(text: str) -> None:
    for clean in (short, prose, code):
        once = clean(text)
        assert clean(once) == once
        assert once == once.strip()
    assert unicodedata.is_normalized("NFKC", code(text))
    assert "\n" not in short(text)


@given(texts(8))
@example("U\u00a8")
def test_squeezing_is_idempotent(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


def test_traditional_characters_are_simplified_for_comparison_only() -> None:
    assert squeeze("統一社會 信用代碼") == "统一社会信用代码"
    assert simplified("單位名稱（蓋章）") == "单位名称（盖章）"
    assert short("單位名稱") == "單位名稱"
    assert is_empty_word("無")
