"""Characters in one place: drawn twice, or two texts."""

from __future__ import annotations

import pymupdf
import pytest

from extractors.page import Page, Paragraph
from tests.extractors.pdf.paper import LATIN, Paper, texts


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


def test_letters_that_are_kerned_are_sure() -> None:
    paper = Paper()
    x = 80.0
    for letter in "AVATAR":
        paper.text(x, 100, letter)
        x += pymupdf.get_text_length(letter, fontname=LATIN, fontsize=10.5) - 1.5
    assert sureness(paper.read()) >= 0.9
