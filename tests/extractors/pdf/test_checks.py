"""Checks that a pen drew larger than their box tick the one that they turn in."""

from __future__ import annotations

import pytest

from extractors.page import Paragraph
from tests.extractors.pdf.paper import Paper

CHECK = [(100.0, 96.0), (105.0, 102.0), (130.0, 80.0)]


def paper() -> Paper:
    return Paper().text(100, 100, "□民营企业")


def said(made: Paper) -> tuple[str, float]:
    [block] = made.read().blocks
    assert isinstance(block, Paragraph)
    return block.text, min(line.confidence for line in block.lines)


@pytest.mark.parametrize("by", ["the page", "an annotation"])
def test_a_large_check_ticks_the_box_that_it_turns_in(by: str) -> None:
    made = paper()
    if by == "the page":
        made.page.draw_polyline(CHECK, color=(0, 0, 0.7), width=1.4)
    else:
        made.page.add_ink_annot([CHECK]).update()
    text, sureness = said(made)
    assert text == "☑民营企业"
    assert 0.6 < sureness < 0.9  # the words that it reaches over are not struck out
    assert made.read().marks == ()


def test_a_filled_square_on_a_printed_box_ticks_it() -> None:
    made = paper()
    made.page.draw_rect((102, 93, 108, 99), color=None, fill=(0, 0, 0))
    assert said(made)[0] == "☑民营企业"


@pytest.mark.parametrize(
    "stroke",
    [[(100, 80), (118, 96), (130, 102)], [(130, 96), (105, 102), (100, 80)]],
    ids=["a line down", "back to the left"],
)
def test_another_stroke_through_words_ticks_nothing(stroke: list[tuple[float, float]]) -> None:
    made = paper()
    made.page.draw_polyline(stroke, color=(0, 0, 0.7), width=1.4)
    assert said(made)[0] == "□民营企业"
