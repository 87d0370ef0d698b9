"""Characters in one place: drawn twice, or two texts; and letters that are set apart."""

from __future__ import annotations

import pymupdf
import pytest

from extractors.page import Page, Paragraph
from extractors.paper.glyphs import Glyph
from extractors.paper.lines import TextLine, lines_of
from tests.extractors.pdf.paper import CJK, LATIN, Paper, texts


def sureness(page: Page) -> float:
    [block] = page.blocks
    assert isinstance(block, Paragraph)
    return min(line.confidence for line in block.lines)


@pytest.mark.parametrize("over", ["八", "八百", "八百万"])
def test_a_text_typed_upon_another_is_doubted(over: str) -> None:
    assert sureness(Paper().text(80, 100, "注册资本五百万元").text(122, 100, over).read()) < 0.6


def test_bold_that_is_drawn_twice_is_read_once_and_sure() -> None:
    page = Paper().text(80, 100, "注册资本五百万元").text(80.3, 100, "注册资本五百万元").read()
    assert texts(page) == ["注册资本五百万元"]
    assert sureness(page) >= 0.9


def test_narrow_letters_with_a_shadow_are_read_once() -> None:
    text = "2024 ill. // 5 .example"
    page = Paper().text(80, 100, text).text(81.2, 101.2, text).read()
    assert texts(page) == [text]
    assert sureness(page) >= 0.9


def test_a_letter_drawn_twice_with_a_space_upon_it_is_read_once() -> None:
    page = Paper().text(80, 100, "n").text(80.1, 100, " ").text(80.3, 100, "n").read()
    assert texts(page) == ["n"]


def test_letters_that_are_kerned_are_sure() -> None:
    paper = Paper()
    x = 80.0
    for letter in "AVATAR":
        paper.text(x, 100, letter)
        x += pymupdf.get_text_length(letter, fontname=LATIN, fontsize=10.5) - 1.5
    assert sureness(paper.read()) >= 0.9


def set_apart(text: str, gap: float) -> Paper:
    """A line of letters so many points apart, of 10 points, Latin ones half as wide."""
    paper, x = Paper(), 60.0
    for letter in text:
        paper.text(x, 100, letter, size=10)
        x += pymupdf.get_text_length(letter, LATIN if letter.isascii() else CJK, 10) + gap
    return paper


@pytest.mark.parametrize("gap", [2.5, 9.0, 40.0])
def test_letters_set_evenly_over_a_line_have_no_spaces_between_them(gap: float) -> None:
    page = set_apart("裴正岳（董事长）", gap).read()
    assert texts(page) == ["裴正岳（董事长）"]
    assert sureness(page) >= 0.9


def test_latin_letters_set_apart_are_one_word() -> None:
    assert texts(set_apart("电话021-50310001", 2.2).read()) == ["电话021-50310001"]


def test_latin_words_kept_together_among_letters_set_apart_stay_so() -> None:
    paper = set_apart("解决方案", 12.0).text(148, 100, "2025", size=10)
    assert texts(paper.read()) == ["解决方案2025"]


def test_two_letters_with_a_gap_are_doubted() -> None:
    page = set_apart("裴岳", 30.0).read()
    assert texts(page) == ["裴 岳"]
    assert sureness(page) < 0.9


def line_of(text: str, width: float = 5.0) -> TextLine:
    """A line of letters side by side, a soft hyphen among them so wide."""
    glyphs = []
    x = 80.0
    for letter in text:
        wide = width if letter == "\u00ad" else 5.0
        glyphs.append(Glyph(letter, x, x + wide, 92, 102, 100, 10, "", None))
        x += wide
    [line] = lines_of(glyphs)
    return line


def test_a_soft_hyphen_that_is_drawn_is_a_hyphen() -> None:
    line = line_of("021\u00ad5678")
    assert line.text == "021-5678"
    assert min(glyph.confidence for glyph in line.glyphs) == 1.0


def test_a_soft_hyphen_without_width_is_none() -> None:
    assert line_of("soft\u00adware", 0.0).text == "software"


def test_a_soft_hyphen_at_a_lines_end_is_doubted() -> None:
    line = line_of("021\u00ad")
    assert line.text == "021-"
    assert line.glyphs[-1].confidence < 0.9
