"""Text with a line through it is read and doubted; other lines strike nothing out."""

from __future__ import annotations

import pytest

from extractors.paper.glyphs import Glyph
from extractors.paper.rules import Rule
from extractors.pdf.struck import struck
from tests.extractors.pdf.paper import Paper, codes

BASE, SIZE = 100.0, 10.0


def line(text: str, x: float = 50.0) -> list[Glyph]:
    """Han letters side by side, on one baseline."""
    return [
        Glyph(letter, x + SIZE * at, x + SIZE * (at + 1), 91, 102, BASE, SIZE, "", None)
        for at, letter in enumerate(text)
    ]


@pytest.mark.parametrize("rule", [Rule(96.5, 50, 100), Rule(97, 52, 98), Rule(96, 45, 105)])
def test_a_line_as_long_as_the_text_it_goes_through_strikes_it_out(rule: Rule) -> None:
    assert struck(line("上海某公司"), [rule], []) == {0, 1, 2, 3, 4}


def test_a_line_through_a_word_strikes_that_word_out() -> None:
    assert struck(line("上海某公司"), [Rule(96.5, 70, 80)], []) == {2}


@pytest.mark.parametrize(
    "rule",
    [
        Rule(101.5, 50, 100),  # under it
        Rule(91.0, 50, 100),  # over it
        Rule(96.5, 20, 300),  # a border, or a blank that was missed
        Rule(96.5, 200, 250),  # elsewhere
    ],
)
def test_another_line_strikes_nothing_out(rule: Rule) -> None:
    assert struck(line("上海某公司"), [rule], []) == set()


def test_a_page_with_struck_text_says_so() -> None:
    paper = Paper().text(100, 100, "甲公司", size=10)
    paper.page.draw_rect((100, 96.2, 130, 96.8), color=None, fill=(0, 0, 0))
    assert codes(paper) == ["needs-review"]


def test_underlined_text_is_sure() -> None:
    paper = Paper().text(100, 100, "甲公司", size=10)
    paper.page.draw_rect((100, 101.2, 130, 101.8), color=None, fill=(0, 0, 0))
    assert codes(paper) == []


@pytest.mark.parametrize("shape", ["oval", "slant", "cross"])
def test_what_a_pen_drew_around_or_through_words_is_doubted(shape: str) -> None:
    paper = Paper().text(100, 100, "甲公司甲公司", size=10)
    if shape == "oval":
        paper.page.draw_oval((96, 86, 164, 106), color=(0, 0, 1))
    else:
        paper.page.draw_line((100, 101), (160, 92))
    if shape == "cross":
        paper.page.draw_line((100, 92), (160, 101))
    assert codes(paper) == ["needs-review"]


def test_a_line_across_an_empty_cell_doubts_nothing() -> None:
    paper = Paper().grid([100, 200, 300], [100, 140]).text(110, 125, "甲公司")
    paper.page.draw_line((200, 100), (300, 140))
    assert codes(paper) == []
