"""Text that runs across a border is doubted; text beside one is not."""

from __future__ import annotations

import pytest

from extractors.page import Paragraph
from tests.extractors.pdf.paper import Paper, cell, tables


def sureness(x: float, text: str) -> float:
    """How sure the first cell's text is, of 10 points, that begins at `x`; its border is at 200."""
    paper = Paper().grid([100, 200, 300], [100, 130]).text(x, 120, text, size=10)
    [table] = tables(paper.read())
    [line] = cell(table, 0, 0).paragraphs[0].lines
    return line.confidence


@pytest.mark.parametrize("x", [145, 150])  # through a letter, between two
def test_a_text_that_goes_on_in_the_next_cell_is_doubted(x: float) -> None:
    assert sureness(x, "甲乙丙丁公司戊己") < 0.9


def test_a_number_that_stands_across_a_border_is_doubted_where_its_point_is() -> None:
    paper = Paper().grid([100, 200, 300], [100, 130]).text(188.2, 120, "41.07", size=10)
    [table] = tables(paper.read())
    assert min(cell(table, 0, at).paragraphs[0].lines[0].confidence for at in (0, 1)) < 0.9


@pytest.mark.parametrize(("x", "text"), [(120, "甲乙丙丁公司戊己"), (135, "甲乙丙丁公司。")])
def test_a_text_that_ends_at_the_border_is_sure(x: float, text: str) -> None:
    assert sureness(x, text) >= 0.9


def lower(y: float) -> float:
    """How sure a text, of 10 points, is that stands in the lower cell or on the border at 130."""
    paper = Paper().grid([100, 200, 300], [100, 130, 160]).text(110, y, "甲公司", size=10)
    [table] = tables(paper.read())
    found = [each for each in table.cells if each.text]
    return found[0].paragraphs[0].lines[0].confidence


@pytest.mark.parametrize("y", [132, 135])  # its middle lies above the border, or below
def test_a_text_on_a_border_between_rows_is_doubted(y: float) -> None:
    assert lower(y) < 0.9


@pytest.mark.parametrize("y", [129, 139])  # under it, over it
def test_a_text_between_the_borders_is_sure(y: float) -> None:
    assert lower(y) >= 0.9


def test_a_line_to_write_on_doubts_nothing() -> None:
    paper = Paper().text(110, 132, "甲公司", size=10)
    paper.page.draw_line((100, 130), (300, 130), width=0.5)
    [block] = paper.read().blocks
    assert isinstance(block, Paragraph)
    assert block.lines[0].confidence >= 0.9
